r"""Compares a typed answer with an author's pattern. Pure.

Rules (Moodle 4.5, question/type/shortanswer/question.php: compare_string_with_wildcard): both sides NFC; `*` stands for
any characters but a newline, runs of it are one; `\*` is an asterisk; everything else is literal; ASCII blanks around
the response are dropped, those of the pattern are not; letter case counts only when asked.
"""

import re
import unicodedata
from dataclasses import dataclass

from thai import answers

_STARS = re.compile(r"(?<!\\)\*+")
MOST_PATTERN = 500  # characters; a longer pattern describes nothing
_PHP_BLANKS = " \t\n\r\0\x0b"  # what PHP's trim() drops


@dataclass(frozen=True)
class Comparison:
    """How answers are compared.

    thai_tolerant: both sides are first written as `thai.answers.normalised` does; blanks beside a `*` in the pattern
    are then part of what it stands for.
    """

    case_sensitive: bool
    thai_tolerant: bool = False

    def lines_of(self, response: str) -> list[str]:
        """Return a response ready to be compared, line by line, once for all patterns."""
        typed = unicodedata.normalize("NFC", response).strip(_PHP_BLANKS)
        return self._written(typed).split("\n")

    def fits(self, pattern: str, lines: list[str]) -> bool:
        """Tell whether the lines are what the pattern describes; time grows with pattern × response at worst."""
        if len(pattern) > MOST_PATTERN:
            return False
        bits = [self._written(bit) for bit in literals(unicodedata.normalize("NFC", pattern))]
        # a wildcard never spans a newline: the lines can be compared one by one
        wanted = _by_line(bits)
        return len(lines) == len(wanted) and all(map(_matches_line, wanted, lines))

    def example_of(self, pattern: str) -> str:
        """Return a text that the pattern describes: wildcards become spaces, as Moodle shows it, else three dots."""
        bits = literals(pattern)
        shown = " ".join(bits).strip(_PHP_BLANKS)
        if shown and self.fits(pattern, self.lines_of(shown)):
            return shown
        return "…".join(bits)  # a space would be dropped at the edge, or let Thai marks run together

    def _written(self, text: str) -> str:
        if self.thai_tolerant:
            text = answers.normalised(text)
        return text if self.case_sensitive else _folded(text)


def matches(pattern: str, response: str, *, case_sensitive: bool, thai_tolerant: bool = False) -> bool:
    """Tell whether a response is what one pattern describes."""
    comparison = Comparison(case_sensitive, thai_tolerant)
    return comparison.fits(pattern, comparison.lines_of(response))


def literals(pattern: str) -> list[str]:
    """Return the literal texts between a pattern's wildcards; one more than it has wildcards."""
    return [bit.replace(r"\*", "*") for bit in _STARS.split(pattern)]


def _by_line(bits: list[str]) -> list[list[str]]:
    """Return the literals line by line: a newline in a literal begins another line."""
    found: list[list[str]] = [[]]
    for bit in bits:
        first, *others = bit.split("\n")
        found[-1].append(first)
        found += ([other] for other in others)
    return found


def _folded(text: str) -> str:
    """Return the text without letter case, one character for one, as PCRE compares (ß stays apart from ss)."""
    return "".join(map(_folded_character, text))


def _folded_character(character: str) -> str:
    for simple in (character.casefold(), character.lower()):
        if len(simple) == 1:
            return simple
    return character


def _matches_line(bits: list[str], line: str) -> bool:
    # each literal at its first possible place: within a line no later place can do better, so nothing is tried twice
    if len(bits) == 1:
        return bits[0] == line
    first, last = bits[0], bits[-1]
    if not line.startswith(first) or not line.endswith(last):
        return False
    position = len(first)
    for bit in bits[1:-1]:
        found = line.find(bit, position)
        if found < 0:
            return False
        position = found + len(bit)
    return position <= len(line) - len(last)


def has_blank_edges(pattern: str) -> bool:
    return pattern != pattern.strip(_PHP_BLANKS)
