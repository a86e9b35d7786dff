"""What happens when an attempt ends: it waits to be counted."""

from typing import Any

from django.dispatch import receiver

from quizzes.models import Attempt, UncountedAttempt
from quizzes.signals import attempt_finished


@receiver(attempt_finished, sender=Attempt, dispatch_uid="quizzes.queue_for_counting")
def queue_for_counting(*, attempt: Attempt, **kwargs: Any) -> None:
    UncountedAttempt.objects.create(attempt=attempt, quiz_id=attempt.quiz_id)
