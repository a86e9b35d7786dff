"""Scam patterns, checked claims and teaching kits as plain data: read in one query, kept for a moment.

Below the models, as `outline` is, so that lessons can list what they are linked with.
"""

import datetime as dt
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q, Subquery

from lessons.outline import public_pages, url_of
from quizzes.models import Quiz

PRACTICE_PAPER = "practice-paper"  # a fixed address
_KEY = "lessons.library"
_SECONDS = 30  # how long another process may still show the library as it was before a publish


class PatternItem(NamedTuple):
    id: int
    slug: str
    title: str
    url: str
    published: dt.datetime | None
    code: str
    summary: str
    channels: tuple[str, ...]
    targets: tuple[str, ...]
    asset: str
    lessons: tuple[str, ...]  # slugs


class ClaimItem(NamedTuple):
    id: int
    slug: str
    title: str
    url: str
    published: dt.datetime | None
    verdict: str
    short: str
    checked_on: dt.date
    lessons: tuple[str, ...]  # slugs


class KitItem(NamedTuple):
    title: str
    url: str


class Library(NamedTuple):
    patterns: dict[str, PatternItem]  # by slug, in the order of the tree
    claims: dict[str, ClaimItem]
    kits: list[KitItem]  # in the order of the courses
    practice_paper: str  # its title, "" while it is not published


_PATTERN = ("code", "summary", "channels", "targets", "asset", "lessons")
_CLAIM = ("verdict", "short", "checked_on", "lessons")
_LISTS = {"channels", "targets", "lessons"}


def read(*, fresh: bool = False) -> Library:
    """Return what everybody may see; `fresh` reads the database even when a copy is at hand."""
    known: Library | None = None if fresh else cache.get(_KEY)
    if known is None:
        known = _load()
        cache.set(_KEY, known, _SECONDS)
    return known


def forget(**kwargs: Any) -> None:
    """Drop the kept copy, now and once more when the running transaction is over."""
    cache.delete(_KEY)
    transaction.on_commit(lambda: cache.delete(_KEY))


def newest_patterns(most: int) -> list[PatternItem]:
    """Return the patterns that were published last, the newest first."""
    dated = [(item.published, -item.id, item) for item in read().patterns.values() if item.published]
    return [item for _, _, item in sorted(dated, reverse=True)[:most]]


def pattern_choices() -> list[tuple[str, str]]:
    return [(item.slug, item.title) for item in read().patterns.values()]


def claim_choices() -> list[tuple[str, str]]:
    return [(item.slug, item.title) for item in read().claims.values()]


def kit_of(course_url: str) -> KitItem | None:
    """Return the public kit below the course with this address."""
    return next((kit for kit in read().kits if kit.url.startswith(course_url)), None)


def _load() -> Library:
    # rides along: the first page has no query to spare, and is not much of a page without any of these
    practice = Quiz.objects.filter(slug=PRACTICE_PAPER, live=True).values("title")[:1]
    rows = (
        public_pages()
        .filter(Q(scampatternpage__isnull=False) | Q(claimpage__isnull=False) | Q(kitpage__isnull=False))
        .annotate(practice=Subquery(practice))
        .order_by("path")
        .values(
            "id",
            "slug",
            "title",
            "url_path",
            "first_published_at",
            "kitpage__minutes",
            "practice",
            *(f"scampatternpage__{name}" for name in _PATTERN),
            *(f"claimpage__{name}" for name in _CLAIM),
        )
    )
    patterns, claims = {}, {}
    kits, practice_paper = [], ""
    for row in rows:
        practice_paper = row["practice"] or ""
        url = url_of(row["url_path"])
        if url is None:
            continue
        page = {
            "id": row["id"],
            "slug": row["slug"],
            "title": row["title"],
            "url": url,
            "published": row["first_published_at"],
        }
        if row["kitpage__minutes"] is not None:
            kits.append(KitItem(row["title"], url))
        elif row["scampatternpage__code"] is not None:
            patterns[row["slug"]] = PatternItem(**page, **_fields(row, "scampatternpage", _PATTERN))
        else:
            claims[row["slug"]] = ClaimItem(**page, **_fields(row, "claimpage", _CLAIM))
    return Library(patterns, claims, kits, practice_paper)


def _fields(row: dict[str, Any], table: str, names: tuple[str, ...]) -> dict[str, Any]:
    found = {name: row[f"{table}__{name}"] for name in names}
    return {name: tuple(value or ()) if name in _LISTS else value for name, value in found.items()}
