"""Work for a class: given by a teacher, late by one, eased for another; a bell; a pair of forms with swapped halves."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts import cookies
from quizzes.models import Attempt, Quiz
from schools.models import Assignment, Classroom, Mark, Membership
from tests.factories.accounts import make_learner
from tests.factories.lessons import make_course, make_lesson
from tests.factories.quizzes import make_content, make_question, make_quiz
from tests.factories.schools import make_assignment, make_classroom, make_pupil, make_staff
from thai.dates import thai_date_short

pytestmark = pytest.mark.django_db(transaction=True)
TIMEOUT = 30_000  # milliseconds: the machine may be busy
RIGHT = "ถามคนที่บ้านก่อน"
Pick = Callable[..., Page]


def quiz_called(title: str) -> Quiz:
    """Return a quiz of one question whose right answer is known by its text."""
    content = make_content(stem="มีคนเร่งให้โอนเงิน ทำอย่างไรดี", wrong=1)
    content["choices"][0]["text"] = RIGHT
    return make_quiz(questions=[make_question(content=content)], title=title)


@dataclass
class Room:
    classroom: Classroom = field(default_factory=lambda: make_classroom(teacher=make_staff()))

    def pupil(self, nickname: str, *, half: int = 0) -> Membership:
        return make_pupil(classroom=self.classroom, learner=make_learner(), nickname=nickname, half=half)

    @property
    def page(self) -> str:
        return f"/school/class/{self.classroom.pk}/work/"


@pytest.fixture
def device(browser: Browser, live_server: LiveServer) -> Iterator[Pick]:
    """Return a way to pick up a device: a pupil's phone, or the teacher's computer."""
    expect.set_options(timeout=TIMEOUT)
    contexts: list[BrowserContext] = []

    def pick_up(*, pupil: Membership | None = None, room: Room | None = None) -> Page:
        width = 360 if pupil else 1280
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 740}, locale="th-TH"
        )
        context.set_default_timeout(TIMEOUT)
        contexts.append(context)
        found = {}
        if pupil is not None and pupil.learner is not None:
            found[cookies.NAME] = cookies.signed(pupil.learner.pk)
        if room is not None:
            client = Client()
            client.force_login(room.classroom.teaching.get().user)
            found["sessionid"] = client.cookies["sessionid"].value
        context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in found.items()]
        )
        return context.new_page()

    yield pick_up
    for context in contexts:
        context.close()


def _answer(page: Page) -> None:
    """Answer the one question right and hand in."""
    expect(page.locator("[data-question]:visible")).to_have_count(1)
    page.locator("[data-question]:visible .opt", has_text=RIGHT).click()
    expect(page.locator("[data-question]:visible")).to_contain_text("บันทึกแล้ว")
    page.get_by_role("button", name="ส่งคำตอบ").click()
    expect(page).to_have_url(re.compile("/result/"))


def _do(page: Page, title: str) -> None:
    """From one's own page through the work and back."""
    page.goto("/my-class/")
    page.get_by_role("link", name=re.compile(f"เริ่มทำ.*{title}")).click()
    page.get_by_role("button", name=re.compile("เริ่มทำ")).click()
    _answer(page)
    page.get_by_role("link", name="กลับไปห้องของฉัน").first.click()
    expect(page).to_have_url(re.compile("/my-class/$"))


def test_a_late_pupil_loses_what_was_said_and_one_with_an_exception_nothing(device: Pick) -> None:
    room, quiz = Room(), quiz_called("รู้ทันคนเร่ง")
    late, eased = room.pupil("นก"), room.pupil("มะลิ")
    teacher, now = device(room=room), timezone.now()

    teacher.goto(room.page)
    teacher.get_by_role("link", name="มอบหมายงานใหม่").click()
    teacher.locator("summary", has_text="แบบทดสอบทั้งหมด").click()
    teacher.get_by_role("link", name=f"เลือก {quiz.title}").click()
    teacher.get_by_label("เปิดให้ทำ").fill(f"{thai_date_short(now - dt.timedelta(days=9))} 08:00")
    yesterday = thai_date_short(now - dt.timedelta(days=1))
    teacher.get_by_label("กำหนดส่ง", exact=True).fill(f"{yesterday} 00:30")  # 23–48 hours ago
    teacher.locator("summary", has_text="ตั้งค่าเพิ่ม").click()
    teacher.get_by_label("รับ หักต่อวัน").check()
    teacher.get_by_role("button", name="ดูตัวอย่างข้อความใหม่").click()
    expect(teacher.locator(".says")).to_contain_text("หักวันละ 10%")
    teacher.get_by_role("button", name="มอบหมายเลย").click()
    teacher.get_by_role("link", name="ข้อยกเว้น").click()
    teacher.get_by_label("ให้ใคร").select_option(label="มะลิ")
    teacher.get_by_label("ไม่มีกำหนดส่ง").check()
    teacher.get_by_label("เหตุผล").fill("ลาป่วย")
    teacher.get_by_role("button", name="บันทึกข้อยกเว้น").click()
    expect(teacher.locator("main")).to_contain_text("มะลิ: ไม่มีกำหนดส่ง")

    for pupil in (late, eased):
        phone = device(pupil=pupil)
        _do(phone, quiz.title)
        words = "ครูรับไว้แล้ว" if pupil == late else "✓ ส่งแล้ว"
        expect(phone.locator("main")).to_contain_text(words)
    fractions = dict(Mark.objects.values_list("membership", "fraction"))
    assert fractions[eased.pk] == 1.0
    assert round(fractions[late.pk] or 0, 3) in {0.9, 0.8}


def test_a_waiting_phone_goes_on_by_itself_when_the_bell_rings(device: Pick) -> None:
    room, now = Room(), timezone.now()
    pupil = room.pupil("ตาล")
    work = make_assignment(
        classroom=room.classroom,
        quiz=quiz_called("สอบพร้อมกัน"),
        waits_for_bell=True,
        opens_at=now - dt.timedelta(minutes=5),
    )
    phone, teacher = device(pupil=pupil), device(room=room)
    phone.goto(f"/my-class/work/{work.pk}/")
    expect(phone.locator("[data-bell][data-awake]")).to_be_visible()
    phone.context.set_offline(True)
    expect(phone.locator("[data-bell-status]")).to_contain_text("กำลังลองใหม่ให้เอง")
    phone.context.set_offline(False)

    teacher.goto(f"{room.page}{work.pk}/")
    teacher.get_by_role("button", name="เริ่ม", exact=True).click()
    expect(teacher.locator("main")).to_contain_text("กดเริ่มแล้ว")

    expect(phone).to_have_url(re.compile("/quiz/attempts/"))
    assert Attempt.objects.get().occasion == work.occasion


def test_before_and_after_halves_take_swapped_forms(device: Pick) -> None:
    room = Room()
    forms = quiz_called("ชุด A"), quiz_called("ชุด B")
    course = make_course(title="รู้ทันกลโกง", before_form=forms[0], after_form=forms[1])
    make_lesson(course=course, closing_quiz=quiz_called("ท้ายบท"))
    pupils = [room.pupil("นก", half=0), room.pupil("มะลิ", half=1)]
    teacher, now = device(room=room), timezone.now()
    teacher.goto(f"{room.page}new/")
    teacher.locator("summary", has_text="รู้ทันกลโกง").click()
    teacher.get_by_role("link", name=re.compile("เลือก ก่อนและหลังเรียน")).click()
    teacher.get_by_label("ก่อนเรียน: เปิดให้ทำ").fill(f"{thai_date_short(now - dt.timedelta(days=2))} 08:00")
    teacher.get_by_label("หลังเรียน: เปิดให้ทำ").fill(f"{thai_date_short(now - dt.timedelta(days=1))} 08:00")
    teacher.get_by_role("button", name="มอบหมายเลย").click()
    expect(teacher.locator("main")).to_contain_text("ครึ่งห้องได้ชุด A ก่อน")

    for pupil in pupils:
        phone = device(pupil=pupil)
        _do(phone, "ก่อนเรียน")
        _do(phone, "หลังเรียน")

    before, after = Assignment.objects.get(kind="before"), Assignment.objects.get(kind="after")
    taken = {(row.occasion, row.learner_id): row.quiz_id for row in Attempt.objects.filter(state="finished")}
    for pupil, (first, second) in zip(pupils, (forms, forms[::-1]), strict=True):
        assert taken[before.occasion, pupil.learner_id] == first.pk
        assert taken[after.occasion, pupil.learner_id] == second.pk
