"""Dates as Thai people read them: Buddhist era, Bangkok time. Pure."""

import datetime as dt
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")
MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
SHORT_MONTHS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")  # as date.weekday() counts
BUDDHIST_ERA = 543


def local_day(moment: dt.date | dt.datetime) -> dt.date:
    """Return the day in Bangkok of an aware moment; a plain day stays itself."""
    if isinstance(moment, dt.datetime):
        return moment.astimezone(BANGKOK).date()
    return moment


def thai_date(moment: dt.date | dt.datetime) -> str:
    """Return e.g. ``23 พฤศจิกายน 2569``."""
    day = local_day(moment)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year + BUDDHIST_ERA}"


def thai_date_short(moment: dt.date | dt.datetime) -> str:
    """Return e.g. ``23 พ.ย. 2569``."""
    day = local_day(moment)
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year + BUDDHIST_ERA}"


def thai_time(moment: dt.datetime) -> str:
    """Return the time in Bangkok, e.g. ``14:05 น.``."""
    return f"{moment.astimezone(BANGKOK):%H:%M} น."


def thai_moment(moment: dt.datetime) -> str:
    """Return e.g. ``23 พ.ย. 2569 14:05 น.``."""
    return f"{thai_date_short(moment)} {thai_time(moment)}"


def thai_day_moment(moment: dt.datetime) -> str:
    """Return e.g. ``จันทร์ 23 พ.ย. 2569 14:05 น.``: people plan by the day of the week."""
    return f"{WEEKDAYS[local_day(moment).weekday()]} {thai_moment(moment)}"


def from_milliseconds(t: int) -> dt.datetime:
    """Return the aware UTC moment of milliseconds since 1970, as exchanges count."""
    return dt.datetime.fromtimestamp(t / 1000, tz=dt.UTC)


def thai_day(written: str) -> dt.date | None:
    """Return the day that ``thai_date`` or ``thai_date_short`` wrote; None when it is something else."""
    day, _, rest = written.strip().partition(" ")
    month, _, year = rest.rpartition(" ")
    names = SHORT_MONTHS if month in SHORT_MONTHS else MONTHS
    if not (day.isdecimal() and year.isdecimal() and month in names):
        return None
    try:
        return dt.date(int(year) - BUDDHIST_ERA, names.index(month) + 1, int(day))
    except ValueError:
        return None
