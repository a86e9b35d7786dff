"""What a teacher types for an answer on paper: one key for most, as the sheet is lettered. Pure.

ก/a/1 is the first thing that has a letter on the printed sheet (quizzes.presentation.printing), ข/b/2 the second, and
so on; Thai digits count as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quizzes.kinds import KINDS, judge
from quizzes.kinds.base import Content
from quizzes.presentation import asking
from quizzes.presentation.printing import LETTERS

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_SPACERS = " ,.;/-–+"
_VERDICTS = {
    **dict.fromkeys(("จ", "ก", "a", "1"), judge.GENUINE),
    **dict.fromkeys(("ห", "ล", "ข", "b", "2"), judge.SCAM),
}


@dataclass(frozen=True)
class Keyed:
    """One question as it is typed in. `uids`: what the letters stand for, in the order of the sheet."""

    slot: int
    kind: str
    hint: str  # what to type, "" where it cannot be typed
    stem: str
    content: Content
    uids: tuple[str, ...] = ()
    lefts: tuple[str, ...] = ()  # of a match: what the letters are written before

    @property
    def can_be_keyed(self) -> bool:
        return bool(self.hint)

    @property
    def is_one_key(self) -> bool:
        """Tell whether one key is the whole answer, so that the next field may come by itself."""
        return self.kind in {"single", "truefalse", "judge"}

    @property
    def most(self) -> int:
        """Return how many characters a field takes."""
        return 1 if self.is_one_key else 60


def keyed(slot: int, content: Content, parts: Sequence[str]) -> Keyed:
    """Return how a question of the paper is typed in."""
    kind = content["kind"]
    body = asking.body(content, list(parts), None)
    hint = ""
    uids: tuple[str, ...] = ()
    lefts: tuple[str, ...] = ()
    if isinstance(body, asking.Choosing):
        uids = tuple(option.uid for option in body.options)
        last = LETTERS[len(uids) - 1] if uids else ""
        hint = f"ก–{last} หลายตัวได้" if body.is_multiple else f"ก–{last}"
    elif isinstance(body, asking.Judging):
        hint = "จ = จริง ห = หลอก"
    elif isinstance(body, asking.Typing):
        hint = "ตัวเลข" if kind == "numeric" else "คำตอบ"
    elif isinstance(body, asking.Matching) and body.rows:
        uids = tuple(option.uid for option in body.rows[0].options)
        lefts = tuple(row.uid for row in body.rows)
        hint = f"อักษร {len(lefts)} ตัว ตามข้อ 1–{len(lefts)}"
    elif isinstance(body, asking.Ordering):
        uids = tuple(item.uid for item in body.items)
        hint = f"เลข {len(uids)} ตัว ตามช่อง ก–{LETTERS[len(uids) - 1]}"
    return Keyed(slot, kind, hint, content["stem"], content, uids, lefts)


def response(question: Keyed, typed: str) -> dict[str, Any] | None:
    """Return the response that was typed; {} where nothing was, None where it is not understood."""
    text = typed.strip()
    if not text:
        return {}
    if question.kind in {"short", "numeric"}:
        found: dict[str, Any] | None = {"text": text}
    else:
        keys = [key for key in text.translate(_THAI_DIGITS).lower() if key not in _SPACERS]
        found = _READERS.get(question.kind, _nothing)(question, keys)
    if found is None or not KINDS[question.kind].check(question.content, found):
        return None
    return found


def _place(key: str, count: int) -> int | None:
    """Return the place (from 0) that a letter or digit names; None for one beyond the last."""
    place = LETTERS.find(key)
    if place < 0 and "a" <= key <= "z":
        place = ord(key) - ord("a")
    if place < 0 and key.isascii() and key.isdigit():
        place = int(key) - 1
    return place if 0 <= place < count else None


def _uids(question: Keyed, keys: list[str]) -> list[str] | None:
    places = [_place(key, len(question.uids)) for key in keys]
    known = [question.uids[place] for place in places if place is not None]
    return known if len(known) == len(keys) else None


def _one(question: Keyed, keys: list[str]) -> dict[str, Any] | None:
    found = _uids(question, keys)
    return {"choices": found} if found and len(found) == 1 else None


def _some(question: Keyed, keys: list[str]) -> dict[str, Any] | None:
    found = _uids(question, keys)
    return {"choices": list(dict.fromkeys(found))} if found else None


def _verdict(_question: Keyed, keys: list[str]) -> dict[str, Any] | None:
    said = _VERDICTS.get("".join(keys))
    return {"verdict": said} if said else None


def _pairs(question: Keyed, keys: list[str]) -> dict[str, Any] | None:
    found = _uids(question, keys)
    if found is None or len(found) != len(question.lefts):
        return None
    return {"pairs": dict(zip(question.lefts, found, strict=True))}


def _order(question: Keyed, keys: list[str]) -> dict[str, Any] | None:
    """Read the numbers that were written before the items, in the order of the sheet."""
    places = [int(key) - 1 for key in keys if key.isascii() and key.isdigit()]
    if sorted(places) != list(range(len(question.uids))) or len(places) != len(keys):
        return None
    return {"order": [question.uids[places.index(place)] for place in range(len(places))]}


def _nothing(_question: Keyed, _keys: list[str]) -> None:
    return None


_READERS = {
    "single": _one,
    "truefalse": _one,
    "multiple": _some,
    "judge": _verdict,
    "match": _pairs,
    "order": _order,
}
