"""Which versions an attempt asks, kept in the process because that never changes once the attempt exists."""

import uuid

from quizzes.models import Attempt
from quizzes.process_cache import ProcessCache

Slots = tuple[str, ...]  # hex of QuestionVersion.pk, in the order of the slots
_slots: ProcessCache[uuid.UUID, Slots] = ProcessCache(10_000)
# learners of a quiz without pools share one tuple
_shared: ProcessCache[Slots, Slots] = ProcessCache(2_000)


def remember(attempt: Attempt) -> Slots:
    slots = tuple(place["version"] for place in attempt.layout)
    known = _shared.get(slots)
    if known is None:
        _shared.put(slots, slots)
        known = slots
    _slots.put(attempt.pk, known)
    return known


def slots_of(*, attempt_id: uuid.UUID) -> Slots | None:
    """Return the attempt's versions, None when there is no such attempt. One query when this process is cold."""
    known = _slots.get(attempt_id)
    if known is not None:
        return known
    attempt = Attempt.objects.only("layout").filter(pk=attempt_id).first()
    return remember(attempt) if attempt else None
