"""The glossary: Thai order, letters, links both ways."""

import pytest
from django.test import Client

from lessons import alphabet, lexicon
from tests.factories.lessons import make_glossary, make_lesson, make_term


class TestAlphabet:
    @pytest.mark.parametrize(
        ("term", "letter"),
        [("บล็อกเชน", "บ"), ("เหรียญ", "ห"), ("แชร์ลูกโซ่", "ช"), ("ไฟล์", "ฟ"), ("DeFi", "D"), ("apr", "A"), ("2FA", "0–9"), ("อัตรา", "อ")],
    )  # fmt: skip
    def test_files_a_term_under_its_consonant(self, term: str, letter: str) -> None:
        assert alphabet.first_letter(term) == letter

    def test_orders_as_a_thai_dictionary_does_with_latin_after(self) -> None:
        terms = ["DeFi", "แชร์ลูกโซ่", "บัญชีม้า", "กระเป๋าเงิน", "เกม", "2FA", "ชอร์ต", "กุญแจ", "เหรียญ", "APR"]

        letters = alphabet.by_letter((term, term) for term in terms)

        assert [entry for letter in letters for entry in letter.entries] == [
            "กระเป๋าเงิน", "กุญแจ", "เกม", "ชอร์ต", "แชร์ลูกโซ่", "บัญชีม้า", "เหรียญ", "APR", "DeFi", "2FA",
        ]  # fmt: skip
        assert [letter.letter for letter in letters] == ["ก", "ช", "บ", "ห", "A", "D", "0–9"]
        assert all(letter.anchor.isascii() for letter in letters)


@pytest.mark.django_db
class TestPage:
    def test_shows_each_term_at_an_address_of_its_own_with_links_both_ways(self, client: Client) -> None:
        lesson = make_lesson(title="บทที่อธิบาย", body=[("text", "<p>เรื่องของ[[บล็อกเชน]]</p>")])
        make_term(slug="wallet", term="กระเป๋าเงิน")
        make_term(
            slug="blockchain",
            term="บล็อกเชน",
            variants="บล็อคเชน",
            see=["wallet", "gone"],
            lessons=[lesson.slug, "gone"],
        )

        page = client.get(make_glossary().url).content.decode()

        assert '<div id="blockchain">' in page
        assert 'href="#wallet"' in page
        assert "เขียนแบบอื่น: บล็อคเชน" in page
        assert f'href="{lesson.url}"' in page
        assert 'href="/glossary/#blockchain"' in client.get(lesson.url).content.decode()

    def test_withdrawn_term_is_gone(self, client: Client) -> None:
        term = make_term(term="คำที่ถอน")
        page = make_glossary()
        assert "คำที่ถอน" in client.get(page.url).content.decode()

        term.unpublish()

        assert "คำที่ถอน" not in client.get(page.url).content.decode()

    def test_a_name_of_its_own_goes_before_another_terms_variant(self) -> None:
        make_term(slug="token", term="โทเคน", variants="เหรียญ")
        make_term(slug="coin", term="เหรียญ")

        found = lexicon.find_term("เหรียญ")

        assert found is not None
        assert found.slug == "coin"
