"""Candles into the store: closed ones, once, of the right venue."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, transaction

from market_data.candles import STEPS, Candle, Cleaned, clean
from market_data.models import Candle as CandleRow
from market_data.models import CandleRevision, Series
from market_data.signals import series_advanced

ROWS_AT_ONCE = 5_000
_UPSERT = (
    f"INSERT INTO {CandleRow._meta.db_table} (series_id, t, o, h, l, c, v) "  # noqa: S608  (our own table name)
    "VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (series_id, t) DO UPDATE "
    "SET o = excluded.o, h = excluded.h, l = excluded.l, c = excluded.c, v = excluded.v"
)


class WrongVenueError(ValueError):
    """Candles of one venue were offered to a series of another."""


@dataclass(frozen=True)
class Ingested:
    """What one answer changed. ``changed`` counts rows that are new or were revised."""

    changed: int
    cleaned: Cleaned


def milliseconds(now: dt.datetime) -> int:
    return int(now.timestamp() * 1000)


def _stored(series_id: int, batch: Sequence[Candle]) -> dict[int, Candle]:
    rows = CandleRow.objects.filter(series_id=series_id, t__gte=batch[0].t, t__lte=batch[-1].t)
    return {row[0]: Candle._make(row) for row in rows.values_list("t", "o", "h", "l", "c", "v")}


def _store(series_id: int, closed: Sequence[Candle], now: dt.datetime) -> int:
    """Write what is new or different; what a venue has changed since is noted with what it was."""
    count = 0
    for start in range(0, len(closed), ROWS_AT_ONCE):
        batch = closed[start : start + ROWS_AT_ONCE]
        stored = _stored(series_id, batch)
        changed = [candle for candle in batch if stored.get(candle.t) != candle]
        if not changed:
            continue
        with connection.cursor() as cursor:
            cursor.executemany(_UPSERT, [(series_id, *candle) for candle in changed])
        CandleRevision.objects.bulk_create(
            CandleRevision(series_id=series_id, t=new.t, old=list(old[1:]), new=list(new[1:]), seen_at=now)
            for new in changed
            if (old := stored.get(new.t)) is not None
        )
        count += len(changed)
    return count


def _within_validity(series: Series, candles: Sequence[Candle]) -> tuple[Candle, ...]:
    """Leave out what belongs to another asset that has had the same ticker."""
    first, end = series.valid_from_t, series.valid_to_t
    return tuple(
        candle
        for candle in candles
        if (first is None or candle.t >= first) and (end is None or candle.t < end)
    )


def ingest_candles(
    *,
    series: Series,
    venue_key: str,
    rows: Iterable[Sequence[Any]],
    now: dt.datetime,
    since: int | None = None,
) -> Ingested:
    """Store the closed candles of one answer; the same answer twice changes nothing.

    ``venue_key`` is the client's own, so that simulated rows can never reach a real series.
    Raises WrongVenueError, UntrustworthyAnswerError (nothing stored), Series.DoesNotExist (deleted meanwhile).
    """
    if venue_key != series.venue.key:
        raise WrongVenueError(f"{venue_key} is not {series.venue.key}")
    cleaned = clean(
        rows,
        step=STEPS[series.timeframe],
        now=milliseconds(now),
        since=since,
        tick=series.tick,
        validity=series.validity,
    )
    cleaned = replace(cleaned, closed=_within_validity(series, cleaned.closed))
    with transaction.atomic():
        kept = Series.objects.select_related(None).select_for_update().get(pk=series.pk)
        changed = _store(kept.pk, cleaned.closed, now)
        if cleaned.closed:
            newest = max(kept.last_closed_t or 0, cleaned.closed[-1].t)
            # an update, not a save: Wagtail indexes references at every save
            Series.objects.filter(pk=kept.pk).update(
                version=kept.version + (changed > 0),
                last_closed_t=newest,
                last_fetched_at=now,
            )
            if newest != kept.last_closed_t:
                series_advanced.send(Series, series_id=kept.pk)
    series.refresh_from_db(fields=["version", "last_closed_t", "last_fetched_at"])
    return Ingested(changed, cleaned)
