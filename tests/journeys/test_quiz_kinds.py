"""Every kind of question on a phone: empty, answered, right, wrong, offline; nothing lost, nothing inaccessible."""

import datetime as dt
import os
import re
import signal
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from playwright.sync_api import Error as PlaywrightError
from pytest_django.live_server_helper import LiveServer

from accounts import cookies
from quizzes.kinds import KINDS
from quizzes.models import AnswerStep, Attempt
from quizzes.plain_form import fingerprint
from quizzes.selectors import newest_answers
from tests.factories.question_kinds import WRONG, attempt_over, content_of, right
from tests.look.looking import barriers

pytestmark = pytest.mark.django_db(transaction=True)
TIMEOUT = 60_000  # milliseconds: the machine may be busy


@pytest.fixture
def attempt(now: Any) -> Attempt:
    asks = {"single", "judge"}
    return attempt_over(*(content_of(kind, ask_confidence=kind in asks) for kind in KINDS))


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, attempt: Attempt) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 740}, locale="th-TH"
    )
    _prepare(context, live_server, attempt)
    yield context
    context.close()


def _prepare(context: BrowserContext, live_server: LiveServer, attempt: Attempt) -> None:
    context.set_default_timeout(TIMEOUT)
    expect.set_options(timeout=TIMEOUT)
    cookie = cookies.signed(attempt.learner_id)
    context.add_cookies([{"name": cookies.NAME, "value": cookie, "url": live_server.url}])


def _open(context: BrowserContext, attempt: Attempt) -> Page:
    page = context.pages[0] if context.pages else context.new_page()
    page.goto(f"/quiz/attempts/{attempt.pk}/")
    return page


def _go(page: Page, slot: int) -> Locator:
    page.locator(f"[data-go='{slot}']").click()
    return page.locator(f"#q{slot}")


def _answer(question: Locator, response: dict[str, Any]) -> None:
    """Answer as a thumb does: by tapping, choosing and typing."""
    for uid in [*response.get("choices", []), *([response["verdict"]] if "verdict" in response else [])]:
        question.locator(f".opt:has(input[value='{uid}'])").click()
    for uid in response.get("phrases", []):
        question.locator(f".phrase:has(input[value='{uid}'])").click()
    for uid, value in (response.get("pairs") or response.get("gaps") or {}).items():
        field = question.locator(f"[data-part='{uid}']")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    if "text" in response:
        question.locator("input[type=text]").fill(response["text"])
    if "order" in response:
        _put_in_order(question, response["order"])


def _put_in_order(question: Locator, wanted: list[str]) -> None:
    for place, uid in enumerate(wanted):
        while _order(question).index(uid) > place:
            question.locator(f"[data-item='{uid}'] [data-move='-1']").click()
    keep = question.locator("[data-keep]")
    if keep.is_visible():
        keep.click()


def _order(question: Locator) -> list[str]:
    found: list[str] = question.locator("[data-item]").evaluate_all(
        "items => items.map(item => item.dataset.item)"
    )
    return found


def _kept(attempt: Attempt) -> list[str]:
    newest = newest_answers(attempt_id=attempt.pk)
    return [fingerprint(newest[slot].response) if slot in newest else "" for slot in range(1, len(KINDS) + 1)]


def _look(page: Page, faults: dict[str, list[str]], name: str, *, slot: int = 1) -> None:
    """Note what axe finds and what does not fit on the phone; what is around all questions is looked at with one."""
    found = barriers(page, within=None if slot == 1 else f"#q{slot}")
    if page.evaluate("document.documentElement.scrollWidth") > 360:
        found.append("wider than the phone")
    if found:
        faults[name] = found


@pytest.mark.parametrize(("given", "scheme"), [("right", "light"), ("wrong", "dark")])
def test_every_kind_is_answered_checked_and_accessible(
    phone: BrowserContext, attempt: Attempt, given: str, scheme: Any
) -> None:
    page = _open(phone, attempt)
    page.emulate_media(color_scheme=scheme)
    faults: dict[str, list[str]] = {}
    look = partial(_look, page, faults)

    for slot, kind in enumerate(KINDS, 1):
        question = _go(page, slot)
        look(f"{kind} empty", slot=slot)
        _answer(question, right(kind) if given == "right" else WRONG[kind])
        expect(question.locator("[data-saved]")).to_have_text("บันทึกแล้ว ✓")
        look(f"{kind} answered", slot=slot)
        question.get_by_role("button", name="ตรวจข้อนี้").click()
        expect(question.locator(f".checked--{given}")).to_be_visible()
        look(f"{kind} {given}", slot=slot)
    page.get_by_role("button", name="ส่งคำตอบ").click()
    expect(page.locator(".score")).to_be_visible()
    look("result")

    attempt.refresh_from_db()
    assert faults == {}
    assert attempt.fraction == (1.0 if given == "right" else 0.0)


def test_a_whole_quiz_offline_arrives_once_when_the_signal_is_back(
    phone: BrowserContext, attempt: Attempt
) -> None:
    page = _open(phone, attempt)
    faults: dict[str, list[str]] = {}
    phone.set_offline(True)
    for slot, kind in enumerate(KINDS, 1):
        question = _go(page, slot)
        _answer(question, right(kind))
        expect(question.locator("[data-saved]")).to_contain_text("รอส่ง")
        _look(page, faults, f"{kind} offline", slot=slot)
    assert faults == {}
    page.get_by_role("button", name="ส่งคำตอบ").click()
    expect(page.locator("[data-finishing]")).to_contain_text("เมื่อมีสัญญาณ")

    phone.set_offline(False)
    expect(page.locator(".score")).to_be_visible()

    attempt.refresh_from_db()
    keys = list(AnswerStep.objects.values_list("key", flat=True))
    assert attempt.fraction == 1.0
    assert len(keys) == len(set(keys))
    assert _kept(attempt) == [fingerprint(right(kind)) for kind in KINDS]


def test_what_is_marked_to_look_at_again_survives_a_reload_and_is_asked_about(
    phone: BrowserContext, attempt: Attempt
) -> None:
    page = _open(phone, attempt)
    flag = _go(page, 2).get_by_role("button", name="ไว้ดูอีกครั้ง")
    flag.click()
    expect(flag).to_have_attribute("aria-pressed", "true")

    page.reload()

    expect(page.locator("[data-go='2']")).to_have_attribute("data-flagged", "")
    _go(page, len(KINDS))
    page.get_by_role("button", name="ส่งคำตอบ").click()
    expect(page.locator("[data-confirm-text]")).to_contain_text("ทำเครื่องหมายไว้ดูอีกครั้งข้อ 2")


def test_an_order_is_made_with_the_keyboard_and_said_aloud(phone: BrowserContext, attempt: Attempt) -> None:
    page = _open(phone, attempt)
    question = _go(page, list(KINDS).index("order") + 1)
    first = _order(question)[0]
    down = question.locator(f"[data-item='{first}'] [data-move='1']")

    down.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")

    assert _order(question)[2] == first
    expect(down).to_be_focused()
    expect(question.locator("[data-ordering-status]")).to_contain_text("อยู่ลำดับที่ 3 จาก 4")


def test_enter_in_a_text_goes_on_and_checks_nothing(phone: BrowserContext, attempt: Attempt) -> None:
    page = _open(phone, attempt)
    slot = list(KINDS).index("short") + 1
    field = _go(page, slot).locator("input[type=text]")
    field.fill("ก.ล.ต.")

    field.press("Enter")

    expect(page.locator(f"#q{slot + 1}")).to_be_visible()
    expect(page.locator(f"#q{slot} [data-saved]")).to_have_text("บันทึกแล้ว ✓")
    assert page.locator(".checked").count() == 0


def test_the_time_left_is_said_at_ten_five_and_one_minutes_and_when_asked(
    phone: BrowserContext, attempt: Attempt
) -> None:
    phone.new_page().clock.install()
    attempt.deadline = timezone.now() + dt.timedelta(minutes=12)
    attempt.save()
    page = _open(phone, attempt)
    # from here on time passes only when told, however busy the machine is
    page.clock.pause_at(dt.datetime.fromtimestamp(page.evaluate("Date.now()") / 1000 + 5, tz=dt.UTC))
    said = page.locator("[data-timer-status]")
    heard = [said.text_content()]

    for span in (60, 90, 240, 60, 240):  # seconds
        page.clock.run_for(span * 1000)
        heard.append(said.text_content())
    page.get_by_role("button", name="เหลือเวลาเท่าไร").click()

    assert heard == [
        "", "", "เหลือเวลา 10 นาที", "เหลือเวลา 10 นาที", "เหลือเวลา 5 นาที", "เหลือเวลา 1 นาที",
    ]  # fmt: skip
    expect(said).to_have_text(re.compile(r"^เหลือเวลา \d+ วินาที$"))


def test_when_the_time_is_up_what_was_given_is_handed_in(phone: BrowserContext, attempt: Attempt) -> None:
    _open(phone, attempt)  # once before: then the second time is quick, also on a busy machine
    attempt.deadline = timezone.now() + dt.timedelta(seconds=15)
    attempt.save()
    page = _open(phone, attempt)
    _answer(_go(page, 1), right("single"))

    expect(page.locator(".score")).to_be_visible()

    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.FINISHED
    assert attempt.marks[0] == 1.0


def test_without_a_script_every_kind_is_a_plain_accessible_form(
    browser: Browser, live_server: LiveServer, attempt: Attempt
) -> None:
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    _prepare(context, live_server, attempt)
    page = _open(context, attempt)
    for slot, kind in enumerate(KINDS, 1):
        question, response = page.locator(f"#q{slot}"), right(kind)
        for place, uid in enumerate(response.pop("order", []), 1):
            question.locator(f"select[name='slot-{slot}-{uid}']").select_option(str(place))
        _answer(question, response)

    page.locator("[data-plain]").get_by_role("button", name="ส่งคำตอบ").click()

    expect(page.locator(".score")).to_be_visible()
    context.close()
    attempt.refresh_from_db()
    assert attempt.fraction == 1.0


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the browser's processes in /proc")
def test_a_battery_that_dies_while_offline_loses_nothing(
    browser: Browser, live_server: LiveServer, attempt: Attempt, tmp_path: Path
) -> None:
    def start() -> BrowserContext:
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "phone",
            executable_path=os.environ.get("CHROMIUM") or _executable(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            base_url=live_server.url,
            viewport={"width": 360, "height": 740},
        )
        _prepare(context, live_server, attempt)
        return context

    context = start()
    page = _open(context, attempt)
    context.set_offline(True)
    for slot, kind in enumerate(KINDS, 1):
        _answer(_go(page, slot), right(kind))
        expect(page.locator(f"#q{slot} [data-saved]")).to_contain_text("รอส่ง")
    _wait_until_on_disk(page, attempt, tmp_path / "phone")
    _kill_all_of(tmp_path / "phone")
    with suppress(PlaywrightError):  # it is gone: Playwright hears of that now
        context.close()
    assert not AnswerStep.objects.exists()

    context = start()
    page = _open(context, attempt)
    _go(page, len(KINDS))
    page.get_by_role("button", name="ส่งคำตอบ").click()
    expect(page.locator(".score")).to_be_visible()
    context.close()

    attempt.refresh_from_db()
    assert attempt.fraction == 1.0
    assert _kept(attempt) == [fingerprint(right(kind)) for kind in KINDS]


def _executable() -> str:
    from literacy.browser import find_browser

    return str(find_browser())


def _wait_until_on_disk(page: Page, attempt: Attempt, profile: Path) -> None:
    """Wait for the newest answer's key: the browser writes five seconds after a change, then once a minute at most."""
    keys: list[str] = page.evaluate(
        "prefix => Object.keys(localStorage).filter(name => name.startsWith(prefix))", f"answer:{attempt.pk}:"
    )
    wanted = [key.rsplit(":", 1)[1] for key in keys]
    for _ in range(1500):
        written = b"".join(
            file.read_bytes() for file in (profile / "Default/Local Storage/leveldb").glob("*.log")
        )
        if all(key.encode() in written or key.encode("utf-16-le") in written for key in wanted):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the browser has not written its storage down")


def _kill_all_of(profile: Path) -> None:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if f"--user-data-dir={profile}".encode() in command:
            try:
                os.kill(int(process.name), signal.SIGKILL)
            except ProcessLookupError:
                continue  # went with its parent
