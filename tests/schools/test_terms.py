"""What holds for one pupil: the kindest wins, in any order; late marks stay between floor and earned."""

import datetime as dt
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.terms import (
    GRACE,
    Easing,
    Effective,
    HandIn,
    LatePolicy,
    Rule,
    State,
    deadline_sentence,
    done_sentence,
    effective,
    late_days,
    late_mark,
    standing,
    state,
)
from tests.conftest import NOW

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
FAR = NOW + 1000 * DAY
moments = st.integers(0, 400).map(lambda hours: NOW + hours * HOUR)
maybe = st.none() | moments
policies = st.builds(
    LatePolicy, kind=st.sampled_from(["accept", "percent", "refuse"]), percent=st.integers(1, 100), floor=st.integers(0, 100)
)  # fmt: skip
rules = st.builds(
    Rule,
    opens_at=moments,
    due_at=maybe,
    closes_at=maybe,
    attempts_allowed=st.none() | st.integers(1, 9),
    answers=st.sampled_from(["finish", "close", "release"]),
    late=policies,
    waits_for_bell=st.booleans(),
    rung_at=maybe,
)
easings = st.builds(
    Easing,
    opens_at=maybe,
    due_at=maybe,
    closes_at=maybe,
    attempts_allowed=st.none() | st.integers(1, 9),
    no_due=st.booleans(),
    no_close=st.booleans(),
    no_attempt_limit=st.booleans(),
)


def _is_as_kind(one: Effective, other: Effective) -> bool:
    """Tell whether nothing is worse in `one` than in `other`."""
    return (
        one.opens_at <= other.opens_at
        and (one.due_at or FAR) >= (other.due_at or FAR)
        and (one.closes_at or FAR) >= (other.closes_at or FAR)
        and (one.attempts_allowed or 99) >= (other.attempts_allowed or 99)
    )


@given(rules, st.lists(easings, max_size=3), easings)
def test_one_more_exception_never_makes_anything_worse(rule: Rule, held: list[Easing], more: Easing) -> None:
    assert _is_as_kind(effective(rule, [*held, more]), effective(rule, held))


@given(rules, st.lists(easings, max_size=3))
def test_the_order_of_exceptions_does_not_matter(rule: Rule, held: list[Easing]) -> None:
    assert len({effective(rule, order) for order in permutations(held)}) == 1


@given(rules, easings, st.floats(1, 3), st.floats(0, 2), st.none() | st.integers(1, 90))
def test_a_longer_time_never_makes_anything_worse(
    rule: Rule, held: Easing, factor: float, more: float, minutes: int | None
) -> None:
    less = effective(rule, [held], time_factor=factor, limit_minutes=minutes)
    assert _is_as_kind(effective(rule, [held], time_factor=factor + more, limit_minutes=minutes), less)


@given(rules, st.lists(easings, max_size=2))
def test_nobody_is_shut_out_before_their_due_date(rule: Rule, held: list[Easing]) -> None:
    found = effective(rule, held)
    assert found.closes_at is None or found.due_at is None or found.closes_at >= found.due_at


@given(st.floats(0, 1), st.integers(0, 60), policies)
def test_a_late_mark_lies_between_its_floor_and_what_was_earned(
    earned: float, days: int, policy: LatePolicy
) -> None:
    mark = late_mark(earned, days=days, policy=policy)
    assert earned * min(policy.floor, 100) / 100 - 1e-9 <= mark <= earned


hand_ins = st.builds(HandIn, item=st.integers(1, 4), at=moments, fraction=st.floats(0, 1))


@given(st.lists(hand_ins, max_size=6), hand_ins, maybe, policies)
def test_one_more_attempt_never_lowers_a_mark(
    given_in: list[HandIn], more: HandIn, due: dt.datetime | None, policy: LatePolicy
) -> None:
    latest = max((each.at for each in given_in), default=NOW)
    more = replace(more, at=max(more.at, latest))
    before = standing(given_in, items=4, due_at=due, policy=policy)
    after = standing([*given_in, more], items=4, due_at=due, policy=policy)
    assert (after.fraction or 0) >= (before.fraction or 0)
    assert after.items_done >= before.items_done


def test_extra_time_moves_due_and_close_by_the_minutes_that_it_grants() -> None:
    close = NOW + HOUR
    rule = Rule(opens_at=NOW, due_at=close, closes_at=close)

    held = effective(rule, time_factor=1.5, limit_minutes=30)

    # others begin at the latest half an hour before the close to have all their minutes; 45 from then on
    assert held.closes_at == close - 30 * dt.timedelta(minutes=1) + 45 * dt.timedelta(minutes=1)
    assert held.due_at == held.closes_at
    assert effective(rule, time_factor=1.5).closes_at == close  # no time limit: nothing to make longer


def test_with_the_bell_the_lesson_is_the_working_time() -> None:
    rule = Rule(
        opens_at=NOW,
        closes_at=NOW + HOUR,
        waits_for_bell=True,
        rung_at=NOW + dt.timedelta(minutes=20),
    )
    assert effective(rule, time_factor=1.5).closes_at == NOW + HOUR + dt.timedelta(minutes=20)
    assert effective(replace(rule, closes_at=NOW + 7 * DAY), time_factor=1.5).closes_at == NOW + 7 * DAY


def test_refused_late_work_closes_when_it_is_due_and_an_exception_moves_both() -> None:
    rule = Rule(opens_at=NOW, due_at=NOW + DAY, closes_at=NOW + 7 * DAY, late=LatePolicy("refuse"))
    assert effective(rule).closes_at == NOW + DAY
    for granted in (Easing(due_at=NOW + 2 * DAY), Easing(closes_at=NOW + 2 * DAY)):
        held = effective(rule, [granted])
        assert (held.due_at, held.closes_at) == (NOW + 2 * DAY, NOW + 2 * DAY)
    assert effective(rule, [Easing(no_due=True)]).closes_at == NOW + 7 * DAY


@pytest.mark.parametrize(
    ("after", "days"),
    [(-HOUR, 0), (GRACE, 0), (GRACE + dt.timedelta(seconds=1), 1), (DAY, 1), (DAY + HOUR, 2)],
)
def test_a_day_late_is_counted_when_it_begins(after: dt.timedelta, days: int) -> None:
    assert late_days(NOW + after, NOW) == days
    assert late_days(NOW + after, None) == 0


def test_late_work_costs_so_much_a_day_of_what_was_earned() -> None:
    policy = LatePolicy("percent", percent=10, floor=50)
    assert [late_mark(0.8, days=days, policy=policy) for days in (0, 2, 9)] == pytest.approx([0.8, 0.64, 0.4])


def test_a_second_try_after_the_due_date_counts_where_it_helps() -> None:
    policy = LatePolicy("percent", percent=10, floor=0)
    on_time, late = HandIn(1, NOW, 0.6), HandIn(1, NOW + DAY, 0.9)
    found = standing([on_time, late], items=1, due_at=NOW, policy=policy)
    assert (found.fraction, found.late_days) == (pytest.approx(0.81), 1)
    found = standing([on_time, replace(late, fraction=0.61)], items=1, due_at=NOW, policy=policy)
    assert (found.fraction, found.late_days, found.finished_at) == (0.6, 0, NOW)


def test_what_is_missing_counts_as_nothing_until_it_comes() -> None:
    found = standing([HandIn(1, NOW, 1.0)], items=2, due_at=None, policy=LatePolicy())
    assert (found.earned, found.items_done, found.finished_at) == (0.5, 1, None)


@pytest.mark.parametrize(
    ("rule", "begun", "done", "expected"),
    [
        (Rule(opens_at=NOW + HOUR), False, False, State.NOT_OPEN),
        (Rule(opens_at=NOW, waits_for_bell=True), False, False, State.WAITS),
        (Rule(opens_at=NOW), False, False, State.OPEN),
        (Rule(opens_at=NOW), True, False, State.WORKING),
        (Rule(opens_at=NOW - 2 * DAY, due_at=NOW - HOUR), False, False, State.LATE),
        (Rule(opens_at=NOW - 2 * DAY, closes_at=NOW), True, False, State.CLOSED),
        (Rule(opens_at=NOW - 2 * DAY, closes_at=NOW), True, True, State.DONE),
    ],
)
def test_a_pupil_stands_somewhere(rule: Rule, begun: bool, done: bool, expected: State) -> None:
    assert state(effective(rule), has_begun=begun, is_done=done, now=NOW) is expected


def test_pupils_read_kind_sentences() -> None:
    rule = Rule(opens_at=NOW - DAY, due_at=NOW + HOUR, late=LatePolicy("percent"))
    held = effective(rule)
    assert deadline_sentence(held, now=NOW) == "ส่งภายใน อังคาร 24 พ.ย. 2569 11:00 น."
    assert deadline_sentence(held, now=NOW + DAY) == "เลยกำหนดแล้ว ยังส่งได้ หักวันละ 10%"
    assert "ไม่ต่ำกว่า" not in rule.late.sentence()
    assert rule.late.sentence() == "ส่งช้าได้ หักวันละ 10% ของคะแนนที่ทำได้ แต่เหลืออย่างน้อย 50% ของคะแนนที่ทำได้"
    assert done_sentence(late_days=1) == "ส่งช้า 1 วัน ครูรับไว้แล้ว"


def test_the_key_waits_for_whoever_may_still_work() -> None:
    rule = Rule(opens_at=NOW, closes_at=NOW + DAY)
    assert effective(rule).feedback_at == NOW + DAY
    assert effective(rule, [Easing(closes_at=NOW + 2 * DAY)]).feedback_at == NOW + 2 * DAY
    assert effective(rule, [Easing(no_close=True)]).feedback_at == NOW + DAY
    assert effective(replace(rule, answers="release")).is_held
    assert not effective(replace(rule, answers="release", released_at=NOW)).is_held
