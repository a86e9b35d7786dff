"""Baht for a dollar out of the European Central Bank's file of euro rates. Pure."""

import datetime as dt
import math
from typing import NamedTuple
from xml.etree import ElementTree

DOLLAR_IN_BAHT = "USD/THB"
# far outside what the pair has been since 1997 (24-56): a file that says so is not believed
LEAST, MOST = 10.0, 100.0
_CUBE = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube"


class UntrustworthyRatesError(ValueError):
    """The file cannot be believed: nothing of it may be stored."""


class Rate(NamedTuple):
    day: dt.date
    baht: float  # for one dollar


def _number(cube: ElementTree.Element) -> float:
    value = float(cube.get("rate", ""))
    if not math.isfinite(value) or value <= 0:
        raise UntrustworthyRatesError(f"not a rate: {value}")
    return value


def _rate(day: ElementTree.Element, today: dt.date) -> Rate:
    date = dt.date.fromisoformat(day.get("time", ""))
    if date > today:
        raise UntrustworthyRatesError(f"a rate of the future: {date}")
    euros = {cube.get("currency"): _number(cube) for cube in day if cube.get("currency") in {"USD", "THB"}}
    if euros.keys() != {"USD", "THB"}:
        raise UntrustworthyRatesError(f"{date} has no dollar or no baht")
    baht = round(euros["THB"] / euros["USD"], 6)
    if not LEAST <= baht <= MOST:
        raise UntrustworthyRatesError(f"{baht} baht for a dollar on {date}")
    return Rate(date, baht)


def read_rates(text: str, *, today: dt.date) -> list[Rate]:
    """Return the file's days, oldest first: baht per euro divided by dollars per euro.

    ``today`` is the day in UTC; a rate of a later day is not believed. Raises UntrustworthyRatesError.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise UntrustworthyRatesError("the file declares its own entities")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314  (no DTD, and the size is bounded)
        rates = [_rate(day, today) for day in root.iter(_CUBE) if day.get("time")]
    except (ElementTree.ParseError, ValueError) as error:
        raise UntrustworthyRatesError(str(error)[:200]) from error
    if not rates:
        raise UntrustworthyRatesError("no day in the file")
    return sorted(rates)
