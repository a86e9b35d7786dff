"""What happens when an attempt ends: it waits to be counted, and it moves what the learner knows."""

from collections.abc import Mapping
from typing import Any

from django.dispatch import receiver

from accounts.models import Learner
from accounts.signals import learners_merged
from quizzes.insight import knowledge
from quizzes.models import Attempt, UncountedAttempt
from quizzes.selectors import Newest
from quizzes.signals import attempt_finished, result_told


@receiver(attempt_finished, sender=Attempt, dispatch_uid="quizzes.queue_for_counting")
def queue_for_counting(*, attempt: Attempt, **kwargs: Any) -> None:
    """Queue it, but for short reviews: every one is put together anew, so they do not add up to a quiz."""
    if not knowledge.is_booster(attempt):
        UncountedAttempt.objects.create(attempt=attempt, quiz_id=attempt.quiz_id)


@receiver(attempt_finished, sender=Attempt, dispatch_uid="quizzes.learn")
def learn(*, attempt: Attempt, answers: Mapping[int, Newest], **kwargs: Any) -> None:
    """Move what the learner knows, unless the result waits: one question an objective, and its level is its mark."""
    if not attempt.result_waits:
        knowledge.learn(attempt=attempt, answers=answers)


@receiver(result_told, sender=Attempt, dispatch_uid="quizzes.learn_late")
def learn_late(*, attempt: Attempt, **kwargs: Any) -> None:
    knowledge.learn_late(attempt=attempt)


@receiver(learners_merged, dispatch_uid="quizzes.merge_skills")
def merge_skills(*, source: Learner, target: Learner, **kwargs: Any) -> None:
    knowledge.merge_skills(source=source, target=target)
