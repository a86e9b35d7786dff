"""From the button to the result: what a learner meets, with and without JavaScript."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts import cookies
from accounts.models import Learner
from quizzes.models import AnswerStep, Attempt, QuizResult
from quizzes.next_steps import NextStep
from quizzes.selectors import newest_answers, quiz_summary
from quizzes.signals import attempt_finished, attempt_started, next_steps_wanted
from tests.factories.quizzes import (
    make_attempt,
    make_learner,
    make_question,
    make_quiz,
    publish,
    right_choices,
    wrong_choices,
)
from tests.quizzes.conftest import Browser

pytestmark = pytest.mark.django_db


def _page(name: str, attempt: Attempt) -> str:
    return reverse(f"quizzes:{name}", args=[attempt.pk])


def _html(response: Any) -> str:
    return str(response.content.decode())


def _form(client: Client, attempt: Attempt) -> dict[str, Any]:
    """Return what a browser would send back of the attempt page if nothing were touched."""
    html = _html(client.get(_page("attempt", attempt)))
    fields: dict[str, Any] = dict(re.findall(r'name="(shown-\d+)" value="([^"]*)"', html))
    for tag in re.findall(r"<input[^>]*\bchecked\b[^>]*>", html):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]+)"', tag)
        assert name
        assert value
        fields.setdefault(name[1], []).append(value[1])
    return fields


def _answer_all(client: Client, attempt: Attempt, *, right: bool = True) -> dict[str, Any]:
    pick = right_choices if right else wrong_choices
    answers = {f"slot-{place['slot']}": pick(attempt, place["slot"])[:1] for place in attempt.layout}
    return {**_form(client, attempt), **answers}


class TestIntroduction:
    def test_it_is_the_same_for_everybody_and_may_be_cached(self, browser: Browser) -> None:
        quiz = make_quiz(title="กลโกงหน้าตาเป็นอย่างไร")

        stranger = browser().get(reverse("quizzes:intro", args=[quiz.slug]))
        learner = browser(make_learner()).get(reverse("quizzes:intro", args=[quiz.slug]))

        assert "กลโกงหน้าตาเป็นอย่างไร" in _html(stranger)
        assert stranger.content == learner.content
        assert "public" in stranger["Cache-Control"]
        assert not stranger.cookies
        assert "csrf" not in _html(stranger)

    def test_a_quiz_that_never_was_is_not_found(self, browser: Browser) -> None:
        assert browser().get(reverse("quizzes:intro", args=["nothing"])).status_code == 404

    def test_a_draft_is_not_found(self, browser: Browser) -> None:
        quiz = make_quiz(published=False)

        assert browser().get(reverse("quizzes:intro", args=[quiz.slug])).status_code == 404

    def test_a_quiz_taken_back_says_so(self, browser: Browser) -> None:
        quiz = make_quiz()
        quiz.unpublish()

        response = browser().get(reverse("quizzes:intro", args=[quiz.slug]))

        assert response.status_code == 410
        assert "แบบทดสอบนี้ปิดอยู่" in _html(response)


class TestSummary:
    def test_it_counts_published_questions_in_one_query(self, django_assert_num_queries: Any) -> None:
        quiz = make_quiz(questions=[make_question(), make_question()])

        with django_assert_num_queries(1):
            summary = quiz_summary(quiz_id=quiz.pk)

        assert summary is not None
        assert (summary.slug, summary.question_count, summary.pass_percent) == (quiz.slug, 2, 60)

    def test_there_is_none_for_a_quiz_that_is_not_live(self) -> None:
        quiz = make_quiz()
        quiz.unpublish()

        assert quiz_summary(quiz_id=quiz.pk) is None


class TestStart:
    def test_the_first_start_makes_a_learner_and_remembers_it(self, browser: Browser) -> None:
        client, quiz = browser(), make_quiz()

        response = client.post(reverse("quizzes:start", args=[quiz.slug]))

        attempt = Attempt.objects.get()
        assert response.status_code == 302
        assert response["Location"] == _page("attempt", attempt)
        assert response.cookies[cookies.NAME].value == cookies.signed(attempt.learner_id)
        assert client.get(response["Location"]).status_code == 200

    def test_a_second_start_goes_on_with_the_open_attempt(self, browser: Browser) -> None:
        client, quiz = browser(), make_quiz()
        first = client.post(reverse("quizzes:start", args=[quiz.slug]))

        second = client.post(reverse("quizzes:start", args=[quiz.slug]))

        assert first["Location"] == second["Location"]
        assert Attempt.objects.count() == Learner.objects.count() == 1

    def test_after_the_finish_it_begins_anew(self, browser: Browser) -> None:
        attempt = make_attempt()
        client = browser(attempt.learner)
        client.post(_page("finish", attempt), {"action": "anyway"})

        response = client.post(reverse("quizzes:start", args=[attempt.quiz.slug]))

        assert response["Location"] != _page("attempt", attempt)
        assert Attempt.objects.count() == 2

    def test_nobody_comes_into_being_for_a_quiz_taken_back(self, browser: Browser) -> None:
        quiz = make_quiz()
        quiz.unpublish()

        response = browser().post(reverse("quizzes:start", args=[quiz.slug]))

        assert response.status_code == 410
        assert not Learner.objects.exists()

    def test_whoever_is_in_a_quiz_taken_back_goes_on(self, browser: Browser) -> None:
        attempt = make_attempt()
        attempt.quiz.unpublish()

        response = browser(attempt.learner).post(reverse("quizzes:start", args=[attempt.quiz.slug]))

        assert response["Location"] == _page("attempt", attempt)

    def test_it_needs_a_click_on_this_site(self, browser: Browser) -> None:
        quiz, client = make_quiz(), browser()
        client.defaults["HTTP_SEC_FETCH_SITE"] = "cross-site"

        assert client.post(reverse("quizzes:start", args=[quiz.slug])).status_code == 403
        assert client.get(reverse("quizzes:start", args=[quiz.slug])).status_code == 405

    def test_a_question_taken_back_is_left_out_and_a_pinned_version_is_kept(self) -> None:
        gone, pinned, latest = (make_question(stem=stem) for stem in ("ถอน", "ตรึง", "ล่าสุด"))
        quiz = make_quiz(questions=[gone, pinned, latest])
        quiz.slots.filter(question=pinned).update(pinned_version=pinned.versions.get())
        gone.unpublish()
        for question in (pinned, latest):
            question.stem += "ฉบับสอง"
            publish(question)

        attempt = make_attempt(quiz=quiz)

        versions = {
            version.pk.hex: version.content["stem"] for q in (pinned, latest) for version in q.versions.all()
        }
        assert [versions[place["version"]] for place in attempt.layout] == ["ตรึง", "ล่าสุดฉบับสอง"]

    def test_it_tells_the_apps_above_once(self, browser: Browser) -> None:
        heard: list[Attempt] = []

        def listen(attempt: Attempt, **kwargs: Any) -> None:
            heard.append(attempt)

        attempt_started.connect(listen)
        client, quiz = browser(), make_quiz()
        for _ in range(2):
            client.post(reverse("quizzes:start", args=[quiz.slug]))

        assert [attempt.pk for attempt in heard] == [Attempt.objects.get().pk]

    def test_a_warm_start_takes_six_queries(
        self, browser: Browser, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(attempt_started, "receivers", [])  # the apps above have their own budget
        quiz = make_quiz(questions=20)
        browser(make_learner()).post(reverse("quizzes:start", args=[quiz.slug]))
        client = browser(make_learner())

        with django_assert_max_num_queries(6):  # both ends of the transaction among them
            client.post(reverse("quizzes:start", args=[quiz.slug]))


class TestAttemptPage:
    def test_the_key_and_the_explanations_are_not_in_it(self, browser: Browser) -> None:
        attempt = make_attempt(quiz=make_quiz(questions=[make_question(explanation="สรุปลับ")]))

        html = _html(browser(attempt.learner).get(_page("attempt", attempt)))

        assert "ตัวเลือก 1" in html
        assert "สรุปลับ" not in html
        assert "คำอธิบายของตัวเลือก" not in html
        assert "correct" not in html

    def test_it_is_private_and_never_stored(self, browser: Browser) -> None:
        attempt = make_attempt()

        response = browser(attempt.learner).get(_page("attempt", attempt))

        assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))

    def test_answers_given_earlier_are_shown(self, browser: Browser) -> None:
        attempt = make_attempt()
        client = browser(attempt.learner)
        chosen = wrong_choices(attempt, 2)[0]
        client.post(
            _page("answer", attempt),
            {"key": "0" * 32, "slot": 2, "sequence": 1, "response": {"choices": [chosen]}},
            content_type="application/json",
        )

        assert _form(client, attempt)["slot-2"] == [chosen]

    def test_somebody_else_finds_nothing_but_a_sentence(self, browser: Browser) -> None:
        attempt = make_attempt()

        for client in (browser(), browser(make_learner())):
            response = client.get(_page("attempt", attempt))
            assert response.status_code == 404
            assert "ไม่พบแบบทดสอบครั้งนี้ในเบราว์เซอร์นี้" in _html(response)

    def test_it_shows_the_text_of_the_start_after_a_new_version(self, browser: Browser) -> None:
        question = make_question(stem="ถ้อยคำเดิม")
        attempt = make_attempt(quiz=make_quiz(questions=[question]))
        question.stem = "ถ้อยคำใหม่"
        publish(question)
        client = browser(attempt.learner)

        before = _html(client.get(_page("attempt", attempt)))
        client.post(_page("finish", attempt), {"action": "anyway"})
        after = _html(client.get(_page("result", attempt)))

        assert "ถ้อยคำเดิม" in before
        assert "ถ้อยคำเดิม" in after
        assert "ถ้อยคำใหม่" not in before + after

    def test_it_takes_four_queries_whatever_the_number_of_questions(
        self, browser: Browser, django_assert_max_num_queries: Any
    ) -> None:
        attempt = make_attempt(quiz=make_quiz(questions=15))

        with django_assert_max_num_queries(4):
            browser(attempt.learner).get(_page("attempt", attempt))


class TestPlainForm:
    """Everything works when no script runs."""

    def test_answers_and_finish_in_one_go(self, browser: Browser) -> None:
        attempt = make_attempt()
        client = browser(attempt.learner)

        response = client.post(_page("finish", attempt), _answer_all(client, attempt) | {"action": "finish"})

        attempt.refresh_from_db()
        assert (response.status_code, response["Location"]) == (303, _page("result", attempt))
        assert (attempt.state, attempt.fraction, attempt.marks) == ("finished", 1.0, [1.0, 1.0, 1.0])

    def test_saving_keeps_the_answers_and_the_attempt_open(self, browser: Browser) -> None:
        attempt = make_attempt()
        client = browser(attempt.learner)
        chosen = right_choices(attempt, 1)

        response = client.post(
            _page("finish", attempt),
            {**_form(client, attempt), "slot-1": chosen, "action": "save"},
            follow=True,
        )

        attempt.refresh_from_db()
        assert attempt.state == "open"
        assert "บันทึกแล้ว ปิดหน้านี้ได้เลย" in _html(response)
        assert newest_answers(attempt_id=attempt.pk)[1].response == {"choices": chosen}

    def test_unanswered_questions_are_named_before_it_ends(self, browser: Browser) -> None:
        attempt = make_attempt()
        client = browser(attempt.learner)

        response = client.post(
            _page("finish", attempt),
            {**_form(client, attempt), "slot-1": right_choices(attempt, 1), "action": "finish"},
            follow=True,
        )

        attempt.refresh_from_db()
        assert attempt.state == "open"
        assert "ยังไม่ได้ตอบ 2 ข้อ" in _html(response)
        assert 'value="anyway"' in _html(response)
        assert AnswerStep.objects.count() == 1

    def test_sending_anyway_ends_it(self, browser: Browser) -> None:
        attempt = make_attempt()
        client = browser(attempt.learner)

        client.post(_page("finish", attempt), {**_form(client, attempt), "action": "anyway"})

        attempt.refresh_from_db()
        assert (attempt.state, attempt.fraction) == ("finished", 0.0)

    def test_sending_the_same_form_twice_writes_once(self, browser: Browser) -> None:
        attempt = make_attempt()
        client = browser(attempt.learner)
        sent = _answer_all(client, attempt) | {"action": "save"}

        for _ in range(2):
            client.post(_page("finish", attempt), sent)

        assert AnswerStep.objects.count() == 3

    def test_an_old_page_in_another_tab_takes_nothing_back(self, browser: Browser) -> None:
        attempt = make_attempt()
        client = browser(attempt.learner)
        old_page = _form(client, attempt)
        client.post(_page("finish", attempt), _answer_all(client, attempt) | {"action": "save"})

        client.post(
            _page("finish", attempt), old_page | {"slot-2": wrong_choices(attempt, 2)[:1], "action": "save"}
        )

        newest = newest_answers(attempt_id=attempt.pk)
        assert newest[1].response["choices"] == right_choices(attempt, 1)
        assert newest[2].response["choices"] == wrong_choices(attempt, 2)[:1]

    def test_boxes_can_be_unticked(self, browser: Browser) -> None:
        attempt = make_attempt(quiz=make_quiz(questions=[make_question(kind="multiple", right=2)]))
        client = browser(attempt.learner)
        client.post(
            _page("finish", attempt),
            {**_form(client, attempt), "slot-1": right_choices(attempt, 1), "action": "save"},
        )
        untouched = {name: value for name, value in _form(client, attempt).items() if name != "slot-1"}

        client.post(_page("finish", attempt), untouched | {"action": "save"})

        assert newest_answers(attempt_id=attempt.pk)[1].response == {"choices": []}

    def test_choices_of_other_questions_are_dropped(self, browser: Browser) -> None:
        attempt = make_attempt()
        client = browser(attempt.learner)

        client.post(
            _page("finish", attempt),
            {**_form(client, attempt), "slot-1": ["nonsense"], "slot-9": ["x"], "action": "save"},
        )

        assert not AnswerStep.objects.exists()


class TestFinish:
    def test_the_newest_answer_counts(self, browser: Browser) -> None:
        attempt = make_attempt(quiz=make_quiz(questions=1))
        client = browser(attempt.learner)
        late, early = right_choices(attempt, 1), wrong_choices(attempt, 1)[:1]
        for number, (sequence, choices) in enumerate([(9, late), (3, early)]):
            client.post(
                _page("answer", attempt),
                {"key": f"{number:032}", "slot": 1, "sequence": sequence, "response": {"choices": choices}},
                content_type="application/json",
            )

        client.post(_page("finish", attempt), {"action": "finish"})

        attempt.refresh_from_db()
        assert attempt.fraction == 1.0

    def test_of_equal_sequences_the_later_arrival_counts(self, browser: Browser) -> None:
        attempt = make_attempt(quiz=make_quiz(questions=1))
        client = browser(attempt.learner)
        for number, choices in enumerate([right_choices(attempt, 1), wrong_choices(attempt, 1)[:1]]):
            client.post(
                _page("answer", attempt),
                {"key": f"{number:032}", "slot": 1, "sequence": 5, "response": {"choices": choices}},
                content_type="application/json",
            )

        client.post(_page("finish", attempt), {"action": "finish"})

        attempt.refresh_from_db()
        assert attempt.fraction == 0.0

    def test_a_double_click_counts_once_and_tells_once(self, browser: Browser) -> None:
        heard: list[float] = []

        def listen(result: QuizResult, **kwargs: Any) -> None:
            heard.append(result.best_fraction)

        attempt_finished.connect(listen)
        attempt = make_attempt()
        client = browser(attempt.learner)
        client.post(_page("finish", attempt), _answer_all(client, attempt) | {"action": "finish"})

        again = client.post(_page("finish", attempt), {"action": "finish"})

        assert again["Location"] == _page("result", attempt)
        assert heard == [1.0]
        assert QuizResult.objects.get().attempts == 1

    def test_the_script_gets_json(self, browser: Browser) -> None:
        attempt = make_attempt()
        client = browser(attempt.learner)
        client.post(_page("finish", attempt), _answer_all(client, attempt) | {"action": "save"})

        response = client.post(
            _page("finish", attempt), {"action": "anyway"}, headers={"Accept": "application/json"}
        )

        assert json.loads(response.content) == {"ok": True, "url": _page("result", attempt)}

    @pytest.mark.parametrize(("known", "expected"), [(True, "no_such_attempt"), (False, "unknown_learner")])
    def test_the_script_is_told_why_not(self, browser: Browser, known: bool, expected: str) -> None:
        attempt = make_attempt()
        client = browser(make_learner() if known else None)

        response = client.post(
            _page("finish", attempt), {"action": "anyway"}, headers={"Accept": "application/json"}
        )

        assert json.loads(response.content)["error"] == expected
        attempt.refresh_from_db()
        assert attempt.state == "open"

    def test_a_stranger_with_the_plain_form_gets_a_sentence(self, browser: Browser) -> None:
        response = browser().post(_page("finish", make_attempt()), {"action": "anyway"})

        assert response.status_code == 404
        assert "ไม่พบแบบทดสอบครั้งนี้" in _html(response)

    def test_the_standing_keeps_the_best_and_the_first_pass(self, browser: Browser) -> None:
        learner, quiz = make_learner(), make_quiz()
        client = browser(learner)
        for right in (False, True, False):
            attempt = make_attempt(learner=learner, quiz=quiz)
            client.post(
                _page("finish", attempt), _answer_all(client, attempt, right=right) | {"action": "finish"}
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
        sent = _answer_all(client, attempt) | {"slot-1": wrong_choices(attempt, 1)[:1], "action": "finish"}

        client.post(_page("finish", attempt), sent)

        assert QuizResult.objects.get().passed_at is not None

    def test_a_quiz_taken_back_in_the_middle_is_finished_and_explained(self, browser: Browser) -> None:
        attempt = make_attempt()
        attempt.quiz.unpublish()
        client = browser(attempt.learner)

        response = client.post(
            _page("finish", attempt), _answer_all(client, attempt) | {"action": "finish"}, follow=True
        )

        assert "ยอดเยี่ยม ตอบถูกทุกข้อ" in _html(response)
        assert "ทำอีกครั้ง" not in _html(response)


class TestResult:
    def _finished(self, client: Client, attempt: Attempt, *, right: bool = True) -> str:
        sent = _answer_all(client, attempt, right=right) | {"action": "finish"}
        return _html(client.post(_page("finish", attempt), sent, follow=True))

    def test_every_option_is_explained(self, browser: Browser) -> None:
        attempt = make_attempt(quiz=make_quiz(questions=[make_question(explanation="สรุปว่าอย่ารีบโอน")]))

        html = self._finished(browser(attempt.learner), attempt, right=False)

        for number in range(1, 5):
            assert f"คำอธิบายของตัวเลือก {number}" in html
        assert "คุณเลือก แต่ยังไม่ใช่" in html
        assert "คำตอบที่ถูก" in html
        assert "สรุปว่าอย่ารีบโอน" in html

    def test_it_tells_the_score_in_words_and_number(self, browser: Browser) -> None:
        attempt = make_attempt()

        html = self._finished(browser(attempt.learner), attempt)

        assert "ยอดเยี่ยม ตอบถูกทุกข้อ" in html
        assert "<strong>3</strong> จาก 3 คะแนน" in html
        assert "100%" in html

    def test_a_low_score_is_said_kindly_and_offers_another_go(self, browser: Browser) -> None:
        attempt = make_attempt()

        html = self._finished(browser(attempt.learner), attempt, right=False)

        assert "ยังไม่ถึงเกณฑ์ในครั้งนี้ ไม่เป็นไรเลย" in html
        assert f'method="post" action="{reverse("quizzes:start", args=[attempt.quiz.slug])}"' in html
        assert "ทำอีกครั้ง" in html

    def test_partly_right_says_how_much(self, browser: Browser) -> None:
        attempt = make_attempt(quiz=make_quiz(questions=[make_question(kind="multiple", right=2, wrong=2)]))

        html = self._finished(browser(attempt.learner), attempt)

        assert "ถูกบางส่วน 50%" in html
        assert "<strong>0.5</strong> จาก 1 คะแนน" in html

    def test_an_open_attempt_has_no_result_yet(self, browser: Browser) -> None:
        attempt = make_attempt()

        response = browser(attempt.learner).get(_page("result", attempt))

        assert response["Location"] == _page("attempt", attempt)

    def test_somebody_else_sees_no_result(self, browser: Browser) -> None:
        attempt = make_attempt()
        self._finished(browser(attempt.learner), attempt)

        assert browser(make_learner()).get(_page("result", attempt)).status_code == 404

    def test_the_apps_above_name_the_next_step(self, browser: Browser) -> None:
        def offer(attempt: Attempt, result: QuizResult, **kwargs: Any) -> list[NextStep]:
            return [NextStep("บทต่อไป: อ่านแท่งเทียน", "/next/", "primary")]

        next_steps_wanted.connect(offer)
        attempt = make_attempt()

        html = self._finished(browser(attempt.learner), attempt)

        assert '<a class="btn" href="/next/">บทต่อไป: อ่านแท่งเทียน</a>' in html

    def test_it_takes_six_queries_whatever_the_number_of_questions(
        self, browser: Browser, django_assert_max_num_queries: Any
    ) -> None:
        attempt = make_attempt(quiz=make_quiz(questions=15))
        client = browser(attempt.learner)
        self._finished(client, attempt)

        with django_assert_max_num_queries(6):
            client.get(_page("result", attempt))
