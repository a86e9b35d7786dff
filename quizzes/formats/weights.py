"""Numbers and weights as the formats write them, and Moodle's 41 legal weights. Pure."""

import math
import re
from decimal import Decimal, InvalidOperation

# Source: shared reference interop.md §2.1 (Moodle 4.5, the grade options of a question).
_POSITIVE = (
    0.05, 0.1, 0.1111111, 0.125, 0.1428571, 0.1666667, 0.2, 0.25, 0.3, 0.3333333,
    0.4, 0.5, 0.6, 0.6666667, 0.7, 0.75, 0.8, 0.8333333, 0.9, 1.0,
)  # fmt: skip
LEGAL = (*(-weight for weight in reversed(_POSITIVE)), 0.0, *_POSITIVE)
_CLOSE = 1e-5
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def nearest(fraction: float) -> float:
    """Return the legal weight nearest to a fraction."""
    return min(LEGAL, key=lambda legal: abs(legal - fraction))


def is_legal(fraction: float) -> bool:
    """Say whether Moodle takes this weight: within 1e-5 of one of the 41."""
    return abs(nearest(fraction) - fraction) <= _CLOSE


def snapped(fraction: float) -> float:
    """Return the legal weight a fraction means, or the fraction itself (kept within −1…1) when none."""
    if not math.isfinite(fraction):
        return 0.0
    legal = nearest(fraction)
    return legal if abs(legal - fraction) <= _CLOSE else max(-1.0, min(1.0, float(fraction)))


def percent(fraction: float) -> str:
    """Write a fraction as a percentage that reads back as the same weight: 0.3333333 → "33.33333"."""
    return f"{fraction * 100 + 0.0:.5f}".rstrip("0").rstrip(".")


def number(text: str) -> float | None:
    """Read a number: Thai digits and thousands commas accepted; None when it is not one."""
    text = text.strip().translate(_THAI_DIGITS)
    if len(text) > 60:
        return None
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def written(value: float) -> str:
    """Write a number so that `number` gives exactly it back; whole numbers without a point."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def middle(low: str, high: str) -> tuple[float, float] | None:
    """Return (value, tolerance) of the interval low..high, without the noise of binary halves."""
    if number(low) is None or number(high) is None:
        return None
    try:
        lower, upper = (
            Decimal(edge.strip().translate(_THAI_DIGITS).replace(",", "")) for edge in (low, high)
        )
        value = (lower + upper) / 2
        bounds = float(value), float(abs(upper - value))
    except InvalidOperation:
        return None
    return bounds if all(map(math.isfinite, bounds)) else None
