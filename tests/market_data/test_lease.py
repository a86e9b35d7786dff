"""Of several fetchers one works; the next takes over. A venue is asked at most a quarter of what it allows."""

import datetime as dt

import pytest

from market_data import services
from market_data.clients import Market, Rows
from market_data.models import FetcherLease
from market_data.services.lease import LASTS
from tests.factories import market_data as make

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)


def test_one_of_two_fetchers_is_the_active_one(now: dt.datetime) -> None:
    assert services.take_lease(holder="a", now=now)

    assert not services.take_lease(holder="b", now=now + SECOND)
    assert services.take_lease(holder="a", now=now + SECOND)
    assert FetcherLease.objects.get().holder == "a"


def test_a_standby_takes_over_when_the_active_one_is_silent(now: dt.datetime) -> None:
    services.take_lease(holder="a", now=now)
    services.take_lease(holder="a", now=now + 30 * SECOND)

    assert not services.take_lease(holder="b", now=now + LASTS)
    assert services.take_lease(holder="b", now=now + 30 * SECOND + LASTS)
    assert not services.take_lease(holder="a", now=now + 31 * SECOND + LASTS)


def test_a_fetcher_that_ends_lets_the_next_begin_at_once(now: dt.datetime) -> None:
    services.take_lease(holder="a", now=now)
    services.release_lease(holder="b", now=now)
    assert not services.take_lease(holder="b", now=now)

    services.release_lease(holder="a", now=now)

    assert services.take_lease(holder="b", now=now)
    assert FetcherLease.objects.count() == 1


def test_a_venue_gets_a_quarter_of_its_limit_each_minute(now: dt.datetime) -> None:
    venue = make.venue()
    venue.requests_per_minute = 40
    venue.save()

    granted = [services.take_request(venue=venue, now=now + SECOND * second) for second in range(0, 60, 3)]

    assert granted == [True] * 10 + [False] * 10
    assert services.take_request(venue=venue, now=now + dt.timedelta(minutes=1))


class NeverAsked:
    venue_key, most_rows = "binance", 1000

    def candles(self, market: Market, *, timeframe: str, since: int, limit: int) -> Rows:
        raise AssertionError("asked without the right to")


@pytest.mark.parametrize(
    ("has_lease", "error"), [(False, services.LeaseLostError), (True, services.BudgetSpentError)]
)
def test_nothing_is_asked_without_the_lease_or_beyond_the_share(
    has_lease: bool, error: type[Exception], now: dt.datetime
) -> None:
    venue = make.venue()
    while services.take_request(venue=venue, now=now):
        pass
    client = services.CountedClient(NeverAsked(), venue=venue, now=lambda: now, keep_lease=lambda: has_lease)

    with pytest.raises(error):
        client.candles(Market("BTCUSDT", "BTC/USDT"), timeframe="1d", since=0, limit=5)
