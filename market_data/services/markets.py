"""What each venue lists is read once a day, and a followed pair that has left the list is shown to a person."""

import datetime as dt
import logging
from collections.abc import Callable, Sequence

from django.db import transaction
from django.db.models import Q

from market_data.breaker import Outcome
from market_data.clients import ListedPair, PairClient, SourceError, UnknownVenueError
from market_data.models import DailyJob, Pair, Series, Venue
from market_data.services.asking import may_ask
from market_data.services.fetching import Fetched, record_venue

logger = logging.getLogger(__name__)
EVERY = dt.timedelta(hours=24)
GONE = "ไม่พบคู่นี้ในรายชื่อของแหล่งราคาแล้ว อาจเลิกซื้อขายหรือเปลี่ยนชื่อ"
HALTED = "แหล่งราคาพักการซื้อขายคู่นี้"
ROWS_AT_ONCE = 500
OpenPairClient = Callable[[str], PairClient]


class UntrustworthyListError(ValueError):
    """The list cannot be the whole list: nothing of it is believed."""


def refresh_markets(
    *, now: dt.datetime, simulated: bool, open_client: OpenPairClient, jitter: Callable[[], float]
) -> list[Fetched]:
    """Read the list of every venue that is due. A venue's failure is a result, not an exception.

    Safe to call at every turn. A venue that cannot be reached rests by its breaker; a list that cannot be believed
    is left until tomorrow, since candles may well be in order.
    """
    results = []
    for venue in _due(now, simulated=simulated):
        fetched = _refresh(venue, now=now, open_client=open_client)
        if fetched.outcome in {Outcome.BAD_BODY, Outcome.BAD_SERIES}:
            DailyJob.objects.update_or_create(name=_job(venue), defaults={"day": now.date()})
        elif fetched.outcome is not Outcome.OK:
            record_venue(venue=venue, fetched=fetched, now=now, jitter=jitter())
        level = logging.INFO if fetched.outcome is Outcome.OK else logging.WARNING
        logger.log(level, "pairs of %s: %s %s", venue.key, fetched.outcome, fetched.detail)
        results.append(fetched)
    return results


def _job(venue: Venue) -> str:
    return f"pairs of {venue.key}"[:40]


def _due(now: dt.datetime, *, simulated: bool) -> list[Venue]:
    tried = set(DailyJob.objects.filter(day__gte=now.date()).values_list("name", flat=True))
    venues = Venue.objects.filter(
        Q(pairs_checked_at__isnull=True) | Q(pairs_checked_at__lte=now - EVERY),
        kind=Venue.Kind.EXCHANGE,
        is_enabled=True,
        is_simulated=simulated,
    ).select_related("health")
    return [venue for venue in venues if _job(venue) not in tried and may_ask(venue, now)]


def _refresh(venue: Venue, *, now: dt.datetime, open_client: OpenPairClient) -> Fetched:
    try:
        listed = open_client(venue.key).pairs()
        changed = _store(venue, listed, now=now)
    except UnknownVenueError:
        return Fetched(venue.key, Outcome.BAD_SERIES, detail="ยังไม่มีโปรแกรมอ่านแหล่งราคานี้")
    except SourceError as error:
        return Fetched(venue.key, error.outcome, detail=error.detail, retry_after=error.retry_after)
    except UntrustworthyListError as error:
        return Fetched(venue.key, Outcome.BAD_BODY, detail=str(error))
    return Fetched(venue.key, Outcome.OK, changed=changed)


def _check(listed: Sequence[ListedPair], known: int) -> None:
    """Half an answer would take half of the site's series out of service."""
    active = sum(pair.is_active for pair in listed)
    if not active or active < known / 2:
        raise UntrustworthyListError(f"{active} active pairs, {known} are known")


def _store(venue: Venue, listed: Sequence[ListedPair], *, now: dt.datetime) -> int:
    """Keep the list and mark the series whose pair is gone. Returns the number of pairs that changed."""
    known = {pair.market_id: pair for pair in Pair.objects.filter(venue=venue)}
    _check(listed, sum(pair.is_active and pair.gone_at is None for pair in known.values()))
    told = {
        pair.market_id: Pair(
            venue=venue,
            market_id=pair.market_id[:40],
            symbol=pair.symbol[:40],
            base=pair.base[:20],
            quote=pair.quote[:10],
            tick=pair.tick,
            is_active=pair.is_active,
        )
        for pair in listed
    }
    changed = [pair for pair in told.values() if _differs(pair, known.get(pair.market_id))]
    gone = [pair.pk for name, pair in known.items() if name not in told and pair.gone_at is None]
    with transaction.atomic():
        Pair.objects.bulk_create(
            changed,
            batch_size=ROWS_AT_ONCE,
            update_conflicts=True,
            unique_fields=["venue", "market_id"],
            update_fields=["symbol", "base", "quote", "tick", "is_active", "gone_at"],
        )
        for start in range(0, len(gone), ROWS_AT_ONCE):
            batch = gone[start : start + ROWS_AT_ONCE]
            Pair.objects.filter(pk__in=batch).update(gone_at=now, is_active=False)
        Venue.objects.filter(pk=venue.pk).update(pairs_checked_at=now)
        _mark_series(venue, told, now=now)
    return len(changed) + len(gone)


def _differs(told: Pair, known: Pair | None) -> bool:
    names = ("symbol", "base", "quote", "tick", "is_active", "gone_at")
    return known is None or any(getattr(told, name) != getattr(known, name) for name in names)


def _mark_series(venue: Venue, told: dict[str, Pair], *, now: dt.datetime) -> None:
    """A followed pair that is gone waits for a person; one that has come back is fetched again."""
    for series in Series.objects.filter(venue=venue, is_enabled=True).order_by("pk"):
        if series.is_over(now):
            continue
        pair = told.get(series.market_id)
        problem = GONE if pair is None else "" if pair.is_active else HALTED
        was_marked = series.needs_human and series.problem in {GONE, HALTED}
        if problem and series.problem != problem:
            Series.objects.filter(pk=series.pk).update(needs_human=True, problem=problem)
        elif not problem and was_marked:
            Series.objects.filter(pk=series.pk).update(needs_human=False, problem="", next_fetch_at=None)
