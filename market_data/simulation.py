"""A made-up market that is the same for everybody: the price is a function of the time alone. Pure.

For places without internet. It walks like a market and means nothing; every chart of it says so.
"""

import hashlib
import math
from functools import lru_cache

from market_data.candles import DAY, HOUR, STEPS, Candle, aggregate, align

LEVELS = {"BTC/USDT": 95_000.0, "ETH/USDT": 3_400.0}
BAHT_PER_DOLLAR = 33.0
SYMBOLS = (*LEVELS, "BTC/THB")
_WAVES = tuple((DAY * days, swing) for days, swing in ((120, 0.28), (37, 0.12), (11, 0.06), (3, 0.03)))
_RIPPLES = ((18 * HOUR, 0.012), (5 * HOUR, 0.006), (2 * HOUR, 0.004))


@lru_cache(maxsize=65_536)
def _chance(name: str, index: int) -> float:
    """Return a number in -1…1 that looks random and never changes."""
    digest = hashlib.blake2b(f"{name}/{index}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**63 - 1


def _wave(name: str, t: int, period: int) -> float:
    """Return smooth noise in -1…1: chance at every multiple of the period, eased in between."""
    index, rest = divmod(t, period)
    share = rest / period
    eased = share * share * (3 - 2 * share)
    return _chance(name, index) * (1 - eased) + _chance(name, index + 1) * eased


@lru_cache(maxsize=32_768)
def price(symbol: str, t: int) -> float:
    """Return the made-up price at a time in milliseconds. Raises KeyError for an unknown symbol."""
    if symbol == "BTC/THB":
        return round(
            price("BTC/USDT", t) * BAHT_PER_DOLLAR * (1 + 0.03 * _wave("baht", t, 90 * DAY)),
            2,
        )
    swing = sum(size * _wave(f"{symbol}/{period}", t, period) for period, size in (*_WAVES, *_RIPPLES))
    return round(LEVELS[symbol] * math.exp(swing), 2)


def _hour(symbol: str, t: int) -> Candle:
    opened, closed = price(symbol, t), price(symbol, t + HOUR)
    up, down, traded = (_chance(f"{symbol}/{part}", t // HOUR) for part in ("high", "low", "volume"))
    return Candle(
        t,
        opened,
        round(max(opened, closed) * (1 + 0.003 * abs(up)), 2),
        round(min(opened, closed) * (1 - 0.003 * abs(down)), 2),
        closed,
        round(500 * (1.2 + traded), 4),
    )


def candles(symbol: str, timeframe: str, *, since: int, until: int, limit: int) -> list[Candle]:
    """Return at most ``limit`` candles that open in ``since`` ≤ t ≤ ``until`` (milliseconds), oldest first."""
    step = STEPS[timeframe]
    first = align(since + step - 1, step)
    found: list[Candle] = []
    while first <= until and len(found) < limit:
        hours = [_hour(symbol, t) for t in range(first, first + step, HOUR)]
        found += aggregate(hours, step=step)
        first += step
    return found
