"""What is due is asked for, and what became of it is written down. Nothing here raises because of a venue."""

import datetime as dt
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db import transaction

from market_data import breaker as breakers
from market_data.breaker import Breaker, Outcome, State
from market_data.candles import DAY, STEPS, UntrustworthyAnswerError, align
from market_data.clients import CandleClient, Market, SourceError, UnknownVenueError
from market_data.models import FetchRun, Series, SourceHealth, Venue
from market_data.selectors import series_to_fetch
from market_data.services.asking import (
    AsksForCandles,
    BudgetSpentError,
    CountedClient,
    KeepLease,
    always,
    may_ask,
)
from market_data.services.gaps import note_gaps
from market_data.services.ingest import ingest_candles, milliseconds

logger = logging.getLogger(__name__)
HISTORY = {"1h": 30 * DAY, "1d": 400 * DAY}  # how far back a new series begins
OVERLAP = 2  # closed candles read again each time: venues revise their history
MOST_PAGES = 10  # in one turn; the rest in the next, so that no series starves the others
Jitter = Callable[[], float]  # a number in 0–1
OpenClient = Callable[[str], CandleClient]


@dataclass(frozen=True)
class Fetched:
    """What became of one turn of one series."""

    series_key: str
    outcome: Outcome
    changed: int = 0
    detail: str = ""
    retry_after: dt.timedelta | None = None
    is_complete: bool = True  # nothing more to read for now
    milliseconds: int = 0  # how long it took


def _first_time(series: Series, now: int) -> int:
    step = STEPS[series.timeframe]
    if series.last_closed_t is None:
        first = min(now, series.validity.end or now) - HISTORY[series.timeframe]
        return align(max(first, series.validity.start or 0), step)
    return series.last_closed_t - OVERLAP * step


def _read_pages(series: Series, client: AsksForCandles, now: dt.datetime) -> Fetched:
    """Read forward from the last stored candle; stop when the newest closed one is in, or nothing moves."""
    step, now_ms, changed = STEPS[series.timeframe], milliseconds(now), 0
    market = Market(series.market_id, series.symbol)
    since = _first_time(series, now_ms)
    detail = ""
    for _ in range(MOST_PAGES):
        before = series.last_closed_t
        rows = client.candles(market, timeframe=series.timeframe, since=since, limit=client.most_rows)
        answer = ingest_candles(series=series, venue_key=client.venue_key, rows=rows, since=since, now=now)
        changed += answer.changed
        # the other asset of the same name is no fault of the answer
        problems = [problem for problem in answer.cleaned.problems if problem.kind != "another-asset"]
        detail = ", ".join(f"{problem.kind} {problem.t}" for problem in problems[:3]) or detail
        if not answer.cleaned.closed and problems:
            raise UntrustworthyAnswerError(f"no row can be kept: {detail}")
        if not answer.cleaned.closed:
            odd = detail or "แหล่งราคาไม่มีแท่งของคู่นี้ในช่วงที่ขอ"
            return Fetched(series.key, Outcome.OK, changed, odd)
        is_newest = series.last_closed_t is not None and series.last_closed_t + 2 * step > now_ms
        if is_newest or series.last_closed_t == before:
            return Fetched(series.key, Outcome.OK, changed, detail)
        since = _first_time(series, now_ms)
    return Fetched(series.key, Outcome.OK, changed, detail, is_complete=False)


def fetch_series(*, series: Series, client: AsksForCandles, now: dt.datetime) -> Fetched:
    """Bring one series up to date. A venue's failure is a result, not an exception."""
    try:
        return _read_pages(series, client, now)
    except SourceError as error:
        return Fetched(series.key, error.outcome, detail=error.detail, retry_after=error.retry_after)
    except UntrustworthyAnswerError as error:
        return Fetched(series.key, Outcome.BAD_BODY, detail=str(error))


def _next_fetch(series: Series, fetched: Fetched, *, now: dt.datetime, jitter: float) -> dt.datetime:
    """Return when to ask again: 10–40 s after the next candle closes, sooner while the newest is still missing."""
    step = dt.timedelta(milliseconds=STEPS[series.timeframe])
    if not fetched.is_complete:
        return now
    if series.is_over(now):
        return now + dt.timedelta(days=1)
    if series.last_closed_t is not None:
        next_close = dt.datetime.fromtimestamp(series.last_closed_t / 1000, tz=dt.UTC) + 2 * step
        if next_close > now:
            return next_close + dt.timedelta(seconds=10 + 30 * jitter)
    patience = min(max(step / 60, dt.timedelta(minutes=1)), dt.timedelta(minutes=15))
    return now + patience * (0.75 + jitter / 2)


def record_outcome(*, series: Series, fetched: Fetched, now: dt.datetime, jitter: float) -> SourceHealth:
    """Write down how the venue and the series did, and when each may be asked again."""
    is_ok = fetched.outcome is Outcome.OK
    needs_human = fetched.outcome is Outcome.BAD_SERIES
    with transaction.atomic():
        if is_ok or needs_human:
            Series.objects.filter(pk=series.pk).update(
                needs_human=needs_human,
                problem=fetched.detail[:300],
                next_fetch_at=_next_fetch(series, fetched, now=now, jitter=jitter),
            )
        return record_venue(venue=series.venue, fetched=fetched, now=now, jitter=jitter)


def record_venue(*, venue: Venue, fetched: Fetched, now: dt.datetime, jitter: float) -> SourceHealth:
    """Write down how a venue answered and until when it is left alone."""
    answered = fetched.outcome in {Outcome.OK, Outcome.BAD_SERIES}
    with transaction.atomic():
        health, _ = SourceHealth.objects.select_for_update().get_or_create(venue=venue)
        before = Breaker(State(health.state), health.failures, health.open_until)
        then = breakers.after(
            before, fetched.outcome, now=now, jitter=jitter, retry_after=fetched.retry_after
        )
        health.state, health.failures, health.open_until = then.state.value, then.failures, then.not_before
        health.last_tried_at = now
        if answered:
            health.last_ok_at = now
        else:
            health.last_error = f"{fetched.outcome}: {fetched.detail}"[:300]
        health.save()
    return health


def _note_run(series: Series, fetched: Fetched, now: dt.datetime) -> None:
    FetchRun.objects.create(
        series=series,
        at=now,
        outcome=fetched.outcome.value,
        changed=fetched.changed,
        milliseconds=fetched.milliseconds,
        detail=fetched.detail[:300],
    )


def _begin_probe(venue: Venue) -> None:
    SourceHealth.objects.filter(venue=venue, state=State.OPEN).update(state=State.HALF_OPEN)


def _turn(series: Series, open_client: OpenClient, keep_lease: KeepLease, now: dt.datetime) -> Fetched | None:
    """Give one series its turn; None when it was deleted meanwhile. Raises BudgetSpentError, LeaseLostError."""
    started = time.monotonic()
    first = _first_time(series, milliseconds(now))
    try:
        client = open_client(series.venue.key)
        _begin_probe(series.venue)
        counted = CountedClient(client, venue=series.venue, now=lambda: now, keep_lease=keep_lease)
        fetched = fetch_series(series=series, client=counted, now=now)
        if fetched.changed:
            note_gaps(series=series, now=now, since=first)
    except UnknownVenueError:
        fetched = Fetched(series.key, Outcome.BAD_SERIES, detail="ยังไม่มีโปรแกรมอ่านแหล่งราคานี้")
    except Series.DoesNotExist:
        return None  # deleted in the CMS while its candles were on the way
    return replace(fetched, milliseconds=round((time.monotonic() - started) * 1000))


def fetch_due(
    *,
    now: dt.datetime,
    simulated: bool,
    open_client: OpenClient,
    jitter: Jitter,
    keep_lease: KeepLease = always,
) -> list[Fetched]:
    """Give every series that is due one turn. After a venue's failure its other series wait with it.

    Raises LeaseLostError when another fetcher has become the active one.
    """
    resting: set[int] = set()
    results = []
    for series in series_to_fetch(now=now, simulated=simulated):
        if series.venue_id in resting or not may_ask(series.venue, now):
            continue
        try:
            fetched = _turn(series, open_client, keep_lease, now)
        except BudgetSpentError:
            resting.add(series.venue_id)
            continue
        if fetched is None:
            continue
        health = record_outcome(series=series, fetched=fetched, now=now, jitter=jitter())
        _note_run(series, fetched, now)
        if health.open_until is not None:
            resting.add(series.venue_id)
        _log(fetched)
        results.append(fetched)
    return results


def _log(fetched: Fetched) -> None:
    level = logging.INFO if fetched.outcome is Outcome.OK else logging.WARNING
    logger.log(
        level, "%s: %s, %d changed %s", fetched.series_key, fetched.outcome, fetched.changed, fetched.detail
    )


def ask_again(*, series: Series) -> None:
    """A person has looked at the series: fetch it at once."""
    Series.objects.filter(pk=series.pk).update(needs_human=False, problem="", next_fetch_at=None)
