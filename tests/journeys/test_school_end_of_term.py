"""The end of a class's time: its pupils are erased; the teacher finds an empty class that says so, a phone hears it kindly."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Learner
from quizzes.models import Attempt
from schools.models import Classroom, Mark, Membership
from tests.factories.accounts import make_user
from tests.factories.schools import make_assignment, make_classroom, make_staff, make_submission
from tests.look.school_screens import walker
from tests.look.school_world import session

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 360, "height": 740}


def test_a_class_past_its_date_is_erased_and_both_sides_are_told(
    browser: Browser, live_server: LiveServer
) -> None:
    expect.set_options(timeout=30_000)
    now = timezone.now()
    teacher = make_staff(user=make_user())
    classroom = make_classroom(
        teacher=teacher,
        code_expires_at=now + dt.timedelta(days=9),
        keep_until=(now + dt.timedelta(days=9)).date(),
        created_at=now,
    )  # fmt: skip
    work = make_assignment(classroom=classroom, title="งานที่ทำไปแล้ว", opens_at=now - dt.timedelta(hours=1))
    with (
        walker(browser, live_server.url, {}, viewport=PHONE) as phone,
        walker(browser, live_server.url, session(teacher.user), viewport=PHONE) as desk,
    ):
        pupil, page = phone.new_page(), desk.new_page()
        pupil.goto(f"/join/{classroom.code}/")
        pupil.get_by_label("ชื่อเล่น").fill("มะลิ")
        pupil.get_by_role("button", name="เข้าห้องด้วยชื่อนี้").click()
        expect(pupil.get_by_role("heading", name="คุณคือ มะลิ")).to_be_visible()
        make_submission(assignment=work, pupil=Membership.objects.get(), started_at=now)
        page.goto(f"/school/class/{classroom.pk}/")
        expect(page.locator("main")).to_contain_text("ระบบจะลบรายชื่อ งาน และคะแนนของห้องนี้")  # a month before

        Classroom.objects.update(keep_until=(now - dt.timedelta(days=2)).date())
        call_command("erase_classes")

        page.reload()
        expect(page.locator("main")).to_contain_text("ลบข้อมูลนักเรียนตามกำหนดแล้ว")
        page.get_by_role("link", name="นักเรียน", exact=True).click()
        expect(page.locator("main")).to_contain_text("ยังไม่มีนักเรียน")
        expect(page.locator("main")).not_to_contain_text("มะลิ")
        page.goto(f"/school/class/{classroom.pk}/log/")
        expect(page.locator(".log")).to_contain_text("ลบข้อมูลนักเรียนตามกำหนด")
        pupil.reload()
        expect(pupil.locator("main")).to_contain_text("เครื่องนี้ยังไม่ได้เข้าห้องไหน")
        expect(pupil.locator("main")).to_contain_text("จบปีแล้ว")
        pupil.goto(f"/join/{classroom.code}/")
        expect(pupil.get_by_role("heading", name="รหัสนี้ใช้ไม่ได้")).to_be_visible()
    left = (Membership, Mark, Attempt, Learner)
    assert [model.__name__ for model in left if model.objects.exists()] == []
