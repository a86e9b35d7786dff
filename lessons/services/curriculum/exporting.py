"""The CMS as content files: what an educator sees in the editor, each thing in its file."""

from typing import Any

from lessons.content_items import KINDS
from lessons.content_writing import files_of
from lessons.models import ImportedContent
from lessons.services.curriculum import registry
from lessons.services.curriculum.kinds import Context, Settings


def export(*, settings: Settings) -> dict[str, str]:
    """Return the files of the whole curriculum: path below the folder of content → text."""
    context = Context(settings, {row.key: row for row in ImportedContent.objects.all()})
    kinds = registry.kinds(context)
    entries: list[Any] = []
    events: list[Any] = []
    for name in KINDS:
        kind = kinds.get(name)
        if kind is None or name == "question":  # which stand in the files of their quizzes
            continue
        (events if name == "event" else entries).extend(kind.entry(target) for target in kind.all())
    return files_of(entries, events)
