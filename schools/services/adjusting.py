"""A teacher's own mark, which goes before the counted one."""

import datetime as dt

from django.db import transaction

from accounts.models import User
from schools.models import Assignment, Mark, Membership
from schools.services import events


def adjust(
    *,
    assignment: Assignment,
    pupil: Membership,
    fraction: float | None,
    reason: str,
    actor: User,
    now: dt.datetime,
) -> Mark:
    """Set a pupil's mark (0–1) with the reason, or, with None, let the counted mark stand again. Noted in the class."""
    with transaction.atomic():
        Mark.objects.bulk_create(
            [Mark(assignment=assignment, membership=pupil)],
            ignore_conflicts=True,
        )
        mark = Mark.objects.select_for_update(of=("self",)).get(assignment=assignment, membership=pupil)
        before = mark.final
        mark.adjusted, mark.adjust_reason = fraction, reason if fraction is not None else ""
        mark.adjusted_by, mark.adjusted_at = (actor, now) if fraction is not None else (None, None)
        mark.save(update_fields=["adjusted", "adjust_reason", "adjusted_by", "adjusted_at"])
        what = f"ปรับคะแนน “{assignment.title[:60]}” จาก {_words(before)} เป็น {_words(fraction)}"
        if fraction is None:
            what = f"เลิกปรับคะแนน “{assignment.title[:60]}” กลับไปใช้คะแนนที่ทำได้ ({_words(mark.fraction)})"
        events.note(
            classroom=assignment.classroom, actor=actor, what=what, reason=reason, pupil=pupil, now=now
        )
        return mark


def _words(fraction: float | None) -> str:
    return "ยังไม่มีคะแนน" if fraction is None else f"ร้อยละ {fraction * 100:.4g}"
