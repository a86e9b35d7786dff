"""The analysis says what a plain computation over the raw attempts says, and None where nothing can be said."""

import math
import statistics
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.statistics import enough, formulas
from quizzes.statistics.analysis import QuizStatistics, analyse
from quizzes.statistics.columns import from_frame, from_marks
from quizzes.statistics.counts import Slot, count
from quizzes.statistics.offers import Offer, Option

FRACTIONS = st.sampled_from([0.0, 0.25, 1 / 3, 0.5, 0.75, 1.0])


def _analyse(marks: Any, *, pooled: int = 0, **kwargs: Any) -> QuizStatistics:
    slots = [Slot(number + 1, pooled=number + 1 == pooled) for number in range(np.shape(marks)[1])]
    return analyse(count(from_marks(marks, **kwargs), slots=slots))


@st.composite
def tables(draw: st.DrawFn) -> np.ndarray[Any, Any]:
    rows, width = draw(st.integers(2, 30)), draw(st.integers(2, 5))
    row = st.lists(FRACTIONS, min_size=width, max_size=width)
    return np.asarray(draw(st.lists(row, min_size=rows, max_size=rows)))


@settings(deadline=None)
@given(tables())
def test_every_slot_is_as_computed_from_the_raw_attempts(marks: np.ndarray[Any, Any]) -> None:
    found = _analyse(marks)

    totals = marks.sum(axis=1)
    for column, slot in enumerate(found.slots):
        x, y = marks[:, column], totals - marks[:, column]
        assert slot.item.facility == pytest.approx(x.mean())
        assert slot.item.sd == pytest.approx(x.std(ddof=1))
        assert slot.item.covariance == pytest.approx(np.cov(x, y)[0, 1], abs=1e-12)
        assert slot.item.largest_covariance == pytest.approx(np.cov(np.sort(x), np.sort(y))[0, 1], abs=1e-12)
        assert slot.item.covariance_with_total == pytest.approx(np.cov(x, totals)[0, 1], abs=1e-12)
        if np.ptp(x) and np.ptp(y) > 1e-9:
            assert slot.item.discrimination_index == pytest.approx(100 * np.corrcoef(x, y)[0, 1], abs=1e-7)
        else:
            assert slot.item.discrimination_index is None
            assert slot.item.discriminative_efficiency is None
    assert found.median == pytest.approx(statistics.median(totals.tolist()))
    assert found.average == pytest.approx(totals.mean())


@settings(deadline=None)
@given(tables())
def test_efficiencies_weights_and_consistency_keep_within_their_bounds(marks: np.ndarray[Any, Any]) -> None:
    found = _analyse(marks)

    assert found.internal_consistency is None or found.internal_consistency <= 100
    for slot in found.slots:
        for percent in (slot.item.discrimination_index, slot.item.discriminative_efficiency):
            assert percent is None or abs(percent) <= 100 + 1e-6 or percent < 0
        assert (slot.effective_weight is None) or not slot.item.negative_covariance
    weights = [slot.effective_weight for slot in found.slots if slot.effective_weight is not None]
    assert not weights or sum(weights) == pytest.approx(100)


def test_a_slot_that_the_weak_get_right_has_no_effective_weight_and_is_flagged() -> None:
    found = _analyse([[1, 0, 0], [1, 0, 0], [0, 1, 1], [0, 1, 1]])

    assert [slot.item.negative_covariance for slot in found.slots] == [True, False, False]
    assert [slot.effective_weight for slot in found.slots] == [None, pytest.approx(50), pytest.approx(50)]


def test_nothing_can_be_said_of_no_attempt() -> None:
    found = _analyse(np.zeros((0, 3)))

    assert (found.attempts, found.average, found.sd, found.internal_consistency) == (0, None, None, None)
    assert [slot.item.facility for slot in found.slots] == [None, None, None]


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [
        (1, (True, False, False, False, False)),
        (2, (True, True, False, False, False)),
        (3, (True, True, True, True, False)),
        (4, (True, True, True, True, True)),
    ],
)
def test_each_figure_waits_for_the_attempts_it_needs(attempts: int, expected: tuple[bool, ...]) -> None:
    found = _analyse([[1, 0], [0, 0], [1, 1], [0.5, 1]][:attempts])

    known = (found.average, found.sd, found.skew, found.internal_consistency, found.kurtosis)
    assert tuple(figure is not None for figure in known) == expected


def test_a_quiz_in_which_nobody_differs_has_no_indices() -> None:
    found = _analyse([[1, 0.5, 1 / 3]] * 40)

    assert (found.sd, found.skew, found.kurtosis, found.internal_consistency) == (0, None, None, None)
    assert [slot.item.discrimination_index for slot in found.slots] == [None] * 3


def test_consistency_is_not_claimed_when_a_slot_is_missing_from_some_attempts() -> None:
    found = _analyse([[1, 0, math.nan], [0, 1, 1], [1, 1, 1], [0, 0, 0]])

    assert found.internal_consistency is None
    assert [slot.item.n for slot in found.slots] == [4, 4, 3]


def test_a_question_from_a_pool_is_compared_with_the_whole_total_and_its_slot_with_the_rest() -> None:
    marks = np.asarray([[1, 0, 1], [0, 1, 0], [1, 1, 1], [0, 0, 1], [1, 0, 0], [1, 1, 0]], dtype=float)
    drawn = [[0, 1, code] for code in (2, 3, 2, 3, 2, 3)]
    found = _analyse(marks, pooled=3, questions=drawn, question_keys=["a", "b", "pool 1", "pool 2"])

    totals, own = marks.sum(axis=1)[::2], marks[::2, 2]
    question = next(each for each in found.questions if each.key == "pool 1")
    assert (question.item.n, question.slots) == (3, (3,))
    assert question.item.covariance == pytest.approx(np.cov(own, totals)[0, 1])
    assert found.slots[2].item.covariance == pytest.approx(
        np.cov(marks[:, 2], marks[:, :2].sum(axis=1))[0, 1]
    )


def test_weights_scale_marks_but_not_facilities() -> None:
    marks = np.asarray([[1, 0], [0.5, 1], [0, 1]])

    found = analyse(count(from_marks(marks), slots=[Slot(1, weight=3), Slot(2)]))

    assert [slot.intended_weight for slot in found.slots] == [75, 25]
    assert [slot.item.facility for slot in found.slots] == [pytest.approx(1 / 2), pytest.approx(2 / 3)]
    assert found.slots[0].item.sd == pytest.approx(1.5)
    assert found.highest_total == 4


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["x", "y", "z", None]), FRACTIONS, FRACTIONS),
        min_size=2,
        max_size=40,
    )
)
def test_an_option_correlates_with_the_rest_of_the_quiz(rows: list[tuple[str | None, float, float]]) -> None:
    frame = pd.DataFrame(
        [
            {"attempt": number, "slot": slot, "question": f"q{slot}", "fraction": mark, "final": chosen}
            for number, (option, own, other) in enumerate(rows)
            for slot, mark, chosen in ((1, own, [option] if option else None), (2, other, None))
        ]
    )
    offers = {"q1": Offer(tuple(Option(uid, uid.upper(), right=uid == "x") for uid in "xyz"))}

    found = analyse(count(from_frame(frame), slots=[Slot(1), Slot(2)]), offers=offers)

    rest = np.asarray([other for _, _, other in rows])
    options = next(each for each in found.questions if each.key == "q1").options
    assert [each.option.uid for each in options] == ["x", "y", "z"]
    for each in options:
        took = np.asarray([option == each.option.uid for option, _, _ in rows], dtype=float)
        assert each.final == took.sum()
        if np.ptp(took) and np.ptp(rest):
            assert each.r == pytest.approx(np.corrcoef(took, rest)[0, 1], abs=1e-7)
        else:
            assert each.r is None


def test_first_and_final_answers_are_counted_apart_and_options_nobody_took_are_listed() -> None:
    frame = pd.DataFrame(
        {
            "attempt": [1, 2, 3],
            "slot": 1,
            "question": "q",
            "fraction": [1.0, 1.0, 0.0],
            "first": [["b"], ["a"], ["b"]],
            "final": [["a"], ["a"], ["gone"]],
        }
    )
    offers = {"q": Offer((Option("a", "ถูก", right=True), Option("b", "ผิด", right=False)), guess=0.5)}

    question = analyse(count(from_frame(frame), slots=[Slot(1)]), offers=offers).questions[0]

    assert [(each.option.uid, each.first, each.final) for each in question.options] == [
        ("a", 1, 2),
        ("b", 2, 0),
        ("gone", 0, 1),
    ]
    assert question.guess == 0.5


def test_sure_and_wrong_is_a_share_of_those_who_said_how_sure_they_are() -> None:
    marks = [[1], [0], [0], [1], [0.5], [0]]
    found = _analyse(marks, confidence=[[3], [3], [3], [1], [3], [0]])

    said = found.questions[0].confidence
    assert said is not None
    assert (said.n, said.sure, said.sure_and_wrong, said.unsure_and_right) == (5, 4, 2, 1)
    assert said.sure_and_wrong_rate == pytest.approx(0.4)
    assert said.wrong_when_sure == pytest.approx(0.5)
    assert found.confidence == said


def test_hits_and_false_alarms_are_kept_apart() -> None:
    frame = pd.DataFrame(
        {
            "attempt": [1, 2],
            "slot": 1,
            "question": "q",
            "fraction": [1.0, 0.25],
            "hits": [3, 1],
            "misses": [0, 2],
            "false_alarms": [0, 1],
            "correct_rejections": [2, 1],
        }
    )

    found = analyse(count(from_frame(frame), slots=[Slot(1)])).questions[0].detection

    assert found is not None
    assert found.hit_rate == pytest.approx(4 / 6)
    assert found.false_alarm_rate == pytest.approx(1 / 4)
    d_prime, bias = found.sensitivity or (0, 0)
    assert d_prime == pytest.approx(
        0.365 + 0.524, abs=0.01
    )  # z(4.5/7) − z(1.5/5), from a table of the normal
    assert bias > 0  # these two would rather let a scam pass than suspect the innocent


def test_without_anything_genuine_no_sensitivity_is_claimed() -> None:
    assert formulas.sensitivity(hits=5, misses=1, false_alarms=0, correct_rejections=0) is None


@settings(deadline=None)
@given(st.integers(0, 500), st.integers(0, 500))
def test_a_rate_lies_within_its_interval(one: int, two: int) -> None:
    part, whole = min(one, two), max(one, two)
    low, high = formulas.rate_bounds(part, whole, z=1.96)

    assert 0 <= low <= high <= 1
    if whole:
        assert low - 1e-12 <= part / whole <= high + 1e-12


def test_intervals_equal_published_ones() -> None:
    # Wilson 1927 as worked in Newcombe 1998, table I: 81 of 263 and 15 of 148
    assert formulas.rate_bounds(81, 263, z=1.959964) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert formulas.rate_bounds(15, 148, z=1.959964) == pytest.approx((0.0624, 0.1605), abs=1e-4)
    # Fisher: r = 0.5 of 28 pairs, z = 0.5493 ± 1.96/5
    assert formulas.correlation_bounds(0.5, n=28, z=1.96) == pytest.approx((0.1559, 0.7356), abs=1e-3)


@pytest.mark.parametrize(("n", "says"), [(0, "น้อยเกินสรุป"), (29, "น้อยเกินสรุป"), (30, "อำนาจจำแนก"), (100, "")])
def test_few_answers_are_called_few(n: int, says: str) -> None:
    note = enough.note(n)

    assert (says in note) if says else note == ""
