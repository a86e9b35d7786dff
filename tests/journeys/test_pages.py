"""Every page type in a real browser: no barrier in light and dark, narrow and wide; levels, words, search, coming back."""

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts import cookies
from accounts.models import Learner
from lessons.models import Certificate, LessonPage
from quizzes.kinds import KINDS
from quizzes.services import finish_attempt
from tests.conftest import NOW
from tests.factories import lessons as make
from tests.factories.question_kinds import attempt_over, content_of
from tests.factories.quizzes import make_attempt, make_learner, make_quiz
from tests.look.looking import COLOURS, EVERY_RULE, Eyes, barriers, browser_of, context_of, faults

pytestmark = pytest.mark.django_db(transaction=True)
TIMEOUT = 60_000  # milliseconds: the machine may be busy


def _items(*values: Any) -> list[dict[str, Any]]:
    return [
        {"type": "item", "id": f"5f0c7f5e-0000-4000-8000-{place:012}", "value": value}
        for place, value in enumerate(values)
    ]


def _part(level: str, text: str) -> tuple[str, Any]:
    return "section", {"levels": [level], "body": [{"type": "text", "value": f"<p>{text}</p>"}]}


BODY: list[tuple[str, Any]] = [
    ("callout", {"tone": "question", "title": "ลองคิดก่อนอ่าน", "text": "<p>ใครเป็นคนจ่าย</p>"}),
    ("text", "<h2>สมุดที่ทุกคนถือ</h2><p>ข้อมูลอยู่บน[[บล็อกเชน]] เสมอ โทร {contact:aoc-1441} ได้</p>"),
    _part("ป", "อ่านลึกอีกนิด"),
    _part("ส", "ฉบับสั้นของผู้สูงอายุ"),
    ("chat", {"title": "เพื่อนใหม่", "channel": "line", "verdict": "scam", "messages": _items(
        {"who": "them", "text": "ได้กำไรทุกวัน"}, {"who": "me", "text": "ใครจ่าย"}, {"who": "system", "text": "ลบแล้ว"})}),
    ("flow", {"title": "เงินไปไหน", "links": _items(
        {"source": "คนใหม่", "target": "ผู้ชวน", "label": "เงินลงทุน"}, {"source": "ผู้ชวน", "target": "คนเก่า", "label": ""})}),
    ("timeline", {"title": "หนึ่งสัปดาห์", "moments": _items({"when": "จันทร์", "text": "ทัก"}, {"when": "ศุกร์", "text": "ชวน"})}),
    ("table", {"title": "เหรียญกับโทเคน", "head": {"first": "เรื่อง", "second": "เหรียญ", "third": "โทเคน", "fourth": "อื่น ๆ"},
               "rows": _items(*[{"first": "อยู่บน", "second": "ของตัวเอง", "third": "ของผู้อื่น", "fourth": "ไม่มี"}] * 2)}),
    ("steps", {"title": "เช็กก่อนโอน", "steps": _items({"title": "หยุด", "text": "ห้านาที"})}),
    ("flags", {"title": "", "items": _items("เร่งให้โอนคืนนี้")}),
    ("contacts", {"title": "แจ้งใคร", "keys": _items("aoc-1441")}),
    ("text", "<p>ย่อหน้ายาวที่ต้องเลื่อนอ่าน</p>" * 40),
    ("summary", {"title": "", "items": _items("ถามก่อนโอน")}),
]  # fmt: skip


@pytest.fixture
def addresses() -> dict[str, str]:
    """Return one address of every page type."""
    make.make_contact(key="aoc-1441", name="ศูนย์รับแจ้ง", phone="1441", url="https://www.example.go.th/")
    make.make_term(slug="blockchain", term="บล็อกเชน", english="blockchain", definition="สมุดบัญชีที่หลายคนถือ")
    pattern, claim = make.make_pattern(contacts=["aoc-1441"]), make.make_claim()
    quiz = make_quiz()
    course = make.make_course(
        course_quiz=quiz, before_form=quiz, objectives="<ul><li>ถามได้ว่าใครจ่าย</li></ul>"
    )
    lesson = make.make_lesson(
        course=course,
        body=BODY,
        levels=["ป", "ส"],
        patterns=[pattern.slug],
        claims=[claim.slug],
        closing_quiz=quiz,
    )
    pages = [
        make.make_home(), course, lesson, make.make_pattern_index(), pattern, make.make_claim_index(), claim,
        make.make_glossary(), make.make_directory(), make.make_emergency(), make.make_info(),
    ]  # fmt: skip
    return {
        **{type(page).__name__: page.url for page in pages},
        "search": "/search/?q=บล็อกเชน",
        "nothing found": "/search/?q=ฮฮฮ",
        "my learning": "/my-learning/",
        "offline": "/offline/",
        "not found": "/nope/",
    }


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, addresses: dict[str, str]) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 740}, locale="th-TH"
    )
    context.set_default_timeout(TIMEOUT)
    expect.set_options(timeout=TIMEOUT)
    trouble: list[str] = []
    context.on("weberror", lambda error: trouble.append(str(error.error)))
    context.on(
        "console",
        lambda message: trouble.append(message.text) if "Content Security Policy" in message.text else None,
    )
    yield context
    context.close()
    assert trouble == []


def _open_lesson(phone: BrowserContext, addresses: dict[str, str]) -> Page:
    page = phone.new_page()
    page.goto(addresses[LessonPage.__name__])
    expect(page.locator("html[data-lesson-awake]")).to_be_attached()
    return page


def test_no_page_type_has_a_barrier(
    browser: Browser, phone: BrowserContext, live_server: LiveServer, addresses: dict[str, str]
) -> None:
    """Every rule where there is least room and where there is most; colours also in the other light and size.

    The rest of the ways of looking: `python3 run.py look`.
    """
    page = phone.new_page()
    page.emulate_media(reduced_motion="reduce")
    found: dict[str, list[str]] = {}
    for name, address in addresses.items():
        for width, scheme, rules in PLAIN_LETTERS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            page.goto(address)  # anew: colours that are still changing are read wrong
            found[f"{name} {width} {scheme}"] = barriers(page, rules)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found[f"{name} {width} {scheme}"].append("wider than the window")

    learner, more = _addresses_of_a_learner()
    eyes = Eyes(360, "dark", "doubled")
    large = browser_of(browser.browser_type, eyes)
    page = context_of(large, live_server.url, eyes, cookie=cookies.signed(learner.pk)).new_page()
    for name, address in {**addresses, **more}.items():
        page.goto(address)
        found[f"{name} {eyes.name}"] = faults(page)
    large.close()

    assert {name: faults for name, faults in found.items() if faults} == {}


PLAIN_LETTERS: list[tuple[int, Literal["light", "dark"], dict[str, Any]]] = [
    (360, "light", COLOURS),
    (360, "dark", COLOURS),
    (1280, "dark", COLOURS),
    (1280, "light", EVERY_RULE),
]


def _addresses_of_a_learner() -> tuple[Learner, dict[str, str]]:
    """Return somebody who has learnt, and the addresses of what else there is to see."""
    learner, course = make_learner(), make.make_course()
    every_kind = attempt_over(*(content_of(kind) for kind in KINDS), learner=learner)
    ended = make_attempt(learner=learner)
    finish_attempt(learner_id=learner.pk, attempt_id=ended.pk, now=NOW)
    certificate = Certificate.objects.create(
        learner=learner, course_id=course.pk, course_title=course.title, name="ปิ่น ฤทธิ์ธำรงค์",
        lessons=1, minutes=6, passed_at=NOW, issued_at=NOW,
    )  # fmt: skip
    quiz = ended.quiz.slug
    return learner, {
        "KitPage": make.make_kit(course=course).url,
        "introduction": f"/quiz/{quiz}/", "on paper": f"/quiz/{quiz}/print/",
        "attempt": f"/quiz/attempts/{every_kind.pk}/", "result": f"/quiz/attempts/{ended.pk}/result/",
        "certificate": f"/certificates/{certificate.pk}/", "market": "/market/", "my data": "/my-data/",
        "sign in": "/accounts/login/", "sign up": "/accounts/signup/",
    }  # fmt: skip


def test_a_chosen_level_shows_its_parts_only_and_stays(
    phone: BrowserContext, addresses: dict[str, str]
) -> None:
    page = _open_lesson(phone, addresses)
    deep, short = page.get_by_text("อ่านลึกอีกนิด"), page.get_by_text("ฉบับสั้นของผู้สูงอายุ")
    expect(deep).to_be_visible()
    expect(short).to_be_visible()

    page.get_by_role("button", name="ผู้สูงอายุ").click()
    expect(deep).to_be_hidden()
    expect(short).to_be_visible()

    page.reload()
    expect(page.get_by_role("button", name="ผู้สูงอายุ")).to_have_attribute("aria-pressed", "true")
    expect(deep).to_be_hidden()
    page.get_by_role("button", name="ทุกส่วน").click()
    expect(deep).to_be_visible()


def test_a_word_is_explained_in_place_by_keyboard(phone: BrowserContext, addresses: dict[str, str]) -> None:
    page = _open_lesson(phone, addresses)
    word = page.get_by_role("button", name="บล็อกเชน", exact=True)
    explained = page.get_by_text("สมุดบัญชีที่หลายคนถือ")
    expect(explained).to_be_hidden()

    word.focus()
    word.press("Enter")
    expect(explained).to_be_visible()
    page.keyboard.press("Escape")
    expect(explained).to_be_hidden()
    expect(word).to_be_focused()


def test_reading_goes_on_where_it_stopped(phone: BrowserContext, addresses: dict[str, str]) -> None:
    page = _open_lesson(phone, addresses)
    expect(page.locator("[data-resume]")).to_have_count(0)
    page.evaluate("scrollTo({top: 2400, behavior: 'instant'})")
    expect(page.locator("[data-reading]")).not_to_have_attribute("data-reading", "")

    again = _open_lesson(phone, addresses)

    again.get_by_role("button", name="อ่านต่อจากที่ค้างไว้").click()
    expect(again.locator("h1")).not_to_be_in_viewport()
    expect(again.locator("[data-resume]")).to_have_count(0)


def test_listening_is_offered_only_with_a_thai_voice(
    phone: BrowserContext, addresses: dict[str, str]
) -> None:
    silent = _open_lesson(phone, addresses)
    expect(silent.locator("[data-listen]")).to_be_hidden()

    phone.add_init_script(
        "window.said = []; speechSynthesis.getVoices = () => [{lang: 'th-TH', name: 'ทดสอบ'}];"
        "window.SpeechSynthesisUtterance = function (text) { this.text = text; this.addEventListener = () => {}; };"
        "speechSynthesis.speak = (one) => window.said.push(one.text);"
    )
    page = _open_lesson(phone, addresses)
    button = page.get_by_role("button", name="ฟังบทนี้")
    button.click()

    expect(page.get_by_role("button", name="หยุดฟัง")).to_have_attribute("aria-pressed", "true")
    said = page.evaluate("window.said.join(' ')")
    assert "สมุดที่ทุกคนถือ" in said
    assert "สมุดบัญชีที่หลายคนถือ" not in said  # the card of a word is not part of the sentence


def test_search_suggests_while_typing_and_finds(phone: BrowserContext, addresses: dict[str, str]) -> None:
    page = phone.new_page()
    page.goto("/search/")
    expect(page.locator("form[data-awake]")).to_be_attached()
    field = page.get_by_label("ค้นหาบทเรียน กลโกง และคำศัพท์")

    field.press_sequentially("บล็อก")
    suggestion = page.locator("[data-suggestions] a").first
    expect(suggestion).to_contain_text("บล็อกเชน")
    field.press("Escape")
    expect(suggestion).to_have_count(0)
    field.fill("บล็อกเชน")
    field.press("Enter")

    page.wait_for_url("**/search/?q=*")
    expect(page.locator("mark").first).to_have_text("บล็อกเชน")
    expect(page.get_by_role("heading", name="คำศัพท์")).to_be_visible()


def test_everything_reads_without_javascript(
    browser: Browser, live_server: LiveServer, addresses: dict[str, str]
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    expect.set_options(timeout=TIMEOUT)
    page.goto(addresses[LessonPage.__name__])
    for text in ("อ่านลึกอีกนิด", "ฉบับสั้นของผู้สูงอายุ", "ตัวอย่างจำลอง ไม่ใช่ข้อความจริง", "ถามก่อนโอน"):
        expect(page.get_by_text(text, exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="ทุกส่วน")).to_be_hidden()

    page.get_by_role("link", name="เพิ่งโอนเงิน?").click()
    expect(page.get_by_role("heading", name="เพิ่งโอนเงินไป", exact=True)).to_be_visible()

    page.goto("/scams/")
    page.get_by_label("มาทางไหน").select_option("call")
    page.get_by_role("button", name="กรอง").click()
    expect(page.get_by_text("ยังไม่มีแบบที่ตรงทุกข้อ")).to_be_visible()
    context.close()
