"""What the fetcher does when nothing is due: history that is wanted, and gaps whose time has come."""

import datetime as dt
import logging
from collections.abc import Callable

from market_data.breaker import Outcome
from market_data.candles import UntrustworthyAnswerError
from market_data.clients import SourceError, UnknownVenueError
from market_data.models import Backfill, Gap, Series
from market_data.services.asking import (
    AsksForCandles,
    BudgetSpentError,
    CountedClient,
    KeepLease,
    always,
    may_ask,
)
from market_data.services.backfill import backfill_page
from market_data.services.fetching import Fetched, Jitter, OpenClient, record_venue
from market_data.services.gaps import count_try, retry_gap

logger = logging.getLogger(__name__)
PAGES_A_TURN = 5  # so that candles that become due are never far away
GAPS_A_TURN = 5
GAP_PAUSE = dt.timedelta(hours=1)  # after a venue's failure; a failure is no try
Work = Callable[[AsksForCandles], object]


class _Turn:
    """One turn of catching up: what it may ask, and which venues rest until the next."""

    def __init__(self, now: dt.datetime, open_client: OpenClient, jitter: Jitter, keep: KeepLease) -> None:
        self.now = now
        self._open_client, self._jitter, self._keep = open_client, jitter, keep
        self._resting: set[int] = set()

    def ask(self, series: Series, work: Work) -> Outcome | None:
        """Do one piece of work at the venue of a series; None when the venue rests or its share is spent."""
        venue = series.venue
        if venue.pk in self._resting or not may_ask(venue, self.now):
            return None
        try:
            client = self._open_client(venue.key)
            work(CountedClient(client, venue=venue, now=lambda: self.now, keep_lease=self._keep))
        except (BudgetSpentError, UnknownVenueError):
            self._resting.add(venue.pk)
            return None
        except SourceError as error:
            return self._failed(
                series, Fetched(series.key, error.outcome, 0, error.detail, error.retry_after)
            )
        except UntrustworthyAnswerError as error:
            return self._failed(series, Fetched(series.key, Outcome.BAD_BODY, 0, str(error)))
        return Outcome.OK

    def _failed(self, series: Series, fetched: Fetched) -> Outcome:
        if fetched.outcome is not Outcome.BAD_SERIES:
            record_venue(venue=series.venue, fetched=fetched, now=self.now, jitter=self._jitter())
            self._resting.add(series.venue_id)
        logger.warning("%s: %s %s", fetched.series_key, fetched.outcome, fetched.detail)
        return fetched.outcome


def _wanted(*, simulated: bool) -> dict[str, object]:
    return {
        "series__is_enabled": True,
        "series__needs_human": False,
        "series__venue__is_enabled": True,
        "series__venue__is_simulated": simulated,
    }


def advance_backfills(
    *,
    now: dt.datetime,
    simulated: bool,
    open_client: OpenClient,
    jitter: Jitter,
    keep_lease: KeepLease = always,
) -> int:
    """Read a few pages of history; return how many back-fills still run."""
    turn = _Turn(now, open_client, jitter, keep_lease)
    running = Backfill.objects.filter(state=Backfill.State.RUNNING, **_wanted(simulated=simulated))
    left = 0
    for backfill in running.select_related("series__venue__health").order_by("moved_at", "pk"):
        left += 1
        for _ in range(PAGES_A_TURN):

            def work(client: AsksForCandles, backfill: Backfill = backfill) -> None:
                backfill_page(backfill=backfill, client=client, now=now)

            outcome = turn.ask(backfill.series, work)
            if outcome is Outcome.BAD_SERIES:
                Backfill.objects.filter(pk=backfill.pk).update(state=Backfill.State.EXHAUSTED)
            if outcome is not Outcome.OK or backfill.state != Backfill.State.RUNNING:
                break
    return left


def retry_due_gaps(
    *,
    now: dt.datetime,
    simulated: bool,
    open_client: OpenClient,
    jitter: Jitter,
    keep_lease: KeepLease = always,
) -> int:
    """Ask again for gaps whose time has come; return how many were asked for."""
    turn = _Turn(now, open_client, jitter, keep_lease)
    due = Gap.objects.filter(next_try_at__lte=now, **_wanted(simulated=simulated))
    asked = 0
    for gap in due.select_related("series__venue__health").order_by("next_try_at", "pk")[:GAPS_A_TURN]:

        def work(client: AsksForCandles, gap: Gap = gap) -> None:
            retry_gap(gap=gap, client=client, now=now)

        outcome = turn.ask(gap.series, work)
        if outcome is Outcome.BAD_SERIES:
            count_try(gap=gap, now=now)
        elif outcome not in {None, Outcome.OK}:
            Gap.objects.filter(pk=gap.pk).update(next_try_at=now + GAP_PAUSE)
        asked += outcome is not None
    return asked
