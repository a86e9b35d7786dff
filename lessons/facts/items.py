"""A fact as plain data, and whether a text may cite it. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lessons.facts.marks import FactMark, Mark, unreadable

WEAK, UNVERIFIED = "V-C", "U"


class SourceItem(NamedTuple):
    title: str
    url: str  # empty when the page's address is not known for certain
    date: str  # as an author wrote it; an ISO date is shown in the Buddhist era


@dataclass(frozen=True)
class FactItem:
    code: str
    label: str  # V-A | V-B | V-C | U
    statement: str
    reason: str
    sources: tuple[SourceItem, ...]
    reviewed_on: dt.date | None
    review_days: int

    def is_overdue(self, today: dt.date) -> bool:
        return self.reviewed_on is None or self.reviewed_on + dt.timedelta(days=self.review_days) < today


def refusal(codes: Sequence[str], known: Mapping[str, FactItem], *, backed: bool = False) -> str | None:
    """Return why these facts cannot be cited together, as a Thai sentence; None when they can.

    `backed`: something else is the second source that a weak fact needs.
    """
    for code in codes:
        fact = known.get(code)
        if fact is None:
            return f"ไม่มีข้อเท็จจริงรหัส {code} ในคลัง"
        if fact.label == UNVERIFIED:
            return f"{code} ยังไม่ยืนยัน จึงอ้างไม่ได้ ({fact.reason or 'ยังไม่พบแหล่งที่ยืนยัน'})"
    if codes and not backed and all(known[code].label == WEAK for code in codes):
        return f"{', '.join(codes)} มีแต่แหล่งอ่อน (V-C) ต้องอ้างคู่กับข้อเท็จจริงระดับ V-A หรือ V-B ในวงเล็บเดียวกัน"
    return None


def problems(marks: Iterable[Mark], *, known: Mapping[str, FactItem]) -> list[str]:
    """Return what is wrong with the facts that marks cite, each sentence once."""
    said = (refusal(mark.codes, known) for mark in marks if isinstance(mark, FactMark))
    return list(dict.fromkeys(sentence for sentence in said if sentence))


def unreadable_marks(texts: Iterable[str]) -> list[str]:
    """Return a Thai sentence for everything that looks like a mark and cannot be read as one."""
    return list(dict.fromkeys(f"อ่านเครื่องหมาย {mark} ไม่ออก" for text in texts for mark in unreadable(text)))
