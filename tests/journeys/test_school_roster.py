"""A roster out of Excel: seen before it is written, slips to cut out, a wrong pick put right, one pupil erased."""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Learner
from schools.models import Classroom, Membership, Submission
from schools.services import starting
from tests.factories.quizzes import make_quiz
from tests.factories.schools import make_assignment, make_classroom

pytestmark = pytest.mark.django_db(transaction=True)
TIMEOUT = 30_000  # milliseconds: the machine may be busy
ROSTER = (
    "เลขที่\tรหัสนักเรียน\tชื่อ-สกุล\tชื่อเล่น\tเลขบัตรประชาชน\n"
    "1\t00123\tเด็กชายสมชาย ใจดี\tชาย\t1101700230708\n"
    "2\t00124\tเด็กหญิงมาลี งามตา\tมะลิ\t1101700230716\n"
    "3\t00125\tเด็กหญิงตาล หวานใจ\tตาล\t\n"
)
Open = Callable[[], Page]


@pytest.fixture
def classroom() -> Classroom:
    return make_classroom(name="ม.1/2")


@pytest.fixture
def device(browser: Browser, live_server: LiveServer) -> Iterator[Open]:
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


def _sign_in(page: Page, classroom: Classroom, url: str) -> None:
    client = Client()
    client.force_login(classroom.teaching.get().user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}])


def _fits(page: Page) -> None:
    """Nothing for axe to find, nothing wider than the phone."""
    found = Axe().run(page, options={"preload": False}).response["violations"]
    assert [(each["id"], [node["html"][:90] for node in each["nodes"]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_roster_comes_in_slips_go_out_and_mistakes_are_put_right(
    device: Open, classroom: Classroom, live_server: LiveServer
) -> None:
    teacher, phone = device(), device()
    _sign_in(teacher, classroom, live_server.url)
    teacher.goto(f"/school/class/{classroom.pk}/pupils/")
    teacher.get_by_role("link", name="นำรายชื่อเข้า").click()
    _fits(teacher)
    teacher.get_by_label("วางรายชื่อจาก Excel").fill(ROSTER)
    teacher.get_by_role("button", name="อ่านรายชื่อ").click()
    main = teacher.locator("main")
    expect(main).to_contain_text("เพิ่ม")
    expect(main).to_contain_text("เลขประจำตัวประชาชน ระบบไม่เก็บไว้")
    expect(teacher.get_by_role("row", name=re.compile("เด็กหญิงมาลี งามตา"))).to_be_visible()
    _fits(teacher)
    assert Membership.objects.count() == 0
    teacher.get_by_role("button", name="ตกลง บันทึกรายชื่อ").click()
    expect(main).to_contain_text("บันทึกรายชื่อแล้ว: เพิ่ม 3 คน")
    _fits(teacher)

    teacher.get_by_role("link", name="สลิปเข้าห้อง").click()
    slip = teacher.locator(".slip", has_text="มะลิ")
    expect(slip.locator("img")).to_be_visible()
    _fits(teacher)
    assert teacher.pdf(format="A4").count(b"/Type /Page\n") == 1
    phone.goto("/join/")
    phone.get_by_label("รหัสจากครู").fill(slip.locator(".slip-code").inner_text())
    phone.get_by_role("button", name="เข้าห้อง").click()
    phone.get_by_role("button", name=re.compile("ใช่ ฉันคือ มะลิ|เข้าห้อง")).click()
    expect(phone.get_by_role("heading", name="คุณคือ มะลิ")).to_be_visible()

    seats = {seat.nickname: seat for seat in Membership.objects.select_related("learner", "classroom")}
    work = make_assignment(classroom=classroom, quiz=make_quiz(questions=1), title="รู้ทันแชร์ลูกโซ่")
    starting.start(membership=seats["มะลิ"], assignment=work, item_id=None, now=timezone.now())
    teacher.goto(f"/school/class/{classroom.pk}/pupils/{seats['มะลิ'].pk}/")
    teacher.locator("summary", has_text="สองคนใช้ชื่อนี้").click()
    teacher.locator("summary", has_text="ข้อมูลของนักเรียนคนนี้").click()
    _fits(teacher)
    teacher.get_by_role("link", name="ย้ายไปให้เจ้าของ").click()
    teacher.get_by_label("ย้ายไปให้").select_option(label="1. เด็กชายสมชาย ใจดี (ชาย)")
    teacher.get_by_label("เหตุผล").fill("แตะผิดชื่อ")
    _fits(teacher)
    teacher.get_by_role("button", name="ย้ายงาน").click()
    expect(main).to_contain_text("คะแนนของทั้งสองคนคิดใหม่แล้ว")
    assert Submission.objects.get().membership == seats["ชาย"]

    teacher.locator("summary", has_text="ข้อมูลของนักเรียนคนนี้").click()
    teacher.get_by_role("link", name="ลบข้อมูลนักเรียนคนนี้").click()
    _fits(teacher)
    teacher.get_by_label("ตรวจแล้วว่าถูกคน").check()
    teacher.get_by_role("button", name="ลบถาวร").click()
    expect(main).to_contain_text("ลบข้อมูล งาน และคะแนนของนักเรียนคนนี้แล้ว")
    expect(main).not_to_contain_text("มาลี")
    assert not Learner.objects.filter(pk=seats["มะลิ"].learner_id).exists()
    phone.reload()
    expect(phone.locator("main")).to_contain_text("เครื่องนี้ยังไม่ได้เข้าห้องไหน")
