"""What schools does when accounts joins two learners, and when somebody goes."""

from accounts.models import Learner, User
from schools.models import ClassTeacher, Membership


def are_different_people(*, learner: Learner, user: User, own: Learner | None) -> bool:
    """Tell whether an account that signs in on a device is surely not the pupil whose learner that device holds.

    Two seats in one class are two pupils: a phone is passed on, and the next one signs in. Who teaches the class only
    borrowed the phone. Joining them would mix two people's results, and nobody could take them apart again.
    """
    classes = set(Membership.objects.filter(learner=learner).values_list("classroom", flat=True))
    if not classes:
        return False
    if ClassTeacher.objects.filter(classroom__in=classes, user=user).exists():
        return True
    return own is not None and Membership.objects.filter(classroom__in=classes, learner=own).exists()


def follow_merge(*, source: Learner, target: Learner) -> None:
    """Let the seats of a device's learner follow it into the account. No class has both: see above."""
    Membership.objects.filter(learner=source).update(learner=target)
