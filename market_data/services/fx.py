"""Reference rates of the day are brought in. Nothing here raises because of the bank."""

import datetime as dt
import logging
from collections.abc import Callable

from django.conf import settings

from market_data import clients
from market_data.breaker import Outcome
from market_data.clients import RateClient, SourceError
from market_data.models import FxRate, Venue
from market_data.reference_rates import DOLLAR_IN_BAHT, Rate, UntrustworthyRatesError, read_rates
from market_data.services.asking import may_ask
from market_data.services.fetching import Fetched, Jitter, record_venue

logger = logging.getLogger(__name__)
SOURCE = "ecb"
EVERY = dt.timedelta(hours=6)  # the bank publishes once on a working day, in the afternoon
LONGEST_PAUSE = 4  # days without a rate that holidays explain; after more the file of ninety days is read
OpenRateClient = Callable[[], RateClient]


def _open_client() -> RateClient:
    return clients.open_rate_client(base_url=settings.MARKET_VENUES_URL)


def _read(client: RateClient, *, newest: dt.date | None, today: dt.date) -> list[Rate]:
    is_far_behind = newest is None or (today - newest).days > LONGEST_PAUSE
    return read_rates(client.rates_file(days=90 if is_far_behind else 1), today=today)


def refresh_reference_rates(
    *, now: dt.datetime, open_client: OpenRateClient = _open_client, jitter: Jitter = lambda: 0.5
) -> Fetched | None:
    """Store the newest USD/THB rates; None when it is not time yet, the source is off, or it is left alone.

    Safe to call at every turn: it asks at most every six hours, and less often while the bank does not answer.
    """
    source = Venue.objects.filter(key=SOURCE, is_enabled=True).select_related("health").first()
    if source is None or not may_ask(source, now):
        return None
    health = getattr(source, "health", None)
    if health and not health.failures and health.last_ok_at and now - health.last_ok_at < EVERY:
        return None
    newest = FxRate.objects.filter(pair=DOLLAR_IN_BAHT, source=source).values_list("day", flat=True).first()
    try:
        rates = _read(open_client(), newest=newest, today=now.date())
    except SourceError as error:
        fetched = Fetched(SOURCE, error.outcome, detail=error.detail, retry_after=error.retry_after)
    except UntrustworthyRatesError as error:
        fetched = Fetched(SOURCE, Outcome.BAD_BODY, detail=str(error))
    else:
        fetched = Fetched(SOURCE, Outcome.OK, changed=_store(source, rates))
    record_venue(venue=source, fetched=fetched, now=now, jitter=jitter())
    level = logging.INFO if fetched.outcome is Outcome.OK else logging.WARNING
    logger.log(level, "%s: %s, %d changed %s", SOURCE, fetched.outcome, fetched.changed, fetched.detail)
    return fetched


def _store(source: Venue, rates: list[Rate]) -> int:
    """Store what is new or different; return how many."""
    known = dict(
        FxRate.objects.filter(
            pair=DOLLAR_IN_BAHT, source=source, day__gte=rates[0].day, day__lte=rates[-1].day
        ).values_list("day", "rate")
    )
    changed = [
        FxRate(pair=DOLLAR_IN_BAHT, source=source, day=rate.day, rate=rate.baht)
        for rate in rates
        if known.get(rate.day) != rate.baht
    ]
    FxRate.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["pair", "day", "source"], update_fields=["rate"]
    )
    return len(changed)
