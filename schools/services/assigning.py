"""A teacher gives work, edits it while pupils are at it, makes it easier for some, and lets results out.

An edit reaches everybody: attempts that are open get their new end, marks are worked out anew by the new dates. What
an edit would do is found out by doing it and taking it back (`trial`), so that what is said is what happens.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count

from accounts.models import User
from quizzes import assigning as engine
from quizzes.models import Attempt
from schools.models import (
    Assignment,
    AssignmentItem,
    ClassGroup,
    Classroom,
    Mark,
    Membership,
    Override,
    Submission,
)
from schools.selectors import held
from schools.selectors.material import Material
from schools.services import events, marks
from thai.dates import thai_moment

FIELDS = (
    "title", "message", "opens_at", "due_at", "closes_at", "attempts_allowed", "preset", "answers",
    "late", "late_percent", "late_floor", "waits_for_bell",
)  # fmt: skip
FOR_GOOD = ("preset", "waits_for_bell")  # once somebody has begun


@dataclass(frozen=True)
class Audience:
    """Whom work is for; nobody named is the whole class."""

    groups: Sequence[ClassGroup] = ()
    pupils: Sequence[Membership] = ()


class Refused(Exception):  # noqa: N818 — a sentence that the teacher reads
    """What was asked would take something away from pupils that they have already used."""


def give(
    *,
    classroom: Classroom,
    material: Material,
    fields: Mapping[str, Any],
    audience: Audience,
    objectives: Sequence[str] = (),
    actor: User,
    now: dt.datetime,
) -> Assignment:
    """Give a piece of work. `fields`: those of FIELDS."""
    with transaction.atomic():
        assignment = Assignment.objects.create(
            classroom=classroom,
            kind=material.kind,
            objectives=list(objectives),
            created_by=actor,
            created_at=now,
            changed_at=now,
            **{name: fields[name] for name in FIELDS if name in fields},
        )
        AssignmentItem.objects.bulk_create(
            AssignmentItem(
                assignment=assignment,
                position=position,
                lesson_id=part.lesson,
                quiz_id=part.quiz,
                swapped_quiz_id=part.swapped_quiz,
            )
            for position, part in enumerate(material.parts, 1)
        )
        assignment.groups.set(audience.groups)
        assignment.pupils.set(audience.pupils)
        events.note(classroom=classroom, actor=actor, what=f"มอบหมายงาน: {assignment.title}", now=now)
        return assignment


def give_pair(
    *,
    classroom: Classroom,
    material: Material,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    audience: Audience,
    actor: User,
    now: dt.datetime,
) -> tuple[Assignment, Assignment]:
    """Give both parallel forms of a course: half the class begins with A, half with B, and they swap afterwards."""
    with transaction.atomic():
        given: dict[str, Any] = {"classroom": classroom, "audience": audience, "actor": actor, "now": now}
        first = give(material=material, fields=before, **given)
        part = material.parts[0]
        swapped = Material(
            material.key,
            Assignment.Kind.AFTER,
            material.title,
            (type(part)(quiz=part.swapped_quiz, swapped_quiz=part.quiz),),
            material.minutes,
        )
        second = give(material=swapped, fields=after, **given)
        second.before = first
        second.save(update_fields=["before"])
        return first, second


@dataclass(frozen=True)
class Trial:
    """What an edit would do: to how many who work, and how many marks of those who are done."""

    working: int
    done: int
    closes_now: int  # attempts that end at once
    longer: int  # open attempts that get more time
    shorter: int
    raised: int  # marks
    lowered: int
    beyond: int  # pupils who have used more attempts than there would be
    left_out: int  # have begun and are no longer asked

    @property
    def touches(self) -> bool:
        return bool(self.working or self.done)

    def sentences(self) -> list[str]:
        """Return what the teacher reads before saying yes."""
        found = [f"ตอนนี้กำลังทำอยู่ {self.working} คน ส่งแล้ว {self.done} คน"]
        told = (
            (self.closes_now, "คนที่กำลังทำ {} คน จะถูกส่งให้ทันที ด้วยคำตอบที่ตอบไว้แล้ว"),
            (self.longer, "คนที่กำลังทำ {} คน ได้เวลาเพิ่ม"),
            (self.shorter - self.closes_now, "คนที่กำลังทำ {} คน เวลาสั้นลง"),
            (self.raised, "คะแนนเพิ่มขึ้น {} คน เพราะคิดวันที่ส่งช้าใหม่"),
            (self.lowered, "คะแนนลดลง {} คน เพราะคิดวันที่ส่งช้าใหม่"),
            (self.beyond, "ทำไปแล้วเกินจำนวนครั้งใหม่ {} คน ผลยังอยู่ครบ แต่เริ่มอีกไม่ได้"),
            (self.left_out, "เริ่มทำแล้วแต่ไม่อยู่ในกลุ่มที่เลือกใหม่ {} คน ผลยังอยู่ครบ"),
        )
        found += [sentence.format(number) for number, sentence in told if number > 0]
        return found if len(found) > 1 else [*found, "การแก้นี้ไม่เปลี่ยนคะแนนหรือเวลาของใคร"]


def change(
    *,
    assignment: Assignment,
    fields: Mapping[str, Any],
    audience: Audience,
    actor: User,
    now: dt.datetime,
) -> Assignment:
    """Edit a piece of work for everybody, also those at it. Raises Refused."""
    with transaction.atomic():
        found = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
        begun = Submission.objects.filter(assignment=found.pk).exists()
        if begun:
            _refuse(found, fields, now=now)
        changed = [name for name in FIELDS if name in fields and getattr(found, name) != fields[name]]
        for name in changed:
            setattr(found, name, fields[name])
        found.changed_at = now
        found.save()
        found.groups.set(audience.groups)
        found.pupils.set(audience.pupils)
        if begun:
            follow(assignment=found, now=now)
        labels = ", ".join(_label(name) for name in changed)
        what = f"แก้งาน {found.title[:60]}" + (f": {labels}" if labels else "")
        events.note(classroom=found.classroom, actor=actor, what=what, now=now)
        return found


def _label(name: str) -> str:
    return str(Assignment._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _refuse(found: Assignment, fields: Mapping[str, Any], *, now: dt.datetime) -> None:
    opens_at = fields.get("opens_at", found.opens_at)
    if opens_at > now and opens_at > found.opens_at:
        raise Refused("มีคนเริ่มทำแล้ว จึงเลื่อนวันเปิดไปข้างหน้าไม่ได้ ถ้าต้องการหยุดก่อน ใช้ปุ่ม ปิดรับตอนนี้")
    for name in FOR_GOOD:
        if name in fields and fields[name] != getattr(found, name):
            raise Refused(f"มีคนเริ่มทำแล้ว จึงเปลี่ยน “{_label(name)}” ไม่ได้ สร้างงานใหม่แทน")


def trial(*, assignment: Assignment, now: dt.datetime, **edit: Any) -> Trial:
    """Return what an edit would do, without doing it. Takes what `change` takes. Raises Refused."""
    with transaction.atomic():
        before_marks, before_open = _marks(assignment), _open(assignment)
        begun = set(Submission.objects.filter(assignment=assignment.pk).values_list("membership", flat=True))
        found = change(assignment=assignment, now=now, **edit)
        after_marks, after_open = _marks(found), _open(found)
        asked = set(held.audience_of(found).values_list("pk", flat=True))
        moved = [(before_open[pk], after_open[pk]) for pk in before_open.keys() & after_open.keys()]
        states = [state for state, _ in before_marks.values()]
        steps = [
            (before_marks[pk][1] or 0.0, after_marks[pk][1] or 0.0)
            for pk in before_marks.keys() & after_marks.keys()
        ]
        result = Trial(
            working=states.count(Mark.State.WORKING),
            done=states.count(Mark.State.DONE),
            closes_now=sum(after is not None and after <= now for _, after in moved),
            longer=sum(_is_later(after, before) for before, after in moved),
            shorter=sum(_is_later(before, after) for before, after in moved),
            raised=sum(after > before + 1e-9 for before, after in steps),
            lowered=sum(after < before - 1e-9 for before, after in steps),
            beyond=_beyond(found),
            left_out=len(begun - asked),
        )
        transaction.set_rollback(True)
    return result


def _is_later(one: dt.datetime | None, other: dt.datetime | None) -> bool:
    return other is not None and (one is None or one > other)


def _marks(assignment: Assignment) -> dict[int, tuple[str, float | None]]:
    rows = Mark.objects.filter(assignment=assignment.pk).values_list("membership", "state", "fraction")
    return {pk: (state, fraction) for pk, state, fraction in rows}


def _open(assignment: Assignment) -> dict[Any, dt.datetime | None]:
    rows = Submission.objects.filter(assignment=assignment.pk, attempt__state=Attempt.State.OPEN)
    return dict(rows.values_list("attempt", "attempt__deadline"))


def _beyond(assignment: Assignment) -> int:
    """Return how many pupils have used more attempts at a step than are allowed."""
    if assignment.attempts_allowed is None:
        return 0
    used = Submission.objects.filter(assignment=assignment.pk).values("membership", "item")
    over = used.annotate(times=Count("pk")).filter(times__gt=assignment.attempts_allowed)
    return len({row["membership"] for row in over})


def follow(*, assignment: Assignment, now: dt.datetime, memberships: Collection[int] | None = None) -> int:
    """Bring attempts and marks up to what holds now; return how many attempts changed. Constant queries."""
    easings, asked = held.easings_in(assignment), held.asked_in(assignment)
    rows = Submission.objects.filter(assignment=assignment.pk).select_related("membership")
    if memberships is not None:
        rows = rows.filter(membership__in=memberships)
    with transaction.atomic():
        changes = {
            row.attempt_id: held.terms_of(
                assignment,
                held.effective(
                    assignment,
                    row.membership,
                    easings=easings.get(row.membership_id, ()),
                    limit_minutes=asked.limit_minutes,
                ),
            )
            for row in rows
        }
        changed = engine.apply_terms(changes=changes, now=now)
        marks.recompute(assignment=assignment, memberships=memberships)
    return changed


def follow_pupil(*, membership: Membership, now: dt.datetime) -> None:
    """Bring all of a pupil's work up to their time factor and groups, after those were changed."""
    for assignment in Assignment.objects.filter(submissions__membership=membership).distinct():
        follow(assignment=assignment, now=now, memberships=[membership.pk])


# --- single acts ------------------------------------------------------------------------------------------
def release(*, assignment: Assignment, actor: User, now: dt.datetime) -> None:
    """Let results and explanations out that waited for the teacher."""
    _act(assignment, actor, f"ประกาศผล: {assignment.title}", now, released_at=now)


def close(*, assignment: Assignment, actor: User, now: dt.datetime) -> None:
    """Stop taking work; open attempts are handed in by the sweep with what was given. Exceptions go on."""
    at = max(now, assignment.opens_at + dt.timedelta(seconds=1))
    moments: dict[str, Any] = {"closes_at": at}
    if assignment.due_at is not None and assignment.due_at > at:
        moments["due_at"] = at  # nobody is shut out before what they were given as due
    _act(assignment, actor, f"ปิดรับงาน: {assignment.title}", now, **moments)


def reopen(*, assignment: Assignment, until: dt.datetime | None, actor: User, now: dt.datetime) -> None:
    """Take work again until a moment (None: without end). Where late work is refused, the due date moves along."""
    moments: dict[str, Any] = {"closes_at": until}
    if assignment.late == Assignment.Late.REFUSE and assignment.due_at is not None:
        moments["due_at"] = until
    when = f"ถึง {thai_moment(until)}" if until else "โดยไม่มีกำหนดปิด"
    _act(assignment, actor, f"เปิดรับอีกครั้ง{when}: {assignment.title}", now, **moments)


def _act(assignment: Assignment, actor: User, what: str, now: dt.datetime, **fields: Any) -> None:
    with transaction.atomic():
        Assignment.objects.filter(pk=assignment.pk).update(changed_at=now, **fields)
        assignment.refresh_from_db()
        follow(assignment=assignment, now=now)
        events.note(classroom=assignment.classroom, actor=actor, what=what, now=now)


def remove(*, assignment: Assignment, actor: User, now: dt.datetime) -> None:
    """Take back work that nobody has begun. Raises Refused otherwise."""
    with transaction.atomic():
        used = Submission.objects.filter(assignment=assignment.pk).exists()
        if used or Mark.objects.filter(assignment=assignment.pk).exists():
            raise Refused("มีคนเริ่มทำหรือมีคะแนนแล้ว จึงลบไม่ได้ ใช้ปุ่ม ปิดรับตอนนี้ แทน ผลทุกคนยังอยู่ครบ")
        events.note(classroom=assignment.classroom, actor=actor, what=f"ลบงาน: {assignment.title}", now=now)
        assignment.delete()


# --- exceptions ---------------------------------------------------------------------------------------------
EASED = ("opens_at", "due_at", "closes_at", "attempts_allowed", "no_due", "no_close", "no_attempt_limit")


def ease(
    *,
    assignment: Assignment,
    pupil: Membership | None,
    group: ClassGroup | None,
    fields: Mapping[str, Any],
    reason: str,
    actor: User,
    now: dt.datetime,
) -> Override:
    """Make the work easier for a pupil or a group, with the reason; those at it get it at once."""
    with transaction.atomic():
        override = Override.objects.create(
            assignment=assignment,
            pupil=pupil,
            group=group,
            reason=reason,
            made_by=actor,
            made_at=now,
            **{name: fields[name] for name in EASED if name in fields},
        )
        whom = f" ให้กลุ่ม {group.name}" if group else ""
        what = f"ข้อยกเว้นใน {assignment.title[:60]}{whom}"
        events.note(
            classroom=assignment.classroom, actor=actor, what=what, reason=reason, pupil=pupil, now=now
        )
        follow(assignment=assignment, now=now, memberships=_eased(override))
        return override


def take_back(*, override: Override, actor: User, now: dt.datetime) -> None:
    """Take an exception back; what was done by it is counted by what holds now."""
    assignment, eased = override.assignment, _eased(override)
    with transaction.atomic():
        what = f"ยกเลิกข้อยกเว้นใน {assignment.title[:60]}"
        events.note(
            classroom=assignment.classroom,
            actor=actor,
            what=what,
            reason=override.reason,
            pupil=override.pupil,
            now=now,
        )
        override.delete()
        follow(assignment=assignment, now=now, memberships=eased)


def _eased(override: Override) -> list[int]:
    if override.pupil_id is not None:
        return [override.pupil_id]
    links = Membership.groups.through._default_manager.filter(classgroup=override.group_id)
    return list(links.values_list("membership", flat=True))
