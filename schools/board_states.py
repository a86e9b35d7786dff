"""Who in a class stands where, while they work. Pure.

Four states, as Kolibri's class summary has them: not started, working, needs help, done.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from quizzes.kinds.base import RIGHT_ABOVE

# When a pupil needs somebody: that many answers in a row are wrong (as they stand now, in the order in which they were
# given), or that many checks in a row said "not yet". Fewer is part of learning.
WRONG_IN_A_ROW = 4
WRONG_CHECKS_IN_A_ROW = 3


class State(StrEnum):
    NOT_STARTED = "waiting"
    WORKING = "working"
    HELP = "help"
    DONE = "done"


LABELS = {
    State.NOT_STARTED: "ยังไม่เริ่ม",
    State.WORKING: "กำลังทำ",
    State.HELP: "ต้องการคนช่วย",
    State.DONE: "เสร็จ",
}


class Cell(StrEnum):
    """What a pupil has of one question."""

    EMPTY = "empty"
    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it stands now; `order`: when it was last changed. `checks`: fractions told for this question, in order."""

    fraction: float
    order: int = 0
    checks: tuple[float, ...] = ()

    @property
    def cell(self) -> Cell:
        if self.fraction > RIGHT_ABOVE:
            return Cell.RIGHT
        return Cell.PARTLY if self.fraction > 0 else Cell.WRONG


def needs_help(given: Iterable[Given]) -> bool:
    """Tell whether somebody who is at work should be looked after."""
    in_order = sorted(given, key=lambda each: each.order)
    if len(in_order) >= WRONG_IN_A_ROW and all(
        each.cell == Cell.WRONG for each in in_order[-WRONG_IN_A_ROW:]
    ):
        return True
    return any(
        len(each.checks) >= WRONG_CHECKS_IN_A_ROW
        and all(told <= RIGHT_ABOVE for told in each.checks[-WRONG_CHECKS_IN_A_ROW:])
        for each in in_order
    )


@dataclass(frozen=True, slots=True)
class Work:
    """A pupil's newest attempt at one item."""

    is_open: bool
    places: tuple[tuple[int, int], ...]  # (slot, Question.pk)
    given: Mapping[int, Given]  # by slot


@dataclass(frozen=True, slots=True)
class Row:
    """One pupil on the board. `cells`: one per column."""

    pupil: int
    number: int | None
    name: str
    state: State
    cells: tuple[Cell, ...]
    answered: int
    asked: int


@dataclass(frozen=True)
class Board:
    rows: tuple[Row, ...]
    columns: int

    @property
    def counts(self) -> Counter[State]:
        return Counter(row.state for row in self.rows)

    @property
    def sentence(self) -> str:
        """Return e.g. "กำลังทำ 12 · ต้องการคนช่วย 2 · เสร็จ 20 จาก 40"."""
        counts = self.counts
        said = [f"{LABELS[each]} {counts[each]}" for each in (State.NOT_STARTED, State.WORKING, State.HELP)]
        return " · ".join([*said, f"{LABELS[State.DONE]} {counts[State.DONE]} จาก {len(self.rows)}"])

    @property
    def answered(self) -> tuple[tuple[int, int], ...]:
        """Return per column how many have answered, and how many of them rightly."""
        found = []
        for column in range(self.columns):
            cells = Counter(row.cells[column] for row in self.rows if row.cells)
            found.append((sum(cells.values()) - cells[Cell.EMPTY], cells[Cell.RIGHT]))
        return tuple(found)


def state_of(works: Sequence[Work], *, is_done: bool, has_begun: bool = False) -> State:
    """Return where a pupil stands who has these attempts.

    `is_done`: all that is asked has been handed in. `has_begun`: also what was done by oneself from a lesson's page.
    """
    if is_done:
        return State.DONE
    if not works and not has_begun:
        return State.NOT_STARTED
    if any(work.is_open and needs_help(work.given.values()) for work in works):
        return State.HELP
    return State.WORKING


@dataclass(frozen=True, slots=True)
class Pupil:
    pk: int
    number: int | None
    name: str
    is_done: bool
    works: tuple[Work, ...]
    has_begun: bool = False


def board(pupils: Sequence[Pupil]) -> Board:
    """Return the board. A column is a question where all have the same ones, else a place (forms A and B, pools)."""
    sets = {frozenset(question for _, question in work.places) for each in pupils for work in each.works}
    by_question = len(sets) == 1 and all(len(each.works) <= 1 for each in pupils)
    slots: dict[int, set[int]] = {}
    if by_question:
        for each in pupils:
            for work in each.works:
                for slot, question in work.places:
                    slots.setdefault(question, set()).add(slot)
        # shuffled questions stand in a fixed order of their own, so that columns do not dance
        names = sorted(slots, key=lambda pk: (min(slots[pk]) if len(slots[pk]) == 1 else 0, pk))
        index = {question: place for place, question in enumerate(names)}
        width = len(names)
    else:
        index, width = {}, max((_places(each) for each in pupils), default=0)
    return Board(tuple(_row(each, index, width) for each in pupils), width)


def _places(pupil: Pupil) -> int:
    return sum(len(work.places) for work in pupil.works)


def _row(pupil: Pupil, index: Mapping[int, int], width: int) -> Row:
    cells = [Cell.EMPTY] * width
    before = answered = asked = 0
    for work in pupil.works:
        for place, (slot, question) in enumerate(work.places):
            found = work.given.get(slot)
            if found is not None:
                cells[index[question] if index else before + place] = found.cell
                answered += 1
        before += len(work.places)
        asked += len(work.places)
    return Row(
        pupil=pupil.pk,
        number=pupil.number,
        name=pupil.name,
        state=state_of(pupil.works, is_done=pupil.is_done, has_begun=pupil.has_begun),
        cells=tuple(cells),
        answered=answered,
        asked=asked,
    )
