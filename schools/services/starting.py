"""A pupil presses เริ่ม; a teacher rings the bell.

A start does no work that grows with the class: four hundred pupils press within five seconds. What makes it one
attempt, for a double click and for two devices, is the engine's constraint; what makes submission and mark part of
the same transaction is schools.receivers.
"""

import datetime as dt

from django.core.cache import cache
from django.db import transaction

from accounts.models import Learner, User
from quizzes import refusals, services
from quizzes.insight import boosters
from quizzes.models import Attempt, Quiz
from quizzes.terms import Terms
from schools.models import Assignment, AssignmentItem, Membership
from schools.selectors import held
from schools.services import events
from thai.dates import thai_day_moment

_KEPT = 2  # seconds for which the class's one answer about the bell is kept
_AFTER = 6 * 3600  # seconds; a bell that rang stays rung


class Refused(Exception):  # noqa: N818 — an answer that the pupil reads
    """The pupil cannot begin now; `message` says why and what to do. `waits`: trying again soon may help."""

    def __init__(self, title: str, message: str, *, waits: bool = False) -> None:
        super().__init__(title)
        self.title, self.message, self.waits = title, message, waits


def start(
    *, membership: Membership, assignment: Assignment, item_id: int | None, now: dt.datetime
) -> Attempt:
    """Return the pupil's open attempt at a step of the work, else a new one. The pupil is asked to do the work.

    `item_id`: None is the first step. Raises Refused.
    """
    items = list(assignment.items.select_related("quiz", "swapped_quiz"))
    item = next((each for each in items if item_id in {None, each.pk} and _can_be_taken(each)), None)
    learner = membership.learner
    if item is None or learner is None:
        raise Refused("ไม่พบงานชิ้นนี้", "ครูอาจแก้งานไปแล้ว กลับไปดูรายการงานของห้องอีกครั้ง")
    limits = [quiz.time_limit_minutes for each in items for quiz in (each.quiz, each.swapped_quiz) if quiz]
    easings = held.easings_of_pupil(membership, assignments=[assignment.pk])
    found = held.effective(
        assignment,
        membership,
        easings=easings.get(assignment.pk, ()),
        limit_minutes=max((limit for limit in limits if limit), default=None),
    )
    if membership.classroom.archived_at is not None:
        raise Refused("ห้องนี้ปิดแล้ว", "ปีการศึกษาของห้องนี้จบแล้ว ผลที่ทำไว้ยังอยู่ครบ")
    if found.opens_at > now:
        raise Refused("งานนี้ยังไม่เปิด", f"เปิดให้ทำ {thai_day_moment(found.opens_at)}")
    if found.waits:
        raise Refused("รอครูกดเริ่ม", "งานนี้เริ่มพร้อมกันทั้งห้อง พอครูกดเริ่ม กดปุ่มนี้อีกครั้งได้เลย", waits=True)
    try:
        return _begin(
            item, learner, assignment, terms=held.terms_of(assignment, found), membership=membership, now=now
        )
    except refusals.QuizClosed as closed:
        raise Refused("งานนี้ปิดรับแล้ว", "ถ้ามีเหตุจำเป็น บอกครูได้ ครูเปิดให้ทำเพิ่มได้") from closed
    except refusals.NoAttemptsLeft as full:
        raise Refused("ทำครบจำนวนครั้งแล้ว", "ผลที่ทำไว้อยู่ครบ ครูนับครั้งที่ดีที่สุดให้") from full
    except refusals.QuizUnavailable as gone:
        raise Refused("แบบทดสอบนี้ยังไม่พร้อม", "บอกครูว่าแบบทดสอบในงานนี้ยังไม่เผยแพร่") from gone


def _begin(
    item: AssignmentItem, learner: Learner, assignment: Assignment, *, terms: Terms, membership: Membership, now: dt.datetime
) -> Attempt:  # fmt: skip
    quiz = quiz_for(item, half=membership.half)
    if quiz is not None:
        return services.start_attempt(learner=learner, slug=quiz.slug, now=now, terms=terms)
    attempt = boosters.start(learner=learner, now=now, objectives=assignment.objectives, terms=terms)
    if attempt is None:
        raise refusals.QuizUnavailable
    return attempt


def _can_be_taken(item: AssignmentItem) -> bool:
    return held.counts(quiz_id=item.quiz_id, lesson_id=item.lesson_id)


def quiz_for(item: AssignmentItem, *, half: int) -> Quiz | None:
    """Return the quiz that a pupil of this half takes; None for a short review."""
    return item.swapped_quiz if half and item.swapped_quiz_id else item.quiz


def ring(*, assignment: Assignment, actor: User, now: dt.datetime) -> bool:
    """Let everybody begin who waits; tell whether it had not rung yet. The work opens with it if it was to later."""
    with transaction.atomic():
        waiting = Assignment.objects.filter(pk=assignment.pk, waits_for_bell=True, rung_at=None)
        rung = waiting.update(rung_at=now, opens_at=min(assignment.opens_at, now), changed_at=now)
        if rung:
            events.note(
                classroom=assignment.classroom, actor=actor, what=f"กดเริ่มพร้อมกัน: {assignment.title}", now=now
            )
    cache.set(_key(assignment.pk), "rung", _AFTER)
    return bool(rung)


def has_rung(*, assignment_id: int) -> bool:
    """Tell whether the bell has rung: one question of the database in two seconds for the whole class."""
    known: str | None = cache.get(_key(assignment_id))
    if known is None:
        rung = Assignment.objects.filter(pk=assignment_id, rung_at__isnull=False).exists()
        known = "rung" if rung else "waits"
        cache.set(_key(assignment_id), known, _AFTER if rung else _KEPT)
    return known == "rung"


def _key(assignment_id: int) -> str:
    return f"schools.bell.{assignment_id}"
