"""What schools does when pupils' attempts start, end, are marked anew or change hands, and when learners are joined."""

import uuid
from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from accounts.models import Learner, User
from accounts.signals import claim_asked, learners_merged
from quizzes.models import Attempt
from quizzes.next_steps import NextStep
from quizzes.signals import (
    attempt_finished,
    attempt_moved,
    attempt_regraded,
    attempt_started,
    next_steps_wanted,
    ways_back_wanted,
)
from schools.services import marks, people


@receiver(attempt_started, sender=Attempt, dispatch_uid="schools.note_start")
def on_attempt_started(*, attempt: Attempt, **kwargs: Any) -> None:
    marks.note_start(attempt=attempt)


@receiver(attempt_finished, sender=Attempt, dispatch_uid="schools.note_end")
def on_attempt_finished(*, attempt: Attempt, **kwargs: Any) -> None:
    marks.note_end(attempt=attempt)


@receiver(attempt_regraded, sender=Attempt, dispatch_uid="schools.note_regrade")
def on_attempt_regraded(*, attempt: Attempt, **kwargs: Any) -> None:
    marks.note_end(attempt=attempt)


@receiver(attempt_moved, sender=Attempt, dispatch_uid="schools.note_move")
def on_attempt_moved(*, attempt: Attempt, source_id: uuid.UUID, **kwargs: Any) -> None:
    marks.note_move(attempt=attempt, source_id=source_id)


@receiver(next_steps_wanted, dispatch_uid="schools.next_steps")
@receiver(ways_back_wanted, dispatch_uid="schools.ways_back")
def lead_back(*, attempt: Attempt, **kwargs: Any) -> list[NextStep]:
    """After work for a class the way leads back to the class."""
    if marks.assignment_in(attempt.occasion) is None:
        return []
    return [NextStep(label="กลับไปห้องของฉัน", url=reverse("schools:my_class"), kind="primary")]


@receiver(claim_asked, dispatch_uid="schools.keep_pupils_apart")
def on_claim_asked(*, learner: Learner, user: User, own: Learner | None, **kwargs: Any) -> bool:
    return people.are_different_people(learner=learner, user=user, own=own)


@receiver(learners_merged, dispatch_uid="schools.follow_merge")
def on_learners_merged(*, source: Learner, target: Learner, **kwargs: Any) -> None:
    people.follow_merge(source=source, target=target)
