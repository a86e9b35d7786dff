"""History read backwards, page by page: what is stored has no hole at any moment, and a killed process resumes."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Min

from market_data.candles import DAY, STEPS, UntrustworthyAnswerError, align
from market_data.clients import Market
from market_data.models import Backfill, Candle, Series
from market_data.services.asking import AsksForCandles
from market_data.services.gaps import note_gaps
from market_data.services.ingest import ingest_candles, milliseconds

# how much history a newly added series gets by itself
BY_ITSELF = {"1h": 365 * DAY, "4h": 3 * 365 * DAY, "1d": 5 * 365 * DAY, "1w": 10 * 365 * DAY}
EMPTY_PAGES = 3  # in a row: the venue has nothing older


def _oldest_wanted(series: Series, since: int, now: int) -> int:
    """Return the first open time worth asking for: not before the venue's depth or the asset's own time."""
    step = STEPS[series.timeframe]
    bounds = [since]
    if series.venue.history_rows:
        bounds.append(now - (series.venue.history_rows - 1) * step)
    if series.valid_from:
        bounds.append(milliseconds(series.valid_from))
    return align(max(0, *bounds) + step - 1, step)


def begin_backfill(*, series: Series, since: int, now: dt.datetime) -> Backfill:
    """Note that history back to ``since`` (ms) is wanted; one that runs already to there just goes on."""
    wanted = _oldest_wanted(series, since, milliseconds(now))
    running = Backfill.State.RUNNING
    with transaction.atomic():
        oldest = Candle.objects.filter(series_id=series.pk).aggregate(first=Min("t"))["first"]
        newest = min(milliseconds(now), series.valid_to_t or milliseconds(now))
        upper = oldest if oldest is not None else align(newest, STEPS[series.timeframe])
        begin = {"since": wanted, "upper": upper, "cursor": upper, "started_at": now, "moved_at": now}
        backfill, is_new = Backfill.objects.select_for_update().get_or_create(series=series, defaults=begin)
        if not is_new and (backfill.state != running or wanted < backfill.since):
            backfill.since, backfill.cursor, backfill.empty_pages = wanted, upper, 0
            backfill.upper, backfill.state, backfill.moved_at = max(backfill.upper, upper), running, now
        if backfill.cursor <= backfill.since:
            backfill.state = Backfill.State.DONE
        backfill.save()
    return backfill


def begin_by_itself(*, now: dt.datetime, simulated: bool) -> int:
    """Begin the back-fill of every series that has none and has its newest candles; return how many."""
    if simulated:
        return 0  # a made-up market has no history to teach
    added = Series.objects.filter(
        is_enabled=True, needs_human=False, last_closed_t__isnull=False, backfill=None,
        venue__is_enabled=True, venue__is_simulated=False,
    )  # fmt: skip
    count = 0
    for series in added.order_by("pk"):
        begin_backfill(series=series, since=milliseconds(now) - BY_ITSELF[series.timeframe], now=now)
        count += 1
    return count


@dataclass(frozen=True)
class Page:
    """What one page of history brought."""

    candles: int
    state: str


def backfill_page(*, backfill: Backfill, client: AsksForCandles, now: dt.datetime) -> Page:
    """Read one page before the cursor. Candles and cursor are committed together.

    Raises as the client does, and UntrustworthyAnswerError when no row of the answer can be kept.
    """
    series, step = backfill.series, STEPS[backfill.series.timeframe]
    start = max(backfill.since, backfill.cursor - client.most_rows * step)
    rows = client.candles(
        Market(series.market_id, series.symbol),
        timeframe=series.timeframe,
        since=start,
        limit=max(2, (backfill.cursor - start) // step),
    )
    with transaction.atomic():
        answer = ingest_candles(series=series, venue_key=client.venue_key, rows=rows, since=start, now=now)
        if not answer.cleaned.closed and any(
            problem.kind != "another-asset" for problem in answer.cleaned.problems
        ):
            raise UntrustworthyAnswerError("no row of the page can be kept")
        older = sum(candle.t < backfill.cursor for candle in answer.cleaned.closed)
        page = _move(backfill, start=start, older=older, now=now)
    note_gaps(series=series, now=now, since=start)
    return page


def _move(backfill: Backfill, *, start: int, older: int, now: dt.datetime) -> Page:
    row = Backfill.objects.select_for_update().get(pk=backfill.pk)
    if row.cursor == backfill.cursor and row.state == Backfill.State.RUNNING:
        row.cursor, row.moved_at = start, now
        row.empty_pages = 0 if older else row.empty_pages + 1
        if row.cursor <= row.since:
            row.state = Backfill.State.DONE
        elif row.empty_pages >= EMPTY_PAGES:
            row.state = Backfill.State.EXHAUSTED
        row.save()
    # else another process has read this page, or wants more by now: its word stands
    backfill.cursor, backfill.state, backfill.since = row.cursor, row.state, row.since
    backfill.empty_pages = row.empty_pages
    return Page(older, row.state)
