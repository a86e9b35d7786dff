"""A pupil's own side of work: the list, the page, the start, the bell."""

import datetime as dt
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.models import Attempt
from schools.models import Assignment, Mark, Membership, Submission
from schools.selectors import work
from schools.services import starting
from schools.views.work import bell_token
from tests.conftest import NOW
from tests.factories.accounts import carry, make_learner, make_user
from tests.factories.quizzes import make_quiz
from tests.factories.schools import make_assignment, make_classroom, make_pupil

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def _clock(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def pupil(db: None) -> Membership:
    return make_pupil(classroom=make_classroom(), learner=make_learner(), half=0)


@pytest.fixture
def phone(pupil: Membership) -> Client:
    client = Client()
    assert pupil.learner is not None
    carry(client, pupil.learner)
    return client


def press(phone: Client, assignment: Assignment, **headers: str) -> Any:
    url = reverse("schools:start_work", args=[assignment.pk])
    return phone.post(url, {"item": assignment.items.get().pk}, headers={**SAME, **headers})


def test_the_page_says_what_when_and_what_being_late_costs(phone: Client, pupil: Membership) -> None:
    assignment = make_assignment(
        classroom=pupil.classroom, title="รู้จักบล็อกเชน", message="อ่านก่อนทำนะ",
        due_at=NOW + DAY, late="percent", quiz=make_quiz(questions=4),
    )  # fmt: skip
    page = phone.get(reverse("schools:my_work", args=[assignment.pk])).content.decode()
    for words in (
        "รู้จักบล็อกเชน",
        "อ่านก่อนทำนะ",
        "ส่งภายใน พุธ 25 พ.ย. 2569 10:00 น.",
        "หักวันละ 10%",
        "ราว 3 นาที",
        "เริ่มทำ",
    ):
        assert words in page


def test_pressing_start_goes_to_the_questions_in_few_queries(phone: Client, pupil: Membership) -> None:
    assignment = make_assignment(classroom=pupil.classroom)
    with CaptureQueriesContext(connection) as asked:
        response = press(phone, assignment)
    attempt = Attempt.objects.get()
    assert response["Location"] == reverse("quizzes:attempt", args=[attempt.pk])
    real = [query for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(real) <= 14, [query["sql"][:90] for query in real]

    assert press(phone, assignment)["Location"] == response["Location"]
    assert Submission.objects.count() == Mark.objects.count() == 1
    page = phone.get(reverse("schools:my_work", args=[assignment.pk])).content.decode()
    assert "ทำต่อ" in page


def test_work_of_others_is_not_there(phone: Client, pupil: Membership) -> None:
    other = make_pupil(classroom=pupil.classroom, learner=make_learner())
    assignment = make_assignment(classroom=pupil.classroom)
    assignment.pupils.add(other)
    assert phone.get(reverse("schools:my_work", args=[assignment.pk])).status_code == HTTPStatus.NOT_FOUND
    assert press(phone, assignment).status_code == HTTPStatus.NOT_FOUND


def test_a_start_from_another_site_is_refused(phone: Client, pupil: Membership) -> None:
    assignment = make_assignment(classroom=pupil.classroom)
    response = press(phone, assignment, **{"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == HTTPStatus.FORBIDDEN
    assert not Attempt.objects.exists()


def test_a_class_waits_for_the_bell_and_begins_with_it(phone: Client, pupil: Membership) -> None:
    assignment = make_assignment(classroom=pupil.classroom, waits_for_bell=True)
    bell = reverse("schools:bell", args=[bell_token(assignment.pk)])
    page = phone.get(reverse("schools:my_work", args=[assignment.pk])).content.decode()
    assert bell in page
    assert "ลองอีกครั้ง" in page
    refused = press(phone, assignment)
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "รอครูกดเริ่ม" in refused.content.decode()
    assert press(phone, assignment, Accept="application/json").json() == {"waits": True}

    starting.ring(assignment=assignment, actor=make_user(), now=NOW)

    assert Client().get(bell).json() == {"rung": True}
    url = press(phone, assignment, Accept="application/json").json()["url"]
    assert url == reverse("quizzes:attempt", args=[Attempt.objects.get().pk])
    assert assignment.classroom.events.get().what == "กดเริ่มพร้อมกัน: งานชิ้นหนึ่ง"


def test_the_bell_asks_the_database_once_for_the_class(
    pupil: Membership, django_assert_num_queries: Any
) -> None:
    assignment = make_assignment(classroom=pupil.classroom, waits_for_bell=True)
    bell = reverse("schools:bell", args=[bell_token(assignment.pk)])
    with django_assert_num_queries(1):
        first = Client().get(bell)
        again = Client().get(bell, headers={"If-None-Match": first["ETag"]})
    assert first.json() == {"rung": False}
    assert again.status_code == HTTPStatus.NOT_MODIFIED
    assert "public" in first["Cache-Control"]
    assert Client().get(bell[:-3] + "xyz").status_code == HTTPStatus.NOT_FOUND


def test_the_list_puts_what_is_due_first_and_costs_the_same_for_any_amount(
    pupil: Membership, django_assert_max_num_queries: Any
) -> None:
    room = pupil.classroom
    later = make_assignment(classroom=room, due_at=NOW + 5 * DAY)
    soon = make_assignment(classroom=room, due_at=NOW + DAY)
    coming = make_assignment(classroom=room, opens_at=NOW + DAY)
    closed = make_assignment(classroom=room, opens_at=NOW - 3 * DAY, closes_at=NOW - DAY)
    make_assignment(classroom=make_classroom())
    with django_assert_max_num_queries(6):
        found = work.list_of(membership=pupil, now=NOW)
    assert [each.assignment for each in found.to_do] == [soon, later]
    assert [each.assignment for each in found.coming + found.past] == [coming, closed]


def test_a_pupil_with_more_time_reads_how_much(phone: Client, pupil: Membership) -> None:
    Membership.objects.filter(pk=pupil.pk).update(time_factor="1.5")
    assignment = make_assignment(classroom=pupil.classroom, quiz=make_quiz(time_limit_minutes=15))
    page = phone.get(reverse("schools:my_work", args=[assignment.pk])).content.decode()
    assert "จับเวลา 22 นาที" in page
    assert "1.5 เท่า" in page


def test_a_result_is_shown_when_it_may_be_known(pupil: Membership) -> None:
    def final(**fields: Any) -> float | None:
        assignment = make_assignment(classroom=pupil.classroom, **fields)
        Mark.objects.create(assignment=assignment, membership=pupil, state="done", fraction=0.8, earned=0.8)
        return work.one_of(membership=pupil, assignment=assignment, now=NOW).final

    assert final(answers="finish") == 0.8
    assert final(answers="close", closes_at=NOW + DAY) is None
    assert final(answers="close", closes_at=NOW) == 0.8
    assert final(answers="release") is None
    assert final(answers="release", released_at=NOW) == 0.8
