"""SQLite only: the full-text index keeps Thai vowels and tone marks inside words.

Its stock tokenizer takes them for separators (มิจฉาชีพ becomes ม, จฉาช, พ; ทีนี finds ที่นี่). The three triggers
that fill the table belong to wagtailsearch_indexentry and survive; they never insert what is already there, so
the rows are copied over here.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KEEP_MARKS = """tokenize="unicode61 categories 'L* N* Co Mn Mc'\""""


def _recreate(schema_editor: BaseDatabaseSchemaEditor, tokenizer: str) -> None:
    if schema_editor.connection.vendor != "sqlite":
        return
    columns = ", ".join(["autocomplete", "body", "title", *filter(None, [tokenizer])])
    for statement in (
        "DROP TABLE wagtailsearch_indexentry_fts",
        f"CREATE VIRTUAL TABLE wagtailsearch_indexentry_fts USING fts5({columns})",
        "INSERT INTO wagtailsearch_indexentry_fts(rowid, title, body, autocomplete)"
        " SELECT id, title, body, autocomplete FROM wagtailsearch_indexentry",
    ):
        schema_editor.execute(statement)


def keep_marks(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _recreate(schema_editor, KEEP_MARKS)


def stock(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _recreate(schema_editor, "")


class Migration(migrations.Migration):
    dependencies = [("wagtailsearch", "0010_add_text_fields")]

    operations = [migrations.RunPython(keep_marks, stock, elidable=False)]
