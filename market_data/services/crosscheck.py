"""Once a day the closes of the same asset at different venues are held beside each other."""

import datetime as dt
from collections import defaultdict

from market_data import crosscheck
from market_data.candles import DAY, STEPS
from market_data.models import Candle, CrossCheck, Series
from market_data.services.ingest import milliseconds

KEEP = dt.timedelta(days=90)
TOO_OLD = 3 * DAY  # a stopped series is not compared with a living one's past


def _close(series: Series, t: int) -> float | None:
    return Candle.objects.filter(series_id=series.pk, t=t).values_list("c", flat=True).first()


def _compare(one: Series, other: Series, now: dt.datetime) -> CrossCheck | None:
    t = min(one.last_closed_t or 0, other.last_closed_t or 0)
    close, other_close = _close(one, t), _close(other, t)
    if close is None or other_close is None or t < milliseconds(now) - TOO_OLD:
        return None
    deviation = crosscheck.deviation(close, other_close)
    checked, _ = CrossCheck.objects.update_or_create(
        series=one,
        other=other,
        t=t,
        defaults={
            "close": close,
            "other_close": other_close,
            "deviation": deviation,
            "is_flagged": crosscheck.is_suspicious(close, other_close),
            "checked_at": now,
        },
    )
    return checked


def cross_check(*, now: dt.datetime, simulated: bool) -> list[CrossCheck]:
    """Compare the newest common daily close of every asset between its venues; return what was compared."""
    groups: dict[tuple[int, str], list[Series]] = defaultdict(list)
    followed = Series.objects.filter(
        is_enabled=True, venue__is_enabled=True, venue__is_simulated=simulated, last_closed_t__isnull=False
    ).order_by("pk")
    for series in followed:
        if STEPS[series.timeframe] == DAY:
            groups[series.base_id, crosscheck.quote_group(series.quote)].append(series)
    compared = [
        _compare(one, other, now)
        for group in groups.values()
        for one, other in crosscheck.pairs(group)
        if one.venue_id != other.venue_id
    ]
    CrossCheck.objects.filter(checked_at__lt=now - KEEP).delete()
    return [checked for checked in compared if checked is not None]
