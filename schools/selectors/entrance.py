"""What the door to a class needs to know: whose code it is, who is on the list, who is at the other end."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import Learner
from accounts.personal_data import Person
from accounts.selectors import kept_of
from schools.codes import CLASS_DIGITS, PERSONAL_DIGITS
from schools.models import Classroom, Membership


@dataclass(frozen=True)
class Door:
    """What a code opens: a class, or one pupil's seat in it."""

    classroom: Classroom
    seat: Membership | None = None


def behind(*, code: str, now: dt.datetime) -> Door | None:
    """Return what the code opens now; None for unknown, expired and renewed ones, and for classes put away.

    A personal code opens as long as its class does. One query.
    """
    if len(code) == CLASS_DIGITS:
        classroom = Classroom.objects.select_related("school").filter(code=code).first()
        return Door(classroom) if classroom and classroom.takes_code(now=now) else None
    if len(code) == PERSONAL_DIGITS:
        seats = Membership.objects.select_related("classroom__school", "learner")
        seat = seats.filter(personal_code=code, left_at=None, classroom__archived_at=None).first()
        return Door(seat.classroom, seat) if seat else None
    return None


def names_in(*, classroom: Classroom) -> list[Membership]:
    """Return the pupils of a class in the order of the register: by number, then by name. One query."""
    pupils = classroom.pupils.filter(left_at=None)
    return sorted(pupils, key=lambda each: (each.number is None, each.number or 0, each.short_name))


def seat_in(*, classroom: Classroom, pupil_id: int) -> Membership | None:
    return classroom.pupils.select_related("learner").filter(pk=pupil_id, left_at=None).first()


def seats_of(*, learner: Learner | None) -> list[Membership]:
    """Return the seats of a learner, those of classes in use first, newest class first. One query."""
    if learner is None:
        return []
    seats = learner.memberships.filter(left_at=None).select_related("classroom__school")
    return sorted(
        seats,
        key=lambda each: (each.classroom.archived_at is not None, -each.classroom.created_at.timestamp()),
    )


def has_learnt(*, learner: Learner) -> bool:
    """Tell whether there is anything to bring along. One query."""
    return bool(kept_of(person=Person(learner=learner)))
