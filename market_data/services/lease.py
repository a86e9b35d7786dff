"""Of several fetchers one is active: it holds a lease in the database and renews it; a standby takes over."""

import datetime as dt

from django.db.models import Q

from market_data.models import FetcherLease

NAME = "market_fetch"
# longer than any one request with its deadline, so that a slow venue does not cost the lease
LASTS = dt.timedelta(seconds=90)


def take_lease(*, holder: str, now: dt.datetime) -> bool:
    """Take, renew or keep the lease; False when somebody else holds it. One statement decides a race."""
    mine = FetcherLease.objects.filter(name=NAME, holder=holder)
    if mine.filter(expires_at__gt=now).update(renewed_at=now, expires_at=now + LASTS):
        return True
    fresh = {"holder": holder, "taken_at": now, "renewed_at": now, "expires_at": now + LASTS}
    if FetcherLease.objects.filter(Q(expires_at__lte=now), name=NAME).update(**fresh):
        return True
    FetcherLease.objects.bulk_create([FetcherLease(name=NAME, **fresh)], ignore_conflicts=True)
    return mine.exists()


def release_lease(*, holder: str, now: dt.datetime) -> None:
    """Let a standby begin at once; the heartbeat stays readable."""
    FetcherLease.objects.filter(name=NAME, holder=holder).update(expires_at=now)
