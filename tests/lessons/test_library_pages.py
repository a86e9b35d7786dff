"""Scam patterns, checked claims, the directory and the page for somebody who has just transferred money."""

import json
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page

from lessons.models import Fact
from tests.factories.lessons import (
    make_claim,
    make_claim_index,
    make_contact,
    make_course,
    make_directory,
    make_emergency,
    make_home,
    make_info,
    make_lesson,
    make_pattern,
    make_pattern_index,
    make_term,
    stream,
)
from tests.factories.quizzes import make_question, make_quiz

pytestmark = pytest.mark.django_db


def html_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def data_of(html: str) -> dict[str, Any]:
    """Return what the page tells search engines."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def make_fact(code: str) -> Fact:
    source = {"title": "หน่วยงานตัวอย่าง", "url": "https://example.org/a", "date": "2025-11-24"}
    fact = Fact(
        code=code,
        label=Fact.Label.OWNER,
        statement="ข้อเท็จจริง",
        sources=stream("source", source),
        reviewed_on="2026-11-01",
    )
    fact.save()
    fact.save_revision().publish()
    return fact


class TestPatterns:
    def test_tells_how_it_unfolds_what_to_see_and_what_to_do(self, client: Client) -> None:
        make_contact(key="aoc-1441", name="ศูนย์รับแจ้ง", phone="1441")
        lesson = make_lesson(title="บทที่ฝึกเรื่องนี้")
        pattern = make_pattern(contacts=["aoc-1441", "gone"], lessons=[lesson.slug, "gone"])

        html = html_of(client, pattern.url)

        for text in ("เริ่มด้วยข้อความสุภาพ", "เร่งให้โอนคืนนี้", "มีผู้เสียหายหลายราย", "เล่าให้คนใกล้ตัวฟัง"):
            assert text in html
        assert 'href="tel:1441"' in html
        assert f'href="{lesson.url}"' in html

    def test_lists_lessons_that_name_it(self, client: Client) -> None:
        pattern = make_pattern()
        lesson = make_lesson(patterns=[pattern.slug])

        assert lesson.title in html_of(client, pattern.url)
        assert pattern.title in html_of(client, lesson.url)

    def test_names_the_quizzes_of_lessons_that_ask_about_it(self, client: Client) -> None:
        pattern = make_pattern()
        asking = [make_question(scam_pattern=pattern.slug) for _ in range(2)]
        lesson_quiz, course_form = (
            make_quiz(questions=[*asking, make_question()]),
            make_quiz(questions=asking),
        )
        make_lesson(course=make_course(before_form=course_form), closing_quiz=lesson_quiz)

        html = html_of(client, pattern.url)

        assert f'href="/quiz/{lesson_quiz.slug}/"' in html
        assert "มี 2 ข้อเรื่องนี้" in html
        assert course_form.slug not in html

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({}, {"ก", "ข", "ค"}),
            ({"channel": "call"}, {"ข"}),
            ({"target": "นักเรียน"}, {"ก", "ค"}),  # one of them is for everybody
            ({"asset": "crypto"}, {"ก"}),
            ({"channel": "line", "asset": "money"}, {"ค"}),
            ({"channel": "no-such-thing"}, {"ก", "ข", "ค"}),
            ({"asset": "identity"}, set()),
        ],
    )
    def test_are_filtered_by_a_plain_address(
        self, client: Client, query: dict[str, str], found: set[str]
    ) -> None:
        index = make_pattern_index()
        make_pattern(title="ก", channels=["line"], targets=["ทุกคน"], asset="crypto")
        make_pattern(title="ข", channels=["call"], targets=["ผู้สูงอายุ"])
        make_pattern(title="ค", channels=["line", "sms"], targets=["นักเรียน"])

        context = client.get(index.url, query).context_data

        assert {item.title for item in context["patterns"]} == found
        assert context["total"] == 3

    def test_newest_are_offered_to_feed_readers(self, client: Client) -> None:
        make_pattern(title="กลโกงเก่า").save_revision().publish()
        newest = make_pattern(title="กลโกงใหม่", summary="สรุป [[บัญชีม้า]] [P-04]")
        newest.save_revision().publish()

        response = client.get("/feeds/scams.xml")

        feed = response.content.decode()
        assert feed.index("กลโกงใหม่") < feed.index("กลโกงเก่า")
        assert newest.url in feed
        assert "[" not in re.sub(r"<!\[CDATA\[", "", feed)
        assert "public" in response["Cache-Control"]
        assert not response.cookies


class TestClaims:
    def test_says_the_verdict_and_why(self, client: Client) -> None:
        claim = make_claim(verdict="misleading")

        html = html_of(client, claim.url)

        for text in (claim.claim, "ชวนเข้าใจผิด", claim.short, "ราคาขึ้นลงได้เสมอ"):
            assert text in html

    def test_tells_search_engines_as_a_claim_review(self, client: Client) -> None:
        claim = make_claim(verdict="false")

        data = data_of(html_of(client, claim.url))

        assert data["@type"] == "ClaimReview"
        assert data["claimReviewed"] == claim.claim
        assert data["reviewRating"]["ratingValue"] == 1
        assert data["reviewRating"]["alternateName"] == "ไม่จริง"
        assert data["url"].endswith(claim.url)

    def test_unproven_has_no_place_between_true_and_false(self, client: Client) -> None:
        data = data_of(html_of(client, make_claim(verdict="unproven").url))

        assert data["reviewRating"] == {"@type": "Rating", "alternateName": "ยังไม่มีหลักฐาน"}

    def test_are_listed_as_questions_with_answers(self, client: Client) -> None:
        claim = make_claim(title="กำไรแน่นอน")

        html = html_of(client, make_claim_index().url)

        assert f'href="{claim.url}"' in html
        assert data_of(html)["mainEntity"][0]["name"] == "จริงไหม: กำไรแน่นอน"

    def test_words_cannot_end_the_data(self, client: Client) -> None:
        claim = make_claim(short="</script><script>alert(1)</script>")

        html = html_of(client, claim.url)

        assert "<script>alert" not in html
        assert data_of(html)["reviewBody"] == claim.short


class TestMarks:
    def test_become_sources_explained_words_and_offices(self, client: Client) -> None:
        make_fact("L-32")
        make_term(slug="blockchain", term="บล็อกเชน", english="blockchain", definition="สมุดบัญชี [G-04]")
        make_contact(key="aoc-1441", name="ศูนย์รับแจ้ง", phone="1441")
        lesson = make_lesson(
            sources="",
            body=[("text", "<p>อยู่บน[[บล็อกเชน]] เสมอ [L-32] โทร {contact:aoc-1441} ได้</p>")],
        )

        html = html_of(client, lesson.url)

        assert '<button type="button" class="term" popovertarget="term-1">บล็อกเชน</button>' in html
        assert '<span class="term-text">สมุดบัญชี</span>' in html
        assert 'href="#source-1"' in html
        assert 'id="source-1"' in html
        assert "หน่วยงานตัวอย่าง" in html
        assert '<a href="tel:1441">1441</a>' in html
        assert "[L-32]" not in html

    def test_what_they_name_may_be_gone(self, client: Client) -> None:
        lesson = make_lesson(body=[("text", "<p>[[คำลึกลับ]] [L-99] {contact:gone}</p>")])

        html = html_of(client, lesson.url)

        assert "คำลึกลับ" in html
        assert "L-99" not in html
        assert 'href="/help-directory/"' in html

    def test_a_mended_definition_shows_at_once(self, client: Client) -> None:
        term = make_term(term="บล็อกเชน", definition="คำเดิม")
        lesson = make_lesson(body=[("text", "<p>[[บล็อกเชน]]</p>")])
        html_of(client, lesson.url)

        term.definition = "คำใหม่"
        term.save_revision().publish()

        assert "คำใหม่" in html_of(client, lesson.url)

    def test_lesson_with_everything_stays_within_its_queries(
        self, client: Client, django_assert_max_num_queries: Any
    ) -> None:
        make_fact("L-32")
        for _ in range(5):
            make_term()
            make_contact()
        make_term(term="บล็อกเชน")
        make_contact(key="aoc-1441")
        pattern, claim = make_pattern(), make_claim()
        keys = {
            "title": "",
            "keys": [{"type": "item", "id": "5f0c7f5e-0001-4000-8000-000000000001", "value": "aoc-1441"}],
        }
        body = [("text", "<p>[[บล็อกเชน]] [L-32] {contact:aoc-1441}</p>"), ("contacts", keys)] * 5
        lesson = make_lesson(
            body=body, patterns=[pattern.slug], claims=[claim.slug], closing_quiz=make_quiz()
        )
        url = lesson.url
        html_of(client, url)

        with django_assert_max_num_queries(6):
            html_of(client, url)
        cache.clear()
        with django_assert_max_num_queries(9):  # all kept copies are read anew
            html_of(client, url)

    def test_titles_and_descriptions_hold_words_only(self, client: Client) -> None:
        make_fact("P-04")
        pattern = make_pattern(summary="เริ่มจาก[[บัญชีม้า]] [P-04]")

        html = html_of(client, pattern.url)

        assert re.findall(r'<meta name="description"\s+content="([^"]*)"', html) == ["เริ่มจากบัญชีม้า"]


class TestLevels:
    def test_without_a_script_every_part_is_there_with_its_level(self, client: Client) -> None:
        part = {"levels": ["ป", "มป"], "body": [{"type": "text", "value": "<p>อ่านลึก</p>"}]}
        lesson = make_lesson(body=[("section", part)], levels=["ป", "มป"])

        html = html_of(client, lesson.url)

        assert "สำหรับ ประชาชน · ม.ปลาย" in html
        assert "อ่านลึก" in html
        assert 'data-levels="ป มป"' in html
        assert 'data-set-level="ส"' in html

    def test_lesson_without_such_parts_offers_no_levels(self, client: Client) -> None:
        assert "data-set-level" not in html_of(client, make_lesson().url)

    def test_home_shows_a_way_in_for_each_kind_of_reader(self, client: Client) -> None:
        first = make_lesson(levels=["ป"])
        second = make_lesson(levels=["มต", "ป"])

        paths = client.get(make_home().url).context_data["paths"]

        assert {path["level"]: path["first"]["id"] for path in paths} == {"ป": first.pk, "มต": second.pk}
        assert next(path["lesson_count"] for path in paths if path["level"] == "ป") == 2


class TestDirectory:
    def test_groups_offices_by_what_one_wants(self, client: Client) -> None:
        make_contact(name="รับแจ้ง", kind="report", phone="1441", url="https://www.example.go.th/")
        make_contact(name="ถามได้", kind="ask", phone="02 123 4567 ต่อ 8")

        html = html_of(client, make_directory().url)

        assert html.index("แจ้งเหตุ") < html.index("รับแจ้ง") < html.index("สอบถาม") < html.index("ถามได้")
        assert 'href="tel:021234567"' in html
        assert ">example.go.th</a>" in html
        assert "ตรวจล่าสุดเมื่อ" in html

    def test_withdrawn_office_is_gone_at_once(self, client: Client) -> None:
        contact = make_contact(name="เลิกแล้ว")
        page = make_directory()
        assert "เลิกแล้ว" in html_of(client, page.url)

        contact.unpublish()

        assert "เลิกแล้ว" not in html_of(client, page.url)


class TestEmergency:
    def test_is_light_and_leads_to_help(self, client: Client) -> None:
        make_contact(key="aoc-1441", name="ศูนย์รับแจ้ง")
        page = make_emergency(card_lines="โทร {contact:aoc-1441}\nเก็บหลักฐาน")

        html = html_of(client, page.url)

        assert "ไม่ใช่ความผิดของคุณ" in html
        assert html.count("ศูนย์รับแจ้ง") == 1
        assert "เก็บหลักฐาน" in html
        assert "js/chart.js" not in html
        assert "js/lesson.js" not in html

    @pytest.mark.parametrize("make", [make_home, make_course, make_lesson, make_pattern, make_info])
    def test_every_page_leads_there(self, client: Client, make: Any) -> None:
        page: Page = make()

        assert 'href="/just-transferred/"' in html_of(client, page.url)


class TestFound:
    def test_sitemap_lists_what_everybody_may_read(self, client: Client) -> None:
        shown, hidden = make_pattern(), make_lesson(live=False)

        sitemap = client.get("/sitemap.xml").content.decode()

        assert f"{shown.url}</loc>" in sitemap
        assert hidden.slug not in sitemap

    def test_robots_are_told_what_is_nobodys_business(self, client: Client) -> None:
        text = client.get("/robots.txt").content.decode()

        assert "Disallow: /admin/" in text
        assert "Sitemap: http://testserver/sitemap.xml" in text

    def test_pages_have_one_address_and_something_to_share(self, client: Client) -> None:
        lesson = make_lesson(introduction="เกริ่นที่ชวนอ่าน")

        html = html_of(client, f"{lesson.url}?utm_source=x")

        assert re.search(rf'<link rel="canonical" href="http://[^"]*{lesson.url}">', html)
        assert '<meta property="og:description" content="เกริ่นที่ชวนอ่าน">' in html

    def test_lesson_names_its_quiz_and_no_answers(self, client: Client) -> None:
        quiz = make_quiz()
        data = data_of(html_of(client, make_lesson(closing_quiz=quiz).url))

        assert data["@type"] == "LearningResource"
        assert data["hasPart"]["@type"] == "Quiz"
        assert set(data["hasPart"]) == {"@type", "name", "educationalUse", "inLanguage"}

    def test_course_lists_its_lessons(self, client: Client) -> None:
        course = make_course()
        lesson = make_lesson(course=course, duration_minutes=8)

        data = data_of(html_of(client, course.url))

        assert data["@type"] == "Course"
        assert [part["name"] for part in data["hasPart"]] == [lesson.title]
        assert data["hasCourseInstance"]["courseWorkload"] == "PT8M"

    def test_course_offers_its_quiz_and_both_forms(self, client: Client) -> None:
        quiz, before, after = make_quiz(), make_quiz(), make_quiz()
        course = make_course(course_quiz=quiz, before_form=before, after_form=after)
        make_lesson(course=course)

        html = html_of(client, course.url)

        for one in (quiz, before, after):
            assert f"/quiz/{one.slug}/" in html


class TestEditing:
    @pytest.mark.parametrize(
        "make",
        [
            make_pattern_index,
            make_pattern,
            make_claim_index,
            make_claim,
            make_directory,
            make_emergency,
            make_info,
        ],
    )
    def test_every_page_type_opens_in_the_editor(self, admin_client: Client, make: Any) -> None:
        assert admin_client.get(f"/admin/pages/{make().pk}/edit/").status_code == 200

    def test_links_are_ticks_and_are_kept(self, admin_client: Client) -> None:
        lesson, other = make_lesson(title="บทที่จะผูก"), make_lesson()
        term = make_term(lessons=[other.slug])
        url = f"/admin/snippets/lessons/glossaryterm/edit/{term.pk}/"
        assert "บทที่จะผูก" in admin_client.get(url).content.decode()

        response = admin_client.post(
            url,
            {
                "term": term.term,
                "english": "",
                "slug": term.slug,
                "variants": "แบบหนึ่ง\nแบบสอง",
                "definition": term.definition,
                "lessons": [lesson.slug],
                "action-publish": "1",
            },
        )

        assert response.status_code == 302
        term.refresh_from_db()
        assert term.lessons == [lesson.slug]
        assert term.see == []

    def test_an_office_opens_in_the_editor(self, admin_client: Client) -> None:
        contact = make_contact()

        response = admin_client.get(f"/admin/snippets/lessons/contact/edit/{contact.pk}/")

        assert response.status_code == 200
        assert contact.name in response.content.decode()
