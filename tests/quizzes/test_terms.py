"""Attempts that a higher app asks for: their own rules, counted per occasion, results that wait to be told."""

import datetime as dt
from html import unescape
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Learner
from accounts.personal_data import Person, holders
from accounts.signals import learners_merged
from lessons.models import LessonRecord
from quizzes import standings
from quizzes.insight import boosters
from quizzes.models import Attempt, Quiz, QuizResult, SkillState
from quizzes.refusals import NoAttemptsLeft, QuizClosed
from quizzes.services import close_if_overdue, close_overdue, finish_attempt, start_attempt
from quizzes.signals import attempt_started
from quizzes.terms import Terms
from tests.factories.accounts import carry
from tests.factories.insight import answer
from tests.factories.lessons import make_lesson
from tests.factories.quizzes import NOW, make_attempt, make_learner, make_question, make_quiz
from tests.quizzes.conftest import Browser, html, page

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def terms(occasion: str = "assignment-1", **changes: Any) -> Terms:
    return Terms(**{"occasion": occasion, "preset": "assigned", **changes})


def begun(quiz: Quiz, learner: Learner | None = None, **changes: Any) -> Attempt:
    return start_attempt(learner=learner or make_learner(), slug=quiz.slug, now=NOW, terms=terms(**changes))


def finished(attempt: Attempt, *, right: bool = True, now: dt.datetime = NOW) -> Attempt:
    answer(attempt, right=[right] * len(attempt.layout), now=now)
    return finish_attempt(learner_id=attempt.learner_id, attempt_id=attempt.pk, now=now)


class TestTerms:
    @pytest.mark.parametrize(
        "wrong", [{"occasion": ""}, {"occasion": "x" * 41}, {"preset": "exam"}, {"attempts_allowed": 0}]
    )
    def test_terms_that_make_no_sense_are_refused(self, wrong: dict[str, Any]) -> None:
        with pytest.raises(ValueError, match=r"occasion|preset|attempt"):
            terms(**wrong)

    @pytest.mark.parametrize(
        ("limit", "factor", "closes_in", "minutes"),
        [
            (10, 1.0, None, 10),
            (10, 1.5, None, 15),
            (10, 0.5, None, 10),
            (10, 1.5, 12, 12),
            (None, 2.0, 12, 12),
        ],
    )
    def test_the_deadline_is_the_limit_times_the_factor_and_never_after_the_close(
        self, limit: int | None, factor: float, closes_in: int | None, minutes: int
    ) -> None:
        closes_at = None if closes_in is None else NOW + dt.timedelta(minutes=closes_in)

        deadline = terms(time_factor=factor, closes_at=closes_at).deadline(
            started_at=NOW, limit_minutes=limit
        )

        assert deadline == NOW + dt.timedelta(minutes=minutes)

    def test_without_limit_and_close_there_is_no_deadline(self) -> None:
        assert terms().deadline(started_at=NOW, limit_minutes=None) is None


class TestStarting:
    def test_the_terms_rule_and_not_the_quiz(self) -> None:
        quiz = make_quiz(closes_at=NOW - HOUR, attempts_allowed=1, time_limit_minutes=10, preset="practice")

        attempt = begun(quiz, time_factor=1.5, feedback_at=NOW + DAY, is_held=True, closes_at=NOW + HOUR)

        attempt.refresh_from_db()
        assert (attempt.occasion, attempt.preset) == ("assignment-1", "assigned")
        assert (attempt.deadline, attempt.feedback_at) == (NOW + dt.timedelta(minutes=15), NOW + DAY)
        assert attempt.is_held

    def test_each_occasion_has_its_own_open_attempt(self) -> None:
        quiz, learner = make_quiz(), make_learner()

        mine = make_attempt(quiz=quiz, learner=learner)
        first, second = begun(quiz, learner), begun(quiz, learner, occasion="assignment-2")

        assert len({mine.pk, first.pk, second.pk}) == 3
        assert begun(quiz, learner) == first
        assert make_attempt(quiz=quiz, learner=learner) == mine

    def test_attempts_are_counted_per_occasion(self) -> None:
        quiz, learner = make_quiz(attempts_allowed=1), make_learner()
        finished(make_attempt(quiz=quiz, learner=learner))
        finished(begun(quiz, learner, attempts_allowed=1))

        with pytest.raises(NoAttemptsLeft):
            begun(quiz, learner, attempts_allowed=1)
        with pytest.raises(NoAttemptsLeft):
            make_attempt(quiz=quiz, learner=learner)
        assert begun(quiz, learner, occasion="assignment-2", attempts_allowed=1)

    def test_what_is_assigned_does_not_use_up_ones_own(self) -> None:
        quiz, learner = make_quiz(attempts_allowed=1), make_learner()
        finished(begun(quiz, learner))

        assert make_attempt(quiz=quiz, learner=learner).occasion == ""

    def test_after_its_close_nothing_begins(self) -> None:
        with pytest.raises(QuizClosed):
            begun(make_quiz(), closes_at=NOW)

    def test_the_order_is_the_authors_where_the_terms_say_so(self) -> None:
        quiz = make_quiz(questions=8, shuffle_questions=True)
        written = [slot.question_id for slot in quiz.slots.order_by("sort_order")]

        plain, shuffled = begun(quiz, shuffles=False), begun(quiz)

        assert [place["question"] for place in plain.layout] == written
        assert [place["question"] for place in shuffled.layout] != written

    def test_a_warm_start_takes_six_queries(
        self, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(attempt_started, "receivers", [])  # the apps above have their own budget
        quiz, learner = make_quiz(questions=5), make_learner()
        begun(quiz)

        with django_assert_max_num_queries(6):
            begun(quiz, learner)

    def test_two_people_who_are_one_keep_what_each_occasion_has_open(self) -> None:
        quiz, source, target = make_quiz(), make_learner(), make_learner()
        kept, merged = begun(quiz, target), begun(quiz, source)
        other, own = begun(quiz, source, occasion="assignment-2"), make_attempt(quiz=quiz, learner=source)

        learners_merged.send(sender=Learner, source=source, target=target, now=NOW)

        for attempt in (kept, merged, other, own):
            attempt.refresh_from_db()
        assert {attempt.learner for attempt in (kept, merged, other, own)} == {target}
        assert (merged.state, merged.merged_into) == ("merged", kept)
        assert [kept.state, other.state, own.state] == ["open"] * 3


class TestResultsThatWait:
    def test_it_is_told_nowhere_before_its_time_and_everywhere_after(self, browser: Browser) -> None:
        quiz = make_quiz(questions=[make_question(objective="จับกลโกง")])
        make_lesson(closing_quiz=quiz)
        attempt = finished(begun(quiz, feedback_at=NOW + HOUR), right=False)
        client = browser(attempt.learner)

        with time_machine.travel(NOW, tick=False):
            before = unescape(html(client.get(page("result", attempt))))
        untold = LessonRecord.objects.get()
        nothing = (QuizResult.objects.count(), SkillState.objects.count(), untold.best_fraction)
        with time_machine.travel(NOW + HOUR, tick=False):
            after = unescape(html(client.get(page("result", attempt))))

        assert "ส่งเรียบร้อยแล้ว" in before
        assert "11:00" in before
        assert (nothing, untold.done_at) == ((0, 0, None), NOW)
        assert "คำอธิบายของตัวเลือก 1" in after
        assert QuizResult.objects.get().best_fraction == 0.0
        assert SkillState.objects.get().objective == "จับกลโกง"
        assert LessonRecord.objects.get().best_fraction == 0.0

    def test_the_file_of_ones_data_is_not_the_first_to_tell_it(self) -> None:
        attempt = finished(begun(make_quiz(), feedback_at=NOW + HOUR))
        held = next(holder for holder in holders() if holder.table == "quizzes.Attempt")
        person = Person(learner=attempt.learner)

        before = held.rows(person)[0]
        standings.tell_due(now=NOW + HOUR)
        after = held.rows(person)[0]

        assert (before["fraction"], before["marks"]) == (None, [])
        assert (after["fraction"], after["marks"]) == (1.0, [1.0] * 3)

    def test_a_held_one_waits_for_the_teacher_in_words(self, browser: Browser) -> None:
        attempt = finished(begun(make_quiz(), is_held=True))
        standings.tell_due(now=NOW + 100 * DAY)

        text = html(browser(attempt.learner).get(page("result", attempt)))

        assert "เมื่อครูประกาศผล" in text
        assert not QuizResult.objects.exists()

    def test_ones_own_page_says_that_the_result_is_awaited(self, client: Any) -> None:
        quiz, learner = make_quiz(), make_learner()
        make_lesson(closing_quiz=quiz)
        finished(begun(quiz, learner, is_held=True))
        carry(client, learner)

        text, state = html(client.get("/my-learning/")), client.get("/api/me").json()

        assert "เรียนจบแล้ว" in text
        assert "รอประกาศผล" in text
        assert [lesson["best"] for lesson in state["lessons"].values()] == [None]

    def test_the_sweep_counts_what_is_due_once_and_nothing_else(self) -> None:
        quiz = make_quiz()
        due = finished(begun(quiz, feedback_at=NOW + HOUR))
        later = finished(begun(quiz, feedback_at=NOW + DAY))
        held = finished(begun(quiz, is_held=True))
        with time_machine.travel(NOW + HOUR, tick=False):
            out = StringIO()
            call_command("tell_results", stdout=out)
            call_command("tell_results", stdout=out)

        assert out.getvalue() == "นับแล้ว 1 ครั้ง\n"
        assert QuizResult.objects.get().learner == due.learner
        assert set(Attempt.objects.filter(result_waits=True)) == {later, held}

    def test_by_oneself_it_waits_for_the_closing_time_of_an_assigned_quiz(self) -> None:
        quiz = make_quiz(preset="assigned", closes_at=NOW + HOUR)
        finished(make_attempt(quiz=quiz))

        before = (standings.tell_due(now=NOW), QuizResult.objects.count())
        after = (standings.tell_due(now=NOW + HOUR), QuizResult.objects.count())

        assert (before, after) == ((0, 0), (1, 1))

    def test_it_does_not_show_in_the_result_of_another_attempt(self, browser: Browser) -> None:
        quiz, learner = make_quiz(), make_learner()
        finished(begun(quiz, learner, is_held=True), right=True)
        own = finished(make_attempt(quiz=quiz, learner=learner), right=False)

        text = html(browser(learner).get(page("result", own)))

        assert "100%" not in text
        assert QuizResult.objects.get().attempts == 1

    def test_before_and_after_say_no_gain_before_it_is_told(self) -> None:
        first, second, learner = make_quiz(), make_quiz(), make_learner()
        first.parallel_form = second
        first.save()
        finished(begun(first, learner), right=False)
        held = finished(begun(second, learner, is_held=True), now=NOW + HOUR)

        before = boosters.gains(learner_id=learner.pk)
        Attempt.objects.filter(pk=held.pk).update(is_held=False)
        standings.tell_due(now=NOW + HOUR)

        assert before == []
        assert len(boosters.gains(learner_id=learner.pk)) == 1

    def test_skills_come_out_as_if_nothing_had_waited(self) -> None:
        quiz = make_quiz(questions=[make_question(objective="จับกลโกง")])
        waited, straight = make_learner(), make_learner()
        held = finished(begun(quiz, waited, feedback_at=NOW + DAY), right=True)
        finished(begun(quiz, waited, occasion="b"), right=False, now=NOW + HOUR)
        standings.tell_due(now=NOW + DAY)
        finished(begun(quiz, straight), right=True)
        finished(begun(quiz, straight, occasion="b"), right=False, now=NOW + HOUR)

        fields = ("objective", "level", "best", "changed_at", "due_at", "rung")
        one, other = (SkillState.objects.filter(learner=each).values(*fields) for each in (waited, straight))
        assert held.result_waits
        assert list(one) == list(other)


class TestThePages:
    def test_another_go_is_offered_by_whoever_asked_for_it(self, browser: Browser) -> None:
        attempt = finished(begun(make_quiz()), right=False)

        text = html(browser(attempt.learner).get(page("result", attempt)))

        assert "ทำอีกครั้ง" not in text
        assert "ลองใหม่ได้ทุกเมื่อ" not in text
        assert "ถามครูได้เลย" in text

    def test_ones_own_result_offers_another_go_whatever_was_assigned(self, browser: Browser) -> None:
        quiz, learner = make_quiz(attempts_allowed=2), make_learner()
        finished(begun(quiz, learner))
        own = finished(make_attempt(quiz=quiz, learner=learner))

        assert "ทำอีกครั้ง" in html(browser(learner).get(page("result", own)))

    def test_starting_by_oneself_leaves_the_assigned_attempt_alone(self, browser: Browser) -> None:
        quiz, learner = make_quiz(), make_learner()
        assigned = begun(quiz, learner)

        response = browser(learner).post(reverse("quizzes:start", args=[quiz.slug]))

        assert response["Location"] != page("attempt", assigned)

    @pytest.mark.parametrize(("later", "address"), [(0, "result"), (HOUR, "attempt"), (None, "attempt")])
    def test_a_page_whose_time_is_up_goes_on_where_more_was_given(
        self, browser: Browser, later: Any, address: str
    ) -> None:
        attempt = begun(make_quiz())
        given = None if later is None else NOW + (later or dt.timedelta())
        Attempt.objects.filter(pk=attempt.pk).update(deadline=given)
        client = browser(attempt.learner)

        with time_machine.travel(NOW, tick=False):
            response = client.post(page("finish", attempt), {"action": "time"}, follow=True)

        assert response.request["PATH_INFO"] == page(address, attempt)
        assert ("ได้เวลาเพิ่มแล้ว" in html(response)) is (address == "attempt")

    def test_who_is_given_more_time_at_the_last_moment_is_not_swept_away(self) -> None:
        quiz = make_quiz(time_limit_minutes=10)
        attempt = begun(quiz)
        stale = Attempt.objects.get(pk=attempt.pk)
        Attempt.objects.update(deadline=NOW + DAY)

        assert not close_if_overdue(stale, now=NOW + HOUR)
        assert close_overdue(now=NOW + HOUR) == 0


class TestBoosters:
    def test_an_assigned_set_asks_about_what_is_named_due_or_not(self) -> None:
        for objective in ("จับกลโกง", "อ่านแท่งเทียน", "อื่น"):
            for _ in range(4):
                make_question(objective=objective)
        learner = make_learner()

        attempt = boosters.start(
            learner=learner, now=NOW, objectives=["จับกลโกง", "อ่านแท่งเทียน", "ไม่มีข้อ"], terms=terms()
        )

        assert attempt
        asked = [place["objective"] for place in attempt.layout]  # type: ignore[typeddict-item]
        assert sorted(asked) == ["จับกลโกง"] * 3 + ["อ่านแท่งเทียน"] * 3
        assert (attempt.occasion, attempt.preset) == ("assignment-1", "assigned")
        assert boosters.start(learner=learner, now=NOW, objectives=["อื่น"], terms=terms()) == attempt
        assert boosters.start(learner=learner, now=NOW) is None

    def test_it_asks_ten_questions_at_most_and_moves_what_was_never_learnt(self) -> None:
        names = [f"เรื่องที่ {number}" for number in range(12)]
        for name in names:
            make_question(objective=name)

        attempt = boosters.start(learner=make_learner(), now=NOW, objectives=names, terms=terms())

        assert attempt
        assert len(attempt.layout) == boosters.MOST_ASKED
        finished(attempt)
        assert SkillState.objects.filter(level=2).count() == boosters.MOST_ASKED

    def test_its_terms_are_kept(self) -> None:
        make_question(objective="จับกลโกง")
        learner = make_learner()
        once = terms(attempts_allowed=1, closes_at=NOW + HOUR)
        attempt = boosters.start(learner=learner, now=NOW, objectives=["จับกลโกง"], terms=once)

        assert attempt
        assert attempt.deadline == NOW + HOUR
        finished(attempt)
        with pytest.raises(NoAttemptsLeft):
            boosters.start(learner=learner, now=NOW, objectives=["จับกลโกง"], terms=once)
        with pytest.raises(QuizClosed):
            boosters.start(learner=make_learner(), now=NOW + HOUR, objectives=["จับกลโกง"], terms=once)
