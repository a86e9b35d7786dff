"""The end of a class's time: everything of its pupils goes, the class itself stays as an empty shell."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.leaving import erase_person
from accounts.personal_data import Person
from schools.models import Classroom, ClassTeacher, Membership, StaffMember
from schools.selectors import classrooms
from schools.services import events
from thai.dates import local_day

ERASED = classrooms.ERASED
_ONE_RUN = dt.timedelta(days=7)  # a run that was killed goes on within that time, and is noted once
_ALONE = dt.timedelta(days=30)  # how long a class without any teacher is kept


def erase_overdue(*, now: dt.datetime, at_most: int = 50) -> int:
    """Erase the pupils of classes whose date is past; return how many classes. A killed job goes on where it stopped."""
    overdue = Classroom.objects.filter(
        Exists(Membership.objects.filter(classroom=OuterRef("pk"))), keep_until__lt=local_day(now)
    )
    found = list(overdue.order_by("keep_until", "pk")[:at_most])
    for classroom in found:
        erase_pupils(classroom=classroom, now=now)
    return len(found)


def erase_pupils(*, classroom: Classroom, now: dt.datetime) -> None:
    """Erase seats, work and marks, and the learners who came into being for classes and are in no other one.

    Who has an account, or was learning here before, keeps what they learnt: it is theirs. The log keeps its lines
    about the class, without those about pupils. Each pupil has a transaction, so that answers never wait for it long.
    """
    with transaction.atomic():
        Classroom.objects.filter(pk=classroom.pk, archived_at=None).update(archived_at=now)
        if not classroom.events.filter(what=ERASED, at__gte=now - _ONE_RUN).exists():
            events.note(classroom=classroom, actor=None, what=ERASED, now=now)
    for seat in classroom.pupils.select_related("learner"):
        with transaction.atomic():
            erase_seat(seat=seat)
    classroom.groups.all().delete()


def erase_seat(*, seat: Membership) -> None:
    """Erase one pupil of a class, and the learner where it came into being for classes and is in no other one."""
    learner, is_ours = seat.learner, seat.learner_is_ours
    seat.delete()
    if learner is not None and is_ours and learner.user_id is None and not learner.memberships.exists():
        erase_person(person=Person(learner=learner))


def shorten_orphans(*, now: dt.datetime) -> int:
    """Let classes that no teacher can open any more go within a month; return how many."""
    last = local_day(now) + _ALONE
    taught = ClassTeacher.objects.filter(classroom=OuterRef("pk"), staff__state=StaffMember.State.ACTIVE)
    return Classroom.objects.filter(~Exists(taught), keep_until__gt=last).update(keep_until=last)
