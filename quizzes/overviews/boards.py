"""How far each of many attempts is, question by question: what a live board shows. For teachers, never for pupils."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from quizzes import layouts, versions
from quizzes.overviews import rows
from quizzes.overviews.readings import reading_of


@dataclass(frozen=True, slots=True)
class SlotState:
    """One question of one attempt at this moment."""

    slot: int
    answered: bool = False
    fraction: float | None = None  # 0–1; while it is open: of the newest answer, None without one
    confidence: int = 0  # 1–3, 0 when not said
    steps: int = 0  # answers given, the changed ones too
    received_at: dt.datetime | None = None  # of the newest


def progress_of(*, attempts: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[SlotState, ...]]:
    """Return the state of every question by attempt; unknown attempts are left out.

    Two queries; one more for attempts, and one for versions, that this process meets for the first time.
    """
    ids = list(attempts)
    marks = rows.marks(ids=ids)
    slots = layouts.slots_of_many(attempt_ids=marks)
    contents = versions.contents(versions={version for each in slots.values() for version in each})
    newest: dict[tuple[uuid.UUID, int], tuple[str, Any]] = {}
    counts: dict[tuple[uuid.UUID, int], int] = defaultdict(int)
    for attempt, slot, response, received_at in rows.steps(ids=ids):
        newest[attempt, slot] = response, received_at
        counts[attempt, slot] += 1
    found = {}
    for attempt, asked in slots.items():
        states = []
        for slot, version in enumerate(asked, 1):
            given = newest.get((attempt, slot))
            known = marks[attempt][slot - 1] if marks[attempt] else None
            if given is None:
                states.append(SlotState(slot, fraction=known))
                continue
            read = reading_of(version, contents[version], given[0])
            states.append(
                SlotState(
                    slot,
                    answered=read.answered,
                    fraction=read.fraction if known is None and read.answered else known,
                    confidence=read.confidence,
                    steps=counts[attempt, slot],
                    received_at=rows.moment(given[1]),
                )
            )
        found[attempt] = tuple(states)
    return found
