"""Schools and who works there: somebody always looks after a school, and no class is ever nobody's."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from accounts.leaving import erase_person
from accounts.personal_data import Person
from schools.models import ClassTeacher, Mark, School, StaffMember
from schools.services import staff
from tests.conftest import NOW
from tests.factories.accounts import make_user
from tests.factories.schools import make_assignment, make_classroom, make_pupil, make_school, make_staff

pytestmark = pytest.mark.django_db
ADMINISTRATOR = StaffMember.Role.ADMINISTRATOR


def _signed_in(post: StaffMember) -> Client:
    client = Client()
    client.force_login(post.user)
    return client


def test_a_teacher_founds_a_school_and_goes_straight_on_to_the_first_class(client: Client) -> None:
    client.force_login(make_user())

    response = client.post(
        "/school/new/", {"name": "โรงเรียนวัดป่า", "province": "น่าน", "own_name": "ครูสมใจ"}, follow=True
    )

    post = StaffMember.objects.get()
    assert (post.role, post.state, post.school.name) == (ADMINISTRATOR, "active", "โรงเรียนวัดป่า")
    assert response.redirect_chain == [(f"/school/{post.school_id}/classes/new/", HTTPStatus.FOUND)]
    assert "2569" in response.content.decode()


def test_who_asks_to_join_waits_and_sees_nothing_until_an_administrator_agrees() -> None:
    chief = make_staff(role=ADMINISTRATOR)
    user = make_user()
    asking = Client()
    asking.force_login(user)

    spaced = f"{chief.school.join_code[:3]} {chief.school.join_code[3:]}"
    asking.post("/school/join/", {"join_code": spaced, "own_name": "ครูใหม่"})
    new_class = f"/school/{chief.school_id}/classes/new/"
    assert "รอผู้ดูแลโรงเรียนอนุมัติ" in asking.get("/school/").content.decode()
    assert asking.get(new_class).status_code == HTTPStatus.NOT_FOUND

    post = StaffMember.objects.get(user=user)
    _signed_in(chief).post(f"/school/{chief.school_id}/staff/{post.pk}/", {"decision": "approve"})
    assert asking.get(new_class).status_code == HTTPStatus.OK


def test_an_unknown_school_code_is_answered_beside_the_field_and_nothing_typed_is_lost(
    client: Client,
) -> None:
    client.force_login(make_user())

    page = client.post("/school/join/", {"join_code": "1234567890", "own_name": "ครูใหม่"}).content.decode()

    assert "ไม่พบโรงเรียนของรหัสนี้" in page
    assert "ครูใหม่" in page


def test_school_codes_cannot_be_tried_out(client: Client) -> None:
    client.force_login(make_user())

    answers = [
        client.post("/school/join/", {"join_code": f"12345678{n}", "own_name": "ก"}).status_code
        for n in range(10, 21)
    ]

    assert answers[-1] == HTTPStatus.TOO_MANY_REQUESTS
    assert set(answers[:-1]) == {HTTPStatus.OK}


def test_the_last_administrator_neither_steps_down_nor_goes() -> None:
    chief = make_staff(role=ADMINISTRATOR)
    make_staff(school=chief.school)
    client = _signed_in(chief)
    where = f"/school/{chief.school_id}/staff/{chief.pk}/"

    down = client.post(where, {"decision": "teacher"}, follow=True).content.decode()
    gone = client.post(f"{where}remove/").content.decode()

    assert "ต้องมีผู้ดูแลอย่างน้อยหนึ่งคน" in down
    assert "ต้องมีผู้ดูแลอย่างน้อยหนึ่งคน" in gone
    assert StaffMember.objects.get(pk=chief.pk).role == ADMINISTRATOR


def test_who_is_taken_off_the_staff_leaves_no_class_alone() -> None:
    chief = make_staff(role=ADMINISTRATOR)
    teacher, heir = make_staff(school=chief.school), make_staff(school=chief.school)
    classroom = make_classroom(teacher=teacher)
    where = f"/school/{chief.school_id}/staff/{teacher.pk}/remove/"
    client = _signed_in(chief)

    assert "เลือกครูที่จะดูแลต่อ" in client.post(where).content.decode()
    client.post(where, {"heir": heir.pk})

    assert list(classroom.teaching.values_list("user", "is_owner")) == [(heir.user_id, True)]
    assert not StaffMember.objects.filter(pk=teacher.pk).exists()
    assert "ครูคนใหม่รับดูแลห้องนี้ต่อ" in classroom.events.get().what


def test_a_co_teacher_takes_over_before_anybody_else() -> None:
    teacher, other = make_staff(), make_staff()
    second = make_staff(school=teacher.school)
    classroom = make_classroom(teacher=teacher)
    ClassTeacher.objects.create(classroom=classroom, user=second.user, staff=second, since=NOW)

    staff.remove(post=teacher, by=other.user, heir=None, now=NOW)

    assert classroom.teaching.get().user == second.user
    assert classroom.teaching.get().is_owner


def test_a_teacher_who_erases_the_account_leaves_classes_and_school_in_good_hands() -> None:
    chief = make_staff(role=ADMINISTRATOR)
    colleague = make_staff(school=chief.school)
    classroom = make_classroom(teacher=chief)
    make_pupil(classroom=classroom)

    erase_person(person=Person(user=chief.user))

    assert classroom.teaching.get().user == colleague.user
    assert StaffMember.objects.get(school=classroom.school).role == ADMINISTRATOR
    assert classroom.pupils.count() == 1


def test_two_administrators_who_remove_each_other_leave_one() -> None:
    first, school = make_staff(role=ADMINISTRATOR), School.objects.get()
    second = make_staff(school=school, role=ADMINISTRATOR)

    staff.remove(post=first, by=second.user, heir=None, now=NOW)
    with pytest.raises(staff.LastAdministrator):
        staff.remove(post=second, by=first.user, heir=None, now=NOW)


def test_a_new_school_code_shuts_the_old_one_and_nobody_out() -> None:
    chief = make_staff(role=ADMINISTRATOR)
    old = chief.school.join_code

    _signed_in(chief).post(f"/school/{chief.school_id}/code/")

    assert staff.ask_to_join(user=make_user(), join_code=old, own_name="ก", now=NOW) is None
    assert StaffMember.objects.filter(pk=chief.pk, state="active").exists()


def test_sums_over_few_pupils_are_not_told_and_no_name_of_a_pupil_is_on_the_page() -> None:
    chief = make_staff(role=ADMINISTRATOR, school=make_school())
    small = make_classroom(teacher=make_staff(school=chief.school))
    large = make_classroom(teacher=make_staff(school=chief.school))
    names = [make_pupil(classroom=small).nickname for _ in range(4)]
    names += [make_pupil(classroom=large).nickname for _ in range(5)]

    page = _signed_in(chief).get(f"/school/{chief.school_id}/").content.decode()

    assert page.count("น้อยเกินแสดง") == 1
    assert "0%" in page
    assert not any(f">{name}<" in page for name in names)


def test_a_school_page_asks_the_database_as_often_for_one_class_as_for_many(
    django_assert_max_num_queries: Any,
) -> None:
    chief = make_staff(role=ADMINISTRATOR)
    for _ in range(6):
        make_pupil(classroom=make_classroom(teacher=make_staff(school=chief.school)))
    client = _signed_in(chief)

    with django_assert_max_num_queries(10):
        client.get(f"/school/{chief.school_id}/")


def test_the_gain_of_a_class_is_told_when_enough_took_both_tests() -> None:
    chief = make_staff(role=ADMINISTRATOR)
    classroom = make_classroom(teacher=make_staff(school=chief.school))
    before = make_assignment(classroom=classroom, kind="before")
    after = make_assignment(classroom=classroom, kind="after", before=before)
    for number in range(8):
        pupil = make_pupil(classroom=classroom)
        for work, earned in ((before, 0.4), (after, 0.5 + number / 100)):
            Mark.objects.create(assignment=work, membership=pupil, state="done", earned=earned)

    page = _signed_in(chief).get(f"/school/{chief.school_id}/").content.decode()

    assert "+14 (+1" in page
    assert "100%" in page
