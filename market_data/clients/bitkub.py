"""Bitkub's public market data as a ccxt exchange (ccxt ships none).

Source: bitkub-official-api-docs, restful-api.md, 11 May 2026. Public endpoints only, no key.
"""

from typing import Any

import ccxt
from ccxt.base.types import Entry


class Bitkub(ccxt.Exchange):
    publicGetTradingviewHistory = Entry("tradingview/history", ["public"], "GET", {"cost": 1})  # noqa: N815
    publicGetMarketSymbols = Entry("api/v3/market/symbols", ["public"], "GET", {"cost": 1})  # noqa: N815

    def describe(self) -> dict[str, Any]:
        described: dict[str, Any] = self.deep_extend(
            super().describe(),
            {
                "id": "bitkub",
                "name": "Bitkub",
                "countries": ["TH"],
                "rateLimit": 100,  # 100 requests a second are allowed; breaking that blocks for 30 s
                "timeframes": {"1m": "1", "5m": "5", "15m": "15", "1h": "60", "4h": "240", "1d": "1D"},
                "urls": {"api": {"public": "https://api.bitkub.com"}},
                "has": {"fetchOHLCV": True, "fetchCurrencies": False},
                "exceptions": {
                    "exact": {
                        "10": ccxt.BadRequest,
                        "11": ccxt.BadSymbol,
                        "61": ccxt.NotSupported,
                        "90": ccxt.ExchangeNotAvailable,
                    }
                },
            },
        )
        return described

    def sign(
        self,
        path: str,
        api: Any = "public",
        method: str = "GET",
        params: Any = None,
        headers: Any = None,
        body: Any = None,
    ) -> dict[str, Any]:
        url = f"{self.urls['api']['public']}/{path}"
        if params:
            url += "?" + self.urlencode(params)
        return {"url": url, "method": method, "body": body, "headers": headers}

    def handle_errors(
        self,
        code: int,
        reason: str,
        url: str,
        method: str,
        headers: Any,
        body: str,
        response: Any,
        request_headers: Any,
        request_body: Any,
    ) -> None:
        if response is None:
            if code == 200:
                raise ccxt.BadResponse(f"bitkub answered 200 without JSON: {body[:80]!r}")
            return
        error = self.safe_string(response, "error")
        if error not in (None, "0"):
            feedback = f"bitkub {body[:200]}"
            self.throw_exactly_matched_exception(self.exceptions["exact"], error, feedback)
            raise ccxt.ExchangeError(feedback)

    def fetch_markets(self, params: Any = None) -> list[dict[str, Any]]:
        """Return every pair; Bitkub quotes everything in baht and says its own names (``BTC_THB``)."""
        response = self.publicGetMarketSymbols(params or {})
        listed = response.get("result") if isinstance(response, dict) else None
        if not isinstance(listed, list):
            raise ccxt.BadResponse("bitkub symbols: no list")
        return [self.parse_market(market) for market in listed]

    def parse_market(self, market: Any) -> dict[str, Any]:
        market_id = self.safe_string(market, "symbol") or ""
        base, quote = (
            self.safe_string(market, "base_asset") or market_id.partition("_")[0],
            self.safe_string(market, "quote_asset") or market_id.partition("_")[2],
        )
        if not market_id or not base or not quote:
            raise ccxt.BadResponse(f"bitkub symbols: {str(market)[:80]}")
        return {
            "id": market_id.upper(),
            "symbol": f"{base}/{quote}".upper(),
            "base": base.upper(),
            "quote": quote.upper(),
            "spot": True,
            "active": self.safe_string(market, "status", "active") == "active",
            "precision": {"price": self.safe_number(market, "price_step")},
        }

    def fetch_ohlcv(
        self,
        symbol: str,
        timeframe: str = "1d",
        since: int | None = None,
        limit: int | None = None,
        params: Any = None,
    ) -> list[list[Any]]:
        """Return candles ``[t, o, h, l, c, v]``; the venue's window is given in whole seconds, both ends included."""
        self.load_markets()
        market = self.market(symbol)
        if timeframe not in self.timeframes:
            raise ccxt.BadRequest(f"bitkub has no timeframe {timeframe}")
        step = self.parse_timeframe(timeframe)
        rows = limit or 500
        now = self.seconds()
        start = since // 1000 if since is not None else now - step * rows
        request = {
            "symbol": market["id"],
            "resolution": self.timeframes[timeframe],
            "from": start,
            "to": start + step * rows - 1 if since is not None else now,
        }
        response = self.publicGetTradingviewHistory(self.extend(request, params or {}))
        return self.parse_ohlcvs(self._rows(response), market, timeframe, since, limit)  # type: ignore[no-any-return]

    def _rows(self, response: Any) -> list[list[Any]]:
        """Turn Bitkub's columns into rows."""
        status = self.safe_string(response, "s") if isinstance(response, dict) else None
        if status == "no_data":
            return []
        if status is None:
            raise ccxt.BadResponse("bitkub history: no status")
        if status != "ok":
            raise ccxt.BadRequest(f"bitkub history: {status}")
        columns = [response.get(name) for name in "tohlcv"]
        if not all(isinstance(column, list) for column in columns) or len({len(c) for c in columns}) != 1:
            raise ccxt.BadResponse("bitkub history: columns do not fit together")
        return [[row[0] * 1000, *row[1:]] for row in zip(*columns, strict=True)]
