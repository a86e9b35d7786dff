"""Signing up with a passkey: what happens before and without the key (with one: tests/journeys/test_account.py)."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client

from accounts import passkeys
from accounts.models import Learner, User
from tests.conftest import NOW
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db
FORM = {"username": "malee", "age_band": "adult", "agrees": "on"}


def test_the_account_sleeps_until_its_key_is_there(client: Client) -> None:
    page = client.post("/accounts/passkey/", FORM, follow=True)

    user = User.objects.get()
    assert "สร้างพาสคีย์ของ malee" in page.content.decode()
    assert not user.is_active
    assert not user.has_usable_password()
    assert not Learner.objects.exists()
    assert client.get("/api/me").json()["name"] is None


def test_a_slip_can_be_mended_without_losing_the_name(client: Client) -> None:
    client.post("/accounts/passkey/", FORM)
    client.post("/accounts/passkey/", FORM)
    client.post("/accounts/passkey/", {**FORM, "username": "mali"})

    assert User.objects.get().username == "mali"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"username": ""}, "ตั้งชื่อผู้ใช้ก่อน"),
        ({"username": "somchai"}, "มีผู้ใช้ชื่อนี้แล้ว"),
        ({"age_band": "minor"}, "ให้ผู้ปกครองบอก"),
        ({"agrees": ""}, "กดยินยอมก่อน"),
        ({"age_band": "x"}, "x"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_made(
    wrong: dict[str, str], says: str, client: Client
) -> None:
    make_user(username="somchai")

    page = client.post("/accounts/passkey/", {**FORM, **wrong})

    assert says in page.content.decode()
    assert User.objects.count() == 1


FORGED = [
    "",
    "{}",
    "[]",
    "null",
    '"x"',
    '{"id": "x"}',
    "{",
    "9" * 5000,
    "[" * 15_000,
    '{"id": "eA", "rawId": "eA", "response": "x", "type": "public-key"}',
    '{"id": "eA", "rawId": "eA", "response": {}, "type": "public-key"}',
    '{"id": "eA", "rawId": "eA", "response": {"userHandle": "MQ"}, "type": "public-key"}',
    '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {"clientDataJSON": "e30",'
    ' "authenticatorData": "eA", "signature": "eA", "attestationObject": "oA", "userHandle": "MQ"}}',
]


@pytest.mark.parametrize("credential", FORGED)
def test_a_forged_key_wakes_nobody(credential: str, client: Client) -> None:
    client.post("/accounts/passkey/", FORM)

    page = client.post("/accounts/passkey/key/", {"credential": credential, "name": "x"})

    assert page.status_code == 200
    assert not User.objects.get().is_active


@pytest.mark.parametrize("credential", FORGED)
def test_a_forged_key_opens_no_door_and_is_no_error_page(credential: str, client: Client) -> None:
    user = make_user()
    signing_in = client.post("/accounts/2fa/webauthn/login/", {"credential": credential})
    client.post("/accounts/login/", {"login": user.username, "password": "rak-rian-2569"})
    client.post("/accounts/reauthenticate/", {"password": "rak-rian-2569"})
    client.get("/accounts/2fa/webauthn/add/")

    adding = client.post("/accounts/2fa/webauthn/add/", {"credential": credential})
    confirming = client.post("/accounts/2fa/webauthn/reauthenticate/", {"credential": credential})

    assert signing_in.url == "/accounts/login/"
    assert adding.status_code == 200
    assert confirming.status_code in {200, 302}
    assert not Authenticator.objects.exists()


def test_the_page_for_the_key_needs_a_name_first(client: Client) -> None:
    assert client.get("/accounts/passkey/key/").url == "/accounts/passkey/"


def test_names_of_accounts_that_never_woke_are_free_again() -> None:
    old = NOW - dt.timedelta(days=3)
    never = User.objects.create(username="never", is_active=False, password="!", date_joined=old)
    User.objects.create(username="today", is_active=False, password="!", date_joined=NOW)
    closed = make_user(username="closed", is_active=False, date_joined=old)

    assert passkeys.remove_never_woken(before=NOW - dt.timedelta(days=1)) == 1

    assert not User.objects.filter(pk=never.pk).exists()
    assert User.objects.filter(pk=closed.pk).exists()
    call_command("erase_inactive", verbosity=0)
    assert User.objects.filter(pk=closed.pk).exists()
