"""What is frozen of an event: written once at publish, read back only when its checksum fits. Pure."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from market_data.candles import Candle

FORM = 1


class TamperedError(ValueError):
    """The frozen text is not what its checksum says."""


@dataclass(frozen=True)
class Moment:
    """Something that happened, and who says so. ``t`` is ms UTC: midnight when no time of the day is known."""

    t: int
    text: str
    source: str
    source_title: str = ""


@dataclass(frozen=True)
class KeyPoint:
    t: int
    price: float
    source: str
    source_title: str = ""


@dataclass(frozen=True)
class Frozen:
    """Everything that a lesson shows of an event."""

    title: str
    label: str
    unit: str
    decimals: int
    step: int
    is_log: bool
    since: str  # ISO days
    until: str
    series: str  # key of the series that the candles came from; empty when there are none
    provenance: str
    licence: str
    moments: tuple[Moment, ...] = ()
    points: tuple[KeyPoint, ...] = ()
    candles: tuple[Candle, ...] = field(default=())

    def write(self) -> str:
        """Return the canonical text: the same content is always the same bytes."""
        return json.dumps(
            {"form": FORM, **asdict(self), "candles": [list(candle) for candle in self.candles]},
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
            allow_nan=False,
        )

    @classmethod
    def read(cls, text: str, *, sha256: str) -> Self:
        """Return what was frozen. Raises TamperedError when the text was changed since."""
        if checksum(text) != sha256:
            raise TamperedError("a frozen event does not fit its checksum")
        content: dict[str, Any] = json.loads(text)
        del content["form"]
        content["moments"] = tuple(Moment(**moment) for moment in content["moments"])
        content["points"] = tuple(KeyPoint(**point) for point in content["points"])
        content["candles"] = tuple(Candle(*row) for row in content["candles"])
        return cls(**content)


def checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def midnight(day: dt.date) -> int:
    """Return the start of a day as markets count days: UTC, milliseconds."""
    return int(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp() * 1000)


def moment(day: dt.date, time: dt.time | None) -> int:
    """Return a moment of a day in UTC, milliseconds; its midnight when the time is not known."""
    minutes = time.hour * 60 + time.minute if time else 0
    return midnight(day) + minutes * 60_000


def within(candles: Sequence[Candle], *, start: int, end: int) -> list[Candle]:
    """Return the candles that open from ``start`` until before ``end``."""
    return [candle for candle in candles if start <= candle.t < end]
