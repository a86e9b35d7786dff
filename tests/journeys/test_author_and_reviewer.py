"""An author and a reviewer in the CMS: a spot question goes back and forth, then a quiz with draws and bands goes live."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from literacy import roles
from quizzes.models import Question, Quiz
from tests.factories.quizzes import make_question
from tests.journeys.cms import awake, do, make_roles

pytestmark = pytest.mark.django_db(transaction=True)
TIMEOUT = 60_000  # milliseconds: the machine may be busy
MESSAGE = "ทีมงานกองทุนแจ้งว่า การันตีกำไรวันละ 3% โอนภายใน 10 นาทีนี้ อ่านรายงานประจำปีได้ที่เว็บของเรา"
PHRASES = [("การันตีกำไรวันละ 3%", True, "ไม่มีใครการันตีกำไรได้"), ("อ่านรายงานประจำปี", False, "เป็นเรื่องปกติ")]
ASKED = "ขอให้บอกด้วยว่าทำไมการเร่งให้โอนจึงน่าสงสัย"

Desk = Callable[[str, str], Page]


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, settings: Any) -> Iterator[Desk]:
    """Return a maker of computers, each with somebody signed in to the CMS."""
    # Wagtail's own saving of a new form and a click on "submit" in the same moment make the thing twice: here is about
    # handing in and reviewing, and hands are faster than a person's
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    make_roles()
    contexts: list[BrowserContext] = []

    def make(name: str, group: str) -> Page:
        person = get_user_model().objects.create_user(name, first_name=name, password="x")
        person.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(person)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": 1280, "height": 900}, locale="th-TH"
        )
        context.set_default_timeout(TIMEOUT)
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        contexts.append(context)
        return context.new_page()

    expect.set_options(timeout=TIMEOUT)
    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def bank() -> None:
    """Fill the bank with published questions to draw from."""
    for topic, many in (("กลโกง", 7), ("บล็อกเชน", 4)):
        for _ in range(many):
            make_question(topic=topic)
    call_command("update_index", verbosity=0)


def _submit(page: Page, said: str = "ให้ผู้ตรวจแล้ว") -> None:
    do(page, "action-submit")
    expect(page.locator(".messages .success").first).to_contain_text(said)


def _write_spot_question(page: Page) -> None:
    page.goto("/admin/snippets/quizzes/question/add/")
    awake(page)
    page.locator("#id_code").fill("team-1")
    page.locator("#id_stem").fill("แตะจุดที่น่าสงสัยในข้อความนี้")
    page.get_by_title("เพิ่มตรงนี้").first.click()
    page.get_by_text("หาจุดน่าสงสัย", exact=True).first.click()
    field = _fields(page)
    field("setting").fill("แชตจากคนไม่รู้จัก (ตัวอย่างจำลอง)")
    field("message").fill(MESSAGE)
    field("artefact").select_option("scam")
    for place, (text, is_suspicious, feedback) in enumerate(PHRASES):
        field(f"phrases-{place}-value-text").fill(text)
        field(f"phrases-{place}-value-suspicious").set_checked(is_suspicious)
        field(f"phrases-{place}-value-feedback").fill(feedback)
    field("none_feedback").fill("ลองอ่านอีกครั้ง มีจุดที่ไม่ควรเชื่อ")


def _fields(page: Page) -> Callable[[str], Locator]:
    return lambda name: page.locator(f"#interaction-0-value-{name}")


def _review(page: Page, name: str) -> None:
    """Come from the reviewer's first page to what waits there."""
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="รอคุณตรวจ")).to_be_visible()
    page.locator("main a", has_text=name).first.click()
    awake(page)


def _ask_for_changes(page: Page, comment: str) -> None:
    do(page, "reject")
    dialog = page.locator(".modal.in, .modal-dialog").first
    expect(dialog).to_be_visible()
    dialog.locator("textarea").fill(comment)
    dialog.locator("[type=submit]").first.click()
    _is_decided(page)


def _approve(page: Page) -> None:
    do(page, "approve")
    _is_decided(page)


def _is_decided(page: Page) -> None:
    """Wait for the answer to the reviewer's word: the page that comes back offers no decision any more."""
    expect(page.locator("footer [data-workflow-action-name]")).to_have_count(0)


def _open(page: Page, kind: str, wanted: str) -> None:
    page.goto(f"/admin/snippets/quizzes/{kind}/")
    page.locator("main a", has_text=wanted).first.click()
    awake(page)


def _build_quiz(page: Page) -> None:
    page.goto("/admin/snippets/quizzes/quiz/add/")
    awake(page)
    page.locator("#id_title").fill("รู้ทันก่อนโอน")
    page.locator("#id_slug").fill("before-you-pay")
    page.locator("#id_slots-ADD").click()
    page.locator("#id_slots-0-question-chooser [data-chooser-action-choose]").first.click()
    page.locator(".modal-body input[name=q]").fill("team-1")
    page.locator(".modal-body a", has_text="team-1").first.click()
    expect(page.locator("#id_slots-0-question-chooser")).to_contain_text("team-1")
    for place, (topic, many) in enumerate((("กลโกง", 6), ("บล็อกเชน", 3)), 1):
        page.locator("#id_slots-ADD").click()
        page.locator(f"#id_slots-{place}-kind").select_option("pool")
        page.locator(f"#id_slots-{place}-pool_topic").fill(topic)
        page.locator(f"#id_slots-{place}-pool_count").fill(str(many))
    for place, (percent, title, text) in enumerate(
        ((0, "ลองอ่านอีกนิด", "กลับไปอ่านบทเรียนก่อน แล้วลองใหม่"), (80, "รู้ทันแล้ว", "ชวนคนในบ้านมาลองทำ"))
    ):
        page.locator("#id_bands-ADD").click()
        page.locator(f"#id_bands-{place}-min_percent").fill(str(percent))
        page.locator(f"#id_bands-{place}-title").fill(title)
        band = page.locator(f"[data-contentpath='text']:has(#id_bands-{place}-text) [contenteditable=true]")
        band.click()
        band.press_sequentially(text)
        expect(band).to_contain_text(text)


@pytest.mark.usefixtures("bank")
def test_a_question_and_a_quiz_of_ten_go_live_without_code(desk: Desk, phone_page: Page) -> None:
    author, reviewer = desk("สมศรี", roles.AUTHOR), desk("วิชัย", roles.EDITOR)

    _write_spot_question(author)
    expect(author.locator("footer [name='action-publish']")).to_have_count(0)  # an author hands in
    _submit(author)
    _review(reviewer, "team-1")
    _ask_for_changes(reviewer, ASKED)

    _open(author, "question", "team-1")
    expect(author.locator("main .help-warning")).to_contain_text(ASKED)
    _fields(author)("phrases-0-value-feedback").fill("ไม่มีใครการันตีกำไรได้ และการเร่งให้โอนคือกลวิธีไม่ให้คิด")
    _submit(author)
    _review(reviewer, "team-1")
    expect(_fields(reviewer)("phrases-0-value-feedback")).to_have_value(re.compile("กลวิธีไม่ให้คิด"))
    _approve(reviewer)
    assert Question.objects.get(code="team-1").versions.count() == 1

    _build_quiz(author)
    _submit(author)
    assert not Quiz.objects.get(slug="before-you-pay").live
    _review(reviewer, "รู้ทันก่อนโอน")
    _approve(reviewer)

    phone_page.goto("/quiz/before-you-pay/")
    expect(phone_page.locator("main")).to_contain_text("10 ข้อ")
    phone_page.get_by_role("button", name=re.compile("เริ่มทำ")).click()
    expect(phone_page.locator("[data-go]")).to_have_count(10)
    expect(phone_page.locator("[data-go='1'][aria-current]")).to_be_visible()  # the script is awake
    _finish(phone_page)
    expect(phone_page.locator(".band")).to_contain_text("ลองอ่านอีกนิด")
    expect(phone_page.locator(".band")).to_contain_text("กลับไปอ่านบทเรียนก่อน")


def _finish(page: Page) -> None:
    """Mark one phrase and hand the rest in empty."""
    page.locator("#q1 .phrase").first.click()
    expect(page.locator("#q1 [data-saved]")).to_have_text("บันทึกแล้ว ✓")
    page.locator("[data-go='10']").click()
    page.get_by_role("button", name="ส่งคำตอบ").click()
    page.get_by_role("button", name=re.compile("ส่งเลย")).click()
    expect(page.locator(".score")).to_be_visible()


@pytest.fixture
def phone_page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    context: Any = browser.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 740}, locale="th-TH"
    )
    context.set_default_timeout(TIMEOUT)
    yield context.new_page()
    context.close()
