"""Marks that authors write inside a text: [L-32], [[term]] and {contact:key}. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

CODE = r"[A-Z]-\d{2}"
_FACTS = rf"\[(?P<facts>{CODE}(?:\s*,\s*{CODE})*)\]"
_TERM = r"\[\[(?P<shown>[^\[\]|<>\",]+)(?:\|(?P<name>[^\[\]|<>\",]+))?\]\]"
_CONTACT = r"\{contact:\s*(?P<contact>[a-z0-9-]+)\s*\}"
MARK = re.compile(rf"{_TERM}|\s*{_FACTS}|{_CONTACT}")
# what was meant as a mark and cannot be read as one: said to the author, never shown to a reader unnoticed
_ALMOST = re.compile(
    r"\[\s*[A-Za-z]{1,2}\s?-\s?\d+[^\]\n]{0,40}\]|\[U[^\]]*\]|\[V-[ABC][^\]]*\]|\[\[[^\]]*\](?!\])"
    r"|\{\s*contact[^}\n]*\}?"
)


@dataclass(frozen=True)
class FactMark:
    codes: tuple[str, ...]


@dataclass(frozen=True)
class TermMark:
    shown: str
    name: str  # slug, Thai, English or a variant


@dataclass(frozen=True)
class ContactMark:
    key: str


Mark = FactMark | TermMark | ContactMark


def mark_of(found: re.Match[str]) -> Mark:
    """Return what a match of `MARK` means."""
    if found["facts"]:
        return FactMark(tuple(re.findall(CODE, found["facts"])))
    if found["contact"]:
        return ContactMark(found["contact"])
    shown = found["shown"].strip()
    return TermMark(shown, (found["name"] or shown).strip())


def pieces(text: str) -> Iterator[str | Mark]:
    """Yield the text's words and marks in order; a fact's mark takes the blank before it along."""
    end = 0
    for found in MARK.finditer(text):
        if found.start() > end:
            yield text[end : found.start()]
        yield mark_of(found)
        end = found.end()
    if end < len(text):
        yield text[end:]


def found_in(texts: Iterable[str]) -> Iterator[Mark]:
    """Yield the marks of several texts."""
    for text in texts:
        if "[" in text or "{" in text:
            yield from (mark_of(found) for found in MARK.finditer(text))


def codes_in(texts: Iterable[str]) -> list[str]:
    """Return the facts that texts cite, each once, in the order of first use."""
    marks = (mark for mark in found_in(texts) if isinstance(mark, FactMark))
    return list(dict.fromkeys(code for mark in marks for code in mark.codes))


def unreadable(text: str) -> list[str]:
    """Return what looks like a mark and is none, such as ``[L 32]`` or ``{contact aoc}``."""
    if "[" not in text and "{" not in text:
        return []
    return [found[0] for found in _ALMOST.finditer(MARK.sub("", text))]


def without(text: str) -> str:
    """Return the text as words alone: facts go, terms stay as they are shown, contacts as their key."""
    return "".join(
        piece if isinstance(piece, str) else piece.shown if isinstance(piece, TermMark) else ""
        for piece in pieces(text)
    )
