"""The newest closed prices."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.core.cache import cache

from market_data import charts, simulation, windows, wording
from market_data.candles import DAY, STEPS
from market_data.charts import Badge
from market_data.figures import Freshness
from market_data.models import Series
from market_data.panels.panel import (
    FORM,
    versions_of,
)
from market_data.selectors import freshness_of, reference_rate, to_milliseconds
from thai.dates import from_milliseconds, thai_date_short, thai_moment


class LastPrice(NamedTuple):
    name: str
    price: str
    unit: str
    when: str
    source: str
    badge: Badge
    is_simulated: bool
    baht: str = ""  # a dollar price as calculated, with the rate and its day


DOLLARS = {"USD": "", "USDT": " โดยถือว่า 1 USDT เท่ากับ 1 ดอลลาร์", "USDC": " โดยถือว่า 1 USDC เท่ากับ 1 ดอลลาร์"}
_KEEP_RATE_SECONDS = 600


class Rate(NamedTuple):
    baht: float
    words: str


def _dollar_rate(now: dt.datetime) -> Rate | None:
    """Return the newest reference rate. One query every ten minutes."""
    key = f"market:rate:{FORM}:{now:%Y%m%d}"
    kept: tuple[Rate | None] | None = cache.get(key)
    if kept is None:
        row = reference_rate(pair="USD/THB", day=now.date())
        words = (
            f"1 ดอลลาร์ = {row.rate:,.2f} บาท ({row.source.name} {thai_date_short(row.day)})" if row else ""
        )
        kept = (Rate(row.rate, words) if row else None,)
        cache.set(key, kept, _KEEP_RATE_SECONDS)
    return kept[0]


def _in_baht(price: LastPrice, close: float | None, quote: str, rate: Rate | None) -> LastPrice:
    """Say a real dollar price in baht too, as a calculation and not as a market's price."""
    is_past = price.badge.kind in {Freshness.ENDED, Freshness.STOPPED}  # today's rate is not that day's
    if rate is None or close is None or price.is_simulated or quote not in DOLLARS or is_past:
        return price
    said = f"คำนวณเป็นเงินบาทราว {close * rate.baht:,.2f} บาท จากอัตราอ้างอิง {rate.words}{DOLLARS[quote]}"
    return price._replace(baht=said)


def last_prices(*, series: Sequence[Series], now: dt.datetime, as_they_are: bool = False) -> list[LastPrice]:
    """Return the newest closed price of each series, or of what it is shown as. At most three queries."""
    shown = list(series) if as_they_are else windows.shown_many(series=series, now=now)
    key = f"market:closes:{FORM}:{versions_of(shown)}"
    closes: dict[int, float] | None = cache.get(key)
    if closes is None:
        closes = windows.newest_closes(series=shown)
        cache.set(key, closes, charts.KEEP_DRAWN_SECONDS)
    rate = None
    if not as_they_are and any(one.quote in DOLLARS for one in shown):
        rate = _dollar_rate(now)
    return [
        _in_baht(_last_price(one, closes.get(one.pk), now), closes.get(one.pk), one.quote, rate)
        for one in shown
    ]


def _last_price(series: Series, close: float | None, now: dt.datetime) -> LastPrice:
    state = freshness_of(series, now=now) if close is not None else Freshness.EMPTY
    known = close is not None and series.last_closed_t is not None
    return LastPrice(
        name=series.symbol,
        price=wording.price(close, series.price_decimals) if close is not None else "ยังไม่มีราคา",
        unit=wording.unit(series.quote) if known else "",
        when=wording.closed_at(series.last_closed_t or 0, STEPS[series.timeframe]) if known else "",
        source=series.venue.name,
        badge=charts.badge_of(series, state),
        is_simulated=series.venue.is_simulated,
    )


def example_prices(*, now: dt.datetime) -> list[LastPrice]:
    t = to_milliseconds(now) // DAY * DAY
    return [
        LastPrice(
            symbol, wording.price(simulation.price(symbol, t), 2), wording.unit(symbol.partition("/")[2]),
            thai_moment(from_milliseconds(t)), "ตลาดจำลอง", Badge("simulated", charts.SIMULATED_BADGE), is_simulated=True,
        )
        for symbol in simulation.SYMBOLS
    ]  # fmt: skip
