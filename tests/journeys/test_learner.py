"""A citizen's journey: home, a lesson with a real chart, its quiz with the network cut, what they know."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.journeys.conftest import Site

LESSON = "แท่งเทียนหนึ่งแท่งบอกอะไร"


def _open_lesson(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name=LESSON).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(LESSON)


CHOOSING = 3  # the first question of the lesson's quiz with options to tap


def _answer(page: Page, *, option: int = 0) -> None:
    """Answer the question that is shown, of any kind, once the script shows one at a time."""
    shown = page.locator("[data-question]:visible")
    expect(shown).to_have_count(1)
    kind = shown.get_attribute("data-kind")
    if kind == "spot":
        shown.locator(".phrase").nth(option).click()
    elif kind == "order":
        shown.locator("[data-keep]").click()
    elif kind in {"match", "cloze", "short", "numeric"}:
        _fill(shown)
    else:
        shown.locator(".opt").nth(option).click()


def _fill(question: Locator) -> None:
    for select in question.locator("select").all():
        select.select_option(index=1)
    for field in question.locator("input[type=text]").all():
        field.fill("1")


def _go(page: Page, slot: int) -> None:
    page.locator(f"[data-go='{slot}']").click()
    expect(page.locator("[data-question]:visible")).to_have_attribute("data-question", str(slot))


def test_a_lesson_is_read_answered_and_remembered(page: Page, phone: BrowserContext) -> None:
    _open_lesson(page)
    figure = page.locator("figure[data-figure]").filter(has_text="หนึ่งแท่งคือหนึ่งวัน").first
    figure.scroll_into_view_if_needed()

    # the chart is drawn by plotly from candles that came through ccxt, and says where they are from
    expect(figure.locator(".js-plotly-plot .candlestick, .js-plotly-plot .boxlayer").first).to_be_attached()
    expect(figure).to_contain_text("Binance")
    expect(figure).to_contain_text("แท่งปิดล่าสุด")
    expect(figure).to_contain_text("กราฟนี้คือประวัติ ไม่ใช่คำทำนาย")
    assert phone.cookies() == []  # reading leaves nothing on the phone

    page.get_by_role("button", name="เริ่มทำแบบทดสอบ").click()
    expect(page).to_have_url(re.compile("/quiz/attempts/"))
    _answer(page)
    expect(page.locator("[data-question]:visible")).to_contain_text("บันทึกแล้ว")

    # the network goes; answers wait on the phone, also over a reload
    _go(page, CHOOSING)
    phone.set_offline(True)
    _answer(page, option=1)
    expect(page.locator("[data-question]:visible")).to_contain_text("รอส่ง")
    page.reload()
    _go(page, CHOOSING)
    expect(page.locator("[data-question]:visible input:checked")).to_have_count(1)
    phone.set_offline(False)
    expect(page.locator("[data-question]:visible")).to_contain_text("บันทึกแล้ว")

    total = page.locator("[data-question]").count()
    for slot in {*range(2, total + 1)} - {CHOOSING}:
        _go(page, slot)
        _answer(page)
    _go(page, total)
    page.get_by_role("button", name="ส่งคำตอบ").click()
    expect(page).to_have_url(re.compile("/result/"))
    expect(page.locator(".score")).to_be_visible()
    expect(page.locator("section.question")).to_have_count(total)

    # what was done is shown on the lesson, after a reload, and in another tab
    page.goto("/my-learning/")
    expect(page.locator("main")).to_contain_text(LESSON)
    page.reload()
    expect(page.locator("main")).to_contain_text("เรียนแล้ว 1 จาก 6 บท")
    expect(page.locator("main")).to_contain_text("ผลดีที่สุด")
    other = phone.new_page()
    _open_lesson(other)
    expect(other.locator("[data-lesson-progress]").first).to_contain_text("เรียนจบแล้ว")


def test_two_quick_taps_and_two_tabs_make_one_attempt(page: Page, phone: BrowserContext) -> None:
    _open_lesson(page)
    page.get_by_role("button", name="เริ่มทำแบบทดสอบ").dblclick()
    expect(page).to_have_url(re.compile("/quiz/attempts/"))
    attempt = page.url.split("#")[0]
    other = phone.new_page()
    _open_lesson(other)

    other.get_by_role("button", name=re.compile("ทำแบบทดสอบ|ทำต่อ")).click()

    expect(other).to_have_url(re.compile("/quiz/attempts/"))
    assert other.url.split("#")[0] == attempt


def test_a_tap_before_the_script_is_there_is_an_answer_too(browser: Browser, site: Site) -> None:
    context = browser.new_context(
        base_url=site.url, viewport={"width": 360, "height": 740}, service_workers="block"
    )
    page = context.new_page()
    held: list[Route] = []
    # a slow network: the form is there, its script is not
    page.route(re.compile(r"/quiz\.[^/]*js$"), lambda route: held.append(route))
    _open_lesson(page)
    page.get_by_role("button", name="เริ่มทำแบบทดสอบ").click()
    expect(page).to_have_url(re.compile("/quiz/attempts/"))
    early = page.locator(f"[data-question='{CHOOSING}'] .opt").nth(1)
    early.click()
    expect(early.locator("input")).to_be_checked()

    for _ in range(200):
        if held:
            break
        page.wait_for_timeout(50)
    assert held
    for route in held:
        route.continue_()
    page.unroute_all()

    question = page.locator("[data-question]:visible")
    expect(question).to_have_count(1)
    _go(page, CHOOSING)
    expect(question).to_contain_text("บันทึกแล้ว")
    page.reload()
    expect(early.locator("input")).to_be_checked()
    context.close()


def test_a_forgotten_cookie_is_told_in_thai_and_loses_no_page(page: Page, phone: BrowserContext) -> None:
    _open_lesson(page)
    page.get_by_role("button", name="เริ่มทำแบบทดสอบ").click()
    expect(page).to_have_url(re.compile("/quiz/attempts/"))
    _go(page, CHOOSING)
    phone.clear_cookies()

    _answer(page)

    expect(page.locator("main")).to_contain_text("จำ")
    expect(page.locator("[data-question]:visible input:checked")).to_have_count(1)


def test_every_page_is_accessible_in_light_and_dark(page: Page, phone: BrowserContext) -> None:
    _open_lesson(page)
    lesson = page.url
    page.get_by_role("button", name="เริ่มทำแบบทดสอบ").click()
    expect(page).to_have_url(re.compile("/quiz/attempts/"))
    attempt = page.url
    _answer(page)
    expect(page.locator("[data-question]:visible")).to_contain_text("บันทึกแล้ว")
    faults: dict[str, list[str]] = {}

    def check(name: str) -> None:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page).response["violations"]
            faults[f"{name} {scheme}"] = [
                f"{fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in found
            ]

    for name, address in (("home", "/"), ("course", "/khor/"), ("lesson", lesson), ("quiz", attempt)):
        page.goto(address)
        check(name)
    page.locator("[data-go]").last.click()
    page.get_by_role("button", name="ส่งคำตอบ").click()
    page.get_by_role("button", name="ส่งเลย").click()
    expect(page).to_have_url(re.compile("/result/"))
    check("result")
    page.goto("/my-learning/")
    check("progress")
    page.goto("/no-such-page/")
    check("not found")
    page.goto("/offline/")
    check("offline")

    assert {name: found for name, found in faults.items() if found} == {}
    page.goto(lesson)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_without_javascript_the_whole_journey_is_a_plain_form(browser: Browser, site: Site) -> None:
    context = browser.new_context(
        base_url=site.url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    _open_lesson(page)
    figure = page.locator("figure[data-figure]").first
    expect(figure.locator("svg")).to_be_visible()

    page.get_by_role("button", name="เริ่มทำแบบทดสอบ").click()
    expect(page).to_have_url(re.compile("/quiz/attempts/"))
    page.wait_for_load_state()
    expect(page.locator("[data-question]").first).to_be_visible()
    for question in page.locator("[data-question]").all():
        boxes = question.locator("input[type=radio], input[type=checkbox]")
        if boxes.count():
            boxes.first.check()
        else:
            _fill(question)
    page.get_by_role("button", name="ส่งคำตอบ").click()

    expect(page.locator(".score")).to_be_visible()
    page.goto("/my-learning/")
    expect(page.locator("main")).to_contain_text(LESSON)
    context.close()
