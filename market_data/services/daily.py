"""Once a day: gaps are looked for in all that is stored, prices compared, lists refreshed, old notes thrown away."""

import datetime as dt
import logging
from collections.abc import Callable

from django.db import DatabaseError

from market_data.clients import SourceError
from market_data.models import CandleRevision, DailyJob, FetchRun, Series
from market_data.services.crosscheck import cross_check
from market_data.services.gaps import note_gaps

logger = logging.getLogger(__name__)
KEEP_RUNS = dt.timedelta(days=14)
KEEP_REVISIONS = dt.timedelta(days=400)
Job = Callable[[], object]


def scan_for_gaps(*, now: dt.datetime, simulated: bool) -> int:
    """Look for holes in everything stored; return how many there are."""
    followed = Series.objects.filter(last_closed_t__isnull=False, venue__is_simulated=simulated).order_by(
        "pk"
    )
    return sum(note_gaps(series=series, now=now) for series in followed)


def forget_old_runs(*, now: dt.datetime) -> None:
    FetchRun.objects.filter(at__lt=now - KEEP_RUNS).delete()
    CandleRevision.objects.filter(seen_at__lt=now - KEEP_REVISIONS).delete()


def _claim(name: str, day: dt.date) -> bool:
    """Tell whether this process is the one to do a job today."""
    if DailyJob.objects.filter(name=name, day__lt=day).update(day=day):
        return True
    if DailyJob.objects.filter(name=name).exists():
        return False
    _, is_new = DailyJob.objects.get_or_create(name=name, defaults={"day": day})
    return is_new


def run_daily(*, now: dt.datetime, simulated: bool, extra: dict[str, Job] | None = None) -> list[str]:
    """Do what has not been done today (UTC) and return its names. One job's failure leaves the others alone.

    A job that fails is tried again at the next call.
    """
    jobs: dict[str, Job] = {
        "scan_for_gaps": lambda: scan_for_gaps(now=now, simulated=simulated),
        "cross_check": lambda: cross_check(now=now, simulated=simulated),
        "forget_old_runs": lambda: forget_old_runs(now=now),
        **(extra or {}),
    }
    done = []
    for name, job in jobs.items():
        if not _claim(name, now.date()):
            continue
        try:
            job()
        except (SourceError, DatabaseError, ValueError, LookupError):
            logger.exception("the daily job %s failed", name)
            DailyJob.objects.filter(name=name).update(day=now.date() - dt.timedelta(days=1))
        else:
            done.append(name)
    return done
