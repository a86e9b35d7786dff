"""What the reader chose stays, and what was read once can be read without a connection."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import until

LESSON = "/khor/reading-a-candlestick/"


def open_settings(page: Page) -> None:
    page.locator("[data-preferences] summary").click()


def text_size(page: Page) -> float:
    return float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))


def test_the_text_size_stays_on_the_next_page(page: Page) -> None:
    page.goto("/")
    before = text_size(page)
    open_settings(page)
    page.get_by_role("button", name="ใหญ่ที่สุด").click()

    page.goto(LESSON)

    assert text_size(page) > before * 1.3
    open_settings(page)
    expect(page.get_by_role("button", name="ใหญ่ที่สุด")).to_have_attribute("aria-pressed", "true")


def test_the_dark_ground_stays_and_is_there_before_the_first_paint(page: Page) -> None:
    page.goto("/")
    open_settings(page)
    page.get_by_role("button", name="มืด").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    # runs when the body starts: what it sees is what the first paint shows
    page.add_init_script(
        "new MutationObserver((_, o) => { if (document.body) {"
        " window.firstGround = document.documentElement.dataset.theme; o.disconnect(); } })"
        ".observe(document, {childList: true, subtree: true})"
    )

    page.reload()

    assert page.evaluate("window.firstGround") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


def test_the_settings_close_with_escape_and_give_the_focus_back(page: Page) -> None:
    page.goto("/")
    open_settings(page)

    page.get_by_role("button", name="สว่าง").press("Escape")

    expect(page.locator("[data-preferences]")).not_to_have_attribute("open", "")
    expect(page.locator("[data-preferences] summary")).to_be_focused()


@pytest.mark.parametrize("path", ["/", LESSON, "/khor/", "/my-learning/", "/offline/", "/accounts/signup/"])
@pytest.mark.parametrize("width", [320, 360])
def test_nothing_has_to_be_scrolled_sideways_at_the_largest_letters(
    page: Page, path: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.add_init_script("localStorage.setItem('ruthan.textSize', 'largest')")

    page.goto(path)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_lesson_that_was_read_is_there_without_a_connection(page: Page, phone: BrowserContext) -> None:
    page.goto(LESSON)
    title = page.locator("h1").inner_text()
    until(page, "caches.open('pages 1').then((cache) => cache.match(location.pathname)).then(Boolean)")

    phone.set_offline(True)
    page.goto(LESSON)

    expect(page.locator("h1")).to_have_text(title)
    page.goto("/my-learning/")  # private: never kept
    expect(page.locator("h1")).to_have_text("ตอนนี้ไม่มีอินเทอร์เน็ต")
    phone.set_offline(False)


def test_a_browser_that_refuses_to_keep_pages_is_promised_nothing(page: Page) -> None:
    page.add_init_script(
        "CacheStorage.prototype.match = () => Promise.reject(new DOMException('refused', 'SecurityError'))"
    )
    page.goto("/khor/")
    until(page, "navigator.serviceWorker.ready.then(() => true)")

    expect(page.locator("[data-keep-offline]")).to_be_attached()
    expect(page.locator("[data-keep-offline]")).to_be_hidden()


def test_an_attempt_is_kept_while_it_runs_and_dropped_with_its_result(
    page: Page, phone: BrowserContext
) -> None:
    page.goto(LESSON)
    page.evaluate("navigator.serviceWorker.ready")
    until(page, "navigator.serviceWorker.controller !== null")
    kept = "caches.open('attempts 1').then((cache) => cache.keys()).then((keys) => keys.length)"

    page.get_by_role("button", name="เริ่มทำแบบทดสอบ").click()
    page.wait_for_url("**/quiz/attempts/*/")
    until(page, f"{kept}.then((count) => count === 1)")
    page.evaluate(
        "fetch(location.pathname + 'finish', {method: 'POST', body: new URLSearchParams({action: 'anyway'})})"
    )
    page.goto(page.url.split("#")[0] + "result/")

    until(page, f"{kept}.then((count) => count === 0)")
