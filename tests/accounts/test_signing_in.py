"""Every door into an account: what goes wrong says so in Thai, gives nothing away and loses nothing."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from accounts.models import Learner, User
from tests.accounts.lives import SIGN_UP
from tests.conftest import NOW
from tests.factories.accounts import carry, make_learner, make_user
from tests.factories.lessons import make_home, make_lesson, make_record

pytestmark = pytest.mark.django_db
PASSWORD = "rak-rian-2569"
KEYS = {"APPS": [{"client_id": "id", "secret": "secret"}]}
PROVIDERS = {"line": {**KEYS, "SCOPE": ["profile"]}, "google": {**KEYS, "SCOPE": ["openid"]}}


def _text(response: Any) -> str:
    return str(response.content.decode())


def _sign_in(client: Client, name: str) -> Any:
    """Sign up and in: keys are shown only to who has just given the password."""
    _sign_up(Client(), name)
    client.post("/accounts/login/", {"login": name, "password": PASSWORD})
    return client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def _sign_up(client: Client, name: str, address: str = "") -> Any:
    return client.post("/accounts/signup/", {**SIGN_UP, "username": name, "email": address})


class TestDoors:
    def test_buttons_stand_only_where_the_site_has_keys(self, client: Client, settings: Any) -> None:
        assert "ใช้ LINE" not in _text(client.get("/accounts/login/"))
        assert "ใช้ Google" not in _text(client.get("/accounts/signup/"))

        settings.SOCIALACCOUNT_PROVIDERS = PROVIDERS

        for page in ("/accounts/login/", "/accounts/signup/"):
            assert "ใช้ LINE" in _text(client.get(page))
            assert "ใช้ Google" in _text(client.get(page))

    def test_a_door_without_keys_is_no_error_page(self, client: Client) -> None:
        assert client.post("/accounts/line/login/").status_code == 404
        assert client.get("/accounts/google/login/callback/?code=x").status_code == 404

    def test_line_is_asked_for_the_least_and_not_before_a_button_was_pressed(
        self, client: Client, settings: Any
    ) -> None:
        settings.SOCIALACCOUNT_PROVIDERS = PROVIDERS

        asked = client.post("/accounts/line/login/")

        assert asked.url.startswith("https://access.line.me/oauth2/")
        assert "scope=profile" in asked.url
        assert "email" not in asked.url
        assert "https://access.line.me" not in _text(client.get("/accounts/login/"))

    @pytest.mark.parametrize(
        ("answer", "says"),
        [
            ("?error=access_denied&state={state}", "ยังไม่ได้เข้าสู่ระบบ"),
            ("?error=server_error", "เข้าสู่ระบบไม่สำเร็จ"),
            ("?code=x&state=never-given", "เข้าสู่ระบบไม่สำเร็จ"),
            ("", "เข้าสู่ระบบไม่สำเร็จ"),
            ("?code=%00&state=" + "x" * 3000, "เข้าสู่ระบบไม่สำเร็จ"),
        ],
    )
    @pytest.mark.parametrize("provider", ["line", "google"])
    def test_a_callback_that_fails_says_so_and_keeps_what_was_learnt(
        self, provider: str, answer: str, says: str, client: Client, settings: Any
    ) -> None:
        settings.SOCIALACCOUNT_PROVIDERS = PROVIDERS
        learner = make_learner()
        make_record(learner=learner, lesson=make_lesson())
        carry(client, learner)

        state = re.search(r"state=([^&]+)", client.post(f"/accounts/{provider}/login/").url)
        answer = answer.replace("{state}", state[1] if state else "")

        page = client.get(f"/accounts/{provider}/login/callback/{answer}", follow=True)

        assert page.status_code < 500
        assert says in _text(page)
        assert "ผลการเรียนในเครื่องนี้ยังอยู่ครบ" in _text(page)
        assert len(client.get("/api/me").json()["lessons"]) == 1

    def test_line_that_does_not_answer_says_so(
        self, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self._answer_of_line(monkeypatch, error=True)
        page = self._come_back_from_line(client, settings)

        assert "เข้าสู่ระบบไม่สำเร็จ" in _text(page)
        assert not User.objects.exists()

    def test_signing_up_with_line_keeps_the_number_only_and_joins_what_was_learnt(
        self, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        learner = make_learner()
        make_record(learner=learner, lesson=make_lesson())
        carry(client, learner)
        self._answer_of_line(monkeypatch)

        page = self._come_back_from_line(client, settings)
        assert "อีกขั้นเดียว" in _text(page)
        assert "มาลี ใจดี" not in _text(page)
        assert not User.objects.exists()
        client.post("/accounts/3rdparty/signup/", {**SIGN_UP, "username": "malee"})

        account = SocialAccount.objects.get()
        assert (account.uid, account.extra_data) == ("U123", {})
        user = User.objects.get()
        assert (user.username, user.first_name, user.last_name, user.email) == ("malee", "", "", "")
        assert user.learner == learner
        assert learner.consents.get().given_by == "guardian"

    def test_coming_back_with_line_joins_a_second_device(
        self, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self._answer_of_line(monkeypatch)
        self._come_back_from_line(client, settings)
        client.post("/accounts/3rdparty/signup/", {**SIGN_UP, "username": "malee"})
        tablet, other = Client(), make_learner()
        make_record(learner=other, lesson=make_lesson())
        carry(tablet, other)

        self._come_back_from_line(tablet, settings)

        assert Learner.objects.get().user == User.objects.get()
        assert Learner.objects.get().lesson_records.count() == 1

    def _answer_of_line(self, monkeypatch: pytest.MonkeyPatch, *, error: bool = False) -> None:
        import requests

        def answer(self: Any, method: str, url: str, **kwargs: Any) -> requests.Response:
            if error:
                raise requests.ConnectionError("line is away")
            response = requests.Response()
            response.status_code = 200
            response.headers["Content-Type"] = "application/json"
            token = b'{"access_token": "t", "id_token": "i", "expires_in": 3600}'
            profile = b'{"userId": "U123", "displayName": "\xe0\xb8\xa1\xe0\xb8\xb2\xe0\xb8\xa5\xe0\xb8\xb5", "pictureUrl": "https://x"}'
            response._content = token if "token" in url else profile
            return response

        monkeypatch.setattr(requests.Session, "request", answer)

    def _come_back_from_line(self, client: Client, settings: Any) -> Any:
        settings.SOCIALACCOUNT_PROVIDERS = PROVIDERS
        asked = client.post("/accounts/line/login/")
        state = re.search(r"state=([^&]+)", asked.url)
        assert state
        return client.get(f"/accounts/line/login/callback/?code=x&state={state[1]}", follow=True)


class TestAddresses:
    def test_signing_up_never_tells_whether_an_address_has_an_account(self, client: Client) -> None:
        owner = make_user(email="malee@example.org")
        EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)

        known = _sign_up(client, "first", "malee@example.org")
        unknown = _sign_up(Client(), "second", "nobody@example.org")

        assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
        assert User.objects.filter(username__in=["first", "second"]).count() == 2

    def test_the_owner_is_told_by_mail_how_to_come_in(self, client: Client) -> None:
        owner = make_user(email="malee@example.org")
        EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)

        _sign_up(client, "again", "malee@example.org")

        letter = mail.outbox[-1]
        assert letter.to == ["malee@example.org"]
        assert letter.subject == "[รู้ทันคริปโต] อีเมลนี้มีบัญชีอยู่แล้ว"
        assert "/accounts/password/reset/" in letter.body
        assert "/accounts/login/" in letter.body
        assert "English" not in letter.body
        assert "Hello" not in letter.body

    def test_what_was_learnt_on_the_device_is_in_the_new_account(self, client: Client) -> None:
        owner = make_user(email="malee@example.org")
        EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)
        learner = make_learner()
        carry(client, learner)

        _sign_up(client, "again", "malee@example.org")

        assert User.objects.get(username="again").learner == learner

    def test_an_expired_link_says_so_and_offers_a_new_one(self, client: Client) -> None:
        for key in ("never-given", "x" * 500, "MQ:1abc:xyz"):
            page = client.get(f"/accounts/confirm-email/{key}/")

            assert page.status_code < 500
            assert "ขอลิงก์ใหม่" in _text(page)

    def test_a_link_for_an_address_that_another_account_has_confirmed(self, client: Client) -> None:
        late = EmailAddress.objects.create(user=make_user(), email="malee@example.org")
        EmailAddress.objects.create(user=make_user(), email="malee@example.org", verified=True)

        page = client.get(f"/accounts/confirm-email/{EmailConfirmationHMAC(late).key}/")

        assert "บัญชีอื่นยืนยันไปแล้ว" in _text(page)

    def test_a_used_password_link_says_so(self, client: Client) -> None:
        page = client.get("/accounts/password/reset/key/1-set-password/")

        assert "ลิงก์นี้ใช้ไม่ได้แล้ว" in _text(page)
        assert "ผลการเรียนของคุณยังอยู่ครบ" in _text(page)

    @pytest.mark.parametrize("address", ["malee@example.org", "nobody@example.org"])
    def test_every_letter_is_thai(self, address: str, client: Client) -> None:
        make_user(email="malee@example.org")

        client.post("/accounts/password/reset/", {"email": address})

        body = mail.outbox[-1].body
        english = set(re.findall(r"[A-Za-z]{3,}", re.sub(r"https?://\S+|\S+@\S+|somchai\d+", "", body)))
        assert english <= {"testserver"}, body


@pytest.fixture
def administrator() -> User:
    make_home()
    return make_user(is_superuser=True)


class TestSecondFactor:
    def test_a_password_alone_opens_no_admin_where_the_site_asks_for_more(
        self, client: Client, administrator: User, settings: Any
    ) -> None:
        settings.ADMIN_SECOND_FACTOR = True
        client.force_login(administrator)

        for path in ("/admin/", "/admin/pages/", "/admin/reports/", "/admin/api/main/pages/"):
            refused = client.get(path)
            assert (refused.status_code, refused.url) == (302, "/accounts/2fa/?admin=1"), path
        assert "ต้องยืนยันตัวสองชั้น" in _text(client.get("/accounts/2fa/?admin=1"))

    def test_recovery_codes_alone_are_no_second_factor(
        self, client: Client, administrator: User, settings: Any
    ) -> None:
        settings.ADMIN_SECOND_FACTOR = True
        Authenticator.objects.create(
            user=administrator, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"}
        )
        client.force_login(administrator)

        assert client.get("/admin/").status_code == 302

    def test_an_app_opens_it(self, client: Client, administrator: User, settings: Any) -> None:
        settings.ADMIN_SECOND_FACTOR = True
        Authenticator.objects.create(user=administrator, type=Authenticator.Type.TOTP, data={"secret": "x"})
        client.force_login(administrator)

        assert client.get("/admin/").status_code == 200

    def test_a_desk_needs_none(self, client: Client, administrator: User) -> None:
        client.force_login(administrator)

        assert client.get("/admin/").status_code == 200

    def test_production_asks_for_it(self) -> None:
        import os
        import subprocess
        import sys

        from tests.gates import PRODUCTION

        found = subprocess.run(
            [
                sys.executable,
                "-c",
                "from literacy.settings import production as p; print(p.ADMIN_SECOND_FACTOR)",
            ],
            env={**os.environ, **PRODUCTION},
            capture_output=True,
            text=True,
            check=True,
        )

        assert found.stdout.strip() == "True"

    def test_whoever_has_an_app_is_asked_for_its_code_before_anything_opens(self, client: Client) -> None:
        _sign_in(client, "malee")
        client.get("/accounts/2fa/totp/activate/")
        secret = client.session["mfa.totp.secret"]
        code = totp.format_hotp_value(
            totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time())))
        )
        activated = client.post("/accounts/2fa/totp/activate/", {"code": code})
        assert activated.status_code == 302
        phone = Client()

        asked = phone.post("/accounts/login/", {"login": "malee", "password": PASSWORD}, follow=True)
        assert "ยืนยันตัวชั้นที่สอง" in _text(asked)
        assert phone.get("/api/me").json()["name"] is None
        wrong = phone.post("/accounts/2fa/authenticate/", {"code": "000000"})
        assert "รหัสไม่ถูกต้อง" in _text(wrong)
        from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

        spare = RecoveryCodes(
            Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
        ).get_unused_codes()[0]
        phone.post("/accounts/2fa/authenticate/", {"code": spare})

        assert phone.get("/api/me").json()["name"] == "malee"

    def test_the_qr_code_is_ours(self, client: Client) -> None:
        _sign_in(client, "malee")

        page = _text(client.get("/accounts/2fa/totp/activate/"))

        assert 'class="qr" src="data:image/svg+xml' in page
        assert "style=" not in page


@pytest.mark.parametrize(
    "path",
    [
        "login/", "signup/", "password/reset/", "password/reset/done/", "email/", "password/change/", "logout/",
        "2fa/", "2fa/totp/activate/", "2fa/webauthn/add/", "2fa/webauthn/", "2fa/recovery-codes/generate/",
        "3rdparty/", "reauthenticate/", "3rdparty/login/error/", "3rdparty/login/cancelled/", "inactive/",
        "confirm-email/",
        "passkey/",
    ],
)  # fmt: skip
def test_every_page_is_thai_strict_and_never_kept(path: str, client: Client) -> None:
    if path not in {"login/", "signup/", "passkey/"}:
        _sign_in(client, "malee")

    page = client.get(f"/accounts/{path}")

    text = _text(page)
    assert page.status_code in {200, 401, 403}, page.status_code
    assert "<h1>" in text
    title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
    assert title
    assert re.search("[\u0e00-\u0e7f]", title[1].split("|")[0])
    body = re.sub(
        r"<(script|style).*?</\1>|<[^>]+>",
        " ",
        text[text.index("<main") : text.index("</main>")],
        flags=re.DOTALL,
    )
    english = set(re.findall(r"[A-Za-z]{3,}", body)) - {
        "LINE",
        "Google",
        "Authenticator",
        "authenticator",
        "app",
        "passkey",
        "malee",
        "JavaScript",
    }
    assert not english or path == "2fa/totp/activate/", english
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text)
    assert "onclick" not in text
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_joining_moves_consent_access_and_the_age_band(client: Client) -> None:
    from accounts import services

    user, device = make_user(), make_learner()
    own = make_learner(user=user)
    services.give_consent(learner=device, age_band="minor", guardian="พ่อ", now=NOW)
    services.note_access(viewer=user, role="ครู", what="ผลของชั้น", learner_ids=[device.pk], now=NOW)

    services.claim_learner(learner_id=device.pk, user=user, now=NOW)

    own.refresh_from_db()
    assert own.age_band == "minor"
    assert own.consents.count() == 1
    assert own.accesses.count() == 1
