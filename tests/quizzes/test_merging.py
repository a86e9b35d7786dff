"""Two learners who are one person keep everything that either of them gave."""

import uuid
from typing import Any

import pytest

from accounts.models import Learner
from accounts.signals import learners_merged
from quizzes.answers import GivenAnswer, record_answer
from quizzes.models import AnswerStep, Attempt, QuizResult
from quizzes.refusals import AttemptMerged
from quizzes.selectors import newest_answers
from quizzes.services import finish_attempt
from tests.factories.quizzes import (
    NOW,
    make_attempt,
    make_learner,
    make_quiz,
    right_choices,
    wrong_choices,
)
from tests.quizzes.conftest import Browser

pytestmark = pytest.mark.django_db


def _give(attempt: Attempt, slot: int, choices: list[str], *, sequence: int = 1) -> None:
    record_answer(
        learner_id=attempt.learner_id,
        attempt_id=attempt.pk,
        given=GivenAnswer(uuid.uuid4(), slot, sequence, {"choices": choices}),
        now=NOW,
    )


def _finished(learner: Learner, quiz: Any, *, right: bool) -> Attempt:
    attempt = make_attempt(learner=learner, quiz=quiz)
    for place in attempt.layout:
        slot = place["slot"]
        _give(attempt, slot, right_choices(attempt, slot) if right else wrong_choices(attempt, slot)[:1])
    return finish_attempt(learner_id=learner.pk, attempt_id=attempt.pk, now=NOW)


def _merge(source: Learner, target: Learner) -> None:
    learners_merged.send(sender=Learner, source=source, target=target, now=NOW)
    source.delete()


def test_attempts_answers_and_results_move() -> None:
    source, target, quiz = make_learner(), make_learner(), make_quiz()
    done = _finished(source, quiz, right=True)

    _merge(source, target)

    done.refresh_from_db()
    assert done.learner == target
    assert done.steps.count() == 3
    result = QuizResult.objects.get()
    assert (result.learner, result.attempts, result.best_fraction) == (target, 1, 1.0)
    assert result.best_attempt == done


def test_results_of_both_are_counted_together() -> None:
    source, target, quiz = make_learner(), make_learner(), make_quiz()
    _finished(target, quiz, right=False)
    best = _finished(source, quiz, right=True)

    _merge(source, target)

    result = QuizResult.objects.get()
    assert (result.attempts, result.best_fraction, result.best_attempt) == (2, 1.0, best)
    assert result.passed_at is not None


def test_an_open_attempt_moves_and_goes_on() -> None:
    source, target = make_learner(), make_learner()
    attempt = make_attempt(learner=source)
    _give(attempt, 1, right_choices(attempt, 1))

    _merge(source, target)

    attempt.refresh_from_db()
    assert (attempt.learner, attempt.state) == (target, "open")
    _give(attempt, 2, right_choices(attempt, 2), sequence=2)
    assert attempt.steps.count() == 2


def test_of_two_open_attempts_the_accounts_stays_and_takes_what_it_lacks() -> None:
    source, target, quiz = make_learner(), make_learner(), make_quiz()
    kept, closed = make_attempt(learner=target, quiz=quiz), make_attempt(learner=source, quiz=quiz)
    _give(kept, 1, right_choices(kept, 1))
    _give(closed, 1, wrong_choices(closed, 1)[:1], sequence=8)
    _give(closed, 2, wrong_choices(closed, 2)[:1], sequence=9)
    _give(closed, 2, right_choices(closed, 2), sequence=10)

    _merge(source, target)

    closed.refresh_from_db()
    kept.refresh_from_db()
    answers = newest_answers(attempt_id=kept.pk)
    assert (kept.state, closed.state, closed.merged_into) == ("open", "merged", kept)
    assert closed.learner == target
    assert closed.steps.count() == 3
    assert answers[1].response["choices"] == right_choices(kept, 1)
    assert answers[2].response["choices"] == right_choices(kept, 2)
    assert not QuizResult.objects.exists()


def test_a_page_of_the_closed_attempt_leads_to_the_one_that_stays(browser: Browser) -> None:
    source, target, quiz = make_learner(), make_learner(), make_quiz()
    kept, closed = make_attempt(learner=target, quiz=quiz), make_attempt(learner=source, quiz=quiz)

    _merge(source, target)

    page = browser(target).get(f"/quiz/attempts/{closed.pk}/")
    assert page["Location"] == f"/quiz/attempts/{kept.pk}/"
    finish = browser(target).post(f"/quiz/attempts/{closed.pk}/finish", {"action": "anyway"})
    assert finish["Location"] == f"/quiz/attempts/{closed.pk}/"
    closed.refresh_from_db()
    with pytest.raises(AttemptMerged):
        _give(closed, 1, right_choices(closed, 1))


def test_a_merge_without_anything_is_quiet() -> None:
    _merge(make_learner(), make_learner())

    assert not Attempt.objects.exists()
    assert not AnswerStep.objects.exists()
