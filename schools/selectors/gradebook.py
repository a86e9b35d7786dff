"""Pupils × assignments, from marks only."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from quizzes.models import Attempt
from schools.models import Assignment, ClassGroup, Classroom, Mark, Membership, Submission
from schools.selectors import held

AT_ONCE = 10  # assignments on one page


class Pupil(NamedTuple):
    pk: int
    number: int | None
    student_code: str
    title: str
    first_name: str
    last_name: str
    nickname: str

    @property
    def full_name(self) -> str:
        """Return the name as Membership.full_name does."""
        name = f"{self.title}{self.first_name} {self.last_name}".strip()
        if name and self.nickname:
            return f"{name} ({self.nickname})"
        return name or self.nickname or (f"เลขที่ {self.number}" if self.number else "ไม่มีชื่อ")


class Standing(NamedTuple):
    """A mark as the gradebook shows it. Fractions 0–1."""

    state: str
    late_days: int
    fraction: float | None  # after the late rule
    adjusted: float | None

    @property
    def final(self) -> float | None:
        return self.adjusted if self.adjusted is not None else self.fraction

    @property
    def is_done(self) -> bool:
        return self.state == Mark.State.DONE or self.adjusted is not None


class Column(NamedTuple):
    pk: int
    title: str
    kind: str
    due_at: dt.datetime | None
    answers: str
    released_at: dt.datetime | None
    is_for_some: bool  # of the class only

    @property
    def waits_for_release(self) -> bool:
        return self.answers == Assignment.Answers.RELEASE and self.released_at is None


@dataclass(frozen=True)
class Gradebook:
    pupils: Sequence[Pupil]
    columns: Sequence[Column]
    standings: Mapping[tuple[int, int], Standing]  # (pupil, assignment)
    asked: frozenset[tuple[int, int]]  # (pupil, assignment) of work that is for some only

    def is_asked(self, pupil: Pupil, column: Column) -> bool:
        return not column.is_for_some or (pupil.pk, column.pk) in self.asked


def assignments_of(classroom: Classroom) -> QuerySet[Assignment]:
    """Return a class's work, the newest first."""
    return Assignment.objects.filter(classroom=classroom).order_by("-opens_at", "-pk")


def members_of(classroom: Classroom) -> QuerySet[Membership]:
    """Return who is in a class now, as registers stand: by number, then by name."""
    return Membership.objects.filter(classroom=classroom, left_at=None).order_by(
        "number", "first_name", "nickname", "pk"
    )


def asked_by(assignment: Assignment) -> QuerySet[Membership]:
    """Return the pupils who are asked to do a piece of work, as registers stand."""
    return held.audience_of(assignment).order_by("number", "first_name", "nickname", "pk")


def gradebook_of(
    *, classroom: Classroom, first: int = 0, most: int | None = AT_ONCE
) -> tuple[Gradebook, bool]:
    """Return the marks of `most` assignments (None: all) from the `first` newest on, oldest first, and whether older
    ones follow. At most four queries.
    """
    some = ClassGroup.objects.filter(assignments=OuterRef("pk"))
    single = Membership.objects.filter(assignments=OuterRef("pk"))
    rows = assignments_of(classroom).annotate(is_for_some=Exists(some) | Exists(single))
    found = rows.values_list(*Column._fields)[first : None if most is None else first + most + 1]
    columns = [Column(*row) for row in found]
    more = most is not None and len(columns) > most
    columns = columns[: most or None][::-1]
    pupils = [Pupil(*row) for row in members_of(classroom).values_list(*Pupil._fields)]
    # nobody of the class stands without a number before those who have one (databases differ in where nulls go)
    pupils.sort(key=lambda each: (each.number is None, each.number or 0))
    keys = [column.pk for column in columns]
    marks = Mark.objects.filter(assignment__in=keys).values_list(
        "membership_id", "assignment_id", "state", "late_days", "fraction", "adjusted"
    )
    made: dict[Any, Standing] = {}  # a class of three hundred has far fewer different marks
    standings = {
        (row[0], row[1]): made.get(row[2:]) or made.setdefault(row[2:], Standing(*row[2:])) for row in marks
    }
    partly = [column.pk for column in columns if column.is_for_some]
    return Gradebook(pupils, columns, standings, _asked(partly)), more


def _asked(assignments: list[int]) -> frozenset[tuple[int, int]]:
    """Return who is asked by work that is for some only. One query, none without such work."""
    if not assignments:
        return frozenset()
    singly = Membership.objects.filter(assignments__in=assignments).values_list("pk", "assignments__pk")
    in_groups = Membership.objects.filter(groups__assignments__in=assignments).values_list(
        "pk", "groups__assignments__pk"
    )
    return frozenset(singly.union(in_groups))


def mark_of(*, assignment: Assignment, pupil: Membership) -> Mark | None:
    return Mark.objects.filter(assignment=assignment, membership=pupil).select_related("adjusted_by").first()


class Done(NamedTuple):
    """One piece of work as one pupil did it."""

    assignment: Assignment
    mark: Mark | None
    attempts: list[Submission]


def works_of(*, pupil: Membership) -> list[Done]:
    """Return what a pupil has begun or been marked for, the newest first. Three queries."""
    attempts: dict[int, list[Submission]] = {}
    rows = Submission.objects.filter(membership=pupil).exclude(attempt__state=Attempt.State.MERGED)
    for row in rows.select_related("attempt__quiz").order_by("attempt__started_at"):
        attempts.setdefault(row.assignment_id, []).append(row)
    marks = {row.assignment_id: row for row in Mark.objects.filter(membership=pupil)}
    found = Assignment.objects.filter(pk__in=attempts.keys() | marks.keys()).order_by("-opens_at", "-pk")
    return [Done(each, marks.get(each.pk), attempts.get(each.pk, [])) for each in found]
