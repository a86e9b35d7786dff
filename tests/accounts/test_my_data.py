"""The page of one's data: who may see what, and that nothing of it can be kept by a cache."""

import io
import json
import uuid
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts import consent_text, cookies, shared_phone
from accounts.models import AccessLog, Consent, Learner, User
from accounts.shared_phone import Seat
from tests.accounts.lives import SIGN_UP
from tests.conftest import NOW
from tests.factories.accounts import carry, make_learner, make_user
from tests.factories.lessons import make_lesson, make_record

pytestmark = pytest.mark.django_db
OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}
PASSWORD = "rak-rian-2569"
WRITES = [
    "my_data_download",
    "my_data_erase",
    "my_data_close",
    "my_data_consent",
    "my_data_add_person",
    "my_data_switch",
    "my_data_leave",
]


def _post(client: Client, name: str, **fields: Any) -> Any:
    return client.post(reverse(name), fields, **OURS)


def _current(client: Client) -> uuid.UUID | None:
    value = client.cookies[cookies.NAME].value if cookies.NAME in client.cookies else ""
    return uuid.UUID(cookies._signer.unsign(value)) if value else None


def _people(client: Client) -> list[str]:
    request: Any = type(
        "Request", (), {"COOKIES": {key: morsel.value for key, morsel in client.cookies.items()}}
    )()
    return [seat.label for seat in shared_phone.seats(request)]


class TestThePage:
    def test_says_when_there_is_nothing(self, client: Client) -> None:
        page = client.get(reverse("my_data"))

        assert "เครื่องนี้ยังไม่มีข้อมูลของคุณ" in page.content.decode()
        assert not page.cookies

    def test_counts_what_is_kept_without_an_account(self, client: Client) -> None:
        learner = make_learner()
        make_record(learner=learner, lesson=make_lesson())
        carry(client, learner)

        text = client.get(reverse("my_data")).content.decode()

        assert "บทที่เรียน" in text
        assert "ลบข้อมูลของฉัน" in text

    def test_shows_nothing_of_an_account_to_whoever_is_not_signed_in(self, client: Client) -> None:
        user = make_user(username="malee", email="malee@example.org")
        learner = make_learner(user=user)
        carry(client, learner)

        text = client.get(reverse("my_data")).content.decode()
        _post(client, "my_data_erase", sure="on")
        download = _post(client, "my_data_download")

        assert "malee" not in text
        assert "เข้าสู่ระบบก่อน" in text
        assert Learner.objects.filter(pk=learner.pk).exists()
        assert download.status_code == 302

    def test_tells_who_looked(self, client: Client) -> None:
        learner = make_learner()
        AccessLog.objects.create(learner=learner, role="ครู", what="ผลของชั้น ม.2/1", looked_at=NOW)
        carry(client, learner)

        assert "ผลของชั้น ม.2/1" in client.get(reverse("my_data")).content.decode()

    @pytest.mark.parametrize("count", [0, 30])
    def test_keeps_its_query_budget_whatever_there_is(
        self, count: int, client: Client, django_assert_max_num_queries: Callable[[int], Any]
    ) -> None:
        user = make_user()
        learner = make_learner(user=user)
        client.force_login(user)
        for number in range(count):
            make_record(learner=learner, lesson=make_lesson())
            AccessLog.objects.create(learner=learner, role="ครู", what=f"{number}", looked_at=NOW)

        with django_assert_max_num_queries(10):
            client.get(reverse("my_data"))

    @pytest.mark.parametrize("name", ["my_data", "my_data_erased", *WRITES])
    def test_nothing_of_it_may_be_kept(self, name: str, client: Client) -> None:
        client.force_login(make_user())
        for response in (client.get(reverse(name)), _post(client, name)):
            header = response.headers.get("Cache-Control", "no-store" if response.status_code == 405 else "")

            assert "no-store" in header, (name, response.status_code)

    @pytest.mark.parametrize("name", WRITES)
    def test_another_site_can_start_nothing(self, name: str, client: Client) -> None:
        learner = make_learner()
        carry(client, learner)

        refused = client.post(reverse(name), {"sure": "on"}, HTTP_SEC_FETCH_SITE="cross-site")

        assert refused.status_code == 403
        assert Learner.objects.filter(pk=learner.pk).exists()

    @pytest.mark.parametrize("name", WRITES)
    def test_hammering_is_slowed_down_with_a_thai_sentence(self, name: str, client: Client) -> None:
        carry(client, make_learner())

        answers = [_post(client, name) for _ in range(121)]

        assert answers[0].status_code != 429
        assert answers[-1].status_code == 429
        assert "รอสักพัก" in answers[-1].content.decode()
        assert answers[-1]["Retry-After"]

    def test_a_class_behind_one_address_is_not_slowed_down(self) -> None:
        answers = []
        for _ in range(40):
            phone = Client()
            carry(phone, make_learner())
            answers += [_post(phone, "my_data_download").status_code for _ in range(5)]

        assert set(answers) == {200}


class TestErasing:
    def test_asks_once_more_and_then_everything_is_gone(self, client: Client) -> None:
        learner = make_learner()
        make_record(learner=learner, lesson=make_lesson())
        carry(client, learner)

        asked = _post(client, "my_data_erase")
        assert Learner.objects.filter(pk=learner.pk).exists()
        done = _post(client, "my_data_erase", sure="on")

        assert "เรียกคืนไม่ได้" in asked.content.decode()
        assert done.url == reverse("my_data_erased")
        assert not Learner.objects.exists()
        assert _current(client) is None

    def test_an_account_says_its_password_and_is_signed_out_everywhere(self, client: Client) -> None:
        tablet = Client()
        client.post("/accounts/signup/", {**SIGN_UP, "username": "malee"})
        tablet.post("/accounts/login/", {"login": "malee", "password": PASSWORD})

        wrong = _post(client, "my_data_erase", sure="on", password="not-mine")
        assert "รหัสผ่านไม่ถูกต้อง" in wrong.content.decode()
        _post(client, "my_data_erase", sure="on", password=PASSWORD)

        assert not User.objects.exists()
        assert not Learner.objects.exists()
        from django.contrib.sessions.models import Session

        assert not Session.objects.exists()
        assert "เครื่องนี้ยังไม่มีข้อมูล" in tablet.get(reverse("my_data")).content.decode()

    def test_others_on_the_phone_stay(self, client: Client) -> None:
        mine, other = make_learner(), make_learner()
        carry(client, mine)
        client.cookies[shared_phone.NAME] = shared_phone.packed([Seat(mine.pk, "มะลิ"), Seat(other.pk, "ก้อง")])

        _post(client, "my_data_erase", sure="on")

        assert Learner.objects.get() == other
        assert _people(client) == ["ก้อง"]

    def test_what_the_phone_kept_for_being_offline_goes_unless_others_have_answers_there(self) -> None:
        for others, cleared in (([], '"storage"'), ([make_learner()], None)):
            mine, phone = make_learner(), Client()
            carry(phone, mine)
            phone.cookies[shared_phone.NAME] = shared_phone.packed(
                [Seat(mine.pk, "มะลิ"), *(Seat(other.pk, "ก้อง") for other in others)]
            )

            answer = _post(phone, "my_data_erase", sure="on")

            assert answer.headers.get("Clear-Site-Data") == cleared

    def test_download_is_a_zip_with_the_records(self, client: Client) -> None:
        learner = make_learner()
        lesson = make_lesson()
        make_record(learner=learner, lesson=lesson)
        carry(client, learner)

        answer = _post(client, "my_data_download")

        data = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("data.json"))
        assert data["tables"]["lessons.LessonRecord"]["rows"][0]["lesson_id"] == lesson.pk


class TestConsent:
    def test_a_text_that_was_agreed_to_never_changes(self) -> None:
        import hashlib

        digests = {
            version: hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
            for version, lines in consent_text.TEXTS.items()
        }

        assert digests == {"2026-11": "d85cf822e6a679ad"}, "new words are a new version"

    @pytest.mark.parametrize("band", ["child", "minor"])
    def test_the_young_need_a_guardian(self, band: str, client: Client) -> None:
        alone = {"username": "malee", "password1": PASSWORD, "age_band": band, "agrees": "on"}

        refused = client.post("/accounts/signup/", alone)
        assert not User.objects.exists()
        assert refused.context["form"]["username"].value() == "malee"
        client.post("/accounts/signup/", {**alone, "guardian": "ยาย", "guardian_agrees": "on"})

        given = Consent.objects.get()
        assert (given.given_by, given.guardian, given.age_band) == ("guardian", "ยาย", band)
        assert given.text_version == consent_text.CURRENT
        assert given.learner.user == User.objects.get()

    def test_nobody_gets_an_account_without_agreeing(self, client: Client) -> None:
        client.post("/accounts/signup/", {"username": "malee", "password1": PASSWORD, "age_band": "adult"})

        assert not User.objects.exists()

    def test_the_database_refuses_a_minor_alone(self) -> None:
        from django.db import IntegrityError

        with pytest.raises(IntegrityError):
            Consent.objects.create(
                learner=make_learner(), text_version="x", age_band="minor", given_by="self", given_at=NOW
            )

    def test_an_account_from_before_is_asked(self, client: Client) -> None:
        user = make_user()
        client.force_login(user)
        assert "อ่านและยินยอม" not in client.get(reverse("my_data")).content.decode()
        make_learner(user=user)
        assert "อ่านและยินยอม" in client.get(reverse("my_data")).content.decode()

        _post(client, "my_data_consent", age_band="adult", agrees="on")

        assert user.learner.consents.get().given_by == "self"
        assert "อ่านและยินยอม" not in client.get(reverse("my_data")).content.decode()

    def test_taking_it_back_deletes_the_account_and_keeps_what_was_learnt(self, client: Client) -> None:
        client.post("/accounts/signup/", {**SIGN_UP, "username": "malee", "email": "malee@example.org"})
        learner = User.objects.get().learner
        make_record(learner=learner, lesson=make_lesson())

        _post(client, "my_data_close", sure="on", password=PASSWORD)

        learner.refresh_from_db()
        assert learner.user is None
        assert learner.age_band == ""
        assert learner.consents.get().withdrawn_at is not None
        assert learner.lesson_records.count() == 1
        assert not User.objects.exists()
        assert _current(client) == learner.pk


class TestSharedPhone:
    def test_two_people_take_turns_and_each_has_their_own(self, client: Client) -> None:
        mine = make_learner()
        make_record(learner=mine, lesson=make_lesson())
        carry(client, mine)

        added = _post(client, "my_data_add_person", mine="มะลิ", other="เลขที่ 7")
        second = _current(client)
        assert added.status_code == 302
        assert second not in {None, mine.pk}
        assert client.get("/api/me").json()["lessons"] == {}
        _post(client, "my_data_switch", person="0")

        assert _current(client) == mine.pk
        assert len(client.get("/api/me").json()["lessons"]) == 1
        assert _people(client) == ["มะลิ", "เลขที่ 7"]

    def test_a_third_does_not_ask_for_my_name_again(self, client: Client) -> None:
        carry(client, make_learner())
        _post(client, "my_data_add_person", mine="มะลิ", other="ก้อง")

        _post(client, "my_data_add_person", other="แก้ว")

        assert _people(client) == ["มะลิ", "ก้อง", "แก้ว"]

    @pytest.mark.parametrize("name", ["", "   ", "\u200b\u202e", "มะลิ"])
    def test_a_name_that_cannot_be_told_apart_is_refused(self, name: str, client: Client) -> None:
        carry(client, make_learner())
        before = Learner.objects.count()

        answer = _post(client, "my_data_add_person", mine="มะลิ", other=name)

        assert answer.status_code == 200
        assert Learner.objects.count() == before

    def test_a_name_is_text_and_nothing_else(self, client: Client) -> None:
        carry(client, make_learner())

        _post(client, "my_data_add_person", mine="<b>x</b>", other='"ก"')

        text = client.get(reverse("my_data")).content.decode()
        assert "<b>x</b>" not in text
        assert "&lt;b&gt;x&lt;/b&gt;" in text

    def test_the_phone_holds_so_many_and_the_cookie_stays_small(self, client: Client) -> None:
        carry(client, make_learner())
        _post(client, "my_data_add_person", mine="ก" * 20, other="ข" * 20)
        for letter in "คงจฉชซ":
            answer = _post(client, "my_data_add_person", other=letter * 20)

        assert "เครื่องนี้มีผู้เรียนได้" in answer.content.decode()
        assert len(_people(client)) == shared_phone.MOST
        assert len(client.cookies[shared_phone.NAME].value) < 1500

    def test_a_tampered_cookie_names_nobody(self, client: Client) -> None:
        client.cookies[shared_phone.NAME] = shared_phone.packed([Seat(make_learner().pk, "x")])[:-1] + "!"

        _post(client, "my_data_switch", person="0")

        assert _current(client) is None

    @pytest.mark.parametrize("place", ["", "9", "-1", "x", "0" * 5000])
    def test_a_place_that_is_not_there_changes_nothing(self, place: str, client: Client) -> None:
        mine = make_learner()
        carry(client, mine)
        client.cookies[shared_phone.NAME] = shared_phone.packed([Seat(make_learner().pk, "x")])

        _post(client, "my_data_switch", person=place)

        assert _current(client) == mine.pk

    def test_who_has_an_account_now_cannot_be_picked_by_name(self, client: Client) -> None:
        mine, other = make_learner(), make_learner()
        carry(client, mine)
        client.cookies[shared_phone.NAME] = shared_phone.packed([Seat(mine.pk, "มะลิ"), Seat(other.pk, "ก้อง")])
        client.post("/accounts/signup/", {**SIGN_UP, "username": "malee"})
        assert _people(client) == ["ก้อง"]
        client.cookies[shared_phone.NAME] = shared_phone.packed([Seat(mine.pk, "มะลิ"), Seat(other.pk, "ก้อง")])

        _post(client, "my_data_switch", person="1")

        assert _current(client) == mine.pk, "with one left, place 1 is nobody"

    def test_switching_signs_the_account_out_and_its_work_stays_its_own(self, client: Client) -> None:
        other = make_learner()
        client.post("/accounts/signup/", {**SIGN_UP, "username": "malee"})
        client.cookies[shared_phone.NAME] = shared_phone.packed([Seat(other.pk, "ก้อง")])

        _post(client, "my_data_switch", person="0")

        assert _current(client) == other.pk
        assert client.get("/api/me").json()["name"] is None
        assert User.objects.get(username="malee").learner.user is not None

    def test_leaving_erases_nothing_and_forgets_here(self, client: Client) -> None:
        mine, other = make_learner(), make_learner()
        carry(client, mine)
        client.cookies[shared_phone.NAME] = shared_phone.packed([Seat(mine.pk, "มะลิ"), Seat(other.pk, "ก้อง")])

        _post(client, "my_data_leave")

        assert _current(client) is None
        assert _people(client) == ["ก้อง"]
        assert Learner.objects.filter(pk=mine.pk).exists()
