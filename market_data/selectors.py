"""What is known about series and their candles. Reads only; never goes to an exchange."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, Q

from market_data import figures
from market_data.candles import STEPS, WEEK, Candle
from market_data.figures import Freshness
from market_data.models import Candle as CandleRow
from market_data.models import FxRate, Gap, Series
from thai.dates import from_milliseconds

_POOR = frozenset({Freshness.EMPTY, Freshness.STOPPED})


def series_by_key(*, key: str) -> Series | None:
    """Return the series named as content files do, e.g. ``binance/BTC-USDT/1d``."""
    venue, _, rest = key.partition("/")
    symbol, _, timeframe = rest.partition("/")
    return Series.objects.filter(
        venue__key=venue, symbol=symbol.replace("-", "/"), timeframe=timeframe
    ).first()


def series_to_fetch(*, now: dt.datetime, simulated: bool) -> list[Series]:
    """Return the series that are due, longest waiting first. Real and simulated ones are never fetched together."""
    return list(
        Series.objects.filter(
            Q(next_fetch_at__isnull=True) | Q(next_fetch_at__lte=now),
            is_enabled=True,
            needs_human=False,
            venue__is_enabled=True,
            venue__is_simulated=simulated,
        )
        .select_related("venue__health")
        .order_by(F("next_fetch_at").asc(nulls_first=True), "pk")
    )


def next_due(*, simulated: bool) -> dt.datetime | None:
    """Return when the next series is due; None when one is due already or none is ever."""
    return (
        Series.objects.filter(
            is_enabled=True, needs_human=False, venue__is_enabled=True, venue__is_simulated=simulated
        )
        .order_by(F("next_fetch_at").asc(nulls_first=True))
        .values_list("next_fetch_at", flat=True)
        .first()
    )


def candles(*, series: Series, since: int | None = None) -> list[Candle]:
    """Return stored candles, oldest first; ``since`` is the first open time in milliseconds."""
    rows = CandleRow.objects.filter(series_id=series.pk).order_by("-t")
    if since is not None:
        rows = rows.filter(t__gte=since)
    # even in weeks no more than this can be drawn
    most = figures.MOST_CANDLES * (WEEK // STEPS[series.timeframe])
    newest_first = rows.values_list("t", "o", "h", "l", "c", "v")[:most]
    return [Candle(*row) for row in reversed(newest_first)]


def to_milliseconds(now: dt.datetime) -> int:
    return int(now.timestamp() * 1000)


def freshness_of(series: Series, *, now: dt.datetime) -> Freshness:
    return figures.freshness(
        series.last_closed_t, step=STEPS[series.timeframe], now=to_milliseconds(now), end=series.valid_to_t
    )


def needs_spare(series: Series, *, now: dt.datetime) -> bool:
    """Say whether a series has a fallback and is itself too old to be shown."""
    return series.fallback_id is not None and freshness_of(series, now=now) in _POOR


def stand_ins(*, series: Collection[Series]) -> dict[tuple[str, str], Series]:
    """Return the simulated series of the same pairs, by symbol and timeframe. At most one query."""
    real = {one.symbol for one in series if not one.venue.is_simulated}
    if not real:
        return {}
    found = Series.objects.filter(venue__is_simulated=True, symbol__in=real)
    return {(twin.symbol, twin.timeframe): twin for twin in found}


def shown_series(*, series: Series, now: dt.datetime) -> Series:
    """Return the series that a chart of ``series`` shows: itself, its simulated twin, or its fallback when it stopped.

    The whole chart switches; two series are never put into one line.
    """
    if settings.MARKET_DATA == "simulated" and not series.venue.is_simulated:
        twin = (
            series.twin[0]
            if series.twin
            else stand_ins(series=[series]).get((series.symbol, series.timeframe))
        )
        return twin or series
    if not needs_spare(series, now=now):  # the spare is not even looked up
        return series
    spare = _spare(series)
    return spare if spare and freshness_of(spare, now=now) not in _POOR else series


def _spare(series: Series) -> Series | None:
    if Series._meta.get_field("fallback").is_cached(series):
        return series.fallback
    return Series.objects.in_bulk([series.fallback_id or 0]).get(series.fallback_id or 0)


def last_close_moment(series: Series) -> dt.datetime | None:
    """Return when the newest stored candle closed."""
    if series.last_closed_t is None:
        return None
    return from_milliseconds(series.last_closed_t + STEPS[series.timeframe])


def series_for_preview() -> Series | None:
    """Return a series that can show what a chart looks like, the newest data first; None on an empty site."""
    simulated = settings.MARKET_DATA == "simulated"
    return (
        Series.objects.filter(last_closed_t__isnull=False, venue__is_simulated=simulated)
        .order_by("timeframe", "-last_closed_t", "pk")
        .first()
    )


def first_open_time(*, series: Series) -> int | None:
    """Return the open time of the oldest stored candle in milliseconds."""
    return CandleRow.objects.filter(series_id=series.pk).order_by("t").values_list("t", flat=True).first()


@dataclass(frozen=True)
class KnownGap:
    """Time without candles: from the first missing open time until the next candle (ms UTC), and why, in Thai."""

    start: int
    end: int
    kind: str  # unknown, outage, no_trades, delisted
    reason_th: str


def gaps_for(*, series: Series, since: int | None = None) -> list[KnownGap]:
    """Return the known gaps of a series, oldest first; with ``since`` (ms) those that reach beyond it. One query."""
    rows = Gap.objects.filter(series_id=series.pk).order_by("start")
    if since is not None:
        rows = rows.filter(end__gt=since)
    return [KnownGap(*row) for row in rows.values_list("start", "end", "kind", "note_th")]


def reference_rate(*, pair: str, day: dt.date) -> FxRate | None:
    """Return the newest published rate of ``day`` or before it, e.g. of ``USD/THB``; None when there is none."""
    return FxRate.objects.filter(pair=pair, day__lte=day).select_related("source").order_by("-day").first()
