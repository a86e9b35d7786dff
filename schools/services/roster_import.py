"""A roster written into a class: what would change, and then all of it or nothing."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from accounts.models import User
from schools.codes import PERSONAL_DIGITS, new_code
from schools.models import Classroom, Membership
from schools.roster import KnownPupil, Plan, RosterPupil, merge
from schools.services import events

_FIELDS = ("number", "student_code", "title", "first_name", "last_name", "nickname")
_AT_ONCE = 500  # rows of one statement


class HasChanged(Exception):  # noqa: N818 — a rule, not a fault
    """The class, or the choices, are no longer what the teacher was shown: they look again before anything is written."""


@dataclass(frozen=True)
class Reading:
    """What a file says of a class: its pupils, which columns it has, and who of the class it may miss."""

    pupils: Sequence[RosterPupil]
    fields: Collection[str]
    is_partial: bool = False  # holds changes only: nobody is missing
    leaving: Collection[str] = field(default=())  # keys of missing pupils whom the teacher lets go


def plan(*, classroom: Classroom, reading: Reading) -> Plan:
    """Return what taking the roster would do now. One query."""
    return _plan(list(classroom.pupils.order_by("pk")), reading)


def _plan(seats: Sequence[Membership], reading: Reading) -> Plan:
    known = [
        KnownPupil(
            key=str(seat.pk),
            has_left=seat.left_at is not None,
            **{name: getattr(seat, name) for name in _FIELDS},
        )
        for seat in seats
    ]
    return merge(known, reading.pupils, fields=reading.fields, leaving=reading.leaving)


def seal_of(plan: Plan) -> str:
    """Return a short mark of a plan: two plans that would do the same have the same, whoever is let go."""
    told = (
        plan.added,
        [(change.known.key, sorted(change.fields.items())) for change in plan.changed],
        [pupil.key for pupil in plan.missing],
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def take(*, classroom: Classroom, reading: Reading, seal: str, actor: User, now: dt.datetime) -> Plan:
    """Write the roster into the class, all or nothing; return what was done.

    `seal`: of the plan that the teacher saw, without anybody let go. Raises HasChanged when it would be another one
    by now; then nothing is written. Taking the same file again changes nothing.
    """
    with transaction.atomic():
        Classroom.objects.select_for_update().get(pk=classroom.pk)  # two teachers, one after the other
        seats = {str(seat.pk): seat for seat in classroom.pupils.order_by("pk")}
        everybody = Reading(reading.pupils, reading.fields, reading.is_partial)
        if seal_of(_plan(list(seats.values()), everybody)) != seal:
            raise HasChanged
        done = _plan(list(seats.values()), reading)
        gone = {} if reading.is_partial else {pupil.key for pupil in done.missing} & set(reading.leaving)
        for keys in _parts([int(key) for key in gone]):
            classroom.pupils.filter(pk__in=keys).update(left_at=now)
        _change(classroom, done, seats)
        _add(classroom, done, [seat for key, seat in seats.items() if key not in gone])
        told = ((len(done.added), "เพิ่ม"), (len(done.changed), "เปลี่ยน"), (len(gone), "ให้ออก"))
        what = " ".join(f"{word} {count} คน" for count, word in told if count)
        if what:
            events.note(classroom=classroom, actor=actor, what=f"นำรายชื่อเข้าห้อง: {what}", now=now)
        return done


def _parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))


def _change(classroom: Classroom, plan: Plan, seats: dict[str, Membership]) -> None:
    """Numbers and codes may go round in a circle: all are taken away first, then given."""
    for column, nothing in (("number", None), ("student_code", "")):
        moving = [int(each.known.key) for each in plan.changed if column in each.fields]
        for keys in _parts(moving):
            classroom.pupils.filter(pk__in=keys).update(**{column: nothing})
    changed: list[Membership] = []
    names: set[str] = set()
    for each in plan.changed:
        seat = seats[each.known.key]
        for name, (_, new) in each.fields.items():
            if name == "has_left":
                seat.left_at = None
            else:
                setattr(seat, name, new)
            names.add("left_at" if name == "has_left" else name)
        changed.append(seat)
    if changed:  # a statement grows with fields × rows, so only what does change
        Membership.objects.bulk_update(changed, sorted(names), batch_size=_AT_ONCE // 5)


def _add(classroom: Classroom, plan: Plan, seats: Sequence[Membership]) -> None:
    """New pupils begin with form A and B in turn, so that neighbours have different ones and halves stay even."""
    there = [seat for seat in seats if seat.left_at is None]
    second = sum(seat.half for seat in there)
    first = len(there) - second
    half = secrets.randbelow(2) if first == second else int(second < first)
    rows = []
    codes = free_personal_codes(len(plan.added))
    for pupil, code in zip(plan.added, codes, strict=True):
        told = {name: getattr(pupil, name) for name in _FIELDS}
        rows.append(Membership(classroom=classroom, half=half, personal_code=code, **told))
        half = 1 - half
    Membership.objects.bulk_create(rows, batch_size=_AT_ONCE)


def free_personal_codes(count: int) -> list[str]:
    """Return different personal codes that no pupil has."""
    found: set[str] = set()
    while len(found) < count:
        fresh = {new_code(PERSONAL_DIGITS) for _ in range(min(count - len(found), _AT_ONCE))}
        used = Membership.objects.filter(personal_code__in=fresh).values_list("personal_code", flat=True)
        found |= fresh - set(used)
    return sorted(found, key=lambda _: secrets.randbits(32))
