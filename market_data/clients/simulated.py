"""A ccxt exchange inside this process, for places without internet: same interface, made-up prices."""

import contextlib
from typing import Any

import ccxt

from market_data import simulation
from market_data.candles import STEPS


class Simulated(ccxt.Exchange):
    def describe(self) -> dict[str, Any]:
        described: dict[str, Any] = self.deep_extend(
            super().describe(),
            {
                "id": "simulated",
                "name": "Simulated",
                "rateLimit": 0,
                "enableRateLimit": False,
                "timeframes": {"1h": "1h", "1d": "1d"},
                "urls": {"api": {}},
                "has": {"fetchOHLCV": True, "fetchCurrencies": False},
            },
        )
        return described

    def fetch(self, url: str, method: str = "GET", headers: Any = None, body: Any = None) -> Any:
        raise ccxt.NotSupported("the simulated exchange never goes to the network")

    def reading_at_most(self, size: int) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    def fetch_markets(self, params: Any = None) -> list[dict[str, Any]]:
        return [
            {"id": symbol.replace("/", "-"), "symbol": symbol, "spot": True, "active": True, "precision": {}}
            | dict(zip(("base", "quote"), symbol.split("/"), strict=True))
            for symbol in simulation.SYMBOLS
        ]

    def fetch_ohlcv(
        self,
        symbol: str,
        timeframe: str = "1d",
        since: int | None = None,
        limit: int | None = None,
        params: Any = None,
    ) -> list[list[Any]]:
        """Return candles up to now, the open one included, as a real exchange does."""
        if symbol not in simulation.SYMBOLS:
            raise ccxt.BadSymbol(f"simulated does not have {symbol}")
        if timeframe not in self.timeframes:
            raise ccxt.BadRequest(f"simulated has no timeframe {timeframe}")
        now, rows = self.milliseconds(), limit or 500
        start = since if since is not None else now - STEPS[timeframe] * rows
        return [
            list(candle)
            for candle in simulation.candles(symbol, timeframe, since=start, until=now, limit=rows)
        ]
