"""Statistics in the background: every finished attempt is counted once, whatever happens."""

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command

from quizzes import versions
from quizzes.insight import counting
from quizzes.models import Attempt, AuthorTask, QuizAnalysis, UncountedAttempt, VersionAnalysis
from quizzes.statistics.counts import Counts
from tests.factories.insight import answered_attempt, crowd
from tests.factories.quizzes import NOW, make_question, make_quiz, publish

pytestmark = pytest.mark.django_db


def _counts(quiz: Any) -> Any:
    return QuizAnalysis.objects.get(quiz=quiz).counts


def test_an_attempt_waits_from_the_moment_it_ends() -> None:
    attempt = answered_attempt(quiz=make_quiz(), right=[True, True, False])

    assert UncountedAttempt.objects.get().attempt_id == attempt.pk


def test_counting_ticks_off_and_writes_figures() -> None:
    quiz = make_quiz()
    answered_attempt(quiz=quiz, right=[True, True, False])
    answered_attempt(quiz=quiz, right=[True, False, False])

    call_command("refresh_statistics", verbosity=0)

    analysis = QuizAnalysis.objects.get(quiz=quiz)
    facilities = {
        row.figures["slots"][0]: row.figures["facility"] for row in VersionAnalysis.objects.filter(quiz=quiz)
    }
    assert not UncountedAttempt.objects.exists()
    assert analysis.attempts == 2
    assert analysis.figures["average"] == 1.5
    assert facilities == {1: 1.0, 2: 0.5, 3: 0.0}


@pytest.mark.parametrize("batch", [1, 2, 3, 100])
def test_batches_and_turns_make_no_difference(batch: int) -> None:
    quiz = make_quiz()
    attempts = crowd(quiz=quiz, size=7)

    counting.refresh(now=NOW, batch=batch)
    answered_attempt(quiz=quiz, right=[False, True, True])
    counting.refresh(now=NOW, batch=batch)

    everything = [attempt.pk for attempt in attempts] + list(
        Attempt.objects.exclude(pk__in=[attempt.pk for attempt in attempts]).values_list("pk", flat=True)
    )
    assert _counts(quiz) == counting.count_attempts(everything).as_json()


def test_a_repeated_run_counts_nothing_again() -> None:
    quiz = make_quiz()
    crowd(quiz=quiz, size=3)
    counting.refresh(now=NOW)
    before = _counts(quiz)

    assert counting.refresh(now=NOW) == {}
    assert _counts(quiz) == before


def test_being_killed_between_ticking_off_and_writing_leaves_everything_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    quiz = make_quiz()
    crowd(quiz=quiz, size=3)

    def die(self: Counts) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Counts, "as_json", die)
        with pytest.raises(KeyboardInterrupt):
            counting.refresh(now=NOW)

    assert UncountedAttempt.objects.count() == 3
    counting.refresh(now=NOW)
    assert QuizAnalysis.objects.get(quiz=quiz).attempts == 3


def test_what_another_worker_counted_meanwhile_is_not_counted_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    quiz = make_quiz()
    crowd(quiz=quiz, size=4)
    real = counting.count_attempts
    other_ran: list[bool] = []

    def overtaken(attempt_ids: Any) -> Counts:
        counted = real(attempt_ids)
        if not other_ran:
            other_ran.append(True)
            counting.refresh_quiz(quiz_id=quiz.pk, now=NOW, batch=2)
        return counted

    monkeypatch.setattr(counting, "count_attempts", overtaken)

    counting.refresh(now=NOW)

    assert QuizAnalysis.objects.get(quiz=quiz).attempts == 4
    assert Counts.from_json(_counts(quiz)).attempts == 4


def test_a_recount_begins_anew_and_ends_the_same() -> None:
    quiz = make_quiz()
    crowd(quiz=quiz, size=3)
    counting.refresh(now=NOW)
    before = _counts(quiz)
    QuizAnalysis.objects.update(needs_recount=True)

    counting.refresh(now=NOW)

    assert _counts(quiz) == before
    assert not QuizAnalysis.objects.get().needs_recount


def test_a_quiz_that_grew_is_counted_on() -> None:
    quiz = make_quiz(questions=2)
    crowd(quiz=quiz, size=2)
    counting.refresh(now=NOW)
    quiz.slots.add(type(quiz.slots.all()[0])(question=make_question(), sort_order=9))
    quiz.save()
    publish(quiz)

    answered_attempt(quiz=quiz, right=[True, True, True])
    counting.refresh(now=NOW)

    analysis = QuizAnalysis.objects.get(quiz=quiz)
    assert [slot["n"] for slot in analysis.figures["slots"]] == [3, 3, 1]


def test_a_new_version_is_counted_apart() -> None:
    question = make_question()
    quiz = make_quiz(questions=[question])
    answered_attempt(quiz=quiz, right=[True])
    question.stem = "โจทย์ที่ชัดกว่าเดิม"
    publish(question)
    answered_attempt(quiz=quiz, right=[False])

    counting.refresh(now=NOW)

    by_number = {row.version.number: row.figures["facility"] for row in VersionAnalysis.objects.all()}
    assert by_number == {1: 1.0, 2: 0.0}


def test_few_answers_are_said_to_be_few() -> None:
    quiz = make_quiz()
    crowd(quiz=quiz, size=2)

    counting.refresh(now=NOW)

    assert "น้อยเกินสรุป" in QuizAnalysis.objects.get().figures["note"]
    assert not VersionAnalysis.objects.first().figures["rates_readable"]  # type: ignore[union-attr]


class TestTasks:
    """A task is stored once and comes back only on new evidence."""

    def _raise(self, quiz: Any, size: int, now: dt.datetime = NOW) -> AuthorTask:
        crowd(quiz=quiz, size=size, wrong_key_at=1)
        counting.refresh(now=now)
        return AuthorTask.objects.get(kind="key_probably_wrong")

    def test_a_key_that_strong_learners_contradict_is_raised_once(self) -> None:
        quiz = make_quiz(questions=6)

        task = self._raise(quiz, 120)

        assert (task.status, task.severity) == ("open", 3)
        assert task.question == quiz.slots.all()[0].question
        assert self._raise(quiz, 10).pk == task.pk
        assert AuthorTask.objects.filter(kind="key_probably_wrong").count() == 1

    @pytest.mark.parametrize(("more", "expected"), [(20, "done"), (130, "open")])
    def test_a_task_that_was_done_comes_back_only_with_twice_the_answers(
        self, more: int, expected: str, admin_user: Any
    ) -> None:
        from quizzes.insight import author_tasks

        quiz = make_quiz(questions=6)
        task = self._raise(quiz, 120)
        author_tasks.change(task_id=task.pk, status="done", by=admin_user, now=NOW)

        assert self._raise(quiz, more).status == expected

    def test_a_dismissed_task_stays_away_while_it_is_no_more_serious(self, admin_user: Any) -> None:
        from quizzes.insight import author_tasks

        quiz = make_quiz(questions=6)
        task = self._raise(quiz, 120)
        author_tasks.change(task_id=task.pk, status="dismissed", by=admin_user, now=NOW)

        assert self._raise(quiz, 130).status == "dismissed"

    def test_a_newer_version_settles_what_was_said_of_the_old_one(self) -> None:
        quiz = make_quiz(questions=6)
        task = self._raise(quiz, 120)
        question = task.question
        question.stem = "โจทย์ที่ชัดกว่าเดิม"
        publish(question)
        answered_attempt(quiz=quiz, right=[True] * 6)

        counting.refresh(now=NOW)

        task.refresh_from_db()
        assert task.status == "settled"


def test_the_worker_reads_contents_it_knows_from_the_process(django_assert_max_num_queries: Any) -> None:
    quiz = make_quiz()
    crowd(quiz=quiz, size=5)
    versions.contents(versions=[place["version"] for place in Attempt.objects.all()[0].layout])

    with django_assert_max_num_queries(40):  # flat in attempts
        counting.refresh(now=NOW)
