"""Separating words and sorting them."""

from hypothesis import given
from hypothesis import strategies as st

from thai.collation import sort_key
from thai.segmentation import segment

thai_text = st.text(alphabet=st.sampled_from("กขคงจชมนรสอาิีุูเแโไ่้็์ำ abc12.\n"))


@given(thai_text)
def test_segmenting_adds_spaces_and_changes_nothing_else(text: str) -> None:
    assert "".join(segment(text).split()) == "".join(text.split())


def test_words_of_a_sentence_stand_apart() -> None:
    assert {"มิจฉาชีพ", "หลอก"} <= set(segment("ระวังมิจฉาชีพหลอกให้โอนเงิน").split())


def test_dictionary_order_puts_a_leading_vowel_after_its_consonant() -> None:
    assert sorted(["แมว", "ไก่", "เกม", "ขวด", "กา"], key=sort_key) == ["กา", "เกม", "ไก่", "ขวด", "แมว"]
