"""Every venue through real ccxt: the rows it gives, the pairs it lists, its traps, and how often it is asked."""

import datetime as dt
import io
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command

from market_data import clients, defaults
from market_data.breaker import Outcome
from market_data.candles import DAY, HOUR, STEPS, clean
from market_data.clients import Client, Limits, Market, SourceError, UnknownVenueError
from market_data.clients.pace import SHARE, Pace
from tests.market_data import stand_in as fake
from tests.market_data.stand_in import StandIn

OpenClient = Callable[[str], Client]
MARKETS = {
    "binance": (Market("BTCUSDT", "BTC/USDT"), "BTCUSDT"),
    "kraken": (Market("XBTUSDT", "BTC/USDT"), "BTCUSDT"),
    "coinbaseexchange": (Market("BTC-USD", "BTC/USD"), "BTCUSD"),
    "bitstamp": (Market("btcusd", "BTC/USD"), "BTCUSD"),
    "bitkub": (Market("BTC_THB", "BTC/THB"), "BTCTHB"),
    "binanceth": (Market("BTCTHB", "BTC/THB"), "BTCTHB"),
    "upbitth": (Market("THB-BTC", "BTC/THB"), "BTCTHB"),
}


@pytest.fixture
def open_client(stand_in: StandIn) -> OpenClient:
    return lambda key: clients.open_client(venue_key=key, base_url=stand_in.url, timeout_ms=5_000)


def _ms(now: dt.datetime) -> int:
    return int(now.timestamp() * 1000)


@pytest.mark.parametrize("timeframe", ["1h", "1d"])
@pytest.mark.parametrize("venue", MARKETS)
def test_a_page_of_candles_begins_where_it_was_asked_to_and_is_what_the_market_did(
    venue: str, timeframe: str, now: dt.datetime, open_client: OpenClient
) -> None:
    market, pair = MARKETS[venue]
    client, step = open_client(venue), STEPS[timeframe]
    since = _ms(now) // step * step - 100 * step

    rows = client.candles(market, timeframe=timeframe, since=since, limit=client.most_rows)

    cleaned = clean(rows, step=step, now=_ms(now), since=since)
    assert cleaned.problems == ()
    assert [candle.t for candle in cleaned.closed] == list(range(since, since + 100 * step, step))
    for candle in cleaned.closed:
        assert candle == pytest.approx(fake.row(pair, candle.t, step), abs=0.06)  # Kraken quotes one decimal


@pytest.mark.parametrize("venue", MARKETS)
def test_a_full_page_of_the_past_is_whole_and_nothing_before_it(
    venue: str, now: dt.datetime, open_client: OpenClient
) -> None:
    market, _ = MARKETS[venue]
    client = open_client(venue)
    since = _ms(now) // DAY * DAY - 1200 * DAY

    rows = client.candles(market, timeframe="1d", since=since, limit=client.most_rows)

    kraken_begins = next(row[0] for row in rows) > since
    assert kraken_begins is (venue == "kraken")  # 720 rows and no older ones: clean says late-start
    problems = {problem.kind for problem in clean(rows, step=DAY, now=_ms(now), since=since).problems}
    assert problems == ({"late-start"} if venue == "kraken" else set())
    assert len(rows) == client.most_rows


@pytest.mark.parametrize("venue", MARKETS)
def test_the_list_of_pairs_costs_one_request_and_names_what_series_need(
    venue: str, stand_in: StandIn, open_client: OpenClient
) -> None:
    market, _ = MARKETS[venue]

    listed = open_client(venue).pairs()

    assert len(stand_in.log) == 1
    (found,) = [pair for pair in listed if pair.symbol == market.symbol]
    assert found.market_id == market.market_id
    assert found.is_active
    assert {pair.quote for pair in listed} <= {"THB", "USD", "USDT", "USDC"}


@pytest.mark.parametrize("fault", ["html200", "null", "empty200", "truncated200", "500", "reset", "302"])
@pytest.mark.parametrize("venue", MARKETS)
def test_a_list_of_pairs_that_cannot_be_read_is_a_failure_of_the_source(
    venue: str, fault: str, stand_in: StandIn, open_client: OpenClient
) -> None:
    stand_in.faults[venue] = fault

    with pytest.raises(SourceError):
        open_client(venue).pairs()


@pytest.mark.parametrize("venue", MARKETS)
def test_a_pair_that_the_venue_does_not_have_is_a_fault_of_the_series_not_of_the_venue(
    venue: str, now: dt.datetime, open_client: OpenClient
) -> None:
    unknown = Market("NOPE-NOPE", "NOPE/THB")

    with pytest.raises(SourceError) as caught:
        open_client(venue).candles(unknown, timeframe="1d", since=_ms(now) // DAY * DAY - 9 * DAY, limit=9)

    assert caught.value.outcome is Outcome.BAD_SERIES


def test_binance_th_is_never_asked_for_more_than_seven_days_of_hours(
    now: dt.datetime, open_client: OpenClient
) -> None:
    rows = open_client("binanceth").candles(
        MARKETS["binanceth"][0], timeframe="1h", since=_ms(now) // HOUR * HOUR - 30 * DAY, limit=1000
    )

    assert len(rows) == 7 * 24


def test_upbit_is_never_asked_for_more_rows_than_it_gives(
    now: dt.datetime, stand_in: StandIn, open_client: OpenClient
) -> None:
    open_client("upbitth").candles(
        MARKETS["upbitth"][0], timeframe="1d", since=_ms(now) - 600 * DAY, limit=5000
    )

    assert "count=200" in stand_in.log[0][1]


def test_venues_blocked_in_thailand_are_neither_offered_nor_known() -> None:
    for blocked in defaults.BLOCKED_IN_THAILAND:
        assert blocked not in clients.VENUE_KEYS
        assert blocked not in {venue.key for venue in defaults.VENUES}
        with pytest.raises(UnknownVenueError):
            clients.open_client(venue_key=blocked)


def test_every_venue_has_what_an_operator_must_know() -> None:
    known = {venue.key: venue for venue in defaults.VENUES}

    assert set(clients.VENUE_KEYS) <= known.keys()
    for venue in defaults.VENUES:
        assert venue.attribution_th
        assert venue.limits_source
        assert venue.licence_note_th
        assert venue.is_enabled or venue.note_th, f"{venue.key} is off and does not say why"
    # no licence is claimed without a source having been read
    assert {venue.licence for venue in defaults.VENUES} <= {"unchecked", "not_needed"}


@pytest.mark.parametrize("venue", clients.EXCHANGE_KEYS)
def test_a_venue_is_asked_for_at_most_a_quarter_of_what_it_allows(venue: str) -> None:
    client = clients.open_client(venue_key=venue)

    allowed = clients.default_limits(venue).requests_per_minute
    assert 60 / client.seconds_between_requests <= allowed * SHARE + 1e-9  # type: ignore[attr-defined]


def test_the_operators_own_limits_hold() -> None:
    client = clients.open_client(venue_key="binance", limits=Limits(most_rows=100, requests_per_minute=24))

    assert client.most_rows == 100
    assert client.seconds_between_requests == 10.0  # type: ignore[attr-defined]


def test_requests_are_spread_evenly() -> None:
    moment, slept = [100.0], list[float]()
    pace = Pace(60, clock=lambda: moment[0], sleep=slept.append)

    pace.wait()
    moment[0] += 1
    pace.wait()
    moment[0] += 30
    pace.wait()

    assert slept == [3.0]  # 15 a minute: one in four seconds


def test_no_real_address_is_left_when_a_stand_in_is_named(stand_in: StandIn, open_client: OpenClient) -> None:
    def leaves(value: object) -> list[str]:
        if isinstance(value, dict):
            return [leaf for part in value.values() for leaf in leaves(part)]
        return [str(value)]

    for venue in clients.EXCHANGE_KEYS:
        exchange = open_client(venue)._exchange  # type: ignore[attr-defined]
        assert all(leaf.startswith(f"{stand_in.url}/{venue}") for leaf in leaves(exchange.urls["api"]))


def test_the_probe_opens_its_clients_before_its_threads(
    stand_in: StandIn, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several threads that import ccxt at once find half of it."""
    opened_in = set[threading.Thread]()
    really_open = clients.open_client

    def open_client(**options: Any) -> Client:
        opened_in.add(threading.current_thread())
        return really_open(**options)

    monkeypatch.setattr(clients, "open_client", open_client)
    settings.MARKET_VENUES_URL = stand_in.url

    call_command("market_probe", timeout=20.0, stdout=(said := io.StringIO()))

    assert opened_in == {threading.main_thread()}
    # the probe asks by this machine's clock, which the stand-in's may be behind: who answers does not matter here
    assert {line.partition(":")[0] for line in said.getvalue().splitlines()} == set(clients.EXCHANGE_KEYS)
