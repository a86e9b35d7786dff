"""A day without a connection: what was chosen in the morning is read, asked and answered, and arrives in the evening."""

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import until

LESSON = "/khor/reading-a-candlestick/"
KEPT = "caches.open('attempts 1').then((cache) => cache.keys()).then((keys) => keys.length === 1)"


def _answer_whatever_stands_there(page: Page) -> None:
    """Give the question in sight an answer of any kind, as a thumb does."""
    question = page.locator("[data-question]:visible")
    option = question.locator(".opt:has(input), .phrase:has(input)").first
    if option.count():
        option.click()
    elif question.locator("select").count():
        for field in question.locator("select").all():
            field.select_option(index=1)
    elif question.locator("input[type=text]").count():
        for field in question.locator("input[type=text]").all():
            field.fill("1")
    else:
        question.locator("[data-move='1']:enabled").first.click()
    expect(question.locator("[data-saved]")).to_contain_text("รอส่ง")


def test_a_day_without_a_connection_ends_with_everything_handed_in(page: Page, phone: BrowserContext) -> None:
    page.goto("/khor/")
    until(page, "navigator.serviceWorker.controller !== null")
    page.get_by_role("button", name="เก็บทุกบทไว้อ่านตอนไม่มีเน็ต").click()
    expect(page.get_by_role("status").filter(has_text="อ่านได้แม้ไม่มีอินเทอร์เน็ต")).to_be_visible()
    page.goto(LESSON)
    until(page, "navigator.serviceWorker.controller !== null")
    page.get_by_role("button", name="เริ่มทำแบบทดสอบ").click()
    expect(page).to_have_url(re.compile("/quiz/attempts/"))
    attempt = page.url.split("#")[0]
    until(page, KEPT)

    phone.set_offline(True)
    page.goto("/khor/drawdown/")  # never opened before
    expect(page.locator("h1")).to_be_visible()
    page.goto(LESSON)
    expect(page.locator(".chart-picture").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "600"
    page.goto("/just-transferred/")  # what somebody in distress needs is always there
    expect(page.locator("h1")).to_contain_text("โอน")
    page.goto(attempt)
    total = page.locator("[data-question]").count()
    for slot in range(1, total + 1):
        page.locator(f"[data-go='{slot}']").click()
        _answer_whatever_stands_there(page)
    page.close()  # and the phone is put away

    again = phone.new_page()
    again.goto(attempt)
    expect(again.locator("[data-go='1']")).to_be_visible()
    again.locator(f"[data-go='{total}']").click()
    expect(again.locator("[data-question]:visible")).to_contain_text("รอส่ง")
    again.get_by_role("button", name="ส่งคำตอบ").click()
    expect(again.locator("[data-finishing]")).to_contain_text("เมื่อมีสัญญาณ")

    phone.set_offline(False)
    expect(again).to_have_url(re.compile("/result/"))
    expect(again.locator("section.question")).to_have_count(total)
    expect(again.locator("main")).not_to_contain_text("ไม่ได้ตอบ")
