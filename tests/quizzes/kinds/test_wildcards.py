"""A typed answer is compared with a pattern as Moodle does, without ever trying twice."""

import re
import unicodedata

import pytest
from hypothesis import example, given
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


@given(bits=st.lists(st.text("ab", max_size=3), min_size=1, max_size=4), data=st.data())
def test_what_nearly_fits_is_told_from_what_fits(bits: list[str], data: st.DataObject) -> None:
    fitting = data.draw(st.text("ab", max_size=2)).join(bits)
    response = fitting[: data.draw(st.integers(0, len(fitting)))] + data.draw(st.text("ab", max_size=2))

    found = wildcards.matches("*".join(bits), response, case_sensitive=True)

    assert found == _by_regular_expression("*".join(bits), response)


@given(
    pattern=st.text("ab*\\\n กี่เแ", min_size=1, max_size=10).filter(
        lambda pattern: pattern == pattern.strip()
    ),
    thai_tolerant=st.booleans(),
)
@example(pattern="* \\", thai_tolerant=False)
@example(pattern="\u0e48*\u0e35", thai_tolerant=True)
@example(pattern="เ*เ", thai_tolerant=True)
def test_the_example_of_a_pattern_is_an_answer_to_it(pattern: str, thai_tolerant: bool) -> None:
    comparison = wildcards.Comparison(case_sensitive=True, thai_tolerant=thai_tolerant)

    example_text = comparison.example_of(pattern)

    assert comparison.fits(pattern, comparison.lines_of(example_text))


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
