"""Regrades of large quizzes run in the worker, a part at a time, and skills follow the marks."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from quizzes.insight import counting, regrade_work, regrades
from quizzes.models import (
    Attempt,
    Question,
    QuizAnalysis,
    QuizResult,
    Regrade,
    RegradedMark,
    SkillState,
    UncountedAttempt,
)
from quizzes.regrading import Policy
from tests.bench.volume import fill
from tests.factories.insight import answered_attempt, crowd, move_key
from tests.factories.quizzes import NOW, make_question, make_quiz
from tests.quizzes.conftest import html
from tests.soaks.killing import ROOT, database_url

DECISION: dict[str, Any] = {"only_if_better": True, "reason": "เฉลยเดิมไม่ถูก", "by": None, "now": NOW}


def _mended(quiz: Any) -> Question:
    question: Question = quiz.slots.all()[0].question
    move_key(question)
    return question


def _ask(quiz: Any, question: Question) -> Regrade:
    asked = regrades.ask(quiz_id=quiz.pk, question_id=question.pk, policy=Policy.FULL_CREDIT, **DECISION)
    assert asked
    return asked


def _state(quiz: Any) -> Any:
    marks = dict(Attempt.objects.filter(quiz=quiz).values_list("pk", "marks"))
    best = dict(QuizResult.objects.filter(quiz=quiz).values_list("learner", "best_fraction"))
    return marks, best


@pytest.mark.django_db
class TestPartByPart:
    @pytest.fixture(autouse=True)
    def _small_parts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(regrade_work, "AT_ONCE", 2)

    @pytest.fixture
    def quiz(self) -> Any:
        quiz = make_quiz(questions=2)
        crowd(quiz=quiz, size=5)
        return quiz

    def test_it_ends_as_if_it_had_been_done_at_once(self, quiz: Any) -> None:
        question = _mended(quiz)
        plan = regrades.preview(
            quiz_id=quiz.pk, question_id=question.pk, policy=Policy.FULL_CREDIT, only_if_better=True
        )
        assert plan
        expected = {change.attempt: change.new_whole for change in plan.changes}
        asked = _ask(quiz, question)

        call_command("apply_regrades", verbosity=0)

        asked.refresh_from_db()
        assert (asked.state, asked.given, asked.changed) == ("done", 5, len(plan.changes))
        changed = Attempt.objects.filter(pk__in=expected)
        assert {attempt.pk.hex: attempt.fraction for attempt in changed} == expected
        assert {mark.attempt_id.hex: mark.new_whole for mark in RegradedMark.objects.all()} == expected
        assert QuizAnalysis.objects.get().needs_recount

    def test_what_was_interrupted_goes_on_where_it_was(
        self, quiz: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = _ask(quiz, _mended(quiz))
        regrade_work.step(regrade_id=asked.pk, now=NOW)
        before = _state(quiz)

        def die(*args: Any, **kwargs: Any) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(Regrade, "save", die)
            with pytest.raises(KeyboardInterrupt):
                regrade_work.work_off(now=NOW)
        assert _state(quiz) == before

        regrade_work.work_off(now=NOW)

        asked.refresh_from_db()
        assert (asked.state, asked.given) == ("done", 5)
        assert {marks[0] for marks in Attempt.objects.values_list("marks", flat=True)} == {1.0}
        assert asked.changed == RegradedMark.objects.count()

    def test_an_edit_meanwhile_changes_nothing_about_the_decision(self, quiz: Any) -> None:
        question = _mended(quiz)
        asked = _ask(quiz, question)
        version = asked.version_id
        move_key(question)

        regrade_work.work_off(now=NOW)

        asked.refresh_from_db()
        assert (asked.version_id, asked.state) == (version, "done")

    def test_a_second_decision_waits_for_the_first(self, quiz: Any) -> None:
        question = _mended(quiz)
        _ask(quiz, question)

        with pytest.raises(regrades.AlreadyWaitingError):
            _ask(quiz, question)

    def test_the_screen_hands_a_large_quiz_to_the_worker_and_shows_how_far_it_is(
        self, quiz: Any, admin_client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(regrades, "SMALL", 3)
        question = _mended(quiz)
        url = reverse("regrade", args=[quiz.pk, question.pk])
        form = {"policy": "full_credit", "only_if_better": "on", "reason": "เฉลยเดิมไม่ถูก"}

        looked = html(admin_client.post(url, {**form, "action": "preview"}))
        counting.refresh(now=NOW)
        answered = html(admin_client.post(url, {**form, "action": "apply"}, follow=True))

        assert "นับจาก 3 ครั้งเป็นตัวอย่าง" in looked
        assert "รับเรื่องแล้ว" in answered
        assert not RegradedMark.objects.exists()
        regrade_work.step(regrade_id=Regrade.objects.get().pk, now=NOW)
        assert "กำลังปรับคะแนน" in html(admin_client.get(url))
        assert "ดูแล้ว 2 ครั้ง" in html(admin_client.get(url))
        regrade_work.work_off(now=NOW)
        assert "ปรับครบแล้ว" in html(admin_client.get(url))


@pytest.mark.django_db
def test_skills_follow_the_marks_and_the_best_stays() -> None:
    objective = "รู้ว่าไม่มีใครรับประกันกำไร"
    quiz = make_quiz(questions=[make_question(objective=objective) for _ in range(5)])
    unlucky = answered_attempt(quiz=quiz, right=[False, True, True, True, False])
    well = answered_attempt(quiz=quiz, right=[True, True, True, True, True])
    levels = dict(SkillState.objects.values_list("learner", "level"))
    question = _mended(quiz)

    regrades.apply(quiz_id=quiz.pk, question_id=question.pk, policy=Policy.FULL_CREDIT, **DECISION)

    after = dict(SkillState.objects.values_list("learner", "level"))
    assert after[unlucky.learner_id] > levels[unlucky.learner_id]
    assert after[well.learner_id] == levels[well.learner_id]
    state = SkillState.objects.get(learner=unlucky.learner_id)
    assert state.changed_at == unlucky.finished_at
    assert state.due_at is not None

    move_key(question)
    move_key(question)
    regrades.apply(
        quiz_id=quiz.pk,
        question_id=question.pk,
        policy=Policy.CURRENT_KEY,
        **{**DECISION, "only_if_better": False},
    )
    state.refresh_from_db()
    assert state.level <= state.best


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_worker_killed_in_the_middle_leaves_nothing_wrong(tmp_path: Path) -> None:
    size = 400
    quiz = make_quiz(questions=3)
    fill(quiz=quiz, attempts=size, answers=1, now=NOW, chance=random.Random(7))
    question = _mended(quiz)
    wrong = sum(marks[0] < 1 for marks in Attempt.objects.values_list("marks", flat=True))
    asked = _ask(quiz, question)

    _kill_when(tmp_path, "apply_regrades", lambda: Regrade.objects.get().given > 0)
    regrade_work.work_off(now=NOW)
    _kill_when(tmp_path, "refresh_statistics", lambda: UncountedAttempt.objects.exists())
    counting.refresh(now=NOW)

    asked.refresh_from_db()
    assert (asked.state, asked.given, asked.changed) == ("done", size, wrong)
    assert RegradedMark.objects.count() == wrong
    analysis = QuizAnalysis.objects.get()
    everybody = list(Attempt.objects.values_list("pk", flat=True))
    assert (analysis.attempts, analysis.figures["slots"][0]["facility"]) == (size, 1.0)
    assert analysis.counts == counting.count_attempts(everybody).as_json()


def _kill_when(home: Path, command: str, is_time: Any) -> None:
    """Run a job of the worker and kill it with -9 once it has begun (or has ended: then there is nothing to kill)."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "literacy.settings.dev",
        "SECRET_KEY": settings.SECRET_KEY,
        "DATABASE_URL": database_url(connection.vendor, connection.settings_dict),
        "VAR_DIR": str(home),
    }
    process = subprocess.Popen([sys.executable, "manage.py", command], cwd=ROOT, env=environment)
    deadline = time.monotonic() + 120
    while process.poll() is None and not is_time():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
