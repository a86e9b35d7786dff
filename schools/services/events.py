"""The class's own log: what was done that bears on pupils' results. Written once, never changed."""

import datetime as dt

from accounts.models import User
from schools.models import ClassEvent, Classroom, Membership


def note(
    *,
    classroom: Classroom,
    actor: User | None,
    what: str,
    now: dt.datetime,
    reason: str = "",
    pupil: Membership | None = None,
) -> ClassEvent:
    """Add a line. `what` is a Thai sentence without names: who did it and which pupil stand beside it.

    Without an actor it was the pupil or the system. Call it in the transaction of what it tells of.
    """
    return ClassEvent.objects.create(
        classroom=classroom, actor=actor, pupil=pupil, what=what[:200], reason=reason.strip()[:200], at=now
    )
