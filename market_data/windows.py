"""Runs of candles for what needs more than one series, or a window that has passed. Reads only."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.conf import settings
from django.db.models import Q

from market_data import figures
from market_data.candles import STEPS, WEEK, Candle
from market_data.models import Candle as CandleRow
from market_data.models import Series
from market_data.selectors import shown_series, stand_ins


def candles_between(*, series: Series, start: int, end: int) -> list[Candle]:
    """Return stored candles that open from ``start`` until before ``end`` (ms), oldest first."""
    most = figures.MOST_CANDLES * (WEEK // STEPS[series.timeframe])
    rows = CandleRow.objects.filter(series_id=series.pk, t__gte=start, t__lt=end).order_by("t")
    return [Candle(*row) for row in rows.values_list("t", "o", "h", "l", "c", "v")[:most]]


def candles_of(*, since: dict[int, int]) -> dict[int, list[Candle]]:
    """Return the candles of several series, each from its own open time (ms) on. One query."""
    found: dict[int, list[Candle]] = {pk: [] for pk in since}
    if not since:
        return found
    wanted = Q()
    for pk, start in since.items():
        wanted |= Q(series_id=pk, t__gte=start)
    rows = CandleRow.objects.filter(wanted).order_by("series_id", "t")
    for pk, t, o, h, l, c, v in rows.values_list("series_id", "t", "o", "h", "l", "c", "v"):  # noqa: E741
        found[pk].append(Candle(t, o, h, l, c, v))
    return found


def shown_many(*, series: Sequence[Series], now: dt.datetime) -> list[Series]:
    """Return what each series is shown as (see ``shown_series``), at most one query for all."""
    if settings.MARKET_DATA != "simulated":
        return [shown_series(series=one, now=now) for one in series]
    if all(one.twin for one in series):
        return [shown_series(series=one, now=now) for one in series]
    twins = stand_ins(series=series)
    return [one if one.venue.is_simulated else twins.get((one.symbol, one.timeframe), one) for one in series]


def public_series(*, asset_code: str | None = None, simulated: bool) -> list[Series]:
    """Return the series that the site follows, by asset; of one asset, or of all. One query."""
    found = Series.objects.filter(
        venue__is_simulated=simulated, venue__is_enabled=True, is_enabled=True
    ).order_by("base__code", "quote", "timeframe", "venue__name")
    if asset_code is not None:
        found = found.filter(base__code=asset_code)
    return list(found)


def newest_closes(*, series: Collection[Series]) -> dict[int, float]:
    """Return the close of each series' newest closed candle. One query."""
    since = {one.pk: one.last_closed_t for one in series if one.last_closed_t is not None}
    return {pk: run[-1].c for pk, run in candles_of(since=since).items() if run}
