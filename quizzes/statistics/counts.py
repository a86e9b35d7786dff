"""What the statistics need of the answers, as whole numbers that can be added and taken away. Pure.

Marks are counted in units of 1/UNIT. Whole numbers add without rounding, so however the attempts are divided the
merged counts are the same to the last bit, and so is every statistic. Taking away serves erasure and regrading.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from quizzes.statistics.columns import Answers

if TYPE_CHECKING:
    from quizzes.statistics.columns import Ints

# Divisible by 1…16, 20, 24, 25, 50 and 100: thirds, sevenths and per cents are exact; Moodle's 0.3333333 becomes
# a true third. Anything else is within 1.4e-7.
UNIT = 3_603_600
FORMAT = 1  # of `as_json`


class Slot(NamedTuple):
    """One place in a quiz. `pooled`: attempts draw different questions for it."""

    number: int
    weight: float = 1.0
    pooled: bool = False


@dataclass(frozen=True, eq=False)
class Table:
    """Whole-number sums per key: rows sorted by key, each key once, none that is nothing but zeros."""

    keys: tuple[Ints, ...]
    values: tuple[Ints, ...]

    @classmethod
    def of(cls, keys: Sequence[Ints], values: Sequence[Ints]) -> Self:
        """Return the sums of rows that have equal keys."""
        import numpy as np

        order = np.lexsort(tuple(reversed(keys)))
        ordered = tuple(column[order] for column in keys)
        if order.size == 0:
            return cls(ordered, tuple(column[order] for column in values))
        changes = np.zeros(order.size, dtype=bool)
        changes[0] = True
        for column in ordered:
            changes[1:] |= np.diff(column) != 0
        starts = np.flatnonzero(changes)
        sums = tuple(np.add.reduceat(column[order], starts) for column in values)
        kept = np.any(np.stack(sums) != 0, axis=0)
        return cls(tuple(column[starts][kept] for column in ordered), tuple(total[kept] for total in sums))

    def plus(self, other: Table, *, sign: int = 1) -> Table:
        """Return this table with the other's sums added (or, with sign −1, taken away)."""
        import numpy as np

        return Table.of(
            [np.concatenate(pair) for pair in zip(self.keys, other.keys, strict=True)],
            [np.concatenate((mine, sign * its)) for mine, its in zip(self.values, other.values, strict=True)],
        )

    def recoded(self, codes: Mapping[int, Ints]) -> Table:
        """Return the table with the codes in some key columns (by position) replaced."""
        return Table.of(
            [codes[at][column] if at in codes else column for at, column in enumerate(self.keys)], self.values
        )

    def as_json(self) -> list[list[int]]:
        return [column.tolist() for column in (*self.keys, *self.values)]

    @classmethod
    def from_json(cls, columns: Sequence[Sequence[int]], *, keys: int) -> Self:
        import numpy as np

        arrays = tuple(np.asarray(column, dtype=np.int64) for column in columns)
        return cls(arrays[:keys], arrays[keys:])


# name of a table → the number of its key columns
_TABLES = {"marks": 4, "totals": 1, "chosen": 2, "confidence": 3, "detection": 1}


@dataclass(frozen=True, eq=False)
class Counts:
    """Sufficient for every statistic in this package; its size follows the distinct totals, not the attempts.

    marks: (slot, question, mark, total) → n · totals: (total) → n · chosen: (question, option) → n and Σ rest of
    the total, for first answers, then for final ones · confidence: (question, 1–3, is wrong) → n ·
    detection: (question) → hits, misses, false alarms, correct rejections. Marks and totals are in 1/UNIT.
    """

    slots: tuple[Slot, ...]
    questions: tuple[str, ...]  # sorted; codes in the tables are positions in it
    options: tuple[str, ...]  # sorted, likewise
    marks: Table
    totals: Table
    chosen: Table
    confidence: Table
    detection: Table

    @property
    def attempts(self) -> int:
        return int(self.totals.values[0].sum())

    def plus(self, other: Counts) -> Counts:
        """Return the counts of both; ValueError when they count different slots."""
        return self._joined(other, sign=1)

    def minus(self, other: Counts) -> Counts:
        """Return the counts without the other's (attempts erased, or marked anew); ValueError if not contained."""
        left = self._joined(other, sign=-1)
        for name in _TABLES:
            # sums of rests may be negative (negative fractions), numbers of people not
            values = getattr(left, name).values
            if any(bool((column < 0).any()) for column in (values[:2] if name == "chosen" else values)):
                raise ValueError("these attempts were not counted here")
        return left

    def _joined(self, other: Counts, *, sign: int) -> Counts:
        if self.slots != other.slots:
            raise ValueError("counts of different slots do not add up")
        questions = tuple(sorted({*self.questions, *other.questions}))
        options = tuple(sorted({*self.options, *other.options}))
        mine, its = self._renamed(questions, options), other._renamed(questions, options)
        tables = {name: getattr(mine, name).plus(getattr(its, name), sign=sign) for name in _TABLES}
        return Counts(self.slots, questions, options, **tables)._without_unused_names()

    def _renamed(self, questions: tuple[str, ...], options: tuple[str, ...]) -> Counts:
        to_question, to_option = _codes(self.questions, questions), _codes(self.options, options)
        return Counts(
            self.slots,
            questions,
            options,
            marks=self.marks.recoded({1: to_question}),
            totals=self.totals,
            chosen=self.chosen.recoded({0: to_question, 1: to_option}),
            confidence=self.confidence.recoded({0: to_question}),
            detection=self.detection.recoded({0: to_question}),
        )

    def _without_unused_names(self) -> Counts:
        used = {int(code) for code in set(self.marks.keys[1].tolist())}
        chosen = {int(code) for code in set(self.chosen.keys[1].tolist())}
        if len(used) == len(self.questions) and len(chosen) == len(self.options):
            return self
        return self._renamed(
            tuple(name for code, name in enumerate(self.questions) if code in used),
            tuple(name for code, name in enumerate(self.options) if code in chosen),
        )

    def as_json(self) -> dict[str, Any]:
        """Return plain lists and numbers for a cache or a JSON column; `from_json` reads them."""
        return {
            "format": FORMAT,
            "slots": [list(slot) for slot in self.slots],
            "questions": list(self.questions),
            "options": list(self.options),
            **{name: getattr(self, name).as_json() for name in _TABLES},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return what `as_json` gave; ValueError for another format (count anew then)."""
        if data.get("format") != FORMAT:
            raise ValueError("counts of another format")
        return cls(
            tuple(Slot(*slot) for slot in data["slots"]),
            tuple(data["questions"]),
            tuple(data["options"]),
            **{name: Table.from_json(data[name], keys=keys) for name, keys in _TABLES.items()},
        )


def count(answers: Answers, *, slots: Sequence[Slot]) -> Counts:
    """Return the counts of whole attempts.

    ValueError when an answer's slot is not among `slots` or a weight is not positive.
    """
    import numpy as np

    ordered = tuple(sorted(slots))
    if any(not (math.isfinite(slot.weight) and slot.weight > 0) for slot in ordered):
        raise ValueError("a slot must have a positive weight")
    numbers = np.asarray([slot.number for slot in ordered], dtype=np.int64)
    if not bool(np.isin(answers.slot, numbers).all()):
        raise ValueError("an answer belongs to no slot")
    weights = np.asarray([slot.weight for slot in ordered], dtype=np.float64)
    of_slot = weights[np.searchsorted(numbers, answers.slot)] if numbers.size else np.zeros(0)
    mark = np.rint(answers.fraction * of_slot * UNIT).astype(np.int64)
    _, attempt = np.unique(answers.attempt, return_inverse=True)
    # sums of whole numbers below 2**53 are exact in floating point
    per_attempt = np.rint(np.bincount(attempt, weights=mark)).astype(np.int64)
    total = per_attempt[attempt]
    one = np.ones(mark.size, dtype=np.int64)
    said = answers.confidence > 0
    wrong = (answers.fraction < 0.5).astype(np.int64)
    choices, rest = answers.choices, total - mark
    counts = Counts(
        ordered,
        answers.question_keys,
        choices.option_keys,
        marks=Table.of((answers.slot, answers.question, mark, total), (one,)),
        totals=Table.of((per_attempt,), (np.ones(per_attempt.size, dtype=np.int64),)),
        chosen=Table.of(
            (answers.question[choices.row], choices.option),
            (
                choices.first,
                choices.final,
                choices.first * rest[choices.row],
                choices.final * rest[choices.row],
            ),
        ),
        confidence=Table.of((answers.question[said], answers.confidence[said], wrong[said]), (one[said],)),
        detection=Table.of((answers.question,), tuple(answers.detection.T)),
    )
    # keys come in any order; the canonical one is sorted
    return counts._renamed(
        tuple(sorted(answers.question_keys)), tuple(sorted(choices.option_keys))
    )._without_unused_names()


def _codes(names: Sequence[str], wanted: Sequence[str]) -> Ints:
    """Return for each name its position among the wanted; −1 for one that no row uses any more."""
    import numpy as np

    position = {name: at for at, name in enumerate(wanted)}
    return np.asarray([position.get(name, -1) for name in names], dtype=np.int64)
