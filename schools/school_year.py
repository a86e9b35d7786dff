"""The Thai school year: from 16 May to 31 March, counted in the Buddhist era. Pure."""

import datetime as dt

from thai.dates import BUDDHIST_ERA

_KEPT_AFTER = dt.timedelta(days=60)  # time to write the reports of the year that has ended
LONGEST_KEPT = dt.timedelta(days=731)  # nothing of pupils stays longer than two years from the day it is set
WARNED_BEFORE = dt.timedelta(days=30)


def year_of(day: dt.date) -> int:
    """Return the school year (Buddhist era) of a day: that which has begun last."""
    begun = (day.month, day.day) >= (5, 16)
    return day.year + BUDDHIST_ERA - (not begun)


def last_day(year: int) -> dt.date:
    """Return the last day of a school year."""
    return dt.date(year - BUDDHIST_ERA + 1, 3, 31)


def kept_until(*, year: int, today: dt.date) -> dt.date:
    """Return until when a class of that year is kept unless its teacher says otherwise."""
    return min(max(last_day(year), today) + _KEPT_AFTER, today + LONGEST_KEPT)


def next_name(name: str) -> str:
    """Return what a class will most likely be called a year later: ม.2/3 becomes ม.3/3, ม.6/1 stays."""
    for kind in ("ป.", "ม."):
        rest = name.removeprefix(kind)
        if rest != name and rest[:1] in "12345" and rest[1:2] in {"", "/", " "} and rest:
            return f"{kind}{int(rest[0]) + 1}{rest[1:]}"
    return name
