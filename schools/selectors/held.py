"""What holds for pupils in their work: the tables read into schools.terms."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from quizzes.terms import Terms
from schools import terms
from schools.models import Assignment, Membership, Override

Easings = Mapping[int, list[terms.Easing]]  # by the pupil's pk


@dataclass(frozen=True)
class Asked:
    """What one piece of work consists of, as far as it counts: items with questions, and the longest time limit."""

    items: int
    limit_minutes: int | None


def rule_of(assignment: Assignment) -> terms.Rule:
    return terms.Rule(
        opens_at=assignment.opens_at,
        due_at=assignment.due_at,
        closes_at=assignment.closes_at,
        attempts_allowed=assignment.attempts_allowed,
        answers=assignment.answers,
        released_at=assignment.released_at,
        late=terms.LatePolicy(assignment.late, assignment.late_percent, assignment.late_floor),
        waits_for_bell=assignment.waits_for_bell,
        rung_at=assignment.rung_at,
    )


def easing_of(override: Override) -> terms.Easing:
    return terms.Easing(
        opens_at=override.opens_at,
        due_at=override.due_at,
        closes_at=override.closes_at,
        attempts_allowed=override.attempts_allowed,
        no_due=override.no_due,
        no_close=override.no_close,
        no_attempt_limit=override.no_attempt_limit,
    )


def effective(
    assignment: Assignment,
    membership: Membership,
    *,
    easings: Iterable[terms.Easing],
    limit_minutes: int | None,
) -> terms.Effective:
    return terms.effective(
        rule_of(assignment),
        easings,
        time_factor=float(membership.time_factor),
        limit_minutes=limit_minutes,
    )


def terms_of(assignment: Assignment, held: terms.Effective) -> Terms:
    """Return what quizzes takes the pupil's attempts by."""
    return Terms(
        occasion=assignment.occasion,
        preset=assignment.preset,
        attempts_allowed=held.attempts_allowed,
        time_factor=held.time_factor,
        closes_at=held.closes_at,
        feedback_at=held.feedback_at,
        is_held=held.is_held,
    )


def audience_of(assignment: Assignment) -> "QuerySet[Membership]":
    """Return the pupils of the class who are asked to do the work."""
    pupils = Membership.objects.filter(classroom=assignment.classroom_id, left_at=None)
    named = assignment.pupils.through._default_manager.filter(assignment=assignment.pk)
    grouped = assignment.groups.through._default_manager.filter(assignment=assignment.pk)
    in_group = Membership.groups.through._default_manager.filter(
        membership=OuterRef("pk"), classgroup__in=grouped.values("classgroup")
    )
    chosen = Q(Exists(named.filter(membership=OuterRef("pk")))) | Q(Exists(in_group))
    return pupils.filter(chosen | (~Q(Exists(named)) & ~Q(Exists(grouped))))


def work_of(membership: Membership) -> "QuerySet[Assignment]":
    """Return what a pupil is asked to do, whatever its dates."""
    named = Assignment.pupils.through._default_manager.filter(assignment=OuterRef("pk"))
    grouped = Assignment.groups.through._default_manager.filter(assignment=OuterRef("pk"))
    own_groups = Membership.groups.through._default_manager.filter(membership=membership.pk).values(
        "classgroup"
    )
    mine = Q(Exists(named.filter(membership=membership.pk))) | Q(
        Exists(grouped.filter(classgroup__in=own_groups))
    )
    of_class = Assignment.objects.filter(classroom=membership.classroom_id)
    return of_class.filter(mine | (~Q(Exists(named)) & ~Q(Exists(grouped))))


def easings_of_pupil(membership: Membership, *, assignments: Iterable[int]) -> dict[int, list[terms.Easing]]:
    """Return a pupil's own exceptions and those of their groups, by the assignment's pk. One query."""
    own_groups = Membership.groups.through._default_manager.filter(membership=membership.pk).values(
        "classgroup"
    )
    rows = Override.objects.filter(
        Q(pupil=membership.pk) | Q(group__in=own_groups), assignment__in=list(assignments)
    )
    found = defaultdict(list)
    for row in rows:
        found[row.assignment_id].append(easing_of(row))
    return found


def easings_in(assignment: Assignment) -> dict[int, list[terms.Easing]]:
    """Return every pupil's exceptions in one piece of work, by the pupil's pk. At most two queries."""
    rows = list(Override.objects.filter(assignment=assignment.pk))
    groups = {row.group_id for row in rows if row.group_id}
    members = defaultdict(list)
    if groups:
        links = Membership.groups.through._default_manager.filter(classgroup__in=groups)
        for group, pupil in links.values_list("classgroup", "membership"):
            members[group].append(pupil)
    found = defaultdict(list)
    for row in rows:
        for pupil in [row.pupil_id] if row.pupil_id else members[row.group_id]:
            found[pupil].append(easing_of(row))
    return found


def asked_in(assignment: Assignment) -> Asked:
    """Return how many steps of a piece of work count, and the longest time limit among their quizzes. One query."""
    rows = assignment.items.values_list(
        "quiz_id", "lesson_id", "quiz__time_limit_minutes", "swapped_quiz__time_limit_minutes"
    )
    found = [row for row in rows if counts(quiz_id=row[0], lesson_id=row[1])]
    limits = [limit for row in found for limit in row[2:] if limit]
    return Asked(items=len(found), limit_minutes=max(limits, default=None))


def counts(*, quiz_id: int | None, lesson_id: int | None) -> bool:
    """Tell whether a step can be handed in: a quiz, or a short review; a lesson without a quiz is only read."""
    return quiz_id is not None or lesson_id is None
