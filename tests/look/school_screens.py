"""Every screen of teachers and pupils of a class, and what one does there before looking at it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

PASTED = """เลขที่\tรหัสนักเรียน\tชื่อ-นามสกุล\tเลขประจำตัวประชาชน
13\t04540\tเด็กหญิงอัญชลี มีสุข\t1100700000000
14\t04541\tเด็กชายเอกภพ ดวงดี\t1100700000001
15\t04542\tเด็กหญิงอารียา พรมมา\t1100700000002"""


@dataclass(frozen=True)
class Screen:
    """One screen: `who` opens `path` and does something there. `changes`: afterwards the class is not as it was."""

    name: str
    path: str
    who: str = "teacher"
    does: Callable[[Page], None] | None = None
    changes: bool = False


def _paste(page: Page) -> None:
    page.get_by_label("วางรายชื่อ").fill(PASTED)
    page.get_by_role("button", name="อ่านรายชื่อ").click()


def _wrong_code(page: Page) -> None:
    page.get_by_label("รหัสจากครู").fill("000 000 00")
    page.get_by_role("button", name="เข้าห้อง").click()


def _new_pins(page: Page) -> None:
    page.get_by_label("ทุกคนในห้อง").check()
    page.get_by_role("button", name="ตั้ง PIN ใหม่").click()


def _open_all(page: Page) -> None:
    """Open what is behind a tap."""
    page.evaluate("for (const each of document.querySelectorAll('main details')) each.open = true")


def _first_lessons(page: Page) -> None:
    page.locator("details.choose-course > summary").first.click()


def _not_yet(page: Page) -> None:
    page.get_by_role("button", name="ลองอีกครั้ง").click()


def _come_in(page: Page) -> None:
    page.get_by_role("button", name="ใช่ ฉันคือ").click()


def screens(ids: Mapping[str, Any]) -> list[Screen]:
    """Return every screen for the class that `school_world.make` made; those that change something come last."""
    here, work = f"/school/class/{ids['class']}", f"/school/class/{ids['class']}/work"
    pupil, empty = f"{here}/pupils/{ids['pupil']}", f"/school/class/{ids['empty']}"
    running, read = f"{work}/{ids['running']}", f"{work}/{ids['lesson']}"
    door = f"/join/{ids['code']}"
    return [
        # --- opening a class
        Screen("newcomer", "/school/", "newcomer"),
        Screen("school-new", "/school/new/", "newcomer"),
        Screen("school-ask", "/school/join/", "newcomer"),
        Screen("home", "/school/"),
        Screen("school", f"/school/{ids['school']}/"),
        Screen("class-new", f"/school/{ids['school']}/classes/new/"),
        Screen("class-empty", f"{empty}/"),
        Screen("class", f"{here}/"),
        Screen("projector", f"{here}/projector/"),
        Screen("settings", f"{here}/settings/"),
        Screen("copy", f"{here}/copy/"),
        Screen("log", f"{here}/log/"),
        # --- pupils
        Screen("pupils-empty", f"{empty}/pupils/"),
        Screen("pupils", f"{here}/pupils/"),
        Screen("pupil-new", f"{here}/pupils/new/"),
        Screen("roster", f"{here}/pupils/roster/"),
        Screen("roster-preview", f"{here}/pupils/roster/", does=_paste),
        Screen("slips-empty", f"{empty}/pupils/slips/"),
        Screen("slips", f"{here}/pupils/slips/"),
        Screen("pupil", f"{pupil}/", does=_open_all),
        Screen("pupil-edit", f"{pupil}/edit/"),
        Screen("pupil-erase", f"{pupil}/erase/"),
        Screen("move", f"{here}/attempts/{ids['attempt']}/move/"),
        # --- work
        Screen("work-empty", f"{empty}/work/"),
        Screen("work", f"{work}/"),
        Screen("choose", f"{work}/new/", does=_first_lessons),
        Screen("give", f"{work}/new/details/?what={ids['lesson_key']}"),
        Screen("give-all", f"{work}/new/details/?what={ids['lesson_key']}", does=_open_all),
        Screen("give-pair", f"{work}/new/details/?what={ids['pair_key']}"),
        Screen("assignment", f"{running}/", does=_open_all),
        Screen("bell", f"{work}/{ids['bell']}/"),
        Screen("edit", f"{read}/edit/"),
        Screen("exceptions", f"{read}/exceptions/"),
        # --- seeing
        Screen("board", f"{running}/board/"),
        Screen("board-wall", f"{running}/board/?wall=1"),
        Screen("report-empty", f"{work}/{ids['bell']}/report/"),
        Screen("report", f"{running}/report/"),
        Screen("report-gain", f"{work}/{ids['after']}/report/"),
        Screen("pupil-report", f"{pupil}/answers/"),
        Screen("attempt-report", f"{here}/attempts/{ids['attempt']}/", does=_open_all),
        Screen("results-empty", f"{empty}/results/"),
        Screen("results", f"{here}/results/"),
        Screen("adjust", f"{here}/results/{ids['lesson']}/{ids['pupil']}/"),
        Screen("paper", f"{running}/paper/"),
        Screen("paper-sheets", f"{running}/paper/print/"),
        # --- pupils' phones
        Screen("join", "/join/", "nobody"),
        Screen("join-missing", "/join/", "nobody", _wrong_code),
        Screen("join-class", f"{door}/", "nobody"),
        Screen("join-other", f"{door}/", "pupil"),
        Screen("join-slip", f"/join/{ids['slip_code']}/", "nobody"),
        Screen("join-as", f"{door}/{ids['new_pupil']}/", "nobody"),
        Screen("join-taken", f"{door}/{ids['taken_pupil']}/", "nobody"),
        Screen("my-class-empty", "/my-class/", "nobody"),
        Screen("my-class", "/my-class/", "pupil"),
        Screen("my-work", f"/my-class/work/{ids['running']}/", "pupil"),
        Screen("my-done", f"/my-class/work/{ids['lesson']}/", "pupil"),
        Screen("my-bell", f"/my-class/work/{ids['bell']}/", "pupil"),
        Screen("my-attempt", f"/quiz/attempts/{ids['half_way']}/", "pupil"),
        Screen("my-refused", f"/my-class/work/{ids['bell']}/", "pupil", _not_yet),
        # --- what changes something
        Screen("my-class-new", f"{door}/{ids['new_pupil']}/", "nobody", _come_in, changes=True),
        Screen("pins", f"{here}/pupils/", does=_new_pins, changes=True),
    ]


def open_screen(page: Page, screen: Screen) -> None:
    page.goto(screen.path)
    if screen.does:
        screen.does(page)
        page.wait_for_load_state()


@contextmanager
def walker(
    browser: Browser, url: str, cookies: Mapping[str, str], **options: Any
) -> Iterator[BrowserContext]:
    """Hand out the browser of somebody with these cookies."""
    chosen: dict[str, Any] = {"locale": "th-TH", "service_workers": "block"}
    context = browser.new_context(base_url=url, **(chosen | options))
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
    try:
        yield context
    finally:
        context.close()
