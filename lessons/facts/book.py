"""All published facts as plain data: read in one query, kept by each process until one of them changes."""

import datetime as dt
import json
import uuid
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.db import transaction

from lessons.facts.items import FactItem, SourceItem

_KEY = "lessons.facts"
_SECONDS = 30  # how long another process may still show a fact as it was
_kept: tuple[str, dict[str, FactItem]] = ("", {})


def facts() -> dict[str, FactItem]:
    """Return the facts by code."""
    global _kept
    generation = cache.get(_KEY)
    if generation is None:
        generation = uuid.uuid4().hex
        cache.set(_KEY, generation, _SECONDS)
    known = _kept
    if known[0] != generation:
        known = _kept = (generation, _load())
    return known[1]


def forget() -> None:
    """Have every process read the facts anew, now and once more when the running transaction is over."""
    cache.delete(_KEY)
    transaction.on_commit(lambda: cache.delete(_KEY))


def _load() -> dict[str, FactItem]:
    rows = apps.get_model("lessons", "Fact").objects.filter(live=True)
    return {fact.code: item_of(fact) for fact in rows}


def item_of(fact: Any) -> FactItem:
    return FactItem(
        code=fact.code,
        label=fact.label,
        statement=fact.statement,
        reason=fact.reason,
        sources=tuple(_sources(fact.sources)),
        reviewed_on=fact.reviewed_on
        if isinstance(fact.reviewed_on, dt.date | None)
        else dt.date.fromisoformat(fact.reviewed_on),
        review_days=fact.review_days,
    )


def _sources(stream: Any) -> list[SourceItem]:
    """Return the sources as stored: going through Wagtail's blocks would cost fifty times as much."""
    raw = stream.raw_data if hasattr(stream, "raw_data") else json.loads(stream or "[]")
    return [
        SourceItem(row["value"]["title"], row["value"].get("url", ""), row["value"]["date"]) for row in raw
    ]
