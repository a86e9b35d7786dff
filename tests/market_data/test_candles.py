"""What may be stored of an answer, and what a run of candles says."""

import itertools
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market_data.candles import (
    DAY,
    HOUR,
    STEPS,
    WEEK,
    Candle,
    UntrustworthyAnswerError,
    aggregate,
    align,
    clean,
    fit,
    summarise,
    thin,
)

NOW = 1_795_489_200_000  # 24 November 2026, 03:00 UTC
prices = st.floats(min_value=1e-6, max_value=1e7)
numbers = st.floats(allow_nan=True, allow_infinity=True) | st.integers(-(2**53), 2**53)


@st.composite
def runs(draw: st.DrawFn, *, step: int = HOUR, most: int = 25) -> list[Candle]:
    """Possible candles, one step apart, all closed at NOW."""
    count = draw(st.integers(1, most))
    first = align(NOW, step) - count * step
    run = []
    for place in range(count):
        opened, closed, high, low = (draw(prices) for _ in range(4))
        run.append(
            Candle(
                first + place * step,
                opened,
                max(opened, closed, high, low),
                min(opened, closed, high, low),
                closed,
                draw(st.floats(0, 1e6)),
            )
        )
    return run


@given(runs())
def test_a_good_run_is_kept_whole(run: list[Candle]) -> None:
    cleaned = clean(run, step=HOUR, now=NOW)

    assert cleaned.closed == tuple(run)
    assert cleaned.open is None
    assert cleaned.problems == ()


@given(st.lists(st.lists(numbers, max_size=8), max_size=12), st.none() | st.integers(0, NOW))
def test_whatever_is_answered_only_possible_closed_aligned_rows_in_order_are_kept(
    rows: list[list[float]], since: int | None
) -> None:
    try:
        kept = clean(rows, step=HOUR, now=NOW, since=since).closed
    except UntrustworthyAnswerError:
        return

    for candle in kept:
        assert all(map(math.isfinite, candle))
        assert candle.t % HOUR == 0
        assert candle.t + HOUR <= NOW
        assert 0 < candle.l <= min(candle.o, candle.c) <= max(candle.o, candle.c) <= candle.h
        assert candle.v >= 0
        assert since is None or candle.t >= since
    assert all(first.t < second.t for first, second in itertools.pairwise(kept))


def _row(t: int, **changed: Any) -> Candle:
    return Candle(t, 10.0, 12.0, 9.0, 11.0, 1.0)._replace(**changed)


LAST = align(NOW, HOUR) - HOUR


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (_row(LAST + 1), "misaligned"),
        (_row(LAST + 9 * HOUR), "future"),
        (_row(LAST - 99 * HOUR), "before-since"),
        (_row(LAST, h=10.5), "impossible"),
        (_row(LAST, l=10.5), "impossible"),
        (_row(LAST, l=0.0), "impossible"),
        (_row(LAST, v=-1.0), "impossible"),
        (_row(LAST, c=10.5037), "off-tick"),
    ],
)
def test_a_row_that_cannot_be_is_left_out_with_its_reason(row: Candle, kind: str) -> None:
    good = _row(LAST - HOUR)

    cleaned = clean([good, row], step=HOUR, now=NOW, since=LAST - 9 * HOUR, tick=0.01)

    assert good in cleaned.closed
    assert row not in cleaned.closed
    assert kind in {problem.kind for problem in cleaned.problems}


@pytest.mark.parametrize(
    "bad", [[1, 2, 3], [LAST, None, 1, 1, 1, 1], [LAST, "1", 1, 1, 1, 1], [LAST, True, 1, 1, 1, 1]]
)
def test_an_answer_with_a_row_of_another_shape_is_refused_whole(bad: list[object]) -> None:
    with pytest.raises(UntrustworthyAnswerError):
        clean([_row(LAST - HOUR), bad], step=HOUR, now=NOW)


@pytest.mark.parametrize("poison", [math.nan, math.inf, -math.inf])
def test_an_answer_with_a_number_that_is_none_is_refused_whole(poison: float) -> None:
    with pytest.raises(UntrustworthyAnswerError):
        clean([_row(LAST, c=poison)], step=HOUR, now=NOW)


def test_rows_that_run_backwards_are_refused_whole() -> None:
    with pytest.raises(UntrustworthyAnswerError):
        clean([_row(LAST), _row(LAST - HOUR)], step=HOUR, now=NOW)


def test_the_candle_that_is_still_open_is_set_aside() -> None:
    still_open = _row(LAST + HOUR)

    cleaned = clean([_row(LAST), still_open], step=HOUR, now=NOW)

    assert cleaned.closed == (_row(LAST),)
    assert cleaned.open == still_open


def test_of_two_rows_for_one_time_the_later_counts() -> None:
    cleaned = clean([_row(LAST), _row(LAST, c=10.0)], step=HOUR, now=NOW)

    assert cleaned.closed == (_row(LAST, c=10.0),)
    assert cleaned.problems[0].kind == "duplicate"


def test_a_hole_and_a_late_start_are_reported_and_never_filled() -> None:
    rows = [_row(LAST - 5 * HOUR), _row(LAST)]

    cleaned = clean(rows, step=HOUR, now=NOW, since=LAST - 20 * HOUR)

    assert cleaned.closed == tuple(rows)
    assert {problem.kind for problem in cleaned.problems} == {"gap", "late-start"}


@given(st.integers(0, NOW), st.sampled_from(sorted(STEPS.values())))
def test_aligning_goes_down_by_less_than_a_step_and_stays_put(t: int, step: int) -> None:
    aligned = align(t, step)

    assert t - step < aligned <= t
    assert align(aligned, step) == aligned


def test_a_market_week_opens_on_monday() -> None:
    monday = 1_795_392_000_000  # 23 November 2026
    assert align(monday + 6 * DAY, WEEK) == monday


@given(runs(most=60), st.sampled_from([4 * HOUR, DAY, WEEK]))
def test_longer_candles_keep_the_extremes_the_ends_and_the_volume(run: list[Candle], step: int) -> None:
    longer = aggregate(run, step=step)

    assert max(candle.h for candle in longer) == max(candle.h for candle in run)
    assert min(candle.l for candle in longer) == min(candle.l for candle in run)
    assert (longer[0].o, longer[-1].c) == (run[0].o, run[-1].c)
    assert math.isclose(
        math.fsum(candle.v for candle in longer), math.fsum(candle.v for candle in run), abs_tol=1e-6
    )
    assert all(candle.t == align(candle.t, step) for candle in longer)


@given(runs(most=60), st.integers(2, 20))
def test_fitting_never_gives_more_than_asked_and_always_ends_at_the_newest_close(
    run: list[Candle], most: int
) -> None:
    fitted, step = fit(run, step=HOUR, most=most)

    assert 1 <= len(fitted) <= most
    assert fitted[-1].c == run[-1].c
    assert step in STEPS.values()


@given(runs(most=60), st.integers(1, 20))
def test_thinning_loses_no_extreme(run: list[Candle], most: int) -> None:
    thinned = thin(run, most=most)

    assert len(thinned) <= most
    assert max(candle.h for candle in thinned) == max(candle.h for candle in run)
    assert min(candle.l for candle in thinned) == min(candle.l for candle in run)


@given(runs())
def test_a_summary_states_what_is_in_the_run(run: list[Candle]) -> None:
    summary = summarise(run)

    assert summary is not None
    assert summary.low <= summary.last_close <= summary.high
    assert summary.change == run[-1].c / run[0].o - 1
    assert {summary.high_t, summary.low_t} <= {candle.t for candle in run}


def test_nothing_has_no_summary() -> None:
    assert summarise([]) is None
