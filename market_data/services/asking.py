"""Every request to a venue passes here: the lease is still ours, and the venue has not been asked too often."""

import datetime as dt
from collections.abc import Callable
from typing import Protocol

from django.db.models import F

from market_data.clients import CandleClient, Market, Rows
from market_data.models import RequestBudget, SourceHealth, Venue

SHARE = 4  # of the documented limit we use a quarter
KeepLease = Callable[[], bool]


class AsksForCandles(Protocol):
    """What reading candles needs of a client."""

    venue_key: str
    most_rows: int  # in one answer

    def candles(self, market: Market, *, timeframe: str, since: int, limit: int) -> Rows: ...


class BudgetSpentError(RuntimeError):
    """The venue has had its share of requests for this minute."""


class LeaseLostError(RuntimeError):
    """Another fetcher is the active one now; this one must stop where it is."""


def always() -> bool:
    return True


def may_ask(venue: Venue, now: dt.datetime) -> bool:
    """Tell whether the venue's breaker lets a request through."""
    health: SourceHealth | None = getattr(venue, "health", None)
    return health is None or health.open_until is None or now >= health.open_until


def take_request(*, venue: Venue, now: dt.datetime) -> bool:
    """Count one request against the venue's minute, over all processes; False when its share is used up."""
    if not venue.requests_per_minute or venue.is_simulated:  # no limit, as for the clients
        return True
    minute = int(now.timestamp()) // 60
    most = max(1, venue.requests_per_minute // SHARE)
    counted = RequestBudget.objects.filter(venue=venue)
    if counted.filter(minute=minute, used__lt=most).update(used=F("used") + 1):
        return True
    if counted.filter(minute__lt=minute).update(minute=minute, used=1):
        return True
    if counted.exists():
        return False
    RequestBudget.objects.bulk_create([RequestBudget(venue=venue)], ignore_conflicts=True)
    return take_request(venue=venue, now=now)


class CountedClient:
    """A venue's client that counts its requests and makes sure of the lease before each."""

    def __init__(
        self,
        client: CandleClient,
        *,
        venue: Venue,
        now: Callable[[], dt.datetime],
        keep_lease: KeepLease = always,
    ) -> None:
        self.venue_key = client.venue_key
        self.most_rows = min(client.most_rows, venue.most_rows)
        self._client, self._venue, self._now, self._keep_lease = client, venue, now, keep_lease

    def candles(self, market: Market, *, timeframe: str, since: int, limit: int) -> Rows:
        """Raises LeaseLostError and BudgetSpentError before anything is sent; SourceError as the client does."""
        if not self._keep_lease():
            raise LeaseLostError
        if not take_request(venue=self._venue, now=self._now()):
            raise BudgetSpentError(self._venue.key)
        return self._client.candles(market, timeframe=timeframe, since=since, limit=limit)
