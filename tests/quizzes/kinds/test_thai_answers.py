"""Spellings that look alike in Thai count as one answer, and authors are told which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai import answers

_thai = st.text(
    [chr(code) for code in range(0x0E01, 0x0E5B)] + list("ab1 *\\\u200b\u00a0\uff11"), max_size=14
)


@given(text=_thai | st.text(max_size=14))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = answers.normalised(text)

    assert answers.normalised(once) == once


@pytest.mark.parametrize("equation", answers.equations(), ids=range(len(answers.equations())))
def test_every_rule_shown_to_authors_holds(equation: answers.Equation) -> None:
    assert equation.spelling != equation.same_as
    assert answers.normalised(equation.spelling) == answers.normalised(equation.same_as)


@given(text=st.sampled_from(["น้ำแข็ง", "ที่นี่", "แชร์ลูกโซ่", "10 บาท", "BTC 2560", "กระดานเทรด", "สิทธิ์", "ผู้ใหญ่"]))
def test_an_author_sees_only_spellings_that_would_be_accepted(text: str) -> None:
    shown = answers.equations_for(text)

    assert shown
    assert all(answers.normalised(one.same_as) == answers.normalised(text) for one in shown)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("นำ", "น้ำ"),
        ("ลูกโซ่", "ลูกโซ้"),
        ("10²", "102"),
        ("แม่", "เม่"),
        ("กา", "กำ"),
        ("a b", "ab"),
        ("1 0", "10"),
        ("½", "1/2"),
    ],
)
def test_other_words_stay_other_words(one: str, other: str) -> None:
    assert answers.normalised(one) != answers.normalised(other)


@pytest.mark.parametrize(
    "typed",
    [
        "น้ำ",
        "น\u0e49\u0e4d\u0e32",
        "น\u0e4d\u0e49\u0e32",
        "น\u0e33\u0e49",
        "\ufeffน้ำ\u200b",
        " น้ำ\u00a0",
        "น\u200c้ำ",
    ],
)
def test_water_is_water_however_it_is_typed(typed: str) -> None:
    assert answers.normalised(typed) == "\u0e19\u0e49\u0e33"
