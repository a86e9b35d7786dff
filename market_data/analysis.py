"""What a run of prices says when it is measured: averages, falls from the top, comparisons, what if. Pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from market_data.candles import Candle

T = TypeVar("T")


class Point(NamedTuple):
    """A time in milliseconds UTC and a value."""

    t: int
    value: float


def moving_average(values: Sequence[float], *, count: int) -> list[float | None]:
    """Return the mean of each value and the ``count`` - 1 before it; None where there are not enough yet.

    Raises ValueError when ``count`` is less than one.
    """
    if count < 1:
        raise ValueError("an average needs at least one value")
    return [
        math.fsum(values[place - count + 1 : place + 1]) / count if place + 1 >= count else None
        for place in range(len(values))
    ]


def drawdowns(values: Sequence[float]) -> list[float]:
    """Return how far each positive value is below the highest so far, as a fraction from -1 to 0."""
    top = 0.0
    falls = []
    for value in values:
        top = max(top, value)
        falls.append(value / top - 1)
    return falls


@dataclass(frozen=True)
class Fall:
    """The deepest fall from a top: places of both in the values, and the fraction lost (-1 to 0)."""

    top: int
    bottom: int
    change: float


def worst_fall(values: Sequence[float]) -> Fall | None:
    """Return the deepest fall; None when nothing ever fell."""
    worst: Fall | None = None
    top = 0
    for place, value in enumerate(values):
        if value > values[top]:
            top = place
        change = value / values[top] - 1
        if change < (worst.change if worst else 0):
            worst = Fall(top, place, change)
    return worst


def rebase(runs: Mapping[int, Sequence[Candle]]) -> dict[int, list[Point]]:
    """Return each run's closes as numbers that begin at 100 at the first time that all of them have.

    Only times that a run really has are in its line: nothing is filled in. Empty when no time is common to all.
    """
    if not runs:
        return {}
    common = set.intersection(*({candle.t for candle in run} for run in runs.values()))
    if not common:
        return {}
    first = min(common)
    found = {}
    for name, run in runs.items():
        kept = [candle for candle in run if candle.t >= first]
        found[name] = [Point(candle.t, candle.c / kept[0].c * 100) for candle in kept]
    return found


@dataclass(frozen=True)
class WhatIf:
    """What became of an amount. ``change`` and the fall are fractions; places count in ``worth``."""

    bought: Candle
    sold: Candle
    amount: float
    worth: tuple[Point, ...]
    change: float
    fall: Fall | None

    @property
    def now(self) -> float:
        return self.worth[-1].value

    @property
    def gain(self) -> float:
        """Return what was won; negative when it was lost."""
        return self.now - self.amount

    @property
    def least(self) -> Point:
        """Return the moment at which it was worth least."""
        return min(self.worth, key=lambda point: point.value)


def what_if(candles: Sequence[Candle], *, bought_t: int, amount: float) -> WhatIf | None:
    """Return what ``amount`` became when it was put in at the close of the first candle at or after ``bought_t``.

    Fees, taxes and the spread are left out. None when there is no later candle to compare with.
    """
    held = [candle for candle in candles if candle.t >= bought_t]
    if len(held) < 2:
        return None
    units = amount / held[0].c
    worth = tuple(Point(candle.t, units * candle.c) for candle in held)
    values = [point.value for point in worth]
    return WhatIf(held[0], held[-1], amount, worth, held[-1].c / held[0].c - 1, worst_fall(values))


def spread(items: Sequence[T], *, most: int) -> list[T]:
    """Return at most ``most`` items, evenly chosen, the first and the last among them. Values are never changed."""
    if len(items) <= most:
        return list(items)
    places = {round(place * (len(items) - 1) / (most - 1)) for place in range(most)}
    return [items[place] for place in sorted(places)]
