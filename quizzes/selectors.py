"""Reads."""

import datetime as dt
import math
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from quizzes import grading, presentation, versions
from quizzes.kinds import KINDS
from quizzes.kinds.base import Content, Response
from quizzes.models import Attempt, Question, QuestionVersion, Quiz, QuizBand, QuizResult, QuizSlot
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
    preset: str = Quiz.Preset.PRACTICE
    attempts_allowed: int | None = None
    time_limit_minutes: int | None = None
    closes_at: dt.datetime | None = None

    @property
    def is_practice(self) -> bool:
        return self.preset == Quiz.Preset.PRACTICE


@dataclass(frozen=True)
class Newest:
    """The answer that counts for one slot."""

    response: Response
    sequence: int
    checked: bool = False  # the learner asked, in practice, and was told


@dataclass(frozen=True)
class Past:
    """What a start needs to know of a learner's earlier attempts."""

    running: Attempt | None  # of this quiz, for this occasion
    had: int  # attempts of this quiz for this occasion that ended, as far back as LOOK_BACK
    met: Mapping[int, int]  # Question.pk → how often shown, in any quiz


NO_PAST = Past(None, 0, {})


@dataclass(frozen=True)
class History:
    """What some attempts of one quiz come to, as far as the learner may know it."""

    started_at: dt.datetime  # the first
    finished_at: dt.datetime | None  # the first that ended
    best: float | None  # 0–1, of those whose result may be known
    touched_at: dt.datetime  # when something began or ended last


@dataclass(frozen=True)
class Entries:
    """What a published quiz is made of."""

    quiz: Quiz
    entries: tuple[Member | Pool, ...]


_SUMMARY = (
    "id", "slug", "title", "introduction", "pass_percent", "preset", "attempts_allowed", "time_limit_minutes",
    "closes_at",
)  # fmt: skip


def _summary(**lookup: object) -> QuizSummary | None:
    row = (
        Quiz.objects.filter(live=True, **lookup)
        .values(*_SUMMARY)  # few columns: this is on every lesson
        .annotate(
            question_count=Count(
                "slots", filter=Q(slots__kind=QuizSlot.Kind.FIXED, slots__question__live=True)
            )
            + Coalesce(Sum("slots__pool_count", filter=Q(slots__kind=QuizSlot.Kind.POOL)), 0)
        )
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


def past_of(*, learner_id: uuid.UUID, slug: str, occasion: str = "") -> Past:
    """Return the learner's latest attempts, those of this quiz for this occasion and an open one first. One query."""
    attempts = list(
        Attempt.objects.filter(learner=learner_id)
        .annotate(of_this=Case(When(quiz__slug=slug, occasion=occasion, then=1), default=0))
        .order_by("-of_this", Case(When(state=Attempt.State.OPEN, then=0), default=1), "-started_at")[
            :LOOK_BACK
        ]
    )
    mine = [attempt for attempt in attempts if attempt.of_this]
    running = next((attempt for attempt in mine if attempt.state == Attempt.State.OPEN), None)
    met = Counter(place["question"] for attempt in attempts for place in attempt.layout)
    return Past(running, sum(attempt.state == Attempt.State.FINISHED for attempt in mine), met)


def history_of(*, learner_id: uuid.UUID, quiz_id: int) -> History | None:
    """Return what a learner's attempts of a quiz come to; None when there are none. One query."""
    mine = Attempt.objects.filter(learner=learner_id, quiz=quiz_id).exclude(state=Attempt.State.MERGED)
    rows = list(mine.only("state", "started_at", "finished_at", "fraction", "result_waits"))
    return history_in(rows) if rows else None


def history_in(attempts: Sequence[Attempt]) -> History:
    """Return what these attempts come to. ValueError for none."""
    ended = [attempt.finished_at for attempt in attempts if attempt.finished_at is not None]
    told = [
        attempt.fraction for attempt in attempts if attempt.fraction is not None and not attempt.result_waits
    ]
    started = [attempt.started_at for attempt in attempts]
    return History(min(started), min(ended, default=None), max(told, default=None), max(started + ended))


def overdue(*, before: dt.datetime) -> QuerySet[Attempt]:
    """Return the open attempts whose deadline was before a moment, the oldest first."""
    running: QuerySet[Attempt] = Attempt.objects.filter(state=Attempt.State.OPEN, deadline__lt=before)
    return running.order_by("deadline")


def attempt_of(*, learner_id: uuid.UUID | None, attempt_id: uuid.UUID) -> Attempt | None:
    """Return the learner's attempt with its quiz; None for somebody else's or an unknown one."""
    if learner_id is None:
        return None
    return Attempt.objects.select_related("quiz").filter(pk=attempt_id, learner=learner_id).first()


_NEWEST = QuestionVersion.objects.order_by("-number").values("pk")


def live_slots(*, slug: str) -> QuerySet[QuizSlot]:
    """Return the places of a published quiz in order, each with its quiz and, where a question is fixed, `version_id`.

    Questions that are not published are left out.
    """
    newest = _NEWEST.filter(question=OuterRef("question"))[:1]
    slots: QuerySet[QuizSlot] = (
        QuizSlot.objects.filter(quiz__slug=slug, quiz__live=True)
        .select_related("quiz")
        .annotate(
            version_id=Case(
                When(pinned_version__isnull=False, then=F("pinned_version")), default=Subquery(newest)
            )
        )
        .filter(Q(kind=QuizSlot.Kind.POOL) | Q(question__live=True, version_id__isnull=False))
        .order_by("sort_order", "pk")
    )
    return slots


def entries_of(*, slug: str) -> Entries | None:
    """Return what a published quiz is made of; None when it is not published or has nothing published to ask.

    Two queries, one when nothing is drawn from the bank.
    """
    slots = list(live_slots(slug=slug))
    members = _members([slot for slot in slots if slot.kind == QuizSlot.Kind.POOL])
    entries = tuple(
        Pool(slot.pool_count or 0, tuple(members.get(slot.pk, ())))
        if slot.kind == QuizSlot.Kind.POOL
        else Member(slot.question_id, slot.version_id.hex)
        for slot in slots
    )
    if not any(isinstance(entry, Member) or entry.members for entry in entries):
        return None
    return Entries(slots[0].quiz, entries)


def _members(slots: list[QuizSlot]) -> dict[int, list[Member]]:
    """Return what each place may draw, newest versions, by the place's key. One query for all of them."""
    if not slots:
        return {}
    newest = _NEWEST.filter(question=OuterRef("pk"))[:1]
    each = [
        slot.pool()
        .order_by()
        .annotate(slot_id=Value(slot.pk), version_id=Subquery(newest))
        .filter(version_id__isnull=False)
        .values_list("slot_id", "pk", "version_id")
        for slot in slots
    ]
    found: dict[int, list[Member]] = {}
    for slot_id, question, version in each[0].union(*each[1:], all=True):
        found.setdefault(slot_id, []).append(Member(question, version.hex))
    return found


def attempts_of(*, learner_id: uuid.UUID, quiz_id: int, occasion: str = "") -> int:
    """Return how many attempts of a quiz a learner has ended for an occasion."""
    finished = Attempt.objects.filter(
        learner=learner_id, quiz=quiz_id, occasion=occasion, state=Attempt.State.FINISHED
    )
    return int(finished.count())


def band_of(attempt: Attempt) -> QuizBand | None:
    """Return what the author says to those who score as this attempt did. One query."""
    percent = math.floor((attempt.fraction or 0.0) * 100 + 1e-9)
    bands = QuizBand.objects.filter(quiz=attempt.quiz_id, min_percent__lte=percent)
    band: QuizBand | None = bands.order_by("-min_percent", "sort_order").first()
    return band


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
    """Return the attempt's questions with marks, key and explanations. At most two queries.

    Of an open attempt (a teacher looks at it) what its newest answers would earn now.
    """
    known, answers = contents_of(attempt), newest_answers(attempt_id=attempt.pk)
    given = [
        (known[place["version"]], answer.response if (answer := answers.get(place["slot"])) else None)
        for place in attempt.layout
    ]
    marks = attempt.marks or grading.mark(given).per_question
    return [
        presentation.review(place, content, response, fraction=mark)
        for place, (content, response), mark in zip(attempt.layout, given, marks, strict=True)
    ]


def replay_of(attempt: Attempt) -> list[presentation.Moment]:
    """Return the attempt's answers in the order in which they came. At most two queries."""
    known = contents_of(attempt)
    rows = attempt.steps.order_by("received_at", "sequence", "pk")
    found: list[presentation.Moment] = []
    seen: set[int] = set()
    for slot, response, received_at, check in rows.values_list(
        "slot", "response", "received_at", "check_made"
    ):
        late = (received_at - attempt.deadline).total_seconds() if attempt.deadline else 0.0
        found.append(
            presentation.moment(
                known[attempt.layout[slot - 1]["version"]],
                response,
                slot=slot,
                seconds=(received_at - attempt.started_at).total_seconds(),
                late=late,
                is_again=slot in seen,
                was_checked=check is not None,
            )
        )
        seen.add(slot)
    return found


def result_of(attempt: Attempt) -> QuizResult:
    """Return how the learner stands in the quiz, with what the page of the attempt's result asks besides. One query.

    `is_about_several`: the attempt asked of several topics. `had`: attempts that ended for the same occasion.
    """
    topics = Question.objects.filter(pk__in=[place["question"] for place in attempt.layout]).exclude(topic="")
    ended = Attempt.objects.filter(
        learner=attempt.learner_id,
        quiz=attempt.quiz_id,
        occasion=attempt.occasion,
        state=Attempt.State.FINISHED,
    )
    results = QuizResult.objects.annotate(
        first_topic=Subquery(topics.order_by("topic").values("topic")[:1]),
        last_topic=Subquery(topics.order_by("-topic").values("topic")[:1]),
        ended=Subquery(ended.order_by().values("quiz").annotate(number=Count("pk")).values("number")),
    )
    result = results.get(learner=attempt.learner_id, quiz=attempt.quiz_id)
    result.is_about_several = result.first_topic != result.last_topic
    result.had = result.ended or 0
    return result
