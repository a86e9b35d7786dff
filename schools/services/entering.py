"""Pupils come in: a seat is taken, gone on with from another phone, or made for a nickname.

Nobody's work is lost or mixed up on the way: a seat is one learner from its first entry on, whoever was on the device
before keeps theirs, and a learner who has an account is only reached by signing in.
"""

import datetime as dt
import secrets
from dataclasses import dataclass

from django.db import transaction

from accounts.leaving import erase_person
from accounts.models import Learner, User
from accounts.personal_data import Person
from accounts.services import create_learner, keep_school_consent, learner_of_account
from lessons.models import LessonRecord
from quizzes.models import Attempt
from schools.models import Classroom, Membership
from schools.services import events
from schools.services.roster_import import free_personal_codes
from thai.dates import BANGKOK

MOST_PUPILS = 400  # who make seats for themselves by nickname; rosters may be longer


class Refusal(Exception):  # noqa: N818 — a rule, not a fault
    """Nobody comes in here like this; `why` is Thai and says what to do."""

    why = ""


class NeedsAccount(Refusal):
    """The seat is an account's: whose it is signs in."""

    why = "ชื่อนี้เข้าห้องไว้ด้วยบัญชี ถ้าเป็นคุณ เข้าสู่ระบบก่อน แล้วจะเข้าห้องได้เลย ถ้าไม่ใช่คุณ กลับไปเลือกชื่ออื่น"


class AnotherAccount(Refusal):
    """Somebody is signed in on this device who is not whose seat it is."""

    why = "เครื่องนี้เข้าสู่ระบบด้วยบัญชีอยู่ แต่ชื่อนี้ไม่ใช่ของบัญชีนั้น ออกจากระบบก่อน แล้วเลือกชื่อตัวเองอีกครั้ง"


class AlreadyHere(Refusal):
    """The account has another seat in this class."""

    why = "บัญชีที่เข้าสู่ระบบอยู่มีชื่ออื่นในห้องนี้แล้ว ถ้าคุณเป็นอีกคน ออกจากระบบก่อน ถ้าเลือกผิด บอกครูให้ย้ายงานให้"


class JustTaken(Exception):  # noqa: N818 — a rule, not a fault
    """Somebody came in under this name between the question and the answer."""


class ClassIsFull(Exception):  # noqa: N818 — a rule, not a fault
    """No more seats by nickname."""


class NameIsTaken(Exception):  # noqa: N818 — a rule, not a fault
    """A classmate is called that."""


@dataclass(frozen=True)
class Device:
    """Who is at the other end: the learner its cookie names (of no account), and who is signed in."""

    learner: Learner | None = None
    user: User | None = None


def enter(*, seat: Membership, device: Device, brings: bool, knew_taken: bool, now: dt.datetime) -> Learner:
    """Return the learner of the seat, making or taking one at the first entry.

    `brings`: what the device has learnt so far is this pupil's. `knew_taken`: the pupil was told that somebody is in
    under this name already. Raises JustTaken, NeedsAccount, AnotherAccount, AlreadyHere.
    """
    with transaction.atomic():
        locked = Membership.objects.select_for_update(of=("self",)).select_related("classroom", "learner")
        seat = locked.get(pk=seat.pk)
        learner = seat.learner
        if learner is None:
            return _first_entry(seat, device, brings=brings, now=now)
        if learner.user_id is not None or device.user is not None:
            _check_account(learner, device.user)
        if seat.joined_at is None:  # a teacher gave the seat its learner: answers from paper
            seat.joined_at = now
            seat.save(update_fields=["joined_at"])
            return learner
        if device.learner == learner or device.user is not None:
            return learner
        if not knew_taken:
            raise JustTaken
        events.note(classroom=seat.classroom, actor=None, pupil=seat, what="เข้าห้องจากเครื่องอื่นด้วยชื่อนี้", now=now)
        return learner


def _check_account(learner: Learner, user: User | None) -> None:
    if learner.user_id is None:
        raise AnotherAccount
    if user is None:
        raise NeedsAccount
    if learner.user_id != user.pk:
        raise AnotherAccount


def _first_entry(seat: Membership, device: Device, *, brings: bool, now: dt.datetime) -> Learner:
    learner, is_ours = _learner_for(device, brings=brings, now=now)
    was_here_before = device.user is not None or brings
    if was_here_before and Membership.objects.filter(classroom=seat.classroom_id, learner=learner).exists():
        raise AlreadyHere
    seat.learner, seat.learner_is_ours, seat.joined_at = learner, is_ours, now
    seat.save(update_fields=["learner", "learner_is_ours", "joined_at"])
    if seat.consent_on is not None:
        given_at = dt.datetime.combine(seat.consent_on, dt.time(), tzinfo=BANGKOK)
        keep_school_consent(learner=learner, given_at=given_at)
    return learner


def _learner_for(device: Device, *, brings: bool, now: dt.datetime) -> tuple[Learner, bool]:
    """Return who takes the seat, and whether they came into being for a class."""
    if device.user is not None:
        return learner_of_account(learner_id=None, user=device.user, now=now), False
    if device.learner is not None and brings:
        born_here = Membership.objects.filter(learner=device.learner, learner_is_ours=True).exists()
        return device.learner, born_here
    return create_learner(now=now), True


def give_back(*, seat: Membership) -> bool:
    """Free a seat that was picked by mistake and where nothing has been done yet; tell whether it was."""
    with transaction.atomic():
        seat = Membership.objects.select_for_update(of=("self",)).select_related("learner").get(pk=seat.pk)
        learner = seat.learner
        if learner is None or not seat.learner_is_ours or learner.user_id is not None:
            return False
        # no attempt begins between looking and erasing
        Learner.objects.select_for_update().get(pk=learner.pk)
        if _has_begun(learner) or learner.memberships.count() > 1:
            return False
        seat.learner, seat.learner_is_ours, seat.joined_at = None, False, None
        seat.save(update_fields=["learner", "learner_is_ours", "joined_at"])
        erase_person(person=Person(learner=learner))
        return True


def _has_begun(learner: Learner) -> bool:
    return (
        Attempt.objects.filter(learner=learner).exists()
        or LessonRecord.objects.filter(learner=learner).exists()
    )


def make_seat(*, classroom: Classroom, nickname: str, number: int | None, now: dt.datetime) -> Membership:
    """Return a new seat for somebody who is not on the list. Raises NameIsTaken and ClassIsFull."""
    with transaction.atomic():
        # the class's row serialises two of the same name
        Classroom.objects.select_for_update().get(pk=classroom.pk)
        pupils = list(classroom.pupils.filter(left_at=None))
        if len(pupils) >= MOST_PUPILS:
            raise ClassIsFull
        if any(
            nickname.casefold() == pupil.short_name.casefold() or (number and number == pupil.number)
            for pupil in pupils
        ):
            raise NameIsTaken
        second = sum(pupil.half for pupil in pupils)
        first = len(pupils) - second
        return Membership.objects.create(
            classroom=classroom,
            nickname=nickname,
            number=number,
            half=secrets.randbelow(2) if first == second else int(second < first),
            personal_code=free_personal_codes(1)[0],
        )
