"""The pupils of a class, as their teachers keep the list: added, changed, gone and back, groups, time, PINs, consent."""

import datetime as dt
import secrets
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.services import keep_school_consent
from schools.codes import PIN_DIGITS, sealed
from schools.models import Assignment, ClassGroup, Classroom, Membership
from schools.services import assigning, events
from schools.services.roster_import import free_personal_codes
from thai.dates import BANGKOK, thai_date

FIELDS = (
    "number",
    "student_code",
    "title",
    "first_name",
    "last_name",
    "nickname",
    "time_factor",
    "consent_on",
)


class NumberIsTaken(Exception):  # noqa: N818 — a rule, not a fault
    """Another pupil of the class has the number."""


class CodeIsTaken(Exception):  # noqa: N818 — a rule, not a fault
    """Another pupil of the class, here or gone, has the student code."""


class GroupHasWork(Exception):  # noqa: N818 — a rule, not a fault
    """Work was given to the group: without it, the work would be everybody's."""


def _lock(classroom: Classroom) -> None:
    # the class's row serialises two who give the same number
    Classroom.objects.select_for_update().get(pk=classroom.pk)


def _refuse_doubles(classroom: Classroom, fields: Mapping[str, Any], *, but: int | None) -> None:
    others = classroom.pupils.all() if but is None else classroom.pupils.exclude(pk=but)
    if fields["number"] is not None and others.filter(number=fields["number"], left_at=None).exists():
        raise NumberIsTaken
    if fields["student_code"] and others.filter(student_code=fields["student_code"]).exists():
        raise CodeIsTaken


def add(*, classroom: Classroom, fields: Mapping[str, Any], groups: Collection[ClassGroup]) -> Membership:
    """Put a pupil on the list. `fields`: all of FIELDS. Raises NumberIsTaken, CodeIsTaken."""
    with transaction.atomic():
        _lock(classroom)
        _refuse_doubles(classroom, fields, but=None)
        halves = list(classroom.pupils.filter(left_at=None).values_list("half", flat=True))
        second = sum(halves)
        half = secrets.randbelow(2) if second * 2 == len(halves) else int(second * 2 < len(halves))
        seat = Membership.objects.create(
            classroom=classroom,
            half=half,
            personal_code=free_personal_codes(1)[0],
            **{name: fields[name] for name in FIELDS},
        )
        seat.groups.set(groups)
        return seat


def change(
    *,
    pupil: Membership,
    fields: Mapping[str, Any],
    groups: Collection[ClassGroup],
    actor: User,
    now: dt.datetime,
) -> None:
    """Write what a teacher says of a pupil. More or less time reaches the work that the pupil is at.

    Raises NumberIsTaken, CodeIsTaken.
    """
    with transaction.atomic():
        _lock(pupil.classroom)
        seat = Membership.objects.select_for_update(of=("self",)).select_related("classroom").get(pk=pupil.pk)
        if seat.left_at is None:
            _refuse_doubles(seat.classroom, fields, but=seat.pk)
        elif fields["student_code"]:
            _refuse_doubles(seat.classroom, {**fields, "number": None}, but=seat.pk)
        before, old_groups = seat.time_factor, set(seat.groups.values_list("pk", flat=True))
        had_consent = seat.consent_on
        for name in FIELDS:
            setattr(seat, name, fields[name])
        seat.save(update_fields=FIELDS)
        seat.groups.set(groups)
        if seat.time_factor != before:
            what = f"เปลี่ยนเวลาทำข้อสอบจาก {factor_words(before)} เป็น {factor_words(seat.time_factor)}"
            events.note(classroom=seat.classroom, actor=actor, what=what, pupil=seat, now=now)
        if seat.consent_on != had_consent:
            keep_consent([seat])
        if seat.time_factor != before or old_groups != {group.pk for group in groups}:
            assigning.follow_pupil(membership=seat, now=now)


def factor_words(factor: Decimal) -> str:
    """Return a time factor as teachers read it: ×1.25."""
    return f"×{factor.normalize():f}"


def let_go(*, pupils: Sequence[Membership], actor: User, now: dt.datetime) -> int:
    """Take pupils off the list; their work, their marks and their seats are kept. Return how many."""
    with transaction.atomic():
        here = Membership.objects.select_for_update().filter(
            pk__in=[pupil.pk for pupil in pupils], left_at=None
        )
        going = list(here.select_related("classroom"))
        for seat in going:
            events.note(
                classroom=seat.classroom, actor=actor, what="ให้ออกจากห้อง งานเดิมยังเก็บไว้", pupil=seat, now=now
            )
        Membership.objects.filter(pk__in=[seat.pk for seat in going]).update(left_at=now)
        return len(going)


def take_back(*, pupil: Membership, actor: User, now: dt.datetime) -> bool:
    """Put a pupil who had gone on the list again; tell whether the old number was still free."""
    with transaction.atomic():
        _lock(pupil.classroom)
        seat = Membership.objects.select_related("classroom").get(pk=pupil.pk)
        if seat.left_at is None:
            return True
        here = seat.classroom.pupils.filter(left_at=None)
        is_free = seat.number is None or not here.filter(number=seat.number).exists()
        seat.left_at = None
        seat.number = seat.number if is_free else None
        seat.save(update_fields=["left_at", "number"])
        events.note(classroom=seat.classroom, actor=actor, what="กลับเข้าห้อง", pupil=seat, now=now)
        return is_free


# --- groups -------------------------------------------------------------------------------------------
def group_named(*, classroom: Classroom, name: str) -> ClassGroup:
    """Return the class's group of this name, made when there is none."""
    group, _ = ClassGroup.objects.get_or_create(classroom=classroom, name=name)
    return group


def join_group(*, pupils: Sequence[Membership], group: ClassGroup, now: dt.datetime) -> None:
    """Put pupils into a group; exceptions of the group hold for them from now on."""
    with transaction.atomic():
        group.pupils.add(*pupils)
        _follow(pupils, now=now)


def leave_group(*, pupils: Sequence[Membership], group: ClassGroup, now: dt.datetime) -> None:
    with transaction.atomic():
        group.pupils.remove(*pupils)
        _follow(pupils, now=now)


def _follow(pupils: Sequence[Membership], *, now: dt.datetime) -> None:
    """Bring begun work up to exceptions of the group: constant queries a piece of work, whatever the group's size."""
    keys = [pupil.pk for pupil in pupils]
    begun = Assignment.objects.filter(classroom__in={pupil.classroom_id for pupil in pupils})
    for assignment in begun.exclude(submissions=None).distinct():
        assigning.follow(assignment=assignment, now=now, memberships=keys)


def remove_group(*, group: ClassGroup) -> None:
    """Undo a group; its pupils stay. Raises GroupHasWork when work or an exception was given to it."""
    with transaction.atomic():
        if group.assignments.exists() or group.overrides.exists():
            raise GroupHasWork
        group.delete()


# --- the way in ---------------------------------------------------------------------------------------
def set_pins(*, pupils: Sequence[Membership], actor: User, now: dt.datetime) -> dict[int, str]:
    """Give pupils new PINs; return them by the seat's pk. They are told this once: only seals are kept."""
    pins = {seat.pk: f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}" for seat in pupils}
    for seat in pupils:
        seat.pin = sealed(pins[seat.pk], pupil=seat.pk, key=settings.SECRET_KEY)
    _keep(pupils, "pin", what="ตั้ง PIN ใหม่", actor=actor, now=now)
    return pins


def drop_pins(*, pupils: Sequence[Membership], actor: User, now: dt.datetime) -> None:
    for seat in pupils:
        seat.pin = ""
    _keep(pupils, "pin", what="เลิกใช้ PIN", actor=actor, now=now)


def renew_codes(*, pupils: Sequence[Membership], actor: User, now: dt.datetime) -> None:
    """Give pupils new personal codes: the old slips open nothing any more, who is in stays in."""
    for seat, code in zip(pupils, free_personal_codes(len(pupils)), strict=True):
        seat.personal_code = code
    _keep(pupils, "personal_code", what="เปลี่ยนรหัสส่วนตัว สลิปเดิมใช้ไม่ได้แล้ว", actor=actor, now=now)


def _keep(pupils: Sequence[Membership], field: str, *, what: str, actor: User, now: dt.datetime) -> None:
    if not pupils:
        return
    with transaction.atomic():
        Membership.objects.bulk_update(pupils, [field], batch_size=200)
        one = pupils[0] if len(pupils) == 1 else None
        told = what if one else f"{what} {len(pupils)} คน"
        events.note(classroom=pupils[0].classroom, actor=actor, what=told, pupil=one, now=now)


# --- consent ------------------------------------------------------------------------------------------
def set_consent(*, pupils: Sequence[Membership], day: dt.date, actor: User, now: dt.datetime) -> None:
    """Note for these pupils that the school holds the guardian's paper of that day."""
    with transaction.atomic():
        for seat in pupils:
            seat.consent_on = day
        _keep(pupils, "consent_on", what=f"บันทึกใบยินยอมผู้ปกครองลงวันที่ {thai_date(day)}", actor=actor, now=now)
        keep_consent(pupils)


def keep_consent(pupils: Sequence[Membership]) -> None:
    """Note it with the learners who are in already; the others get theirs when they come in."""
    for seat in pupils:
        if seat.learner is not None and seat.consent_on is not None:
            given_at = dt.datetime.combine(seat.consent_on, dt.time(), tzinfo=BANGKOK)
            keep_school_consent(learner=seat.learner, given_at=given_at)
