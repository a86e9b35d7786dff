"""The venues as ccxt classes behind the guard, and their faults as ours."""

import datetime as dt
import email.utils
from typing import Any
from urllib.parse import urlsplit

import ccxt

from market_data.breaker import Outcome
from market_data.clients import Market, Rows, SourceError
from market_data.clients.bitkub import Bitkub
from market_data.clients.guard import DeadlineSession, Guard
from market_data.clients.simulated import Simulated


class BinanceMarketData(Guard, ccxt.binance):
    """Binance's host for public market data: no key, spot only, not blocked where trading is."""

    def describe(self) -> dict[str, Any]:
        described: dict[str, Any] = self.deep_extend(
            super().describe(),
            {
                "urls": {"api": {"public": "https://data-api.binance.vision/api/v3"}},
                "has": {"fetchCurrencies": False},
                "options": {"fetchMarkets": {"types": ["spot"]}, "defaultType": "spot"},
            },
        )
        return described


class Kraken(Guard, ccxt.kraken):
    """Serves the newest 720 candles of a timeframe and no older ones."""

    def describe(self) -> dict[str, Any]:
        described: dict[str, Any] = self.deep_extend(
            super().describe(),
            # in Kraken's documentation, not in ccxt's list
            {"exceptions": {"exact": {"EQuery:Unknown asset pair": ccxt.BadSymbol}}},
        )
        return described


class GuardedBitkub(Guard, Bitkub):
    pass


_VENUES: dict[str, tuple[type[Any], int]] = {  # class, most rows in one answer
    "binance": (BinanceMarketData, 1000),
    "kraken": (Kraken, 720),
    "bitkub": (GuardedBitkub, 500),
    "simulated": (Simulated, 1000),
}


def _redirected(address: Any, base_url: str) -> Any:
    """Point every leaf of ``urls['api']`` at another host, keeping its path: nothing can reach the venue itself."""
    if isinstance(address, dict):
        return {name: _redirected(leaf, base_url) for name, leaf in address.items()}
    if isinstance(address, str):
        return base_url + urlsplit(address.replace("{hostname}", "host")).path
    return address


def _retry_after(headers: dict[str, str]) -> dt.timedelta | None:
    """Read Retry-After: seconds, or a date."""
    value = next((text for name, text in headers.items() if name.lower() == "retry-after"), "").strip()
    if value.isdigit():
        return dt.timedelta(seconds=int(value[:9]))
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return max(moment - dt.datetime.now(dt.UTC), dt.timedelta(0))


_BY_STATUS = {
    418: Outcome.BANNED,
    429: Outcome.RATE_LIMITED,
    401: Outcome.BLOCKED,
    403: Outcome.BLOCKED,
    407: Outcome.BLOCKED,
    451: Outcome.BLOCKED,
    511: Outcome.BLOCKED,
}
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


def _outcome(error: Exception, status: int | None) -> Outcome:
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    return next((outcome for kind, outcome in _BY_CLASS if isinstance(error, kind)), Outcome.BAD_BODY)


class VenueClient:
    """One ccxt instance, reused: ccxt's rate limiter lives in the instance."""

    def __init__(self, venue_key: str, *, base_url: str, timeout_ms: int) -> None:
        kind, self.most_rows = _VENUES[venue_key]
        self.venue_key = venue_key
        self._exchange = kind({"timeout": timeout_ms})
        if base_url:
            address = f"{base_url.rstrip('/')}/{venue_key}"
            self._exchange.urls["api"] = _redirected(self._exchange.urls["api"], address)
        self._markets: dict[str, Market] = {}

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
        session = self._exchange.session
        if isinstance(session, DeadlineSession):
            session.last_status, session.last_headers = None, {}
        try:
            return list(
                self._exchange.fetch_ohlcv(market.symbol, timeframe, since, min(limit, self.most_rows))
            )
        # ccxt's parsers fall over an answer of another shape with Python's own errors
        except (ccxt.BaseError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            session = self._exchange.session
            guarded = isinstance(session, DeadlineSession)
            status = session.last_status if guarded else None
            raise SourceError(
                _outcome(error, status),
                f"{type(error).__name__}: {error}"[:300],
                retry_after=_retry_after(session.last_headers) if guarded else None,
            ) from error
