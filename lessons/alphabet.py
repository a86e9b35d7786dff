"""The glossary's order and its letters: Thai dictionary order, Latin letters after. Pure."""

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from thai.collation import sort_key

T = TypeVar("T")
_CONSONANT = re.compile("[\u0e01-\u0e2e]")
OTHERS = "0–9"


class Letter(NamedTuple):
    letter: str
    anchor: str  # ASCII, for the address
    entries: Sequence[object]


def first_letter(term: str) -> str:
    """Return the letter that a dictionary files a term under: the first consonant, not the vowel before it."""
    start = term.strip()[:1].upper()
    if start.isascii() and start.isalpha():
        return start
    if "\u0e01" <= start <= "\u0e5b":
        found = _CONSONANT.search(term)
        return found[0] if found else start
    return OTHERS


def anchor(letter: str) -> str:
    return letter.lower() if letter.isascii() and letter.isalpha() else f"{ord(letter[0]):x}"


def by_letter(entries: Iterable[tuple[str, T]]) -> list[Letter]:
    """Return entries, given with what they are filed under, in Thai dictionary order, by letter."""
    ordered = sorted(entries, key=lambda entry: _order(entry[0]))
    return [
        Letter(letter, anchor(letter), [entry for _, entry in group])
        for letter, group in itertools.groupby(ordered, key=lambda entry: first_letter(entry[0]))
    ]


def _order(term: str) -> tuple[int, str, tuple[str, str]]:
    """Thai first, then Latin, then the rest; one letter's terms together."""
    letter = first_letter(term)
    group = 0 if "\u0e01" <= letter[0] <= "\u0e5b" else 1 if letter != OTHERS else 2
    return group, letter, sort_key(term.casefold())
