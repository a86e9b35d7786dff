"""Candles into the store: closed ones, once, of the right venue."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from market_data.candles import STEPS, Candle, Cleaned, clean
from market_data.models import Candle as CandleRow
from market_data.models import Series

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


def _changed(series_id: int, batch: Sequence[Candle]) -> list[Candle]:
    stored = {
        row[0]: row
        for row in CandleRow.objects.filter(
            series_id=series_id, t__gte=batch[0].t, t__lte=batch[-1].t
        ).values_list("t", "o", "h", "l", "c", "v")
    }
    return [candle for candle in batch if stored.get(candle.t) != candle]


def _store(series_id: int, closed: Sequence[Candle]) -> int:
    changed = 0
    for start in range(0, len(closed), ROWS_AT_ONCE):
        batch = _changed(series_id, closed[start : start + ROWS_AT_ONCE])
        if batch:
            with connection.cursor() as cursor:
                cursor.executemany(_UPSERT, [(series_id, *candle) for candle in batch])
        changed += len(batch)
    return changed


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
    cleaned = clean(rows, step=STEPS[series.timeframe], now=milliseconds(now), since=since, tick=series.tick)
    with transaction.atomic():
        kept = Series.objects.select_related(None).select_for_update().get(pk=series.pk)
        changed = _store(kept.pk, cleaned.closed)
        if cleaned.closed:
            # an update, not a save: Wagtail indexes references at every save
            Series.objects.filter(pk=kept.pk).update(
                version=kept.version + (changed > 0),
                last_closed_t=max(kept.last_closed_t or 0, cleaned.closed[-1].t),
                last_fetched_at=now,
            )
    series.refresh_from_db(fields=["version", "last_closed_t", "last_fetched_at"])
    return Ingested(changed, cleaned)
