"""Answers in columns: one row per question that an attempt was given. Pure.

Rows exist only for what was given, so pools need no filler. An attempt's rows belong in one batch: its total is
the sum over them.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

DETECTION = ("hits", "misses", "false_alarms", "correct_rejections")


@dataclass(frozen=True, eq=False)
class Choices:
    """Which options were chosen: one row per (answer row, option), flagged for first and final answers (0/1)."""

    row: Ints
    option: Ints  # code: position in `option_keys`
    first: Ints
    final: Ints
    option_keys: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Answers:
    """Columns of equal length n. Build with `from_marks` or `from_frame`, which check them, or give it to `checked`."""

    attempt: Ints  # any whole number that tells attempts apart
    slot: Ints
    question: Ints  # code: position in `question_keys`
    fraction: Floats  # −1…1; a question that was given and not answered is 0
    confidence: Ints  # 1–3; 0 when it was not said
    detection: Ints  # (n, 4), in the order of DETECTION; zeros where it has no meaning
    question_keys: tuple[str, ...]
    choices: Choices


def from_marks(
    fractions: ArrayLike,
    *,
    questions: ArrayLike | None = None,
    question_keys: Sequence[str] = (),
    confidence: ArrayLike | None = None,
) -> Answers:
    """Return the columns of a table attempts × slots of fractions; NaN where a slot was not given.

    `questions` (same shape) holds positions in `question_keys` for slots that draw from a pool; without it
    column j is the j-th key (default "1", "2", …). Slots are numbered from 1. ValueError as in `from_frame`.
    """
    import numpy as np

    table = np.asarray(fractions, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError("fractions must have two dimensions: attempts × slots")
    row, column = np.nonzero(~np.isnan(table))
    keys = tuple(question_keys) or tuple(str(number + 1) for number in range(table.shape[1]))
    said = None if confidence is None else np.asarray(confidence, dtype=np.int64)[row, column]
    codes = column if questions is None else np.asarray(questions, dtype=np.int64)[row, column]
    nothing = np.zeros(0, dtype=np.int64)
    return checked(
        Answers(
            attempt=row.astype(np.int64),
            slot=column.astype(np.int64) + 1,
            question=codes.astype(np.int64),
            fraction=table[row, column],
            confidence=np.zeros(row.size, dtype=np.int64) if said is None else said,
            detection=np.zeros((row.size, len(DETECTION)), dtype=np.int64),
            question_keys=keys,
            choices=Choices(nothing, nothing, nothing, nothing, ()),
        )
    )


def from_frame(frame: Any) -> Answers:
    """Return the columns of a pandas DataFrame with one row per question that an attempt was given.

    Columns: attempt, slot, question (key), fraction; optional: confidence, the four of DETECTION, and `first` and
    `final`: lists of the option uids chosen (None or empty: none). Raises ValueError when an attempt has a slot
    twice, a fraction is not within −1…1 or a confidence not within 0…3.
    """
    import numpy as np
    import pandas as pd

    attempts, _ = pd.factorize(frame["attempt"])
    questions, question_keys = pd.factorize(frame["question"])
    size = len(frame)

    def whole_numbers(name: str) -> Ints:
        if name not in frame:
            return np.zeros(size, dtype=np.int64)
        return np.asarray(frame[name].fillna(0), dtype=np.int64)

    return checked(
        Answers(
            attempt=np.asarray(attempts, dtype=np.int64),
            slot=np.asarray(frame["slot"], dtype=np.int64),
            question=np.asarray(questions, dtype=np.int64),
            fraction=np.asarray(frame["fraction"], dtype=np.float64),
            confidence=whole_numbers("confidence"),
            detection=np.stack([whole_numbers(name) for name in DETECTION], axis=1),
            question_keys=tuple(str(key) for key in question_keys),
            choices=_choices(frame),
        )
    )


def _choices(frame: Any) -> Choices:
    import numpy as np
    import pandas as pd

    rows: list[Ints] = []
    options: list[str] = []
    is_first: list[Ints] = []
    for name in ("first", "final"):
        # a gap in a column is None or NaN, depending on what pandas made of it
        lists = [each if isinstance(each, (list, tuple)) else () for each in frame.get(name, ())]
        sizes = np.fromiter(map(len, lists), dtype=np.int64, count=len(lists))
        rows.append(np.repeat(np.arange(len(lists), dtype=np.int64), sizes))
        options.extend(itertools.chain.from_iterable(lists))
        is_first.append(np.full(int(sizes.sum()), int(name == "first"), dtype=np.int64))
    codes, keys = pd.factorize(np.asarray(options, dtype=object))
    first = np.concatenate(is_first)
    return Choices(
        row=np.concatenate(rows),
        option=np.asarray(codes, dtype=np.int64),
        first=first,
        final=1 - first,
        option_keys=tuple(str(key) for key in keys),
    )


def checked(answers: Answers) -> Answers:
    """Return the columns; ValueError as in `from_frame`."""
    import numpy as np

    if not bool(np.all(np.abs(answers.fraction) <= 1)):  # NaN fails as well
        raise ValueError("a fraction must be within -1…1")
    if not bool(np.all((answers.confidence >= 0) & (answers.confidence <= 3))):
        raise ValueError("a confidence must be within 0…3")
    if not bool(np.all((answers.question >= 0) & (answers.question < len(answers.question_keys)))):
        raise ValueError("a question has no key")
    order = np.lexsort((answers.slot, answers.attempt))
    same = (np.diff(answers.attempt[order]) == 0) & (np.diff(answers.slot[order]) == 0)
    if bool(same.any()):
        raise ValueError("an attempt has the same slot twice")
    return answers
