"""Edited terms, attempts under a wrong name, answers from paper: nothing is lost, nothing counts twice."""

import datetime as dt
import uuid
from typing import Any

import pytest

from accounts.models import Learner
from lessons.models import LessonRecord
from quizzes import assigning
from quizzes.answers import GivenAnswer, record_answer
from quizzes.insight import regrades
from quizzes.models import AnswerCheck, AnswerStep, Attempt, Quiz, QuizResult, QuizSlot, SkillState
from quizzes.papers import paper_of
from quizzes.refusals import (
    AlreadyOpen,
    AttemptMerged,
    Malformed,
    NoAttemptsLeft,
    NoSuchAttempt,
    PaperChanged,
    QuizUnavailable,
    TimeIsUp,
)
from quizzes.regrading import Policy
from quizzes.services import check_answer, close_overdue, finish_attempt
from quizzes.signals import attempt_finished, attempt_moved, attempt_started
from tests.factories.insight import answer, move_key
from tests.factories.lessons import make_lesson
from tests.factories.quizzes import (
    NOW,
    make_attempt,
    make_learner,
    make_question,
    make_quiz,
    publish,
    right_choices,
)
from tests.quizzes.test_terms import begun, finished, terms

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def _everything_of(learner: Learner) -> dict[str, list[Any]]:
    """Return all that is kept of a learner's quizzes and lessons, without row numbers."""
    results = QuizResult.objects.filter(learner=learner).values_list(
        "quiz", "attempts", "best_fraction", "best_attempt", "passed_at", "last_finished_at"
    )
    skills = SkillState.objects.filter(learner=learner).values_list(
        "objective", "level", "best", "changed_at", "due_at", "rung", "reviewed_at"
    )
    lessons = LessonRecord.objects.filter(learner=learner).values_list(
        "lesson", "started_at", "done_at", "best_fraction", "touched_at"
    )
    steps = AnswerStep.objects.filter(attempt__learner=learner).values_list("key", "attempt__fraction")
    return {
        "results": list(results),
        "skills": sorted(skills),
        "lessons": sorted(lessons),
        "steps": sorted(steps, key=str),
    }


class TestEditedTerms:
    def test_open_attempts_follow_and_finished_ones_are_told_later(
        self, django_assert_max_num_queries: Any
    ) -> None:
        quiz = make_quiz(time_limit_minutes=30)
        running, done = begun(quiz), finished(begun(quiz))
        new = terms(time_factor=2.0, closes_at=NOW + 50 * dt.timedelta(minutes=1), is_held=True)

        with django_assert_max_num_queries(4):  # both ends of the transaction among them
            changed = assigning.apply_terms(changes={running.pk: new, done.pk: new}, now=NOW)

        running.refresh_from_db()
        done.refresh_from_db()
        assert changed == 2
        assert running.deadline == NOW + dt.timedelta(minutes=50)
        assert (running.is_held, done.is_held) == (True, True)
        assert done.deadline == NOW + dt.timedelta(minutes=30)

    def test_a_deadline_that_is_past_is_swept_with_what_was_given(self) -> None:
        attempt = begun(make_quiz())
        answer(attempt, right=[True] * 3, now=NOW)

        assigning.apply_terms(changes={attempt.pk: terms(closes_at=NOW + HOUR)}, now=NOW + DAY)
        close_overdue(now=NOW + DAY)

        attempt.refresh_from_db()
        assert (attempt.state, attempt.fraction, attempt.ran_out) == ("finished", 1.0, True)

    def test_more_time_lets_answers_in_again(self) -> None:
        attempt = begun(make_quiz(), closes_at=NOW + HOUR)
        assigning.apply_terms(changes={attempt.pk: terms(closes_at=NOW + DAY)}, now=NOW)
        given = GivenAnswer(uuid.uuid4(), 1, 1, {"choices": right_choices(attempt, 1)})

        assert record_answer(
            learner_id=attempt.learner_id, attempt_id=attempt.pk, given=given, now=NOW + 2 * HOUR
        )
        with pytest.raises(TimeIsUp):
            record_answer(
                learner_id=attempt.learner_id, attempt_id=attempt.pk,
                given=GivenAnswer(uuid.uuid4(), 1, 2, given.response), now=NOW + 2 * DAY,
            )  # fmt: skip

    def test_other_occasions_are_left_alone(self) -> None:
        own = make_attempt()

        assert assigning.apply_terms(changes={own.pk: terms(closes_at=NOW)}, now=NOW) == 0

    def test_what_was_told_stays_told(self) -> None:
        done = finished(begun(make_quiz()))

        assigning.apply_terms(changes={done.pk: terms(is_held=True)}, now=NOW)

        assert QuizResult.objects.get().best_attempt == done


class TestWrongName:
    @pytest.fixture
    def quiz(self) -> Quiz:
        quiz: Quiz = make_quiz(questions=[make_question(objective=each) for each in ("ก", "ข", "ค")])
        make_lesson(closing_quiz=quiz)
        return quiz

    @pytest.mark.parametrize("source_has_others", [False, True])
    @pytest.mark.parametrize("target_has_others", [False, True])
    def test_both_stand_as_if_it_had_been_right_from_the_start(
        self, quiz: Quiz, source_has_others: bool, target_has_others: bool
    ) -> None:
        wrong, right, was_wrong, was_right = (make_learner() for _ in range(4))
        for one, two in ((wrong, right), (was_wrong, was_right)):
            if source_has_others:
                finished(begun(quiz, one, occasion="before"), right=False, now=NOW)
            if target_has_others:
                finished(begun(quiz, two, occasion="before"), right=False, now=NOW)
        moved = finished(begun(quiz, wrong), now=NOW + HOUR)
        straight = finished(begun(quiz, was_right), now=NOW + HOUR)

        assigning.move_attempt(attempt_id=moved.pk, to=right, now=NOW + DAY)

        assert Attempt.objects.get(pk=moved.pk).learner == right
        assert moved.steps.count() == 3
        for one, other in ((wrong, was_wrong), (right, was_right)):
            mine, wanted = _everything_of(one), _everything_of(other)
            assert mine["skills"] == wanted["skills"]
            assert mine["lessons"] == wanted["lessons"]
            # the attempt itself is another row
            same = [[straight.pk if each == moved.pk else each for each in row] for row in mine["results"]]
            assert [row[:3] + row[4:] for row in same] == [[*row[:3], *row[4:]] for row in wanted["results"]]

    def test_answers_checks_and_regrades_go_along(self, quiz: Quiz) -> None:
        wrong, right = make_learner(), make_learner()
        attempt = begun(quiz, wrong, preset="practice")
        answer(attempt, right=[False] * 3, now=NOW)
        check_answer(learner_id=wrong.pk, attempt_id=attempt.pk, slot=1, now=NOW)
        finish_attempt(learner_id=wrong.pk, attempt_id=attempt.pk, now=NOW)
        question = quiz.slots.first().question  # type: ignore[union-attr]
        assert question
        move_key(question)
        regrades.apply(
            quiz_id=quiz.pk, question_id=question.pk, policy=Policy.FULL_CREDIT, only_if_better=True,
            reason="เฉลยผิด", by=None, now=NOW,
        )  # fmt: skip

        assigning.move_attempt(attempt_id=attempt.pk, to=right, now=NOW)

        assert QuizResult.objects.get().learner == right
        assert QuizResult.objects.get().best_fraction == pytest.approx(1 / 3)
        assert AnswerCheck.objects.get().step.attempt.learner == right
        assert len(regrades.notes_of(attempt_id=attempt.pk)) == 1
        assert LessonRecord.objects.get(learner=right).best_fraction == pytest.approx(1 / 3)

    def test_an_open_one_goes_on_under_the_right_name(self, quiz: Quiz) -> None:
        wrong, right = make_learner(), make_learner()
        attempt = begun(quiz, wrong)
        given = GivenAnswer(uuid.uuid4(), 1, 1, {"choices": right_choices(attempt, 1)})
        record_answer(learner_id=wrong.pk, attempt_id=attempt.pk, given=given, now=NOW)

        assigning.move_attempt(attempt_id=attempt.pk, to=right, now=NOW)

        with pytest.raises(NoSuchAttempt):
            record_answer(
                learner_id=wrong.pk, attempt_id=attempt.pk,
                given=GivenAnswer(uuid.uuid4(), 2, 2, {}), now=NOW,
            )  # fmt: skip
        assert record_answer(learner_id=right.pk, attempt_id=attempt.pk, given=given, now=NOW) == 1
        assert not LessonRecord.objects.filter(learner=wrong).exists()
        assert LessonRecord.objects.get(learner=right).done_at is None

    def test_two_open_ones_are_refused_and_nothing_changes(self, quiz: Quiz) -> None:
        attempt, other = begun(quiz), begun(quiz)

        with pytest.raises(AlreadyOpen):
            assigning.move_attempt(attempt_id=attempt.pk, to=other.learner, now=NOW)

        attempt.refresh_from_db()
        assert attempt.learner != other.learner

    def test_an_open_one_for_another_occasion_is_no_hindrance(self, quiz: Quiz) -> None:
        attempt, other = begun(quiz), begun(quiz, occasion="assignment-2")

        assert assigning.move_attempt(attempt_id=attempt.pk, to=other.learner, now=NOW)

    def test_twice_changes_nothing_more_and_tells_once(self, quiz: Quiz) -> None:
        heard: list[uuid.UUID] = []

        def listen(source_id: uuid.UUID, **kwargs: Any) -> None:
            heard.append(source_id)

        attempt_moved.connect(listen)
        attempt, right = finished(begun(quiz)), make_learner()
        source_id = attempt.learner_id
        for _ in range(2):
            assigning.move_attempt(attempt_id=attempt.pk, to=right, now=NOW)
        before = _everything_of(right)
        assigning.move_attempt(attempt_id=attempt.pk, to=right, now=NOW + DAY)

        assert heard == [source_id]
        assert _everything_of(right) == before

    def test_killed_on_the_way_nothing_has_happened(self, quiz: Quiz) -> None:
        attempt, right = finished(begun(quiz)), make_learner()
        wrong = attempt.learner
        before = _everything_of(wrong), _everything_of(right)

        def die(**kwargs: Any) -> None:
            raise KeyboardInterrupt

        attempt_moved.connect(die)
        with pytest.raises(KeyboardInterrupt):
            assigning.move_attempt(attempt_id=attempt.pk, to=right, now=NOW)
        attempt_moved.disconnect(die)

        assert (_everything_of(wrong), _everything_of(right)) == before

    def test_a_result_that_waits_is_not_told_by_moving(self, quiz: Quiz) -> None:
        attempt, right = finished(begun(quiz, is_held=True)), make_learner()

        assigning.move_attempt(attempt_id=attempt.pk, to=right, now=NOW)

        record = LessonRecord.objects.get()
        assert (record.learner, record.done_at, record.best_fraction) == (right, NOW, None)
        assert not QuizResult.objects.exists()
        assert not SkillState.objects.exists()

    def test_a_lesson_that_was_done_otherwise_stays_done(self, quiz: Quiz) -> None:
        attempt = finished(begun(quiz), right=False, now=NOW + HOUR)
        LessonRecord.objects.update(done_at=NOW - DAY, best_fraction=0.9, started_at=NOW - DAY)

        assigning.move_attempt(attempt_id=attempt.pk, to=make_learner(), now=NOW)

        record = LessonRecord.objects.get(learner=attempt.learner_id)
        assert (record.done_at, record.best_fraction) == (NOW - DAY, 0.9)

    def test_what_is_not_there_or_part_of_another_is_refused(self, quiz: Quiz) -> None:
        attempt = begun(quiz)
        Attempt.objects.filter(pk=attempt.pk).update(
            state="merged", finished_at=NOW, merged_into=begun(quiz).pk
        )

        with pytest.raises(NoSuchAttempt):
            assigning.move_attempt(attempt_id=uuid.uuid4(), to=make_learner(), now=NOW)
        with pytest.raises(AttemptMerged):
            assigning.move_attempt(attempt_id=attempt.pk, to=make_learner(), now=NOW)


class TestPaper:
    def _right(self, quiz: Quiz, edition: Any = None) -> dict[int, Any]:
        paper = paper_of(slug=quiz.slug, edition=edition)
        assert paper
        return {
            place["slot"]: {"choices": [each["uid"] for each in content["choices"] if each["correct"]]}
            for place, content in paper.questions
        }

    def _entered(self, quiz: Quiz, learner: Learner | None = None, **given: Any) -> Attempt:
        rules = terms(**given.pop("terms", {}))
        if "responses" not in given:
            given["responses"] = self._right(quiz)
        return assigning.record_paper(
            **{
                "learner": learner or make_learner(), "slug": quiz.slug, "terms": rules,
                "received_at": NOW, "now": NOW + DAY, **given,
            }
        )  # fmt: skip

    def test_it_is_the_paper_as_printed_marked_and_told_once(self) -> None:
        heard: list[str] = []
        attempt_started.connect(started := lambda **kwargs: heard.append("started"))
        attempt_finished.connect(ended := lambda **kwargs: heard.append("finished"))
        for _ in range(4):
            make_question(topic="scam")
        quiz = make_quiz(questions=2)
        quiz.slots.add(QuizSlot(kind="pool", pool_topic="scam", pool_count=2, sort_order=9))
        publish(quiz)
        paper = paper_of(slug=quiz.slug)
        assert paper

        attempt = self._entered(quiz, responses={**self._right(quiz), 2: {"choices": []}})

        attempt_started.disconnect(started)
        attempt_finished.disconnect(ended)
        attempt.refresh_from_db()
        assert attempt.layout == [place for place, _ in paper.questions]
        assert (attempt.state, attempt.marks, attempt.started_at) == ("finished", [1.0, 0.0, 1.0, 1.0], NOW)
        assert heard == ["started", "finished"]
        assert QuizResult.objects.get().best_fraction == 0.75

    def test_again_is_another_attempt_while_some_are_left(self) -> None:
        quiz, learner = make_quiz(), make_learner()
        first = self._entered(quiz, learner, terms={"attempts_allowed": 2})
        second = self._entered(quiz, learner, terms={"attempts_allowed": 2}, responses={})

        with pytest.raises(NoAttemptsLeft):
            self._entered(quiz, learner, terms={"attempts_allowed": 2})
        assert Attempt.objects.count() == 2
        assert Attempt.objects.get(pk=first.pk).fraction == 1.0
        assert second.fraction == 0.0

    def test_one_open_on_a_screen_is_not_overwritten(self) -> None:
        quiz, learner = make_quiz(), make_learner()
        begun(quiz, learner)

        with pytest.raises(AlreadyOpen):
            self._entered(quiz, learner)

    @pytest.mark.parametrize(
        "wrong", [{9: {"choices": []}}, {1: {"choices": ["nobody"]}}, {1: {"text": "x"}}]
    )
    def test_what_is_no_answer_is_refused_whole(self, wrong: dict[int, Any]) -> None:
        with pytest.raises(Malformed):
            self._entered(make_quiz(), responses=wrong)
        assert not Attempt.objects.exists()

    def test_an_edition_is_entered_as_it_was_printed_whatever_came_since(self) -> None:
        quiz = make_quiz(questions=2)
        paper = paper_of(slug=quiz.slug)
        assert paper
        responses = self._right(quiz)
        for slot in quiz.slots.all():
            assert slot.question
            move_key(slot.question)
        quiz.unpublish()

        attempt = self._entered(quiz, responses=responses, edition=paper.edition)

        assert [place["version"] for place in attempt.layout] == list(paper.edition)
        assert attempt.fraction == 1.0
        with pytest.raises(QuizUnavailable):
            self._entered(quiz, responses={})

    @pytest.mark.parametrize("edition", [(), ("x",), (uuid.uuid4().hex,)])
    def test_an_edition_that_never_was_is_refused(self, edition: tuple[str, ...]) -> None:
        with pytest.raises(PaperChanged):
            self._entered(make_quiz(), responses={}, edition=edition)

    def test_a_held_one_waits_and_one_whose_time_has_come_is_told(self) -> None:
        quiz = make_quiz()
        self._entered(quiz, terms={"is_held": True})
        told = self._entered(quiz, terms={"feedback_at": NOW + HOUR})

        assert QuizResult.objects.get().best_attempt == told
        assert not told.result_waits
