"""A typed answer is compared with a pattern as Moodle does, without ever trying twice."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kinds import wildcards


def _by_regular_expression(pattern: str, response: str) -> bool:
    """Return the same by the rule itself: a wildcard is `.*`, all else literal."""
    bits = re.split(r"(?<!\\)\*+", unicodedata.normalize("NFC", pattern))
    expression = ".*".join(re.escape(bit.replace(r"\*", "*")) for bit in bits)
    return re.fullmatch(expression, unicodedata.normalize("NFC", response).strip(" \t\n\r\0\x0b")) is not None


@given(
    pattern=st.text("ab*\\\n ", max_size=8) | st.text("กา้*", max_size=6),
    response=st.text("ab*\\\n ", max_size=10) | st.text("กา้*", max_size=8),
)
def test_wildcards_mean_what_the_regular_expression_means(pattern: str, response: str) -> None:
    found = wildcards.matches(pattern, response, case_sensitive=True)

    assert found == _by_regular_expression(pattern, response)


@given(
    pattern=st.text("ab*\\\n ก", min_size=1, max_size=10).filter(lambda pattern: pattern == pattern.strip())
)
def test_a_readable_pattern_is_an_answer_to_it(pattern: str) -> None:
    readable = wildcards.readable(pattern)

    assert wildcards.matches(pattern, readable, case_sensitive=True)


@pytest.mark.parametrize(
    ("pattern", "response"),
    [("straße", "STRASSE"), ("İ", "i"), ("ﬁ", "fi")],
)
def test_case_is_compared_character_by_character(pattern: str, response: str) -> None:
    assert not wildcards.matches(pattern, response, case_sensitive=False)


@pytest.mark.parametrize(
    ("pattern", "response"), [("σας", "ΣΑΣ"), ("ẞ", "ß"), ("ä", "Ä"), ("D\u0301", "d\u0301")]
)
def test_case_does_not_count_unless_asked(pattern: str, response: str) -> None:
    assert wildcards.matches(pattern, response, case_sensitive=False)
    assert not wildcards.matches(pattern, response, case_sensitive=True)


def test_a_pattern_longer_than_any_answer_describes_nothing() -> None:
    pattern = "*" * (wildcards.MOST_PATTERN + 1)

    assert not wildcards.matches(pattern, "ก", case_sensitive=True)
