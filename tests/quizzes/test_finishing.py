"""The plain form, the end of an attempt and its result."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.models import AnswerStep, Attempt, QuizResult
from quizzes.next_steps import NextStep
from quizzes.selectors import newest_answers
from quizzes.signals import attempt_finished, next_steps_wanted
from tests.factories.quizzes import (
    make_attempt,
    make_learner,
    make_question,
    make_quiz,
    publish,
    right_choices,
    wrong_choices,
)
from tests.quizzes.conftest import Browser, answer_all, form, html, page

pytestmark = pytest.mark.django_db


class TestPlainForm:
    """Everything works when no script runs."""

    def test_answers_and_finish_in_one_go(self, browser: Browser) -> None:
        attempt = make_attempt()
        client = browser(attempt.learner)

        response = client.post(page("finish", attempt), answer_all(client, attempt) | {"action": "finish"})

        attempt.refresh_from_db()
        assert (response.status_code, response["Location"]) == (303, page("result", attempt))
        assert (attempt.state, attempt.fraction, attempt.marks) == ("finished", 1.0, [1.0, 1.0, 1.0])

    def test_saving_keeps_the_answers_and_the_attempt_open(self, browser: Browser) -> None:
        attempt = make_attempt()
        client = browser(attempt.learner)
        chosen = right_choices(attempt, 1)

        response = client.post(
            page("finish", attempt),
            {**form(client, attempt), "slot-1": chosen, "action": "save"},
            follow=True,
        )

        attempt.refresh_from_db()
        assert attempt.state == "open"
        assert "บันทึกแล้ว ปิดหน้านี้ได้เลย" in html(response)
        assert newest_answers(attempt_id=attempt.pk)[1].response == {"choices": chosen}

    def test_unanswered_questions_are_named_before_it_ends(self, browser: Browser) -> None:
        attempt = make_attempt()
        client = browser(attempt.learner)

        response = client.post(
            page("finish", attempt),
            {**form(client, attempt), "slot-1": right_choices(attempt, 1), "action": "finish"},
            follow=True,
        )

        attempt.refresh_from_db()
        assert attempt.state == "open"
        assert "ยังไม่ได้ตอบ 2 ข้อ" in html(response)
        assert 'value="anyway"' in html(response)
        assert AnswerStep.objects.count() == 1

    def test_sending_anyway_ends_it(self, browser: Browser) -> None:
        attempt = make_attempt()
        client = browser(attempt.learner)

        client.post(page("finish", attempt), {**form(client, attempt), "action": "anyway"})

        attempt.refresh_from_db()
        assert (attempt.state, attempt.fraction) == ("finished", 0.0)

    def test_sending_the_same_form_twice_writes_once(self, browser: Browser) -> None:
        attempt = make_attempt()
        client = browser(attempt.learner)
        sent = answer_all(client, attempt) | {"action": "save"}

        for _ in range(2):
            client.post(page("finish", attempt), sent)

        assert AnswerStep.objects.count() == 3

    def test_an_old_page_in_another_tab_takes_nothing_back(self, browser: Browser) -> None:
        attempt = make_attempt()
        client = browser(attempt.learner)
        old_page = form(client, attempt)
        client.post(page("finish", attempt), answer_all(client, attempt) | {"action": "save"})

        client.post(
            page("finish", attempt), old_page | {"slot-2": wrong_choices(attempt, 2)[:1], "action": "save"}
        )

        newest = newest_answers(attempt_id=attempt.pk)
        assert newest[1].response["choices"] == right_choices(attempt, 1)
        assert newest[2].response["choices"] == wrong_choices(attempt, 2)[:1]

    def test_boxes_can_be_unticked(self, browser: Browser) -> None:
        attempt = make_attempt(quiz=make_quiz(questions=[make_question(kind="multiple", right=2)]))
        client = browser(attempt.learner)
        client.post(
            page("finish", attempt),
            {**form(client, attempt), "slot-1": right_choices(attempt, 1), "action": "save"},
        )
        untouched = {name: value for name, value in form(client, attempt).items() if name != "slot-1"}

        client.post(page("finish", attempt), untouched | {"action": "save"})

        assert newest_answers(attempt_id=attempt.pk)[1].response == {"choices": []}

    def test_choices_of_other_questions_are_dropped(self, browser: Browser) -> None:
        attempt = make_attempt()
        client = browser(attempt.learner)

        client.post(
            page("finish", attempt),
            {**form(client, attempt), "slot-1": ["nonsense"], "slot-9": ["x"], "action": "save"},
        )

        assert not AnswerStep.objects.exists()


class TestFinish:
    def test_the_newest_answer_counts(self, browser: Browser) -> None:
        attempt = make_attempt(quiz=make_quiz(questions=1))
        client = browser(attempt.learner)
        late, early = right_choices(attempt, 1), wrong_choices(attempt, 1)[:1]
        for number, (sequence, choices) in enumerate([(9, late), (3, early)]):
            client.post(
                page("answer", attempt),
                {"key": f"{number:032}", "slot": 1, "sequence": sequence, "response": {"choices": choices}},
                content_type="application/json",
            )

        client.post(page("finish", attempt), {"action": "finish"})

        attempt.refresh_from_db()
        assert attempt.fraction == 1.0

    def test_of_equal_sequences_the_later_arrival_counts(self, browser: Browser) -> None:
        attempt = make_attempt(quiz=make_quiz(questions=1))
        client = browser(attempt.learner)
        for number, choices in enumerate([right_choices(attempt, 1), wrong_choices(attempt, 1)[:1]]):
            client.post(
                page("answer", attempt),
                {"key": f"{number:032}", "slot": 1, "sequence": 5, "response": {"choices": choices}},
                content_type="application/json",
            )

        client.post(page("finish", attempt), {"action": "finish"})

        attempt.refresh_from_db()
        assert attempt.fraction == 0.0

    def test_a_double_click_counts_once_and_tells_once(self, browser: Browser) -> None:
        heard: list[float] = []

        def listen(result: QuizResult, **kwargs: Any) -> None:
            heard.append(result.best_fraction)

        attempt_finished.connect(listen)
        attempt = make_attempt()
        client = browser(attempt.learner)
        client.post(page("finish", attempt), answer_all(client, attempt) | {"action": "finish"})

        again = client.post(page("finish", attempt), {"action": "finish"})

        assert again["Location"] == page("result", attempt)
        assert heard == [1.0]
        assert QuizResult.objects.get().attempts == 1

    def test_the_script_gets_json(self, browser: Browser) -> None:
        attempt = make_attempt()
        client = browser(attempt.learner)
        client.post(page("finish", attempt), answer_all(client, attempt) | {"action": "save"})

        response = client.post(
            page("finish", attempt), {"action": "anyway"}, headers={"Accept": "application/json"}
        )

        assert json.loads(response.content) == {"ok": True, "url": page("result", attempt)}

    @pytest.mark.parametrize(("known", "expected"), [(True, "no_such_attempt"), (False, "unknown_learner")])
    def test_the_script_is_told_why_not(self, browser: Browser, known: bool, expected: str) -> None:
        attempt = make_attempt()
        client = browser(make_learner() if known else None)

        response = client.post(
            page("finish", attempt), {"action": "anyway"}, headers={"Accept": "application/json"}
        )

        assert json.loads(response.content)["error"] == expected
        attempt.refresh_from_db()
        assert attempt.state == "open"

    def test_a_stranger_with_the_plain_form_gets_a_sentence(self, browser: Browser) -> None:
        response = browser().post(page("finish", make_attempt()), {"action": "anyway"})

        assert response.status_code == 404
        assert "ไม่พบแบบทดสอบครั้งนี้" in html(response)

    def test_the_standing_keeps_the_best_and_the_first_pass(self, browser: Browser) -> None:
        learner, quiz = make_learner(), make_quiz()
        client = browser(learner)
        for right in (False, True, False):
            attempt = make_attempt(learner=learner, quiz=quiz)
            client.post(
                page("finish", attempt), answer_all(client, attempt, right=right) | {"action": "finish"}
            )

        result = QuizResult.objects.get()

        second = Attempt.objects.order_by("started_at", "finished_at")[1]
        assert (result.attempts, result.best_fraction) == (3, 1.0)
        assert result.best_attempt.fraction == 1.0
        assert result.passed_at == result.best_attempt.finished_at == second.finished_at
        assert result.passed_at
        assert result.last_finished_at > result.passed_at

    def test_the_criterion_of_the_start_holds(self, browser: Browser) -> None:
        quiz = make_quiz(questions=2, pass_percent=50)
        attempt = make_attempt(quiz=quiz)
        quiz.pass_percent = 100
        publish(quiz)
        client = browser(attempt.learner)
        sent = answer_all(client, attempt) | {"slot-1": wrong_choices(attempt, 1)[:1], "action": "finish"}

        client.post(page("finish", attempt), sent)

        assert QuizResult.objects.get().passed_at is not None

    def test_a_quiz_taken_back_in_the_middle_is_finished_and_explained(self, browser: Browser) -> None:
        attempt = make_attempt()
        attempt.quiz.unpublish()
        client = browser(attempt.learner)

        response = client.post(
            page("finish", attempt), answer_all(client, attempt) | {"action": "finish"}, follow=True
        )

        assert "ยอดเยี่ยม ตอบถูกทุกข้อ" in html(response)
        assert "ทำอีกครั้ง" not in html(response)


class TestResult:
    def _finished(self, client: Client, attempt: Attempt, *, right: bool = True) -> str:
        sent = answer_all(client, attempt, right=right) | {"action": "finish"}
        return html(client.post(page("finish", attempt), sent, follow=True))

    def test_every_option_is_explained(self, browser: Browser) -> None:
        attempt = make_attempt(quiz=make_quiz(questions=[make_question(explanation="สรุปว่าอย่ารีบโอน")]))

        text = self._finished(browser(attempt.learner), attempt, right=False)

        for number in range(1, 5):
            assert f"คำอธิบายของตัวเลือก {number}" in text
        assert "คุณเลือก แต่ยังไม่ใช่" in text
        assert "คำตอบที่ถูก" in text
        assert "สรุปว่าอย่ารีบโอน" in text

    def test_it_tells_the_score_in_words_and_number(self, browser: Browser) -> None:
        attempt = make_attempt()

        text = self._finished(browser(attempt.learner), attempt)

        assert "ยอดเยี่ยม ตอบถูกทุกข้อ" in text
        assert "<strong>3</strong> จาก 3 คะแนน" in text
        assert "100%" in text

    def test_a_low_score_is_said_kindly_and_offers_another_go(self, browser: Browser) -> None:
        attempt = make_attempt()

        text = self._finished(browser(attempt.learner), attempt, right=False)

        assert "ยังไม่ถึงเกณฑ์ในครั้งนี้ ไม่เป็นไรเลย" in text
        assert f'method="post" action="{reverse("quizzes:start", args=[attempt.quiz.slug])}"' in text
        assert "ทำอีกครั้ง" in text

    def test_partly_right_says_how_much(self, browser: Browser) -> None:
        attempt = make_attempt(quiz=make_quiz(questions=[make_question(kind="multiple", right=2, wrong=2)]))

        text = self._finished(browser(attempt.learner), attempt)

        assert "ถูกบางส่วน 50%" in text
        assert "<strong>0.5</strong> จาก 1 คะแนน" in text

    def test_an_open_attempt_has_no_result_yet(self, browser: Browser) -> None:
        attempt = make_attempt()

        response = browser(attempt.learner).get(page("result", attempt))

        assert response["Location"] == page("attempt", attempt)

    def test_somebody_else_sees_no_result(self, browser: Browser) -> None:
        attempt = make_attempt()
        self._finished(browser(attempt.learner), attempt)

        assert browser(make_learner()).get(page("result", attempt)).status_code == 404

    def test_the_apps_above_name_the_next_step(self, browser: Browser) -> None:
        def offer(attempt: Attempt, result: QuizResult, **kwargs: Any) -> list[NextStep]:
            return [NextStep("บทต่อไป: อ่านแท่งเทียน", "/next/", "primary")]

        next_steps_wanted.connect(offer)
        attempt = make_attempt()

        text = self._finished(browser(attempt.learner), attempt)

        assert '<a class="btn" href="/next/">บทต่อไป: อ่านแท่งเทียน</a>' in text

    def test_it_takes_six_queries_whatever_the_number_of_questions(
        self, browser: Browser, django_assert_max_num_queries: Any
    ) -> None:
        attempt = make_attempt(quiz=make_quiz(questions=15))
        client = browser(attempt.learner)
        self._finished(client, attempt)

        with django_assert_max_num_queries(6):
            client.get(page("result", attempt))
