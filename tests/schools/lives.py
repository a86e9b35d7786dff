"""A pupil and a teacher with rows in every table of schools."""

from dataclasses import dataclass

from django.apps import apps

from accounts.models import User
from schools.models import (
    Assignment,
    ClassEvent,
    ClassGroup,
    Classroom,
    Mark,
    Membership,
    Override,
    Submission,
)
from schools.services import events
from tests.conftest import NOW
from tests.factories.accounts import make_learner
from tests.factories.schools import make_assignment, make_classroom, make_pupil, make_submission


@dataclass(frozen=True)
class SchoolLife:
    """One pupil (of no account) of one class, whose teacher has done everything that can be done."""

    classroom: Classroom
    teacher: User
    seat: Membership
    work: Assignment


def a_school_life() -> SchoolLife:
    classroom = make_classroom()
    teacher = classroom.teaching.get().user
    seat = make_pupil(
        classroom=classroom,
        learner=make_learner(),
        learner_is_ours=True,
        nickname="ชื่อเล่นที่ไม่ซ้ำใคร",
        first_name="ชื่อจริงที่ไม่ซ้ำใคร",
        pin="ตราประทับของพิน",
    )
    group = ClassGroup.objects.create(classroom=classroom, name="กลุ่ม ก")
    seat.groups.add(group)
    work = make_assignment(classroom=classroom, created_by=teacher)
    work.pupils.add(seat)
    work.groups.add(group)
    make_submission(assignment=work, pupil=seat)
    Mark.objects.update_or_create(
        assignment=work,
        membership=seat,
        defaults={"state": "done", "adjusted": 1.0, "adjust_reason": "ช่วยเพื่อน", "adjusted_by": teacher},
    )
    Override.objects.create(assignment=work, pupil=seat, reason="ป่วย", made_by=teacher, made_at=NOW)
    events.note(classroom=classroom, actor=teacher, pupil=seat, what="ให้เวลาเพิ่ม", now=NOW)
    return SchoolLife(classroom, teacher, seat, work)


def tables_of_pupils() -> set[str]:
    """Return the tables of schools in which a pupil has rows after `a_school_life`."""
    found = {model._meta.label for model in (Membership, Submission, Mark, Override, ClassEvent)}
    return found | {
        model._meta.label
        for model in apps.get_app_config("schools").get_models(include_auto_created=True)
        if model._meta.auto_created and "membership" in {field.name for field in model._meta.fields}
    }
