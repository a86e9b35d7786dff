"""The live board of one piece of work."""

from collections import defaultdict
from typing import Any

from django.db.models import F, FilteredRelation, Q

from quizzes import grading, versions
from quizzes.kinds import KINDS
from quizzes.models import AnswerStep, Attempt
from schools.board_states import Board, Given, Pupil, Work, board
from schools.models import Assignment, Mark, Submission
from schools.selectors.gradebook import asked_by


def board_of(*, assignment: Assignment) -> Board:
    """Return where everybody stands. Three queries, one more for questions that this process has not met yet."""
    works = _works(assignment)
    rows = (
        asked_by(assignment)
        .annotate(mark=FilteredRelation("marks", condition=Q(marks__assignment=assignment.pk)))
        .annotate(mark_state=F("mark__state"), adjusted=F("mark__adjusted"))
    )
    pupils = [
        Pupil(
            pk=row.pk,
            number=row.number,
            name=row.short_name,
            is_done=row.mark_state == Mark.State.DONE or row.adjusted is not None,
            works=tuple(works.get(row.pk, ())),
            has_begun=row.mark_state == Mark.State.WORKING,
        )
        for row in rows
    ]
    pupils.sort(key=lambda each: (each.number is None, each.number or 0))
    return board(pupils)


def _works(assignment: Assignment) -> dict[int, list[Work]]:
    """Return each pupil's newest attempt per item, in the order of the items. Two queries."""
    newest: dict[tuple[int, int], tuple[Any, ...]] = {}
    rows = Submission.objects.filter(assignment=assignment).exclude(attempt__state=Attempt.State.MERGED)
    for pupil, item, *attempt in rows.order_by("item__position", "attempt__started_at").values_list(
        "membership_id", "item_id", "attempt_id", "attempt__state", "attempt__layout", "attempt__marks"
    ):
        newest[pupil, item] = tuple(attempt)
    given = _given(list(newest.values()))
    works: dict[int, list[Work]] = defaultdict(list)
    for (pupil, _), (attempt_id, state, layout, _marks) in newest.items():
        places = tuple((place["slot"], place["question"]) for place in layout)
        works[pupil].append(Work(state == Attempt.State.OPEN, places, given[attempt_id]))
    return works


def _given(attempts: list[tuple[Any, ...]]) -> dict[Any, dict[int, Given]]:
    """Return by attempt and slot how right the answer is that stands now. One query."""
    layouts = {pk: layout for pk, _, layout, _ in attempts}
    marks = {pk: told for pk, _, _, told in attempts}
    contents = versions.contents(versions={place["version"] for each in layouts.values() for place in each})
    found: dict[Any, dict[int, Given]] = {pk: {} for pk in layouts}
    checks: dict[tuple[Any, int], list[float]] = defaultdict(list)
    steps = AnswerStep.objects.filter(attempt__in=list(layouts)).order_by("sequence", "pk")
    for order, (pk, slot, response, told) in enumerate(
        steps.values_list("attempt_id", "slot", "response", "check_made__fraction")
    ):
        if told is not None:
            checks[pk, slot].append(told)
        content = contents[layouts[pk][slot - 1]["version"]]
        if not KINDS[content["kind"]].answered(content, response):
            found[pk].pop(slot, None)
            continue
        fraction = marks[pk][slot - 1] if marks[pk] else grading.fraction(content, response)
        found[pk][slot] = Given(fraction, order, tuple(checks[pk, slot]))
    return found
