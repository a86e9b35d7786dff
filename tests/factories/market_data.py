"""Venues, series and candles for tests."""

import datetime as dt

from market_data import defaults, services
from market_data.candles import STEPS, Candle, align
from market_data.models import Asset, Series, Venue


def venue(key: str = "binance") -> Venue:
    known = next((venue for venue in defaults.VENUES if venue.key == key), None)
    limits = {"most_rows": known.most_rows, "requests_per_minute": known.requests_per_minute} if known else {}
    found, _ = Venue.objects.get_or_create(
        key=key,
        defaults={
            **limits,
            "name": key.title(),
            "attribution_th": f"ข้อมูลราคาสาธารณะจาก {key.title()}",
            "is_simulated": key == "simulated",
        },
    )
    return found


def series(
    venue_key: str = "binance",
    symbol: str = "BTC/USDT",
    timeframe: str = "1d",
    *,
    market_id: str = "",
    fallback: Series | None = None,
) -> Series:
    base, _, quote = symbol.partition("/")
    asset, _ = Asset.objects.get_or_create(code=base, defaults={"name_th": base})
    market_ids = {"binance": f"{base}{quote}", "kraken": f"XBT{quote}", "bitkub": f"{base}_{quote}"}
    return Series.objects.create(
        venue=venue(venue_key),
        base=asset,
        quote=quote,
        symbol=symbol,
        timeframe=timeframe,
        market_id=market_id or market_ids.get(venue_key, symbol.replace("/", "-")),
        fallback=fallback,
    )


def run(count: int, *, step: int, now: dt.datetime, level: float = 50_000.0) -> list[Candle]:
    """Return ``count`` closed candles, the last of which is the newest closed one at ``now``."""
    last = align(int(now.timestamp() * 1000), step) - step
    return [
        Candle(t, level + place, level + place + 30, level + place - 20, level + place + 10, 5.0)
        for place, t in enumerate(range(last - (count - 1) * step, last + step, step))
    ]


def with_candles(to: Series, *, count: int, now: dt.datetime, level: float = 50_000.0) -> Series:
    """Store ``count`` closed candles up to ``now``."""
    rows = run(count, step=STEPS[to.timeframe], now=now, level=level)
    services.ingest_candles(series=to, venue_key=to.venue.key, rows=rows, now=now)
    return to
