"""What a learner knows now: moved by answers only, kept up by short reviews, carried along when learners join."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Learner
from accounts.services import claim_learner
from quizzes.insight import boosters, knowledge
from quizzes.models import Attempt, Quiz, SkillState, UncountedAttempt
from quizzes.services import finish_attempt
from quizzes.skills import Level
from tests.factories.accounts import carry, make_user
from tests.factories.insight import answer, answered_attempt
from tests.factories.quizzes import NOW, make_learner, make_question, make_quiz

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def quiz() -> Quiz:
    """A quiz of two objectives, two questions each."""
    return make_quiz(
        questions=[
            make_question(objective=objective) for objective in ("อ่านแท่งเทียน", "จับกลโกง") for _ in range(2)
        ]
    )


def _state(learner: Learner, objective: str) -> SkillState:
    return SkillState.objects.get(learner=learner, objective=objective)


def _review(learner: Learner, *, right: bool, now: dt.datetime) -> Attempt:
    attempt = boosters.start(learner=learner, now=now)
    assert attempt
    answer(attempt, right=[right] * len(attempt.layout), now=now)
    return finish_attempt(learner_id=learner.pk, attempt_id=attempt.pk, now=now)


def test_an_objective_answered_right_is_known_and_comes_again_tomorrow(quiz: Quiz) -> None:
    learner = make_learner()

    answered_attempt(quiz=quiz, learner=learner, right=[True, True, True, False])

    known, learning = _state(learner, "อ่านแท่งเทียน"), _state(learner, "จับกลโกง")
    assert (known.level, known.due_at) == (Level.KNOWS, NOW + DAY)
    assert (learning.level, learning.due_at) == (Level.LEARNING, None)


def test_questions_without_an_objective_and_empty_answers_move_nothing() -> None:
    learner = make_learner()
    answered_attempt(quiz=make_quiz(questions=1), learner=learner, right=[True])
    answered_attempt(
        quiz=make_quiz(questions=[make_question(objective="จับกลโกง")]), learner=learner, right=[None]
    )

    assert not SkillState.objects.exists()


def test_nothing_is_due_before_its_day(quiz: Quiz) -> None:
    learner = make_learner()
    answered_attempt(quiz=quiz, learner=learner, right=[True] * 4)

    today = boosters.card(learner_id=learner.pk, now=NOW)

    assert (today.due, today.known, today.next_on) == (0, 2, NOW + DAY)
    assert boosters.start(learner=learner, now=NOW) is None
    assert boosters.card(learner_id=learner.pk, now=NOW + DAY).due == 2


@pytest.mark.parametrize("late", [dt.timedelta(0), dt.timedelta(days=200)])
def test_a_recalled_review_climbs_the_ladder_however_late(quiz: Quiz, late: dt.timedelta) -> None:
    learner = make_learner()
    answered_attempt(quiz=quiz, learner=learner, right=[True] * 4)
    then = NOW + DAY + late

    _review(learner, right=True, now=then)

    state = _state(learner, "จับกลโกง")
    assert (state.level, state.rung, state.due_at) == (Level.KNOWS, 1, then + 7 * DAY)


def test_a_review_that_failed_comes_again_soon(quiz: Quiz) -> None:
    learner = make_learner()
    answered_attempt(quiz=quiz, learner=learner, right=[True] * 4)

    _review(learner, right=False, now=NOW + DAY)

    state = _state(learner, "จับกลโกง")
    assert (state.level, state.best, state.due_at) == (Level.LEARNING, Level.KNOWS, NOW + 2 * DAY)


def test_three_months_of_recalling_count_as_lasting(quiz: Quiz) -> None:
    learner = make_learner()
    answered_attempt(quiz=quiz, learner=learner, right=[True] * 4)
    now = NOW

    for days in (1, 7, 30):
        now += days * DAY
        _review(learner, right=True, now=now)

    assert _state(learner, "จับกลโกง").level == Level.LASTS


def test_at_most_five_a_day(quiz: Quiz) -> None:
    learner = make_learner()
    many = make_quiz(questions=[make_question(objective=f"เรื่องที่ {number}") for number in range(8)])
    answered_attempt(quiz=many, learner=learner, right=[True] * 8)

    first = _review(learner, right=True, now=NOW + DAY)

    assert len(first.layout) == 5
    assert boosters.start(learner=learner, now=NOW + DAY) is None
    assert boosters.card(learner_id=learner.pk, now=NOW + 2 * DAY).due == 3


def test_a_second_start_goes_on_with_the_first(quiz: Quiz) -> None:
    learner = make_learner()
    answered_attempt(quiz=quiz, learner=learner, right=[True] * 4)

    started = [boosters.start(learner=learner, now=NOW + DAY) for _ in range(2)]

    assert started[0] == started[1]


def test_reviews_are_not_counted_into_statistics(quiz: Quiz) -> None:
    learner = make_learner()
    answered_attempt(quiz=quiz, learner=learner, right=[True] * 4)
    _review(learner, right=True, now=NOW + DAY)

    assert UncountedAttempt.objects.count() == 1


def test_an_objective_whose_questions_are_gone_is_not_offered(quiz: Quiz) -> None:
    learner = make_learner()
    answered_attempt(quiz=quiz, learner=learner, right=[True] * 4)
    for slot in quiz.slots.all():
        slot.question.unpublish()

    assert boosters.card(learner_id=learner.pk, now=NOW + DAY).due == 0


def test_joined_learners_keep_what_either_knows(quiz: Quiz) -> None:
    user = make_user()
    account, device = make_learner(user=user), make_learner()
    answered_attempt(quiz=quiz, learner=account, right=[True, True, False, False])
    answered_attempt(quiz=quiz, learner=device, right=[False, False, True, True], now=NOW + DAY)

    claim_learner(learner_id=device.pk, user=user, now=NOW + DAY)

    assert _state(account, "จับกลโกง").level == Level.KNOWS
    joined = _state(account, "อ่านแท่งเทียน")
    assert (joined.level, joined.best) == (Level.LEARNING, Level.KNOWS)
    assert joined.due_at == NOW + DAY
    assert SkillState.objects.count() == 2


class TestPage:
    def test_a_learner_starts_from_the_card_and_comes_back_to_it(self, client: Client, quiz: Quiz) -> None:
        learner = make_learner()
        answered_attempt(quiz=quiz, learner=learner, right=[True] * 4)
        carry(client, learner)

        with time_machine.travel(NOW + DAY, tick=False):
            page = client.get("/my-learning/").content.decode()
            response = client.post(
                reverse("quizzes:start_boosters"), headers={"Sec-Fetch-Site": "same-origin"}
            )

        attempt = Attempt.objects.get(quiz__slug=boosters.SLUG)
        assert "ทบทวน 2 ข้อ" in page
        assert response["Location"] == reverse("quizzes:attempt", args=[attempt.pk])
        assert client.get(response["Location"]).status_code == 200

    @pytest.mark.parametrize("known", [True, False])
    def test_nothing_due_leads_to_ones_own_page(self, client: Client, known: bool) -> None:
        if known:
            carry(client, make_learner())

        response = client.post(reverse("quizzes:start_boosters"), headers={"Sec-Fetch-Site": "same-origin"})

        assert response["Location"] == "/my-learning/"

    def test_the_address_without_a_start_leads_there_too(self, client: Client) -> None:
        assert client.get("/quiz/boosters/")["Location"] == "/my-learning/"

    def test_both_parallel_forms_show_the_gain(self, client: Client) -> None:
        learner = make_learner()
        before = make_quiz(questions=4, title="ก่อนเรียนเรื่องกลโกง")
        after = make_quiz(questions=4, parallel_form=before)
        answered_attempt(quiz=before, learner=learner, right=[True, False, False, False])
        assert not boosters.gains(learner_id=learner.pk)
        answered_attempt(quiz=after, learner=learner, right=[True, True, True, False], now=NOW + DAY)
        carry(client, learner)

        page = client.get("/my-learning/").content.decode()

        assert "ก่อนเรียนทำได้ร้อยละ 25 ตอนนี้ทำได้ร้อยละ 75 เก่งขึ้นแล้ว" in page


def test_the_end_of_an_attempt_costs_the_same_however_much_is_known(
    quiz: Quiz, django_assert_max_num_queries: Any
) -> None:
    learner = make_learner()
    answered_attempt(quiz=quiz, learner=learner, right=[True] * 4)
    again = answer_open(quiz, learner)

    with django_assert_max_num_queries(16):
        finish_attempt(learner_id=learner.pk, attempt_id=again.pk, now=NOW + DAY)


def answer_open(quiz: Quiz, learner: Learner) -> Attempt:
    from tests.factories.quizzes import make_attempt

    attempt = make_attempt(quiz=quiz, learner=learner)
    answer(attempt, right=[True] * 4, now=NOW)
    return attempt


def test_a_site_may_change_its_schedule_and_no_review_is_lost(quiz: Quiz, settings: Any) -> None:
    learner = make_learner()
    answered_attempt(quiz=quiz, learner=learner, right=[True] * 4)
    _review(learner, right=True, now=NOW + DAY)
    by_ladder = _state(learner, "จับกลโกง")

    settings.BOOSTER_SCHEDULE = "fsrs"
    assert boosters.card(learner_id=learner.pk, now=by_ladder.due_at).due == 2
    _review(learner, right=True, now=by_ladder.due_at)
    by_fsrs = _state(learner, "จับกลโกง")
    knowledge.relearn(learner_id=learner.pk, objectives={"จับกลโกง"})
    again = _state(learner, "จับกลโกง")
    settings.BOOSTER_SCHEDULE = "ladder"
    _review(learner, right=True, now=again.due_at)

    assert (by_ladder.rung, by_fsrs.rung, again.rung) == (1, 2, 2)
    assert by_fsrs.memory["stability"] > 7
    assert _state(learner, "จับกลโกง").level == Level.LASTS
