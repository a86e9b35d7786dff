"""Reads over many attempts: the live board, one row per question, question and objective reports, what can be assigned."""

import datetime as dt
import uuid
from typing import Any

import pytest

from quizzes import assigning, layouts, selectors
from quizzes.models import AnswerStep, Attempt, Quiz, QuizSlot
from quizzes.overviews import readings
from quizzes.overviews.answers import marked_answers
from quizzes.overviews.assignable import assignable, forms_of, objectives
from quizzes.overviews.boards import progress_of
from quizzes.overviews.questions import detection, objective_reports, question_reports
from quizzes.services import finish_attempt
from tests.factories.insight import answer, answered_attempt
from tests.factories.question_kinds import WRONG, attempt_over, content_of, right
from tests.factories.quizzes import NOW, make_learner, make_question, make_quiz, publish
from tests.quizzes.test_terms import begun, terms

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)


def give(
    attempt: Attempt, response: dict[str, Any], *, slot: int = 1, sequence: int = 1, at: int = 0
) -> None:
    AnswerStep.objects.create(
        attempt=attempt, slot=slot, sequence=sequence, key=uuid.uuid4(), response=response,
        received_at=NOW + at * SECOND,
    )  # fmt: skip


def end(attempt: Attempt) -> Attempt:
    return finish_attempt(learner_id=attempt.learner_id, attempt_id=attempt.pk, now=NOW + 60 * SECOND)


class TestBoard:
    def test_each_question_says_how_it_stands_while_it_is_open(self) -> None:
        attempt = attempt_over(
            content_of("single", ask_confidence=True), content_of("order"), content_of("short")
        )
        give(attempt, {**WRONG["single"], "confidence": 1})
        give(attempt, {**right("single"), "confidence": 3}, sequence=2, at=30)
        give(attempt, WRONG["order"], slot=2, sequence=3, at=40)
        give(attempt, {"text": ""}, slot=3, sequence=4)

        first, second, third = progress_of(attempts=[attempt.pk])[attempt.pk]

        assert (first.answered, first.fraction, first.confidence, first.steps) == (True, 1.0, 3, 2)
        assert first.received_at == NOW + 30 * SECOND
        assert (second.answered, second.fraction, second.steps) == (True, 0.0, 1)
        assert (third.answered, third.fraction, third.steps) == (False, None, 1)

    def test_an_ended_one_shows_its_marks_as_they_are_recorded(self) -> None:
        attempt = attempt_over(content_of("single"), content_of("short"))
        give(attempt, WRONG["single"])
        end(attempt)
        Attempt.objects.update(marks=[0.5, 0.0])

        states = progress_of(attempts=[attempt.pk])[attempt.pk]

        assert [(state.fraction, state.answered) for state in states] == [(0.5, True), (0.0, False)]

    def test_the_highest_clock_counts_and_unknown_attempts_are_left_out(self) -> None:
        attempt = attempt_over(content_of("single"))
        give(attempt, right("single"), sequence=5)
        give(attempt, WRONG["single"], sequence=2, at=10)

        found = progress_of(attempts=[uuid.uuid4(), attempt.pk])

        assert list(found) == [attempt.pk]
        assert found[attempt.pk][0].fraction == 1.0

    def test_a_class_costs_two_queries(self, django_assert_num_queries: Any) -> None:
        quiz = make_quiz(questions=4)
        attempts = [begun(quiz) for _ in range(12)]
        for attempt in attempts:
            answer(attempt, right=[True, False, None, True], now=NOW)

        with django_assert_num_queries(2):
            found = progress_of(attempts=[attempt.pk for attempt in attempts])
        layouts._slots.clear()
        with django_assert_num_queries(3):
            again = progress_of(attempts=[attempt.pk for attempt in attempts])

        assert found == again
        assert [state.fraction for state in found[attempts[0].pk]] == [1.0, 0.0, None, 1.0]


class TestMarkedAnswers:
    def test_a_row_says_everything_about_an_answer(self) -> None:
        question = make_question(
            objective="จับกลโกง", topic="scam", scam_pattern="แอปเทรดปลอม", ask_confidence=True
        )
        attempt = begun(make_quiz(questions=[question]))
        content = selectors.contents_of(attempt)[attempt.layout[0]["version"]]
        uid = content["choices"][1]["uid"]
        give(attempt, {"choices": [uid], "confidence": 3}, at=20)
        end(attempt)

        (row,) = marked_answers(attempts=[attempt.pk])

        assert (row.attempt, row.learner, row.slot, row.is_finished) == (
            attempt.pk,
            attempt.learner_id,
            1,
            True,
        )
        assert (row.question, row.code, row.version_number) == (question.pk, question.code, 1)
        assert (row.kind, row.objective, row.topic, row.scam_pattern) == (
            "single",
            "จับกลโกง",
            "scam",
            "แอปเทรดปลอม",
        )
        assert (row.title, row.said, row.options, row.labels) == (
            question.stem,
            "ตัวเลือก 2",
            (uid,),
            ("ตัวเลือก 2",),
        )
        assert (row.fraction, row.confidence, row.steps, row.is_sure_and_wrong) == (0.0, 3, 1, True)
        assert (row.seconds, row.answered_at) == (20.0, NOW + 20 * SECOND)

    def test_every_kind_says_its_answer_in_words(self) -> None:
        kinds = sorted(WRONG)
        attempt = attempt_over(*(content_of(kind) for kind in kinds))
        for slot, kind in enumerate(kinds, 1):
            give(attempt, right(kind), slot=slot, sequence=slot)

        rows = marked_answers(attempts=[attempt.pk])

        assert [(row.kind, row.answered, row.fraction) for row in rows] == [
            (kind, True, 1.0) for kind in kinds
        ]
        assert all(row.said and "\n" not in row.said for row in rows)

    def test_seconds_are_those_before_each_answer_in_the_order_in_which_they_came(self) -> None:
        attempt = attempt_over(content_of("single"), content_of("order"))
        give(attempt, WRONG["single"], at=10)
        give(attempt, WRONG["order"], slot=2, sequence=2, at=40)
        give(attempt, right("single"), sequence=3, at=45)

        first, second = marked_answers(attempts=[attempt.pk])

        assert (first.seconds, first.steps) == (15.0, 2)
        assert (second.seconds, second.steps) == (30.0, 1)

    def test_what_was_left_empty_is_there_and_a_regraded_mark_counts(self) -> None:
        attempt = attempt_over(content_of("single"), content_of("short"))
        opened = marked_answers(attempts=[attempt.pk])
        end(attempt)
        Attempt.objects.update(marks=[1.0, 0.0])

        ended = marked_answers(attempts=[attempt.pk])

        assert [(row.answered, row.fraction, row.seconds) for row in opened] == [(False, None, None)] * 2
        assert [row.fraction for row in ended] == [1.0, 0.0]

    def test_on_paper_nobody_knows_how_long_it_took(self) -> None:
        quiz = make_quiz(questions=1)
        attempt = assigning.record_paper(
            learner=make_learner(), slug=quiz.slug, terms=terms(), received_at=NOW, now=NOW,
            responses={1: {"choices": []}},
        )  # fmt: skip

        assert marked_answers(attempts=[attempt.pk])[0].seconds is None

    def test_scams_and_what_is_genuine_are_told_apart(self) -> None:
        scam, genuine = content_of("judge"), content_of("judge", verdict="genuine")
        attempt = attempt_over(scam, genuine, content_of("spot"), content_of("spot", artefact="neutral"))
        for slot in (1, 2):
            give(attempt, {"verdict": "scam"}, slot=slot, sequence=slot)
        give(attempt, {"phrases": ["f1", "f2"]}, slot=3, sequence=3)

        answers = marked_answers(attempts=[attempt.pk])
        found = detection(answers=answers)

        assert [row.is_genuine for row in answers] == [False, True, False, None]
        assert [row.said_scam for row in answers] == [True, True, False, False]
        assert [(row.possible_hits, row.possible_false_alarms) for row in answers] == [
            (1, 0),
            (0, 1),
            (2, 2),
            (0, 0),
        ]
        assert (found.hit_rate, found.false_alarm_rate) == (2 / 3, 2 / 3)

    def test_long_questions_are_cut_where_thai_may_be_cut(self) -> None:
        long = "ก" * (readings.MOST_STEM - 2) + "ที่" + "ก" * 50
        attempt = attempt_over(content_of("single", stem=long))

        (row,) = marked_answers(attempts=[attempt.pk])

        assert row.title == "ก" * (readings.MOST_STEM - 2) + "…"

    def test_however_many_it_costs_five_queries(self, django_assert_max_num_queries: Any) -> None:
        quizzes = [make_quiz(questions=3) for _ in range(2)]
        attempts = [
            answered_attempt(quiz=quiz, right=[True, False, None]) for quiz in quizzes for _ in range(8)
        ]

        with django_assert_max_num_queries(5):
            rows = marked_answers(attempts=[attempt.pk for attempt in attempts])

        assert len(rows) == 48
        assert [row.attempt for row in rows[::3]] == [attempt.pk for attempt in attempts]


class TestReports:
    def test_options_say_who_chose_them_and_why_that_is_wrong(self) -> None:
        content = content_of("single", ask_confidence=True)
        attempts = []
        for uid, sure in (("c1", 3), ("c2", 3), ("c2", 1), (None, 0)):
            attempt = attempt_over(content)
            if uid:
                give(attempt, {"choices": [uid], "confidence": sure})
            attempts.append(attempt)
        versions = {place["version"] for attempt in attempts for place in attempt.layout}
        first = attempts[0].layout[0]
        for attempt in attempts:  # the factory makes a version each: one question for all
            Attempt.objects.filter(pk=attempt.pk).update(layout=[first])
        layouts._slots.clear()

        (report,) = question_reports(answers=marked_answers(attempts=[each.pk for each in attempts]))

        assert len(versions) == 4
        assert (report.asked, report.answered, report.right, report.wrong) == (4, 3, 1, 2)
        assert (report.confidence, report.sure_and_wrong, report.mean) == ((1, 0, 2), 1, pytest.approx(1 / 3))
        options = [(one.text, one.is_right, one.chosen, one.sure, one.feedback) for one in report.options]
        assert options == [
            ("ข้อที่ถูก", True, 1, 1, "คำอธิบายของ ข้อที่ถูก"),
            ("ข้อที่สอง", False, 2, 1, "คำอธิบายของ ข้อที่สอง"),
            ("ข้อที่สาม", False, 0, 0, "คำอธิบายของ ข้อที่สาม"),
        ]
        assert report.options[1].share == pytest.approx(2 / 3)

    def test_what_is_written_is_told_by_the_wrong_answers(self) -> None:
        attempt = attempt_over(content_of("short"))
        give(attempt, {"text": "ธนาคาร"})

        (report,) = question_reports(answers=marked_answers(attempts=[attempt.pk]))

        assert (report.options, report.wrong_answers) == ((), (("ธนาคาร", 1),))

    def test_every_kind_has_a_report(self) -> None:
        kinds = sorted(WRONG)
        attempt = attempt_over(*(content_of(kind) for kind in kinds))
        for slot, kind in enumerate(kinds, 1):
            give(attempt, WRONG[kind], slot=slot, sequence=slot)

        reports = question_reports(answers=marked_answers(attempts=[attempt.pk]))

        assert [(report.kind, report.answered) for report in reports] == [(kind, 1) for kind in kinds]
        assert all(report.options or report.wrong_answers for report in reports)

    def test_objectives_come_with_the_mistakes_made_most_the_least_known_first(self) -> None:
        quiz = make_quiz(questions=[make_question(objective=each) for each in ("ก", "ข", "")])
        attempts = [
            answered_attempt(quiz=quiz, right=right) for right in ([True, False, True], [True, False, None])
        ]

        reports = objective_reports(answers=marked_answers(attempts=[each.pk for each in attempts]))

        assert [(one.objective, one.mean, one.learners) for one in reports] == [("ข", 0.0, 2), ("ก", 1.0, 2)]
        assert [(each.option.text, each.option.chosen) for each in reports[0].mistakes] == [("ตัวเลือก 2", 2)]
        assert reports[1].mistakes == ()


class TestAssignable:
    def test_published_quizzes_with_what_a_teacher_asks(self, django_assert_num_queries: Any) -> None:
        first = make_quiz(
            questions=[make_question(topic="scam"), make_question(topic="chart")], title="ก", preset="assigned",
            time_limit_minutes=1,
        )  # fmt: skip
        second = make_quiz(questions=[make_question()], title="ข", parallel_form=first)
        second.slots.add(QuizSlot(kind="pool", pool_topic="scam", pool_count=3, sort_order=9))
        publish(second)
        make_quiz(published=False)
        make_quiz(questions=[])

        with django_assert_num_queries(2):
            one, other = assignable()

        assert (one.id, one.question_count, one.minutes, one.topics) == (first.pk, 2, 1, ("scam", "chart"))
        assert (one.has_parallel, one.is_also_practice) == (True, False)
        assert (other.question_count, other.minutes, other.topics) == (4, 3, ("scam",))
        assert (other.has_parallel, other.is_also_practice) == (True, True)

    def test_a_pair_is_found_from_either_side_form_a_first(self) -> None:
        first, second, alone = make_quiz(), make_quiz(), make_quiz()
        second.parallel_form = first
        publish(second)

        pairs = [forms_of(quiz_id=quiz.pk) for quiz in (first, second)]
        Quiz.objects.filter(pk=first.pk).update(parallel_form=second)
        pairs += [forms_of(quiz_id=quiz.pk) for quiz in (first, second)]

        assert [[form.id for form in pair or ()] for pair in pairs] == [[first.pk, second.pk]] * 4
        assert forms_of(quiz_id=alone.pk) is None

    def test_objectives_that_can_be_asked_about(self) -> None:
        for name in ("ข", "ก", "ก", ""):
            make_question(objective=name)
        make_question(objective="ร่าง", published=False)

        assert objectives() == [("ก", 2), ("ข", 1)]


def test_a_teacher_reads_an_open_attempt_as_it_stands() -> None:
    attempt = attempt_over(content_of("single"), content_of("order"))
    give(attempt, right("single"), at=5)

    reviews, moments = selectors.reviews_of(attempt), selectors.replay_of(attempt)

    assert [(review.answered, review.fraction) for review in reviews] == [(True, 1.0), (False, 0.0)]
    assert [moment.said for moment in moments] == ["ข้อที่ถูก"]
