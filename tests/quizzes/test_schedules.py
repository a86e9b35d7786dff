"""Another schedule for short reviews: kinder to what is known well, never harsher to who stayed away, no way of losing one."""

import datetime as dt
import json
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.schedules import LONGEST_DAYS, SCHEDULES, Fsrs
from quizzes.skills import (
    BOOSTERS_A_DAY,
    Level,
    Review,
    Skill,
    after_review,
    after_try,
    boosters,
    start_try,
)

NOW = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
names = st.sampled_from(sorted(SCHEDULES))
histories = st.lists(
    st.tuples(names, st.booleans(), st.integers(0, 400)), max_size=12
)  # schedule, recalled, days late


def _known(objective: str = "o", *, schedule: str = "fsrs") -> Skill:
    finished = start_try(questions=1, now=NOW).answered(fraction=1, now=NOW)
    return after_try(Skill(objective), finished, now=NOW, scheduler=SCHEDULES[schedule])


def _stored(skill: Skill) -> Skill:
    """Return the skill as a row of the database gives it back."""
    assert skill.review
    return replace(skill, review=replace(skill.review, memory=json.loads(json.dumps(skill.review.memory))))


def _lived(history: list[tuple[str, bool, int]]) -> tuple[Skill, dt.datetime]:
    skill, now = _known(), NOW
    for schedule, recalled, late in history:
        assert skill.review
        now = skill.review.due_at + late * DAY
        skill = _stored(after_review(skill, recalled=recalled, now=now, scheduler=SCHEDULES[schedule]))
    return skill, now


def test_what_is_recalled_each_time_comes_ever_more_rarely_until_it_lasts() -> None:
    skill, waits, at = _known(), [], NOW
    for _ in range(6):
        assert skill.review
        waits.append((skill.review.due_at - at).days)
        at = skill.review.due_at
        skill = after_review(skill, recalled=True, now=at, scheduler=Fsrs())

    assert waits == sorted(waits)
    assert waits[0] < 7
    assert waits[-1] == LONGEST_DAYS
    assert skill.level == Level.LASTS


def test_what_is_forgotten_comes_soon_and_falls_one_step() -> None:
    skill, now = _lived([("fsrs", True, 0)] * 5)

    fallen = after_review(skill, recalled=False, now=now + LONGEST_DAYS * DAY, scheduler=Fsrs())

    assert (skill.level, fallen.level, fallen.best) == (Level.LASTS, Level.KNOWS, Level.LASTS)
    assert fallen.review
    assert fallen.review.due_at <= now + (LONGEST_DAYS + 7) * DAY
    assert fallen.review.rung == 0


@given(histories, names, st.booleans(), st.integers(0, 3000))
def test_absence_is_never_punished(
    history: list[tuple[str, bool, int]], name: str, recalled: bool, days: int
) -> None:
    skill, _ = _lived(history)
    assert skill.review
    due = skill.review.due_at

    on_time = after_review(skill, recalled=recalled, now=due, scheduler=SCHEDULES[name])
    late = after_review(skill, recalled=recalled, now=due + days * DAY, scheduler=SCHEDULES[name])

    assert on_time.review
    assert late.review
    assert skill.is_due(now=due + days * DAY)
    assert late.level >= on_time.level
    assert late.review.rung == on_time.review.rung
    assert late.review.due_at - days * DAY >= on_time.review.due_at


@given(histories, names)
def test_a_switch_loses_no_review_and_no_level(history: list[tuple[str, bool, int]], name: str) -> None:
    skill, now = _lived(history)
    assert skill.review

    switched = after_review(skill, recalled=True, now=skill.review.due_at, scheduler=SCHEDULES[name])

    assert skill.level >= Level.LEARNING
    assert switched.level >= skill.level
    assert switched.review
    assert DAY <= switched.review.due_at - skill.review.due_at <= LONGEST_DAYS * DAY
    assert skill.review.due_at > now


@given(st.integers(0, 3))
def test_who_climbed_the_ladder_is_not_sent_back_to_its_foot_by_a_switch(rung: int) -> None:
    review = Review(NOW, rung)
    climbed = Skill("o", Level.KNOWS, Level.KNOWS, review=review)

    by_ladder = after_review(climbed, recalled=True, now=NOW, scheduler=SCHEDULES["ladder"])
    by_fsrs = after_review(climbed, recalled=True, now=NOW, scheduler=SCHEDULES["fsrs"])

    assert by_ladder.review
    assert by_fsrs.review
    assert by_fsrs.review.rung == by_ladder.review.rung
    assert by_fsrs.review.due_at >= NOW + (1, 7, 30, 90)[rung] * DAY


def test_the_way_over_the_ladder_and_back_keeps_how_hard_it_is() -> None:
    hard, _ = _lived([("fsrs", False, 0)] * 3)
    assert hard.review
    by_ladder = after_review(hard, recalled=True, now=hard.review.due_at, scheduler=SCHEDULES["ladder"])
    assert by_ladder.review

    back = after_review(by_ladder, recalled=True, now=by_ladder.review.due_at, scheduler=SCHEDULES["fsrs"])

    easy = after_review(
        replace(by_ladder, review=replace(by_ladder.review, memory={})),
        recalled=True,
        now=by_ladder.review.due_at,
        scheduler=SCHEDULES["fsrs"],
    )
    assert back.review
    assert easy.review
    assert back.review.memory["difficulty"] > easy.review.memory["difficulty"]


@given(st.lists(histories, max_size=9), st.integers(0, 7))
def test_no_more_than_five_a_day_by_any_schedule(lives: list[list[tuple[str, bool, int]]], done: int) -> None:
    skills = [
        replace(_lived(life)[0], objective=str(number), reviewed_at=None) for number, life in enumerate(lives)
    ]
    later = NOW + 40_000 * DAY
    today = [Skill(f"d{number}", reviewed_at=later) for number in range(done)]

    offered = boosters([*skills, *today], now=later, zone=ZoneInfo("Asia/Bangkok"))

    assert len(offered) == min(len(skills), max(0, BOOSTERS_A_DAY - done))


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_same_answers_give_the_same_plan(name: str) -> None:
    history = [(name, True, 3), (name, False, 0), (name, True, 60)]

    assert _lived(history) == _lived(history)


def test_an_offer_that_was_due_counts_whatever_today_s_schedule_says() -> None:
    skill = _known()

    assert after_review(skill, recalled=True, now=NOW + DAY, scheduler=Fsrs()).review == skill.review
    counted = after_review(skill, recalled=True, now=NOW + DAY, scheduler=Fsrs(), was_due=True)
    assert counted.review
    assert counted.review.rung == 1
