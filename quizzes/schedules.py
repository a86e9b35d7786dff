"""FSRS behind the same interface as the ladder: the next review from how well something has been recalled so far. Pure.

A site may go from one schedule to the other and back at any time. What is planned stays planned; each schedule keeps the
`rung`, from which the ladder goes on, and leaves FSRS's memory where it is. A review that came by the ladder meanwhile is
seen by its date: FSRS then starts from the days of that rung, and only its opinion of how hard the matter is stays.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import fsrs

from quizzes.skills import LADDER_DAYS, Ladder, Review, Scheduler

_DAY = dt.timedelta(days=1)
LONGEST_DAYS = LADDER_DAYS[
    -1
]  # without a reminder the effect is gone after a quarter of a year (quizzes.skills)


def _engine() -> fsrs.Scheduler:
    # whole days (no steps of minutes), the same for everybody (no chance), never further away than the ladder
    return fsrs.Scheduler(
        learning_steps=(), relearning_steps=(), maximum_interval=LONGEST_DAYS, enable_fuzzing=False
    )


@dataclass(frozen=True)
class Fsrs:
    """Asks again when nine of ten would still recall it.

    A review that comes late is never worth less: recalled after a long time counts for more, and forgotten after a long
    time for no less.
    """

    engine: fsrs.Scheduler = field(default_factory=_engine)

    def first(self, *, now: dt.datetime) -> Review:
        return self._planned(_card(now=now), rung=0, recalled=True, now=now)

    def after(self, review: Review, *, recalled: bool, now: dt.datetime) -> Review:
        rung = Ladder().after(review, recalled=recalled, now=now).rung
        return self._planned(self._remembered(review, now=now), rung=rung, recalled=recalled, now=now)

    def lasts(self, review: Review) -> bool:
        return bool(review.memory["stability"] >= LONGEST_DAYS)

    def _planned(self, card: fsrs.Card, *, rung: int, recalled: bool, now: dt.datetime) -> Review:
        rating = fsrs.Rating.Good if recalled else fsrs.Rating.Again
        card, _ = self.engine.review_card(card, rating, now.astimezone(dt.UTC))
        memory = {
            "stability": card.stability,
            "difficulty": card.difficulty,
            "reviewed_at": now.isoformat(),
            "due_at": card.due.isoformat(),
        }
        return Review(card.due, rung, memory)

    def _remembered(self, review: Review, *, now: dt.datetime) -> fsrs.Card:
        memory = review.memory
        if memory and dt.datetime.fromisoformat(memory["due_at"]) == review.due_at:
            return _card(now=now, memory=memory)
        days = LADDER_DAYS[min(review.rung, len(LADDER_DAYS) - 1)]
        memory = {
            "stability": float(days),
            "difficulty": memory.get("difficulty") or self.first(now=now).memory["difficulty"],
            "reviewed_at": min(review.due_at - days * _DAY, now).isoformat(),
        }
        return _card(now=now, memory=memory)


def _card(*, now: dt.datetime, memory: Mapping[str, Any] | None = None) -> fsrs.Card:
    """Return FSRS's card. Every part is given: what is left out it would ask of the clock."""
    if memory is None:
        return fsrs.Card(card_id=0, due=now)
    return fsrs.Card(
        card_id=0,
        state=fsrs.State.Review,
        stability=memory["stability"],
        difficulty=memory["difficulty"],
        due=now,
        last_review=dt.datetime.fromisoformat(memory["reviewed_at"]),
    )


SCHEDULES: Mapping[str, Scheduler] = {"ladder": Ladder(), "fsrs": Fsrs()}
