"""Reads about certificates: who has earned which, and what stands on one."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Learner, User
from lessons import outline, tree
from lessons.certificates.rule import Standing, standing
from lessons.certificates.wording import Wording, wording
from lessons.models import Certificate, CoursePage, LessonRecord
from lessons.progress import Record
from quizzes.models import Quiz, QuizResult
from thai.dates import thai_date


@dataclass(frozen=True)
class Earned:
    """A course of the site and the learner's certificate of it; `certificate` is None before it was asked for."""

    standing: Standing
    certificate: Certificate | None


def standings(*, learner_id: uuid.UUID) -> list[Standing]:
    """Return how far the learner is with each public course, in the order of the tree; at most four queries."""
    courses = outline.read()
    rows = LessonRecord.objects.filter(learner=learner_id).values_list(
        "lesson_id", "done_at", "best_fraction", "touched_at"
    )
    records, done_at = {}, {}
    for lesson_id, done, best, touched in rows:
        records[lesson_id] = Record(done=done is not None, best=best, touched_at=touched)
        if done is not None:
            done_at[lesson_id] = done
    quizzes = _course_quizzes()
    passed = set(
        QuizResult.objects.filter(
            learner=learner_id, quiz__in=quizzes.values(), passed_at__isnull=False
        ).values_list("quiz_id", flat=True)
    )
    return [
        standing(
            course,
            records,
            done_at,
            quiz_passed=quizzes[course["id"]] in passed if course["id"] in quizzes else None,
        )
        for course in courses
    ]


def _course_quizzes() -> dict[int, int]:
    """Return the quiz that closes each course which has one, whatever the page type calls the field."""
    field = next((field for field in CoursePage._meta.local_fields if field.related_model is Quiz), None)
    if field is None:
        return {}
    return dict(CoursePage.objects.exclude(**{field.name: None}).values_list("pk", field.attname))


def earned_by(*, learner_id: uuid.UUID) -> list[Earned]:
    """Return the courses that the learner has passed, and certificates of courses that are no longer there."""
    made = list(Certificate.objects.filter(learner=learner_id).order_by("issued_at"))
    earned = []
    for course in standings(learner_id=learner_id):
        mine = next((each for each in made if each.course_id == course.course["id"]), None)
        if mine is not None:
            made.remove(mine)
        if mine is not None or course.is_passed:
            earned.append(Earned(course, mine))
    return earned + [Earned(_gone(certificate), certificate) for certificate in made]


def _gone(certificate: Certificate) -> Standing:
    course = tree.CourseItem(
        id=certificate.course_id or 0,
        title=certificate.course_title,
        url="",
        code="",
        introduction="",
        lessons=[],
    )
    return Standing(
        course=course, done=certificate.lessons, total=certificate.lessons, quiz=None, finished_at=None
    )


def certificate(*, certificate_id: uuid.UUID) -> Certificate | None:
    return Certificate.objects.filter(pk=certificate_id).first()


def is_owner(found: Certificate, *, learner_id: uuid.UUID | None, user: User | None) -> bool:
    """Tell whether this visitor may change it: signed in to its account, or holding its nameless learner's cookie."""
    mine = Q(user=user) if user is not None else Q(pk=learner_id, user=None)
    return Learner.objects.filter(mine, pk=found.learner_id).exists()


def words_of(found: Certificate, *, address: str) -> Wording:
    return wording(
        name=found.name,
        course=found.course_title,
        lessons=found.lessons,
        minutes=found.minutes,
        date=thai_date(found.passed_at),
        address=address,
        number=short_number(found),
        is_revoked=found.revoked_at is not None,
    )


def short_number(found: Certificate) -> str:
    """Return the beginning of the id, for reading out over a telephone."""
    return found.pk.hex[:8]


def passed_course(standings: Sequence[Standing], *, course_id: int) -> Standing | None:
    return next((each for each in standings if each.course["id"] == course_id and each.is_passed), None)
