"""The only door to exchanges, and the only package that imports ccxt: when a client is opened, not before.

A web process imports this package (through services) and must stay without ccxt, which costs 0.4 s and 60 MB.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from market_data.breaker import Outcome

VENUE_KEYS = ("binance", "kraken", "bitkub", "simulated")
TIMEOUT_MS = 10_000
Rows = list[Sequence[Any]]


class SourceError(Exception):
    """A venue did not give candles. ``outcome`` says what kind of failure; ``retry_after`` is the venue's own wish."""

    def __init__(self, outcome: Outcome, detail: str, *, retry_after: dt.timedelta | None = None) -> None:
        super().__init__(detail)
        self.outcome = outcome
        self.detail = detail
        self.retry_after = retry_after


class UnknownVenueError(LookupError):
    """No client is written for this venue."""


@dataclass(frozen=True)
class Market:
    """A pair as one venue knows it: its own id and ccxt's unified symbol (``BTC/USDT``)."""

    market_id: str
    symbol: str


class CandleClient(Protocol):
    """Asks one venue for candles."""

    venue_key: str
    most_rows: int  # in one answer

    def candles(self, market: Market, *, timeframe: str, since: int, limit: int) -> Rows:
        """Return raw rows ``[t, o, h, l, c, v]`` from ``since`` (aligned, milliseconds) on. Raises SourceError."""


def open_client(*, venue_key: str, base_url: str = "", timeout_ms: int = TIMEOUT_MS) -> CandleClient:
    """Return a client of a venue; with ``base_url`` every request goes to ``<base_url>/<venue key>/<its own path>``.

    Raises UnknownVenueError.
    """
    if venue_key not in VENUE_KEYS:
        raise UnknownVenueError(venue_key)
    from market_data.clients.venues import VenueClient

    return VenueClient(venue_key, base_url=base_url, timeout_ms=timeout_ms)
