"""The venues as ccxt classes behind the guard: public market data only, spot only, no keys.

Hosts and traps are those of the venues' documentation as reviewed in November 2026; market_data.defaults says where each limit comes from.
"""

from typing import Any

import ccxt

from market_data.candles import DAY
from market_data.clients.bitkub import Bitkub
from market_data.clients.guard import Guard

SPOT_ONLY: dict[str, Any] = {
    "has": {"fetchCurrencies": False},
    "options": {"fetchMarkets": {"types": ["spot"]}, "defaultType": "spot"},
}


class BinanceMarketData(Guard, ccxt.binance):
    """Binance's host for public market data: no key, spot only, not blocked where trading is."""

    # the permission sets are most of the answer's megabytes and nothing here reads them
    markets_query = {"showPermissionSets": "false"}

    def describe(self) -> dict[str, Any]:
        described: dict[str, Any] = self.deep_extend(
            super().describe(),
            SPOT_ONLY,
            {"urls": {"api": {"public": "https://data-api.binance.vision/api/v3"}}},
        )
        return described


class BinanceTH(Guard, ccxt.binance):
    """Binance TH speaks Binance's older dialect at its own host.

    Reported by users, to be verified at first contact: windows of more than 7 days are refused for frames below a
    day, and some answers come wrapped in ``{code, msg, timestamp, data}``.
    """

    longest_window = 7 * DAY

    def describe(self) -> dict[str, Any]:
        described: dict[str, Any] = self.deep_extend(
            super().describe(),
            SPOT_ONLY,
            {
                "id": "binanceth",
                "name": "Binance TH",
                "countries": ["TH"],
                "urls": {"api": {"public": "https://api.binance.th/api/v1"}},
            },
        )
        return described

    def fetch(self, url: str, method: str = "GET", headers: Any = None, body: Any = None) -> Any:
        answer = super().fetch(url, method, headers, body)
        if isinstance(answer, dict) and {"code", "data"} <= answer.keys():
            if str(answer["code"]) not in {"0", "200"} or not isinstance(answer["data"], dict | list):
                raise ccxt.BadResponse(f"binanceth: {str(answer)[:80]}")
            return answer["data"]
        return answer

    def fetch_ohlcv(
        self,
        symbol: str,
        timeframe: str = "1m",
        since: int | None = None,
        limit: int | None = None,
        params: Any = None,
    ) -> Any:
        step, rows = self.parse_timeframe(timeframe) * 1000, limit or 500
        if step < DAY:
            rows = min(rows, self.longest_window // step)
        window = {"until": since + step * rows - 1} if since is not None else {}
        return super().fetch_ohlcv(symbol, timeframe, since, rows, {**window, **(params or {})})


class Kraken(Guard, ccxt.kraken):
    """Serves the newest 720 candles of a timeframe and no older ones."""

    def describe(self) -> dict[str, Any]:
        described: dict[str, Any] = self.deep_extend(
            super().describe(),
            # in Kraken's documentation, not in ccxt's list
            {
                "has": {"fetchCurrencies": False},
                "exceptions": {"exact": {"EQuery:Unknown asset pair": ccxt.BadSymbol}},
            },
        )
        return described


class CoinbaseExchange(Guard, ccxt.coinbaseexchange):
    """300 candles in one answer, newest first; periods without trades are left out."""

    def describe(self) -> dict[str, Any]:
        described: dict[str, Any] = self.deep_extend(
            super().describe(),
            # ccxt reads these as an order that is missing: here only pairs are asked for
            {
                "has": {"fetchCurrencies": False},
                "exceptions": {"exact": {"NotFound": ccxt.BadSymbol, "Product not found": ccxt.BadSymbol}},
            },
        )
        return described


class Bitstamp(Guard, ccxt.bitstamp):
    """Counts ``limit`` rows back from the end of the window and ignores its start when that is later."""

    def describe(self) -> dict[str, Any]:
        described: dict[str, Any] = self.deep_extend(super().describe(), {"has": {"fetchCurrencies": False}})
        return described

    def handle_errors(self, code: int, *args: Any) -> Any:
        if code == 404:  # a page, not JSON: ccxt would say that the whole venue is away
            raise ccxt.BadSymbol("bitstamp has no such pair")
        return super().handle_errors(code, *args)


class UpbitTH(Guard, ccxt.upbit):
    """At most 200 rows: for more, ccxt asks for a window whose beginning Upbit cuts off."""

    def describe(self) -> dict[str, Any]:
        described: dict[str, Any] = self.deep_extend(
            super().describe(),
            {
                "id": "upbitth",
                "name": "Upbit TH",
                "countries": ["TH"],
                "hostname": "th-api.upbit.com",
                "has": {"fetchCurrencies": False},
                "exceptions": {"exact": {"Code not found": ccxt.BadSymbol, "404": ccxt.BadSymbol}},
            },
        )
        return described


class GuardedBitkub(Guard, Bitkub):
    pass
