"""Export and erasure reach everything that is kept of a person, and a forgotten table is noticed."""

import csv
import datetime as dt
import io
import json
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.core.management import call_command
from django.db import connection, models
from django.test import Client
from django.test.utils import isolate_apps

from accounts import export, leaving, personal_data, services
from accounts.models import Learner, User
from accounts.personal_data import Holder, Person
from lessons.models import LessonRecord
from quizzes.models import AnswerStep, Attempt, QuizAnalysis, SkillState
from tests.accounts.lives import a_whole_life
from tests.conftest import NOW
from tests.factories.accounts import make_learner, make_user
from tests.factories.lessons import make_lesson, make_record

# an account of three letters or of digits could stand in any text by chance
NAME, ADDRESS = "malee-zwölf-หนึ่ง", "malee.unlikely@example.org"


def _every_model() -> list[type[models.Model]]:
    return list(apps.get_models(include_auto_created=True))


def test_no_table_with_a_person_in_it_is_forgotten() -> None:
    forgotten = personal_data.forgotten(_every_model())

    assert forgotten == set(), "register these in <app>/personal_data.py, see accounts.personal_data"


def test_no_reference_stands_in_the_way_of_erasure() -> None:
    assert personal_data.left_behind(_every_model()) == set()


@isolate_apps("accounts", "quizzes")
def test_a_new_table_of_a_learner_is_noticed_until_it_is_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    class Bookmark(models.Model):  # noqa: DJ008 — never seen
        learner = models.ForeignKey(Learner, models.CASCADE)

        class Meta:
            app_label = "accounts"

    class BookmarkNote(models.Model):  # noqa: DJ008 — never seen
        bookmark = models.ForeignKey(Bookmark, models.CASCADE)

        class Meta:
            app_label = "accounts"

    class Handout(models.Model):  # noqa: DJ008 — never seen
        printed_by = models.ForeignKey(User, models.DO_NOTHING)
        about = models.ForeignKey(Attempt, models.PROTECT)
        checked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

        class Meta:
            app_label = "accounts"

    grown = [*_every_model(), Bookmark, BookmarkNote, Handout]
    monkeypatch.setattr(personal_data, "_holders", dict(personal_data._holders))

    assert personal_data.forgotten(grown) == {
        "accounts.Bookmark",
        "accounts.BookmarkNote",
        "accounts.Handout",
    }
    assert personal_data.left_behind(grown) == {"accounts.Handout.printed_by", "accounts.Handout.about"}

    personal_data.register(Holder("accounts.Bookmark", "ที่คั่น", learner="learner"))
    personal_data.register(Holder("accounts.BookmarkNote", "โน้ต", learner="bookmark__learner"))
    personal_data.register(Holder("accounts.Handout", "เอกสาร", user="printed_by", cut="printed_by"))

    assert personal_data.forgotten(grown) == {"accounts.Handout.checked_by"}
    assert personal_data.left_behind(grown) == {"accounts.Handout.about"}


def test_taking_any_table_off_the_list_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    for table in [holder.table for holder in personal_data.holders()]:
        shorter = {name: holder for name, holder in personal_data._holders.items() if name != table}
        monkeypatch.setattr(personal_data, "_holders", shorter)

        assert personal_data.forgotten(_every_model()) == {table}
        monkeypatch.undo()


@pytest.mark.parametrize("holder", personal_data.holders(), ids=lambda holder: holder.table)
def test_what_is_registered_is_true(holder: Holder) -> None:
    assert holder.title
    assert holder.learner or holder.users
    for path in filter(None, (holder.learner, *holder.users)):
        holder.model._base_manager.filter(**{path: None}).query  # noqa: B018 — raises where the path leads nowhere
    for column in (*(holder.fields or ()), *holder.withheld, *holder.active, *filter(None, [holder.cut])):
        name = holder.model._meta.pk.name if column == "pk" else column
        try:
            holder.model._meta.get_field(name)
        except FieldDoesNotExist:
            assert name in {field.attname for field in holder.model._meta.concrete_fields}, name


def _text_of_the_database() -> dict[str, str]:
    """Return every table as text, as somebody with the file in hand would read it."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 — our own tables
            found[table] = json.dumps(cursor.fetchall(), default=str, ensure_ascii=False)
    return found


def _where(*needles: str) -> set[str]:
    text = _text_of_the_database()
    return {table for table, rows in text.items() if any(needle in rows for needle in needles)}


@pytest.mark.django_db
class TestErasing:
    def test_nothing_of_an_account_is_left_in_any_table(self, client: Client) -> None:
        life = a_whole_life(client, name=NAME, address=ADDRESS)
        other = a_whole_life(Client(), name="somchai-neighbour", address="somchai@example.org")
        needles = (NAME, ADDRESS, life.learner.pk.hex, str(life.learner.pk), *life.attempts)
        before = _where(*needles)
        kept_before = {holder.table: holder.of(other).count() for holder in personal_data.holders()}

        leaving.erase_person(person=life)

        assert {"accounts_user", "accounts_learner", "quizzes_attempt", "account_emailaddress"} <= before
        assert "wagtailcore_modellogentry" in before
        assert _where(*needles) == set()
        assert {holder.table: holder.of(other).count() for holder in personal_data.holders()} == kept_before

    def test_every_table_of_the_list_that_held_something_is_empty_afterwards(self, client: Client) -> None:
        life = a_whole_life(client, name=NAME, address=ADDRESS)
        held = {holder.table for holder in personal_data.holders() if holder.of(life).exists()}
        gone = Person(learner=Learner(pk=life.learner.pk), user=User(pk=life.user.pk))

        leaving.erase_person(person=life)

        assert held >= {
            "accounts.User",
            "accounts.Learner",
            "accounts.Consent",
            "accounts.AccessLog",
            "account.EmailAddress",
            "mfa.Authenticator",
            "socialaccount.SocialAccount",
            "quizzes.Attempt",
            "quizzes.AnswerStep",
            "quizzes.AnswerCheck",
            "quizzes.QuizResult",
            "quizzes.SkillState",
            "quizzes.UncountedAttempt",
            "lessons.LessonRecord",
            "wagtailcore.Page",
            "wagtailcore.PageLogEntry",
        }
        assert {holder.table for holder in personal_data.holders() if holder.of(gone).exists()} == set()

    def test_statistics_that_name_nobody_stay(self, client: Client) -> None:
        life = a_whole_life(client, name=NAME, address=ADDRESS)
        call_command("refresh_statistics", verbosity=0)
        counted = QuizAnalysis.objects.get(quiz=life.quiz).attempts

        leaving.erase_person(person=life)
        call_command("refresh_statistics", verbosity=0)

        assert counted == 1
        assert QuizAnalysis.objects.get(quiz=life.quiz).attempts == counted

    def test_somebody_erased_is_nobody_any_more(self) -> None:
        person = Person(learner=make_learner(), user=make_user())
        make_learner()

        leaving.erase_person(person=person)

        assert not any(holder.of(person).exists() for holder in personal_data.holders())

    def test_the_last_administrator_cannot_leave(self) -> None:
        user = make_user(is_superuser=True)

        with pytest.raises(leaving.LastAdministrator):
            leaving.erase_person(person=Person(user=user))
        make_user(is_superuser=True)
        leaving.erase_person(person=Person(user=user))

        assert User.objects.count() == 1


@pytest.mark.django_db
class TestExport:
    def _read(self, person: Person) -> tuple[dict[str, Any], dict[str, list[dict[str, str]]]]:
        archive = zipfile.ZipFile(io.BytesIO(export.as_zip(person=person, now=NOW)))
        tables = {}
        for name in archive.namelist():
            if name.endswith(".csv"):
                raw = archive.read(name)
                assert raw.startswith(b"\xef\xbb\xbf"), "Excel needs the mark to read Thai"
                tables[name] = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
        return json.loads(archive.read("data.json")), tables

    def test_holds_every_row_in_json_and_in_csv(self, client: Client) -> None:
        life = a_whole_life(client, name=NAME, address=ADDRESS)

        data, tables = self._read(life)

        for holder in personal_data.holders():
            count = holder.of(life).count()
            assert len(data["tables"][holder.table]["rows"]) == count, holder.table
            assert len(tables.get(f"{holder.table.lower().replace('.', '_')}.csv", [])) == count, holder.table
        steps = data["tables"]["quizzes.AnswerStep"]["rows"]
        assert [step["response"] for step in steps] == list(
            AnswerStep.objects.filter(attempt__learner=life.learner)
            .order_by("pk")
            .values_list("response", flat=True)
        )
        assert data["tables"]["accounts.User"]["rows"][0]["email"] == ADDRESS

    def test_holds_no_key_and_nobody_else(self, client: Client) -> None:
        life = a_whole_life(client, name=NAME, address=ADDRESS)
        other = a_whole_life(Client(), name="somchai-neighbour", address="somchai@example.org")

        text = json.dumps(self._read(life), ensure_ascii=False)

        assert life.user.password not in text
        assert "totp-secret" not in text
        assert "somchai" not in text
        assert other.learner.pk.hex not in text
        assert str(other.learner.pk) not in text

    def test_cells_do_not_run_in_a_spreadsheet(self) -> None:
        learner = make_learner()
        services.give_consent(learner=learner, age_band="minor", guardian='=HYPERLINK("http://x")', now=NOW)

        _, tables = self._read(Person(learner=learner))

        assert tables["accounts_consent.csv"][0]["guardian"].startswith("'=")


@pytest.mark.django_db
class TestRetention:
    def test_learners_who_stay_away_are_erased_and_others_are_not(self, settings: Any) -> None:
        long_ago = NOW - dt.timedelta(days=900)
        away, back, with_account, new = (
            make_learner(created_at=long_ago),
            make_learner(created_at=long_ago),
            make_learner(created_at=long_ago, user=make_user()),
            make_learner(),
        )
        lesson = make_lesson()
        make_record(learner=away, lesson=lesson, started_at=long_ago, touched_at=long_ago)
        make_record(learner=back, lesson=lesson, started_at=long_ago, touched_at=NOW)

        gone = leaving.erase_away(now=NOW, after=dt.timedelta(days=730))

        assert gone == 1
        assert set(Learner.objects.all()) == {back, with_account, new}
        assert LessonRecord.objects.count() == 1

    def test_an_answer_of_yesterday_keeps_an_old_attempt(self, client: Client) -> None:
        life = a_whole_life(client, name=NAME, address=ADDRESS)
        learner = life.learner
        long_ago = NOW - dt.timedelta(days=900)
        Learner.objects.filter(pk=learner.pk).update(user=None, created_at=long_ago)
        Attempt.objects.filter(learner=learner).exclude(state="open").delete()
        Attempt.objects.filter(learner=learner).update(started_at=long_ago)
        LessonRecord.objects.filter(learner=learner).update(touched_at=long_ago)
        SkillState.objects.filter(learner=learner).update(reviewed_at=None)

        assert leaving.erase_away(now=NOW, after=dt.timedelta(days=730)) == 0
        AnswerStep.objects.update(received_at=long_ago)
        assert leaving.erase_away(now=NOW, after=dt.timedelta(days=730)) == 1

    def test_the_command_can_be_switched_off(self, settings: Any) -> None:
        make_learner(created_at=NOW - dt.timedelta(days=9000))
        settings.LEARNER_RETENTION_DAYS = 0
        call_command("erase_inactive", verbosity=0)
        assert Learner.objects.count() == 1

        settings.LEARNER_RETENTION_DAYS = 365
        call_command("erase_inactive", verbosity=0)
        assert not Learner.objects.exists()
