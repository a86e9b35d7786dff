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
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_FIRST_BUDDHIST = 2400  # a smaller year of four digits is one of the common era


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


_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_FIRST_BUDDHIST = 2400  # a smaller year of four digits is one of the common era


def typed_day(typed: str) -> dt.date | None:
    """Return the day that somebody typed; None when it is none.

    ``31/3/2570``, ``31-3-2570``, ``๓๑/๓/๒๕๗๐``, ``31 มี.ค. 2570``, ``31 มีนาคม 70``; a year before 2400 is one of the
    common era (2027), one of two digits of the Buddhist era's present century.
    """
    text = " ".join(typed.translate(_DIGITS).split())
    parts = text.replace("-", "/").replace(".", "/").split("/")
    words = text.split(" ")
    if len(words) == 3 and words[1] in (*MONTHS, *SHORT_MONTHS):
        names = SHORT_MONTHS if words[1] in SHORT_MONTHS else MONTHS
        parts = [words[0], str(names.index(words[1]) + 1), words[2]]
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    day, month, year = (int(part) for part in parts)
    if year < 100:
        year += 2500
    try:
        return dt.date(year - BUDDHIST_ERA if year >= _FIRST_BUDDHIST else year, month, day)
    except ValueError:
        return None


def typed_time(typed: str) -> dt.time | None:
    """Return the time of ``08:30`` or ``8.30``; None when it is none."""
    hour, _, minute = typed.translate(_DIGITS).replace(".", ":").partition(":")
    if not (hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()):
        return None
    try:
        return dt.time(int(hour), int(minute))
    except ValueError:
        return None
