"""From values to places in a small picture, and the round values worth a label. Pure."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

WIDTH = 360  # of every picture, in its own units
HEIGHT = 212
TOP, BOTTOM, LEFT = 8, 186, 4
UNDER_NOTES = 30  # where the plot begins below numbered moments


class Mark(NamedTuple):
    """A label of the picture and where it stands, in the picture's own units."""

    at: float
    label: str


class Band(NamedTuple):
    """A shaded part of the picture."""

    at: float
    width: float


def number(value: float) -> str:
    """Return a coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


class Scale(NamedTuple):
    """Places values between the bottom and the top of the plot, evenly or by powers of ten."""

    low: float
    high: float
    is_log: bool = False
    top: float = TOP
    bottom: float = BOTTOM

    def y(self, value: float) -> float:
        share = (self._at(value) - self._at(self.low)) / (self._at(self.high) - self._at(self.low))
        return self.bottom - share * (self.bottom - self.top)

    def _at(self, value: float) -> float:
        return math.log10(value) if self.is_log else value

    def values(self, most: int) -> list[float]:
        """Return about ``most`` round values that lie on the scale."""
        return powers(self.low, self.high, most) if self.is_log else round_values(self.low, self.high, most)


def scale_of(low: float, high: float, *, is_log: bool = False) -> Scale:
    """Return a scale that holds low…high; room is made around a flat line."""
    if high - low <= abs(low) * 1e-6:  # closer marks than this would be one mark
        room = abs(low) * 0.01 or 1.0
        low, high = low - room, high + room
    return Scale(low, high, is_log and low > 0)


def round_values(low: float, high: float, most: int) -> list[float]:
    """Return round values inside low…high, about ``most`` of them."""
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((power * factor for factor in (1, 2, 5) if power * factor >= rough), power * 10)
    first, last = math.ceil(low / step), math.floor(high / step)
    return [place * step for place in range(first, min(last, first + 2 * most) + 1)]


def powers(low: float, high: float, most: int) -> list[float]:
    """Return powers of ten inside low…high, every second or third when there are many; round values when there are few."""
    first, last = math.ceil(math.log10(low)), math.floor(math.log10(high))
    if last - first < 1:
        return [value for value in round_values(low, high, most) if value > 0]
    skip = max(1, math.ceil((last - first + 1) / most))
    return [10.0**place for place in range(last, first - 1, -skip)]


class TimeAxis(NamedTuple):
    """Where times stand: candles have a slot each, whatever lies between them."""

    times: Sequence[int]
    right: float

    @property
    def slot(self) -> float:
        return (self.right - LEFT) / len(self.times)

    def x(self, place: int) -> float:
        return LEFT + self.slot * (place + 0.5)

    def at(self, t: int) -> float:
        """Return where a time stands: at the last candle that opens at or before it."""
        place = bisect_left(self.times, t + 1) - 1
        return self.x(min(max(place, 0), len(self.times) - 1))


def right_edge(labels: Sequence[str]) -> float:
    """Return where the plot ends so that the longest label beside it has room."""
    return WIDTH - 8 - 7.4 * max(map(len, labels), default=0)
