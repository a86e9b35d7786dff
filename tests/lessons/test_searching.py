"""Searching: what is asked, what is found and where, what is marked; nothing typed breaks it."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from lessons.searching import results, words
from tests.factories.lessons import (
    make_claim,
    make_course,
    make_home,
    make_lesson,
    make_pattern,
    make_term,
    stream,
)

# word → running text, written without spaces as Thai is, that holds it somewhere in the middle
RECALL = {
    "มิจฉาชีพ": "เมื่อวานมีสายหนึ่งที่มิจฉาชีพโทรมาอ้างเป็นเจ้าหน้าที่ของรัฐ",
    "โอนเงิน": "เขาบอกให้รีบโอนเงินภายในคืนนี้ก่อนที่สิทธิจะหมดอายุ",
    "บล็อกเชน": "สมุดบัญชีที่หลายคนถือสำเนาตรงกันเรียกว่าบล็อกเชนซึ่งแก้ย้อนหลังได้ยาก",
    "กระเป๋าเงิน": "คนที่ถือกุญแจคือคนที่เปิดกระเป๋าเงินดิจิทัลใบนั้นได้เสมอ",
    "เหรียญ": "ราคาของเหรียญขึ้นลงได้ตลอดวันโดยไม่มีเวลาปิดตลาด",
    "แท่งเทียน": "กราฟแบบแท่งเทียนหนึ่งแท่งบอกราคาสี่ค่าในช่วงเวลาเดียว",
    "ดอกเบี้ย": "สัญญาว่าให้ดอกเบี้ยสูงทุกเดือนโดยไม่เคยบอกว่าใครเป็นคนจ่าย",
    "แชร์ลูกโซ่": "เงินของคนใหม่ถูกนำไปจ่ายคนเก่าแบบแชร์ลูกโซ่จนวันหนึ่งไม่มีคนใหม่",
    "บัญชีม้า": "ผู้ที่ให้ยืมชื่อไปเปิดบัญชีม้ามีความผิดแม้จะไม่รู้ว่าเขาเอาไปทำอะไร",
    "ใบอนุญาต": "ก่อนลงทุนควรตรวจว่าผู้ให้บริการมีใบอนุญาตจากหน่วยงานกำกับหรือไม่",
    "ธนาคาร": "สิ่งแรกที่ควรทำคือโทรหาธนาคารเพื่อขอระงับบัญชีปลายทาง",
    "ตำรวจ": "คนที่อ้างว่าเป็นตำรวจจะไม่ขอให้โอนเพื่อตรวจสอบเส้นทางการเงิน",
    "หลักฐาน": "เก็บภาพหน้าจอและสลิปไว้เป็นหลักฐานก่อนที่อีกฝ่ายจะลบข้อความ",
    "ความเสี่ยง": "ยิ่งผลตอบแทนสูงยิ่งต้องถามถึงความเสี่ยงที่ซ่อนอยู่ข้างหลัง",
    "ผลตอบแทน": "ไม่มีใครรับรองผลตอบแทนล่วงหน้าได้ไม่ว่าจะเป็นสินทรัพย์ใด",
    "รหัสผ่าน": "อย่าบอกรหัสผ่านกับใครแม้คนนั้นจะบอกว่าเป็นฝ่ายช่วยเหลือ",
    "สแกน": "เขาส่งลิงก์ให้กดแล้วชวนสแกนใบหน้าเพื่อยืนยันตัวตนอีกครั้ง",
    "ลิงก์": "ข้อความสั้นที่แนบลิงก์แปลกหน้ามักพาไปยังหน้าเว็บที่ทำเลียนแบบ",
    "แอป": "โทรศัพท์ถูกควบคุมจากระยะไกลหลังจากติดตั้งแอปนอกร้านค้าทางการ",
    "ครูสอน": "หลายคนเชื่อเพราะคนชวนเป็นครูสอนลงทุนที่มีผู้ติดตามจำนวนมาก",
    "ความรัก": "หลังจากคุยกันสามสัปดาห์ความรักก็กลายเป็นเรื่องการลงทุน",
    "งานเสริม": "เริ่มจากงานเสริมกดถูกใจที่จ่ายจริงครั้งละไม่กี่สิบบาท",
    "กู้คืน": "ระวังคนที่บอกว่ากู้คืนเงินได้ถ้าจ่ายค่าธรรมเนียมก่อน",
    "ค่าธรรมเนียม": "ทุกครั้งที่โอนบนเครือข่ายต้องจ่ายค่าธรรมเนียมซึ่งขึ้นลงตามความคับคั่ง",
    "ภาษี": "กฎหมายเรื่องภาษีเปลี่ยนได้จึงควรดูจากประกาศล่าสุดเสมอ",
    "เสถียร": "คำว่าเหรียญเสถียรไม่ได้แปลว่าราคาจะไม่หลุดจากที่ตรึงไว้",
    "กระดานเทรด": "เงินที่ฝากไว้กับกระดานเทรดเป็นคำสัญญาของบริษัทไม่ใช่ของที่เราถือเอง",
    "ขุด": "เครื่องขุดในโฆษณาอาจไม่มีอยู่จริงและตัวเลขในแอปเป็นเพียงภาพ",
    "ผู้สูงอายุ": "คนที่ถูกหลอกมากไม่ได้มีแต่ผู้สูงอายุเพราะคนทำงานก็พบบ่อย",
    "อายัด": "ยิ่งแจ้งเร็วโอกาสอายัดเงินในบัญชีปลายทางยิ่งมีมากขึ้น",
    "ทองคำ": "ราคาทองคำกับราคาเงินดิจิทัลเคลื่อนไหวด้วยเหตุผลคนละอย่าง",
    "กำไร": "เขาอวดภาพกำไรรายวันที่แต่งขึ้นได้ด้วยโปรแกรมทั่วไป",
    "จดจำ": "วลีสิบสองคำต้องจดจำหรือเขียนใส่กระดาษเก็บไว้ในที่ปลอดภัย",
    "ปลอม": "เสียงที่คุ้นเคยอาจเป็นเสียงปลอมที่สร้างด้วยปัญญาประดิษฐ์",
}
UNFIT = ['"', "a" * 10_000, "ก" * 10_000, "😀🚀", "שלום עולם", "\u202eabc", "%", "'; DROP TABLE x; --", "\x00",
         "* OR *", "NEAR(", "-", "   ", "\u0e48", "((", "a\nb", "\u200b", "^", "<script>alert(1)</script>"]  # fmt: skip


@pytest.mark.django_db
class TestFinding:
    def test_finds_every_word_of_the_recall_table_in_the_middle_of_running_text(self) -> None:
        lessons = {word: make_lesson(body=[("text", f"<p>{text}</p>")]) for word, text in RECALL.items()}

        missed = [word for word, lesson in lessons.items() if lesson.url not in _urls(results.search(word))]

        assert len(RECALL) >= 30
        assert missed == []

    def test_groups_by_kind(self) -> None:
        make_lesson(title="เงินในมือถือ", introduction="เรื่องของกระดานเทรด")
        make_pattern(title="กระดานเทรดปลอม")
        make_claim(title="กระดานเทรดทุกแห่งปลอดภัย")
        make_term(term="กระดานเทรด", definition="ที่ซื้อขาย")

        groups = results.search("กระดานเทรด").groups

        assert [group.kind for group in groups] == ["lesson", "pattern", "term", "claim"]
        assert all(len(group.hits) == 1 for group in groups)

    @pytest.mark.parametrize("typed", ["คริปโท", "คริปโต", "crypto", "คริปโตฯ", "Crypto"])
    def test_finds_the_same_however_a_term_is_typed(self, typed: str) -> None:
        make_term(term="คริปโทเคอร์เรนซี", english="cryptocurrency", variants="คริปโต\nคริปโท\ncrypto")
        lesson = make_lesson(body=[("text", "<p>ใครถือคริปโตก็ควรรู้ว่าใครถือกุญแจ</p>")])

        found = results.search(typed)

        assert lesson.url in _urls(found)
        assert [group.kind for group in found.groups] == ["lesson", "term"]

    def test_finds_what_stands_in_a_part_for_some_levels_and_in_a_list(self) -> None:
        flags = {
            "title": "",
            "items": [
                {"type": "item", "id": "5f0c7f5e-0001-4000-8000-000000000002", "value": "ขอให้ส่งรหัสโอทีพี"}
            ],
        }
        part = {"levels": ["ส"], "body": [{"type": "text", "value": "<p>ฉบับสั้นพูดถึงหลานสาว</p>"}]}
        lesson = make_lesson(body=[("flags", flags), ("section", part)])

        assert lesson.url in _urls(results.search("หลานสาว"))
        assert lesson.url in _urls(results.search("โอทีพี"))

    def test_finds_the_steps_and_cases_of_a_pattern(self) -> None:
        pattern = make_pattern(cases=stream("case", {"text": "ชาวเชียงใหม่สูญเงินเก็บ", "on": ""}))

        assert pattern.url in _urls(results.search("เชียงใหม่"))

    def test_marks_what_was_found_in_a_piece_of_the_text(self) -> None:
        make_lesson(body=[("text", f"<p>{'คำนำยาว ' * 60}มีคนชวนเปิดบัญชีม้าให้ยืมใช้</p>")])

        hit = results.search("บัญชีม้า").groups[0].hits[0]

        assert "บัญชีม้า" in [piece.text for piece in hit.excerpt if piece.is_hit]
        assert len("".join(piece.text for piece in hit.excerpt)) < 200

    def test_shows_words_and_not_marks(self) -> None:
        make_lesson(body=[("text", "<p>ธุรกรรมอยู่บน[[บล็อกเชน]] เสมอ [L-32] {contact:aoc-1441}</p>")])

        text = "".join(piece.text for piece in results.search("ธุรกรรม").groups[0].hits[0].excerpt)

        assert "[" not in text
        assert "{" not in text
        assert "บล็อกเชน" in text

    def test_private_and_unpublished_pages_are_not_found(self) -> None:
        make_lesson(live=False, introduction="ความลับสุดยอด")
        hidden = make_course()
        make_lesson(course=hidden, introduction="ความลับสุดยอด")
        PageViewRestriction.objects.create(page=hidden.page_ptr, restriction_type=PageViewRestriction.LOGIN)

        assert results.search("ความลับ").count == 0

    def test_costs_the_same_queries_however_much_there_is(self, django_assert_max_num_queries: Any) -> None:
        for times in (1, 5):
            for _ in range(times):
                make_lesson(introduction="เรื่องมิจฉาชีพ")
                make_pattern(summary="เรื่องมิจฉาชีพ")
                make_claim(short="เรื่องมิจฉาชีพ")
            results.search("มิจฉาชีพ")  # the kept trees
            with django_assert_max_num_queries(4):
                assert results.search("มิจฉาชีพ").count


@pytest.mark.django_db
class TestPage:
    @pytest.mark.parametrize("typed", UNFIT)
    def test_answers_whatever_is_typed(self, client: Client, typed: str) -> None:
        make_home()
        make_lesson(introduction="มิจฉาชีพ")

        response = client.get("/search/", {"q": typed})

        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()

    def test_shows_the_groups_with_marks_and_keeps_what_was_typed(self, client: Client) -> None:
        make_lesson(introduction="ระวังมิจฉาชีพ")

        html = client.get("/search/", {"q": "มิจฉาชีพ"}).content.decode()

        assert "<mark>มิจฉาชีพ</mark>" in html
        assert 'value="มิจฉาชีพ"' in html
        assert "พบ 1 รายการ" in html

    def test_without_words_it_says_what_to_type(self, client: Client) -> None:
        assert "พิมพ์คำที่สงสัย" in client.get("/search/").content.decode()

    def test_is_not_kept_for_others(self, client: Client) -> None:
        assert "private" in client.get("/search/", {"q": "ก"})["Cache-Control"]


@pytest.mark.django_db
class TestSuggestions:
    def test_offers_terms_by_any_of_their_names(self, client: Client) -> None:
        make_term(term="คริปโทเคอร์เรนซี", slug="crypto", variants="คริปโต")

        found = client.get("/api/suggest", {"q": "คริปโต"}).json()["suggestions"]

        assert found == [{"label": "คริปโทเคอร์เรนซี", "kind": "คำศัพท์", "url": "/glossary/#crypto"}]

    def test_takes_no_query_once_the_trees_are_at_hand(
        self, client: Client, django_assert_num_queries: Any
    ) -> None:
        make_lesson(title="บล็อกเชนคืออะไร")
        client.get("/api/suggest", {"q": "บล็อก"})

        with django_assert_num_queries(0):
            response = client.get("/api/suggest", {"q": "บล็อก"})

        assert len(response.json()["suggestions"]) == 1
        assert "public" in response["Cache-Control"]

    def test_too_many_from_one_address_are_told_so(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("lessons.views._SUGGESTIONS_A_MINUTE", 2)

        codes = [client.get("/api/suggest", {"q": "กก"}).status_code for _ in range(4)]

        assert codes == [200, 200, 429, 429]


class TestWords:
    @given(st.text(max_size=400))
    def test_a_question_is_short_words_with_single_spaces(self, typed: str) -> None:
        question = words.asked(typed)

        assert len(question) <= words.LONGEST
        assert question == " ".join(question.split())
        assert words.asked(question) == question

    @given(st.text(max_size=300), st.lists(st.text(min_size=1, max_size=8), max_size=4))
    def test_pieces_are_the_text(self, text: str, looked_for: list[str]) -> None:
        assert "".join(piece.text for piece in words.marked(text, looked_for)) == text

    @given(st.text(max_size=400), st.text(min_size=1, max_size=10))
    def test_an_excerpt_shows_what_is_there(self, text: str, needle: str) -> None:
        pieces = words.excerpt(text, [needle])

        assert "".join(piece.text for piece in pieces).strip("… ").strip() in text

    def test_latin_names_are_replaced_as_whole_words_only(self) -> None:
        names = {"nft": ["nft", "เอ็นเอฟที"], "เอ็นเอฟที": ["nft", "เอ็นเอฟที"]}

        assert words.alternatives("nft คืออะไร", names) == ["nft คืออะไร", "เอ็นเอฟที คืออะไร"]
        assert words.alternatives("xnftx", names) == ["xnftx"]


def _urls(found: results.Results) -> set[str]:
    return {hit.url for group in found.groups for hit in group.hits}
