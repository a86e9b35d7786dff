"""What a cell of a roster says, without what nobody can see. Pure."""

import re
import unicodedata

from schools.roster.model import MAX_CELL
from thai.answers import normalised, plain

_PLAIN_CELL = re.compile(r"[ -~ก-ฺ฿-๏๚๛]*")  # nothing to mend but spaces; no Thai digits
_SPELLED_MANY_WAYS = re.compile("เเ|[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{2,}|\u0e4d|\u0e33[\u0e48-\u0e4b]")
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
_ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#GETTING_DATA"))
_NOTHING = frozenset(("-", "--", "---", "–", "—", ".", "ไม่มี", "null", "none", "n/a", "nan"))
_FORMULA = re.compile(r"[=@\t]|[+-](?=.*[(!])")
_KEY_NOISE = re.compile(r"[^0-9a-zก-๎]+")
_EXTRA_SPACES = re.compile(r"\s\s|^\s|\s$")
_CUT = 2_000  # a cell longer than that is no name; what follows is not even looked at


def tidy(text: str) -> str:
    """Return the cell as one line: NFC, one spelling, Arabic digits, nothing invisible, no error values of a spreadsheet."""
    text = text[:_CUT]
    if not _PLAIN_CELL.fullmatch(text):
        text = plain("".join(map(_seen, text)))
    if _EXTRA_SPACES.search(text):
        text = " ".join(text.split())
    if _SPELLED_MANY_WAYS.search(text):
        text = " ".join(map(normalised, text.split()))  # by word: it would take the spaces of a name away
    if text[:1] == "'" and len(text) > 1:  # how a spreadsheet marks "this is text"
        text = text[1:].strip()
    return "" if text in _ERRORS else text[:MAX_CELL]


def _seen(character: str) -> str:
    if character in "\t\r\n\x0b\x0c\x85":
        return " "
    return "" if unicodedata.category(character) in _UNSEEN else character


def is_too_long(text: str) -> bool:
    """Say whether `tidy` had to cut it."""
    return len(text) >= MAX_CELL


def value(text: str) -> str:
    """Return a tidied cell, "" where people write a dash for nothing."""
    return "" if text.lower() in _NOTHING else text


def is_formula_like(text: str) -> bool:
    """Say whether a spreadsheet would run it instead of showing it."""
    return bool(_FORMULA.match(text))


def heading_key(text: str) -> str:
    """Return a heading without spaces, marks and capitals, so that "ชื่อ - สกุล" and "ชื่อ-สกุล" are one."""
    return _KEY_NOISE.sub("", normalised(text).lower())


def same_key(*names: str) -> str:
    """Return what is equal for names that a reader would hold to be the same."""
    return " ".join(normalised(name).lower() for name in names).strip()
