"""The pupils of a class as their teachers see them: the list, its groups, one pupil's attempts, what is held of one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.personal_data import Holder, Row, holders
from quizzes.models import Attempt
from schools.models import ClassGroup, Classroom, Membership, Submission


@dataclass(frozen=True)
class ClassList:
    """Who is in a class, as registers stand (by number, then by name), who has gone, and the groups."""

    here: list[Membership]  # each with its groups at hand
    gone: list[Membership]
    groups: list[ClassGroup]  # each with `size`, how many of the class are in it


def list_of(*, classroom: Classroom) -> ClassList:
    """Return the class's list. Three queries, however many pupils."""
    seats = list(classroom.pupils.prefetch_related("groups"))
    seats.sort(key=register_order)
    return ClassList(
        here=[seat for seat in seats if seat.left_at is None],
        gone=[seat for seat in seats if seat.left_at is not None],
        groups=groups_of(classroom=classroom),
    )


def register_order(seat: Membership) -> tuple[bool, int, str, str, int]:
    return (seat.number is None, seat.number or 0, seat.first_name, seat.nickname, seat.pk)


def groups_of(*, classroom: Classroom) -> list[ClassGroup]:
    """Return the class's groups by name, each with `size`. One query."""
    return list(
        classroom.groups.annotate(size=Count("pupils", filter=Q(pupils__left_at=None))).order_by("name")
    )


def here_in(*, classroom: Classroom, only: Iterable[int] | None = None) -> list[Membership]:
    """Return who is in a class, as registers stand; `only`: those of these keys. One query."""
    seats: QuerySet[Membership] = classroom.pupils.filter(left_at=None).select_related("learner", "classroom")
    chosen = None if only is None else set(only)
    # chosen in Python: a class is small, and a database takes only so many keys in one statement
    found = [seat for seat in seats if chosen is None or seat.pk in chosen]
    return sorted(found, key=register_order)


def attempts_of(*, pupil: Membership) -> list[Submission]:
    """Return a pupil's attempts at the class's work, the newest first. One query."""
    rows = Submission.objects.filter(membership=pupil).exclude(attempt__state=Attempt.State.MERGED)
    return list(rows.select_related("assignment", "attempt__quiz").order_by("-attempt__started_at", "-pk"))


# What a class holds of a pupil: tables, and how they lead to the seat.
_HELD = (
    ("schools.Membership", "pk"),
    ("schools.Membership_groups", "membership"),
    ("schools.Submission", "membership"),
    ("schools.Mark", "membership"),
    ("schools.Override", "pupil"),
    ("schools.Assignment_pupils", "membership"),
    ("schools.ClassEvent", "pupil"),
    ("quizzes.Attempt", "submission__membership"),
    ("quizzes.AnswerStep", "attempt__submission__membership"),
    ("quizzes.AnswerCheck", "step__attempt__submission__membership"),
    ("quizzes.RegradedMark", "attempt__submission__membership"),
)


def held_of(*, pupil: Membership) -> list[tuple[Holder, list[Row]]]:
    """Return what the class holds of a pupil, table by table: not what they learnt by themselves, nor elsewhere."""
    known = {holder.table: holder for holder in holders()}
    found = []
    for table, path in _HELD:
        holder = known[table]
        rows = holder.model._base_manager.filter(**{path: pupil.pk}).order_by("pk")
        found.append((holder, list(rows.values(*holder.columns()))))
    return found
