"""Reads: a public page by its address, and what one learner has done."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Q, QuerySet
from wagtail.models import ReferenceIndex, Site

from accounts.models import Learner, User
from lessons import library, outline
from lessons.library import KitItem
from lessons.models import BasePage, CoursePage, LessonPage
from lessons.progress import Record
from lessons.tree import LessonItem
from market_data.models import EventChart, Series

# By hand, because compiling the same query takes the ORM fifty times as long as the database needs to answer it.
# A page is private when it or a page above it is restricted; the tree keeps the paths above as prefixes.
_PUBLIC_PAGE = """
    SELECT page.id, page.content_type_id
    FROM wagtailcore_page page
    WHERE page.url_path = %s AND page.live AND NOT EXISTS (
        SELECT 1
        FROM wagtailcore_pageviewrestriction restriction
        JOIN wagtailcore_page above ON above.id = restriction.page_id
        WHERE above.path = substr(page.path, 1, length(above.path))
    )
"""


def public_page(*, path: str) -> BasePage | None:
    """Return the live page that everybody may see at an address below the site's root; two queries.

    None for everything that needs Wagtail's own way: no such page, a draft, a private page, several sites,
    a page type that is not ours.
    """
    roots = Site.get_site_root_paths()
    if len(roots) != 1:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_PUBLIC_PAGE, [roots[0].root_path + path])
        found = cursor.fetchone()
    if found is None:
        return None
    page_id, content_type_id = found
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    if model is None or not issubclass(model, BasePage):
        return None
    page: BasePage | None = model.objects.filter(pk=page_id).first()
    return page


@dataclass(frozen=True)
class LearnerState:
    """One learner's records by lesson page id; `name` is the account's, None without a signed-in account."""

    learner_id: uuid.UUID | None = None
    name: str | None = None
    records: dict[int, Record] = field(default_factory=dict)


_RECORD_FIELDS = ("lesson_id", "done_at", "best_fraction", "touched_at")


def learner_state(*, learner_id: uuid.UUID | None, user_id: int | None) -> LearnerState:
    """Return what is known of the visitor in one query; none when neither cookie nor session names anybody.

    A signed-in account goes before the cookie: the cookie may have been deleted, or be somebody else's.
    """
    if user_id is not None:
        rows = _rows(User.objects.filter(pk=user_id), "username", "learner__id", "learner__lesson_records__")
        if rows:
            return _state(rows, name=rows[0][0])
    if learner_id is not None:
        rows = _rows(Learner.objects.filter(pk=learner_id), "pk", "pk", "lesson_records__")
        return _state(rows, name=None)
    return LearnerState()


def _rows(people: "QuerySet[Any]", name: str, learner: str, records: str) -> list[tuple[Any, ...]]:
    return list(people.values_list(name, learner, *(records + field for field in _RECORD_FIELDS)))


def _state(rows: list[tuple[Any, ...]], *, name: str | None) -> LearnerState:
    return LearnerState(
        learner_id=rows[0][1] if rows else None,
        name=name,
        records={
            lesson_id: Record(done=done_at is not None, best=best, touched_at=touched_at)
            for _, _, lesson_id, done_at, best, touched_at in rows
            if lesson_id is not None
        },
    )


def records_of(*, learner_id: uuid.UUID) -> dict[int, Record]:
    """Return a learner's records by lesson page id."""
    return learner_state(learner_id=learner_id, user_id=None).records


def lesson_of_quiz(*, quiz_id: int) -> LessonItem | None:
    """Return the first public lesson, in the order of the tree, that closes with the quiz."""
    lesson_ids = set(LessonPage.objects.filter(closing_quiz=quiz_id, live=True).values_list("pk", flat=True))
    return next(
        (lesson for course in outline.read() for lesson in course["lessons"] if lesson["id"] in lesson_ids),
        None,
    )


def lessons_training(*, topics: Iterable[str]) -> dict[str, list[LessonItem]]:
    """Return the public lessons whose closing quiz asks about each topic, in the order of the tree. One query."""
    slots = LessonPage.objects.filter(live=True, closing_quiz__slots__question__topic__in=list(topics))
    pairs = set(slots.values_list("pk", "closing_quiz__slots__question__topic"))
    found: dict[str, list[LessonItem]] = {}
    for lesson in outline.lessons():
        for pk, topic in sorted(pairs):
            if pk == lesson["id"]:
                found.setdefault(topic, []).append(lesson)
    return found


def kit_for_quiz(*, quiz_id: int) -> KitItem | None:
    """Return the public teaching kit of the course that a quiz belongs to; None when it has none. Two queries at most.

    A course's own quizzes are the one at its end and its forms before and after; the rest close its lessons.
    """
    own = CoursePage.objects.filter(Q(course_quiz=quiz_id) | Q(before_form=quiz_id) | Q(after_form=quiz_id))
    courses = set(own.values_list("pk", flat=True))
    lessons = (
        set(lessons_closing_with(quiz_id=quiz_id).values_list("pk", flat=True)) if not courses else set()
    )
    for course in outline.read():
        if course["id"] in courses or any(lesson["id"] in lessons for lesson in course["lessons"]):
            return library.kit_of(course["url"])
    return None


def lessons_closing_with(*, quiz_id: int) -> "QuerySet[LessonPage]":
    """Return the lessons, published or not, that close with the quiz."""
    lessons: QuerySet[LessonPage] = LessonPage.objects.filter(closing_quiz=quiz_id)
    return lessons


def lessons_showing(*, series_ids: list[int], event_ids: list[int]) -> list[LessonItem]:
    """Return the public lessons whose body shows one of these prices or events, in the order of the tree."""
    kinds = ContentType.objects.get_for_models(Series, EventChart, LessonPage)
    referred = Q(to_content_type=kinds[Series], to_object_id__in=[str(pk) for pk in series_ids])
    referred |= Q(to_content_type=kinds[EventChart], to_object_id__in=[str(pk) for pk in event_ids])
    ids = set(
        ReferenceIndex.objects.filter(referred, content_type=kinds[LessonPage]).values_list(
            "object_id", flat=True
        )
    )
    return [lesson for course in outline.read() for lesson in course["lessons"] if str(lesson["id"]) in ids]
