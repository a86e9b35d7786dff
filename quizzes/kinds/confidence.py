"""How sure a learner was, set against how right; it is reported and never changes a mark. Pure.

The levels are those of certainty-based marking (Moodle 4.5, question/behaviour/deferredcbm); its marks are not used.
The dangerous cell is "sure but wrong": people act on what they are sure of.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from quizzes.kinds.base import State, state_of


class Confidence(IntEnum):
    UNSURE = 1
    FAIRLY_SURE = 2
    SURE = 3


LABELS = {
    Confidence.UNSURE: "ไม่แน่ใจ",
    Confidence.FAIRLY_SURE: "ค่อนข้างแน่ใจ",
    Confidence.SURE: "แน่ใจมาก",
}
_OUTCOMES = {State.RIGHT: "และถูก", State.PARTIAL: "และถูกบางส่วน", State.WRONG: "แต่ผิด"}


@dataclass(frozen=True, order=True)
class Cell:
    """One of the nine cells: how sure, how right."""

    confidence: Confidence
    outcome: State

    @property
    def label(self) -> str:
        # unsure and wrong is no contradiction
        joined = _OUTCOMES[self.outcome]
        if self.confidence is Confidence.UNSURE:
            joined = {State.RIGHT: "แต่ถูก", State.WRONG: "และผิด"}.get(self.outcome, joined)
        return LABELS[self.confidence] + joined

    @property
    def is_dangerous(self) -> bool:
        return self.confidence is Confidence.SURE and self.outcome is State.WRONG


def confidence_of(response: object) -> Confidence | None:
    """Return the confidence in a response, None when it has none."""
    level = response.get("confidence") if isinstance(response, dict) else None
    return Confidence(level) if type(level) is int and 1 <= level <= 3 else None


def cell(response: object, fraction: float) -> Cell | None:
    """Return where a marked response belongs, None when its confidence was not given."""
    confidence = confidence_of(response)
    return None if confidence is None else Cell(confidence, state_of(fraction))


def tally(marked: Iterable[tuple[object, float]]) -> Counter[Cell]:
    """Count (response, fraction) pairs per cell; those without confidence are left out."""
    return Counter(found for response, fraction in marked if (found := cell(response, fraction)))


def sure_and_wrong_rate(cells: Counter[Cell]) -> float | None:
    """Return the share of the sure responses that were wrong, 0–1; None when nobody was sure."""
    sure = sum(count for found, count in cells.items() if found.confidence is Confidence.SURE)
    return cells[Cell(Confidence.SURE, State.WRONG)] / sure if sure else None
