"""Where a teacher works and teaches."""

from accounts.models import User
from schools.models import Classroom, StaffMember


def posts_of(*, user: User) -> list[StaffMember]:
    """Return the schools that an account works at or has asked to join, with their schools. One query."""
    return list(StaffMember.objects.filter(user=user).select_related("school").order_by("school__name"))


def classes_of(*, user: User) -> list[Classroom]:
    """Return the classes that an account teaches, those of this year first, the archived last. One query."""
    classes = Classroom.objects.filter(
        teaching__user=user, teaching__staff__state=StaffMember.State.ACTIVE
    ).select_related("school")
    return sorted(classes, key=lambda each: (each.archived_at is not None, -each.year, each.name))
