"""When a source that failed may be asked again. Pure."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

OPEN_AFTER = 5  # failures in a row
FIRST_WAIT = dt.timedelta(seconds=30)
LONGEST_WAIT = dt.timedelta(minutes=30)
RATE_LIMIT_WAIT = dt.timedelta(seconds=60)
BAN_WAIT = dt.timedelta(hours=1)
BLOCK_WAIT = dt.timedelta(hours=24)


class Outcome(StrEnum):
    """What came of asking a venue for candles."""

    OK = "ok"
    UNREACHABLE = "unreachable"  # time-out, refused, reset, 5xx
    BAD_BODY = "bad_body"  # it answered, but not with what was asked for
    RATE_LIMITED = "rate_limited"  # 429
    BANNED = "banned"  # 418
    BLOCKED = "blocked"  # 401, 403, 451: asking again will not help today
    BAD_SERIES = "bad_series"  # the venue is well, this pair or timeframe is not: a person must look


class State(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True)
class Breaker:
    """State of one venue. Until ``not_before`` it is left alone; after that an open breaker lets one probe through."""

    state: State = State.CLOSED
    failures: int = 0
    not_before: dt.datetime | None = None

    def may_ask(self, now: dt.datetime) -> bool:
        return self.not_before is None or now >= self.not_before


def _doubled(first: dt.timedelta, times: int, longest: dt.timedelta) -> dt.timedelta:
    factor: int = 2 ** min(times, 20)
    return min(first * factor, longest)


def after(
    breaker: Breaker,
    outcome: Outcome,
    *,
    now: dt.datetime,
    jitter: float,
    retry_after: dt.timedelta | None = None,
) -> Breaker:
    """Return the breaker after an outcome. ``jitter`` in 0–1 spreads the back-off between half and all of it."""
    if outcome in {Outcome.OK, Outcome.BAD_SERIES}:
        return Breaker()
    failures = breaker.failures + 1
    asked = min(retry_after or dt.timedelta(0), BLOCK_WAIT)  # a venue may ask for patience, not for silence
    match outcome:
        case Outcome.RATE_LIMITED:
            return Breaker(State.OPEN, failures, now + max(asked, RATE_LIMIT_WAIT))
        case Outcome.BANNED:
            return Breaker(
                State.OPEN, failures, now + max(asked, _doubled(BAN_WAIT, breaker.failures, BLOCK_WAIT))
            )
        case Outcome.BLOCKED:
            return Breaker(State.OPEN, failures, now + BLOCK_WAIT)
    wait = _doubled(FIRST_WAIT, breaker.failures, LONGEST_WAIT) * (0.5 + jitter / 2)
    is_open = failures >= OPEN_AFTER or breaker.state is not State.CLOSED
    return Breaker(State.OPEN if is_open else State.CLOSED, failures, now + max(asked, wait))
