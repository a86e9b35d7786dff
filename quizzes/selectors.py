"""Reads."""

import uuid
from dataclasses import dataclass

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When

from quizzes import presentation, versions
from quizzes.content import Content, Response
from quizzes.models import Attempt, QuestionVersion, Quiz, QuizResult, QuizSlot
from quizzes.selection import Candidate


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


def open_attempt(*, learner_id: uuid.UUID, slug: str) -> Attempt | None:
    return Attempt.objects.filter(learner=learner_id, quiz__slug=slug, state=Attempt.State.OPEN).first()


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


def candidates(*, version_ids: list[uuid.UUID]) -> list[Candidate]:
    """Return what selection needs to know about versions, in the order asked for."""
    keys = [pk.hex for pk in version_ids]
    known = versions.contents(versions=keys)
    return [
        Candidate(key, known[key]["kind"], tuple(choice["uid"] for choice in known[key]["choices"]))
        for key in keys
    ]


def newest_answers(*, attempt_id: uuid.UUID) -> dict[int, Newest]:
    """Return the answer that counts per slot: the one with the highest (sequence, id). One query."""
    steps = Attempt(pk=attempt_id).steps.order_by("sequence", "pk")
    return {
        slot: Newest(response, sequence)
        for slot, response, sequence in steps.values_list("slot", "response", "sequence")
    }


def contents_of(attempt: Attempt) -> dict[str, Content]:
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
