"""Candles: what one is, which rows of an answer may be believed, and what a run of them says. Pure."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

HOUR = 3_600_000  # milliseconds
DAY = 24 * HOUR
WEEK = 7 * DAY
STEPS = {"1h": HOUR, "4h": 4 * HOUR, "1d": DAY, "1w": WEEK}
_EPOCH_TO_MONDAY = 4 * DAY  # 1 January 1970 was a Thursday; markets' weeks open on Monday


class Candle(NamedTuple):
    """Open time in milliseconds UTC, open, high, low and close in the quote currency, volume in the base asset."""

    t: int
    o: float
    h: float
    l: float  # noqa: E741
    c: float
    v: float


class UntrustworthyAnswerError(ValueError):
    """The answer as a whole cannot be believed: nothing of it may be stored."""


class Problem(NamedTuple):
    """Why a row was left out, or what is odd about the answer. ``t`` is the open time concerned."""

    kind: str  # another-asset, misaligned, future, before-since, impossible, off-tick, duplicate, gap, late-start
    t: int


@dataclass(frozen=True)
class Cleaned:
    """The rows that may be stored, the candle that is still open, and what was wrong with the rest."""

    closed: tuple[Candle, ...]
    open: Candle | None
    problems: tuple[Problem, ...]


def align(t: int, step: int) -> int:
    """Return the open time of the candle that holds ``t``."""
    offset = _EPOCH_TO_MONDAY if step == WEEK else 0
    return (t - offset) // step * step + offset


def _parse(row: Sequence[Any]) -> Candle:
    values = tuple(row[:6])
    if len(values) < 6 or any(
        isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value)
        for value in values
    ):
        raise UntrustworthyAnswerError(f"not a candle: {row!r:.80}")
    return Candle(int(values[0]), *map(float, values[1:]))


def _is_possible(candle: Candle) -> bool:
    return (
        0 < candle.l <= min(candle.o, candle.c)
        and candle.h >= max(candle.o, candle.c)
        and candle.v >= 0
        and candle.t >= 0
    )


def _is_on_tick(candle: Candle, tick: float) -> bool:
    """Interpolated candles betray themselves by prices that the market cannot quote."""
    return all(
        abs(price / tick - round(price / tick)) <= max(1e-6, 1e-9 * price / tick) for price in candle[1:5]
    )


@dataclass(frozen=True)
class Validity:
    """The time in which a venue's ticker means one asset: open times from ``start`` until before ``end``, milliseconds."""

    start: int | None = None
    end: int | None = None

    def holds(self, t: int) -> bool:
        return (self.start is None or t >= self.start) and (self.end is None or t < self.end)


ALWAYS = Validity()


def _fault(
    candle: Candle, *, step: int, now: int, since: int | None, tick: float | None, validity: Validity
) -> str:
    if not validity.holds(candle.t):
        return "another-asset"
    if candle.t != align(candle.t, step):
        return "misaligned"
    if candle.t > now:
        return "future"
    if since is not None and candle.t < since:
        return "before-since"
    if not _is_possible(candle):
        return "impossible"
    if tick and not _is_on_tick(candle, tick):
        return "off-tick"
    return ""


def clean(
    rows: Iterable[Sequence[Any]],
    *,
    step: int,
    now: int,
    since: int | None = None,
    tick: float | None = None,
    validity: Validity = ALWAYS,
) -> Cleaned:
    """Sort the rows of one answer into what may be stored and what may not.

    ``rows`` are ``[t, o, h, l, c, v]``; ``step``, ``now`` and ``since`` are milliseconds; ``tick`` is the smallest
    price step of the market; ``validity`` is when the ticker means this asset. The later of two rows for one time wins. A candle is closed when its step has passed.
    Raises UntrustworthyAnswerError when a row is no row of finite numbers or when the rows run backwards.
    """
    kept: list[Candle] = []
    problems: list[Problem] = []
    for row in rows:
        candle = _parse(row)
        if fault := _fault(candle, step=step, now=now, since=since, tick=tick, validity=validity):
            problems.append(Problem(fault, candle.t))
            continue
        if kept and candle.t < kept[-1].t:
            raise UntrustworthyAnswerError(f"rows run backwards at {candle.t}")
        if kept and candle.t == kept[-1].t:
            problems.append(Problem("duplicate", candle.t))
            kept.pop()
        elif kept and candle.t != kept[-1].t + step:
            problems.append(Problem("gap", kept[-1].t + step))
        kept.append(candle)
    still_open = kept.pop() if kept and kept[-1].t + step > now else None
    # Kraken keeps 720 candles only and Upbit shifts a window that is too large: both answer without an error
    if since is not None and kept and kept[0].t - since > 2 * step:
        problems.append(Problem("late-start", kept[0].t))
    return Cleaned(tuple(kept), still_open, tuple(problems))


def _merge(group: Sequence[Candle], t: int) -> Candle:
    return Candle(
        t,
        group[0].o,
        max(candle.h for candle in group),
        min(candle.l for candle in group),
        group[-1].c,
        math.fsum(candle.v for candle in group),
    )


def aggregate(candles: Sequence[Candle], *, step: int) -> list[Candle]:
    """Return exact candles of a longer step. The first and the last may hold only a part of their time."""
    return [_merge(list(group), t) for t, group in groupby(candles, key=lambda candle: align(candle.t, step))]


def _longer_steps(step: int) -> Iterator[int]:
    return (longer for longer in sorted(STEPS.values()) if longer > step)


def fit(candles: Sequence[Candle], *, step: int, most: int) -> tuple[Sequence[Candle], int]:
    """Return at most ``most`` candles and their step: as they are, or exact candles of the next longer step that fits.

    When not even weeks fit, the newest weeks are returned.
    """
    if len(candles) <= most:
        return candles, step
    fitted: Sequence[Candle] = candles
    for longer in _longer_steps(step):
        fitted, step = aggregate(candles, step=longer), longer
        if len(fitted) <= most:
            break
    return fitted[-most:], step


def thin(candles: Sequence[Candle], *, most: int) -> list[Candle]:
    """Merge neighbours so that at most ``most`` candles are left: for a small picture, not for reading values."""
    size = max(1, math.ceil(len(candles) / most))
    # counted from the end, so that the newest candle always stands for a full group
    first = len(candles) % size
    groups = [candles[:first]] if first else []
    groups += [candles[start : start + size] for start in range(first, len(candles), size)]
    return [_merge(group, group[0].t) for group in groups]


@dataclass(frozen=True)
class Summary:
    """Facts of a run of closed candles. Times are open times in milliseconds; ``change`` is a fraction of the first open."""

    first_t: int
    last_t: int
    first_open: float
    last_close: float
    high: float
    high_t: int
    low: float
    low_t: int
    change: float
    count: int


def summarise(candles: Sequence[Candle]) -> Summary | None:
    """Return the facts of a run; None when there is no candle."""
    if not candles:
        return None
    first, last = candles[0], candles[-1]
    highest = max(candles, key=lambda candle: candle.h)
    lowest = min(candles, key=lambda candle: candle.l)
    return Summary(
        first_t=first.t,
        last_t=last.t,
        first_open=first.o,
        last_close=last.c,
        high=highest.h,
        high_t=highest.t,
        low=lowest.l,
        low_t=lowest.t,
        change=last.c / first.o - 1,
        count=len(candles),
    )
