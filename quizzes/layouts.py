"""What may be answered in an attempt, kept in the process because it never changes once the attempt exists."""

import uuid
from dataclasses import dataclass

from quizzes.content import QuestionKind
from quizzes.models import Attempt
from quizzes.process_cache import ProcessCache
from quizzes.selection import Place


@dataclass(frozen=True)
class Answerable:
    """The choices of one question and how many of them one response may name."""

    choices: frozenset[str]
    most: int


Slots = tuple[Answerable, ...]
_slots: ProcessCache[uuid.UUID, Slots] = ProcessCache(10_000)  # ≈ 0.3 kB each, choices are shared
_shared: ProcessCache[tuple[frozenset[str], int], Answerable] = ProcessCache(2_000)


def _answerable(place: Place) -> Answerable:
    """Return the question's choices; learners who answer the same version share one object."""
    choices = frozenset(place["choices"])
    most = 1 if place["kind"] == QuestionKind.SINGLE else len(choices)
    known = _shared.get((choices, most))
    if known is None:
        known = Answerable(choices, most)
        _shared.put((choices, most), known)
    return known


def remember(attempt: Attempt) -> Slots:
    slots = tuple(_answerable(place) for place in attempt.layout)
    _slots.put(attempt.pk, slots)
    return slots


def slots_of(*, attempt_id: uuid.UUID) -> Slots | None:
    """Return the attempt's questions, None when there is no such attempt. One query when this process is cold."""
    known = _slots.get(attempt_id)
    if known is not None:
        return known
    attempt = Attempt.objects.only("layout").filter(pk=attempt_id).first()
    return remember(attempt) if attempt else None
