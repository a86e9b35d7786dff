"""Holes in a run of candles: where they are, when to ask for them again, what they were. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

# after each of these the venue is asked once more; then the hole is what it is
RETRY_AFTER = (
    dt.timedelta(hours=1),
    dt.timedelta(hours=6),
    dt.timedelta(days=1),
    dt.timedelta(days=7),
)


class Hole(NamedTuple):
    """Times without candles: ``start`` is the first missing open time, ``end`` the next one that is there (ms UTC)."""

    start: int
    end: int


class Kind(StrEnum):
    UNKNOWN = "unknown"
    OUTAGE = "outage"
    NO_TRADES = "no_trades"
    DELISTED = "delisted"


NOTES_TH = {
    Kind.UNKNOWN: "ข้อมูลช่วงนี้ขาดหาย ยังไม่ทราบสาเหตุ ระบบไม่เติมราคาเอง",
    Kind.OUTAGE: "แหล่งราคาไม่มีข้อมูลของทุกคู่ในช่วงนี้ น่าจะเป็นเพราะระบบของแหล่งราคาหยุด",
    Kind.NO_TRADES: "ช่วงนี้ไม่มีการซื้อขายคู่นี้ ทั้งที่คู่อื่นในแหล่งเดียวกันยังมีราคา",
    Kind.DELISTED: "แหล่งราคาเลิกเปิดซื้อขายคู่นี้แล้ว",
}


def find(times: Iterable[int], *, step: int) -> list[Hole]:
    """Return the holes between open times that rise; before the first and after the last there is none."""
    holes: list[Hole] = []
    before: int | None = None
    for t in times:
        if before is not None and t > before + step:
            holes.append(Hole(before + step, t))
        before = t
    return holes


def next_try(*, attempts: int, now: dt.datetime) -> dt.datetime | None:
    """Return when to ask again after ``attempts`` tries; None when there were enough."""
    return now + RETRY_AFTER[attempts] if attempts < len(RETRY_AFTER) else None


@dataclass(frozen=True)
class Neighbour:
    """Another series of the same venue over the same time: how many candles it should have and has."""

    expected: int
    found: int


def classify(*, neighbours: Sequence[Neighbour], is_delisted: bool = False) -> Kind:
    """Say what a hole was that no retry has filled.

    All of the venue's series miss it: an outage. Another one has candles: nobody traded this pair. A venue with no
    other series to compare with leaves it unknown.
    """
    if is_delisted:
        return Kind.DELISTED
    comparable = [neighbour for neighbour in neighbours if neighbour.expected > 0]
    if not comparable:
        return Kind.UNKNOWN
    return Kind.NO_TRADES if any(neighbour.found for neighbour in comparable) else Kind.OUTAGE


def expected(hole: Hole, *, step: int, first_aligned: int) -> int:
    """Return how many candles of ``step`` open within a hole; ``first_aligned`` is the first at or after its start."""
    return max(0, -(-(hole.end - first_aligned) // step))
