"""A class in five minutes: a teacher opens it, three pupils come in on one phone, one goes on from another."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from schools.models import Classroom, Membership

pytestmark = pytest.mark.django_db(transaction=True)
TIMEOUT = 30_000  # milliseconds: the machine may be busy
Open = Callable[[], Page]


@pytest.fixture
def device(browser: Browser, live_server: LiveServer) -> Iterator[Open]:
    """Return a way to pick up one more device."""
    expect.set_options(timeout=TIMEOUT)
    contexts = []

    def pick_up() -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": 360, "height": 740}, locale="th-TH"
        )
        context.set_default_timeout(TIMEOUT)
        contexts.append(context)
        return context.new_page()

    yield pick_up
    for context in contexts:
        context.close()


def _open_a_class(page: Page) -> None:
    """A teacher who has never been here: account, school, class."""
    page.goto("/school/")
    page.get_by_role("link", name="สมัครบัญชีใหม่").click()
    page.get_by_label("ชื่อผู้ใช้").fill("kru-somjai")
    page.get_by_label("รหัสผ่าน").fill("rak-rian-2569")
    page.get_by_label("20 ปีขึ้นไป").check()
    page.get_by_label("อ่านแล้ว และยินยอม").check()
    page.get_by_role("button", name="สมัครบัญชี").click()
    page.get_by_role("link", name="เพิ่มโรงเรียนของฉัน").click()
    page.get_by_label("ชื่อโรงเรียน").fill("โรงเรียนบ้านหนองน้ำใส")
    page.get_by_label("ชื่อของคุณ").fill("ครูสมใจ")
    page.get_by_role("button", name="เพิ่มโรงเรียน").click()
    page.get_by_label("ชื่อห้อง").fill("ม.2/3")
    page.get_by_role("button", name="เปิดห้อง").click()
    expect(page.get_by_role("heading", name="ให้นักเรียนเข้าห้อง")).to_be_visible()


def _code_on_the_wall(page: Page) -> str:
    page.get_by_role("link", name="หน้าสำหรับฉายขึ้นจอ").click()
    code = page.locator(".projector-code").inner_text()
    expect(page.locator(".projector-qr")).to_be_visible()
    page.get_by_role("link", name="กลับไปที่ห้อง").click()
    return code


def _come_in(page: Page, code: str, nickname: str) -> None:
    page.goto("/join/")
    page.get_by_label("รหัสจากครู").fill(code)
    page.get_by_role("button", name="เข้าห้อง").click()
    page.get_by_label("ชื่อเล่น").fill(nickname)
    page.get_by_role("button", name="เข้าห้องด้วยชื่อนี้").click()
    expect(page.get_by_role("heading", name=f"คุณคือ {nickname}")).to_be_visible()


def test_a_class_is_open_in_minutes_and_pupils_share_a_phone_without_sharing_their_work(device: Open) -> None:
    teacher, phone, other_phone = device(), device(), device()
    _open_a_class(teacher)
    code = _code_on_the_wall(teacher)

    for nickname in ("นก", "มะลิ", "ตาล"):
        _come_in(phone, code, nickname)
    seats = {seat.nickname: seat.learner_id for seat in Membership.objects.all()}
    assert len(set(seats.values())) == 3

    phone.get_by_role("button", name="สลับเป็น นก").click()
    expect(phone.get_by_role("heading", name="คุณคือ นก")).to_be_visible()
    expect(phone.get_by_role("button", name="สลับเป็น ตาล")).to_be_visible()

    other_phone.goto(f"/join/{code.replace(' ', '')}/")
    other_phone.get_by_role("link", name=re.compile("มะลิ")).click()
    expect(other_phone.locator("main")).to_contain_text("มีคนเข้าห้องด้วยชื่อนี้แล้ว")
    other_phone.get_by_role("button", name="ใช่ ฉันคือ มะลิ").click()
    expect(other_phone.get_by_role("heading", name="คุณคือ มะลิ")).to_be_visible()

    teacher.reload()
    expect(teacher.locator("main")).to_contain_text("นักเรียน 3 คน เข้าห้องแล้ว 3 คน")
    teacher.get_by_role("button", name="เปลี่ยนรหัส").click()
    expect(teacher.locator("main")).to_contain_text("รหัสและลิงก์เดิมใช้ไม่ได้อีก")
    teacher.get_by_role("link", name=re.compile("บันทึกของห้อง")).click()
    expect(teacher.locator(".log")).to_contain_text("เข้าห้องจากเครื่องอื่นด้วยชื่อนี้")

    dead = device()
    dead.goto(f"/join/{code.replace(' ', '')}/")
    expect(dead.get_by_role("heading", name="รหัสนี้ใช้ไม่ได้")).to_be_visible()
    other_phone.reload()
    expect(other_phone.get_by_role("heading", name="คุณคือ มะลิ")).to_be_visible()
    assert {seat.nickname: seat.learner_id for seat in Membership.objects.all()} == seats
    assert Classroom.objects.get().code != code.replace(" ", "")
