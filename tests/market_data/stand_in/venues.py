"""How each venue words its answers and which windows it gives, after its own documentation."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from tests.market_data.stand_in.prices import DAY, HOUR, Row

Told = Callable[..., list[Row]]  # (pair, first=, last=, step=) -> what the venue says that the market did
Query = dict[str, str]
BINANCE_STEPS = {"1h": HOUR, "4h": 4 * HOUR, "1d": DAY}
KRAKEN_STEPS = {60: HOUR, 240: 4 * HOUR, 1440: DAY}
BITKUB_STEPS = {"60": HOUR, "240": 4 * HOUR, "1D": DAY}
KRAKEN_PAIRS = {"XBTUSDT": "BTCUSDT", "ETHUSDT": "ETHUSDT"}
COINBASE_STEPS = {"3600": HOUR, "86400": DAY}
BITSTAMP_STEPS = {"3600": HOUR, "14400": 4 * HOUR, "86400": DAY}
UPBIT_STEPS = {"/v1/candles/minutes/60": HOUR, "/v1/candles/days": DAY}


class Refused(Exception):  # noqa: N818
    """The venue itself says no, in its own words."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(status)
        self.status, self.body = status, body


def _iso(t: int) -> str:
    return dt.datetime.fromtimestamp(t / 1000, tz=dt.UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _moment(text: str) -> int:
    return int(dt.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000)


def _klines(query: Query, told: Told, now: int, pairs: tuple[str, ...], *, longest: int = 0) -> Any:
    pair, step = query.get("symbol", ""), BINANCE_STEPS.get(query.get("interval", ""))
    if pair not in pairs:
        raise Refused(400, {"code": -1121, "msg": "Invalid symbol."})
    if step is None:
        raise Refused(400, {"code": -1120, "msg": "Invalid interval."})
    limit = min(int(query.get("limit", 500)), 1000)
    first = int(query.get("startTime", now - limit * step))
    last = min(int(query.get("endTime", first + limit * step - 1)), first + limit * step - 1)
    if longest and step < DAY and last - first >= longest:
        raise Refused(400, {"code": -1127, "msg": "More than 7 days between start and end."})
    return [
        [t, *(f"{value:.8f}" for value in (o, h, low, c, v)), t + step - 1,
         f"{v * c:.8f}", 2145, f"{v / 2:.8f}", f"{v * c / 2:.8f}", "0"]
        for t, o, h, low, c, v in told(pair, first=first, last=last, step=step)
    ]  # fmt: skip


def _binance_symbol(base: str, quote: str) -> dict[str, Any]:
    return {
        "symbol": f"{base}{quote}", "status": "TRADING", "baseAsset": base, "baseAssetPrecision": 8,
        "quoteAsset": quote, "quotePrecision": 8, "quoteAssetPrecision": 8, "isSpotTradingAllowed": True,
        "isMarginTradingAllowed": False, "orderTypes": ["LIMIT", "MARKET"], "permissions": ["SPOT"],
        "permissionSets": [],
        "filters": [
            {"filterType": "PRICE_FILTER", "minPrice": "0.01", "maxPrice": "1000000.00", "tickSize": "0.01"},
            {"filterType": "LOT_SIZE", "minQty": "0.00001", "maxQty": "9000.0", "stepSize": "0.00001"},
        ],
    }  # fmt: skip


def binance(path: str, query: Query, told: Told, now: int) -> Any:
    if path == "/api/v3/ping":
        return {}
    if path == "/api/v3/exchangeInfo":
        bases = (("BTC", "USDT"), ("ETH", "USDT"), ("LUNA", "USDT"), ("ETH", "BTC"))
        return {"timezone": "UTC", "serverTime": now, "symbols": [_binance_symbol(*pair) for pair in bases]}
    if path == "/api/v3/klines":
        return _klines(query, told, now, ("BTCUSDT", "ETHUSDT", "LUNAUSDT"))
    raise KeyError(path)


def binanceth(path: str, query: Query, told: Told, now: int) -> Any:
    if path == "/api/v1/exchangeInfo":
        symbols = {"symbols": [_binance_symbol("BTC", "THB")]}
        return {"code": 0, "msg": "Success", "timestamp": now, "data": symbols}
    if path == "/api/v1/klines":
        return _klines(query, told, now, ("BTCTHB",), longest=7 * DAY)
    raise KeyError(path)


def kraken(path: str, query: Query, told: Told, now: int) -> Any:
    if path == "/0/public/AssetPairs":
        return {"error": [], "result": {name: _kraken_pair(name) for name in KRAKEN_PAIRS}}
    if path != "/0/public/OHLC":
        raise KeyError(path)
    name, step = query.get("pair", ""), KRAKEN_STEPS.get(int(query.get("interval", 1)))
    if name not in KRAKEN_PAIRS or step is None:
        return {"error": ["EQuery:Unknown asset pair"]}
    # the newest 720, whatever is asked
    first = max(int(query.get("since", 0)) * 1000 + 1, now - 720 * step)
    body = [
        [t // 1000, *(f"{value:.1f}" for value in (o, h, low, c)), f"{c:.1f}", f"{v:.8f}", 91]
        for t, o, h, low, c, v in told(KRAKEN_PAIRS[name], first=first, last=now, step=step)
    ]
    return {"error": [], "result": {name: body, "last": body[-2][0] if len(body) > 1 else 0}}


def _kraken_pair(name: str) -> dict[str, Any]:
    base = name.removesuffix("USDT")
    return {
        "altname": name, "wsname": f"{base}/USDT", "aclass_base": "currency", "base": {"XBT": "XXBT"}.get(base, "XETH"),
        "aclass_quote": "currency", "quote": "USDT", "lot": "unit", "cost_decimals": 6, "pair_decimals": 1,
        "lot_decimals": 8, "lot_multiplier": 1, "leverage_buy": [], "leverage_sell": [], "fees": [[0, 0.4]],
        "fees_maker": [[0, 0.25]], "fee_volume_currency": "ZUSD", "margin_call": 80, "margin_stop": 40,
        "ordermin": "0.00005", "costmin": "0.5", "tick_size": "0.1", "status": "online",
    }  # fmt: skip


def bitkub(path: str, query: Query, told: Told, now: int) -> Any:
    if path == "/api/v3/market/symbols":
        return {
            "error": 0,
            "result": [
                {"symbol": "BTC_THB", "base_asset": "BTC", "quote_asset": "THB", "status": "active",
                 "base_asset_scale": 8, "price_step": "0.01", "min_quote_size": 10, "source": "exchange"}
            ],
        }  # fmt: skip
    if path != "/tradingview/history":
        raise KeyError(path)
    step = BITKUB_STEPS.get(query.get("resolution", ""))
    if query.get("symbol") != "BTC_THB" or step is None:
        return {"error": 11, "message": "Invalid symbol"}
    first, last = (int(query[name]) * 1000 for name in ("from", "to"))
    found = told("BTCTHB", first=first, last=last, step=step)
    if not found:
        return {"s": "no_data"}
    columns = list(zip(*found, strict=True))
    return {"s": "ok", "t": [t // 1000 for t in columns[0]]} | {
        name: list(column) for name, column in zip("ohlcv", columns[1:], strict=True)
    }


def coinbaseexchange(path: str, query: Query, told: Told, now: int) -> Any:
    if path == "/products":
        return [
            {"id": f"{base}-USD", "base_currency": base, "quote_currency": "USD", "quote_increment": "0.01",
             "base_increment": "0.00000001", "display_name": f"{base}/USD", "min_market_funds": "1",
             "margin_enabled": False, "trading_disabled": False, "status": "online", "status_message": ""}
            for base in ("BTC", "ETH")
        ]  # fmt: skip
    _, kind, name, what = ([*path.split("/"), "", "", ""])[:4]
    if (kind, what) != ("products", "candles"):
        raise KeyError(path)
    if name not in ("BTC-USD", "ETH-USD"):
        raise Refused(404, {"message": "NotFound"})
    step = COINBASE_STEPS.get(query.get("granularity", ""))
    if step is None:
        raise Refused(400, {"message": "Unsupported granularity"})
    first, last = _moment(query["start"]), _moment(query["end"])
    if (last - first) // step + 1 > 300:
        raise Refused(
            400,
            {
                "message": "granularity too small for the requested time range. Count of aggregations requested exceeds 300"
            },
        )
    found = told(name.replace("-", ""), first=first, last=last, step=step)
    return [[t // 1000, low, h, o, c, v] for t, o, h, low, c, v in reversed(found)]


def bitstamp(path: str, query: Query, told: Told, now: int) -> Any:
    if path == "/api/v2/markets/":
        return [
            {"name": f"{base}/USD", "market_symbol": f"{base.lower()}usd", "base_currency": base, "base_decimals": 8,
             "counter_currency": "USD", "counter_decimals": 2, "minimum_order_value": "10", "trading": "Enabled",
             "instant_order_counter_decimals": 2, "instant_and_market_orders": "Enabled",
             "description": f"{base} / U.S. dollar", "market_type": "SPOT"}
            for base in ("BTC", "ETH")
        ]  # fmt: skip
    name = path.removeprefix("/api/v2/ohlc/").strip("/")
    step = BITSTAMP_STEPS.get(query.get("step", ""))
    if name not in ("btcusd", "ethusd") or step is None:
        raise KeyError(path)  # a page that is not there
    limit = int(query["limit"])
    last = min(int(query["end"]) * 1000, now)
    # as recorded in 2019: the rows are counted from the end, and the start does not matter
    first = last // step * step - (limit - 1) * step
    found = told(name.upper(), first=first, last=last, step=step)
    ohlc = [
        {"timestamp": str(t // 1000), "open": f"{o:.2f}", "high": f"{h:.2f}", "low": f"{low:.2f}",
         "close": f"{c:.2f}", "volume": f"{v:.8f}"}
        for t, o, h, low, c, v in found
    ]  # fmt: skip
    return {"data": {"pair": f"{name[:3]}/{name[3:]}".upper(), "ohlc": ohlc}}


def upbitth(path: str, query: Query, told: Told, now: int) -> Any:
    if path == "/v1/market/all":
        return [{"market": "THB-BTC", "korean_name": "비트코인", "english_name": "Bitcoin"}]
    step = UPBIT_STEPS.get(path)
    if step is None:
        raise KeyError(path)
    if query.get("market") != "THB-BTC":
        raise Refused(404, {"error": {"name": 404, "message": "Code not found"}})
    count = min(int(query.get("count", 1)), 200)
    before = min(_moment(query["to"]) if "to" in query else now + 1, now + 1)
    last = (before - 1) // step * step
    found = told("BTCTHB", first=last - (count - 1) * step, last=last, step=step)
    return [
        {"market": "THB-BTC", "candle_date_time_utc": _iso(t), "candle_date_time_kst": _iso(t + 9 * HOUR),
         "opening_price": o, "high_price": h, "low_price": low, "trade_price": c, "timestamp": t + step - 1,
         "candle_acc_trade_price": v * c, "candle_acc_trade_volume": v, "unit": 60}
        for t, o, h, low, c, v in reversed(found)
    ]  # fmt: skip


def _rates(day: dt.date) -> str:
    dollar, baht = rates_of(day)
    return (
        f'<Cube time="{day}"><Cube currency="USD" rate="{dollar}"/><Cube currency="JPY" rate="168.9"/>'
        f'<Cube currency="THB" rate="{baht}"/></Cube>'
    )


def rates_of(day: dt.date) -> tuple[float, float]:
    """Return the stand-in bank's dollars and baht for one euro."""
    return round(1.08 + day.toordinal() % 7 / 1000, 4), round(37 + day.toordinal() % 11 / 100, 3)


def ecb(path: str, query: Query, told: Told, now: int) -> Any:
    """The bank's files of rates; working days only, newest first, each day's published by 16:00 of Frankfurt."""
    days = {"/stats/eurofxref/eurofxref-daily.xml": 1, "/stats/eurofxref/eurofxref-hist-90d.xml": 64}[path]
    newest = dt.datetime.fromtimestamp(now / 1000 - 15 * 3600, tz=dt.UTC).date()
    published = [day for n in range(130) if (day := newest - dt.timedelta(days=n)).weekday() < 5][:days]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" '
        'xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><gesmes:subject>Reference rates</gesmes:subject>'
        "<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender><Cube>"
        + "".join(_rates(day) for day in published)
        + "</Cube></gesmes:Envelope>"
    ).encode()


VENUES: dict[str, Callable[[str, Query, Told, int], Any]] = {
    "binance": binance,
    "kraken": kraken,
    "coinbaseexchange": coinbaseexchange,
    "bitstamp": bitstamp,
    "bitkub": bitkub,
    "binanceth": binanceth,
    "upbitth": upbitth,
    "ecb": ecb,
}
