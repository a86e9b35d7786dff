"""Reads numbers as people in Thailand type them, and says whether one is near enough. Pure."""

import math
import re
import unicodedata
from enum import StrEnum

from thai import answers

EPSILON = 1e-14  # Moodle's: PHP's precision of 14 digits, so that equal numbers are never told apart


class ToleranceType(StrEnum):
    NOMINAL = "nominal"
    RELATIVE = "relative"
    GEOMETRIC = "geometric"


_OTHER_SIGNS = str.maketrans({"−": "-", "–": "-"})
_POWER_OF_TEN = re.compile(r"(?:[eE]|[xX*×]10(?:\^|\*\*))([+-]?[0-9]+)")
_NUMBER = re.compile(r"[+-]?(?:[0-9,]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:e[+-]?[0-9]+)?")
_DIGIT = re.compile("[0-9]")
_MAGNITUDES = {"ร้อย": 2, "พัน": 3, "หมื่น": 4, "แสน": 5, "ล้าน": 6}
_MAGNITUDE = re.compile("|".join(_MAGNITUDES))
_MAGNITUDE_WORDS = re.compile(f"((?:{_MAGNITUDE.pattern})+)(.*)")


def read(typed: str, *, unit: str = "") -> float | None:
    """Return the number that was typed, None when there is none to be read.

    Rules (Moodle 4.5, question/type/numerical/questiontype.php: apply_units): blanks do not count; 3x10^8, 3×10**8
    and 3e8 are one number; with a point or several commas, commas are thousands separators, a single comma is a
    decimal point; words after the number do not change it.
    Ours: Thai digits; a single comma before three digits separates thousands (1,000 is one thousand in Thailand);
    the unit, a currency sign or ร้อยละ may stand before; after it, words count as long as no other number is among
    them (5 หรือ 6 is no answer); ร้อย พัน หมื่น แสน ล้าน multiply (1 ล้านบาท) unless the unit begins with them.
    """
    own = _bare(unit)
    text = _without_unit_before(_bare(typed), own)
    found = _NUMBER.match(text)
    if found is None:
        return None
    rest = text[found.end() :]
    value = _value(found[0])
    if value is None or _DIGIT.search(rest):
        return None
    value = _times(value, rest, own)
    return value if math.isfinite(value) else None


def _bare(text: str) -> str:
    bare = answers.normalised(text).replace(" ", "").translate(_OTHER_SIGNS)
    return _POWER_OF_TEN.sub(r"e\1", bare).casefold()


def _without_unit_before(text: str, own: str) -> str:
    for before in (own, "ร้อยละ"):
        if before and text.startswith(before):
            return text[len(before) :]
    return text[1:] if text and unicodedata.category(text[0]) == "Sc" else text


def _value(number: str) -> float | None:
    decimal_comma = "." not in number and number.count(",") == 1 and not _THOUSANDS.fullmatch(number)
    try:
        return float(number.replace(",", "." if decimal_comma else ""))
    except ValueError:  # commas only
        return None


def _times(value: float, words: str, own: str) -> float:
    found = _MAGNITUDE_WORDS.match(words)
    if found is None or (own and words.startswith(own)):
        return value
    rest = found[2]
    # พัน begins other words too (5 พันธุ์): what follows it must be the unit or nothing
    if rest and not rest.startswith("บาท") and not (own and rest.startswith(own)):
        return value
    return value * 10.0 ** min(300, sum(_MAGNITUDES[word] for word in _MAGNITUDE.findall(found[1])))


def interval(value: float, tolerance: float, tolerance_type: str) -> tuple[float, float]:
    """Return the lowest and the highest number that is near enough, both included.

    Rules (Moodle 4.5, question/type/numerical/question.php: get_tolerance_interval), with e = 1e-14: nominal
    ± (t + e·max(t, |v|, e)); relative ± |v|·(t + e); geometric v/(1+t+e) to v·(1+t+e).
    """
    spread = abs(tolerance)
    if tolerance_type == ToleranceType.GEOMETRIC:
        quotient = 1 + spread + EPSILON
        low, high = sorted((value / quotient, value * quotient))
        return low, high
    if tolerance_type == ToleranceType.RELATIVE:
        reach = abs(value) * (spread + EPSILON)
    else:
        reach = spread + EPSILON * max(spread, abs(value), EPSILON)
    return value - reach, value + reach


def written(value: float) -> str:
    """Return the number for reading: 1,000,000 or 3.14; very large and very small ones as powers."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.15g}" if 1e-5 <= abs(value) < 1e15 else f"{value:.15g}"
