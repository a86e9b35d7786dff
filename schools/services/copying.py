"""A class taken into the next school year: the people and, if wished, their groups and work; never their results."""

import datetime as dt

from django.db import transaction

from schools.models import Assignment, AssignmentItem, ClassGroup, Classroom, Membership, StaffMember
from schools.services.classrooms import ClassSettings, open_class
from schools.services.roster_import import free_personal_codes

_A_YEAR = dt.timedelta(weeks=52)  # the same weekday


def copy_class(
    *,
    classroom: Classroom,
    post: StaffMember,
    settings: ClassSettings,
    with_groups: bool,
    with_work: bool,
    now: dt.datetime,
) -> Classroom:
    """Return a new class with the pupils who are still there, new codes, no PIN and no learner.

    Pupils pick their names anew: whoever they were on some phone last year stays with the old class and its date.
    """
    with transaction.atomic():
        fresh = open_class(post=post, settings=settings, now=now, copied_from=classroom)
        groups = _copy_groups(classroom, fresh) if with_groups else {}
        _copy_pupils(classroom, fresh, groups)
        if with_work:
            _copy_work(classroom, fresh, groups, by=post, now=now)
        return fresh


def _copy_groups(source: Classroom, target: Classroom) -> dict[int, ClassGroup]:
    return {
        group.pk: ClassGroup.objects.create(classroom=target, name=group.name)
        for group in source.groups.order_by("pk")
    }


def _copy_pupils(source: Classroom, target: Classroom, groups: dict[int, ClassGroup]) -> None:
    pupils = list(source.pupils.filter(left_at=None).order_by("pk").prefetch_related("groups"))
    codes = free_personal_codes(len(pupils))
    rows = [
        (
            pupil,
            Membership(
                classroom=target,
                number=pupil.number,
                student_code=pupil.student_code,
                title=pupil.title,
                first_name=pupil.first_name,
                last_name=pupil.last_name,
                nickname=pupil.nickname,
                half=pupil.half,
                time_factor=pupil.time_factor,
                personal_code=code,
            ),
        )
        for pupil, code in zip(pupils, codes, strict=True)
    ]
    Membership.objects.bulk_create(copy for _, copy in rows)
    for pupil, copy in rows:
        its_groups = [groups[group.pk] for group in pupil.groups.all() if group.pk in groups]
        if its_groups:
            copy.groups.set(its_groups)


def _copy_work(
    source: Classroom, target: Classroom, groups: dict[int, ClassGroup], *, by: StaffMember, now: dt.datetime
) -> None:
    """Copy what was asked of the class or its groups, a year later; work for single pupils stays behind."""
    copies: dict[int, Assignment] = {}
    for work in source.assignments.filter(pupils=None).order_by("pk").prefetch_related("groups", "items"):
        its_groups = [groups[group.pk] for group in work.groups.all() if group.pk in groups]
        if work.groups.all() and not its_groups:
            continue
        fresh = Assignment.objects.create(
            classroom=target,
            kind=work.kind,
            title=work.title,
            message=work.message,
            opens_at=work.opens_at + _A_YEAR,
            due_at=work.due_at and work.due_at + _A_YEAR,
            closes_at=work.closes_at and work.closes_at + _A_YEAR,
            attempts_allowed=work.attempts_allowed,
            preset=work.preset,
            answers=work.answers,
            late=work.late,
            late_percent=work.late_percent,
            late_floor=work.late_floor,
            waits_for_bell=work.waits_for_bell,
            objectives=work.objectives,
            before=copies.get(work.before_id or 0),
            created_by=by.user,
            created_at=now,
            changed_at=now,
        )
        fresh.groups.set(its_groups)
        AssignmentItem.objects.bulk_create(
            AssignmentItem(
                assignment=fresh,
                position=item.position,
                lesson_id=item.lesson_id,
                quiz_id=item.quiz_id,
                swapped_quiz_id=item.swapped_quiz_id,
            )
            for item in work.items.all()
        )
        copies[work.pk] = fresh
