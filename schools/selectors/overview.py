"""Sums over classes for whoever looks after a school: never of a few pupils, never of one."""

from collections import defaultdict

from django.db.models import Exists, OuterRef

from schools import gain
from schools.models import Assignment, AssignmentItem, Mark, School

FEWEST = 5  # pupils; below that a mean tells about single ones


def gains_of_school(*, school: School) -> dict[int, gain.ClassGain]:
    """Return by class the gain of its newest before–after pair, where at least FEWEST pupils did both. Two queries."""
    swapped = AssignmentItem.objects.filter(assignment=OuterRef("before"), swapped_quiz__isnull=False)
    rows = Assignment.objects.filter(classroom__school=school, before__isnull=False).annotate(
        is_swapped=Exists(swapped)
    )
    # of several pairs the newest comes last and stays
    newest = {
        row[0]: row[1:]
        for row in rows.order_by("opens_at", "pk").values_list(
            "classroom_id", "before_id", "pk", "is_swapped"
        )
    }
    wanted = {pk for before, after, _ in newest.values() for pk in (before, after)}
    marks: dict[int, dict[int, float]] = defaultdict(dict)
    halves: dict[int, int] = {}
    done = Mark.objects.filter(
        assignment__in=wanted, state=Mark.State.DONE, earned__isnull=False, membership__left_at=None
    )
    for assignment, pupil, half, earned in done.values_list(
        "assignment_id", "membership_id", "membership__half", "earned"
    ):
        marks[assignment][pupil] = earned or 0.0
        halves[pupil] = half
    found = {}
    for classroom, (before, after, is_swapped) in newest.items():
        pairs = gain.pairs_of(marks[before], marks[after], halves if is_swapped else {})
        if len(pairs) >= FEWEST:
            found[classroom] = gain.class_gain(pairs)
    return {classroom: each for classroom, each in found.items() if each is not None}
