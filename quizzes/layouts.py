"""Which versions an attempt asks, kept in the process because that never changes once the attempt exists."""

import uuid
from collections.abc import Collection

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


def slots_of_many(*, attempt_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Slots]:
    """Return the versions of attempts; unknown ones are left out. One query when this process is cold."""
    found = _slots.get_many(attempt_ids)
    missing = [pk for pk in attempt_ids if pk not in found]
    if missing:
        for attempt in Attempt.objects.only("layout").filter(pk__in=missing):
            found[attempt.pk] = remember(attempt)
    return found
