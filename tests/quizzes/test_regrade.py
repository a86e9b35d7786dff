"""A wrong key is found: who changes, that it is written whole, and that the learner is told."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lessons.models import LessonRecord
from quizzes.insight import counting, regrades
from quizzes.models import Attempt, Question, QuizAnalysis, QuizResult, Regrade, RegradedMark
from quizzes.regrading import Policy
from tests.factories.insight import answered_attempt, move_key
from tests.factories.lessons import make_lesson
from tests.factories.quizzes import NOW, make_question, make_quiz
from tests.quizzes.conftest import Browser, html, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Any:
    return make_quiz(questions=[make_question(wrong=1), make_question(wrong=1)])


@pytest.fixture
def attempts(quiz: Any) -> tuple[Attempt, Attempt]:
    """One learner chose what was the key then, the other what will be the key."""
    return (answered_attempt(quiz=quiz, right=[True, True]), answered_attempt(quiz=quiz, right=[False, True]))


def _mend(quiz: Any) -> Question:
    question: Question = quiz.slots.all()[0].question
    move_key(question)
    return question


def _apply(quiz: Any, question: Question, policy: Policy = Policy.CURRENT_KEY, **how: Any) -> Regrade | None:
    decided = {"only_if_better": True, "reason": "เฉลยเดิมไม่ถูก", "by": None, "now": NOW, **how}
    return regrades.apply(quiz_id=quiz.pk, question_id=question.pk, policy=policy, **decided)


def test_nobody_loses_by_default(quiz: Any, attempts: tuple[Attempt, Attempt]) -> None:
    regrade = _apply(quiz, _mend(quiz))

    for attempt in attempts:
        attempt.refresh_from_db()
    assert [attempt.fraction for attempt in attempts] == [1.0, 1.0]
    assert regrade
    assert (regrade.given, regrade.changed) == (2, 1)


def test_the_old_mark_is_kept_and_the_standing_follows(quiz: Any, attempts: tuple[Attempt, Attempt]) -> None:
    lesson = make_lesson(closing_quiz=quiz)
    learner = attempts[1].learner
    LessonRecord.objects.create(
        learner=learner, lesson=lesson, started_at=NOW, touched_at=NOW, done_at=NOW, best_fraction=0.5
    )

    _apply(quiz, _mend(quiz))

    mark = RegradedMark.objects.get()
    assert (mark.attempt_id, mark.old, mark.new, mark.old_whole, mark.new_whole) == (
        attempts[1].pk,
        0.0,
        1.0,
        0.5,
        1.0,
    )
    assert QuizResult.objects.get(learner=learner).best_fraction == 1.0
    assert LessonRecord.objects.get().best_fraction == 1.0


def test_the_new_key_alone_may_take_marks_away_when_that_is_decided(
    quiz: Any, attempts: tuple[Attempt, Attempt]
) -> None:
    _apply(quiz, _mend(quiz), only_if_better=False)

    attempts[0].refresh_from_db()
    assert attempts[0].marks == [0.0, 1.0]
    assert QuizResult.objects.get(learner=attempts[0].learner).best_fraction == 0.5


@pytest.mark.parametrize("policy", [Policy.CURRENT_OR_PREVIOUS, Policy.FULL_CREDIT])
def test_generous_policies_give_both(quiz: Any, attempts: tuple[Attempt, Attempt], policy: Policy) -> None:
    _apply(quiz, _mend(quiz), policy)

    assert set(Attempt.objects.values_list("fraction", flat=True)) == {1.0}


def test_the_same_again_changes_nothing(quiz: Any, attempts: tuple[Attempt, Attempt]) -> None:
    question = _mend(quiz)
    _apply(quiz, question)

    again = _apply(quiz, question)

    assert again
    assert again.changed == 0
    assert RegradedMark.objects.count() == 1


def test_statistics_are_counted_anew(quiz: Any, attempts: tuple[Attempt, Attempt]) -> None:
    counting.refresh(now=NOW)
    _apply(quiz, _mend(quiz))

    counting.refresh(now=NOW)

    assert QuizAnalysis.objects.get().figures["average"] == 2.0


def test_marks_that_changed_meanwhile_stop_everything(
    quiz: Any, attempts: tuple[Attempt, Attempt], monkeypatch: pytest.MonkeyPatch
) -> None:
    question = _mend(quiz)
    real = regrades.preview

    def overtaken(**how: Any) -> Any:
        plan = real(**how)
        Attempt.objects.filter(pk=attempts[1].pk).update(marks=[0.25, 1.0])
        return plan

    monkeypatch.setattr(regrades, "preview", overtaken)

    with pytest.raises(regrades.OvertakenError):
        _apply(quiz, question)

    assert not Regrade.objects.exists()


def test_the_learner_is_told(quiz: Any, attempts: tuple[Attempt, Attempt], browser: Browser) -> None:
    _apply(quiz, _mend(quiz))

    told = html(browser(attempts[1].learner).get(page("result", attempts[1])))
    untouched = html(browser(attempts[0].learner).get(page("result", attempts[0])))

    assert "คะแนนถูกปรับ เพราะเฉลยเดิมไม่ถูก" in told
    assert "คะแนนถูกปรับ" not in untouched


class TestScreen:
    @pytest.fixture
    def url(self, quiz: Any) -> str:
        return reverse("regrade", args=[quiz.pk, quiz.slots.all()[0].question_id])

    def test_it_shows_who_changes_before_anything_is_written(
        self, admin_client: Client, quiz: Any, attempts: tuple[Attempt, Attempt], url: str
    ) -> None:
        _mend(quiz)

        text = html(admin_client.post(url, {"policy": "current_key", "only_if_better": "on"}))

        assert "คะแนนเปลี่ยน 1 ครั้ง (เพิ่ม 1 ลด 0)" in text
        assert "ปรับคะแนน 1 ครั้ง" in text
        assert not Regrade.objects.exists()

    def test_writing_needs_a_reason_and_keeps_the_choice(
        self, admin_client: Client, quiz: Any, attempts: tuple[Attempt, Attempt], url: str
    ) -> None:
        _mend(quiz)

        response = admin_client.post(
            url, {"policy": "full_credit", "only_if_better": "on", "action": "apply", "reason": ""}
        )

        assert response.status_code == 422
        assert "เขียนเหตุผลสั้น ๆ" in html(response)
        assert 'value="full_credit"' in html(response)

    def test_writing_goes_back_to_the_report(
        self, admin_client: Client, quiz: Any, attempts: tuple[Attempt, Attempt], url: str
    ) -> None:
        _mend(quiz)
        counting.refresh(now=NOW)

        response = admin_client.post(
            url,
            {"policy": "current_key", "only_if_better": "on", "action": "apply", "reason": "เฉลยเดิมไม่ถูก"},
            follow=True,
        )

        assert "ปรับคะแนนแล้ว 1 ครั้ง" in html(response)
        assert Regrade.objects.get().decided_by is not None

    def test_it_is_for_those_who_publish(self, client: Client, url: str, django_user_model: Any) -> None:
        client.force_login(django_user_model.objects.create_user("reader", password="x"))

        assert client.get(url).status_code == 302
