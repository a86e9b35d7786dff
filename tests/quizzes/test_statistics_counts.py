"""Counts add up: however the attempts are divided, merged counts and statistics are the same to the last bit."""

import math
import subprocess
import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.statistics import columns
from quizzes.statistics.analysis import analyse
from quizzes.statistics.counts import UNIT, Counts, Slot, count

SLOTS = (Slot(1), Slot(2, weight=2.5), Slot(3, pooled=True))
OPTIONS = ("o1", "o2", "o3")
Row = dict[str, Any]

# frames of pandas take their time on a busy machine
relaxed = settings(deadline=None, max_examples=60)
fractions = st.sampled_from([0, 0.25, 1 / 3, 0.3333333, 0.5, 2 / 3, 0.9, 1]) | st.floats(-1, 1)
chosen = st.lists(st.sampled_from(OPTIONS), unique=True, max_size=2)
detected = st.integers(0, 3)


@st.composite
def attempts(draw: st.DrawFn) -> list[Row]:
    """Draw the rows of one attempt: slot 1 has two versions, slot 3 draws from a pool, any slot may be missing."""
    rows = []
    for slot, questions in ((1, ["a1", "a2"]), (2, ["b"]), (3, ["p", "q", "r"])):
        if draw(st.integers(0, 4)) == 0:
            continue
        rows.append(
            {
                "slot": slot,
                "question": draw(st.sampled_from(questions)),
                "fraction": draw(fractions),
                "confidence": draw(st.integers(0, 3)),
                "first": draw(chosen),
                "final": draw(chosen),
                **{name: draw(detected) for name in columns.DETECTION},
            }
        )
    return rows


def _frame(many: list[list[Row]]) -> pd.DataFrame:
    names = ["attempt", "slot", "question", "fraction", "confidence", "first", "final", *columns.DETECTION]
    return pd.DataFrame(
        [{"attempt": f"attempt {number}", **row} for number, rows in enumerate(many) for row in rows],
        columns=names,
    ).astype({"slot": "int64", "fraction": "float64"})


def _count(many: list[list[Row]]) -> Counts:
    return count(columns.from_frame(_frame(many)), slots=SLOTS)


@relaxed
@given(st.lists(attempts(), max_size=25), st.data())
def test_counts_of_parts_add_up_to_the_counts_of_the_whole(
    many: list[list[Row]], data: st.DataObject
) -> None:
    parts = data.draw(st.lists(st.integers(0, 2), min_size=len(many), max_size=len(many)))
    whole = _count(many)

    merged = _count([])
    for part in range(3):
        merged = merged.plus(_count([rows for rows, its in zip(many, parts, strict=True) if its == part]))

    assert merged.as_json() == whole.as_json()
    assert analyse(merged) == analyse(whole)


@relaxed
@given(st.lists(attempts(), max_size=12), st.lists(attempts(), max_size=12))
def test_what_was_added_can_be_taken_away_without_a_trace(one: list[list[Row]], two: list[list[Row]]) -> None:
    assert _count(one).plus(_count(two)).minus(_count(two)).as_json() == _count(one).as_json()


@relaxed
@given(st.lists(attempts(), max_size=12))
def test_counts_survive_a_cache(many: list[list[Row]]) -> None:
    counts = _count(many)

    assert Counts.from_json(counts.as_json()).as_json() == counts.as_json()
    assert analyse(Counts.from_json(counts.as_json())) == analyse(counts)


def test_counts_of_another_format_are_refused() -> None:
    with pytest.raises(ValueError, match="another format"):
        Counts.from_json({**_count([]).as_json(), "format": 0})


def test_counts_of_different_slots_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="different slots"):
        _count([]).plus(count(columns.from_marks(np.zeros((0, 1))), slots=[Slot(1)]))


def test_attempts_that_were_never_counted_cannot_be_taken_away() -> None:
    marks = count(columns.from_marks([[1.0]]), slots=[Slot(1)])

    with pytest.raises(ValueError, match="not counted"):
        marks.minus(marks).minus(marks)


@pytest.mark.parametrize(
    "problem",
    [
        [[1.5]],
        [[math.inf]],
        [[-1.01]],
    ],
)
def test_marks_outside_minus_one_to_one_are_refused(problem: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="within"):
        columns.from_marks(problem)


def test_an_attempt_cannot_have_a_slot_twice() -> None:
    frame = pd.DataFrame({"attempt": [7, 7], "slot": [1, 1], "question": ["a", "a"], "fraction": [0.0, 1.0]})

    with pytest.raises(ValueError, match="twice"):
        columns.from_frame(frame)


def test_an_answer_must_belong_to_a_slot() -> None:
    with pytest.raises(ValueError, match="no slot"):
        count(columns.from_marks([[1.0, 1.0]]), slots=[Slot(1)])


@pytest.mark.parametrize("weight", [0, -1, math.nan, math.inf])
def test_a_slot_must_have_a_positive_weight(weight: float) -> None:
    with pytest.raises(ValueError, match="positive weight"):
        count(columns.from_marks([[1.0]]), slots=[Slot(1, weight=weight)])


@pytest.mark.parametrize("parts", range(1, 17))
def test_shares_of_up_to_sixteen_parts_are_counted_exactly(parts: int) -> None:
    rounded = round(1 / parts, 7)  # as Moodle stores them

    assert round(rounded * UNIT) * parts == UNIT


def test_importing_the_statistics_loads_neither_numpy_nor_pandas() -> None:
    modules = ["columns", "counts", "formulas", "offers", "enough", "analysis", "tasks"]
    script = (
        f"import sys; {'; '.join(f'import quizzes.statistics.{name}' for name in modules)}; "
        "import quizzes.skills, quizzes.regrading; "
        "print([name for name in ('numpy', 'pandas', 'django') if name in sys.modules])"
    )

    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "[]"
