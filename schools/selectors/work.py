"""What a pupil is asked to do, and how it stands: the list on /my-class/ and the page of one piece of work."""

import datetime as dt
import math
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from django.db.models import Case, F, IntegerField, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from lessons import outline
from quizzes.models import Attempt, Quiz, QuizSlot
from schools import terms
from schools.models import Assignment, AssignmentItem, Mark, Membership, Submission
from schools.selectors import held
from schools.terms import State

_SECONDS_A_QUESTION = 45  # reading, answering and looking at it once more
_BOOSTER_MINUTES = 3
_TO_DO = (State.WORKING, State.LATE, State.OPEN, State.WAITS)
_MOST_PAST = 20


@dataclass(frozen=True)
class Step:
    """One item as it is asked of a pupil; `minutes` are those of the lesson and the quiz together."""

    id: int
    title: str
    lesson_url: str
    quiz: Quiz | None  # the form that this pupil takes
    minutes: int
    limit_minutes: int | None
    counts: bool  # something is handed in here
    ended: tuple[uuid.UUID, ...] = ()  # attempts that ended, the latest first
    running: uuid.UUID | None = None
    may_begin: bool = False

    @property
    def is_done(self) -> bool:
        return bool(self.ended)


@dataclass(frozen=True)
class Work:
    """One piece of work as a pupil sees it. `final` (0–1) only where its result may be known."""

    assignment: Assignment
    held: terms.Effective
    state: State
    minutes: int
    limit_minutes: int | None
    deadline: str
    mark: Mark | None = None
    running: uuid.UUID | None = None
    final: float | None = None
    steps: tuple[Step, ...] = field(default=())

    @property
    def own_limit(self) -> int | None:
        """Return how many minutes this pupil has for the longest timed step."""
        return None if self.limit_minutes is None else int(self.limit_minutes * self.held.time_factor)

    @property
    def is_to_do(self) -> bool:
        return self.state in _TO_DO

    @property
    def is_past(self) -> bool:
        return self.state in {State.DONE, State.CLOSED}

    @property
    def done(self) -> str:
        return terms.done_sentence(late_days=self.mark.late_days if self.mark else 0)

    @property
    def late_rule(self) -> str:
        return self.held.late.sentence(has_due=self.held.due_at is not None)


@dataclass(frozen=True)
class Works:
    """A pupil's list: what is to be done by due date, what opens later, what is over (the newest first)."""

    to_do: list[Work]
    coming: list[Work]
    past: list[Work]


def list_of(*, membership: Membership, now: dt.datetime) -> Works:
    """Return a pupil's list of work. Five queries, however much there is."""
    assignments = list(held.work_of(membership).order_by("-opens_at", "-pk"))
    found = _works(membership, assignments, now=now)
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    return Works(
        to_do=sorted((each for each in found if each.is_to_do), key=lambda each: each.held.due_at or far),
        coming=sorted(
            (each for each in found if each.state is State.NOT_OPEN), key=lambda each: each.held.opens_at
        ),
        past=[each for each in found if each.is_past][:_MOST_PAST],
    )


def one_of(*, membership: Membership, assignment: Assignment, now: dt.datetime) -> Work:
    """Return one piece of work with its steps."""
    return _works(membership, [assignment], now=now)[0]


def _works(membership: Membership, assignments: list[Assignment], *, now: dt.datetime) -> list[Work]:
    ids = [each.pk for each in assignments]
    if not ids:
        return []
    easings = held.easings_of_pupil(membership, assignments=ids)
    marks = {
        mark.assignment_id: mark for mark in Mark.objects.filter(membership=membership, assignment__in=ids)
    }
    steps = _steps(membership, ids)
    return [
        _work(each, membership, easings.get(each.pk, ()), marks.get(each.pk), steps.get(each.pk, []), now)
        for each in assignments
    ]


def _work(
    assignment: Assignment,
    membership: Membership,
    easings: Iterable[terms.Easing],
    mark: Mark | None,
    steps: list[Step],
    now: dt.datetime,
) -> Work:
    limit = max((step.limit_minutes for step in steps if step.limit_minutes), default=None)
    found = held.effective(assignment, membership, easings=easings, limit_minutes=limit)
    running = next((step.running for step in steps if step.running), None)
    state = terms.state(
        found,
        has_begun=mark is not None and bool(mark.state),
        is_done=mark is not None and mark.state == Mark.State.DONE,
        now=now,
    )
    takes = found.opens_at <= now and not found.is_closed(now=now)  # also while the bell is waited for
    most = found.attempts_allowed
    told = not found.is_held and (found.feedback_at is None or found.feedback_at <= now)
    return Work(
        assignment=assignment,
        held=found,
        state=state,
        minutes=sum(step.minutes for step in steps),
        limit_minutes=limit,
        deadline=terms.deadline_sentence(found, now=now),
        mark=mark,
        running=running,
        final=mark.final if mark is not None and told else None,
        steps=tuple(
            replace(step, may_begin=takes and (most is None or len(step.ended) < most)) for step in steps
        ),
    )


def _steps(membership: Membership, assignments: Collection[int]) -> dict[int, list[Step]]:
    """Return the steps of pieces of work with what the pupil did of each. Two queries."""
    ended: dict[int, list[uuid.UUID]] = defaultdict(list)
    running: dict[int, uuid.UUID] = {}
    begun = Submission.objects.filter(membership=membership, assignment__in=assignments)
    rows = begun.order_by("-attempt__started_at").values_list("item", "attempt", "attempt__state")
    for pk, attempt, state in rows:
        if state == Attempt.State.FINISHED:
            ended[pk].append(attempt)
        elif state == Attempt.State.OPEN:
            running[pk] = attempt
    urls = {lesson["id"]: lesson["url"] for lesson in outline.lessons()}
    found: dict[int, list[Step]] = defaultdict(list)
    for item in _items(assignments):
        quiz = item.swapped_quiz if membership.half and item.swapped_quiz_id else item.quiz
        found[item.assignment_id].append(
            Step(
                id=item.pk,
                title=_title(item, quiz),
                lesson_url=urls.get(item.lesson_id or 0, ""),
                quiz=quiz,
                minutes=_minutes(item, quiz),
                limit_minutes=quiz.time_limit_minutes if quiz else None,
                counts=held.counts(quiz_id=item.quiz_id, lesson_id=item.lesson_id),
                ended=tuple(ended[item.pk]),
                running=running.get(item.pk),
            )
        )
    return found


def question_count(quiz: str) -> Subquery:
    """Return how many questions the quiz behind a foreign key asks, for an annotation."""
    each = Case(When(kind=QuizSlot.Kind.POOL, then=F("pool_count")), default=Value(1))
    slots = QuizSlot.objects.filter(quiz=OuterRef(quiz)).order_by().values("quiz")
    return Subquery(slots.annotate(number=Sum(each)).values("number"), output_field=IntegerField())


def _items(assignments: Collection[int]) -> "Iterable[AssignmentItem]":
    items = AssignmentItem.objects.filter(assignment__in=assignments)
    lesson = "lesson__duration_minutes"
    return items.select_related("quiz", "swapped_quiz").annotate(
        questions=Coalesce(question_count("quiz"), 0), reading=F(lesson), lesson_title=F("lesson__title")
    )


def _title(item: AssignmentItem, quiz: Quiz | None) -> str:
    lesson: str | None = item.lesson_title  # type: ignore[attr-defined]  # annotated by _items
    return lesson or (quiz.title if quiz else "ทบทวนสั้น ๆ")


def _minutes(item: AssignmentItem, quiz: Quiz | None) -> int:
    reading: int | None = item.reading  # type: ignore[attr-defined]  # annotated by _items
    if quiz is None:
        return reading or _BOOSTER_MINUTES
    asked: int = item.questions  # type: ignore[attr-defined]  # annotated by _items
    return (reading or 0) + (quiz.time_limit_minutes or quiz_minutes(asked))


def quiz_minutes(questions: int) -> int:
    """Return about how long so many questions take."""
    return max(1, math.ceil(questions * _SECONDS_A_QUESTION / 60))
