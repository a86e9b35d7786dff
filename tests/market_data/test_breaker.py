"""How long a source that failed is left alone."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market_data.breaker import BLOCK_WAIT, LONGEST_WAIT, OPEN_AFTER, Breaker, Outcome, State, after

NOW = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)
FAILURES = [outcome for outcome in Outcome if outcome not in {Outcome.OK, Outcome.BAD_SERIES}]


def _wait(breaker: Breaker) -> dt.timedelta:
    assert breaker.not_before is not None
    return breaker.not_before - NOW


def test_waiting_doubles_up_to_half_an_hour() -> None:
    breaker, waits = Breaker(), []
    for _ in range(12):
        breaker = after(breaker, Outcome.UNREACHABLE, now=NOW, jitter=1.0)
        waits.append(_wait(breaker).total_seconds())

    assert waits[:6] == [30, 60, 120, 240, 480, 960]
    assert waits[-1] == LONGEST_WAIT.total_seconds()


def test_it_opens_after_five_failures_in_a_row() -> None:
    breaker = Breaker()
    states = []
    for _ in range(OPEN_AFTER):
        breaker = after(breaker, Outcome.BAD_BODY, now=NOW, jitter=0.5)
        states.append(breaker.state)

    assert states == [State.CLOSED] * 4 + [State.OPEN]


def test_a_probe_that_fails_opens_it_again_and_one_that_works_closes_it() -> None:
    probing = Breaker(State.HALF_OPEN, 7, NOW)

    assert after(probing, Outcome.UNREACHABLE, now=NOW, jitter=0).state is State.OPEN
    assert after(probing, Outcome.OK, now=NOW, jitter=0) == Breaker()


@pytest.mark.parametrize(("asked", "waits"), [(None, 60), (7, 60), (600, 600), (10**6, 86_400)])
def test_a_rate_limit_waits_as_asked_within_reason(asked: int | None, waits: int) -> None:
    retry_after = None if asked is None else dt.timedelta(seconds=asked)

    breaker = after(Breaker(), Outcome.RATE_LIMITED, now=NOW, jitter=0, retry_after=retry_after)

    assert breaker.state is State.OPEN
    assert _wait(breaker).total_seconds() == waits


def test_a_ban_waits_an_hour_and_then_longer() -> None:
    first = after(Breaker(), Outcome.BANNED, now=NOW, jitter=0)
    second = after(first, Outcome.BANNED, now=NOW, jitter=0)

    assert [_wait(first), _wait(second)] == [dt.timedelta(hours=1), dt.timedelta(hours=2)]


def test_a_block_waits_a_day() -> None:
    assert _wait(after(Breaker(), Outcome.BLOCKED, now=NOW, jitter=0)) == BLOCK_WAIT


def test_a_bad_pair_is_no_fault_of_the_venue() -> None:
    assert after(Breaker(), Outcome.BAD_SERIES, now=NOW, jitter=0) == Breaker()


@given(st.lists(st.sampled_from(FAILURES), min_size=1, max_size=40), st.floats(0, 1))
def test_no_row_of_failures_waits_longer_than_a_day_or_not_at_all(
    outcomes: list[Outcome], jitter: float
) -> None:
    breaker = Breaker()
    for outcome in outcomes:
        breaker = after(breaker, outcome, now=NOW, jitter=jitter)

    assert dt.timedelta(seconds=15) <= _wait(breaker) <= BLOCK_WAIT
    assert not breaker.may_ask(NOW)
    assert breaker.may_ask(NOW + BLOCK_WAIT)
