"""The end of a class's time, and what one pupil or teacher takes along or leaves behind."""

import datetime as dt
import json

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from accounts import export
from accounts.leaving import erase_person
from accounts.models import Learner, User
from accounts.personal_data import Person, holders
from literacy.beat import JOBS
from quizzes.models import Attempt, Question
from schools.models import Classroom, ClassTeacher, Mark, Membership, StaffMember, Submission
from schools.services import retention
from tests.conftest import NOW
from tests.factories.accounts import make_learner, make_user
from tests.factories.schools import make_assignment, make_classroom, make_pupil, make_submission
from tests.schools.lives import a_school_life, tables_of_pupils

pytestmark = pytest.mark.django_db


def _text_of_schools() -> str:
    """Return every table of schools as text."""
    text = []
    with connection.cursor() as cursor:
        for model in apps.get_app_config("schools").get_models(include_auto_created=True):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608
            text.append(json.dumps(cursor.fetchall(), default=str, ensure_ascii=False))
    return "\n".join(text)


def test_a_pupil_carries_away_a_row_of_every_table_and_no_key_to_the_seat() -> None:
    life = a_school_life()

    found = {
        holder.table: rows
        for holder, rows in export.collect(person=Person(learner=life.seat.learner))
        if holder.table.startswith("schools.")
    }

    assert {table for table, rows in found.items() if rows} == tables_of_pupils()
    text = json.dumps(found, default=str, ensure_ascii=False)
    assert "ชื่อเล่นที่ไม่ซ้ำใคร" in text
    assert life.seat.pin not in text
    assert life.seat.personal_code not in text
    assert f'"adjusted_by_id": {life.teacher.pk}' not in text


def test_a_teacher_carries_away_what_was_done_in_class_and_nothing_of_pupils() -> None:
    life = a_school_life()

    rows = dict(export.collect(person=Person(user=life.teacher)))
    found = {holder.table: rows[holder] for holder in rows if holder.table.startswith("schools.")}

    for table in ("StaffMember", "ClassTeacher", "Assignment", "ClassEvent", "Mark", "Override"):
        assert found[f"schools.{table}"], table
    text = json.dumps(found, default=str, ensure_ascii=False)
    assert "ชื่อเล่นที่ไม่ซ้ำใคร" not in text


def test_erasing_a_pupil_leaves_no_trace_in_any_table_and_the_class_is_told_without_a_name() -> None:
    life = a_school_life()
    learner = life.seat.learner
    assert learner is not None
    name = learner.pk.hex

    erase_person(person=Person(learner=learner))

    for holder in holders():
        if holder.table.startswith("schools.") and holder.learner:
            assert not holder.model._base_manager.filter(**{f"{holder.learner}__isnull": False}).exists()
    text = _text_of_schools()
    assert name not in text
    assert "ไม่ซ้ำใคร" not in text
    assert "นักเรียนคนหนึ่งลบข้อมูลของตนเอง" in life.classroom.events.get().what
    assert Classroom.objects.filter(pk=life.classroom.pk).exists()


def test_erasing_a_teacher_keeps_pupils_their_work_and_their_marks() -> None:
    life = a_school_life()

    erase_person(person=Person(user=life.teacher))

    assert Mark.objects.get().adjusted_by is None
    assert Submission.objects.get().membership == life.seat
    assert not StaffMember.objects.exists()
    assert not User.objects.exists()


# --- the end of a class's time --------------------------------------------------------------------------
def _end(classroom: Classroom) -> None:
    Classroom.objects.filter(pk=classroom.pk).update(keep_until=NOW.date() - dt.timedelta(days=1))


def test_when_its_day_has_passed_a_class_is_an_empty_shell() -> None:
    life = a_school_life()
    learner = life.seat.learner
    assert learner is not None
    name = learner.pk
    questions = Question.objects.count()
    _end(life.classroom)

    with time_machine.travel(NOW, tick=False):
        call_command("erase_classes")

    left = Classroom.objects.get(pk=life.classroom.pk)
    assert left.archived_at == NOW
    assert left.events.get().what == retention.ERASED
    assert not Membership.objects.exists()
    assert not Learner.objects.filter(pk=name).exists()
    assert not Attempt.objects.exists()
    assert "ไม่ซ้ำใคร" not in _text_of_schools()
    assert Question.objects.count() == questions  # what pupils were asked is nobody's


def test_on_its_last_day_a_class_is_still_whole() -> None:
    life = a_school_life()
    Classroom.objects.update(keep_until=NOW.date())

    assert retention.erase_overdue(now=NOW) == 0
    assert Membership.objects.get() == life.seat


def test_who_has_an_account_or_was_here_before_keeps_what_they_learnt() -> None:
    classroom = make_classroom()
    work = make_assignment(classroom=classroom)
    with_account, from_before = make_learner(user=make_user()), make_learner()
    for learner, is_ours in ((with_account, True), (from_before, False)):
        seat = make_pupil(classroom=classroom, learner=learner, learner_is_ours=is_ours)
        make_submission(assignment=work, pupil=seat)
    _end(classroom)

    retention.erase_overdue(now=NOW)

    assert not Membership.objects.exists()
    assert not Submission.objects.exists()
    assert set(Attempt.objects.values_list("learner", flat=True)) == {with_account.pk, from_before.pk}


def test_who_is_in_another_class_still_goes_with_the_last_one() -> None:
    learner = make_learner()
    first, second = make_classroom(), make_classroom()
    for classroom in (first, second):
        make_pupil(classroom=classroom, learner=learner, learner_is_ours=True)

    _end(first)
    retention.erase_overdue(now=NOW)
    assert Learner.objects.filter(pk=learner.pk).exists()

    _end(second)
    retention.erase_overdue(now=NOW)
    assert not Learner.objects.filter(pk=learner.pk).exists()


def test_erasing_again_notes_nothing_twice_and_other_classes_stay() -> None:
    life, other = a_school_life(), make_pupil(classroom=make_classroom(), learner=make_learner())
    _end(life.classroom)

    counts = [retention.erase_overdue(now=NOW) for _ in range(2)]

    assert counts == [1, 0]
    assert life.classroom.events.count() == 1
    assert Membership.objects.get() == other


def test_a_run_that_was_killed_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    classroom = make_classroom()
    for _ in range(3):
        make_pupil(classroom=classroom, learner=make_learner(), learner_is_ours=True)
    _end(classroom)
    erase, seen = retention.erase_seat, []

    def killed_at_the_second(*, seat: Membership) -> None:
        if len(seen) == 1:
            raise KeyboardInterrupt
        seen.append(seat)
        erase(seat=seat)

    with monkeypatch.context() as patched:
        patched.setattr(retention, "erase_seat", killed_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            retention.erase_overdue(now=NOW)
    retention.erase_overdue(now=NOW + dt.timedelta(days=1))

    assert not Membership.objects.exists()
    assert not Learner.objects.exists()
    assert classroom.events.count() == 1


def test_a_class_that_no_teacher_can_open_any_more_goes_within_a_month() -> None:
    alone, taught = make_classroom(), make_classroom()
    ClassTeacher.objects.filter(classroom=alone).delete()

    retention.shorten_orphans(now=NOW)

    assert Classroom.objects.get(pk=alone.pk).keep_until == NOW.date() + dt.timedelta(days=30)
    assert Classroom.objects.get(pk=taught.pk).keep_until == taught.keep_until


def test_the_worker_looks_every_day() -> None:
    assert next(job for job in JOBS if job.command == "erase_classes").every == 86_400
