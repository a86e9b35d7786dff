"""Pupils at the door: code, own name, PIN; several on one phone; the same one on another."""

import datetime as dt
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from accounts import cookies, shared_phone
from accounts.models import Consent, Learner
from accounts.services import claim_learner
from lessons.models import LessonRecord
from schools.codes import sealed
from schools.models import Classroom, Membership
from tests.conftest import NOW
from tests.factories.accounts import carry, make_learner, make_user
from tests.factories.lessons import make_lesson, make_record
from tests.factories.schools import make_classroom, make_pupil

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def classroom() -> Classroom:
    return make_classroom()


class Phone(Client):
    """A phone's browser: says where its requests come from."""

    def __init__(self, **defaults: Any) -> None:
        super().__init__(headers={"Sec-Fetch-Site": "same-origin"}, **defaults)

    def enter(self, seat: Membership, **answers: str) -> Any:
        return self.post(f"/join/{seat.classroom.code}/{seat.pk}/", answers)

    @property
    def learner(self) -> Any:
        found = {name: morsel.value for name, morsel in self.cookies.items()}
        return cookies.learner_in(found)

    @property
    def people(self) -> list[str]:
        request = self.get("/join/").wsgi_request
        return [seat.label for seat in shared_phone.seats(request)]


def _refreshed(seat: Membership) -> Membership:
    return Membership.objects.get(pk=seat.pk)


# --- coming in ------------------------------------------------------------------------------------------
def test_a_pupil_types_the_code_picks_the_own_name_and_is_in(classroom: Classroom) -> None:
    seat, phone = make_pupil(classroom=classroom, number=12), Phone()
    typed = f"{classroom.code[:3]} {classroom.code[3:6]}-{classroom.code[6:]}"

    page = phone.post("/join/", {"code": typed}, follow=True).content.decode()
    assert seat.short_name in page
    response = phone.enter(seat)

    assert response.headers["Location"] == "/my-class/"
    entered = _refreshed(seat)
    assert entered.learner_id == phone.learner
    assert entered.learner_is_ours
    assert entered.joined_at == NOW
    mine = phone.get("/my-class/")
    assert f"คุณคือ {seat.short_name}" in mine.content.decode()
    assert "no-store" in mine.headers["Cache-Control"]


def test_the_list_shows_short_names_and_numbers_and_nothing_more(classroom: Classroom) -> None:
    make_pupil(
        classroom=classroom,
        nickname="นก",
        first_name="สมหญิง",
        last_name="ใจดี",
        student_code="98765",
        number=3,
    )

    page = Phone().get(f"/join/{classroom.code}/").content.decode()

    assert "นก" in page
    assert not any(secret in page for secret in ("สมหญิง", "ใจดี", "98765"))


def test_the_same_pupil_goes_on_from_another_phone_and_the_teacher_can_see_it(classroom: Classroom) -> None:
    seat, first, second = make_pupil(classroom=classroom), Phone(), Phone()
    first.enter(seat)

    assert "มีคนเข้าแล้ว" in second.get(f"/join/{classroom.code}/").content.decode()
    assert "มีคนเข้าห้องด้วยชื่อนี้แล้ว" in second.get(f"/join/{classroom.code}/{seat.pk}/").content.decode()
    second.enter(seat, knew_taken="on")

    assert second.learner == first.learner
    event = classroom.events.get()
    assert (event.pupil, event.actor) == (seat, None)
    assert "เครื่องอื่น" in event.what


def test_a_seat_with_answers_from_paper_is_free_until_its_pupil_comes_in(classroom: Classroom) -> None:
    learner = make_learner()
    seat, phone = make_pupil(classroom=classroom, learner=learner, joined_at=None), Phone()

    assert "มีคนเข้าแล้ว</small>" not in phone.get(f"/join/{classroom.code}/").content.decode()
    phone.enter(seat)

    assert phone.learner == learner.pk
    assert _refreshed(seat).joined_at == NOW
    assert not classroom.events.exists()


def test_a_name_that_was_taken_meanwhile_is_asked_about_again(classroom: Classroom) -> None:
    seat, first, second = make_pupil(classroom=classroom), Phone(), Phone()
    first.enter(seat)

    page = second.enter(seat)  # the page was opened while the seat was free

    assert "มีคนเข้าห้องด้วยชื่อนี้แล้ว" in page.content.decode()
    assert second.learner is None


def test_a_code_that_is_unknown_expired_or_changed_gets_one_and_the_same_page(classroom: Classroom) -> None:
    expired = make_classroom(code_expires_at=NOW - dt.timedelta(minutes=1))
    archived = make_classroom(archived_at=NOW)

    pages = [
        Phone().get(f"/join/{code}/")
        for code in (
            "1111111111",
            expired.code,
            archived.code,
            "abc",
            make_pupil(classroom=archived).personal_code,
        )
    ]

    assert {page.status_code for page in pages} == {HTTPStatus.NOT_FOUND}
    assert len({page.content for page in pages}) == 1


def test_guessing_codes_ends_after_thirty_and_then_no_code_opens(classroom: Classroom) -> None:
    thief = Phone()

    answers = [thief.get(f"/join/{number}/").status_code for number in range(1111111100, 1111111131)]

    assert answers == [HTTPStatus.NOT_FOUND] * 30 + [HTTPStatus.TOO_MANY_REQUESTS]
    assert thief.get(f"/join/{classroom.code}/").status_code == HTTPStatus.TOO_MANY_REQUESTS


def test_a_class_behind_one_address_may_mistype_more_often_than_one_visitor(classroom: Classroom) -> None:
    Phone().get(f"/join/{classroom.code}/")  # somebody is in the right room

    for number in range(40):
        assert Phone().get(f"/join/{2222222200 + number}/").status_code == HTTPStatus.NOT_FOUND

    assert Phone().get(f"/join/{classroom.code}/").status_code == HTTPStatus.OK


def test_a_form_of_another_site_lets_nobody_in(classroom: Classroom) -> None:
    seat = make_pupil(classroom=classroom)

    response = Client(headers={"Sec-Fetch-Site": "cross-site"}).post(f"/join/{classroom.code}/{seat.pk}/")

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert _refreshed(seat).learner is None


# --- nickname -------------------------------------------------------------------------------------------
def test_who_is_not_on_the_list_comes_in_by_nickname(classroom: Classroom) -> None:
    phone = Phone()

    phone.post(f"/join/{classroom.code}/", {"nickname": "  แพร\u200b ", "number": ""})

    seat = classroom.pupils.get()
    assert (seat.nickname, seat.learner_id) == ("แพร", phone.learner)


def test_two_of_the_same_nickname_are_asked_to_be_told_apart(classroom: Classroom) -> None:
    make_pupil(classroom=classroom, nickname="Bow", number=4)

    for typed in ({"nickname": "bow"}, {"nickname": "โบว์", "number": "4"}):
        page = Phone().post(f"/join/{classroom.code}/", typed).content.decode()
        assert "มีเพื่อนใช้ชื่อหรือเลขที่นี้แล้ว" in page

    assert classroom.pupils.count() == 1


@pytest.mark.parametrize("nickname", ["<script>alert(1)</script>", '" onload="x', "=1+1"])
def test_a_nickname_is_only_ever_text(classroom: Classroom, nickname: str) -> None:
    Phone().post(f"/join/{classroom.code}/", {"nickname": nickname})

    page = Phone().get(f"/join/{classroom.code}/").content.decode()

    assert "<script>alert" not in page
    assert '" onload="x' not in page


@pytest.mark.parametrize("entry", ["roster", "slip"])
def test_a_class_that_takes_no_nicknames_takes_none(entry: str) -> None:
    classroom = make_classroom(entry=entry)

    Phone().post(f"/join/{classroom.code}/", {"nickname": "แพร"})

    assert not classroom.pupils.exists()


# --- PIN and slip ---------------------------------------------------------------------------------------
def _with_pin(classroom: Classroom, pin: str) -> Membership:
    seat = make_pupil(classroom=classroom)
    seat.pin = sealed(pin, pupil=seat.pk, key=settings.SECRET_KEY)
    seat.save()
    return seat


def test_a_pin_is_asked_where_one_is_set_and_five_wrong_ones_shut_the_seat_for_a_while(
    classroom: Classroom,
) -> None:
    seat, phone = _with_pin(classroom, "4711"), Phone()

    wrong = [phone.enter(seat, pin=f"000{n}").content for n in range(5)]
    right_but_late = phone.enter(seat, pin="4711").content

    assert all("PIN ไม่ตรง หรือลองหลายครั้งเกินไป" in page.decode() for page in (*wrong, right_but_late))
    assert _refreshed(seat).learner is None


def test_the_right_pin_opens_in_thai_digits_too(classroom: Classroom) -> None:
    seat, phone = _with_pin(classroom, "4711"), Phone()

    phone.enter(seat, pin="๔๗๑๑")

    assert _refreshed(seat).learner_id == phone.learner


def test_a_slip_opens_its_own_seat_without_the_class_code() -> None:
    classroom = make_classroom(entry="slip", code_expires_at=NOW - dt.timedelta(days=1))
    seat, phone = make_pupil(classroom=classroom), Phone()
    where = phone.post("/join/", {"code": seat.personal_code}).headers["Location"]

    assert f"คุณคือ {seat.short_name} ใช่ไหม" in phone.get(where).content.decode()
    phone.post(where)

    assert _refreshed(seat).learner_id == phone.learner


def test_where_slips_are_used_the_class_code_shows_no_name_and_opens_no_seat() -> None:
    classroom = make_classroom(entry="slip")
    seat = make_pupil(classroom=classroom)

    page = Phone().get(f"/join/{classroom.code}/")

    assert seat.short_name not in page.content.decode()
    assert Phone().enter(seat).status_code == HTTPStatus.NOT_FOUND


# --- one phone, several pupils --------------------------------------------------------------------------
def test_three_pupils_on_one_phone_are_three_people_who_find_themselves_again(classroom: Classroom) -> None:
    seats, phone = [make_pupil(classroom=classroom) for _ in range(3)], Phone()

    for seat in seats:
        phone.enter(seat)
    learners = [_refreshed(seat).learner_id for seat in seats]

    assert len(set(learners)) == 3
    assert phone.learner == learners[2]
    assert phone.people == [seat.short_name for seat in seats]
    response = phone.post("/my-data/people/switch/", {"person": "0", "next": "/my-class/"})
    assert response.headers["Location"] == "/my-class/"
    assert phone.learner == learners[0]


def test_switching_never_leads_away_from_the_site(classroom: Classroom) -> None:
    phone = Phone()
    for seat in [make_pupil(classroom=classroom) for _ in range(2)]:
        phone.enter(seat)

    response = phone.post("/my-data/people/switch/", {"person": "0", "next": "//evil.example/"})

    assert response.headers["Location"].startswith("/my-data/")


def test_a_whole_row_on_one_phone_stays_within_what_it_can_remember(classroom: Classroom) -> None:
    seats, phone = [make_pupil(classroom=classroom) for _ in range(8)], Phone()

    for seat in seats:
        phone.enter(seat)

    assert phone.people == [seat.short_name for seat in seats[2:]]
    assert Membership.objects.filter(learner=None).count() == 0


def test_not_me_frees_the_phone_and_keeps_what_was_done(classroom: Classroom) -> None:
    seat, phone = make_pupil(classroom=classroom), Phone()
    phone.enter(seat)
    learner = _refreshed(seat).learner
    assert learner is not None
    make_record(learner=learner, lesson=make_lesson())

    response = phone.post("/my-class/not-me/", {"seat": str(seat.pk)})

    assert response.headers["Location"] == f"/join/{classroom.code}/"
    assert phone.learner is None
    assert _refreshed(seat).learner == learner


def test_a_name_picked_by_mistake_is_free_again_at_once(classroom: Classroom) -> None:
    seat, phone = make_pupil(classroom=classroom), Phone()
    phone.enter(seat)

    phone.post("/my-class/not-me/", {"seat": str(seat.pk)})

    assert (_refreshed(seat).learner, _refreshed(seat).joined_at) == (None, None)
    assert not Learner.objects.exists()
    assert "มีคนเข้าแล้ว</small>" not in Phone().get(f"/join/{classroom.code}/").content.decode()


def test_nobody_frees_a_seat_that_is_not_theirs(classroom: Classroom) -> None:
    mine, other, phone = make_pupil(classroom=classroom), make_pupil(classroom=classroom), Phone()
    Phone().enter(other)
    phone.enter(mine)

    phone.post("/my-class/not-me/", {"seat": str(other.pk)})

    assert _refreshed(other).learner is not None


def test_what_this_phone_learnt_before_joins_only_when_the_pupil_says_so(classroom: Classroom) -> None:
    before = make_learner()
    make_record(learner=before, lesson=make_lesson())
    cautious, sure = make_pupil(classroom=classroom), make_pupil(classroom=make_classroom())
    first, second = Phone(), Phone()
    carry(first, before)
    carry(second, before)

    assert (
        "ผลการเรียนที่อยู่ในเครื่องนี้เป็นของฉัน" in first.get(f"/join/{classroom.code}/{cautious.pk}/").content.decode()
    )
    first.enter(cautious)
    second.enter(sure, brings="on")

    assert _refreshed(cautious).learner_id != before.pk
    assert first.people == ["คนก่อนหน้า", cautious.short_name]
    assert _refreshed(sure).learner == before
    assert not _refreshed(sure).learner_is_ours
    assert LessonRecord.objects.get().learner == before


def test_a_pupil_of_two_classes_is_one_person_when_they_say_so(classroom: Classroom) -> None:
    here, there, phone = make_pupil(classroom=classroom), make_pupil(classroom=make_classroom()), Phone()
    phone.enter(here)

    assert "คนเดียวกัน" in phone.get(f"/join/{there.classroom.code}/{there.pk}/").content.decode()
    phone.enter(there, brings="on")

    assert _refreshed(there).learner == _refreshed(here).learner
    assert _refreshed(there).learner_is_ours
    page = phone.get("/my-class/").content.decode()
    assert here.classroom.name in page
    assert there.classroom.name in page


# --- accounts -------------------------------------------------------------------------------------------
def test_who_is_signed_in_joins_with_the_account(classroom: Classroom) -> None:
    seat, user, phone = make_pupil(classroom=classroom), make_user(), Phone()
    phone.force_login(user)

    phone.enter(seat)

    assert _refreshed(seat).learner == Learner.objects.get(user=user)
    assert not _refreshed(seat).learner_is_ours
    assert phone.people == []


def test_an_accounts_seat_is_reached_by_signing_in_only(classroom: Classroom) -> None:
    seat = make_pupil(classroom=classroom, learner=make_learner(user=make_user()))
    stranger = Phone()

    page = stranger.enter(seat, knew_taken="on").content.decode()

    assert "เข้าสู่ระบบก่อน" in page
    assert stranger.learner is None


def test_an_account_takes_neither_a_classmates_seat_nor_a_second_one(classroom: Classroom) -> None:
    user = make_user()
    mine = make_pupil(classroom=classroom, learner=make_learner(user=user))
    taken, free = make_pupil(classroom=classroom, learner=make_learner()), make_pupil(classroom=classroom)
    phone = Phone()
    phone.force_login(user)

    assert "ออกจากระบบก่อน" in phone.enter(taken, knew_taken="on").content.decode()
    assert "มีชื่ออื่นในห้องนี้แล้ว" in phone.enter(free).content.decode()
    assert _refreshed(free).learner is None
    assert _refreshed(mine).learner.user == user  # type: ignore[union-attr]


def test_seats_follow_their_pupil_into_an_account(classroom: Classroom) -> None:
    user = make_user()
    own, device = make_learner(user=user), make_learner()
    seat = make_pupil(classroom=classroom, learner=device)

    assert claim_learner(learner_id=device.pk, user=user, now=NOW) == own

    assert _refreshed(seat).learner == own


def test_two_pupils_of_one_class_never_become_one_person(classroom: Classroom) -> None:
    user = make_user()
    mine = make_pupil(classroom=classroom, learner=make_learner(user=user))
    neighbour = make_pupil(classroom=classroom, learner=make_learner())

    claim_learner(learner_id=neighbour.learner_id, user=user, now=NOW)  # signs in on the neighbour's phone

    assert _refreshed(neighbour).learner == neighbour.learner
    assert _refreshed(mine).learner == mine.learner


def test_a_teacher_who_borrows_a_pupils_phone_takes_nothing_along(classroom: Classroom) -> None:
    seat = make_pupil(classroom=classroom, learner=make_learner())

    assert claim_learner(learner_id=seat.learner_id, user=classroom.teaching.get().user, now=NOW) is None

    assert _refreshed(seat).learner.user is None  # type: ignore[union-attr]


def test_a_guardians_consent_on_paper_is_kept_with_the_learner(classroom: Classroom) -> None:
    seat, phone = make_pupil(classroom=classroom, consent_on=dt.date(2026, 11, 1)), Phone()

    phone.enter(seat)

    consent = Consent.objects.get()
    assert (consent.learner_id, consent.given_by, consent.how) == (phone.learner, "guardian", "school")
    assert consent.given_at == dt.datetime(2026, 10, 31, 17, tzinfo=dt.UTC)


# --- how much is asked of the database ------------------------------------------------------------------
def test_the_door_asks_the_database_little_however_full_the_class(
    classroom: Classroom, django_assert_max_num_queries: Any
) -> None:
    seats, phone = [make_pupil(classroom=classroom, number=n) for n in range(1, 41)], Phone()
    phone.enter(seats[0])

    with django_assert_max_num_queries(4):
        phone.get(f"/join/{classroom.code}/")
    with django_assert_max_num_queries(12):
        phone.enter(seats[1])
