"""The form that learners send when no script runs: what its fields say about each question. Pure.

Fields of question 3: `slot-3` (choices, text, verdict, phrases), `slot-3-<uid>` (a pair, an item's place, a gap),
`slot-3-none`, `slot-3-confidence`, and `shown-3`: the fingerprint of what the page showed.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from quizzes.kinds import reading
from quizzes.kinds.base import Content, Response

_CHOOSING = ("single", "multiple", "truefalse")


class Fields(Protocol):
    """A form's data, as Django's QueryDict has it."""

    def getlist(self, key: str) -> list[Any]: ...
    def __contains__(self, key: object) -> bool: ...


@dataclass(frozen=True)
class FormAnswer:
    """What a plain form says about one question: what the page showed and what was sent."""

    shown: str  # fingerprint
    response: Response

    @property
    def changed(self) -> bool:
        return fingerprint(self.response) != self.shown


def fingerprint(response: Mapping[str, Any] | None) -> str:
    """Return a short name of what a response says, equal for equal answers; "" for one that says nothing."""
    said = {key: _bare(value) for key, value in (response or {}).items()}
    said = {key: value for key, value in said.items() if value not in ("", [], {})}
    if "order" in said:
        said["order"] = list((response or {})["order"])
    if not said:
        return ""
    canonical = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def _bare(value: Any) -> Any:
    """Return a value without what makes no difference: the order of ticks, fields left empty."""
    if isinstance(value, list):
        return sorted(value)
    if isinstance(value, dict):
        return {key: one for key, one in value.items() if one != ""}
    return value


def read(data: Fields, *, slot: int, content: Content) -> FormAnswer | None:
    """Return what the form says about one question; None when the page did not show it."""
    if f"shown-{slot}" not in data:
        return None
    response = _response(data, f"slot-{slot}", content)
    level = _first(data, f"slot-{slot}-confidence")
    if content.get("ask_confidence") is True and level in ("1", "2", "3"):
        response["confidence"] = int(level)
    return FormAnswer(_first(data, f"shown-{slot}"), response)


def _first(data: Fields, name: str) -> str:
    return next(iter(data.getlist(name)), "")


def _response(data: Fields, name: str, content: Content) -> Response:
    kind = reading.text(content, "kind")
    if kind in _CHOOSING:
        return {"choices": sorted(data.getlist(name))}
    if kind == "judge":
        said = _first(data, name)
        return {"verdict": said} if said else {}
    if kind == "spot":
        phrases = sorted(data.getlist(name))
        return {"none": True} if not phrases and _first(data, f"{name}-none") else {"phrases": phrases}
    if kind == "match":
        return {"pairs": _by_uid(data, name, content, "pairs")}
    if kind == "cloze":
        return {"gaps": _by_uid(data, name, content, "gaps")}
    if kind == "order":
        return {"order": _in_order(_by_uid(data, name, content, "items"), content)}
    return {"text": _first(data, name)}


def _by_uid(data: Fields, name: str, content: Content, key: str) -> dict[str, str]:
    """Return what was filled in per part."""
    found = {uid: _first(data, f"{name}-{uid}") for uid in reading.uids(reading.rows(content, key))}
    return {uid: value for uid, value in found.items() if value}


def _in_order(places: Mapping[str, str], content: Content) -> list[str]:
    """Return the items by the places given to them; nothing when none was given.

    People without a script number items by hand: two with one number keep an order that depends on their uids only
    (never on what is right), and those without a number come last.
    """
    if not places:
        return []
    uids = reading.uids(reading.rows(content, "items"))
    last = len(uids) + 1
    numbers = {uid: int(places[uid]) if places.get(uid, "").isdecimal() else last for uid in uids}
    return sorted(uids, key=lambda uid: (numbers[uid], uid))
