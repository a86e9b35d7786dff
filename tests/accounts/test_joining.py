"""Two pasts become one: whatever either side has done is there afterwards, through every table of the list."""

import datetime as dt
import uuid
from collections import Counter
from typing import Any

import pytest
from django.db.models import Count, Q
from django.test import Client

from accounts import personal_data, services
from accounts.models import Learner
from accounts.personal_data import Person
from lessons.models import LessonRecord
from quizzes.answers import GivenAnswer, record_answer
from quizzes.insight import boosters
from quizzes.models import Attempt, QuizResult, SkillState
from quizzes.services import check_answer, finish_attempt, start_attempt
from tests.conftest import NOW
from tests.factories.accounts import carry, make_learner, make_user
from tests.factories.lessons import make_lesson
from tests.factories.quizzes import make_question, make_quiz, right_choices, wrong_choices

pytestmark = pytest.mark.django_db
PASSWORD = "rak-rian-2569"


def _take(
    learner: Learner, quiz: Any, *, right: bool, finish: bool = True, now: dt.datetime = NOW
) -> Attempt:
    attempt = start_attempt(learner=learner, slug=quiz.slug, now=now)
    for place in attempt.layout:
        choices = (right_choices if right else wrong_choices)(attempt, place["slot"])[:1]
        given = GivenAnswer(uuid.uuid4(), place["slot"], 1, {"choices": choices})
        record_answer(learner_id=learner.pk, attempt_id=attempt.pk, given=given, now=now)
    check_answer(learner_id=learner.pk, attempt_id=attempt.pk, slot=1, now=now)
    return finish_attempt(learner_id=learner.pk, attempt_id=attempt.pk, now=now) if finish else attempt


def _counts(*learners: Learner) -> Counter[str]:
    found: Counter[str] = Counter()
    for learner in learners:
        for holder in personal_data.holders():
            if holder.learner and holder.table != "accounts.Learner":
                found[holder.table] += holder.of(Person(learner=learner)).count()
    return found


@pytest.mark.parametrize("device_is_better", [True, False])
def test_signing_in_with_progress_on_both_sides_loses_nothing(device_is_better: bool, client: Client) -> None:
    user, device = make_user(), make_learner()
    own = make_learner(user=user)
    shared, only_device, only_own, half = (
        make_quiz(questions=[make_question(objective=f"เป้าหมาย {n}")]) for n in range(4)
    )
    for quiz in (shared, only_device, only_own, half):
        make_lesson(closing_quiz=quiz)
    _take(own, shared, right=not device_is_better)
    _take(device, shared, right=device_is_better, now=NOW + dt.timedelta(minutes=1))
    _take(device, only_device, right=True)
    _take(own, only_own, right=True)
    _take(device, half, right=True, finish=False)
    services.give_consent(learner=device, age_band="adult", guardian="", now=NOW)
    before = _counts(own, device)
    attempts = set(Attempt.objects.values_list("pk", flat=True))
    carry(client, device)

    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})

    assert Learner.objects.get() == own
    after = _counts(own)
    # what is kept once a person is one row now, with the better part of both; everything else is all there
    for table, joined in {
        "quizzes.QuizResult": 3,
        "quizzes.SkillState": 3,
        "lessons.LessonRecord": 4,
    }.items():
        assert after.pop(table) == joined, table
        before.pop(table)
    assert after == before
    assert set(own.attempts.values_list("pk", flat=True)) == attempts
    result = QuizResult.objects.get(quiz=shared)
    assert (result.attempts, result.best_fraction) == (2, 1.0)
    assert result.passed_at is not None
    records = LessonRecord.objects.aggregate(
        done=Count("pk", filter=Q(done_at__isnull=False)), all=Count("pk")
    )
    assert records == {"done": 3, "all": 4}
    assert own.attempts.get(state="open").quiz == half
    assert SkillState.objects.filter(learner=own).exclude(level=0).count() == 3
    assert not boosters.card(learner_id=own.pk, now=NOW + dt.timedelta(days=60)).is_empty


def test_joining_twice_and_a_device_that_comes_back_late_change_nothing(client: Client) -> None:
    user, device = make_user(), make_learner()
    quiz = make_quiz()
    _take(device, quiz, right=True)
    carry(client, device)
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    before = _counts(user.learner)

    for _ in range(2):
        phone = Client()
        carry(phone, device)
        phone.post("/accounts/login/", {"login": user.username, "password": PASSWORD})

    assert _counts(user.learner) == before


def test_when_joining_fails_half_way_nothing_has_moved(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, device = make_user(), make_learner()
    own = make_learner(user=user)
    _take(device, make_quiz(), right=True)
    before = _counts(device)

    def fail(**kwargs: Any) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr("lessons.certificates.services.merge", fail)
    with pytest.raises(RuntimeError):
        services.claim_learner(learner_id=device.pk, user=user, now=NOW)

    assert _counts(device) == before
    assert not any(_counts(own).values())
