"""Reads about people."""

import uuid

from accounts.models import Learner


def get_learner(*, learner_id: uuid.UUID | None) -> Learner | None:
    """Return the learner that a cookie names; None when there is none, or when it was merged into another."""
    if learner_id is None:
        return None
    return Learner.objects.filter(pk=learner_id).first()
