"""Attempts become submissions and marks: nothing is lost, nothing counts twice, a teacher's own mark stays.

Called by schools.receivers inside the transaction in which an attempt starts, ends, is marked anew or changes hands,
and by edits of the work. Doing it again changes nothing.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from quizzes.models import Attempt
from schools import terms
from schools.models import Assignment, AssignmentItem, Mark, Membership, Submission
from schools.selectors import held

_OCCASION = "assignment-"
_COMPUTED = ["state", "items_done", "started_at", "finished_at", "late_days", "earned", "fraction"]
_OF_PAGES = (Assignment.Kind.LESSON, Assignment.Kind.COURSE)


def assignment_in(occasion: str) -> int | None:
    """Return the assignment that an attempt's occasion names (Assignment.occasion)."""
    number = occasion.removeprefix(_OCCASION)
    return int(number) if number != occasion and number.isdecimal() else None


def note_start(*, attempt: Attempt) -> Submission | None:
    """Keep that an attempt was begun for a piece of work; None when it was not, or not by a pupil of the class.

    Three statements, whatever the size of the class.
    """
    assignment_id = assignment_in(attempt.occasion)
    if assignment_id is None:
        return None
    found = _place(assignment_id, attempt)
    if found is None:
        return None
    item_id, membership_id, before = found
    submission = Submission.objects.create(
        assignment_id=assignment_id, item_id=item_id, membership_id=membership_id, attempt=attempt
    )
    begun = {"state": Mark.State.WORKING, "started_at": attempt.started_at}
    if before is None:
        mark = Mark(assignment_id=assignment_id, membership_id=membership_id, **begun)
        Mark.objects.bulk_create([mark], ignore_conflicts=True)
    elif not before:  # a teacher's mark was there first
        Mark.objects.filter(assignment=assignment_id, membership=membership_id, state="").update(**begun)
    return submission


def _place(assignment_id: int, attempt: Attempt) -> tuple[int, int, str | None] | None:
    """Return the item that an attempt is at, the pupil whose it is, and the state of their mark. One query."""
    items = AssignmentItem.objects.filter(
        Q(quiz=attempt.quiz_id) | Q(swapped_quiz=attempt.quiz_id) | Q(quiz=None, lesson=None),
        assignment=assignment_id,
        assignment__classroom__pupils__learner=attempt.learner_id,
    ).annotate(pupil=F("assignment__classroom__pupils"))
    mark = Mark.objects.filter(assignment=assignment_id, membership=OuterRef("pupil")).values("state")
    rows = items.annotate(before=Subquery(mark)).order_by("position")
    return rows.values_list("pk", "pupil", "before").first()


def note_end(*, attempt: Attempt) -> None:
    """Bring the mark up to an attempt that has ended or was marked anew."""
    if attempt.occasion:
        submission = Submission.objects.select_related("assignment").filter(attempt=attempt.pk).first()
        if submission is not None:
            recompute(assignment=submission.assignment, memberships=[submission.membership_id])
        return
    for assignment, membership_id in _practised(attempt):
        recompute(assignment=assignment, memberships=[membership_id])


def _practised(attempt: Attempt) -> list[tuple[Assignment, int]]:
    """Return the work that an attempt made by oneself, from the lesson's page, counts for. One query."""
    items = AssignmentItem.objects.filter(
        quiz=attempt.quiz_id,
        assignment__kind__in=_OF_PAGES,
        assignment__preset=Attempt.Preset.PRACTICE,
        assignment__opens_at__lte=attempt.started_at,
        assignment__classroom__archived_at=None,
        assignment__classroom__pupils__learner=attempt.learner_id,
        assignment__classroom__pupils__left_at=None,
    )
    rows = items.annotate(pupil=F("assignment__classroom__pupils")).select_related("assignment")
    return [(row.assignment, row.pupil) for row in rows]


def note_move(*, attempt: Attempt, source_id: uuid.UUID) -> None:
    """Follow an attempt to the right pupil of the same class; both marks are worked out anew."""
    submission = Submission.objects.select_related("assignment").filter(attempt=attempt.pk).first()
    if submission is None:
        return
    assignment, before = submission.assignment, submission.membership_id
    right = Membership.objects.filter(classroom=assignment.classroom_id, learner=attempt.learner_id).first()
    if right is None:  # of no class that does this work
        submission.delete()
    elif right.pk != before:
        submission.membership = right
        submission.save(update_fields=["membership"])
    recompute(assignment=assignment, memberships=[before, *([right.pk] if right else [])])


def recompute_of(*, membership: Membership) -> None:
    """Work out all marks of a pupil anew, after their attempts or their time factor have changed."""
    mine = Assignment.objects.filter(Q(submissions__membership=membership) | Q(marks__membership=membership))
    for assignment in mine.distinct():
        recompute(assignment=assignment, memberships=[membership.pk])


@dataclass(frozen=True)
class _Try:
    """One attempt at one item; `is_own`: made from the lesson's page, not begun as this work."""

    item: int
    started_at: dt.datetime
    ended_at: dt.datetime | None
    fraction: float
    is_own: bool


def recompute(*, assignment: Assignment, memberships: Collection[int] | None = None) -> None:
    """Write the marks of these pupils (None: of all who began) anew from their attempts. Constant queries.

    The rows are held before the attempts are read, so that two devices that end at once do not overwrite each other.
    """
    with transaction.atomic():
        begun = Submission.objects.filter(assignment=assignment.pk)
        if memberships is not None:
            begun = begun.filter(membership__in=memberships)
        pupils = set(begun.values_list("membership", flat=True)) | set(memberships or ())
        Mark.objects.bulk_create(
            [Mark(assignment=assignment, membership_id=pupil) for pupil in sorted(pupils)],
            ignore_conflicts=True,
        )
        marks = Mark.objects.select_for_update(of=("self",)).filter(assignment=assignment.pk)
        if memberships is not None:
            marks = marks.filter(membership__in=pupils)
        rows = list(marks.select_related("membership").order_by("pk"))
        tries = _tries(assignment, [row.membership_id for row in rows])
        easings, asked = held.easings_in(assignment), held.asked_in(assignment)
        for mark in rows:
            effective = held.effective(
                assignment,
                mark.membership,
                easings=easings.get(mark.membership_id, ()),
                limit_minutes=asked.limit_minutes,
            )
            _write(mark, tries.get(mark.membership_id, []), effective, items=asked.items)
        Mark.objects.bulk_update(rows, _COMPUTED)
        empty = [row.pk for row in rows if not row.state and row.adjusted is None]
        if empty:
            Mark.objects.filter(pk__in=empty).delete()


def _write(mark: Mark, tries: list[_Try], effective: terms.Effective, *, items: int) -> None:
    """Fill in what the attempts come to; what a teacher wrote is not touched."""
    close = effective.closes_at
    # what was practised by oneself after the close is the pupil's own affair
    counted = [
        each
        for each in tries
        if not (each.is_own and close is not None and each.ended_at is not None and each.ended_at > close)
    ]
    found = terms.standing(
        [terms.HandIn(each.item, each.ended_at, each.fraction) for each in counted if each.ended_at],
        items=items,
        due_at=effective.due_at,
        policy=effective.late,
    )
    mark.items_done, mark.late_days = found.items_done, found.late_days
    mark.earned, mark.fraction = found.earned, found.fraction
    mark.finished_at = found.finished_at
    mark.started_at = min((each.started_at for each in counted), default=None)
    is_done = found.finished_at is not None
    mark.state = "" if not counted else Mark.State.DONE if is_done else Mark.State.WORKING


_FIELDS = ("state", "started_at", "finished_at", "deadline", "ran_out", "fraction")


def _tries(assignment: Assignment, pupils: Collection[int]) -> dict[int, list[_Try]]:
    """Return the attempts that count, by pupil. One query, three where attempts by oneself count as well."""
    found: dict[int, dict[uuid.UUID, _Try]] = defaultdict(dict)
    begun = Submission.objects.filter(assignment=assignment.pk, membership__in=pupils)
    for pupil, item, attempt, *values in begun.exclude(attempt__state=Attempt.State.MERGED).values_list(
        "membership", "item", "attempt", *(f"attempt__{name}" for name in _FIELDS)
    ):
        found[pupil][attempt] = _try(item, *values, is_own=False)
    if assignment.kind in _OF_PAGES and assignment.preset == Attempt.Preset.PRACTICE:
        for pupil, item, attempt, *values in _own_practice(assignment, pupils):
            found[pupil].setdefault(attempt, _try(item, *values, is_own=True))
    return {pupil: list(tries.values()) for pupil, tries in found.items()}


def _own_practice(assignment: Assignment, pupils: Collection[int]) -> Iterator[tuple[Any, ...]]:
    """Yield what pupils who are asked to do the work ended by themselves after it opened: pupil, item, attempt, …"""
    items = dict(assignment.items.exclude(quiz=None).values_list("quiz", "pk"))
    asked = held.audience_of(assignment).filter(pk__in=pupils)
    ended = Attempt.objects.filter(
        learner__memberships__in=asked,
        quiz__in=items,
        occasion="",
        state=Attempt.State.FINISHED,
        started_at__gte=assignment.opens_at,
    )
    for pupil, quiz, attempt, *values in ended.values_list("learner__memberships", "quiz", "pk", *_FIELDS):
        yield pupil, items[quiz], attempt, *values


def _try(item: int, *values: Any, is_own: bool) -> _Try:
    state, started_at, finished_at, deadline, ran_out, fraction = values
    if state != Attempt.State.FINISHED:
        return _Try(item, started_at, None, 0.0, is_own)
    # the sweep comes a while after the time was up
    at = min(finished_at, deadline) if ran_out and deadline is not None else finished_at
    return _Try(item, started_at, at, fraction or 0.0, is_own)
