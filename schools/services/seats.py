"""A seat that was mixed up is put right: work given to whose it is, two people told apart, one pupil erased."""

import datetime as dt

from django.db import transaction

from accounts.models import Learner, User
from accounts.services import create_learner, renew_learner
from quizzes.assigning import move_attempt
from quizzes.models import Attempt
from quizzes.refusals import AlreadyOpen, AttemptMerged, NoSuchAttempt
from schools.models import Membership, Submission
from schools.services import assigning, events
from schools.services.pupils import keep_consent
from schools.services.retention import erase_seat

ERASED = "ลบข้อมูล งาน และคะแนนของนักเรียนหนึ่งคน"


class Refused(Exception):  # noqa: N818 — a sentence that the teacher reads
    """It cannot be done like this; the message is Thai and says what to do."""


_OPEN_TOO = "คนที่เลือกกำลังทำแบบทดสอบนี้ค้างอยู่ ให้คนนั้นส่งก่อน หรือย้ายครั้งที่ค้างของคนนั้นออกไปก่อน"
_GONE = "แบบทดสอบครั้งนี้ไม่อยู่ในห้องแล้ว เปิดหน้านักเรียนอีกครั้ง"
_SAME = "งานนี้เป็นของคนที่เลือกอยู่แล้ว เลือกนักเรียนอีกคน"
_ACCOUNT = "นักเรียนคนนี้เข้าห้องด้วยบัญชีของตนเอง จึงแยกที่นั่งไม่ได้ ย้ายงานทีละครั้งแทน"
_NOBODY = "ยังไม่มีใครเข้าห้องด้วยชื่อนี้ จึงไม่มีอะไรต้องแยก"


def learner_of(*, seat: Membership, now: dt.datetime) -> Learner:
    """Return the learner of a seat, made where nobody has been in under the name. In a transaction.

    `joined_at` stays empty: the pupil comes in as for the first time and finds the work there.
    """
    locked = Membership.objects.select_for_update(of=("self",)).select_related("learner").get(pk=seat.pk)
    if locked.learner is None:
        locked.learner, locked.learner_is_ours = create_learner(now=now), True
        locked.save(update_fields=["learner", "learner_is_ours"])
        keep_consent([locked])
    seat.learner, seat.learner_is_ours = locked.learner, locked.learner_is_ours
    return locked.learner


def move(*, submission: Submission, to: Membership, reason: str, actor: User, now: dt.datetime) -> None:
    """Give one attempt, begun under a wrong name, to the right pupil of the class; both marks follow. Raises Refused."""
    with transaction.atomic():
        source = submission.membership
        if source.pk == to.pk:
            raise Refused(_SAME)
        _move(submission, to, now=now)
        title = submission.assignment.title[:60]
        for pupil, what in (
            (source, f"ย้ายงาน “{title}” ของคนนี้ไปให้อีกคน"),
            (to, f"รับงาน “{title}” ที่ย้ายมาจากอีกคน"),
        ):
            events.note(
                classroom=source.classroom, actor=actor, what=what, reason=reason, pupil=pupil, now=now
            )


def _move(submission: Submission, to: Membership, *, now: dt.datetime) -> None:
    try:
        # schools.receivers moves the submission and works out both marks
        move_attempt(attempt_id=submission.attempt_id, to=learner_of(seat=to, now=now), now=now)
    except AlreadyOpen as error:
        raise Refused(_OPEN_TOO) from error
    except (AttemptMerged, NoSuchAttempt) as error:
        raise Refused(_GONE) from error
    # what holds for the right pupil: their time, their exceptions
    assigning.follow(assignment=submission.assignment, now=now, memberships=[to.pk])


def split(*, seat: Membership, keeper: Membership, actor: User, now: dt.datetime) -> None:
    """Tell two people apart who used one seat: the work so far is `keeper`'s (the seat itself, or another of the class).

    Every device that went on as the seat has to pick a name anew. Raises Refused.
    """
    with transaction.atomic():
        locked = Membership.objects.select_for_update(of=("self",)).select_related("classroom", "learner")
        seat = locked.get(pk=seat.pk)
        if seat.learner is None:
            raise Refused(_NOBODY)
        if seat.learner.user_id is not None:
            raise Refused(_ACCOUNT)
        renew_learner(learner=seat.learner, now=now)
        Membership.objects.filter(pk=seat.pk).update(joined_at=None)  # free to be picked again
        what = "แยกที่นั่ง: ทุกเครื่องที่ใช้ชื่อนี้ต้องเลือกชื่อใหม่"
        events.note(classroom=seat.classroom, actor=actor, what=what, pupil=seat, now=now)
        if keeper.pk == seat.pk:
            return
        mine = Submission.objects.filter(membership=seat).exclude(attempt__state=Attempt.State.MERGED)
        for submission in mine.select_related("assignment").order_by("attempt__started_at", "pk"):
            _move(submission, keeper, now=now)
        what = "แยกที่นั่ง: งานที่ทำไว้ในอีกชื่อย้ายมาเป็นของคนนี้"
        events.note(classroom=seat.classroom, actor=actor, what=what, pupil=keeper, now=now)


def erase(*, seat: Membership, actor: User, now: dt.datetime) -> None:
    """Erase one pupil of a class with work and marks; the log keeps that it was done, without the name."""
    with transaction.atomic():
        events.note(classroom=seat.classroom, actor=actor, what=ERASED, now=now)
        erase_seat(seat=seat)
