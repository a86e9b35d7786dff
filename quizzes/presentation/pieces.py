"""Cuts a text at its gaps or phrases, and puts rows in the order in which an attempt shows them. Pure."""

import re
from collections.abc import Sequence
from typing import TypeVar

from quizzes.kinds import reading
from quizzes.kinds.base import Content
from quizzes.kinds.reading import Row

T = TypeVar("T")
_MARK = re.compile(r"\{\{([0-9]{1,3})\}\}")


def shown(rows: Sequence[Row], parts: Sequence[str]) -> list[Row]:
    """Return the rows in the order of `parts`; rows that are not named there keep the author's order, at the end."""
    place = {uid: number for number, uid in enumerate(parts)}
    return sorted(rows, key=lambda row: place.get(reading.text(row, "uid"), len(place)))


def of_cloze(content: Content) -> list[tuple[str, int | None]]:
    """Return the running text as (text before, index of the gap after it); the last one has no gap."""
    text = reading.text(content, "text")
    count = len(reading.rows(content, "gaps"))
    found: list[tuple[str, int | None]] = []
    start = 0
    for mark in _MARK.finditer(text):
        number = int(mark[1])
        if 1 <= number <= count:
            found.append((text[start : mark.start()], number - 1))
            start = mark.end()
    return [*found, (text[start:], None)]


def of_message(content: Content) -> list[tuple[str, Row | None]]:
    """Return the message as (text, the phrase that it is, or None), in reading order."""
    message = reading.text(content, "message")
    places = []
    for row in reading.rows(content, "phrases"):
        phrase = reading.text(row, "text")
        start = message.find(phrase)
        if phrase and start >= 0:
            places.append((start, start + len(phrase), row))
    found: list[tuple[str, Row | None]] = []
    at = 0
    for start, end, row in sorted(places, key=lambda place: place[:2]):
        if start < at:
            continue  # overlapping phrases cannot be published; a draft's preview shows the first
        if start > at:
            found.append((message[at:start], None))
        found.append((message[start:end], row))
        at = end
    if at < len(message):
        found.append((message[at:], None))
    return found
