"""A class is opened, changed, put away and taken into the next year."""

import datetime as dt
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.test import Client

from schools.models import Assignment, ClassGroup, Classroom, ClassTeacher
from schools.services import classrooms, copying, events
from tests.conftest import NOW
from tests.factories.accounts import make_learner
from tests.factories.schools import make_assignment, make_classroom, make_pupil, make_staff, make_submission

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def classroom() -> Classroom:
    return make_classroom()


@pytest.fixture
def teacher(classroom: Classroom) -> Client:
    client = Client()
    client.force_login(classroom.teaching.get().user)
    return client


def _settings(classroom: Classroom, **changes: Any) -> dict[str, Any]:
    return {"name": classroom.name, "year": 2569, "entry": "open", "keep_until": "30/5/2570", **changes}


def test_a_class_is_opened_with_what_the_form_proposes(client: Client) -> None:
    post = make_staff()
    client.force_login(post.user)
    where = f"/school/{post.school_id}/classes/new/"

    page = client.get(where).content.decode()
    response = client.post(
        where, {"name": "ม.2/3", "year": "2569", "entry": "open", "keep_until": "30/5/2570"}
    )

    assert 'value="30/5/2570"' in page
    made = Classroom.objects.get()
    assert response.headers["Location"] == f"/school/class/{made.pk}/"
    assert made.keep_until == dt.date(2027, 5, 30)
    assert len(made.code) == 10
    assert made.teaching.get().is_owner


@pytest.mark.parametrize(
    ("typed", "said"),
    [("24/11/2569", "ผ่านไปแล้ว"), ("30/5/2575", "ไม่เกิน 2 ปี"), ("พรุ่งนี้", "พิมพ์วันที่แบบ"), ("", "ใส่วันที่")],
)
def test_pupils_data_is_kept_for_a_time_that_is_named_and_never_beyond_two_years(
    teacher: Client, classroom: Classroom, typed: str, said: str
) -> None:
    page = teacher.post(f"/school/class/{classroom.pk}/settings/", _settings(classroom, keep_until=typed))

    assert said in page.content.decode()
    assert Classroom.objects.get().keep_until == classroom.keep_until


def test_what_bears_on_pupils_is_noted(teacher: Client, classroom: Classroom) -> None:
    teacher.post(f"/school/class/{classroom.pk}/settings/", _settings(classroom, entry="slip"))

    log = teacher.get(f"/school/class/{classroom.pk}/log/").content.decode()
    assert "เปลี่ยนวันลบข้อมูลนักเรียนเป็น 30 พฤษภาคม 2570" in log
    assert "รหัสส่วนตัวบนสลิปเท่านั้น" in log
    assert classroom.teaching.get().staff.name in log


def test_a_co_teacher_changes_the_name_but_not_how_long_data_is_kept(classroom: Classroom) -> None:
    second = make_staff(school=classroom.school)
    ClassTeacher.objects.create(classroom=classroom, user=second.user, staff=second, since=NOW)
    client = Client()
    client.force_login(second.user)

    client.post(f"/school/class/{classroom.pk}/settings/", _settings(classroom, name="ใหม่"))

    changed = Classroom.objects.get()
    assert (changed.name, changed.keep_until) == ("ใหม่", classroom.keep_until)


def test_a_class_is_handed_over_and_who_owned_it_teaches_on(teacher: Client, classroom: Classroom) -> None:
    second = make_staff(school=classroom.school)
    where = f"/school/class/{classroom.pk}/teachers/"

    teacher.post(where, {"what": "add", "who": second.pk})
    post = classroom.teaching.get(user=second.user)
    teacher.post(where, {"what": "hand-over", "who": post.pk})

    assert classroom.teaching.get(is_owner=True).user == second.user
    assert classroom.teaching.count() == 2
    assert teacher.post(where, {"what": "remove", "who": post.pk}).status_code == HTTPStatus.NOT_FOUND


def test_nobody_of_another_school_becomes_co_teacher(teacher: Client, classroom: Classroom) -> None:
    teacher.post(f"/school/class/{classroom.pk}/teachers/", {"what": "add", "who": make_staff().pk})
    teacher.post(f"/school/class/{classroom.pk}/teachers/", {"what": "add", "who": "²"})

    assert classroom.teaching.count() == 1


def test_a_new_code_kills_the_old_link_and_keeps_every_seat(teacher: Client, classroom: Classroom) -> None:
    seat = make_pupil(classroom=classroom, learner=make_learner())

    teacher.post(f"/school/class/{classroom.pk}/code/", {"what": "renew"})

    fresh = Classroom.objects.get()
    assert Client().get(f"/join/{classroom.code}/").status_code == HTTPStatus.NOT_FOUND
    assert seat.short_name in Client().get(f"/join/{fresh.code}/").content.decode()
    assert fresh.pupils.get().learner == seat.learner


def test_a_code_that_ran_out_is_said_to_and_can_be_used_longer(teacher: Client, classroom: Classroom) -> None:
    Classroom.objects.update(code_expires_at=NOW - dt.timedelta(days=1))
    where = f"/school/class/{classroom.pk}/"

    assert "รหัสหมดอายุแล้ว" in teacher.get(where).content.decode()
    assert "ใช้ไม่ได้แล้ว" in teacher.get(f"{where}projector/").content.decode()
    teacher.post(f"{where}code/", {"what": "extend"})

    assert Classroom.objects.get().code == classroom.code
    assert Client().get(f"/join/{classroom.code}/").status_code == HTTPStatus.OK


def test_the_projector_shows_code_and_qr_and_no_name(teacher: Client, classroom: Classroom) -> None:
    pupil = make_pupil(classroom=classroom, nickname="ชื่อที่ไม่ควรขึ้นจอ")

    page = teacher.get(f"/school/class/{classroom.pk}/projector/").content.decode()

    assert f"{classroom.code[:3]} {classroom.code[3:6]} {classroom.code[6:]}" in page
    assert "data:image/svg+xml" in page
    assert "style=" not in page.split("<main")[1]
    assert pupil.nickname not in page


def test_a_class_put_away_lets_nobody_in_and_keeps_everything(teacher: Client, classroom: Classroom) -> None:
    make_pupil(classroom=classroom)
    where = f"/school/class/{classroom.pk}/archive/"

    teacher.post(where)
    assert Client().get(f"/join/{classroom.code}/").status_code == HTTPStatus.NOT_FOUND
    assert classroom.pupils.count() == 1

    teacher.post(where)
    assert Client().get(f"/join/{classroom.code}/").status_code == HTTPStatus.OK


def test_the_class_page_says_how_far_the_work_that_is_open_has_got(
    teacher: Client, classroom: Classroom
) -> None:
    work = make_assignment(classroom=classroom, title="งานที่เปิดอยู่ตอนนี้")
    make_assignment(classroom=classroom, title="งานที่ปิดแล้ว", closes_at=NOW - dt.timedelta(minutes=1))
    make_submission(assignment=work, pupil=make_pupil(classroom=classroom))
    make_pupil(classroom=classroom)

    page = teacher.get(f"/school/class/{classroom.pk}/").content.decode()

    assert "ส่งแล้ว 1 กำลังทำ 0 จาก 2 คน" in page
    assert "งานที่ปิดแล้ว" not in page


def test_the_coming_end_of_a_class_is_told_a_month_before(teacher: Client, classroom: Classroom) -> None:
    where = f"/school/class/{classroom.pk}/"
    assert "จะลบรายชื่อ" not in teacher.get(where).content.decode()

    Classroom.objects.update(keep_until=NOW.date() + dt.timedelta(days=30))

    assert "จะลบรายชื่อ" in teacher.get(where).content.decode()


def test_next_years_class_has_the_people_and_their_groups_and_none_of_their_results(
    teacher: Client, classroom: Classroom
) -> None:
    group = ClassGroup.objects.create(classroom=classroom, name="กลุ่ม ก")
    pupil = make_pupil(classroom=classroom, learner=make_learner(), number=7, pin="x")
    pupil.groups.add(group)
    make_pupil(classroom=classroom, left_at=NOW)
    work = make_assignment(classroom=classroom)

    response = teacher.post(
        f"/school/class/{classroom.pk}/copy/",
        {**_settings(classroom, year=2570), "with_groups": "on", "with_work": "on"},
    )

    fresh = Classroom.objects.get(copied_from=classroom)
    assert response.headers["Location"] == f"/school/class/{fresh.pk}/"
    assert fresh.code != classroom.code
    copy = fresh.pupils.get()
    assert (copy.nickname, copy.number, copy.learner, copy.pin) == (pupil.nickname, 7, None, "")
    assert copy.personal_code != pupil.personal_code
    assert copy.groups.get().name == "กลุ่ม ก"
    again = Assignment.objects.get(classroom=fresh)
    assert again.opens_at == work.opens_at + dt.timedelta(weeks=52)
    assert again.items.get().quiz == work.items.get().quiz
    assert classroom.pupils.filter(learner=pupil.learner).exists()


def test_a_pair_of_tests_stays_a_pair_in_the_copy(classroom: Classroom) -> None:
    before = make_assignment(classroom=classroom, kind=Assignment.Kind.BEFORE)
    make_assignment(classroom=classroom, kind=Assignment.Kind.AFTER, before=before)
    settings = classrooms.ClassSettings(name="ก", year=2570, entry="open", keep_until=classroom.keep_until)

    fresh = copying.copy_class(
        classroom=classroom,
        post=classroom.teaching.get().staff,
        settings=settings,
        with_groups=False,
        with_work=True,
        now=NOW,
    )

    first, second = fresh.assignments.order_by("pk")
    assert second.before == first


def test_a_teachers_pages_ask_the_database_little_however_full_the_class(
    teacher: Client, classroom: Classroom, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, 30):
        make_pupil(classroom=classroom, number=number)
        events.note(classroom=classroom, actor=None, what="ทดสอบ", now=NOW)
    for _ in range(3):
        make_assignment(classroom=classroom)
    teacher.get("/school/")

    with django_assert_max_num_queries(6):
        teacher.get(f"/school/class/{classroom.pk}/")
    with django_assert_max_num_queries(7):
        teacher.get(f"/school/class/{classroom.pk}/log/")
    with django_assert_max_num_queries(7):
        teacher.get(f"/school/class/{classroom.pk}/settings/")
