"""Wagtail's search with Thai words separated on index and on query, on SQLite and on PostgreSQL.

Stock backends see a run of Thai as one word and find only whole titles. `_search` and `ObjectIndexer` are not
public API of modelsearch: tests/thai/test_search.py guards each upgrade.
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from thai.segmentation import segment

if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
    from modelsearch.backends.database.postgres import postgres as backend

    Stock = backend.PostgresSearchBackend
else:
    from modelsearch.backends.database.sqlite import sqlite as backend

    Stock = backend.SQLiteSearchBackend


class ThaiObjectIndexer(backend.ObjectIndexer):
    def prepare_value(self, value: Any) -> str:
        return segment(super().prepare_value(value))


backend.ObjectIndexer = ThaiObjectIndexer  # the index classes read this module global


def _searchable(text: str) -> str:
    # SQLite's full-text syntax breaks on a quotation mark (wagtail#13227)
    return segment(text.replace('"', " "))


class SearchBackend(Stock):  # type: ignore[misc, valid-type]
    def _search(self, compiler: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(query, str):
            query = _searchable(query)
        elif hasattr(query, "query_string"):
            query.query_string = _searchable(query.query_string)
        return super()._search(compiler, query, *args, **kwargs)
