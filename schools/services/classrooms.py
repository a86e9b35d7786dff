"""Classes: opened, changed, their codes and teachers, put away, taken into the next year."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from schools.codes import CLASS_DIGITS, new_code
from schools.models import Classroom, ClassTeacher, StaffMember
from schools.services import events
from thai.dates import thai_date

CODE_LASTS = dt.timedelta(days=30)


@dataclass(frozen=True)
class ClassSettings:
    """What a teacher decides about a class."""

    name: str
    year: int  # Buddhist era
    entry: str
    keep_until: dt.date


def free_code() -> str:
    """Return a class code that no class has."""
    while Classroom.objects.filter(code=(code := new_code(CLASS_DIGITS))).exists():
        pass
    return code


def open_class(
    *, post: StaffMember, settings: ClassSettings, now: dt.datetime, copied_from: Classroom | None = None
) -> Classroom:
    """Open a class at the school of the post, who owns it."""
    with transaction.atomic():
        classroom = Classroom.objects.create(
            school=post.school,
            name=settings.name,
            year=settings.year,
            entry=settings.entry,
            keep_until=settings.keep_until,
            code=free_code(),
            code_expires_at=now + CODE_LASTS,
            created_at=now,
            copied_from=copied_from,
        )
        ClassTeacher.objects.create(classroom=classroom, user=post.user, staff=post, is_owner=True, since=now)
        events.note(classroom=classroom, actor=post.user, what="เปิดห้องเรียน", now=now)
        return classroom


def renew_code(*, classroom: Classroom, actor: User, now: dt.datetime) -> None:
    """Give the class a new code: the old link is dead at once, pupils and their seats stay."""
    with transaction.atomic():
        classroom.code, classroom.code_expires_at = free_code(), now + CODE_LASTS
        classroom.save(update_fields=["code", "code_expires_at"])
        events.note(classroom=classroom, actor=actor, what="เปลี่ยนรหัสเข้าห้อง รหัสเดิมใช้ไม่ได้แล้ว", now=now)


def extend_code(*, classroom: Classroom, actor: User, now: dt.datetime) -> None:
    """Let the same code open the class for longer."""
    with transaction.atomic():
        classroom.code_expires_at = now + CODE_LASTS
        classroom.save(update_fields=["code_expires_at"])
        what = f"ต่ออายุรหัสเข้าห้องถึง {thai_date(classroom.code_expires_at)}"
        events.note(classroom=classroom, actor=actor, what=what, now=now)


def change(*, classroom: Classroom, settings: ClassSettings, actor: User, now: dt.datetime) -> None:
    """Write what a teacher decided; what bears on pupils is noted."""
    with transaction.atomic():
        if settings.keep_until != classroom.keep_until:
            what = f"เปลี่ยนวันลบข้อมูลนักเรียนเป็น {thai_date(settings.keep_until)}"
            events.note(classroom=classroom, actor=actor, what=what, now=now)
        if settings.entry != classroom.entry:
            what = f"เปลี่ยนวิธีเข้าห้องเป็น “{Classroom.Entry(settings.entry).label}”"
            events.note(classroom=classroom, actor=actor, what=what, now=now)
        classroom.name, classroom.year = settings.name, settings.year
        classroom.entry, classroom.keep_until = settings.entry, settings.keep_until
        classroom.save(update_fields=["name", "year", "entry", "keep_until"])


def archive(*, classroom: Classroom, actor: User, now: dt.datetime) -> None:
    """Put the class away: results stay to be read, pupils neither enter nor hand in."""
    with transaction.atomic():
        if Classroom.objects.filter(pk=classroom.pk, archived_at=None).update(archived_at=now):
            events.note(classroom=classroom, actor=actor, what="เก็บห้องเข้าคลัง", now=now)


def reopen(*, classroom: Classroom, actor: User, now: dt.datetime) -> None:
    with transaction.atomic():
        if Classroom.objects.filter(pk=classroom.pk, archived_at__isnull=False).update(archived_at=None):
            events.note(classroom=classroom, actor=actor, what="นำห้องออกจากคลัง ใช้ต่อได้", now=now)


def add_teacher(*, classroom: Classroom, colleague: StaffMember, actor: User, now: dt.datetime) -> None:
    """Let a colleague of the same school teach the class as well."""
    with transaction.atomic():
        _, is_new = ClassTeacher.objects.get_or_create(
            classroom=classroom, user=colleague.user, defaults={"staff": colleague, "since": now}
        )
        if is_new:
            events.note(classroom=classroom, actor=actor, what=f"เพิ่ม{colleague.name}เป็นครูร่วมสอน", now=now)


def remove_teacher(*, teaching: ClassTeacher, actor: User, now: dt.datetime) -> None:
    """Take a co-teacher out of the class. The owner cannot be taken out, only hand over."""
    with transaction.atomic():
        if ClassTeacher.objects.filter(pk=teaching.pk, is_owner=False).delete()[0]:
            what = f"เอา{teaching.staff.name}ออกจากครูร่วมสอน"
            events.note(classroom=teaching.classroom, actor=actor, what=what, now=now)


def hand_over(*, teaching: ClassTeacher, actor: User, now: dt.datetime) -> None:
    """Make a co-teacher the owner; who owned the class goes on teaching it."""
    with transaction.atomic():
        classroom = Classroom.objects.select_for_update().get(pk=teaching.classroom_id)
        classroom.teaching.filter(is_owner=True).update(is_owner=False)
        classroom.teaching.filter(pk=teaching.pk).update(is_owner=True)
        what = f"ยกห้องให้{teaching.staff.name}เป็นเจ้าของ"
        events.note(classroom=classroom, actor=actor, what=what, now=now)
