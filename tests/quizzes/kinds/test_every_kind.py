"""What holds for every kind of question, whatever was written and whatever is answered."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes import kinds
from quizzes.kinds import KINDS
from quizzes.kinds.base import State
from tests.quizzes.kinds.strategies import any_contents, anything, publishable, responses

every_kind = pytest.mark.parametrize("name", KINDS)
# ten kinds share each test; a slow machine is no failure (test_speed.py holds the time)
often = settings(max_examples=40, deadline=None)


def _reversed(value: Any) -> Any:
    """Return the same response with every list and every object in reverse order; an order keeps its own."""
    if isinstance(value, dict):
        return {key: value[key] if key == "order" else _reversed(value[key]) for key in reversed(value)}
    return value[::-1] if isinstance(value, list) else value


@every_kind
@often
@given(data=st.data())
def test_a_complete_question_has_no_problems(name: str, data: st.DataObject) -> None:
    content = data.draw(publishable[name])

    assert kinds.problems(content) == []


@every_kind
@often
@given(data=st.data())
def test_the_right_response_earns_full_marks(name: str, data: st.DataObject) -> None:
    content = data.draw(publishable[name])
    kind = KINDS[name]
    right = kind.right_response(content)

    grade = kind.grade(content, right)

    assert kind.check(content, right)
    assert kind.answered(content, right)
    assert grade.state is State.RIGHT
    assert all(said.is_right for said in kind.feedback(content, right))
    assert kind.right_answer(content)


@every_kind
@often
@given(data=st.data())
def test_marks_are_fractions_and_the_order_of_what_was_chosen_is_nothing(
    name: str, data: st.DataObject
) -> None:
    content = data.draw(publishable[name])
    response = data.draw(responses(content))
    kind = KINDS[name]

    grade = kind.grade(content, response)

    assert kind.check(content, response)
    assert 0 <= grade.fraction <= 1
    assert kind.grade(content, _reversed(response)) == grade
    assert min(grade.hits, grade.misses, grade.false_alarms, grade.correct_rejections) >= 0


@every_kind
@often
@given(data=st.data())
def test_the_order_in_which_parts_are_written_changes_no_mark(name: str, data: st.DataObject) -> None:
    content = data.draw(publishable[name])
    response = data.draw(responses(content))
    lists: dict[str, Any] = {
        key: content[key][::-1] for key in ("choices", "pairs", "extras", "phrases") if key in content
    }

    before = KINDS[name].grade(content, response).fraction
    after = KINDS[name].grade({**content, **lists}, response).fraction

    assert before == after


@every_kind
@often
@given(data=st.data(), confidence=st.integers(1, 3))
def test_confidence_never_changes_a_mark(name: str, data: st.DataObject, confidence: int) -> None:
    content = data.draw(publishable[name])
    response = data.draw(responses(content))
    kind = KINDS[name]

    sure = {**response, "confidence": confidence}

    assert kind.check(content, sure)
    assert kind.grade(content, sure) == kind.grade(content, response)
    assert kind.feedback(content, sure) == kind.feedback(content, response)


@every_kind
@often
@given(data=st.data())
def test_nothing_given_earns_nothing_and_is_told_nothing(name: str, data: st.DataObject) -> None:
    content = data.draw(publishable[name])
    kind = KINDS[name]

    for empty in (None, {}, {"confidence": 2}):
        assert kind.check(content, empty)
        assert not kind.answered(content, empty)
        assert kind.grade(content, empty) == kinds.base.NOTHING
        assert kind.feedback(content, empty) == []


@every_kind
@often
@given(data=st.data(), response=anything)
def test_any_json_can_be_a_response(name: str, data: st.DataObject, response: object) -> None:
    content = data.draw(publishable[name])
    kind = KINDS[name]

    well_formed = kind.check(content, response)

    grade = kind.grade(content, response)
    assert 0 <= grade.fraction <= 1
    if not well_formed:
        assert not kind.answered(content, response)
        assert grade.fraction == 0
        assert kind.feedback(content, response) == []


@every_kind
@often
@given(content=any_contents, response=anything)
def test_any_json_can_be_a_content(name: str, content: dict[str, Any], response: object) -> None:
    kind = KINDS[name]

    found = kind.problems(content)

    right = kind.right_response(content)
    for given_response in (response, right):
        assert isinstance(kind.check(content, given_response), bool)
        assert 0 <= kind.grade(content, given_response).fraction <= 1
        kind.feedback(content, given_response)
    assert isinstance(kind.right_answer(content), str)
    assert all(isinstance(uid, str) for uid in kind.parts(content))
    # a question without problems can be answered in full
    assert found or kind.grade(content, right).state is State.RIGHT


@given(content=any_contents)
def test_an_unknown_kind_is_a_problem_and_no_failure(content: dict[str, Any]) -> None:
    found = kinds.problems({**content, "kind": "essay"})

    assert [problem.path for problem in found] == ["kind"]


@every_kind
@often
@given(data=st.data())
def test_a_uid_named_twice_or_unknown_is_refused(name: str, data: st.DataObject) -> None:
    content = data.draw(publishable[name])
    kind = KINDS[name]
    right = kind.right_response(content)

    for key, value in right.items():
        if isinstance(value, list):
            assert not kind.check(content, {key: [*value, value[0]]})
            assert not kind.check(content, {key: [*value[1:], "unknown"]})
        if isinstance(value, dict):
            assert not kind.check(content, {key: {**value, "unknown": next(iter(value.values()))}})


@every_kind
@often
@given(data=st.data(), key=st.sampled_from(["answer", "choice", "score"]), value=anything)
def test_a_response_with_anything_more_is_refused(
    name: str, data: st.DataObject, key: str, value: object
) -> None:
    content = data.draw(publishable[name])
    right = KINDS[name].right_response(content)

    assert not KINDS[name].check(content, {**right, key: value})


@every_kind
@pytest.mark.parametrize("confidence", [0, 4, True, 2.0, "2", None, [1], 10**400])
def test_a_confidence_that_is_none_is_refused(name: str, confidence: object) -> None:
    assert not KINDS[name].check({"kind": name}, {"confidence": confidence})


@every_kind
@often
@given(data=st.data())
def test_parts_that_may_be_shuffled_are_distinct_uids(name: str, data: st.DataObject) -> None:
    content = data.draw(publishable[name])

    parts = KINDS[name].parts(content)

    assert len(set(parts)) == len(parts)
    assert all(uid in json.dumps(content) for uid in parts)
    if name in {"truefalse", "spot", "judge", "short", "numeric"}:
        assert parts == []
