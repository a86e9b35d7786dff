"""What the answers of a class say."""

import math

from hypothesis import given
from hypothesis import strategies as st

from schools import class_reports
from schools.class_reports import Answer, Asked, Option, Rate, report

OPTIONS = (Option("a", "ตรวจใบอนุญาตก่อน", True), Option("b", "โอนเลย", False), Option("c", "ถามเพื่อน", False))
ASKED = {
    1: Asked(1, "ควรทำอะไรก่อน", "single", "ตรวจใบอนุญาต", OPTIONS),
    2: Asked(2, "ข้อความนี้จริงไหม", "judge", "แยกของจริง"),
}


def answer(pupil: int, question: int = 1, **fields: object) -> Answer:
    return Answer(
        **{
            "pupil": pupil,
            "slot": question,
            "question": question,
            "objective": ASKED[question].objective,
            **fields,
        }  # type: ignore[arg-type]
    )


def test_the_distractor_that_most_chose_is_named_with_its_text() -> None:
    given = [answer(n, chosen=("b",), confidence=3) for n in range(5)]
    given += [answer(n, chosen=("c",)) for n in range(5, 7)]
    given += [answer(n, chosen=("a",), fraction=1.0, confidence=3) for n in range(7, 10)]
    question = report(given, ASKED).questions[0]
    assert question.distractor is not None
    assert (question.distractor.option.text, question.distractor.count) == ("โอนเลย", 5)
    assert (question.right.part, question.right.whole) == (3, 10)
    assert (question.sure, question.sure_and_wrong) == (8, 5)


def test_a_low_objective_is_offered_as_a_review_with_the_options_behind_it() -> None:
    given = [answer(n, chosen=("b",)) for n in range(6)]
    given += [answer(n, chosen=("a",), fraction=1.0) for n in range(6, 10)]
    found = report(given, ASKED)
    assert [each.objective for each in found.low] == ["ตรวจใบอนุญาต"]
    assert [(each.text, each.count) for each in found.low[0].behind] == [("โอนเลย", 6)]
    assert found.steps[0].kind == "booster"
    assert found.steps[0].objectives == ("ตรวจใบอนุญาต",)


def test_nothing_is_concluded_from_a_handful_of_answers() -> None:
    found = report([answer(n, chosen=("b",)) for n in range(class_reports.ENOUGH_ANSWERS - 1)], ASKED)
    assert [step.kind for step in found.steps] == ["onward"]
    assert class_reports.TOO_FEW in found.objectives[0].words


def test_scams_seen_and_genuine_things_accused_are_kept_apart() -> None:
    given = [answer(n, 2, hits=1) for n in range(9)] + [answer(9, 2, misses=1)]
    given += [answer(n, 2, false_alarms=1) for n in range(4)]
    given += [answer(n, 2, correct_rejections=1) for n in range(4, 10)]
    found = report(given, ASKED)
    assert (found.recognition.hits.share, found.recognition.false_alarms.share) == (0.9, 0.4)
    assert "ของจริง" in found.recognition.words
    assert "genuine" in [step.kind for step in found.steps]


answers = st.builds(
    Answer,
    pupil=st.integers(1, 40),
    slot=st.integers(1, 10),
    question=st.sampled_from([1, 2, 99]),
    objective=st.sampled_from(["", "ตรวจใบอนุญาต", "แยกของจริง"]),
    fraction=st.floats(0, 1),
    confidence=st.integers(0, 3),
    answered=st.booleans(),
    chosen=st.lists(st.sampled_from("abcx"), unique=True).map(tuple),
    hits=st.integers(0, 3),
    misses=st.integers(0, 3),
    false_alarms=st.integers(0, 3),
    correct_rejections=st.integers(0, 3),
)


@given(st.lists(answers, max_size=60))
def test_every_share_is_a_share_and_there_is_always_a_next_step(given: list[Answer]) -> None:
    found = report(given, ASKED)
    assert found.steps
    assert sum(each.right.whole for each in found.questions) == sum(each.question != 99 for each in given)
    for question in found.questions:
        assert 0 <= question.mean <= 1 + 1e-9
        assert all(0 <= each.share <= 1 for each in question.options)
        assert question.sure_and_wrong <= question.sure
    assert [each.mean for each in found.objectives] == sorted(each.mean for each in found.objectives)


@given(st.integers(0, 50), st.integers(0, 50))
def test_the_interval_holds_the_share(part: int, rest: int) -> None:
    rate = Rate(part, part + rest)
    low, high = rate.bounds
    assert 0 <= low <= high <= 1
    if rate.share is not None:
        assert low - 1e-9 <= rate.share <= high + 1e-9
        assert not math.isnan(low)
