"""Addresses from Thai titles are plain ASCII, whatever the title."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai.slugs import ascii_slug

VALID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@given(st.text())
def test_slug_is_empty_or_valid(title: str) -> None:
    slug = ascii_slug(title)

    assert slug == "" or VALID.fullmatch(slug)
    assert len(slug) <= 60


@pytest.mark.parametrize("title", ["มิจฉาชีพและการหลอกลวง", "ก่อนเริ่ม ๑๐ นาที", "บิตคอยน์ (Bitcoin) คืออะไร?"])
def test_thai_title_gives_a_slug(title: str) -> None:
    assert VALID.fullmatch(ascii_slug(title))


def test_latin_title_stays_readable() -> None:
    assert ascii_slug("Reading a Candlestick!") == "reading-a-candlestick"


def test_long_title_is_cut_between_words() -> None:
    assert ascii_slug("one two three", max_length=8) == "one-two"
    assert ascii_slug("unbreakable", max_length=5) == "unbre"
