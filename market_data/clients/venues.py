"""One client per venue: ccxt asked carefully, its answers as plain rows and its faults as ours."""

import contextlib
import math
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import ccxt

from market_data.breaker import Outcome
from market_data.clients import Limits, ListedPair, Market, Rows, SourceError
from market_data.clients.exchanges import (
    BinanceMarketData,
    BinanceTH,
    Bitstamp,
    CoinbaseExchange,
    GuardedBitkub,
    Kraken,
    UpbitTH,
)
from market_data.clients.pace import Pace
from market_data.clients.sessions import DeadlineSession
from market_data.clients.simulated import Simulated
from market_data.clients.statuses import OUTCOME_OF_STATUS, retry_after_of

_VENUES: dict[str, type[Any]] = {
    "binance": BinanceMarketData,
    "kraken": Kraken,
    "coinbaseexchange": CoinbaseExchange,
    "bitstamp": Bitstamp,
    "bitkub": GuardedBitkub,
    "binanceth": BinanceTH,
    "upbitth": UpbitTH,
    "simulated": Simulated,
}
LARGEST_LIST = 32 << 20  # bytes: a venue's list of all its pairs
# what a site in Thai could show; the rest of a venue's thousands of pairs is not kept
QUOTES = frozenset({"THB", "USD", "USDT", "USDC"})


def _redirected(address: Any, base_url: str) -> Any:
    """Point every leaf of ``urls['api']`` at another host, keeping its path: nothing can reach the venue itself."""
    if isinstance(address, dict):
        return {name: _redirected(leaf, base_url) for name, leaf in address.items()}
    if isinstance(address, str):
        return base_url + urlsplit(address.replace("{hostname}", "host")).path
    return address


# order matters: BadResponse and BadSymbol are ExchangeErrors, a rate limit is a NetworkError
_BY_CLASS = (
    (ccxt.BadResponse, Outcome.BAD_BODY),
    (ccxt.BadRequest, Outcome.BAD_SERIES),  # BadSymbol is one
    (ccxt.NotSupported, Outcome.BAD_SERIES),
    (ccxt.DDoSProtection, Outcome.RATE_LIMITED),
    (ccxt.RateLimitExceeded, Outcome.RATE_LIMITED),
    (ccxt.NetworkError, Outcome.UNREACHABLE),
    (ccxt.ExchangeNotAvailable, Outcome.UNREACHABLE),
    (ccxt.AuthenticationError, Outcome.BLOCKED),
)


def _listed(market: dict[str, Any]) -> ListedPair | None:
    """Return ccxt's market as a pair; None for what is no spot pair or has a quote that nobody here reads."""
    if not market.get("spot") or market.get("quote") not in QUOTES or not market.get("base"):
        return None
    tick = (market.get("precision") or {}).get("price")
    return ListedPair(
        market_id=str(market["id"]),
        symbol=str(market["symbol"]),
        base=str(market["base"]),
        quote=str(market["quote"]),
        is_active=market.get("active") is not False,
        tick=float(tick) if tick and math.isfinite(float(tick)) and float(tick) > 0 else None,
    )


def _outcome(error: Exception, status: int | None) -> Outcome:
    if status in OUTCOME_OF_STATUS:
        return OUTCOME_OF_STATUS[status]
    return next((outcome for kind, outcome in _BY_CLASS if isinstance(error, kind)), Outcome.BAD_BODY)


class VenueClient:
    """One ccxt instance, reused; its requests are paced here, since ccxt's own limiter spends all that is allowed."""

    def __init__(self, venue_key: str, *, base_url: str, timeout_ms: int, limits: Limits) -> None:
        self.venue_key = venue_key
        self.most_rows = limits.most_rows
        self._exchange = _VENUES[venue_key]({"timeout": timeout_ms, "enableRateLimit": False})
        # a stand-in on this machine needs no courtesy
        self._pace = Pace(0 if base_url else limits.requests_per_minute)
        if base_url:
            address = f"{base_url.rstrip('/')}/{venue_key}"
            self._exchange.urls["api"] = _redirected(self._exchange.urls["api"], address)
        self._markets: dict[str, Market] = {}

    @property
    def seconds_between_requests(self) -> float:
        return self._pace.interval

    def _know(self, market: Market) -> None:
        """Tell ccxt about a pair by hand: asking the venue for all of its markets costs megabytes."""
        if self._markets.get(market.symbol) == market:
            return
        self._markets[market.symbol] = market
        self._exchange.set_markets(
            [
                self._exchange.safe_market_structure(
                    {
                        "id": known.market_id,
                        "symbol": known.symbol,
                        "base": known.symbol.partition("/")[0],
                        "quote": known.symbol.partition("/")[2],
                        "baseId": known.symbol.partition("/")[0],
                        "quoteId": known.symbol.partition("/")[2],
                        "type": "spot",
                        "spot": True,
                        "contract": False,
                        "linear": None,
                        "inverse": None,
                        "option": False,
                    }
                )
                for known in self._markets.values()
            ]
        )

    def candles(self, market: Market, *, timeframe: str, since: int, limit: int) -> Rows:
        self._know(market)
        with self._asking():
            return list(
                self._exchange.fetch_ohlcv(market.symbol, timeframe, since, min(limit, self.most_rows))
            )

    def pairs(self) -> list[ListedPair]:
        """Return the spot pairs that the venue lists now, in one request. Raises SourceError."""
        query = getattr(self._exchange, "markets_query", {})
        with self._asking(), self._exchange.reading_at_most(LARGEST_LIST):
            listed = [_listed(market) for market in self._exchange.fetch_markets(query) if market]
        return [pair for pair in listed if pair is not None]

    @contextlib.contextmanager
    def _asking(self) -> Iterator[None]:
        """Pace the request; turn whatever goes wrong into SourceError."""
        self._pace.wait()
        session = self._exchange.session
        if isinstance(session, DeadlineSession):
            session.last_status, session.last_headers = None, {}
        try:
            yield
        # ccxt's parsers fall over an answer of another shape with Python's own errors
        except (ccxt.BaseError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            session = self._exchange.session
            guarded = isinstance(session, DeadlineSession)
            raise SourceError(
                _outcome(error, session.last_status if guarded else None),
                f"{type(error).__name__}: {error}"[:300],
                retry_after=retry_after_of(session.last_headers) if guarded else None,
            ) from error
