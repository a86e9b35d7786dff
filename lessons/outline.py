"""The public tree of courses and lessons as plain data: read in one query, kept for a moment.

Below the models, so that the page types themselves can use it.
"""

from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction, Site

from lessons.tree import CourseItem, LessonItem

_KEY = "lessons.outline"
_SECONDS = 30  # how long another process may still show the tree as it was before a publish


def public_pages() -> "QuerySet[Any]":
    """Return live pages that neither they nor a page above them restricts to some visitors."""
    # the tree keeps a page's path as a prefix of the paths below it
    restrictions = PageViewRestriction.objects.filter(
        page__path=Substr(OuterRef("path"), 1, Length("page__path"))
    )
    pages: QuerySet[Any] = Page.objects.filter(~Exists(restrictions), live=True)
    return pages


def read(*, fresh: bool = False) -> list[CourseItem]:
    """Return the public courses with their lessons, in the order of the tree.

    `fresh` reads the database even when the tree is at hand.
    """
    courses: list[CourseItem] | None = None if fresh else cache.get(_KEY)
    if courses is None:
        courses = _load()
        cache.set(_KEY, courses, _SECONDS)
    return courses


def forget() -> None:
    """Drop the kept tree, now and once more when the running transaction is over."""
    cache.delete(_KEY)
    transaction.on_commit(lambda: cache.delete(_KEY))


def url_of(url_path: str) -> str | None:
    """Return the address of a page from its path in the tree; None when it belongs to no site."""
    for root in Site.get_site_root_paths():
        if url_path.startswith(root.root_path):
            return reverse("wagtail_serve", args=[url_path[len(root.root_path) :]])
    return None


def _load() -> list[CourseItem]:
    rows = (
        public_pages()
        .filter(Q(coursepage__isnull=False) | Q(lessonpage__isnull=False))
        .order_by("path")
        .values(
            "id",
            "path",
            "title",
            "url_path",
            "coursepage__code",
            "coursepage__introduction",
            "lessonpage__code",
            "lessonpage__duration_minutes",
        )
    )
    courses: dict[str, CourseItem] = {}
    for row in rows:
        url = url_of(row["url_path"])
        if url is None:
            continue
        if row["coursepage__code"] is not None:
            courses[row["path"]] = CourseItem(
                id=row["id"],
                title=row["title"],
                url=url,
                code=row["coursepage__code"],
                introduction=row["coursepage__introduction"],
                lessons=[],
            )
        elif course := courses.get(row["path"][: -Page.steplen]):
            course["lessons"].append(
                LessonItem(
                    id=row["id"],
                    title=row["title"],
                    url=url,
                    code=row["lessonpage__code"],
                    duration_minutes=row["lessonpage__duration_minutes"],
                )
            )
    return list(courses.values())
