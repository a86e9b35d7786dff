"""The list of a class, slips, work moved to whose it is, one pupil's data."""

import csv
import datetime as dt
import io
import json
import re
import uuid
import zipfile
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import AccessLog, Consent, Learner
from quizzes.models import AnswerStep, Attempt
from quizzes.services import finish_attempt, start_attempt
from schools import codes
from schools.models import Assignment, ClassEvent, ClassGroup, Classroom, Mark, Membership, Submission
from schools.services import entering, starting
from tests.conftest import NOW
from tests.factories.accounts import make_user
from tests.factories.quizzes import make_quiz
from tests.factories.schools import make_assignment, make_classroom, make_pupil

pytestmark = pytest.mark.django_db


@pytest.fixture
def classroom() -> Classroom:
    return make_classroom()


@pytest.fixture
def teacher(classroom: Classroom) -> Client:
    client = Client()
    client.force_login(classroom.teaching.get().user)
    return client


def page(client: Client, name: str, *ids: Any) -> str:
    response = client.get(reverse(f"schools:{name}", args=ids))
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def post(client: Client, address: str, *ids: Any, **fields: Any) -> Any:
    return client.post(reverse(f"schools:{address}", args=ids), fields)


def enter(pupil: Membership) -> Learner:
    learner = entering.enter(seat=pupil, device=entering.Device(), brings=False, knew_taken=False, now=NOW)
    pupil.refresh_from_db()
    return learner


def work_on(pupil: Membership, assignment: Assignment, *, finished: bool = True) -> Attempt:
    """Begin the work as the pupil does, answer its first question right, and hand it in."""
    attempt = starting.start(membership=pupil, assignment=assignment, item_id=None, now=NOW)
    question = assignment.items.get().quiz.slots.first().question  # type: ignore[union-attr]
    right = next(each for each in question.versions.get().content["choices"] if each["correct"])
    AnswerStep.objects.create(
        attempt=attempt,
        slot=1,
        sequence=1,
        key=uuid.uuid4(),
        response={"choices": [right["uid"]]},
        received_at=NOW,
    )
    if finished:
        finish_attempt(learner_id=attempt.learner_id, attempt_id=attempt.pk, now=NOW)
    return attempt


# --- the list and the slips ---------------------------------------------------------------------------


def test_a_list_of_three_hundred_and_its_slips_cost_few_queries(
    classroom: Classroom, teacher: Client, django_assert_max_num_queries: Any
) -> None:
    pupils = Membership.objects.bulk_create(
        Membership(classroom=classroom, number=n, first_name=f"สมชาย{n}", personal_code=codes.new_code(12))
        for n in range(1, 301)
    )
    group = ClassGroup.objects.create(classroom=classroom, name="กลุ่มหนึ่ง")
    group.pupils.add(*pupils[:150])
    page(teacher, "pupils", classroom.pk)  # whatever a process does once

    with django_assert_max_num_queries(6):
        html = page(teacher, "pupils", classroom.pk)
    with django_assert_max_num_queries(4):
        slips = page(teacher, "slips", classroom.pk)

    assert html.count('name="pupil"') == 300
    assert "กลุ่มหนึ่ง (150 คน)" in html
    assert slips.count('class="slip-sheet"') == 30
    assert codes.grouped(pupils[299].personal_code) in slips


def test_a_pupil_is_added_by_hand_and_a_taken_number_is_said(classroom: Classroom, teacher: Client) -> None:
    make_pupil(classroom=classroom, number=7)
    fields = {"number": "7", "nickname": "นุ่น", "time_factor": "1.00"}

    refused = post(teacher, "pupil_new", classroom.pk, **fields)
    assert "เลขที่นี้มีคนใช้อยู่แล้ว" in refused.content.decode()
    national = post(teacher, "pupil_new", classroom.pk, **fields, student_code="1101700230708")
    assert "เลขประจำตัวประชาชน" in national.content.decode()
    assert post(teacher, "pupil_new", classroom.pk, **{**fields, "number": "8"}).status_code == 302
    assert classroom.pupils.get(number=8).nickname == "นุ่น"


def test_several_are_put_into_a_group_that_goes_only_without_work(
    classroom: Classroom, teacher: Client
) -> None:
    first, second = make_pupil(classroom=classroom), make_pupil(classroom=classroom)
    chosen = [str(first.pk), str(second.pk)]
    stranger = make_pupil(classroom=make_classroom())

    post(teacher, "pupils_act", classroom.pk, what="join-group", name="กลุ่ม ก", pupil=[*chosen, stranger.pk])
    group = ClassGroup.objects.get(classroom=classroom)
    assert set(group.pupils.all()) == {first, second}
    post(teacher, "pupils_act", classroom.pk, what="leave-group", group=group.pk, pupil=[second.pk])
    assert set(group.pupils.all()) == {first}
    make_assignment(classroom=classroom).groups.add(group)
    post(teacher, "group_remove", classroom.pk, group.pk)
    assert ClassGroup.objects.filter(pk=group.pk).exists()
    assert "จึงยุบไม่ได้" in page(teacher, "pupils", classroom.pk)


def test_new_pins_stand_on_the_slips_once(classroom: Classroom, teacher: Client) -> None:
    pupil = make_pupil(classroom=classroom)

    html = post(teacher, "slips", classroom.pk, what="pins", who="all").content.decode()

    found = re.search(r'PIN <strong class="slip-code">(\d{4})<', html)
    assert found
    pupil.refresh_from_db()
    assert found[1] not in pupil.pin
    assert codes.opens(found[1], pupil.pin, pupil=pupil.pk, key=settings.SECRET_KEY)
    assert found[0] not in page(teacher, "slips", classroom.pk)
    post(teacher, "pupils_act", classroom.pk, what="drop-pins", who="all")
    pupil.refresh_from_db()
    assert pupil.pin == ""


def test_a_new_personal_code_shuts_the_old_slip(classroom: Classroom, teacher: Client) -> None:
    pupil = make_pupil(classroom=classroom)
    other = make_pupil(classroom=classroom)
    old, others = pupil.personal_code, other.personal_code

    post(teacher, "slips", classroom.pk, what="codes", pupil=pupil.pk)

    assert Client().get(reverse("schools:join_class", args=[old])).status_code == 404
    pupil.refresh_from_db()
    other.refresh_from_db()
    assert Client().get(reverse("schools:join_class", args=[pupil.personal_code])).status_code == 200
    assert other.personal_code == others


def test_consent_is_kept_for_who_is_in_and_for_who_comes_later(classroom: Classroom, teacher: Client) -> None:
    here, later = make_pupil(classroom=classroom), make_pupil(classroom=classroom)
    enter(here)

    post(teacher, "pupils_act", classroom.pk, what="consent", who="all", day="20/5/2569")
    enter(later)

    assert here.learner is not None
    found = Consent.objects.filter(learner__in=[here.learner, later.learner])
    assert [(each.given_by, each.how) for each in found] == [("guardian", "school")] * 2
    assert later.consent_on == dt.date(2026, 5, 20)
    post(teacher, "pupils_act", classroom.pk, what="consent", who="all", day="พรุ่งนี้")
    assert "วัน/เดือน/ปี" in page(teacher, "pupils", classroom.pk)


def test_who_leaves_keeps_the_work_and_comes_back_without_a_number_that_was_given_away(
    classroom: Classroom, teacher: Client
) -> None:
    pupil = make_pupil(classroom=classroom, number=5)
    post(teacher, "pupils_act", classroom.pk, what="let-go", who="all", pupil=pupil.pk)
    pupil.refresh_from_db()
    assert pupil.left_at is not None
    make_pupil(classroom=classroom, number=5)

    post(teacher, "pupil_act", classroom.pk, pupil.pk, what="take-back")

    pupil.refresh_from_db()
    assert (pupil.left_at, pupil.number) == (None, None)
    assert "เลขที่เดิมมีคนใช้อยู่" in page(teacher, "pupil", classroom.pk, pupil.pk)


def test_more_time_reaches_the_attempt_that_is_open(classroom: Classroom, teacher: Client) -> None:
    pupil = make_pupil(classroom=classroom)
    enter(pupil)
    work = make_assignment(classroom=classroom, quiz=make_quiz(questions=1, time_limit_minutes=20))
    attempt = work_on(pupil, work, finished=False)

    response = post(teacher, "pupil_edit", classroom.pk, pupil.pk, nickname="นก", time_factor="1.50")

    assert response.status_code == 302
    attempt.refresh_from_db()
    assert attempt.deadline == NOW + dt.timedelta(minutes=30)
    assert ClassEvent.objects.get(pupil=pupil).what == "เปลี่ยนเวลาทำข้อสอบจาก ×1 เป็น ×1.5"


# --- a wrong pick -------------------------------------------------------------------------------------


def test_work_begun_under_a_wrong_name_goes_to_whose_it_is_and_both_marks_follow(
    classroom: Classroom, teacher: Client
) -> None:
    wrong, right = make_pupil(classroom=classroom), make_pupil(classroom=classroom)
    enter(wrong)
    work = make_assignment(classroom=classroom, quiz=make_quiz(questions=2))
    attempt = work_on(wrong, work)
    assert Mark.objects.get(assignment=work, membership=wrong).fraction == 0.5

    url = ("attempt_move", classroom.pk, attempt.pk)
    assert "เขียนเหตุผลสั้น ๆ" in post(teacher, *url, to=right.pk).content.decode()
    assert post(teacher, *url, to=right.pk, reason="แตะผิดชื่อ").status_code == 302

    attempt.refresh_from_db()
    right.refresh_from_db()
    assert attempt.learner_id == right.learner_id
    assert right.learner_is_ours
    assert Submission.objects.get(attempt=attempt).membership == right
    assert list(Mark.objects.values_list("membership", "fraction")) == [(right.pk, 0.5)]
    told = ClassEvent.objects.filter(reason="แตะผิดชื่อ")
    assert {each.pupil for each in told} == {wrong, right}


def test_work_that_the_right_pupil_has_open_as_well_is_refused_with_what_to_do(
    classroom: Classroom, teacher: Client
) -> None:
    wrong, right = make_pupil(classroom=classroom), make_pupil(classroom=classroom)
    enter(wrong)
    enter(right)
    work = make_assignment(classroom=classroom, quiz=make_quiz(questions=1))
    attempt = work_on(wrong, work, finished=False)
    work_on(right, work, finished=False)

    html = post(
        teacher, "attempt_move", classroom.pk, attempt.pk, to=right.pk, reason="แตะผิดชื่อ"
    ).content.decode()

    assert "ทำแบบทดสอบนี้ค้างอยู่" in html
    attempt.refresh_from_db()
    assert attempt.learner_id == wrong.learner_id
    assert not ClassEvent.objects.filter(classroom=classroom).exists()


@pytest.mark.parametrize("is_anothers", [False, True])
def test_two_people_on_one_seat_are_told_apart_and_no_work_is_lost(
    classroom: Classroom, teacher: Client, *, is_anothers: bool
) -> None:
    seat, other = make_pupil(classroom=classroom), make_pupil(classroom=classroom)
    old = enter(seat)
    work = make_assignment(classroom=classroom, quiz=make_quiz(questions=2))
    attempt = work_on(seat, work)
    keeper = other if is_anothers else seat

    post(teacher, "pupil_act", classroom.pk, seat.pk, what="split", keeper=keeper.pk)

    assert not Learner.objects.filter(pk=old.pk).exists()  # no device goes on as before
    seat.refresh_from_db()
    keeper.refresh_from_db()
    attempt.refresh_from_db()
    assert seat.learner_id not in {None, old.pk}
    assert seat.joined_at is None  # picked anew without being asked whether that is a mistake
    assert attempt.learner_id == keeper.learner_id
    assert Submission.objects.get(attempt=attempt).membership == keeper
    assert list(Mark.objects.values_list("membership", "fraction")) == [(keeper.pk, 0.5)]


def test_the_seat_of_an_account_is_not_taken_apart(classroom: Classroom, teacher: Client) -> None:
    learner = Learner.objects.create(created_at=NOW, user=make_user())
    seat = make_pupil(classroom=classroom, learner=learner)

    post(teacher, "pupil_act", classroom.pk, seat.pk, what="split", keeper=seat.pk)

    assert "เข้าห้องด้วยบัญชีของตนเอง" in page(teacher, "pupil", classroom.pk, seat.pk)
    seat.refresh_from_db()
    assert seat.learner == learner


# --- one pupil's data ---------------------------------------------------------------------------------


def test_the_file_of_a_pupil_holds_the_class_work_and_not_what_they_practised_alone(
    classroom: Classroom, teacher: Client
) -> None:
    pupil = make_pupil(classroom=classroom, first_name="มะลิ", student_code="=1+1", pin="ตรา")
    learner = enter(pupil)
    attempt = work_on(pupil, make_assignment(classroom=classroom, quiz=make_quiz(questions=1)))
    alone = start_attempt(learner=learner, slug=make_quiz(questions=1).slug, now=NOW)

    response = teacher.get(reverse("schools:pupil_data", args=[classroom.pk, pupil.pk]))

    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        text = archive.read("data.json").decode()
        tables = json.loads(text)["tables"]
        rows = list(csv.DictReader(io.StringIO(archive.read("schools_membership.csv").decode("utf-8-sig"))))
        assert "ฝึกเอง" in archive.read("อ่านก่อน.txt").decode()
    assert [row["id"] for row in tables["quizzes.Attempt"]["rows"]] == [str(attempt.pk)]
    assert len(tables["quizzes.AnswerStep"]["rows"]) == 1
    assert str(alone.pk) not in text
    assert pupil.personal_code not in text
    assert "ตรา" not in text
    assert rows[0]["student_code"] == "'=1+1"
    assert AccessLog.objects.filter(learner=learner).count() == 1


def test_erasing_asks_once_more_and_leaves_a_line_without_a_name(
    classroom: Classroom, teacher: Client
) -> None:
    pupil, other = make_pupil(classroom=classroom, nickname="ชื่อเฉพาะ"), make_pupil(classroom=classroom)
    learner = enter(pupil)
    work = make_assignment(classroom=classroom, quiz=make_quiz(questions=1))
    work_on(pupil, work)
    enter(other)
    work_on(other, work)

    asked = post(teacher, "pupil_erase", classroom.pk, pupil.pk)
    assert "ติ๊กช่องนี้ก่อน" in asked.content.decode()
    assert Membership.objects.filter(pk=pupil.pk).exists()
    assert post(teacher, "pupil_erase", classroom.pk, pupil.pk, sure="1").status_code == 302

    assert not Learner.objects.filter(pk=learner.pk).exists()
    assert Attempt.objects.count() == Mark.objects.count() == Submission.objects.count() == 1
    log = page(teacher, "class_log", classroom.pk)
    assert "ลบข้อมูล งาน และคะแนนของนักเรียนหนึ่งคน" in log
    assert "ชื่อเฉพาะ" not in log


def test_what_a_pupil_had_before_the_class_stays_when_the_seat_is_erased(
    classroom: Classroom, teacher: Client
) -> None:
    learner = Learner.objects.create(created_at=NOW)
    pupil = make_pupil(classroom=classroom, learner=learner)
    alone = start_attempt(learner=learner, slug=make_quiz(questions=1).slug, now=NOW)

    post(teacher, "pupil_erase", classroom.pk, pupil.pk, sure="1")

    assert not Membership.objects.filter(pk=pupil.pk).exists()
    assert Attempt.objects.filter(pk=alone.pk, learner=learner).exists()


def test_a_result_that_waits_is_not_on_the_pupils_page(classroom: Classroom, teacher: Client) -> None:
    pupil = make_pupil(classroom=classroom)
    enter(pupil)
    work = make_assignment(
        classroom=classroom, quiz=make_quiz(questions=1), answers=Assignment.Answers.RELEASE
    )
    work_on(pupil, work)

    html = page(teacher, "pupil", classroom.pk, pupil.pk)

    assert "ส่งแล้ว ยังไม่ประกาศผล" in html
    assert "ทำได้" not in html
    assert AccessLog.objects.filter(learner=pupil.learner).exists()
