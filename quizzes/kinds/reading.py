"""Reads contents and responses that may be any JSON: what is not as it should be becomes an empty value. Pure."""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from quizzes.kinds.base import Content

MOST_PARTS = 60  # choices, answers, pairs, items, gaps or phrases of one question
MOST_TEXT = 500  # characters a learner may type into one field
MOST_WRITTEN = 20_000  # characters an author may write into one field
MOST_UID = 64
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # NUL and lone surrogates

Row = Mapping[str, Any]


def text(row: Mapping[str, Any], key: str) -> str:
    """Return a text, "" when there is none."""
    value = row.get(key)
    return value if isinstance(value, str) else ""


def flag(row: Mapping[str, Any], key: str) -> bool:
    return row.get(key) is True


def number(row: Mapping[str, Any], key: str) -> float | None:
    """Return a finite number, None when there is none; JSON's true is not a number."""
    return as_number(row.get(key))


def as_number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        converted = float(value)
    except OverflowError:  # an int beyond 1.8e308
        return None
    return converted if math.isfinite(converted) else None


def rows(content: Content, key: str) -> list[Row]:
    """Return the objects of a list, each with what its uid is; things that are not objects become empty ones."""
    value = content.get(key)
    if not isinstance(value, list):
        return []
    return [row if isinstance(row, Mapping) else {} for row in value[: MOST_PARTS + 1]]


def uids(some: Iterable[Row]) -> list[str]:
    return [uid for row in some if (uid := text(row, "uid"))]


def is_typed(value: object) -> bool:
    """Tell whether this is text that may be stored: not too long, no NUL and no lone surrogate (databases refuse)."""
    return isinstance(value, str) and len(value) <= MOST_TEXT and not _UNSTORABLE.search(value)


def body(response: object, *keys: str) -> dict[str, Any] | None:
    """Return the response without its confidence, None when it is no object or has other keys than these.

    No response at all is an empty one.
    """
    if response is None:
        return {}
    if not isinstance(response, dict) or len(response) > len(keys) + 1:
        return None
    if "confidence" in response:
        level = response["confidence"]
        if type(level) is not int or not 1 <= level <= 3:
            return None
    own = {key: value for key, value in response.items() if key != "confidence"}
    return own if own.keys() <= set(keys) else None


def is_subset(value: object, known: Iterable[str]) -> bool:
    """Tell whether this is a list of known uids, none twice."""
    allowed = set(known)
    return (
        isinstance(value, list)
        and len(value) <= len(allowed)
        and all(isinstance(uid, str) and uid in allowed for uid in value)
        and len(set(value)) == len(value)
    )


def clamped(fraction: float) -> float:
    return min(1.0, max(0.0, fraction))
