"""From the venues through real ccxt into the store, whatever the venues do."""

import datetime as dt
import random
from collections.abc import Callable

import pytest

from market_data import clients, selectors, services
from market_data.breaker import Outcome, State
from market_data.candles import DAY, HOUR, STEPS
from market_data.clients import CandleClient, Market, SourceError
from market_data.models import Candle, Series, SourceHealth
from tests.factories import market_data as make
from tests.market_data import stand_in as fake
from tests.market_data.conftest import TIMEOUT_MS
from tests.market_data.stand_in import StandIn

pytestmark = pytest.mark.django_db
OpenClient = Callable[[str], CandleClient]
VENUES = {"binance": "BTC/USDT", "kraken": "BTC/USDT", "bitkub": "BTC/THB"}
PAIRS = {"BTC/USDT": "BTCUSDT", "BTC/THB": "BTCTHB"}


def _turn(now: dt.datetime, open_client: OpenClient, *, simulated: bool = False) -> list[services.Fetched]:
    return services.fetch_due(
        now=now, simulated=simulated, open_client=open_client, jitter=random.Random(1).random
    )


def _assert_every_row_is_true(series: Series, now: dt.datetime) -> None:
    """Compare what is stored with what the stand-in's market really did; Kraken quotes one decimal."""
    step = STEPS[series.timeframe]
    for candle in selectors.candles(series=series):
        told = fake.row(PAIRS[series.symbol], candle.t, step)
        assert candle[:5] == pytest.approx(told[:5], abs=0.06)
        assert candle.t + step <= now.timestamp() * 1000


@pytest.mark.parametrize("venue", VENUES)
@pytest.mark.parametrize(("timeframe", "count"), [("1d", 400), ("1h", 719)])
def test_a_new_series_is_filled_with_its_first_history(
    venue: str, timeframe: str, count: int, now: dt.datetime, open_client: OpenClient
) -> None:
    series = make.series(venue, VENUES[venue], timeframe)

    fetched = _turn(now, open_client)

    assert [result.outcome for result in fetched] == [Outcome.OK]
    assert Candle.objects.count() >= count
    assert selectors.freshness_of(Series.objects.get(), now=now) == "fresh"
    _assert_every_row_is_true(Series.objects.get(), now)
    assert SourceHealth.objects.get(venue=series.venue).last_ok_at == now


def test_the_next_turn_waits_for_the_next_close_and_then_reads_only_what_is_new(
    now: dt.datetime, stand_in: StandIn, open_client: OpenClient
) -> None:
    series = make.series(timeframe="1h")
    _turn(now, open_client)
    asked = len(stand_in.log)

    assert _turn(now + dt.timedelta(minutes=30), open_client) == []
    assert len(stand_in.log) == asked

    later = now + dt.timedelta(hours=1, minutes=1)
    stand_in.clock = lambda: int(later.timestamp() * 1000)
    (fetched,) = _turn(later, open_client)

    series.refresh_from_db()
    assert fetched.changed == 1
    assert series.version == 2
    assert series.next_fetch_at is not None
    assert (
        dt.timedelta(seconds=10)
        <= series.next_fetch_at - (now + dt.timedelta(hours=2))
        <= dt.timedelta(seconds=40)
    )


def test_retry_after_is_obeyed(now: dt.datetime, stand_in: StandIn, open_client: OpenClient) -> None:
    client = open_client("binance")
    stand_in.faults["binance"] = "429"

    with pytest.raises(SourceError) as caught:
        client.candles(Market("BTCUSDT", "BTC/USDT"), timeframe="1d", since=0, limit=5)

    assert caught.value.retry_after == dt.timedelta(seconds=7)


@pytest.mark.parametrize(
    ("venue", "market_id", "symbol"),
    [
        ("binance", "NOPEUSDT", "NOPE/USDT"),
        ("bitkub", "NOPE_THB", "NOPE/THB"),
        ("kraken", "NOPE", "NOPE/USDT"),
    ],
)
def test_a_pair_that_the_venue_does_not_have_waits_for_a_person_and_harms_no_other(
    venue: str, market_id: str, symbol: str, now: dt.datetime, open_client: OpenClient
) -> None:
    bad = make.series(venue, symbol, market_id=market_id)
    good = make.series(venue, VENUES[venue])

    outcomes = {result.series_key: result.outcome for result in _turn(now, open_client)}

    assert outcomes == {bad.key: Outcome.BAD_SERIES, good.key: Outcome.OK}
    bad.refresh_from_db()
    assert bad.needs_human
    assert bad.problem
    assert bad not in selectors.series_to_fetch(now=now + dt.timedelta(days=9), simulated=False)

    services.ask_again(series=bad)

    assert bad in selectors.series_to_fetch(now=now, simulated=False)


def test_a_wrong_id_at_kraken_is_noticed_though_kraken_reports_no_error(
    now: dt.datetime, stand_in: StandIn, open_client: OpenClient
) -> None:
    stand_in.faults["kraken"] = "no_rows"
    series = make.series("kraken")

    _turn(now, open_client)

    series.refresh_from_db()
    assert "ไม่มีแท่ง" in series.problem
    assert series.last_fetched_at is None


def test_a_venue_that_fails_is_asked_once_a_turn_and_others_go_on(
    now: dt.datetime, stand_in: StandIn, open_client: OpenClient
) -> None:
    make.series("binance", timeframe="1d")
    make.series("binance", timeframe="1h")
    make.series("kraken")
    stand_in.faults["binance"] = "503"

    results = _turn(now, open_client)

    assert [(result.series_key.partition("/")[0], result.outcome) for result in results] == [
        ("binance", Outcome.UNREACHABLE),
        ("kraken", Outcome.OK),
    ]


def test_an_unreachable_exchange_does_no_harm_for_ever(now: dt.datetime) -> None:
    series = make.series()
    client = clients.open_client(venue_key="binance", base_url="http://127.0.0.1:9", timeout_ms=TIMEOUT_MS)
    moment = now
    for _ in range(40):
        services.fetch_due(now=moment, simulated=False, open_client=lambda key: client, jitter=lambda: 0.5)
        health = SourceHealth.objects.get(venue=series.venue)
        assert health.open_until is not None
        moment = health.open_until

    assert health.failures == 40
    assert health.state == State.OPEN
    assert not Candle.objects.exists()


@pytest.mark.parametrize("simulated", [True, False])
def test_only_series_of_the_chosen_mode_are_fetched(
    simulated: bool, now: dt.datetime, open_client: OpenClient
) -> None:
    make.series("binance")
    make.series("simulated")

    results = _turn(now, open_client, simulated=simulated)

    assert [result.series_key for result in results] == [
        "simulated/BTC-USDT/1d" if simulated else "binance/BTC-USDT/1d"
    ]


def test_the_simulated_exchange_never_touches_the_network(now: dt.datetime, stand_in: StandIn) -> None:
    client = clients.open_client(venue_key="simulated", base_url=stand_in.url)

    rows = client.candles(
        Market("BTC-THB", "BTC/THB"), timeframe="1h", since=int(now.timestamp() * 1000) - 5 * HOUR, limit=5
    )

    assert rows
    assert stand_in.log == []


def test_a_venue_nobody_wrote_a_client_for_waits_for_a_person(now: dt.datetime) -> None:
    series = make.series("somewhere")

    services.fetch_due(
        now=now,
        simulated=False,
        open_client=lambda key: clients.open_client(venue_key=key),
        jitter=lambda: 0.5,
    )

    series.refresh_from_db()
    assert series.needs_human


@pytest.mark.parametrize("venue", VENUES)
def test_every_request_goes_to_the_stand_in_under_the_venues_own_path(
    venue: str, now: dt.datetime, stand_in: StandIn, open_client: OpenClient
) -> None:
    make.series(venue, VENUES[venue])

    _turn(now, open_client)

    paths = {"binance": "/binance/api/v3/klines", "kraken": "/kraken/0/public/OHLC",
             "bitkub": "/bitkub/tradingview/history"}  # fmt: skip
    assert {asked.partition("?")[0] for _, asked in stand_in.log} == {paths[venue]}


def test_a_long_absence_is_caught_up_page_by_page(
    now: dt.datetime, stand_in: StandIn, open_client: OpenClient
) -> None:
    series = make.series("bitkub", "BTC/THB", "1h")
    old = now - dt.timedelta(days=90)
    rows = fake.rows(
        "BTCTHB", first=int(old.timestamp() * 1000), last=int(old.timestamp() * 1000) + DAY, step=HOUR
    )
    services.ingest_candles(series=series, venue_key="bitkub", rows=rows, now=now)

    _turn(now, open_client)

    assert len(stand_in.log) > 3
    assert len(selectors.candles(series=series)) == 90 * 24
    _assert_every_row_is_true(series, now)
