"""Whose progress it is: a device, an account, two devices, a shared phone."""

import threading
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client

from accounts import cookies, services
from accounts.models import Learner, User
from accounts.selectors import get_learner
from lessons.models import LessonRecord
from tests.conftest import NOW
from tests.factories.accounts import carry, make_learner, make_user
from tests.factories.lessons import make_lesson, make_record

pytestmark = pytest.mark.django_db
SIGN_UP = {"username": "malee", "password1": "rak-rian-2569", "age_band": "adult", "agrees": "on"}


def _named_by(client: Client) -> uuid.UUID | None:
    cookie = client.cookies.get(cookies.NAME)
    if cookie is None or not cookie.value:
        return None
    return uuid.UUID(cookies._signer.unsign(cookie.value))


def _sign_in(client: Client, user: User) -> None:
    response = client.post("/accounts/login/", {"login": user.username, "password": "rak-rian-2569"})
    assert response.status_code == 302, response.content.decode()


def test_signing_up_keeps_what_was_done_before(client: Client) -> None:
    learner = make_learner()
    make_record(learner=learner, lesson=make_lesson(), done_at=NOW)
    carry(client, learner)

    response = client.post("/accounts/signup/", SIGN_UP)

    assert response.status_code == 302
    assert User.objects.get(username="malee").learner == learner
    assert _named_by(client) == learner.pk


def test_signing_up_without_having_done_anything_makes_a_learner_who_agreed(client: Client) -> None:
    client.post("/accounts/signup/", SIGN_UP)

    learner = Learner.objects.get()
    assert learner.user == User.objects.get(username="malee")
    assert learner.consents.get().given_by == "self"


def test_signing_in_joins_the_device_with_the_account_and_loses_nothing(client: Client) -> None:
    user, first, second = make_user(), make_lesson(), make_lesson()
    own, device = make_learner(user=user), make_learner()
    make_record(learner=own, lesson=first, best_fraction=0.5, done_at=NOW)
    make_record(learner=device, lesson=second, best_fraction=0.8, done_at=NOW)
    carry(client, device)

    _sign_in(client, user)

    assert {
        record.lesson_id: record.best_fraction for record in LessonRecord.objects.filter(learner=own)
    } == {
        first.pk: 0.5,
        second.pk: 0.8,
    }
    assert _named_by(client) == own.pk
    assert get_learner(learner_id=device.pk) is None


def test_second_device_sees_the_account_and_gives_what_it_has(client: Client) -> None:
    phone, tablet = client, Client()
    first, second = make_lesson(), make_lesson()
    on_phone, on_tablet = make_learner(), make_learner()
    make_record(learner=on_phone, lesson=first)
    make_record(learner=on_tablet, lesson=second)
    carry(phone, on_phone)
    carry(tablet, on_tablet)

    phone.post("/accounts/signup/", SIGN_UP)
    user = User.objects.get(username="malee")
    _sign_in(tablet, user)

    assert _named_by(phone) == _named_by(tablet) == on_phone.pk
    assert set(user.learner.lesson_records.values_list("lesson_id", flat=True)) == {first.pk, second.pk}


def test_learner_of_another_account_is_not_taken(client: Client) -> None:
    theirs = make_learner(user=make_user())
    record = make_record(learner=theirs, lesson=make_lesson())
    carry(client, theirs)

    _sign_in(client, make_user())

    record.refresh_from_db()
    theirs.refresh_from_db()
    assert record.learner == theirs
    assert _named_by(client) is None


def test_tampered_cookie_names_nobody(client: Client) -> None:
    client.cookies[cookies.NAME] = cookies.signed(make_learner().pk)[:-2] + "xx"
    user = make_user()

    assert client.get("/api/me").json()["learner"] is False
    _sign_in(client, user)

    assert not Learner.objects.filter(user=user).exists()


def test_signing_out_on_a_shared_phone_forgets_the_learner(client: Client) -> None:
    user = make_user()
    make_learner(user=user)
    _sign_in(client, user)
    assert _named_by(client) == user.learner.pk

    client.post("/accounts/logout/")

    assert _named_by(client) is None
    assert client.get("/api/me").json() == {
        "learner": False,
        "name": None,
        "nickname": "",
        "lessons": {},
        "continue": None,
    }
    assert Learner.objects.filter(user=user).exists()


def test_first_answer_without_anything_makes_a_learner_of_nobody() -> None:
    learner = services.learner_for_start(learner_id=None, user=AnonymousUser(), now=NOW)

    assert learner.user is None
    assert learner.created_at == NOW


def test_answer_with_a_cookie_goes_to_its_learner() -> None:
    learner = make_learner()

    assert services.learner_for_start(learner_id=learner.pk, user=None, now=NOW) == learner


def test_cookie_of_a_learner_that_is_gone_gets_a_new_one() -> None:
    learner = services.learner_for_start(learner_id=uuid.uuid4(), user=None, now=NOW)

    assert Learner.objects.get() == learner


def test_first_answer_of_a_signed_in_person_belongs_to_the_account() -> None:
    user = make_user()

    learner = services.learner_for_start(learner_id=None, user=user, now=NOW)

    assert learner.user == user
    assert services.learner_for_start(learner_id=None, user=user, now=NOW) == learner


def test_signed_in_person_never_writes_into_the_learner_of_another_account() -> None:
    theirs, user = make_learner(user=make_user()), make_user()

    learner = services.learner_for_start(learner_id=theirs.pk, user=user, now=NOW)

    assert learner != theirs
    assert learner.user == user


def test_deleted_cookie_comes_back_while_signed_in(client: Client) -> None:
    user = make_user()
    learner = make_learner(user=user)
    make_record(learner=learner, lesson=make_lesson(), done_at=NOW)
    _sign_in(client, user)
    del client.cookies[cookies.NAME]

    state = client.get("/api/me").json()

    assert state["name"] == user.username
    assert len(state["lessons"]) == 1
    assert _named_by(client) == learner.pk


def test_sign_up_asks_for_a_name_and_a_password_only(client: Client) -> None:
    form = client.get("/accounts/signup/").context["form"]

    assert form.fields["username"].required
    assert form.fields["password1"].required
    assert not form.fields["email"].required
    assert "password2" not in form.fields


@pytest.mark.parametrize("name", ["มาลี", "น้ำใส", "ครูเก่ง.ม3"])
def test_thai_name_signs_up_and_signs_in_again(client: Client, name: str) -> None:
    assert client.post("/accounts/signup/", {**SIGN_UP, "username": name}).status_code == 302

    again = Client().post("/accounts/login/", {"login": name, "password": SIGN_UP["password1"]})

    assert again.status_code == 302
    assert User.objects.get().username == name


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("malee", "12"),
        ("malee!", "password"),
        ("", ""),
        ("somsri2569", "somsri2569"),
        ("a b", "rak-rian-2569"),
    ],
)
def test_sign_up_says_in_thai_what_is_wrong(client: Client, username: str, password: str) -> None:
    make_user(username="malee")

    form = client.post("/accounts/signup/", {**SIGN_UP, "username": username, "password1": password}).context[
        "form"
    ]

    assert form.errors

    for messages in form.errors.values():
        for message in messages:
            assert any("\u0e00" <= letter <= "\u0e7f" for letter in message), message


@pytest.mark.django_db(transaction=True)
def test_two_devices_signing_in_at_once_end_with_one_learner() -> None:
    user, lessons = make_user(), [make_lesson(), make_lesson()]
    devices = [make_learner(), make_learner()]
    for learner, lesson in zip(devices, lessons, strict=True):
        make_record(learner=learner, lesson=lesson)
    faults: list[Exception] = []

    def claim(learner: Learner) -> None:
        try:
            services.claim_learner(learner_id=learner.pk, user=user, now=NOW)
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=claim, args=(learner,)) for learner in devices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not faults
    learner = Learner.objects.get()
    assert learner.user == user
    assert learner.lesson_records.count() == 2


def test_claiming_twice_changes_nothing() -> None:
    user, learner = make_user(), make_learner()
    for _ in range(2):
        assert services.claim_learner(learner_id=learner.pk, user=user, now=NOW) == learner


def test_cookie_lasts_and_is_out_of_reach_of_scripts(client: Client, settings: Any) -> None:
    learner = make_learner()
    carry(client, learner)

    client.post("/accounts/signup/", SIGN_UP)

    cookie = client.cookies[cookies.NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert int(cookie["max-age"]) == cookies.MAX_AGE
