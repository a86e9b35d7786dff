"""What an attempt that a higher app asks for is taken by, in place of the quiz's own rules. Pure."""

import datetime as dt
from dataclasses import dataclass

MOST_OCCASION = 40  # characters
PRESETS = frozenset({"practice", "assigned"})


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How attempts are taken: the quiz's own rules, or the terms of a higher app in their place.

    `feedback_at`: None explains as soon as it ends. `time_factor`: the learner's share of the time limit; below 1 it
    counts as 1, and it does not move `closes_at` (whoever sets both does that).
    """

    preset: str  # practice | assigned
    attempts_allowed: int | None = None
    time_factor: float = 1.0
    closes_at: dt.datetime | None = None
    feedback_at: dt.datetime | None = None
    is_held: bool = False  # not explained until the higher app lets it go
    shuffles: bool = True  # as far as the quiz shuffles; False: as its author wrote it down

    def __post_init__(self) -> None:
        if self.preset not in PRESETS:
            raise ValueError(f"no such preset: {self.preset}")
        if self.attempts_allowed is not None and self.attempts_allowed < 1:
            raise ValueError("at least one attempt")

    def deadline(self, *, started_at: dt.datetime, limit_minutes: int | None) -> dt.datetime | None:
        """Return when an attempt by these rules is closed; None for never."""
        return deadline(
            started_at=started_at,
            limit_minutes=limit_minutes,
            factor=self.time_factor,
            closes_at=self.closes_at,
        )

    def is_closed(self, *, now: dt.datetime) -> bool:
        return self.closes_at is not None and self.closes_at <= now


@dataclass(frozen=True, kw_only=True)
class Terms(Rules):
    """The rules of one learner's attempts for one occasion. The quiz keeps its questions, pass mark and time limit.

    `occasion`: what it is for, as the higher app names it ("assignment-12"); attempts are counted per occasion, and
    an attempt by oneself has none. ValueError for one that is empty or too long, an unknown preset, or fewer than one
    attempt.
    """

    occasion: str

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 1 <= len(self.occasion) <= MOST_OCCASION:
            raise ValueError(f"an occasion has 1–{MOST_OCCASION} characters")


def deadline(
    *, started_at: dt.datetime, limit_minutes: int | None, factor: float, closes_at: dt.datetime | None
) -> dt.datetime | None:
    """Return when an attempt is closed: after the time limit × factor (never below 1), never after `closes_at`."""
    ends = []
    if limit_minutes is not None:
        ends.append(started_at + dt.timedelta(minutes=limit_minutes * max(1.0, factor)))
    if closes_at is not None:
        ends.append(closes_at)
    return min(ends, default=None)
