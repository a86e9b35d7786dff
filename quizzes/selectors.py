"""Reads."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When

from quizzes import presentation, versions
from quizzes.kinds import KINDS
from quizzes.kinds.base import Content, Response
from quizzes.models import Attempt, QuestionVersion, Quiz, QuizResult, QuizSlot
from quizzes.selection import Candidate, Member, Pool

# How many of a learner's attempts a start looks back on, to show something new.
LOOK_BACK = 30


@dataclass(frozen=True)
class QuizSummary:
    """What other apps show of a published quiz."""

    id: int
    slug: str
    title: str
    introduction: str
    question_count: int
    pass_percent: int


@dataclass(frozen=True)
class Newest:
    """The answer that counts for one slot."""

    response: Response
    sequence: int
    checked: bool = False  # the learner asked, in practice, and was told


@dataclass(frozen=True)
class Past:
    """What a start needs to know of a learner's earlier attempts."""

    running: Attempt | None  # of this quiz
    had: int  # attempts of this quiz that ended, as far back as LOOK_BACK
    met: Mapping[int, int]  # Question.pk → how often shown, in any quiz


@dataclass(frozen=True)
class Entries:
    """What a published quiz is made of."""

    quiz: Quiz
    entries: tuple[Member | Pool, ...]


def _summary(**lookup: object) -> QuizSummary | None:
    row = (
        Quiz.objects.filter(live=True, **lookup)
        .values("id", "slug", "title", "introduction", "pass_percent")  # few columns: this is on every lesson
        .annotate(question_count=Count("slots", filter=Q(slots__question__live=True)))
        .first()
    )
    return QuizSummary(**row) if row and row["question_count"] else None


def quiz_summary(*, quiz_id: int) -> QuizSummary | None:
    """Return what a page says about a quiz; None when it is not published or has no published question."""
    return _summary(pk=quiz_id)


def quiz_summary_by_slug(*, slug: str) -> QuizSummary | None:
    return _summary(slug=slug)


def was_published(*, slug: str) -> bool:
    """Tell whether there is such a quiz and learners have seen it once."""
    return bool(Quiz.objects.filter(slug=slug, first_published_at__isnull=False).exists())


def past_of(*, learner_id: uuid.UUID, slug: str) -> Past:
    """Return the learner's latest attempts, those of this quiz and an open one first. One query."""
    attempts = list(
        Attempt.objects.filter(learner=learner_id)
        .annotate(of_this=Case(When(quiz__slug=slug, then=1), default=0))
        .order_by("-of_this", Case(When(state=Attempt.State.OPEN, then=0), default=1), "-started_at")[
            :LOOK_BACK
        ]
    )
    mine = [attempt for attempt in attempts if attempt.of_this]
    running = next((attempt for attempt in mine if attempt.state == Attempt.State.OPEN), None)
    met = Counter(place["question"] for attempt in attempts for place in attempt.layout)
    return Past(running, sum(attempt.state == Attempt.State.FINISHED for attempt in mine), met)


def overdue(*, before: dt.datetime) -> QuerySet[Attempt]:
    """Return the open attempts whose deadline was before a moment, the oldest first."""
    running: QuerySet[Attempt] = Attempt.objects.filter(state=Attempt.State.OPEN, deadline__lt=before)
    return running.order_by("deadline")


def attempt_of(*, learner_id: uuid.UUID | None, attempt_id: uuid.UUID) -> Attempt | None:
    """Return the learner's attempt with its quiz; None for somebody else's or an unknown one."""
    if learner_id is None:
        return None
    return Attempt.objects.select_related("quiz").filter(pk=attempt_id, learner=learner_id).first()


def live_slots(*, slug: str) -> QuerySet[QuizSlot]:
    """Return the published questions of a published quiz in order, each with `version_id` and its quiz."""
    newest = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number")
    slots: QuerySet[QuizSlot] = (
        QuizSlot.objects.filter(quiz__slug=slug, quiz__live=True, question__live=True)
        .select_related("quiz")
        .annotate(
            version_id=Case(
                When(pinned_version__isnull=False, then=F("pinned_version")),
                default=Subquery(newest.values("pk")[:1]),
            )
        )
        .filter(version_id__isnull=False)
        .order_by("sort_order", "pk")
    )
    return slots


def entries_of(*, slug: str) -> Entries | None:
    """Return what a published quiz is made of; None when it is not published or has no published question."""
    slots = list(live_slots(slug=slug))
    if not slots:
        return None
    return Entries(slots[0].quiz, tuple(Member(slot.question_id, slot.version_id.hex) for slot in slots))


def candidates(*, members: Iterable[Member]) -> list[Candidate]:
    """Return what a layout needs to know about questions, in the order asked for. At most one query."""
    wanted = list(members)
    known = versions.contents(versions=[member.version for member in wanted])
    return [
        Candidate(
            version=member.version,
            kind=known[member.version]["kind"],
            parts=tuple(KINDS[known[member.version]["kind"]].parts(known[member.version])),
            question=member.question,
        )
        for member in wanted
    ]


def newest_answers(*, attempt_id: uuid.UUID) -> dict[int, Newest]:
    """Return the answer that counts per slot: the one with the highest (sequence, id). One query."""
    steps = Attempt(pk=attempt_id).steps.order_by("sequence", "pk")
    rows = steps.values_list("slot", "response", "sequence", "check_made")
    return {slot: Newest(response, sequence, check is not None) for slot, response, sequence, check in rows}


def contents_of(attempt: Attempt) -> Mapping[str, Content]:
    return versions.contents(versions=[place["version"] for place in attempt.layout])


def questions_of(attempt: Attempt) -> list[presentation.QuestionView]:
    """Return the attempt's questions with the answers given so far. Two queries, one when versions are known."""
    known, answers = contents_of(attempt), newest_answers(attempt_id=attempt.pk)
    return [
        presentation.question(
            place,
            known[place["version"]],
            answer.response if (answer := answers.get(place["slot"])) else None,
            sequence=answer.sequence if answer else 0,
            checked=bool(answer and answer.checked),
        )
        for place in attempt.layout
    ]


def reviews_of(attempt: Attempt) -> list[presentation.QuestionReview]:
    """Return the finished attempt's questions with marks, key and explanations. At most two queries."""
    known, answers = contents_of(attempt), newest_answers(attempt_id=attempt.pk)
    return [
        presentation.review(
            place,
            known[place["version"]],
            answer.response if (answer := answers.get(place["slot"])) else None,
            fraction=mark,
        )
        for place, mark in zip(attempt.layout, attempt.marks, strict=True)
    ]


def result_of(attempt: Attempt) -> QuizResult:
    return QuizResult.objects.get(learner=attempt.learner_id, quiz=attempt.quiz_id)
