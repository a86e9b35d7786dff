"""Measures of a run of prices hold for every run there can be."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market_data import analysis
from market_data.candles import DAY, Candle

VALUES = st.lists(st.floats(1e-6, 1e6), min_size=1, max_size=60)


def run_of(closes: list[float], *, start: int = 0) -> list[Candle]:
    return [
        Candle(start + place * DAY, close, close * 1.1, close * 0.9, close, 1)
        for place, close in enumerate(closes)
    ]


@given(VALUES, st.integers(1, 20))
def test_an_average_lies_between_its_values_and_waits_for_enough(values: list[float], count: int) -> None:
    averages = analysis.moving_average(values, count=count)

    assert len(averages) == len(values)
    for place, average in enumerate(averages):
        window = values[max(0, place - count + 1) : place + 1]
        if len(window) < count:
            assert average is None
        else:
            assert average is not None
            assert min(window) * (1 - 1e-9) <= average <= max(window) * (1 + 1e-9)


@given(VALUES)
def test_an_average_of_one_is_the_value(values: list[float]) -> None:
    assert analysis.moving_average(values, count=1) == values


def test_an_average_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        analysis.moving_average([1.0], count=0)


@given(VALUES)
def test_a_fall_is_never_a_gain_nor_more_than_everything(values: list[float]) -> None:
    falls = analysis.drawdowns(values)

    assert all(-1 < fall <= 0 for fall in falls)
    assert falls[values.index(max(values))] == 0


@given(VALUES)
def test_the_worst_fall_is_the_deepest_and_the_top_comes_first(values: list[float]) -> None:
    worst = analysis.worst_fall(values)
    deepest = min(analysis.drawdowns(values))

    if worst is None:
        assert deepest == 0
        assert values == sorted(values)
    else:
        assert worst.change == deepest
        assert worst.top < worst.bottom
        assert math.isclose(values[worst.bottom] / values[worst.top] - 1, worst.change)


@given(st.dictionaries(st.integers(1, 5), VALUES, min_size=1))
def test_every_line_begins_at_a_hundred_and_keeps_its_proportions(closes: dict[int, list[float]]) -> None:
    lines = analysis.rebase({name: run_of(values) for name, values in closes.items()})

    for name, values in closes.items():
        assert lines[name][0].value == 100
        assert math.isclose(lines[name][-1].value, values[-1] / values[0] * 100)
        assert len(lines[name]) == len(values)


@given(VALUES, VALUES, st.integers(0, 80))
def test_a_comparison_begins_where_all_are_there(early: list[float], late: list[float], delay: int) -> None:
    lines = analysis.rebase({1: run_of(early), 2: run_of(late, start=delay * DAY)})

    if delay >= len(early):
        assert lines == {}
    else:
        assert lines[1][0].t == lines[2][0].t == delay * DAY
        assert lines[1][0].value == lines[2][0].value == 100


@given(VALUES, st.floats(1, 1e7))
def test_what_if_keeps_the_proportion_of_the_closes(values: list[float], amount: float) -> None:
    found = analysis.what_if(run_of(values), bought_t=0, amount=amount)

    if len(values) < 2:
        assert found is None
        return
    assert found is not None
    assert math.isclose(found.now, amount * values[-1] / values[0])
    assert math.isclose(found.gain, found.now - amount)
    assert (found.change > 0) == (values[-1] > values[0])
    assert found.least.value <= found.now
    assert math.isclose(found.worth[0].value, amount)


@given(VALUES)
def test_doubling_the_amount_doubles_loss_as_well_as_gain(values: list[float]) -> None:
    one = analysis.what_if(run_of(values), bought_t=0, amount=1_000)
    two = analysis.what_if(run_of(values), bought_t=0, amount=2_000)

    if one and two:
        assert math.isclose(two.gain, 2 * one.gain, abs_tol=1e-6)
        assert one.change == two.change
        assert one.fall == two.fall or (
            one.fall and two.fall and math.isclose(one.fall.change, two.fall.change)
        )


def test_what_if_buys_at_the_first_close_on_or_after_the_day() -> None:
    found = analysis.what_if(run_of([10, 20, 30, 15]), bought_t=DAY // 2, amount=100)

    assert found is not None
    assert found.bought.t == DAY
    assert found.now == 75
    assert found.fall == analysis.Fall(1, 2, -0.5)


@given(st.lists(st.integers(), max_size=200), st.integers(2, 40))
def test_a_spread_keeps_both_ends_and_the_order(items: list[int], most: int) -> None:
    chosen = analysis.spread(items, most=most)

    assert len(chosen) <= most
    if items:
        assert chosen[0] == items[0]
        assert chosen[-1] == items[-1]
    if len(items) <= most:
        assert chosen == items
