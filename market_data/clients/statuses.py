"""What a venue's status code and Retry-After say about asking again."""

import datetime as dt
import email.utils

from market_data.breaker import Outcome


def retry_after_of(headers: dict[str, str]) -> dt.timedelta | None:
    """Read Retry-After: seconds, or a date."""
    value = next((text for name, text in headers.items() if name.lower() == "retry-after"), "").strip()
    if value.isdigit():
        return dt.timedelta(seconds=int(value[:9]))
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return max(moment - dt.datetime.now(dt.UTC), dt.timedelta(0))


OUTCOME_OF_STATUS = {
    418: Outcome.BANNED,
    429: Outcome.RATE_LIMITED,
    401: Outcome.BLOCKED,
    403: Outcome.BLOCKED,
    407: Outcome.BLOCKED,
    451: Outcome.BLOCKED,
    511: Outcome.BLOCKED,
}
