"""From the button to the questions: what a learner meets before the end."""

import re
from typing import Any

import pytest
from django.urls import reverse

from accounts import cookies
from accounts.models import Learner
from quizzes.models import Attempt
from quizzes.selectors import quiz_summary
from quizzes.signals import attempt_started
from tests.factories.quizzes import (
    make_attempt,
    make_learner,
    make_question,
    make_quiz,
    publish,
    wrong_choices,
)
from tests.quizzes.conftest import Browser, answer_all, form, html, page

pytestmark = pytest.mark.django_db


class TestIntroduction:
    def test_it_is_the_same_for_everybody_and_may_be_cached(self, browser: Browser) -> None:
        quiz = make_quiz(title="กลโกงหน้าตาเป็นอย่างไร")

        stranger = browser().get(reverse("quizzes:intro", args=[quiz.slug]))
        learner = browser(make_learner()).get(reverse("quizzes:intro", args=[quiz.slug]))

        assert "กลโกงหน้าตาเป็นอย่างไร" in html(stranger)
        assert stranger.content == learner.content
        assert "public" in stranger["Cache-Control"]
        assert not stranger.cookies
        assert "csrf" not in html(stranger)

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
        assert "แบบทดสอบนี้ปิดอยู่" in html(response)


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
        assert response["Location"] == page("attempt", attempt)
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
        client.post(page("finish", attempt), {"action": "anyway"})

        response = client.post(reverse("quizzes:start", args=[attempt.quiz.slug]))

        assert response["Location"] != page("attempt", attempt)
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

        assert response["Location"] == page("attempt", attempt)

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

        text = html(browser(attempt.learner).get(page("attempt", attempt)))

        assert "ตัวเลือก 1" in text
        assert "สรุปลับ" not in text
        assert "คำอธิบายของตัวเลือก" not in text
        assert "correct" not in text

    def test_it_is_private_and_never_stored(self, browser: Browser) -> None:
        attempt = make_attempt()

        response = browser(attempt.learner).get(page("attempt", attempt))

        assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))

    def test_answers_given_earlier_are_shown(self, browser: Browser) -> None:
        attempt = make_attempt()
        client = browser(attempt.learner)
        chosen = wrong_choices(attempt, 2)[0]
        client.post(
            page("answer", attempt),
            {"key": "0" * 32, "slot": 2, "sequence": 1, "response": {"choices": [chosen]}},
            content_type="application/json",
        )

        assert form(client, attempt)["slot-2"] == [chosen]

    def test_what_one_learner_answered_is_on_nobody_else_s_page(self, browser: Browser) -> None:
        quiz = make_quiz(questions=[make_question(wrong=1)], shuffle_choices=False)
        mine, other, late = (make_attempt(quiz=quiz) for _ in range(3))
        html(browser(other.learner).get(page("attempt", other)))  # the untouched question is kept
        client = browser(mine.learner)
        client.post(page("finish", mine), {**answer_all(client, mine), "action": "save"})

        assert "checked" in html(client.get(page("attempt", mine)))
        for attempt in (other, late):
            text = html(browser(attempt.learner).get(page("attempt", attempt)))
            assert not re.search(r"<input[^>]*\bchecked\b", text)
            assert "data-answered" not in text

    def test_somebody_else_finds_nothing_but_a_sentence(self, browser: Browser) -> None:
        attempt = make_attempt()

        for client in (browser(), browser(make_learner())):
            response = client.get(page("attempt", attempt))
            assert response.status_code == 404
            assert "ไม่พบแบบทดสอบครั้งนี้ในเบราว์เซอร์นี้" in html(response)

    def test_it_shows_the_text_of_the_start_after_a_new_version(self, browser: Browser) -> None:
        question = make_question(stem="ถ้อยคำเดิม")
        attempt = make_attempt(quiz=make_quiz(questions=[question]))
        question.stem = "ถ้อยคำใหม่"
        publish(question)
        client = browser(attempt.learner)

        before = html(client.get(page("attempt", attempt)))
        client.post(page("finish", attempt), {"action": "anyway"})
        after = html(client.get(page("result", attempt)))

        assert "ถ้อยคำเดิม" in before
        assert "ถ้อยคำเดิม" in after
        assert "ถ้อยคำใหม่" not in before + after

    def test_it_takes_four_queries_whatever_the_number_of_questions(
        self, browser: Browser, django_assert_max_num_queries: Any
    ) -> None:
        attempt = make_attempt(quiz=make_quiz(questions=15))

        with django_assert_max_num_queries(4):
            browser(attempt.learner).get(page("attempt", attempt))
