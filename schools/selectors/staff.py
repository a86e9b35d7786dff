"""A school as its administrator sees it: who works there, and its classes in sums."""

from dataclasses import dataclass

from django.db.models import Count

from schools.gain import ClassGain
from schools.models import Classroom, ClassTeacher, Mark, Membership, School, StaffMember
from schools.selectors import overview

FEWEST = overview.FEWEST


def staff_of(*, school: School) -> list[StaffMember]:
    """Return who works at the school or has asked to, those who wait first. One query."""
    staff = school.staff.select_related("user")
    return sorted(staff, key=lambda each: (each.state != StaffMember.State.WAITING, each.name))


def owns_classes(*, post: StaffMember) -> bool:
    """Tell whether somebody has to take over classes when they go."""
    return ClassTeacher.objects.filter(staff=post, is_owner=True).exists()


@dataclass(frozen=True)
class ClassSums:
    """A class in the overview. `participation`: share of pupils with at least one piece of work, 0–1.

    None where the class has fewer than FEWEST pupils: too few to be told.
    """

    classroom: Classroom
    teachers: list[str]
    pupils: int
    participation: float | None
    gain: ClassGain | None = None  # before → after, of the newest pair


def classes_of_school(*, school: School) -> list[ClassSums]:
    """Return the school's classes, this year's first, in sums over at least FEWEST pupils. Six queries."""
    pupils = dict(
        Membership.objects.filter(classroom__school=school, left_at=None)
        .values_list("classroom")
        .annotate(Count("pk"))
    )
    active = dict(
        Mark.objects.filter(membership__classroom__school=school, membership__left_at=None)
        .exclude(state="")
        .values_list("membership__classroom")
        .annotate(Count("membership", distinct=True))
    )
    teachers: dict[int, list[str]] = {}
    teaching = ClassTeacher.objects.filter(classroom__school=school).order_by("-is_owner", "since", "pk")
    for classroom_id, name in teaching.values_list("classroom", "staff__name"):
        teachers.setdefault(classroom_id, []).append(name)
    gains = overview.gains_of_school(school=school)
    return [
        ClassSums(
            classroom=each,
            teachers=teachers.get(each.pk, []),
            pupils=(count := pupils.get(each.pk, 0)),
            participation=active.get(each.pk, 0) / count if count >= FEWEST else None,
            gain=gains.get(each.pk),
        )
        for each in sorted(school.classrooms.all(), key=lambda each: (-each.year, each.name))
    ]
