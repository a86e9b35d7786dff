"""“ถึงกำหนดทบทวน”: what is due, one click that it still holds, and who may click."""

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.models import User
from lessons.models import Contact, Fact, ImportedContent
from lessons.services import reviews
from literacy.roles import create_roles, groups_of_an_educator
from tests.factories.accounts import make_user
from tests.lessons.test_curriculum_round_trip import DIRECTORY, FACTS

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 25)
REPORT = "/admin/reports/reviews/"


def _fact(code: str, *, checked_on: dt.date | None, label: str = "V-A") -> Fact:
    fact = Fact(code=code, label=label, statement=f"เรื่อง {code}", reviewed_on=checked_on, review_days=90)
    fact.save()
    return fact


def _contact(key: str, *, checked_on: dt.date) -> Contact:
    return Contact.objects.create(
        key=key, name=f"หน่วยงาน {key}", kind="ask", what_for="ถาม", checked_on=checked_on
    )


@pytest.fixture
def educator() -> User:
    create_roles()
    user = make_user(is_staff=True)
    user.groups.set(groups_of_an_educator())
    return user


def test_overdue_and_soon_are_due_the_longest_overdue_first() -> None:
    _fact("L-01", checked_on=TODAY - dt.timedelta(days=200))
    _fact("L-02", checked_on=TODAY - dt.timedelta(days=80))
    _fact("L-03", checked_on=TODAY)
    _fact("U-01", checked_on=None, label="U")
    _contact("old", checked_on=TODAY - dt.timedelta(days=100))

    rows = reviews.due(today=TODAY)

    assert [(row.name[:4], row.is_overdue) for row in rows] == [
        ("L-01", True),
        ("หน่ว", True),
        ("L-02", False),
    ]


def test_office_is_due_after_its_own_days_and_its_owner_is_named(client: Client, educator: User) -> None:
    contact = _contact("aoc", checked_on=TODAY - dt.timedelta(days=40))
    contact.owner, contact.review_days = educator, 30
    contact.save()

    (row,) = reviews.due(today=TODAY)
    client.force_login(educator)

    assert (row.owner, row.due_on, row.is_overdue) == (str(educator), TODAY - dt.timedelta(days=10), True)
    assert str(educator) in client.get(REPORT).content.decode()


def test_office_that_waits_is_loaded_as_a_draft_and_the_report_says_why(
    client: Client, educator: User, tmp_path: Path
) -> None:
    def load(text: str) -> Contact:
        (tmp_path / "directory.yaml").write_text(text, encoding="utf-8")
        (tmp_path / "facts.yaml").write_text(FACTS, encoding="utf-8")
        call_command("load_curriculum", dir=tmp_path, stdout=StringIO(), stderr=StringIO())
        return Contact.objects.get(key="aoc-1441")

    client.force_login(educator)
    assert load(DIRECTORY).live

    assert not load(DIRECTORY + "  reason: ยังไม่พบหน้าทางการ\n").live
    page = client.get(REPORT).content.decode()
    assert "ยังไม่พบหน้าทางการ" in page
    assert [one.name for one in reviews.held()] == ["ศูนย์ AOC"]

    assert load(DIRECTORY).live
    assert reviews.held() == []
    Fact.objects.filter(code="L-32").update(reason="ตัวเลขยังไม่มีแหล่ง")
    assert [one.reason for one in reviews.held()] == ["ตัวเลขยังไม่มีแหล่ง"]


def test_office_with_a_reason_to_wait_cannot_be_published_in_the_form(client: Client, educator: User) -> None:
    client.force_login(educator)
    data = {
        "name": "หน่วยงาน",
        "key": "office",
        "kind": "ask",
        "what_for": "ถาม",
        "checked_on": "2026-11-24",
        "review_days": "90",
        "order": "1",
        "reason": "รอตรวจเบอร์",
    }
    url = "/admin/snippets/lessons/contact/add/"

    refused = client.post(url, {**data, "action-publish": "1"})

    assert "reason" in refused.context["form"].errors
    assert client.post(url, data).status_code == 302
    assert not Contact.objects.get(key="office").live


def test_one_click_sets_the_day_publishes_and_is_on_record(client: Client, educator: User) -> None:
    fact = _fact("L-01", checked_on=dt.date(2020, 1, 1))
    client.force_login(educator)

    page = client.get(REPORT).content.decode()
    response = client.post(f"{REPORT}fact/{fact.pk}/")

    assert "เรื่อง L-01" in page
    assert "เลยกำหนด" in page
    assert response.status_code == 302
    fact.refresh_from_db()
    assert fact.reviewed_on == timezone.localdate()
    assert not fact.has_unpublished_changes
    assert ModelLogEntry.objects.filter(action="lessons.still_true", user=educator).count() == 1
    assert f"{REPORT}fact/{fact.pk}/" not in client.get(REPORT).content.decode()


def test_draft_of_somebody_is_not_published_by_a_click(client: Client, educator: User) -> None:
    fact = _fact("L-01", checked_on=dt.date(2020, 1, 1))
    fact.statement = "ร่างที่ยังเขียนไม่เสร็จ"
    fact.save_revision()
    client.force_login(educator)

    client.post(f"{REPORT}fact/{fact.pk}/")

    fact.refresh_from_db()
    assert (fact.statement, fact.reviewed_on) == ("เรื่อง L-01", dt.date(2020, 1, 1))


def test_those_who_may_not_are_kept_out(client: Client) -> None:
    fact = _fact("L-01", checked_on=dt.date(2020, 1, 1))

    assert client.get(REPORT).status_code == 302  # to the sign-in
    client.force_login(make_user())
    assert client.post(f"{REPORT}fact/{fact.pk}/").status_code in {302, 403}
    fact.refresh_from_db()
    assert fact.reviewed_on == dt.date(2020, 1, 1)


def test_confirmed_fact_is_still_updated_by_its_file_and_keeps_its_day(
    tmp_path: Path, educator: User
) -> None:
    def load(text: str) -> None:
        (tmp_path / "facts.yaml").write_text(text, encoding="utf-8")
        call_command("load_curriculum", dir=tmp_path, stdout=StringIO(), stderr=StringIO())

    educator.is_superuser = True
    educator.save()
    load(FACTS)
    fact = Fact.objects.get(code="L-32")
    reviews.confirm(kind="fact", pk=fact.pk, user=educator, today=dt.date(2027, 1, 1))

    load(FACTS.replace("ไม่เกิน 1 ล้านบาท", "1 ล้านบาท"))

    fact.refresh_from_db()
    assert fact.statement == "เงินฝากบาทคุ้มครอง1 ล้านบาท"
    assert fact.reviewed_on == dt.date(2027, 1, 1)
    assert ImportedContent.objects.get(key="fact:L-32").revision_id == fact.latest_revision_id


@pytest.mark.parametrize(
    ("statement", "sources", "says"), [("", True, "statement"), ("เรื่อง", False, "sources")]
)
def test_claim_without_words_or_a_source_is_not_published(
    client: Client, educator: User, statement: str, sources: bool, says: str
) -> None:
    client.force_login(educator)
    data = {
        "code": "L-99",
        "label": "V-A",
        "reason": "",
        "statement": statement,
        "sources-count": "1" if sources else "0",
        "owner": "",
        "reviewed_on": "2026-11-24",
        "review_days": "90",
    }
    if sources:
        data |= {
            "sources-0-type": "source",
            "sources-0-order": "0",
            "sources-0-deleted": "",
            "sources-0-id": "",
            "sources-0-value-title": "แหล่ง",
            "sources-0-value-url": "https://example.org/",
            "sources-0-value-date": "2568",
        }
    url = "/admin/snippets/lessons/fact/add/"

    refused = client.post(url, {**data, "action-publish": "1"})

    assert says in refused.context["form"].errors
    assert client.post(url, data).status_code == 302  # a draft may lack it
    assert not Fact.objects.get(code="L-99").live
