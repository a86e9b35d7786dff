"""Words that no dictionary has: ICU's Thai dictionary and a list that people have checked know all the others. Pure."""

import re
from collections.abc import Iterable
from functools import cache

from icu4py.breakers import WordBreaker

_RUN = re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e4e]+")
_AROUND = 12  # letters shown on both sides of what is unknown
# between two of these ICU leaves a word of its dictionary alone, and what it does not know sticks to one of them
_PROBE = "ประเทศไทย"
_REPEAT = "ๆ"


def read_words(text: str) -> frozenset[str]:
    """Return the words of a list: one a line, `#` begins a remark."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return frozenset(line for line in lines if line)


class Dictionary:
    """Tells which parts of a text are no words: most of them are typos."""

    def __init__(self, words: Iterable[str]) -> None:
        words = sorted(words, key=lambda word: (-len(word), word))
        self._short_forms = frozenset(word.removesuffix(".") for word in words if word.endswith("."))
        listed = [word for word in words if not word.endswith(".")]
        self._listed = re.compile("|".join(map(re.escape, listed)) or r"(?!)")

    def unknown(self, text: str) -> list[str]:
        """Return each unknown part with the letters around it, in the order of the text."""
        return [
            f"{run[max(0, at - _AROUND) : at]}«{part}»{run[at + len(part) : at + len(part) + _AROUND]}"
            for run in _RUN.findall(text)
            for at, part in self._parts(run)
        ]

    def _parts(self, run: str) -> list[tuple[int, str]]:
        """Return the unknown parts of a run of Thai letters, each with its place."""
        if run in self._short_forms or len(run) == 1:  # a single letter stands for something: ก1, ข้อ ข
            return []
        # ICU first: a listed word may by chance stand inside ordinary ones
        return _unknown_in(run, 0) and self._parts_beside_listed(run)

    def _parts_beside_listed(self, run: str) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = []
        start = 0
        for match in self._listed.finditer(run):
            found += _unknown_in(run[start : match.start()], start)
            start = match.end()
        return found + _unknown_in(run[start:], start)


def _unknown_in(run: str, place: int) -> list[tuple[int, str]]:
    found = []
    for part in WordBreaker(run, "th") if run else ():
        if not is_word(part):
            found.append((place, part))
        place += len(part)
    return found


@cache
def is_word(part: str) -> bool:
    """Tell whether ICU's dictionary has the word."""
    return part == _REPEAT or list(WordBreaker(_PROBE + part + _PROBE, "th")) == [_PROBE, part, _PROBE]
