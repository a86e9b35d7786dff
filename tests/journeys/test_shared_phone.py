"""Two people on one phone: answers that could not be sent wait for the one whose they are, and then arrive."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts import cookies, shared_phone
from quizzes.models import Attempt
from quizzes.selectors import newest_answers
from tests.factories import quizzes as make

pytestmark = pytest.mark.django_db(transaction=True)
TIMEOUT = 20_000  # milliseconds: the machine may be busy


@pytest.fixture
def attempt(now: Any) -> Attempt:
    """An attempt of มะลิ, who shares the phone with ตาล."""
    quiz = make.make_quiz(questions=3)
    return make.start_attempt(learner=make.make_learner(), slug=quiz.slug, now=now)


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, attempt: Attempt) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 740}, locale="th-TH"
    )
    context.set_default_timeout(TIMEOUT)
    expect.set_options(timeout=TIMEOUT)
    people = [shared_phone.Seat(attempt.learner_id, "มะลิ"), shared_phone.Seat(make.make_learner().pk, "ตาล")]
    found = {cookies.NAME: cookies.signed(attempt.learner_id), shared_phone.NAME: shared_phone.packed(people)}
    context.add_cookies(
        [{"name": name, "value": value, "url": live_server.url} for name, value in found.items()]
    )
    yield context
    context.close()


def _answer_without_signal(phone: BrowserContext, attempt: Attempt) -> Page:
    page = phone.new_page()
    page.goto(f"/quiz/attempts/{attempt.pk}/")
    question = page.locator("[data-question]:visible")
    expect(question).to_have_count(1)
    phone.route("**/answers", lambda route: route.abort())
    question.locator(".opt").first.click()
    expect(question).to_contain_text("รอส่ง")
    return page


def _switch(page: Page, name: str) -> None:
    page.goto("/my-data/")
    page.get_by_role("button", name=f"สลับเป็น {name}").click()
    expect(page.locator("main")).to_contain_text(f"ตอนนี้เรียนในชื่อ {name}")
    expect(page.locator("[data-account]")).to_have_text(name)


def _kept(attempt: Attempt) -> list[int]:
    return sorted(newest_answers(attempt_id=attempt.pk))


def test_answers_wait_until_their_owner_is_back_and_arrive_from_any_page(
    phone: BrowserContext, attempt: Attempt
) -> None:
    page = _answer_without_signal(phone, attempt)
    page.close()
    page = phone.new_page()
    _switch(page, "ตาล")

    phone.unroute_all()  # the signal is back, but somebody else learns here now
    page.goto("/my-data/")
    waiting = page.locator("[data-waiting-answers]")
    expect(waiting).to_contain_text("คำตอบของ มะลิ เก็บไว้ในเครื่องนี้ จะส่งเมื่อสลับกลับเป็น มะลิ")
    page.goto(f"/quiz/attempts/{attempt.pk}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("แบบทดสอบครั้งนี้เป็นของ มะลิ")
    assert _kept(attempt) == []

    _switch(page, "มะลิ")
    expect(waiting).to_have_text(re.compile("ส่งคำตอบที่ค้างไว้ในเครื่องนี้ครบแล้ว"))
    assert _kept(attempt) == [1]


def test_an_open_attempt_says_whose_it_is_and_goes_on_after_switching_back(
    phone: BrowserContext, attempt: Attempt
) -> None:
    page = _answer_without_signal(phone, attempt)
    other = phone.new_page()
    _switch(other, "ตาล")

    phone.unroute_all()
    page.get_by_role("button", name="ข้อต่อไป").click()
    page.locator("[data-question]:visible .opt").first.click()
    expect(page.locator("[data-connection]")).to_contain_text("คำตอบของ มะลิ เก็บไว้ในเครื่องนี้")
    expect(page.locator("[data-question]:visible")).to_contain_text("จะส่งเองเมื่อสลับกลับ")
    assert _kept(attempt) == []

    _switch(other, "มะลิ")
    expect(page.locator("[data-question]:visible")).to_contain_text("บันทึกแล้ว ✓")
    expect(page.locator("[data-connection]")).to_be_hidden()
    assert _kept(attempt) == [1, 2]
