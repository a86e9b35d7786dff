"""The rules that an attempt is taken by: pools, how often, how long, when something is said."""

import datetime as dt
import json
import uuid
from html import unescape
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from quizzes import services
from quizzes.models import AnswerCheck, AnswerStep, Attempt, Question, Quiz, QuizBand, QuizSlot
from quizzes.refusals import NoAttemptsLeft
from quizzes.services import close_overdue, finish_attempt, start_attempt
from quizzes.signals import attempt_started
from tests.factories.question_kinds import WRONG, attempt_over, content_of, right
from tests.factories.quizzes import NOW, make_attempt, make_learner, make_question, make_quiz, publish
from tests.quizzes.conftest import Browser, html, page

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)


def give(
    client: Client, attempt: Attempt, response: dict[str, Any], *, slot: int = 1, sequence: int = 1
) -> Any:
    body = {"key": str(uuid.uuid4()), "slot": slot, "sequence": sequence, "response": response}
    return client.post(page("answer", attempt), json.dumps(body), content_type="application/json")


def check(client: Client, attempt: Attempt, slot: int = 1) -> Any:
    return client.post(page("check", attempt), {"slot": slot})


def pool_quiz(*, count: int, fixed: list[Question] | None = None, topic: str = "scam", **fields: Any) -> Quiz:
    quiz = make_quiz(questions=fixed or [], published=False, **fields)
    quiz.slots.add(QuizSlot(kind=QuizSlot.Kind.POOL, pool_topic=topic, pool_count=count, sort_order=99))
    quiz.save()
    publish(quiz)
    return quiz


class TestPools:
    def test_so_many_are_drawn_and_none_that_is_asked_anyway(self) -> None:
        bank = [make_question(topic="scam") for _ in range(4)]
        make_question(topic="other")
        quiz = pool_quiz(count=3, fixed=[bank[0]])

        attempt = make_attempt(quiz=quiz)

        asked = [place["question"] for place in attempt.layout]
        assert asked[0] == bank[0].pk
        assert sorted(asked) == sorted(question.pk for question in bank)

    def test_who_comes_again_meets_what_is_new_first(self) -> None:
        for _ in range(6):
            make_question(topic="scam")
        quiz, learner = pool_quiz(count=3), make_learner()
        first = make_attempt(quiz=quiz, learner=learner)
        finish_attempt(learner_id=learner.pk, attempt_id=first.pk, now=NOW)

        second = make_attempt(quiz=quiz, learner=learner)

        met = {place["question"] for place in first.layout}
        assert met.isdisjoint(place["question"] for place in second.layout)

    def test_a_pool_that_is_too_small_gives_what_it_has(self) -> None:
        make_question(topic="scam")

        assert len(make_attempt(quiz=pool_quiz(count=5)).layout) == 1

    def test_an_empty_pool_alone_is_no_quiz(self, browser: Browser) -> None:
        quiz = pool_quiz(count=5)

        assert browser().post(reverse("quizzes:start", args=[quiz.slug])).status_code == 410

    def test_the_introduction_counts_what_will_be_asked(self, browser: Browser) -> None:
        quiz = pool_quiz(count=5, fixed=[make_question()])

        assert "6 ข้อ" in html(browser().get(reverse("quizzes:intro", args=[quiz.slug])))

    def test_a_warm_start_of_twenty_questions_takes_six_queries(
        self, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(attempt_started, "receivers", [])  # the apps above have their own budget
        for _ in range(20):
            make_question(topic="scam")
        quiz, learner = pool_quiz(count=20), make_learner()
        make_attempt(quiz=quiz)

        with django_assert_max_num_queries(6):  # both ends of the transaction among them
            attempt = start_attempt(learner=learner, slug=quiz.slug, now=NOW)

        assert len(attempt.layout) == 20


class TestHowOften:
    def test_no_more_than_the_quiz_allows(self, browser: Browser) -> None:
        quiz, learner = make_quiz(attempts_allowed=1), make_learner()
        attempt = make_attempt(quiz=quiz, learner=learner)
        finish_attempt(learner_id=learner.pk, attempt_id=attempt.pk, now=NOW)

        response = browser(learner).post(reverse("quizzes:start", args=[quiz.slug]))

        assert response.status_code == 403
        assert "ทำแบบทดสอบนี้ครบจำนวนครั้งแล้ว" in html(response)

    def test_the_result_of_the_last_one_offers_no_other(self, browser: Browser) -> None:
        quiz, learner = make_quiz(attempts_allowed=1), make_learner()
        attempt = make_attempt(quiz=quiz, learner=learner)

        response = browser(learner).post(page("finish", attempt), {"action": "anyway"}, follow=True)

        assert "ทำอีกครั้ง" not in html(response)

    def test_an_open_attempt_goes_on(self) -> None:
        quiz, learner = make_quiz(attempts_allowed=1), make_learner()
        attempt = make_attempt(quiz=quiz, learner=learner)

        assert make_attempt(quiz=quiz, learner=learner) == attempt

    def test_more_than_a_start_looks_back_on_are_counted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("quizzes.selectors.LOOK_BACK", 1)
        quiz, learner = make_quiz(attempts_allowed=2), make_learner()
        for _ in range(2):
            attempt = make_attempt(quiz=quiz, learner=learner)
            finish_attempt(learner_id=learner.pk, attempt_id=attempt.pk, now=NOW)

        with pytest.raises(NoAttemptsLeft):
            make_attempt(quiz=quiz, learner=learner)

    def test_a_closed_quiz_cannot_be_begun(self, browser: Browser) -> None:
        quiz = make_quiz(closes_at=NOW)

        response = browser(make_learner()).post(reverse("quizzes:start", args=[quiz.slug]))

        assert "ปิดรับคำตอบแล้ว" in html(response)


class TestTime:
    @pytest.mark.parametrize(("factor", "minutes"), [(1.0, 10), (1.5, 15), (0.1, 10)])
    def test_the_limit_and_the_personal_factor_make_the_deadline(self, factor: float, minutes: int) -> None:
        quiz = make_quiz(time_limit_minutes=10)

        attempt = start_attempt(learner=make_learner(), slug=quiz.slug, now=NOW, time_factor=factor)

        assert attempt.deadline == NOW + dt.timedelta(minutes=minutes)

    def test_nobody_goes_on_after_the_quiz_has_closed(self) -> None:
        closes_at = NOW + dt.timedelta(minutes=3)
        quiz = make_quiz(time_limit_minutes=10, closes_at=closes_at)

        assert make_attempt(quiz=quiz).deadline == closes_at

    def test_a_late_packet_is_forgiven_and_seen_in_the_replay(self, browser: Browser) -> None:
        attempt = attempt_over(content_of("single"), minutes=10)
        client = browser(attempt.learner)

        with time_machine.travel(NOW + dt.timedelta(minutes=10, seconds=12), tick=False):
            response = give(client, attempt, right("single"))
            client.post(page("finish", attempt), {"action": "anyway"})
        replay = html(client.get(page("replay", attempt)))

        attempt.refresh_from_db()
        assert response.status_code == 200
        assert (attempt.fraction, attempt.ran_out) == (1.0, False)
        assert "มาถึงหลังหมดเวลา 12 วินาที" in replay

    def test_what_comes_later_is_refused_in_words_and_the_attempt_closed(self, browser: Browser) -> None:
        attempt = attempt_over(content_of("single"), minutes=10)
        client = browser(attempt.learner)
        with time_machine.travel(NOW + dt.timedelta(minutes=9), tick=False):
            give(client, attempt, right("single"))

        with time_machine.travel(NOW + dt.timedelta(minutes=10) + services.GRACE + SECOND, tick=False):
            response = give(client, attempt, WRONG["single"], sequence=2)

        attempt.refresh_from_db()
        assert (response.status_code, response.json()["error"]) == (409, "time_is_up")
        assert (attempt.state, attempt.fraction, attempt.ran_out) == ("finished", 1.0, True)
        assert AnswerStep.objects.count() == 1

    def test_opening_it_after_the_time_shows_the_result(self, browser: Browser) -> None:
        attempt = attempt_over(content_of("single"), minutes=10)

        with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
            response = browser(attempt.learner).get(page("attempt", attempt), follow=True)

        assert "หมดเวลาก่อนกดส่ง" in html(response)

    def test_the_plain_form_after_the_time_shows_the_result(self, browser: Browser) -> None:
        attempt = attempt_over(content_of("single"), minutes=10)

        with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
            sent = {"shown-1": "", "slot-1": "c1", "action": "finish"}
            response = browser(attempt.learner).post(page("finish", attempt), sent)

        assert response["Location"] == page("result", attempt)
        assert not AnswerStep.objects.exists()

    def test_the_sweep_closes_what_is_overdue_and_nothing_else(self) -> None:
        over = attempt_over(content_of("single"), minutes=10)
        running = attempt_over(content_of("single"), minutes=20)
        endless = attempt_over(content_of("single"))

        closed = close_overdue(now=NOW + dt.timedelta(minutes=11))

        states = dict(Attempt.objects.values_list("pk", "state"))
        assert closed == 1
        assert states == {over.pk: "finished", running.pk: "open", endless.pk: "open"}

    def test_the_command_says_how_many(self) -> None:
        attempt_over(content_of("single"), minutes=10)
        out = StringIO()

        with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
            call_command("close_overdue", stdout=out)

        assert "1 ครั้ง" in out.getvalue()

    def test_the_page_says_how_much_is_left_without_a_clock_that_talks(self, browser: Browser) -> None:
        attempt = attempt_over(content_of("single"), minutes=10)

        with time_machine.travel(NOW + dt.timedelta(minutes=4), tick=False):
            text = html(browser(attempt.learner).get(page("attempt", attempt)))

        assert 'data-remaining="360"' in text
        assert 'role="timer" aria-live="off"' in text
        assert "6 นาที" in text


class TestCheckNow:
    @pytest.mark.parametrize("kind", WRONG)
    def test_a_wrong_answer_hears_so_and_never_the_key(self, browser: Browser, kind: str) -> None:
        content = content_of(kind)
        attempt = attempt_over(content)
        client = browser(attempt.learner)
        give(client, attempt, WRONG[kind])

        body = check(client, attempt).json()

        said = unescape(body["html"])
        assert body["state"] == "wrong"
        assert content["explanation"] not in said
        if kind in ("match", "order"):
            assert "เพราะ" not in said
            assert "มาเป็นลำดับ" not in said
        assert "คำตอบที่ถูก" not in said

    def test_it_may_be_tried_again_and_each_asking_is_kept(self, browser: Browser) -> None:
        attempt = attempt_over(content_of("single"))
        client = browser(attempt.learner)
        give(client, attempt, WRONG["single"])
        check(client, attempt)
        check(client, attempt)
        give(client, attempt, right("single"), sequence=2)

        state = check(client, attempt).json()["state"]

        checks = AnswerCheck.objects.order_by("step__sequence").values_list("step__sequence", "fraction")
        assert state == "right"
        assert list(checks) == [(1, 0.0), (2, 1.0)]

    def test_what_was_said_is_still_there_after_a_reload(self, browser: Browser) -> None:
        attempt = attempt_over(content_of("single"))
        client = browser(attempt.learner)
        give(client, attempt, WRONG["single"])
        check(client, attempt)

        text = html(client.get(page("attempt", attempt)))

        assert "คำอธิบายของ ข้อที่สอง" in text
        assert "คำอธิบายของ ข้อที่ถูก" not in text

    def test_the_plain_form_can_ask_too(self, browser: Browser) -> None:
        attempt = attempt_over(content_of("single"))
        sent = {"shown-1": "", "slot-1": "c1", "check": "1"}

        response = browser(attempt.learner).post(page("finish", attempt), sent)

        assert response["Location"] == f"{page('attempt', attempt)}#q1"
        assert AnswerCheck.objects.get().fraction == 1.0

    def test_nothing_is_said_in_an_assigned_quiz(self, browser: Browser) -> None:
        attempt = attempt_over(content_of("single"), preset="assigned")
        client = browser(attempt.learner)
        give(client, attempt, right("single"))

        response = check(client, attempt)

        assert (response.status_code, response.json()["error"]) == (409, "not_yet")
        assert "ตรวจข้อนี้" not in html(client.get(page("attempt", attempt)))
        assert not AnswerCheck.objects.exists()

    @pytest.mark.parametrize(
        ("slot", "error"), [(1, "nothing_to_check"), (9, "no_such_attempt"), ("x", "no_such_attempt")]
    )
    def test_there_has_to_be_an_answer(self, browser: Browser, slot: Any, error: str) -> None:
        attempt = attempt_over(content_of("single"))

        assert check(browser(attempt.learner), attempt, slot).json()["error"] == error

    def test_somebody_else_hears_nothing(self, browser: Browser) -> None:
        attempt = attempt_over(content_of("single"))
        give(browser(attempt.learner), attempt, right("single"))

        assert check(browser(make_learner()), attempt).status_code == 404


class TestWhatIsSaidAtTheEnd:
    def _finished(self, client: Client, attempt: Attempt) -> str:
        return unescape(html(client.post(page("finish", attempt), {"action": "anyway"}, follow=True)))

    def test_hits_and_false_alarms_are_told_apart(self, browser: Browser) -> None:
        attempt = attempt_over(content_of("spot"), content_of("judge"), content_of("single"))
        client = browser(attempt.learner)
        give(client, attempt, {"phrases": ["f1", "f2"]})
        give(client, attempt, {"verdict": "scam"}, slot=2)

        text = self._finished(client, attempt)

        assert "จับกลโกงได้ 2 จาก 3 · ทักของจริงผิด 1 จาก 2" in text
        assert "จับกลโกงได้ 1 จาก 2 · ทักของจริงผิด 1 จาก 2" in text

    def test_the_band_of_the_score_speaks(self, browser: Browser) -> None:
        attempt = attempt_over(content_of("single"))
        for percent, title in [(0, "เริ่มต้นดี"), (80, "รู้ทันแล้ว")]:
            QuizBand.objects.create(quiz=attempt.quiz, min_percent=percent, title=title, text="<p>อ่านต่อ</p>")
        client = browser(attempt.learner)
        give(client, attempt, right("single"))

        text = self._finished(client, attempt)

        assert "รู้ทันแล้ว" in text
        assert "เริ่มต้นดี" not in text

    def test_an_assigned_quiz_explains_only_after_it_has_closed(self, browser: Browser) -> None:
        attempt = attempt_over(content_of("single"), preset="assigned")
        Quiz.objects.filter(pk=attempt.quiz_id).update(closes_at=NOW + dt.timedelta(days=1))
        client = browser(attempt.learner)
        with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
            before = self._finished(client, attempt)
        with time_machine.travel(NOW + dt.timedelta(days=2), tick=False):
            after = unescape(html(client.get(page("result", attempt))))

        assert "ส่งเรียบร้อยแล้ว" in before
        assert "คำอธิบายของ" not in before
        assert "คำอธิบายของ ข้อที่ถูก" in after

    def test_the_replay_shows_what_was_answered_when(self, browser: Browser) -> None:
        attempt = attempt_over(content_of("single"), content_of("order"))
        client = browser(attempt.learner)
        with time_machine.travel(NOW + dt.timedelta(seconds=65), tick=False):
            give(client, attempt, WRONG["single"])
        with time_machine.travel(NOW + dt.timedelta(seconds=90), tick=False):
            give(client, attempt, right("single"), sequence=2)
            give(client, attempt, WRONG["order"], slot=2, sequence=3)
        self._finished(client, attempt)

        text = unescape(html(client.get(page("replay", attempt))))

        assert "1 นาที 5 วินาที" in text
        assert text.index("ข้อที่สอง") < text.index("ข้อที่ถูก")
        assert "เปลี่ยนคำตอบ" in text
        assert "ตัดสินใจ → ถามคนที่ไว้ใจ → ตรวจใบอนุญาต → หยุด" in text

    def test_an_open_attempt_has_no_replay_yet(self, browser: Browser) -> None:
        attempt = attempt_over(content_of("single"))

        assert browser(attempt.learner).get(page("replay", attempt))["Location"] == page("attempt", attempt)

    def test_all_kinds_cost_six_queries_at_the_end_and_four_before(
        self, browser: Browser, django_assert_max_num_queries: Any
    ) -> None:
        attempt = attempt_over(*(content_of(kind) for kind in WRONG))
        client = browser(attempt.learner)

        with django_assert_max_num_queries(4):
            client.get(page("attempt", attempt))
        self._finished(client, attempt)
        with django_assert_max_num_queries(6):
            client.get(page("result", attempt))
