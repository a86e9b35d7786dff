"""Marks equal Moodle's, and stay fractions whatever comes in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import grading
from quizzes.content import Content, QuestionKind, Response
from tests.factories.quizzes import make_content


def _respond(content: Content, positions: list[int]) -> Response:
    return Response(choices=[content["choices"][position]["uid"] for position in positions])


@st.composite
def contents(draw: st.DrawFn) -> Content:
    if draw(st.booleans()):
        return make_content(right=1, wrong=draw(st.integers(1, 6)))
    return make_content(
        kind=QuestionKind.MULTIPLE, right=draw(st.integers(2, 5)), wrong=draw(st.integers(1, 5))
    )


@st.composite
def responses(draw: st.DrawFn) -> tuple[Content, Response]:
    content = draw(contents())
    uids = [choice["uid"] for choice in content["choices"]]
    return content, Response(choices=draw(st.lists(st.sampled_from(uids), unique=True)))


# right choices come first; the expected fractions are those of Moodle 4.5's multichoice with weights 1/r and −1/w
@pytest.mark.parametrize(
    ("kind", "right", "wrong", "chosen", "expected"),
    [
        (QuestionKind.SINGLE, 1, 3, [0], 1),
        (QuestionKind.SINGLE, 1, 3, [1], 0),
        (QuestionKind.SINGLE, 1, 3, [], 0),
        (QuestionKind.SINGLE, 1, 3, [0, 1], 0),
        (QuestionKind.MULTIPLE, 2, 2, [0, 1], 1),
        (QuestionKind.MULTIPLE, 2, 2, [0], 0.5),
        (QuestionKind.MULTIPLE, 2, 2, [0, 2], 0),
        (QuestionKind.MULTIPLE, 2, 2, [0, 1, 2], 0.5),
        (QuestionKind.MULTIPLE, 2, 2, [0, 1, 2, 3], 0),
        (QuestionKind.MULTIPLE, 2, 2, [2, 3], 0),
        (QuestionKind.MULTIPLE, 3, 1, [0, 1, 2], 1),
        (QuestionKind.MULTIPLE, 3, 1, [0, 1], 2 / 3),
        (QuestionKind.MULTIPLE, 3, 3, [0, 1, 3], 1 / 3),
        (QuestionKind.MULTIPLE, 3, 2, [0, 1, 2, 3], 0.5),
    ],
)
def test_the_fraction_is_the_share_of_right_less_the_share_of_wrong(
    kind: str, right: int, wrong: int, chosen: list[int], expected: float
) -> None:
    content = make_content(kind=kind, right=right, wrong=wrong)

    fraction = grading.fraction(content, _respond(content, chosen))

    assert fraction == pytest.approx(expected)


@given(responses())
def test_a_fraction_is_never_below_0_nor_above_1(case: tuple[Content, Response]) -> None:
    assert 0 <= grading.fraction(*case) <= 1


@given(contents())
def test_all_right_choices_and_no_wrong_one_are_exactly_1(content: Content) -> None:
    key = Response(choices=[choice["uid"] for choice in content["choices"] if choice["correct"]])

    assert grading.fraction(content, key) == 1


@given(responses())
def test_only_the_key_earns_a_full_mark(case: tuple[Content, Response]) -> None:
    content, response = case
    key = {choice["uid"] for choice in content["choices"] if choice["correct"]}

    assert (grading.fraction(content, response) > 0.999999) == (set(response["choices"]) == key)


@given(contents())
def test_ticking_everything_earns_nothing(content: Content) -> None:
    everything = Response(choices=[choice["uid"] for choice in content["choices"]])

    assert grading.fraction(content, everything) == 0


@given(responses())
def test_the_order_of_choices_does_not_matter(case: tuple[Content, Response]) -> None:
    content, response = case

    turned = Response(choices=list(reversed(response["choices"])))

    assert grading.fraction(content, response) == grading.fraction(content, turned)


@given(contents())
def test_no_answer_earns_nothing(content: Content) -> None:
    assert grading.fraction(content, None) == 0


@given(st.lists(responses(), max_size=8))
def test_an_attempt_is_worth_the_mean_of_its_questions(cases: list[tuple[Content, Response]]) -> None:
    marks = grading.mark(cases)

    assert len(marks.per_question) == len(cases)
    assert 0 <= marks.whole <= 1
    if cases:
        assert marks.whole == pytest.approx(sum(marks.per_question) / len(cases))


@pytest.mark.parametrize(
    ("whole", "percent", "passed"),
    [(0.6, 60, True), (0.59, 60, False), (0, 0, True), (1, 100, True), (0.1 + 0.2, 30, True)],
)
def test_reaching_the_criterion_passes(whole: float, percent: int, passed: bool) -> None:
    assert grading.passes(whole, pass_percent=percent) is passed
