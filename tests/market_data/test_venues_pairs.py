"""The list of pairs of each venue: read daily, believed only when whole; a pair that leaves is shown to a person."""

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest

from market_data import clients, services
from market_data.breaker import Outcome
from market_data.clients import Client, ListedPair
from market_data.models import Candle, Pair, Series, SourceHealth, Venue
from market_data.services import markets
from tests.factories import market_data as make
from tests.market_data import stand_in as fake
from tests.market_data.stand_in import StandIn
from tests.market_data.stand_in.prices import DAY, LUNA_BEGINS, LUNA_ENDS

pytestmark = pytest.mark.django_db
BTC = ListedPair("BTCUSDT", "BTC/USDT", "BTC", "USDT", is_active=True, tick=0.01)
ETH = ListedPair("ETHUSDT", "ETH/USDT", "ETH", "USDT", is_active=True, tick=0.01)


class Listing:
    """A venue that lists what a test says."""

    def __init__(self, *pairs: ListedPair) -> None:
        self.venue_key = "binance"
        self.listed = list(pairs)

    def __call__(self, venue_key: str) -> "Listing":
        return self

    def pairs(self) -> list[ListedPair]:
        return self.listed


def _refresh(now: dt.datetime, open_client: Callable[[str], clients.PairClient]) -> list[services.Fetched]:
    return markets.refresh_markets(now=now, simulated=False, open_client=open_client, jitter=lambda: 0.5)


@pytest.fixture
def open_client(stand_in: StandIn) -> Callable[[str], Client]:
    return lambda key: clients.open_client(venue_key=key, base_url=stand_in.url, timeout_ms=5_000)


def test_every_enabled_venue_is_asked_once_a_day(
    now: dt.datetime, stand_in: StandIn, open_client: Callable[[str], Client]
) -> None:
    services.install_defaults()

    results = _refresh(now, open_client)

    assert {fetched.outcome for fetched in results} == {Outcome.OK}
    enabled = set(
        Venue.objects.filter(is_enabled=True, kind="exchange", is_simulated=False).values_list("key")
    )
    assert set(Pair.objects.values_list("venue__key").distinct()) == enabled
    assert len(stand_in.log) == len(enabled)
    assert not Series.objects.filter(needs_human=True).exists()  # the defaults are in the venues' own lists
    assert _refresh(now + dt.timedelta(hours=23), open_client) == []
    assert len(_refresh(now + dt.timedelta(hours=24), open_client)) == len(enabled)


def test_a_pair_that_leaves_waits_for_a_person_and_is_fetched_again_when_it_is_back(now: dt.datetime) -> None:
    series, other = make.series(), make.series(symbol="ETH/USDT")
    listing = Listing(BTC, ETH)
    _refresh(now, listing)

    listing.listed = [ETH]
    _refresh(now + dt.timedelta(days=1), listing)

    series.refresh_from_db()
    other.refresh_from_db()
    assert (series.needs_human, series.problem) == (True, markets.GONE)
    assert not other.needs_human
    assert Pair.objects.get(market_id="BTCUSDT").gone_at == now + dt.timedelta(days=1)

    listing.listed = [BTC, ETH]
    _refresh(now + dt.timedelta(days=2), listing)

    series.refresh_from_db()
    assert (series.needs_human, series.problem, series.next_fetch_at) == (False, "", None)
    assert Pair.objects.get(market_id="BTCUSDT").gone_at is None


def test_a_pair_that_is_halted_says_so(now: dt.datetime) -> None:
    series = make.series()

    _refresh(now, Listing(dataclasses.replace(BTC, is_active=False), ETH))

    series.refresh_from_db()
    assert series.problem == markets.HALTED


@pytest.mark.parametrize("left", [0, 1])
def test_a_list_that_has_shrunk_too_much_is_not_believed(left: int, now: dt.datetime) -> None:
    series = make.series()
    many = [dataclasses.replace(ETH, market_id=f"X{n}", symbol=f"X{n}/USDT") for n in range(9)]
    listing = Listing(BTC, *many)
    _refresh(now, listing)
    listing.listed = many[:left]

    (fetched,) = _refresh(now + dt.timedelta(days=1), listing)

    assert fetched.outcome is Outcome.BAD_BODY
    series.refresh_from_db()
    assert not series.needs_human
    assert Pair.objects.filter(is_active=True).count() == 10
    assert not SourceHealth.objects.exists()  # the candles may well be in order
    assert _refresh(now + dt.timedelta(days=1, hours=1), listing) == []  # tomorrow


def test_a_venue_that_cannot_be_reached_rests_and_is_asked_when_its_rest_is_over(
    now: dt.datetime, stand_in: StandIn, open_client: Callable[[str], Client]
) -> None:
    make.series()
    stand_in.faults["binance"] = "503"

    (failed,) = _refresh(now, open_client)

    assert failed.outcome is Outcome.UNREACHABLE
    assert _refresh(now, open_client) == []
    stand_in.faults.clear()
    health = SourceHealth.objects.get()
    assert health.open_until is not None
    (recovered,) = _refresh(health.open_until, open_client)
    assert recovered.outcome is Outcome.OK


def test_the_old_luna_and_terra_two_are_two_series_under_one_market_id(
    now: dt.datetime, open_client: Callable[[str], Client]
) -> None:
    services.install_defaults()
    Series.objects.exclude(market_id="LUNAUSDT").update(is_enabled=False)
    client = open_client("binance")
    old, new = (Series.objects.get(symbol=symbol) for symbol in ("LUNC/USDT", "LUNA2/USDT"))
    since = LUNA_ENDS - 10 * DAY

    for series in (old, new):
        rows = client.candles(
            clients.Market(series.market_id, series.symbol), timeframe="1d", since=since, limit=60
        )
        services.ingest_candles(series=series, venue_key="binance", rows=rows, since=since, now=now)

    times = {
        series.symbol: list(Candle.objects.filter(series=series).values_list("t", flat=True))
        for series in (old, new)
    }
    assert sorted(times["LUNC/USDT"]) == list(range(since, LUNA_ENDS, DAY))
    assert min(times["LUNA2/USDT"]) == LUNA_BEGINS
    assert len(times["LUNA2/USDT"]) == 60 - 10 - 17  # days in which neither was traded
    for series in (old, new):
        for t, close in Candle.objects.filter(series=series).values_list("t", "c"):
            assert close == pytest.approx(fake.row("LUNAUSDT", t, DAY)[4])


def test_a_new_site_reads_each_lunas_own_time(now: dt.datetime, open_client: Callable[[str], Client]) -> None:
    services.install_defaults()
    Series.objects.exclude(market_id="LUNAUSDT").update(is_enabled=False)

    for _ in range(3):
        results = services.fetch_due(now=now, simulated=False, open_client=open_client, jitter=lambda: 0.5)

    assert {fetched.outcome for fetched in results} <= {Outcome.OK}
    old, new = (Series.objects.get(symbol=symbol) for symbol in ("LUNC/USDT", "LUNA2/USDT"))
    assert old.last_closed_t == LUNA_ENDS - DAY
    assert new.last_closed_t is not None
    assert new.last_closed_t + 2 * DAY > now.timestamp() * 1000
    assert not old.needs_human
    assert old.next_fetch_at is not None
    assert old.next_fetch_at > now
    assert Candle.objects.filter(series=old, t__gte=LUNA_ENDS).count() == 0
