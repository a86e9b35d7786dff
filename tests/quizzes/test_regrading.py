"""A regrade says beforehand who changes and how, and by default takes nothing away."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.regrading import Given, Policy, plan, whole

OLD = {"right": "a"}
NEW = {"right": "b"}
ANSWERS = st.sampled_from(["a", "b", "c", "gone", None])


def _grade(content: Any, response: Any) -> float:
    return float(response["choice"] == content["right"])


def _fits(_content: Any, response: Any) -> bool:
    return bool(response["choice"] != "gone")


def _given(
    answer: str | None, *, attempt: str = "1", others: tuple[float, ...] = (1.0,), passing: int = 60
) -> Given:
    recorded = 0.0 if answer is None else _grade(OLD, {"choice": answer})
    return Given(
        attempt=attempt,
        slot=1,
        version="v1",
        response=None if answer is None else {"choice": answer},
        fractions=(recorded, *others),
        pass_percent=passing,
    )


def _plan(given: list[Given], policy: Policy, *, only_if_better: bool = True) -> Any:
    return plan(
        given,
        previous={"v1": OLD},
        current=NEW,
        policy=policy,
        grade=_grade,
        fits=_fits,
        only_if_better=only_if_better,
    )


# old key a, new key b; what the question earns afterwards
@pytest.mark.parametrize(
    ("policy", "only_if_better", "earned"),
    [
        (Policy.CURRENT_KEY, True, {"a": 1, "b": 1, "c": 0, "gone": 0, None: 0}),
        (Policy.CURRENT_KEY, False, {"a": 0, "b": 1, "c": 0, "gone": 0, None: 0}),
        (Policy.CURRENT_OR_PREVIOUS, True, {"a": 1, "b": 1, "c": 0, "gone": 0, None: 0}),
        (Policy.CURRENT_OR_PREVIOUS, False, {"a": 1, "b": 1, "c": 0, "gone": 0, None: 0}),
        (Policy.FULL_CREDIT, True, {"a": 1, "b": 1, "c": 1, "gone": 1, None: 1}),
        (Policy.FULL_CREDIT, False, {"a": 1, "b": 1, "c": 1, "gone": 1, None: 1}),
        (Policy.LEAVE, True, {"a": 1, "b": 0, "c": 0, "gone": 0, None: 0}),
        (Policy.LEAVE, False, {"a": 1, "b": 0, "c": 0, "gone": 0, None: 0}),
    ],
)
def test_an_answer_earns_what_the_policy_says(
    policy: Policy, *, only_if_better: bool, earned: dict[str | None, int]
) -> None:
    for answer, expected in earned.items():
        found = _plan([_given(answer)], policy, only_if_better=only_if_better)

        recorded = float(answer == "a")
        new = found.changes[0].new if found.changes else recorded
        assert new == expected, answer


def test_a_change_keeps_the_old_score_and_says_what_it_does_to_the_result() -> None:
    (change,) = _plan([_given("b", others=(1.0, 0.0), passing=60)], Policy.CURRENT_KEY).changes

    assert (change.old, change.new) == (0.0, 1.0)
    assert (change.old_whole, change.new_whole) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
    assert (change.passed, change.passes) == (False, True)


def test_only_the_regraded_slot_changes_and_weights_count() -> None:
    each = Given("1", 2, "v1", {"choice": "b"}, fractions=(1.0, 0.0), pass_percent=80, weights=(1.0, 3.0))

    (change,) = _plan([each], Policy.CURRENT_KEY).changes

    assert (change.old_whole, change.new_whole) == (0.25, 1.0)


def test_the_preview_counts_and_says_in_thai_who_changes() -> None:
    given = [
        _given(answer, attempt=str(number)) for number, answer in enumerate(["a", "b", "b", "c", "gone"])
    ]

    kind = _plan(given, Policy.CURRENT_KEY)
    strict = _plan(given, Policy.CURRENT_KEY, only_if_better=False)

    assert (kind.given, kind.better, kind.worse, kind.kept, kind.unreadable) == (5, 2, 0, ("0",), ("4",))
    assert (strict.better, strict.worse, strict.no_longer_passing) == (2, 1, 1)
    assert kind.sentences == [
        "จากผู้ทำข้อนี้ 5 ครั้ง คะแนนเปลี่ยน 2 ครั้ง (เพิ่ม 2 ลด 0)",
        "ผ่านเกณฑ์เพิ่ม 2 ครั้ง",
        "คงคะแนนเดิมที่สูงกว่าไว้ 1 ครั้ง",
        "คำตอบ 1 ครั้งไม่เข้ากับข้อฉบับใหม่ จึงไม่คิดด้วยเฉลยใหม่",
    ]
    assert "เคยผ่านแต่จะไม่ผ่าน 1 ครั้ง" in strict.sentences


def test_nobody_changes_when_nobody_was_given_the_question() -> None:
    assert _plan([], Policy.FULL_CREDIT).sentences == ["จากผู้ทำข้อนี้ 0 ครั้ง ไม่มีคะแนนของใครเปลี่ยน"]


def test_attempts_marked_by_different_keys_are_each_judged_by_their_own() -> None:
    first = _given("a", attempt="first")
    second = Given("second", 1, "v2", {"choice": "c"}, fractions=(1.0,), pass_percent=60)

    found = plan(
        [first, second],
        previous={"v1": OLD, "v2": {"right": "c"}},
        current=NEW,
        policy=Policy.CURRENT_OR_PREVIOUS,
        grade=_grade,
        only_if_better=False,
    )

    assert found.changes == ()


def test_a_slot_that_the_attempt_lacks_is_an_error() -> None:
    with pytest.raises(IndexError, match="no slot 3"):
        _plan([Given("1", 3, "v1", None, fractions=(1.0,), pass_percent=60)], Policy.LEAVE)


@given(st.lists(ANSWERS, max_size=20), st.sampled_from(Policy), st.booleans())
def test_a_regrade_done_twice_changes_nothing_more(
    answers: list[str | None], policy: Policy, only_if_better: bool
) -> None:
    given = [_given(answer, attempt=str(number)) for number, answer in enumerate(answers)]
    first = _plan(given, policy, only_if_better=only_if_better)
    new = {change.attempt: change.new for change in first.changes}

    again = [
        Given(
            each.attempt,
            each.slot,
            each.version,
            each.response,
            (new.get(each.attempt, each.fractions[0]), *each.fractions[1:]),
            each.pass_percent,
        )
        for each in given
    ]

    assert _plan(again, policy, only_if_better=only_if_better).changes == ()


@given(st.lists(ANSWERS, max_size=20), st.sampled_from(Policy))
def test_by_default_nobody_loses_and_everybody_is_accounted_for(
    answers: list[str | None], policy: Policy
) -> None:
    found = _plan([_given(answer, attempt=str(number)) for number, answer in enumerate(answers)], policy)

    assert all(change.new > change.old and change.new_whole >= change.old_whole for change in found.changes)
    assert not any(change.passed and not change.passes for change in found.changes)
    assert found.given == len(answers)
    assert len({change.attempt for change in found.changes} | set(found.kept)) <= len(answers)


@given(st.lists(st.floats(0, 1), max_size=8))
def test_a_whole_is_a_fraction(fractions: list[float]) -> None:
    assert 0 <= whole(fractions) <= 1
