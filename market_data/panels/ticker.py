"""The newest closed prices."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.core.cache import cache

from market_data import charts, simulation, windows, wording
from market_data.candles import DAY, STEPS
from market_data.figures import Freshness
from market_data.models import Series
from market_data.panels.panel import (
    FORM,
    Badge,
    versions_of,
)
from market_data.selectors import freshness_of, to_milliseconds
from thai.dates import from_milliseconds, thai_moment


class LastPrice(NamedTuple):
    name: str
    price: str
    unit: str
    when: str
    source: str
    badge: Badge
    is_simulated: bool


def last_prices(*, series: Sequence[Series], now: dt.datetime, as_they_are: bool = False) -> list[LastPrice]:
    """Return the newest closed price of each series, or of what it is shown as. At most two queries."""
    shown = list(series) if as_they_are else windows.shown_many(series=series, now=now)
    key = f"market:closes:{FORM}:{versions_of(shown)}"
    closes: dict[int, float] | None = cache.get(key)
    if closes is None:
        closes = windows.newest_closes(series=shown)
        cache.set(key, closes, charts.KEEP_DRAWN_SECONDS)
    return [_last_price(one, closes.get(one.pk), now) for one in shown]


def _last_price(series: Series, close: float | None, now: dt.datetime) -> LastPrice:
    state = freshness_of(series, now=now) if close is not None else Freshness.EMPTY
    known = close is not None and series.last_closed_t is not None
    return LastPrice(
        name=series.symbol,
        price=wording.price(close, series.price_decimals) if close is not None else "ยังไม่มีราคา",
        unit=wording.unit(series.quote) if known else "",
        when=wording.closed_at(series.last_closed_t or 0, STEPS[series.timeframe]) if known else "",
        source=series.venue.name,
        badge=Badge(state.value, charts.BADGES[state]),
        is_simulated=series.venue.is_simulated,
    )


def example_prices(*, now: dt.datetime) -> list[LastPrice]:
    t = to_milliseconds(now) // DAY * DAY
    return [
        LastPrice(
            symbol, wording.price(simulation.price(symbol, t), 2), wording.unit(symbol.partition("/")[2]),
            thai_moment(from_milliseconds(t)), "ตลาดจำลอง", Badge("fresh", "ข้อมูลสด"), is_simulated=True,
        )
        for symbol in simulation.SYMBOLS
    ]  # fmt: skip
