"""Skills rise and fall with answers only; boosters remind without punishing."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.skills import (
    BOOSTERS_A_DAY,
    LADDER_DAYS,
    LEVEL_LABELS,
    Criterion,
    Ladder,
    Level,
    Review,
    Skill,
    Try,
    after_review,
    after_try,
    boosters,
    gain,
    start_try,
)

NOW = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)  # 10:00 in Bangkok
BANGKOK = ZoneInfo("Asia/Bangkok")
DAY = dt.timedelta(days=1)


def _answer(attempt: Try, *fractions: float, now: dt.datetime = NOW) -> Try:
    for fraction in fractions:
        attempt = attempt.answered(fraction=fraction, now=now)
    return attempt


def _known(objective: str = "o", *, now: dt.datetime = NOW) -> Skill:
    finished = _answer(start_try(questions=5, now=now), 1, 1, 1, 1, 1, now=now)
    return after_try(Skill(objective), finished, now=now)


# --- the criterion


@pytest.mark.parametrize(
    ("answers", "met"),
    [
        ((1, 1, 1, 1), True),  # four of the last five are right already
        ((1, 1, 1, 0), False),
        ((0, 1, 1, 1, 1), True),
        ((0, 0, 1, 1, 1, 1), True),  # only the last five count
        ((1, 0, 1, 0, 1, 0), False),
        ((1, 1, 1, 0.99), False),  # partly right is not right
        ((), False),
    ],
)
def test_mastery_is_so_many_of_the_last_so_many(answers: tuple[float, ...], *, met: bool) -> None:
    assert _answer(start_try(questions=10, now=NOW), *answers).is_met is met


def test_once_met_a_try_stays_met_and_remembers_when() -> None:
    met = _answer(start_try(questions=10, now=NOW), 1, 1, 1, 1)

    later = _answer(met, 0, 0, 0, now=NOW + DAY)

    assert (later.is_met, later.met_at, len(later.answers)) == (True, NOW, 7)


def test_a_short_try_asks_for_the_same_share_rounded_up() -> None:
    assert Criterion(4, 5).fitted(3) == Criterion(3, 3)
    assert Criterion(3, 5).fitted(2) == Criterion(2, 2)
    assert Criterion(4, 5).fitted(9) == Criterion(4, 5)


def test_the_criterion_is_frozen_when_the_try_starts() -> None:
    begun = start_try(questions=5, now=NOW, criterion=Criterion(2, 5))

    resumed = start_try(questions=9, now=NOW + DAY, criterion=Criterion(5, 5), open_try=begun)

    assert resumed == begun
    assert _answer(resumed, 1, 1).is_met


@pytest.mark.parametrize(("right", "of"), [(0, 5), (6, 5), (-1, 1)])
def test_a_criterion_that_makes_no_sense_is_refused(right: int, of: int) -> None:
    with pytest.raises(ValueError, match="right ≤ of"):
        Criterion(right, of)


# --- the state


def test_meeting_the_criterion_makes_it_known_and_plans_the_first_reminder() -> None:
    skill = _known()

    assert skill.level == Level.KNOWS
    assert skill.review == Review(NOW + DAY, rung=0)


def test_a_failed_try_takes_one_step_and_brings_the_reminder_near() -> None:
    skill = _known()
    for _ in LADDER_DAYS[:-1]:
        assert skill.review is not None
        skill = after_review(skill, recalled=True, now=skill.review.due_at)
    failed = _answer(start_try(questions=5, now=NOW + 90 * DAY), 0, 0, 0, 0, 0)

    fallen = after_try(skill, failed, now=NOW + 90 * DAY)

    assert (skill.level, fallen.level, fallen.best) == (Level.LASTS, Level.KNOWS, Level.LASTS)
    assert fallen.review == Review(NOW + 91 * DAY, rung=0)


def test_a_first_try_that_fails_means_learning_and_no_reminder() -> None:
    skill = after_try(Skill("o"), _answer(start_try(questions=5, now=NOW), 0), now=NOW)

    assert (skill.level, skill.review) == (Level.LEARNING, None)


def test_a_try_without_an_answer_changes_nothing() -> None:
    assert after_try(_known(), start_try(questions=5, now=NOW), now=NOW) == _known()


def test_the_ladder_is_1_7_30_90_days_and_its_last_rung_repeats() -> None:
    skill, waits = _known(), []
    at = NOW
    for _ in range(6):
        assert skill.review is not None
        waits.append((skill.review.due_at - at).days)
        at = skill.review.due_at
        skill = after_review(skill, recalled=True, now=at)

    assert waits == [1, 7, 30, 90, 90, 90]
    assert skill.level == Level.LASTS


def test_a_forgotten_booster_falls_one_step_and_starts_the_ladder_again() -> None:
    skill = after_review(_known(), recalled=False, now=NOW + DAY)

    assert (skill.level, skill.best) == (Level.LEARNING, Level.KNOWS)
    assert skill.review == Review(NOW + 2 * DAY, rung=0)
    assert after_review(skill, recalled=True, now=NOW + 2 * DAY).level == Level.KNOWS


def test_recalling_before_it_is_due_climbs_nothing() -> None:
    early = after_review(_known(), recalled=True, now=NOW + dt.timedelta(hours=1))

    assert (early.level, early.review) == (Level.KNOWS, _known().review)


def test_a_booster_that_was_never_planned_is_an_error() -> None:
    with pytest.raises(ValueError, match="no review"):
        after_review(Skill("o"), recalled=True, now=NOW)


def test_every_level_has_a_thai_name() -> None:
    assert set(LEVEL_LABELS) == set(Level)


@given(st.integers(0, 3000))
def test_absence_is_not_punished(days_late: int) -> None:
    skill = _known()
    assert skill.review is not None
    late = skill.review.due_at + days_late * DAY

    on_time = after_review(skill, recalled=True, now=skill.review.due_at)
    after_absence = after_review(skill, recalled=True, now=late)

    assert skill.is_due(now=late)
    assert after_absence.level == on_time.level
    assert after_absence.review is not None
    assert on_time.review is not None
    assert after_absence.review.rung == on_time.review.rung
    assert after_absence.review.due_at - late == on_time.review.due_at - skill.review.due_at


@given(st.lists(st.tuples(st.sampled_from(["met", "failed", "recalled", "forgotten"]), st.integers(0, 200))))
def test_right_answers_never_lower_a_skill_and_wrong_ones_take_one_step_at_most(
    events: list[tuple[str, int]],
) -> None:
    skill, now = Skill("o"), NOW
    for event, days in events:
        before, now = skill, now + days * DAY
        if event in ("met", "failed"):
            fraction = float(event == "met")
            skill = after_try(before, _answer(start_try(questions=2, now=now), fraction, fraction), now=now)
        elif before.review is not None:
            skill = after_review(before, recalled=event == "recalled", now=now)

        if event in ("met", "recalled"):
            assert skill.level >= before.level
        else:
            assert (
                max(before.level - 1, Level.NOT_STARTED) <= skill.level <= max(before.level, Level.LEARNING)
            )
        assert skill.best >= skill.level
        assert skill.best >= before.best
        assert (skill.changed_at == now) or (skill.level == before.level)
        assert skill.review is None or skill.review.due_at <= now + max(LADDER_DAYS) * DAY
        assert skill.level < Level.KNOWS or skill.review is not None


# --- what is offered


@given(st.lists(st.tuples(st.integers(-100, 100), st.integers(0, 3)), max_size=20), st.integers(0, 7))
def test_at_most_five_are_offered_a_day_and_only_what_is_due(
    planned: list[tuple[int, int]], done_today: int
) -> None:
    skills = [
        Skill(f"o{number}", Level.KNOWS, Level.KNOWS, review=Review(NOW + days * DAY, rung))
        for number, (days, rung) in enumerate(planned)
    ]
    done = [
        Skill(f"d{number}", review=Review(NOW + DAY), reviewed_at=NOW - dt.timedelta(hours=2))
        for number in range(done_today)
    ]

    offered = boosters([*skills, *done], now=NOW, zone=BANGKOK)

    due = [skill for skill in skills if skill.is_due(now=NOW)]
    assert len(offered) == min(len(due), max(0, BOOSTERS_A_DAY - done_today))
    assert all(skill in due for skill in offered)


def test_the_shakiest_come_first_whatever_the_order_they_are_given_in() -> None:
    firm = Skill("firm", Level.LASTS, review=Review(NOW - 300 * DAY, rung=3))
    fresh = Skill("fresh", Level.KNOWS, review=Review(NOW - DAY, rung=0))
    fallen = Skill("fallen", Level.LEARNING, review=Review(NOW, rung=0))

    expected = ["fallen", "fresh", "firm"]
    assert [skill.objective for skill in boosters([firm, fresh, fallen], now=NOW, zone=BANGKOK)] == expected
    assert [skill.objective for skill in boosters([fallen, firm, fresh], now=NOW, zone=BANGKOK)] == expected


def test_the_day_begins_at_midnight_in_bangkok() -> None:
    late_evening = dt.datetime(2026, 11, 24, 16, 30, tzinfo=dt.UTC)  # 23:30 in Bangkok
    done = [Skill(f"d{number}", reviewed_at=late_evening) for number in range(5)]
    due = Skill("due", review=Review(NOW))

    assert boosters([*done, due], now=late_evening, zone=BANGKOK) == []
    assert boosters([*done, due], now=late_evening + dt.timedelta(hours=1), zone=BANGKOK) == [due]


def test_another_scheduler_can_stand_behind_the_same_interface() -> None:
    skill = after_try(
        Skill("o"), _answer(start_try(questions=1, now=NOW), 1), now=NOW, scheduler=Ladder(days=(3, 10))
    )

    assert skill.review == Review(NOW + 3 * DAY, rung=0)


@pytest.mark.parametrize("days", [(), (0, 1), (7, 1)])
def test_a_ladder_that_makes_no_sense_is_refused(days: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="ladder"):
        Ladder(days=days)


# --- before and after


def test_gain_is_what_was_learned_of_what_was_still_to_learn() -> None:
    found = gain(before=[1, 0, 0, 0], after=[1, 1, 1, 0, 1])

    assert found is not None
    assert found.difference == pytest.approx(0.55)
    assert found.normalised == pytest.approx(0.55 / 0.75)
    assert found.sentence == "ก่อนเรียนทำได้ร้อยละ 25 ตอนนี้ทำได้ร้อยละ 80 เก่งขึ้นแล้ว"


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ([1, 1], [0, 0, 0], "น้อยเกินสรุป"),
        ([1, 1, 0], [1, 0, 0], "ลองอ่านบทอีกครั้ง"),
        ([1, 1, 1], [1, 1, 1], "ทำได้ครบเหมือนเดิม"),
    ],
)
def test_a_gain_is_spoken_of_kindly_and_not_from_too_little(
    before: list[float], after: list[float], says: str
) -> None:
    found = gain(before=before, after=after)

    assert found is not None
    assert says in found.sentence


def test_there_is_no_gain_without_both_sides_or_anything_left_to_learn() -> None:
    perfect = gain(before=[1, 1, 1], after=[1, 1, 0])

    assert gain(before=[], after=[1]) is None
    assert perfect is not None
    assert perfect.normalised is None
