"""A figure travels packed: small enough for a phone, and nothing that the plot shows is lost."""

import brotli
import orjson
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market_data import figures, simulation
from market_data.candles import DAY, HOUR, Candle
from market_data.figures import PLAIN, Look
from market_data.packing import pack, unpack
from tests.market_data.test_candles import NOW, runs

YEAR = simulation.candles("BTC/USDT", "1d", since=NOW - 366 * DAY, until=NOW - DAY, limit=365)
EVERYTHING = Look(volume=True, average=20, drawdown=True)
LOOKS = [PLAIN, Look(is_line=True), EVERYTHING, Look(is_line=True, volume=True, average=7, drawdown=True)]
MOST_BYTES = 5_000


def _packed(
    run: list[Candle], *, step: int = DAY, decimals: int = 2, look: Look = PLAIN
) -> dict[str, object]:
    frame = figures.figure(run[:1], step=step, decimals=decimals, simulated=False, look=look)
    return pack(frame, run, step=step, decimals=decimals, look=look)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.slug)
def test_a_year_of_days_is_light_with_every_pane(look: Look) -> None:
    body = orjson.dumps(_packed(list(YEAR), look=look))

    assert len(YEAR) == 365
    assert len(brotli.compress(body)) <= MOST_BYTES


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.slug)
def test_plotly_accepts_what_is_unpacked(look: Look) -> None:
    drawn = go.Figure(unpack(_packed(list(YEAR), look=look)))

    assert {len(trace.x) for trace in drawn.data} == {365}


@given(runs(), st.sampled_from(LOOKS), st.sampled_from([HOUR, DAY]), st.integers(0, 8))
def test_unpacking_gives_back_the_whole_figure(
    run: list[Candle], look: Look, step: int, decimals: int
) -> None:
    run = [_as_shown(candle, place, step, decimals) for place, candle in enumerate(run)]
    whole = figures.figure(run, step=step, decimals=decimals, simulated=False, look=look)

    unpacked = unpack(_packed(run, step=step, decimals=decimals, look=look))

    assert len(unpacked["data"]) == len(whole["data"])
    for ours, theirs in zip(unpacked["data"], whole["data"], strict=True):
        if theirs.get("meta") in {"volume", "average", "drawdown"}:
            found, wanted = ours.pop("y"), theirs.pop("y")
            known = [place for place, value in enumerate(wanted) if value is not None]
            assert [place for place, value in enumerate(found) if value is not None] == known
            assert [found[place] for place in known] == pytest.approx(
                [wanted[place] for place in known], rel=0.01
            )
        assert ours == theirs
    assert unpacked["layout"] == whole["layout"]


def _as_shown(candle: Candle, place: int, step: int, decimals: int) -> Candle:
    """Return the candle with prices as a chart shows them, and a candle missing before every seventh."""
    shown = (max(round(value, decimals), 10**-decimals) for value in candle[1:5])
    return Candle(NOW // DAY * DAY + (place + place // 7) * step, *shown, candle.v)


def test_another_figure_is_left_as_it_is() -> None:
    assert unpack({"data": [], "layout": {}}) == {"data": [], "layout": {}}
