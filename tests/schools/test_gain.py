"""The gain of a class."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from schools.gain import TOO_FEW, Pair, class_gain, gains_by_objective, student_t


def pairs(half: int, differences: list[float], before: float = 0.4) -> list[Pair]:
    return [Pair(half, before, before + each) for each in differences]


@pytest.mark.parametrize(
    ("freedom", "expected"), [(1, 12.706), (5, 2.571), (7, 2.365), (10, 2.228), (30, 2.042), (120, 1.980)]
)
def test_the_t_point_is_that_of_the_tables(freedom: int, expected: float) -> None:
    assert student_t(freedom) == pytest.approx(expected, abs=0.001)


def test_a_harder_form_cancels_out_where_the_halves_swap_it() -> None:
    learned, harder = 0.2, 0.1
    given = pairs(0, [learned - harder] * 9) + pairs(1, [learned + harder] * 5)  # halves of different size
    gain = class_gain(given)
    assert gain is not None
    assert gain.gain == pytest.approx(learned)
    assert gain.after - gain.before == pytest.approx(gain.gain)


def test_the_interval_is_the_one_of_the_formula() -> None:
    """By hand: d̄ = 0.2 and 0.1, within-half squares 0.02 + 0.02, df 6, s² = 0.04/6, SE = ½·√(s²·(¼+¼))."""
    given = pairs(0, [0.1, 0.3, 0.2, 0.2]) + pairs(1, [0.0, 0.2, 0.1, 0.1])
    gain = class_gain(given)
    assert gain is not None
    assert gain.low is not None
    margin = 2.4469 * 0.5 * (0.04 / 6 * 0.5) ** 0.5
    assert (gain.gain, gain.gain - gain.low) == (pytest.approx(0.15), pytest.approx(margin, abs=1e-4))


def test_a_few_pairs_are_shown_and_not_judged() -> None:
    gain = class_gain(pairs(0, [0.3] * 4) + pairs(1, [0.3] * 3))
    assert gain is not None
    assert TOO_FEW in gain.sentence
    assert "เก่งขึ้น" not in gain.sentence


@given(st.lists(st.tuples(st.integers(0, 1), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=60))
def test_a_class_that_fell_never_reads_a_hard_word(rows: list[tuple[int, float, float]]) -> None:
    gain = class_gain([Pair(*row) for row in rows])
    assert gain is not None
    for word in ("แย่", "ลดลง", "ตก", "ล้มเหลว", "ถดถอย", "ด้อย", "แพ้"):
        assert word not in gain.sentence
    if gain.gain <= 0:
        assert "เก่งขึ้น" not in gain.sentence
    if gain.low is not None and gain.high is not None:
        assert gain.low <= gain.gain + 1e-9
        assert gain.gain <= gain.high + 1e-9


@given(
    st.lists(st.floats(-0.4, 0.4), min_size=2, max_size=20),
    st.lists(st.floats(-0.4, 0.4), min_size=2, max_size=20),
    st.floats(-0.1, 0.1),
)
def test_how_hard_a_form_is_changes_neither_gain_nor_interval(
    one: list[float], other: list[float], harder: float
) -> None:
    plain = class_gain(pairs(0, one, 0.5) + pairs(1, other, 0.5))
    shifted = class_gain(
        pairs(0, [each - harder for each in one], 0.5) + pairs(1, [each + harder for each in other], 0.5)
    )
    assume(plain is not None and shifted is not None)
    assert plain is not None
    assert shifted is not None
    assert shifted.gain == pytest.approx(plain.gain, abs=1e-9)
    assert shifted.low == pytest.approx(plain.low, abs=1e-6)


def test_objectives_are_compared_where_both_forms_ask_about_them() -> None:
    before = {pupil: {"ตรวจ": 0.4, "เฉพาะก่อน": 1.0} for pupil in range(10)}
    after = {pupil: {"ตรวจ": 0.7} for pupil in range(10)}
    found = gains_by_objective(before, after, {pupil: pupil % 2 for pupil in range(10)})
    assert [(each.objective, round(each.gain.gain, 2)) for each in found] == [("ตรวจ", 0.3)]
