"""The made-up market is the same for everybody and possible like a real one."""

from hypothesis import given
from hypothesis import strategies as st

from market_data import simulation
from market_data.candles import DAY, HOUR, aggregate, clean
from tests.market_data.test_candles import NOW


@given(st.sampled_from(simulation.SYMBOLS), st.integers(1, 400), st.sampled_from(["1h", "1d"]))
def test_every_made_up_candle_passes_the_checks_for_real_ones(symbol: str, back: int, timeframe: str) -> None:
    step = HOUR if timeframe == "1h" else DAY
    rows = simulation.candles(symbol, timeframe, since=NOW - back * step, until=NOW, limit=12)

    cleaned = clean(rows, step=step, now=NOW, tick=0.01)

    assert cleaned.problems == ()
    assert cleaned.closed or cleaned.open


@given(st.sampled_from(simulation.SYMBOLS), st.integers(2, 300))
def test_the_same_time_gives_the_same_candle_however_it_is_asked_for(symbol: str, back: int) -> None:
    t = NOW - NOW % HOUR - back * HOUR

    alone = simulation.candles(symbol, "1h", since=t, until=t, limit=1)
    in_a_run = simulation.candles(symbol, "1h", since=t - 5 * HOUR, until=t + 5 * HOUR, limit=50)

    assert alone[0] in in_a_run


def test_a_day_is_made_of_its_hours() -> None:
    day = NOW - NOW % DAY - DAY

    hours = simulation.candles("BTC/THB", "1h", since=day, until=day + DAY - 1, limit=24)

    assert simulation.candles("BTC/THB", "1d", since=day, until=day, limit=1) == aggregate(hours, step=DAY)
