"""Nothing but the keyboard: from home to a result, every kind of question, and where the focus is can always be seen."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from quizzes.kinds import KINDS
from quizzes.models import Attempt
from tests.factories import lessons as make
from tests.factories.question_kinds import attempt_over, content_of

pytestmark = pytest.mark.django_db(transaction=True)
TIMEOUT = 20_000  # milliseconds: the machine may be busy
MOST_TABS = 90

SEEN = """() => {
  const here = document.activeElement; // an option shows the focus on the whole of its box
  return [here, here.closest("label")].filter(Boolean).some((element) => {
    const {outlineStyle, outlineWidth} = getComputedStyle(element);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  });
}"""


@pytest.fixture
def attempt() -> Attempt:
    return attempt_over(*(content_of(kind) for kind in KINDS))


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, attempt: Attempt) -> Iterator[BrowserContext]:
    make.make_contact(key="aoc-1441", name="ศูนย์รับแจ้ง", phone="1441")
    make.make_term(slug="blockchain", term="บล็อกเชน", english="blockchain", definition="สมุดบัญชีที่หลายคนถือ")
    section = {"levels": ["ส"], "body": [{"type": "text", "value": "<p>ฉบับสั้นของผู้สูงอายุ</p>"}]}
    make.make_lesson(
        title="บทที่อ่านด้วยแป้นพิมพ์",
        body=[("text", "<p>ข้อมูลอยู่บน[[บล็อกเชน]] เสมอ</p>"), ("section", section)],
        levels=["ป", "ส"],
        closing_quiz=attempt.quiz,
    )
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 1280, "height": 800}, locale="th-TH"
    )
    context.set_default_timeout(TIMEOUT)
    expect.set_options(timeout=TIMEOUT)
    yield context
    context.close()


def _tab_to(page: Page, target: Locator) -> None:
    """Go on with Tab until the focus is there; at every step it must be possible to see where it is."""
    expect(target).to_be_visible()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"never reached by Tab: {target}")


def _answer(page: Page, question: Locator) -> None:
    """Answer with the keys that its fields take: Space, arrows, letters, Enter."""
    fields = question.locator(
        "input[type=radio]:visible, input[type=checkbox]:visible, select:visible, input[type=text]:visible,"
        " [data-keep]:visible"
    )
    field: Any = fields.first
    seen: set[str] = set()
    for place in range(fields.count()):
        field = fields.nth(place)
        kind = field.evaluate("field => field.type")
        name = field.get_attribute("name") or ""
        if kind in {"radio", "checkbox"} and name in seen:
            continue
        seen.add(name)
        _tab_to(page, field)
        if kind in {"radio", "checkbox"}:
            page.keyboard.press("Space")
        elif kind == "select-one":
            page.keyboard.press("ArrowDown")
        elif kind == "text":
            page.keyboard.type("12")
        else:
            page.keyboard.press("Enter")


def test_from_home_to_a_result_by_keyboard_only(phone: BrowserContext, attempt: Attempt) -> None:
    page = phone.new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="ข้ามไปที่เนื้อหา")).to_be_focused()
    page.keyboard.press("Enter")
    _tab_to(page, page.locator("main").get_by_role("link", name="บทที่อ่านด้วยแป้นพิมพ์").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("บทที่อ่านด้วยแป้นพิมพ์")
    expect(page.locator("html[data-lesson-awake]")).to_be_attached()

    _tab_to(page, page.get_by_role("button", name="ผู้สูงอายุ"))
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="ผู้สูงอายุ")).to_have_attribute("aria-pressed", "true")
    _tab_to(page, page.get_by_role("button", name="บล็อกเชน", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text("สมุดบัญชีที่หลายคนถือ")).to_be_visible()
    page.keyboard.press("Escape")
    _tab_to(page, page.get_by_role("button", name="เริ่มทำแบบทดสอบ"))
    page.keyboard.press("Enter")

    for slot in range(1, len(KINDS) + 1):
        question = page.locator(f"#q{slot}")
        expect(question.locator("[data-flag]")).to_be_visible()
        _answer(page, question)
        expect(question.locator("[data-saved]")).to_have_text("บันทึกแล้ว ✓")
        if slot < len(KINDS):
            _tab_to(page, page.get_by_role("button", name="ข้อต่อไป"))
            page.keyboard.press("Enter")
    _tab_to(page, page.get_by_role("button", name="ส่งคำตอบ"))
    page.keyboard.press("Enter")

    anyway = page.get_by_role("button", name="ส่งเลย")
    expect(page.locator(".score").or_(anyway)).to_be_visible()
    if anyway.is_visible():  # a pair or a gap was left: the page asks, and takes yes by key
        _tab_to(page, anyway)
        page.keyboard.press("Enter")
    expect(page.locator(".score")).to_be_visible()
