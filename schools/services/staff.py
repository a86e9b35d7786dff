"""Schools and who works there: founded, joined, decided about, left. A school always has somebody who looks after it."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from schools.codes import CLASS_DIGITS, new_code
from schools.models import Classroom, ClassTeacher, School, StaffMember
from schools.services import events


class LastAdministrator(Exception):  # noqa: N818 — a rule, not a fault
    """Nobody could look after the school any more."""


class ClassesNeedSomebody(Exception):  # noqa: N818 — a rule, not a fault
    """The teacher owns classes, and nobody was named who takes them over."""


def free_join_code() -> str:
    while School.objects.filter(join_code=(code := new_code(CLASS_DIGITS))).exists():
        pass
    return code


def found_school(*, user: User, name: str, province: str, own_name: str, now: dt.datetime) -> StaffMember:
    """Make a school; who makes it looks after it."""
    with transaction.atomic():
        school = School.objects.create(
            name=name, province=province, join_code=free_join_code(), created_at=now
        )
        return StaffMember.objects.create(
            school=school,
            user=user,
            name=own_name,
            role=StaffMember.Role.ADMINISTRATOR,
            state=StaffMember.State.ACTIVE,
            asked_at=now,
            decided_at=now,
        )


def ask_to_join(*, user: User, join_code: str, own_name: str, now: dt.datetime) -> StaffMember | None:
    """Ask to work at the school with this code; None when there is none. Asking twice changes nothing."""
    school = School.objects.filter(join_code=join_code).first()
    if school is None:
        return None
    post, _ = StaffMember.objects.get_or_create(
        school=school, user=user, defaults={"name": own_name, "asked_at": now}
    )
    return post


def renew_join_code(*, school: School) -> None:
    """Shut the old code; who works at the school or has asked stays."""
    school.join_code = free_join_code()
    school.save(update_fields=["join_code"])


def approve(*, post: StaffMember, now: dt.datetime) -> None:
    StaffMember.objects.filter(pk=post.pk, state=StaffMember.State.WAITING).update(
        state=StaffMember.State.ACTIVE, decided_at=now
    )


def refuse(*, post: StaffMember) -> None:
    """Forget that somebody asked; they may ask again."""
    StaffMember.objects.filter(pk=post.pk, state=StaffMember.State.WAITING).delete()


def set_role(*, post: StaffMember, role: str) -> None:
    """Make somebody who works there an administrator, or a teacher again. Raises LastAdministrator."""
    with transaction.atomic():
        post = _locked(post)
        if role != StaffMember.Role.ADMINISTRATOR:
            _refuse_last_administrator(post)
        if post.state == StaffMember.State.ACTIVE:
            post.role = role
            post.save(update_fields=["role"])


def remove(
    *, post: StaffMember, by: User, heir: StaffMember | None, now: dt.datetime, reason: str = ""
) -> None:
    """Take somebody off the staff. Classes they own go to a co-teacher, else to `heir`, a colleague.

    Raises LastAdministrator, and ClassesNeedSomebody when a class would be nobody's.
    """
    with transaction.atomic():
        post = _locked(post)
        _refuse_last_administrator(post)
        for classroom in Classroom.objects.filter(teaching__staff=post, teaching__is_owner=True):
            _pass_on(classroom, of=post, by=by, heir=heir, now=now, reason=reason)
        post.delete()


def leave_orderly(*, user: User, now: dt.datetime) -> None:
    """Before an account goes: its classes and schools get somebody else, where there is somebody.

    A class goes to its co-teacher, else to the school's administrator; a school without another administrator to
    the colleague who has been there longest. What is left alone is erased soon (services.retention).
    """
    with transaction.atomic():
        for post in StaffMember.objects.filter(user=user, state=StaffMember.State.ACTIVE):
            others = _others(post)
            heir = others.filter(role=StaffMember.Role.ADMINISTRATOR).first() or others.first()
            for classroom in Classroom.objects.filter(teaching__staff=post, teaching__is_owner=True):
                if heir is not None or _co_teacher(classroom, post) is not None:
                    _pass_on(classroom, of=post, by=None, heir=heir, now=now, reason="ครูเจ้าของห้องลบบัญชี")
            if heir is not None and post.role == StaffMember.Role.ADMINISTRATOR:
                set_role(post=heir, role=StaffMember.Role.ADMINISTRATOR)


def _locked(post: StaffMember) -> StaffMember:
    # the school's row serialises two administrators who remove each other
    School.objects.select_for_update().get(pk=post.school_id)
    return StaffMember.objects.get(pk=post.pk)


def _others(post: StaffMember) -> "QuerySet[StaffMember]":
    active = StaffMember.objects.filter(school=post.school_id, state=StaffMember.State.ACTIVE)
    return active.exclude(pk=post.pk).order_by("asked_at", "pk")


def _refuse_last_administrator(post: StaffMember) -> None:
    if post.role != StaffMember.Role.ADMINISTRATOR or post.state != StaffMember.State.ACTIVE:
        return
    if not _others(post).filter(role=StaffMember.Role.ADMINISTRATOR).exists():
        raise LastAdministrator


def _co_teacher(classroom: Classroom, post: StaffMember) -> ClassTeacher | None:
    teaching = classroom.teaching.filter(staff__state=StaffMember.State.ACTIVE).exclude(staff=post)
    return teaching.order_by("since", "pk").first()


def _pass_on(
    classroom: Classroom,
    *,
    of: StaffMember,
    by: User | None,
    heir: StaffMember | None,
    now: dt.datetime,
    reason: str,
) -> None:
    """Give a class to its co-teacher, else to the heir, and note it."""
    teaching = _co_teacher(classroom, of)
    if teaching is None:
        if heir is None or heir.pk == of.pk:
            raise ClassesNeedSomebody
        teaching = ClassTeacher.objects.create(classroom=classroom, user=heir.user, staff=heir, since=now)
    ClassTeacher.objects.filter(classroom=classroom, staff=of).update(is_owner=False)
    ClassTeacher.objects.filter(pk=teaching.pk).update(is_owner=True)
    events.note(classroom=classroom, actor=by, what="ครูคนใหม่รับดูแลห้องนี้ต่อ", reason=reason, now=now)
