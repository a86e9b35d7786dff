"""The only door to exchanges, and the only package that imports ccxt: when a client is opened, not before.

A web process imports this package (through services) and must stay without ccxt, which costs memory and time even
when slimmed down (see slim).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from market_data import defaults
from market_data.breaker import Outcome
from market_data.clients import slim

EXCHANGE_KEYS = (
    "binance",
    "kraken",
    "coinbaseexchange",
    "bitstamp",
    "bitkub",
    "binanceth",
    "upbitth",
)
VENUE_KEYS = (*EXCHANGE_KEYS, "simulated")
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


@dataclass(frozen=True)
class ListedPair:
    """A spot pair in a venue's own list. ``tick`` is the smallest price step, where the venue says it."""

    market_id: str
    symbol: str
    base: str
    quote: str
    is_active: bool
    tick: float | None


@dataclass(frozen=True)
class Limits:
    """What a venue allows: rows in one answer, and requests a minute (a quarter of them is used; 0 is no limit)."""

    most_rows: int
    requests_per_minute: int


class CandleClient(Protocol):
    """Asks one venue for candles."""

    venue_key: str
    most_rows: int  # in one answer

    def candles(self, market: Market, *, timeframe: str, since: int, limit: int) -> Rows:
        """Return raw rows ``[t, o, h, l, c, v]`` from ``since`` (aligned, milliseconds) on. Raises SourceError."""


class PairClient(Protocol):
    """Asks one venue for its list of pairs."""

    venue_key: str

    def pairs(self) -> list[ListedPair]:
        """Return the spot pairs that the venue lists now. Raises SourceError."""


class Client(CandleClient, PairClient, Protocol):
    """All that one venue can be asked."""


def default_limits(venue_key: str) -> Limits:
    """Return the limits that the site was written for. Raises UnknownVenueError."""
    for venue in defaults.VENUES:
        if venue.key == venue_key and venue_key in VENUE_KEYS:
            return Limits(venue.most_rows, venue.requests_per_minute)
    raise UnknownVenueError(venue_key)


def open_client(
    *, venue_key: str, base_url: str = "", timeout_ms: int = TIMEOUT_MS, limits: Limits | None = None
) -> Client:
    """Return a client of a venue; with ``base_url`` every request goes to ``<base_url>/<venue key>/<its own path>``.

    ``limits`` are those an operator has set; without them the ones the site was written for hold.
    Raises UnknownVenueError.
    """
    known = default_limits(venue_key)
    slim.prepare()
    from market_data.clients.venues import VenueClient

    return VenueClient(venue_key, base_url=base_url, timeout_ms=timeout_ms, limits=limits or known)


class RateClient(Protocol):
    """Asks a bank for the file of its reference rates."""

    venue_key: str

    def rates_file(self, *, days: int) -> str:
        """Return the text of the file that holds at least the newest ``days`` days. Raises SourceError."""


def open_rate_client(*, base_url: str = "", timeout_ms: int = TIMEOUT_MS) -> RateClient:
    """Return a client of the European Central Bank; with ``base_url`` it asks ``<base_url>/ecb/…``."""
    slim.prepare()
    from market_data.clients.ecb import EcbClient

    return EcbClient(base_url=base_url, timeout_ms=timeout_ms)
