"""A day of venues going up and down: a page at every look, and never a wrong word about source or age."""

import datetime as dt
import logging
from collections import Counter

import pytest
from django.conf import LazySettings
from django.test import Client

from market_data.candles import HOUR
from market_data.models import Candle, Series
from tests.factories import lessons as make_page
from tests.factories import market_data as make
from tests.market_data.chaos import ChaosMarket, Day, Look, true_close
from tests.market_data.stand_in import running


@pytest.mark.django_db
def test_readers_always_get_a_page_that_tells_the_truth(
    client: Client,
    now: dt.datetime,
    settings: LazySettings,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.ERROR, "market_data")  # thousands of faults on purpose
    settings.MARKET_DATA = "real"
    spare = make.series("kraken", timeframe="1h")
    charts = [make.series("binance", timeframe="1h", fallback=spare), make.series("bitkub", "BTC/THB", "1h")]
    lesson = make_page.make_lesson(
        body=[("chart", {"series": one.pk, "range": "7d", "caption": "ราคา"}) for one in charts]
    )

    with running(ChaosMarket()) as market:
        assert isinstance(market, ChaosMarket)
        day = Day(market, start=now, seed=2565)

        def look() -> list[Look]:
            fresh = Series.objects.in_bulk([one.pk for one in charts])
            return [day.look_at(client, fresh[one.pk], lesson.get_url()) for one in charts]

        seen = day.live(look, hours=24)

    with capsys.disabled():
        for one in seen if any(one.problems for one in seen) else seen[::24]:
            print(one)  # noqa: T201 — the log of the day
    assert len(seen) == 2 * 144
    assert [str(one) for one in seen if one.problems] == []
    # the day was worth its name: every state was met, and the chart has switched and come back
    assert set(Counter(one.state for one in seen)) >= {"fresh", "late", "stopped"}
    assert {one.shown for one in seen if one.asked == "binance"} == {"binance", "kraken"}
    for series in (*charts, spare):
        for t, close in Candle.objects.filter(series=series).values_list("t", "c"):
            assert close == pytest.approx(true_close(series.venue.key, t), abs=0.051)
            assert t % HOUR == 0
