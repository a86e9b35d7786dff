"""A question about a chart on a phone: a picture at once, a plot when it may be, an answer in any case."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from accounts import cookies
from market_data.models import EventChart
from quizzes.models import Attempt
from tests.factories.quizzes import make_attempt, make_question, make_quiz
from tests.look.looking import barriers

pytestmark = pytest.mark.django_db(transaction=True)
TIMEOUT = 60_000  # milliseconds: the machine may be busy


@pytest.fixture
def attempt() -> Attempt:
    points = [("2022-05-05", 85.0), ("2022-05-09", 30.0), ("2022-05-13", 0.5)]
    event = EventChart(
        title="LUNA ล่ม",
        slug="luna-2022",
        label="LUNA / USDT",
        since=dt.date(2022, 5, 1),
        until=dt.date(2022, 5, 13),
        provenance="รายงานข่าว",
        live=False,
        key_points=json.dumps(
            [
                {"type": "point", "value": {"on": day, "price": price, "source": "https://example.org/a"}}
                for day, price in points
            ]
        ),
    )
    event.save()
    event.save_revision().publish()
    charted = make_question(chart="luna-2022", chart_caption="ราคา LUNA ในสองสัปดาห์")
    return make_attempt(quiz=make_quiz(questions=[charted, make_question()]))


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, attempt: Attempt) -> Iterator[BrowserContext]:
    context: Any = browser.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 740}, locale="th-TH"
    )
    context.set_default_timeout(TIMEOUT)
    expect.set_options(timeout=TIMEOUT)
    context.add_cookies(
        [{"name": cookies.NAME, "value": cookies.signed(attempt.learner_id), "url": live_server.url}]
    )
    yield context
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_drawn_answered_and_reviewed(phone: BrowserContext, attempt: Attempt, scheme: Any) -> None:
    page = phone.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda said: trouble.append(said.text) if "Content Security" in said.text else None)
    page.emulate_media(color_scheme=scheme)
    answer = page.goto(f"/quiz/attempts/{attempt.pk}/")
    assert answer
    assert answer.ok, answer.text()  # says what went wrong instead of waiting for a figure
    expect(page.locator("[data-go='1'][aria-current]")).to_be_visible()  # the script is awake
    chart = page.locator("#q1 figure.chart")
    expect(chart).to_contain_text("ราคา LUNA ในสองสัปดาห์")
    chart.scroll_into_view_if_needed()  # it is drawn when it comes near
    expect(chart).to_have_attribute("data-chart-state", "live")
    taking = barriers(page)
    width = page.evaluate("document.documentElement.scrollWidth")

    page.locator("#q1 .opt").first.click()
    expect(page.locator("#q1 [data-saved]")).to_have_text("บันทึกแล้ว ✓")
    page.locator("[data-go='2']").click()
    page.locator("#q2 .opt").first.click()
    expect(page.locator("#q2 [data-saved]")).to_have_text("บันทึกแล้ว ✓")
    page.get_by_role("button", name="ส่งคำตอบ").click()
    expect(page.locator(".score")).to_be_visible()
    reviewed = page.locator("#q1 figure.chart")
    reviewed.scroll_into_view_if_needed()
    expect(reviewed).to_have_attribute("data-chart-state", "live")
    result = barriers(page)

    assert (taking, result, width, trouble) == ([], [], 360, [])


def test_without_a_script_the_picture_and_the_table_are_there(
    browser: Browser, live_server: LiveServer, attempt: Attempt
) -> None:
    context: Any = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(
        [{"name": cookies.NAME, "value": cookies.signed(attempt.learner_id), "url": live_server.url}]
    )
    page = context.new_page()
    page.goto(f"/quiz/attempts/{attempt.pk}/")

    chart = page.locator("#q1 figure.chart")
    expect(chart.locator("svg.chart-picture")).to_be_visible()
    chart.locator("summary").click()
    expect(chart.get_by_role("table")).to_be_visible()
    context.close()
