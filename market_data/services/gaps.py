"""Holes in the stored candles: noted, asked for again on a schedule, then named. Never filled in."""

import datetime as dt
import logging

from django.db import connection, transaction
from django.db.models import F, Max

from market_data import gaps as holes_of
from market_data.candles import STEPS, align
from market_data.clients import Market
from market_data.gaps import NOTES_TH, Hole, Kind, Neighbour
from market_data.models import Candle as CandleRow
from market_data.models import Gap, Pair, Series
from market_data.services.asking import AsksForCandles
from market_data.services.ingest import ingest_candles
from market_data.signals import series_advanced

logger = logging.getLogger(__name__)
_HOLES = (
    "SELECT before, t FROM (SELECT t, LAG(t) OVER (ORDER BY t) AS before "  # noqa: S608  (our own table name)
    f"FROM {CandleRow._meta.db_table} WHERE series_id = %s AND t >= %s) AS steps WHERE t - before > %s ORDER BY t"
)


def _holes(series: Series, since: int) -> list[Hole]:
    step = STEPS[series.timeframe]
    with connection.cursor() as cursor:
        cursor.execute(_HOLES, [series.pk, since, step])
        return [Hole(before + step, t) for before, t in cursor.fetchall()]


def note_gaps(*, series: Series, now: dt.datetime, since: int = 0) -> int:
    """Make the noted gaps those that are really there from ``since`` (ms) on; return how many there are.

    A gap that has shrunk or split keeps the number of its tries; one that was filled goes.
    """
    before = CandleRow.objects.filter(series_id=series.pk, t__lte=since).aggregate(last=Max("t"))["last"]
    since = before if before is not None else since
    with transaction.atomic():
        # two processes (the fetcher and a back-fill by hand) must not note the same hole twice
        Series.objects.select_related(None).select_for_update().filter(pk=series.pk).first()
        found = {hole.start: hole for hole in _holes(series, since)}
        noted = list(Gap.objects.filter(series=series, start__gte=since))
        kept = {gap.start for gap in noted if gap.start in found and found[gap.start].end == gap.end}
        Gap.objects.filter(pk__in=[gap.pk for gap in noted if gap.start not in kept]).delete()
        Gap.objects.bulk_create(
            [_gap(series, hole, noted, now) for start, hole in found.items() if start not in kept]
        )
    return len(found)


def _gap(series: Series, hole: Hole, noted: list[Gap], now: dt.datetime) -> Gap:
    older = [gap for gap in noted if gap.start < hole.end and hole.start < gap.end]
    attempts = max((gap.attempts for gap in older), default=0)
    return Gap(
        series=series,
        start=hole.start,
        end=hole.end,
        attempts=attempts,
        next_try_at=holes_of.next_try(attempts=attempts, now=now),
        note_th=NOTES_TH[Kind.UNKNOWN],
        found_at=min((gap.found_at for gap in older), default=now),
    )


def retry_gap(*, gap: Gap, client: AsksForCandles, now: dt.datetime) -> None:
    """Ask once more for the candles of a gap; name it when that was the last try. Raises as the client does."""
    series, step = gap.series, STEPS[gap.series.timeframe]
    rows = client.candles(
        Market(series.market_id, series.symbol),
        timeframe=series.timeframe,
        since=gap.start,
        limit=min(client.most_rows, max(2, (gap.end - gap.start) // step)),
    )
    ingest_candles(series=series, venue_key=client.venue_key, rows=rows, since=gap.start, now=now)
    count_try(gap=gap, now=now)


def count_try(*, gap: Gap, now: dt.datetime) -> None:
    """Write down that a gap was asked for, and what is left of it."""
    attempts = gap.attempts + 1
    Gap.objects.filter(pk=gap.pk).update(
        attempts=attempts, next_try_at=holes_of.next_try(attempts=attempts, now=now)
    )
    note_gaps(series=gap.series, now=now, since=gap.start)
    left = Gap.objects.filter(series=gap.series, start__gte=gap.start, end__lte=gap.end, next_try_at=None)
    for rest in left.select_related("series"):
        name_gap(gap=rest)


def _neighbours(series: Series, hole: Hole) -> list[Neighbour]:
    others = (
        Series.objects.select_related(None)
        .filter(venue_id=series.venue_id, last_closed_t__gte=hole.end)
        .exclude(market_id=series.market_id)
    )
    found = []
    for other in others:
        step = STEPS[other.timeframe]
        rows = CandleRow.objects.filter(series_id=other.pk)
        if not rows.filter(t__lt=hole.start).exists():
            continue  # it did not exist yet, or its history has not been read that far
        first = align(hole.start + step - 1, step)
        count = rows.filter(t__gte=hole.start, t__lt=hole.end).count()
        found.append(Neighbour(holes_of.expected(hole, step=step, first_aligned=first), count))
    return found


def name_gap(*, gap: Gap) -> Kind:
    """Say what a gap was, from what the venue's other series have at that time."""
    is_delisted = Pair.objects.filter(
        venue_id=gap.series.venue_id,
        market_id=gap.series.market_id,
        gone_at__isnull=False,
        gone_at__lte=dt.datetime.fromtimestamp(gap.start / 1000, tz=dt.UTC),
    ).exists()
    kind = holes_of.classify(
        neighbours=_neighbours(gap.series, Hole(gap.start, gap.end)), is_delisted=is_delisted
    )
    _tell(gap, kind)
    return kind


def _tell(gap: Gap, kind: Kind) -> None:
    """Write the reason down; charts that said another one are drawn anew, and pages that show them."""
    told = Gap.objects.filter(pk=gap.pk).exclude(kind=kind.value, note_th=NOTES_TH[kind])
    with transaction.atomic():
        if told.update(kind=kind.value, note_th=NOTES_TH[kind]):
            Series.objects.filter(pk=gap.series_id).update(version=F("version") + 1)
            series_advanced.send(Series, series_id=gap.series_id)
