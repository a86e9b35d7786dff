"""What quizzes does when Wagtail publishes and when accounts joins two learners."""

import datetime as dt
from typing import Any

from django.dispatch import receiver
from wagtail.signals import published

from accounts.models import Learner
from accounts.signals import learners_merged
from quizzes.merging import merge_learners
from quizzes.models import Question
from quizzes.versions import cut_version


@receiver(published, sender=Question, dispatch_uid="quizzes.cut_version")
def freeze(*, instance: Question, **kwargs: Any) -> None:
    """Cut the version that learners get. A publication in the future sends the signal too, before it is live."""
    if instance.live and instance.last_published_at:
        cut_version(question_id=instance.pk, now=instance.last_published_at)


@receiver(learners_merged, dispatch_uid="quizzes.merge_learners")
def follow_merge(*, source: Learner, target: Learner, now: dt.datetime, **kwargs: Any) -> None:
    merge_learners(source=source, target=target, now=now)
