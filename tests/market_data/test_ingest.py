"""Candles into the store: closed ones, once, of the right venue."""

import datetime as dt

import pytest

from market_data import selectors, services
from market_data.candles import DAY, UntrustworthyAnswerError
from market_data.models import Candle, Series
from tests.factories import market_data as make

pytestmark = pytest.mark.django_db


def test_closed_candles_are_stored_and_the_open_one_is_not(now: dt.datetime) -> None:
    series = make.series()
    rows = make.run(10, step=DAY, now=now)
    still_open = rows[-1]._replace(t=rows[-1].t + DAY)

    ingested = services.ingest_candles(series=series, venue_key="binance", rows=[*rows, still_open], now=now)

    assert ingested.changed == 10
    assert selectors.candles(series=series) == rows
    assert (series.last_closed_t, series.last_fetched_at, series.version) == (rows[-1].t, now, 1)


def test_the_same_answer_twice_changes_nothing(now: dt.datetime) -> None:
    series = make.series()
    rows = make.run(10, step=DAY, now=now)
    services.ingest_candles(series=series, venue_key="binance", rows=rows, now=now)

    again = services.ingest_candles(series=series, venue_key="binance", rows=rows, now=now)

    assert again.changed == 0
    assert Candle.objects.count() == 10
    assert Series.objects.get().version == 1


def test_a_revised_candle_replaces_only_itself_and_counts_as_a_change(now: dt.datetime) -> None:
    series = make.series()
    rows = make.run(10, step=DAY, now=now)
    services.ingest_candles(series=series, venue_key="binance", rows=rows, now=now)
    rows[7] = rows[7]._replace(v=6.5)

    again = services.ingest_candles(series=series, venue_key="binance", rows=rows[5:], now=now)

    assert again.changed == 1
    assert selectors.candles(series=series) == rows
    assert Series.objects.get().version == 2


def test_older_candles_that_come_later_do_not_turn_the_clock_back(now: dt.datetime) -> None:
    series = make.series()
    rows = make.run(10, step=DAY, now=now)
    services.ingest_candles(series=series, venue_key="binance", rows=rows[5:], now=now)

    services.ingest_candles(series=series, venue_key="binance", rows=rows[:5], now=now)

    assert Series.objects.get().last_closed_t == rows[-1].t
    assert len(selectors.candles(series=series)) == 10


@pytest.mark.parametrize(("series_of", "rows_of"), [("binance", "simulated"), ("simulated", "binance")])
def test_simulated_and_real_rows_can_never_mix(series_of: str, rows_of: str, now: dt.datetime) -> None:
    series = make.series(series_of)

    with pytest.raises(services.WrongVenueError):
        services.ingest_candles(
            series=series, venue_key=rows_of, rows=make.run(3, step=DAY, now=now), now=now
        )

    assert not Candle.objects.exists()


def test_an_answer_that_cannot_be_trusted_stores_nothing(now: dt.datetime) -> None:
    series = make.series()
    rows = [list(row) for row in make.run(5, step=DAY, now=now)]
    rows[3][4] = float("nan")

    with pytest.raises(UntrustworthyAnswerError):
        services.ingest_candles(series=series, venue_key="binance", rows=rows, now=now)

    assert not Candle.objects.exists()
    assert Series.objects.get().last_fetched_at is None


def test_a_series_deleted_meanwhile_takes_no_candles(now: dt.datetime) -> None:
    series = make.series()
    Series.objects.all().delete()

    with pytest.raises(Series.DoesNotExist):
        services.ingest_candles(
            series=series, venue_key="binance", rows=make.run(3, step=DAY, now=now), now=now
        )


def test_a_series_is_found_by_the_name_that_content_files_use() -> None:
    series = make.series("bitkub", "BTC/THB", "1h")

    assert selectors.series_by_key(key="bitkub/BTC-THB/1h") == series
    assert series.key == "bitkub/BTC-THB/1h"


@pytest.mark.parametrize(
    "key", ["", "bitkub", "bitkub/BTC-THB", "bitkub/BTC-THB/1d", "kraken/BTC-THB/1h", "///"]
)
def test_a_name_that_fits_nothing_finds_nothing(key: str) -> None:
    make.series("bitkub", "BTC/THB", "1h")

    assert selectors.series_by_key(key=key) is None


def test_the_defaults_come_once_and_leave_edits_alone() -> None:
    assert services.install_defaults() == 30
    series = selectors.series_by_key(key="binance/BTC-USDT/1d")
    assert series is not None
    assert series.fallback == selectors.series_by_key(key="kraken/BTC-USDT/1d")
    Series.objects.filter(pk=series.pk).update(is_enabled=False)

    assert services.install_defaults() == 0

    series.refresh_from_db()
    assert series.is_enabled is False
