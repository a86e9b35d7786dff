"""The public tree of courses and lessons as plain data: read in one query, kept for a moment.

Below the models, so that the page types themselves can use it.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction, Site

from lessons.tree import CourseItem, LessonItem

_KEY = "lessons.outline"
_SECONDS = 30  # how long another process may still show the tree as it was before a publish


class Training(NamedTuple):
    """A quiz that trains something, and how many of its questions do."""

    slug: str
    title: str
    questions: int


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


def lesson_choices() -> list[tuple[str, str]]:
    """Return the public lessons as the CMS offers them: slug and name."""
    return [(lesson["slug"], _name(lesson)) for course in read() for lesson in course["lessons"]]


def _name(lesson: LessonItem) -> str:
    return f"{lesson['code']} {lesson['title']}".strip()


def lessons() -> list[LessonItem]:
    return [lesson for course in read() for lesson in course["lessons"]]


def lessons_of(slugs: Iterable[str], *, pattern: str = "", claim: str = "") -> list[LessonItem]:
    """Return the public lessons that are named, or that name the pattern or the claim; in the order of the tree."""
    named = set(slugs)
    return [
        lesson
        for lesson in lessons()
        if lesson["slug"] in named or pattern in lesson["patterns"] or claim in lesson["claims"]
    ]


def quizzes_training(*, pattern: str) -> list[Training]:
    """Return the closing quizzes that ask about a kind of scam, in the order of the tree. One query.

    Forms that measure before and after are not among them: who has practised their questions is not measured by them.
    """
    slots = "closing_quiz__slots"
    asked = apps.get_model("lessons", "LessonPage").objects.filter(
        **{
            "closing_quiz__live": True,
            f"{slots}__question__scam_pattern": pattern,
            f"{slots}__question__live": True,
        }
    )
    rows = asked.annotate(count=Count(f"{slots}__question", distinct=True))
    found = {
        row[0]: row[1:]
        for row in rows.values_list("pk", "closing_quiz__slug", "closing_quiz__title", "count")
    }
    return [Training(*found[lesson["id"]]) for lesson in lessons() if lesson["id"] in found]


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
            "slug",
            "title",
            "url_path",
            "coursepage__code",
            "coursepage__introduction",
            "lessonpage__code",
            "lessonpage__duration_minutes",
            "lessonpage__levels",
            "lessonpage__patterns",
            "lessonpage__claims",
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
                    slug=row["slug"],
                    title=row["title"],
                    url=url,
                    code=row["lessonpage__code"],
                    duration_minutes=row["lessonpage__duration_minutes"],
                    levels=row["lessonpage__levels"] or [],
                    patterns=row["lessonpage__patterns"] or [],
                    claims=row["lessonpage__claims"] or [],
                )
            )
    return list(courses.values())
