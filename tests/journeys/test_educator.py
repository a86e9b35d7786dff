"""An educator's journey: write a question, preview it, publish it, put it in a quiz, edit it later."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.cms import awake, do
from tests.journeys.conftest import Site

OLD = "แท่งเทียนบอกอะไรได้"
NEW = "แท่งเทียนรายวันบอกอะไรได้"
CHOICES = [("ราคาที่เกิดแล้ว", "ใช่ แท่งเทียนคือประวัติ"), ("ราคาพรุ่งนี้", "กราฟไม่รู้อนาคต")]


@pytest.fixture
def desk(browser: Browser, site: Site) -> Iterator[Page]:
    """The educator's computer, signed in to the CMS."""
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900}, locale="th-TH")
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto("/admin/")
    page.locator("input[name=login]").fill("educator")
    page.locator("input[name=password]").fill(site.password("educator"))
    page.locator("main form button[type=submit], main form button.btn").first.click()
    expect(page).to_have_url(re.compile(r"^[^?]+/admin/$"))  # not the form's own "?next=/admin/"
    yield page
    context.close()


def _publish(page: Page) -> None:
    do(page, "action-publish")
    expect(page.locator(".messages .success")).to_be_visible()


def _write_question(page: Page) -> None:
    page.goto("/admin/snippets/quizzes/question/add/")
    awake(page)
    page.locator("#id_code").fill("journey-1")
    page.locator("#id_stem").fill(OLD)
    page.get_by_title("เพิ่มตรงนี้").first.click()
    page.get_by_text("เลือกตอบข้อเดียว", exact=True).first.click()
    for index, (text, feedback) in enumerate(CHOICES):
        page.locator(f"#interaction-0-value-choices-{index}-value-text").fill(text)
        page.locator(f"#interaction-0-value-choices-{index}-value-feedback").fill(feedback)
    page.locator("#interaction-0-value-choices-0-value-correct").check()


def _make_quiz(page: Page) -> None:
    page.goto("/admin/snippets/quizzes/quiz/add/")
    awake(page)
    page.locator("#id_title").fill("แบบทดสอบการเดินทาง")
    page.locator("#id_slug").fill("journey")
    page.locator("#id_slots-ADD").click()
    page.locator("#id_slots-0-question-chooser [data-chooser-action-choose]").first.click()
    page.locator(".modal-body input[name=q]").fill("journey-1")
    page.locator(".modal-body a", has_text="journey-1").first.click()
    expect(page.locator("#id_slots-0-question-chooser")).to_contain_text("journey-1")
    _publish(page)


def _take(page: Page) -> None:
    page.goto("/quiz/journey/")
    page.get_by_role("button", name=re.compile("เริ่มทำ")).first.click()
    question = page.locator("[data-question]:visible")
    expect(page.locator("[data-go='1'][aria-current]")).to_be_visible()  # the script is awake
    question.locator(".opt").first.click()
    expect(question).to_contain_text("บันทึกแล้ว")
    page.get_by_role("button", name="ส่งคำตอบ").click()
    expect(page).to_have_url(re.compile("/result/"))


def test_an_edit_after_publishing_never_reaches_an_earlier_attempt(
    desk: Page, page: Page, phone: BrowserContext
) -> None:
    _write_question(desk)
    desk.locator(
        "button[aria-label*=ตัวอย่าง], button[aria-label*=review], [data-side-panel-toggle=preview]"
    ).first.click()
    expect(desk.locator("iframe.w-preview__iframe").last.content_frame.get_by_text(OLD).first).to_be_visible()
    _publish(desk)
    _make_quiz(desk)
    _take(page)
    expect(page.locator("main")).to_contain_text(OLD)
    earlier = page.url

    desk.goto("/admin/snippets/quizzes/question/?q=journey-1")
    desk.locator("main a", has_text="journey-1").first.click()
    awake(desk)
    desk.locator("#id_stem").fill(NEW)
    _publish(desk)

    page.goto(earlier)
    expect(page.locator("main")).to_contain_text(OLD)
    expect(page.locator("main")).not_to_contain_text(NEW)
    page.get_by_role("button", name="ทำอีกครั้ง").first.click()
    expect(page.locator("main")).to_contain_text(NEW)
