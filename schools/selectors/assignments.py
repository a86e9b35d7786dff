"""A class's work as its teacher sees it: how far it has come, what pupils read, who has exceptions."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from schools import terms
from schools.models import Assignment, Classroom, Mark, Override
from schools.selectors import held
from schools.selectors.work import question_count, quiz_minutes
from thai.dates import thai_day_moment


@dataclass(frozen=True)
class Row:
    """One piece of work and how many pupils have got how far."""

    assignment: Assignment
    asked: int  # pupils
    working: int
    done: int
    phase: str  # Thai

    @property
    def is_over(self) -> bool:
        return self.phase == "ปิดรับแล้ว"


def rows_of(*, classroom: Classroom, now: dt.datetime, assignment: Assignment | None = None) -> list[Row]:
    """Return the class's work, the newest first (or one piece of it). At most five queries."""
    found = Assignment.objects.filter(classroom=classroom)
    if assignment is not None:
        found = found.filter(pk=assignment.pk)
    counted = found.annotate(
        working=Count("marks", filter=Q(marks__state=Mark.State.WORKING), distinct=True),
        handed_in=Count("marks", filter=Q(marks__state=Mark.State.DONE), distinct=True),
    )
    here = set(classroom.pupils.filter(left_at=None).values_list("pk", flat=True))
    rows = counted.prefetch_related("pupils", "groups__pupils").order_by("-opens_at", "-pk")
    return [
        Row(
            assignment=each,
            asked=_asked(each, here),
            working=each.working,
            done=each.handed_in,
            phase=phase(each, now=now),
        )
        for each in rows
    ]


def _asked(assignment: Assignment, here: set[int]) -> int:
    groups, pupils = list(assignment.groups.all()), list(assignment.pupils.all())
    if not groups and not pupils:
        return len(here)
    named = {each.pk for each in pupils} | {each.pk for group in groups for each in group.pupils.all()}
    return len(named & here)


def phase(assignment: Assignment, *, now: dt.datetime) -> str:
    """Return where a piece of work stands for the class."""
    found = terms.effective(held.rule_of(assignment))
    if found.is_closed(now=now):
        return "ปิดรับแล้ว"
    if found.opens_at > now:
        return "ยังไม่เปิด"
    if found.waits:
        return "รอครูกดเริ่ม"
    return "เลยกำหนดส่ง ยังรับอยู่" if found.is_late(now=now) else "เปิดอยู่"


def said_to_pupils(assignment: Assignment, *, minutes: int, now: dt.datetime) -> list[str]:
    """Return the sentences that pupils will read about a piece of work (saved or not)."""
    found = terms.effective(held.rule_of(assignment))
    said = [terms.deadline_sentence(found, now=now)]
    if found.opens_at > now and found.due_at:
        said.append(f"ส่งภายใน {thai_day_moment(found.due_at)}")
    said.append(found.late.sentence(has_due=found.due_at is not None))
    allowed = assignment.attempts_allowed
    said.append(f"ใช้เวลาราว {minutes} นาที " + (f"ทำได้ {allowed} ครั้ง" if allowed else "ทำกี่ครั้งก็ได้ นับครั้งที่ดีที่สุด"))
    if found.waits:
        said.append("เริ่มพร้อมกันทั้งห้องเมื่อครูกดเริ่ม")
    said.append(_answers(found))
    return [each for each in said if each]


def _answers(found: terms.Effective) -> str:
    if found.is_held:
        return "ผลและเฉลยเปิดให้ดูเมื่อครูประกาศ"
    if found.feedback_at is not None:
        return f"ผลและเฉลยเปิดให้ดู {thai_day_moment(found.feedback_at)}"
    return "ส่งแล้วเห็นผลและคำอธิบายทันที"


@dataclass(frozen=True)
class Item:
    """One step as the teacher's page lists it."""

    title: str
    other_title: str  # what the second half takes instead
    lesson_id: int | None
    quiz_slug: str
    minutes: int


def items_of(assignment: Assignment) -> list[Item]:
    """Return the steps of a piece of work. One query."""
    items = assignment.items.select_related("quiz", "swapped_quiz", "lesson").annotate(
        questions=question_count("quiz")
    )
    found = []
    for each in items:
        lesson = each.lesson
        minutes = (lesson.duration_minutes if lesson else 0) + (
            (each.quiz.time_limit_minutes or quiz_minutes(each.questions or 0)) if each.quiz else 0
        )
        title = lesson.title if lesson else each.quiz.title if each.quiz else "ทบทวนสั้น ๆ"
        found.append(
            Item(
                title=title,
                other_title=each.swapped_quiz.title if each.swapped_quiz else "",
                lesson_id=each.lesson_id,
                quiz_slug=each.quiz.slug if each.quiz else "",
                minutes=minutes or 5,
            )
        )
    return found


@dataclass(frozen=True)
class Eased:
    """An exception in words."""

    id: int
    whom: str
    granted: str
    reason: str
    made_by: str
    made_at: dt.datetime


def exceptions_of(assignment: Assignment) -> list[Eased]:
    """Return the exceptions in a piece of work, the newest first. One query."""
    rows = Override.objects.filter(assignment=assignment).select_related("pupil", "group", "made_by")
    return [
        Eased(
            id=row.pk,
            whom=row.pupil.full_name if row.pupil else f"กลุ่ม {row.group.name}" if row.group else "",
            granted=", ".join(_granted(row)),
            reason=row.reason,
            made_by=row.made_by.username if row.made_by else "",
            made_at=row.made_at,
        )
        for row in rows.order_by("-made_at", "-pk")
    ]


def _granted(row: Override) -> Sequence[str]:
    found = []
    for name, moment in (("เปิดให้ทำ", row.opens_at), ("ส่งภายใน", row.due_at), ("ปิดรับ", row.closes_at)):
        if moment:
            found.append(f"{name} {thai_day_moment(moment)}")
    if row.attempts_allowed:
        found.append(f"ทำได้ {row.attempts_allowed} ครั้ง")
    lifted = ((row.no_due, "ไม่มีกำหนดส่ง"), (row.no_close, "ไม่ปิดรับ"), (row.no_attempt_limit, "ทำกี่ครั้งก็ได้"))
    return [*found, *(words for is_lifted, words in lifted if is_lifted)]
