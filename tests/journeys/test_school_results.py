"""A teacher watches three pupils work, takes the marks away, and types in a sheet of paper by keyboard."""

import io
from collections.abc import Iterator

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from quizzes.models import Quiz
from schools.models import Assignment, Mark, Submission
from tests.factories.quizzes import make_content, make_question, make_quiz
from tests.factories.schools import make_assignment, make_classroom, make_pupil, make_submission

pytestmark = pytest.mark.django_db(transaction=True)
TIMEOUT = 20_000  # milliseconds: the machine may be busy


@pytest.fixture
def quiz() -> Quiz:
    return make_quiz(questions=[make_question(content=make_content(wrong=2)) for _ in range(3)])


@pytest.fixture
def work(quiz: Quiz) -> Assignment:
    """Work of a class of four, of which nobody has begun."""
    classroom = make_classroom()
    for number, name in enumerate(("มะลิ", "ตาล", "ฟ้า", "ภู"), 1):
        make_pupil(classroom=classroom, number=number, nickname=name, student_code=f"00{number}")
    return make_assignment(classroom=classroom, quiz=quiz, title="ตรวจใบอนุญาต")


@pytest.fixture
def teacher(browser: Browser, live_server: LiveServer, work: Assignment) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 1280, "height": 800}, locale="th-TH"
    )
    context.set_default_timeout(TIMEOUT)
    expect.set_options(timeout=TIMEOUT)
    client = Client()
    client.force_login(work.classroom.teaching.get().user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    trouble: list[str] = []
    context.on("weberror", lambda error: trouble.append(str(error.error)))
    yield context
    context.close()
    assert trouble == []


def test_a_class_is_watched_marked_taken_away_and_typed_in(teacher: BrowserContext, work: Assignment) -> None:
    mali, tan, fa, phu = work.classroom.pupils.order_by("number")
    base = f"/school/class/{work.classroom_id}"

    board = teacher.new_page()
    board.goto(f"{base}/work/{work.pk}/board/")
    expect(board.locator("[data-board-state=live]")).to_be_attached()
    expect(board.locator(".states")).to_contain_text("ยังไม่เริ่ม 4")
    working = [make_submission(assignment=work, pupil=each, finished=False) for each in (tan, fa)]
    make_submission(assignment=work, pupil=mali)
    expect(board.locator(".states")).to_contain_text("กำลังทำ 2")  # without anybody loading the page anew
    expect(board.locator(".states")).to_contain_text("เสร็จ 1")
    expect(board.get_by_role("row", name="มะลิ")).to_contain_text("เสร็จ")
    board.get_by_role("link", name="ขึ้นจอหน้าห้อง").click()
    expect(board.locator("[data-board]")).not_to_contain_text("มะลิ")
    board.close()

    paper = teacher.new_page()
    paper.goto(f"{base}/work/{work.pk}/paper/")
    expect(paper.locator("[data-paper-state=live]")).to_be_attached()
    row = paper.get_by_role("row", name="ภู")
    row.locator("input").nth(0).focus()
    paper.keyboard.type("1x")  # ก; the second is no letter of the sheet
    expect(row.locator("[aria-invalid]")).to_have_count(1)
    paper.keyboard.type("bค")
    expect(row.locator("td > input").nth(1)).to_have_value("ข")
    expect(row).to_contain_text("ยังไม่บันทึก")
    paper.keyboard.press("Enter")
    expect(row).to_contain_text("บันทึกแล้ว ทำได้ 33%")
    assert Submission.objects.get(membership=phu).is_paper
    assert Mark.objects.get(membership=phu).state == Mark.State.DONE
    paper.close()

    results = teacher.new_page()
    results.goto(f"{base}/results/")
    expect(results.get_by_role("row", name="ภู")).to_contain_text("33")
    expect(results.get_by_role("row", name="ตาล")).to_contain_text("กำลังทำ")
    with results.expect_download() as download:
        results.get_by_role("link", name="ตารางคะแนน (Excel)").click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0] == ("เลขที่", "รหัสนักเรียน", "ชื่อ", "ตรวจใบอนุญาต")
    assert [row[1] for row in rows[1:]] == ["001", "002", "003", "004"]
    assert [row[3] for row in rows[1:]] == [0, None, None, 33.33]
    assert len(working) == 2
