"""What the stand-in's market did: prices are a function of the time alone."""

import math

HOUR, DAY = 3_600_000, 86_400_000
LEVELS = {
    "BTCUSDT": 98_000.0,
    "ETHUSDT": 3_600.0,
    "BTCUSD": 98_050.0,
    "ETHUSD": 3_605.0,
    "BTCTHB": 3_300_000.0,
    "LUNAUSDT": 60.0,
}
# one ticker, two assets: the old one's last day, and the first day of the new one (1 June 2022 is day 19,144)
LUNA_ENDS, LUNA_BEGINS = 19_126 * DAY, 19_143 * DAY
Row = tuple[int, float, float, float, float, float]


def price(pair: str, t: int) -> float:
    days = t / DAY
    swing = 0.12 * math.sin(days / 23) + 0.05 * math.sin(days / 5.3) + 0.015 * math.sin(days * 3.1)
    return round(LEVELS[pair] * math.exp(swing + 0.006 * math.sin(days * 37)), 2)


def row(pair: str, t: int, step: int) -> Row:
    points = [price(pair, t + step * part // 4) for part in range(5)]
    spread = 1 + 0.002 * (1 + math.sin(t / HOUR))
    high, low = round(max(points) * spread, 2), round(min(points) / spread, 2)
    return (t, points[0], high, low, points[-1], round(800 + 300 * math.sin(t / HOUR), 5))


def _is_traded(pair: str, t: int) -> bool:
    return pair != "LUNAUSDT" or t < LUNA_ENDS or t >= LUNA_BEGINS


def rows(pair: str, *, first: int, last: int, step: int) -> list[Row]:
    """Return the candles that open in ``first`` ≤ t ≤ ``last``."""
    start = -(-first // step) * step
    return [row(pair, t, step) for t in range(start, last + 1, step) if _is_traded(pair, t)]
