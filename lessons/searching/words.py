"""What is looked for, out of what was typed; and the piece of a text that shows it. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from thai.segmentation import segment

LONGEST = 100  # letters of a question; what is longer is no search
_NOT_A_WORD = re.compile(r"[^\w\u0e00-\u0e7f]+|[\u0e2f\u0e3f\u0e46\u0e4f\u0e5a\u0e5b]+")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad]")
_WORTHLESS = 1  # a single letter marks half a page
_TELLING = 3


class Piece(NamedTuple):
    text: str
    is_hit: bool = False


def asked(typed: str) -> str:
    """Return the question as words with single spaces: no punctuation, nothing invisible, not too long."""
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", typed[: LONGEST * 2]))
    return " ".join(_NOT_A_WORD.sub(" ", visible.lower())[:LONGEST].split())


def alternatives(question: str, names: Mapping[str, Sequence[str]], *, most: int = 6) -> list[str]:
    """Return the question, and again with each other way to write a term that it names; the question first.

    `names` maps every known name, in lower case, to all names of the same term.
    """
    found = [question]
    for name in sorted(names, key=len, reverse=True):
        if len(name) > _WORTHLESS and _holds(question, name):
            found += [question.replace(name, asked(other)) for other in names[name] if other != name]
    return list(dict.fromkeys(filter(None, found)))[:most]


def _holds(question: str, name: str) -> bool:
    """Tell whether the question names it: anywhere in Thai, which has no spaces; as a word of its own in Latin."""
    if name.isascii():
        return f" {name} " in f" {question} "
    return name in question


def needles(questions: Sequence[str]) -> list[str]:
    """Return what to mark in a text, the longest first: the questions whole, then the words of the first.

    Pieces of two letters come from words that the segmentation does not know; they would mark at random.
    """
    words = {
        word for question in questions[:1] for word in segment(question).split() if len(word) >= _TELLING
    }
    typed = {word for question in questions[:1] for word in question.split() if len(word) > _WORTHLESS}
    return sorted({*questions, *words, *typed}, key=lambda needle: (-len(needle), needle))


def excerpt(text: str, looked_for: Sequence[str], *, length: int = 150) -> list[Piece]:
    """Return a piece of the text around the first and longest thing found, with what was found marked."""
    low = text.lower()
    if len(low) != len(text):  # letters that grow in lower case: places would not fit
        low = text
    at = next((place for needle in looked_for if (place := low.find(needle)) >= 0), 0)
    start = max(0, at - length // 3)
    if start:
        start = _start_of_word(text, start, at)
    end = _end_of_word(text, at, start + length)
    pieces = marked(text[start:end], looked_for)
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    return [piece for piece in (Piece(before), *pieces, Piece(after)) if piece.text]


def _start_of_word(text: str, start: int, at: int) -> int:
    """Return the first blank after `start`; without one a place that parts no Thai mark from its letter."""
    blank = text.find(" ", start, at)
    if blank >= 0:
        return blank + 1
    while start < at and unicodedata.category(text[start]) in {"Mn", "Mc"}:
        start += 1
    return start


def _end_of_word(text: str, at: int, end: int) -> int:
    """Return the last blank before `end`; without one near it a place that parts no Thai mark from its letter."""
    if end >= len(text):
        return len(text)
    blank = text.rfind(" ", max(at, end - 40), end)
    if blank > at:
        return blank
    while unicodedata.category(text[end]) in {"Mn", "Mc"} and end + 1 < len(text):
        end += 1
    return end


def marked(text: str, looked_for: Sequence[str]) -> list[Piece]:
    """Return the text in pieces, hits and the rest, that together are the text."""
    if not looked_for:
        return [Piece(text)] if text else []
    pattern = re.compile("|".join(re.escape(needle) for needle in looked_for), re.IGNORECASE)
    pieces: list[Piece] = []
    end = 0
    for hit in pattern.finditer(text):
        pieces += [Piece(text[end : hit.start()]), Piece(hit[0], is_hit=True)]
        end = hit.end()
    pieces.append(Piece(text[end:]))
    return [piece for piece in pieces if piece.text]
