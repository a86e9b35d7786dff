"""What a class's own pages show: who teaches it, how many are in, what was noted."""

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from schools.models import Assignment, ClassEvent, Classroom, ClassTeacher, Mark, StaffMember
from schools.school_year import WARNED_BEFORE
from thai.dates import local_day

EVENTS_A_PAGE = 50
ERASED = "ลบข้อมูลนักเรียนตามกำหนด"  # the line that the end of a class's time leaves in its log
SHOWN = 5  # pieces of work on the class's first page


@dataclass(frozen=True)
class HeadCount:
    """How many pupils a class has, and how many of them have been in."""

    pupils: int
    entered: int


def head_count(*, classroom: Classroom) -> HeadCount:
    found = classroom.pupils.filter(left_at=None).aggregate(
        pupils=Count("pk"), entered=Count("pk", filter=Q(joined_at__isnull=False))
    )
    return HeadCount(**found)


def running_work(*, classroom: Classroom, now: dt.datetime) -> list[Assignment]:
    """Return the newest work that is open, each with `done` and `working`: how many pupils. One query."""
    is_open = Q(closes_at=None) | Q(closes_at__gt=now)
    found = classroom.assignments.filter(is_open, opens_at__lte=now).annotate(
        done=Count("marks", filter=Q(marks__state=Mark.State.DONE)),
        working=Count("marks", filter=Q(marks__state=Mark.State.WORKING)),
    )
    return list(found.order_by("-opens_at", "-pk")[:SHOWN])


def teachers_of(*, classroom: Classroom) -> list[ClassTeacher]:
    """Return who teaches the class, the owner first. One query."""
    teaching = classroom.teaching.select_related("staff").filter(staff__state=StaffMember.State.ACTIVE)
    return list(teaching.order_by("-is_owner", "since", "pk"))


def colleagues_of(*, classroom: Classroom) -> list[StaffMember]:
    """Return who works at the school and does not teach the class."""
    staff = StaffMember.objects.filter(school=classroom.school_id, state=StaffMember.State.ACTIVE)
    return list(staff.exclude(teaching__classroom=classroom).order_by("name", "pk"))


def is_about_to_go(*, classroom: Classroom, now: dt.datetime) -> bool:
    """Tell whether pupils' data will be erased within a month."""
    return classroom.keep_until - local_day(now) <= WARNED_BEFORE


def erased_at(*, classroom: Classroom) -> dt.datetime | None:
    """Return when the pupils of a class were erased because its time was over; asked only of a class put away."""
    if classroom.archived_at is None:
        return None
    found = classroom.events.filter(what=ERASED).order_by("-at").first()
    return found.at if found else None


@dataclass(frozen=True)
class Line:
    """One line of the class's log, with the name of who did it; empty when it was a pupil or the system."""

    event: ClassEvent
    by: str


def log_of(*, classroom: Classroom, number: str | None) -> "tuple[Page[ClassEvent], list[Line]]":
    """Return a page of the log, newest first, and its lines. Three queries."""
    events = classroom.events.select_related("actor", "pupil").order_by("-at", "-pk")
    page = Paginator(events, EVENTS_A_PAGE).get_page(number)
    found = list(page.object_list)
    names = dict(StaffMember.objects.filter(school=classroom.school_id).values_list("user_id", "name"))
    return page, [
        Line(event, names.get(event.actor.pk, event.actor.username) if event.actor else "") for event in found
    ]
