"""Authors are asked to look at what is wrong, and left alone about what is not."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from quizzes.statistics.analysis import analyse
from quizzes.statistics.columns import from_frame
from quizzes.statistics.counts import Slot, count
from quizzes.statistics.findings import LABELS, Kind, Severity
from quizzes.statistics.offers import Offer, Option
from quizzes.statistics.tasks import Task, tasks

OPTIONS = Offer(
    tuple(Option(uid, f"ตัวเลือก {uid}", right=uid == "a") for uid in "abcd"), guess=0.25, has_distractors=True
)
SURE = "confidence"


def _tasks(
    option_of: Any, *, n: int = 400, offer: Offer = OPTIONS, confidence: Any = None, key: str = "a"
) -> list[Task]:
    """Return the tasks for question "q" when the learner of rank r (0 weakest … 1 strongest) chose option_of(r, i).

    Five other questions of rising difficulty tell who is strong.
    """
    rows = []
    for number, rank in enumerate(np.random.default_rng(3).permutation(n) / n):
        option = option_of(rank, number)
        rows.append(
            {
                "attempt": number,
                "slot": 1,
                "question": "q",
                "fraction": float(option == key),
                "final": [option] if option else [],
                SURE: 0 if confidence is None else confidence(rank, number),
            }
        )
        rows += [
            {
                "attempt": number,
                "slot": slot,
                "question": f"other {slot}",
                "fraction": float(rank > slot / 8),
                "final": [],
                SURE: 0,
            }
            for slot in range(2, 7)
        ]
    slots = [Slot(number) for number in range(1, 7)]
    found = analyse(count(from_frame(pd.DataFrame(rows)), slots=slots), offers={"q": offer})
    return tasks(found)


def _sound(rank: float, number: int) -> str:
    """Choose as people do at a good question: the stronger, the more often right; distractors share the rest."""
    return "a" if (number * 7919) % 1000 / 1000 < 0.3 + 0.6 * rank else "bcd"[number % 3]


def test_a_sound_question_raises_nothing() -> None:
    assert _tasks(_sound) == []


def test_a_wrong_key_is_noticed_and_names_the_option_that_is_probably_right() -> None:
    swap = {"a": "b", "b": "a"}

    found = _tasks(lambda rank, number: swap.get(_sound(rank, number), _sound(rank, number)))

    assert [(task.kind, task.severity, task.option) for task in found] == [
        (
            Kind.KEY_PROBABLY_WRONG,
            Severity.HIGH,
            "b",
        )
    ]
    assert "ตัวเลือก b" in found[0].sentence
    r, r_key = found[0].evidence["r"], found[0].evidence["r_key"]
    assert r is not None
    assert r_key is not None
    assert r > 0.1
    assert r_key <= 0


def test_an_option_that_the_strong_prefer_beside_a_key_that_works_is_reported_as_ambiguous() -> None:
    def ambiguous(rank: float, number: int) -> str:
        if rank > 0.5:
            return "ab"[number % 2]
        return "acd"[number % 3]

    found = [task for task in _tasks(ambiguous) if task.kind != Kind.UNUSED_DISTRACTOR]

    assert [(task.kind, task.option) for task in found] == [(Kind.STRONG_FAVOUR_WRONG_OPTION, "b")]


def test_without_options_a_question_that_the_weak_get_right_is_reported() -> None:
    found = _tasks(lambda rank, number: "a" if rank < 0.5 else "", offer=Offer(guess=0.0))

    assert [task.kind for task in found] == [Kind.WEAK_DO_BETTER]


def test_a_question_no_better_than_guessing_is_reported() -> None:
    found = _tasks(lambda rank, number: "a" if rank > 0.9 else "bcd"[number % 3])

    assert [(task.kind, task.severity) for task in found] == [(Kind.EASIER_TO_GUESS, Severity.HIGH)]
    assert "ร้อยละ 10" in found[0].sentence


def test_a_distractor_that_nobody_takes_is_reported_once_with_its_numbers() -> None:
    def unused(rank: float, number: int) -> str:
        option = _sound(rank, number)
        return "b" if option == "d" else option

    found = _tasks(unused)

    assert [(task.kind, task.option, task.evidence["chosen"]) for task in found] == [
        (Kind.UNUSED_DISTRACTOR, "d", 0)
    ]


def test_an_easy_question_is_not_blamed_for_distractors_that_have_nobody_left_to_take_them() -> None:
    assert _tasks(lambda rank, number: "b" if rank < 0.02 else "a") == []


def test_innocent_phrases_that_nobody_flags_are_no_distractors() -> None:
    offer = Offer(OPTIONS.options, guess=0.25, has_distractors=False)

    found = _tasks(
        lambda rank, number: "b" if _sound(rank, number) == "d" else _sound(rank, number), offer=offer
    )

    assert found == []


@pytest.mark.parametrize(
    ("wrong_and_sure", "expected"),
    [(0.1, None), (0.25, Severity.MEDIUM), (0.5, Severity.HIGH)],
)
def test_many_sure_and_wrong_answers_are_reported(wrong_and_sure: float, expected: Severity | None) -> None:
    def misled(rank: float, number: int) -> str:
        return "bcd"[number % 3] if rank < wrong_and_sure else "a"

    found = _tasks(misled, confidence=lambda rank, number: 3 if rank < wrong_and_sure else 2)

    assert [task.severity for task in found] == ([] if expected is None else [expected])
    assert all(task.kind == Kind.SURE_AND_WRONG for task in found)


def test_a_handful_of_answers_raises_nothing() -> None:
    assert _tasks(lambda rank, number: "b", n=29, confidence=lambda rank, number: 3) == []


def test_chance_alone_hardly_ever_raises_anything() -> None:
    raised = 0
    for seed in range(30):
        draws = np.random.default_rng(seed).integers(0, 4, 200)
        guessed = Offer(OPTIONS.options, guess=None)
        raised += len(_tasks(lambda rank, number, draws=draws: "abcd"[draws[number]], n=200, offer=guessed))

    assert raised <= 1  # 30 × 4 claims at 0.1 % each


def test_what_follows_from_a_wrong_key_is_not_reported_beside_it() -> None:
    found = _tasks(
        lambda rank, number: "b" if rank > 0.3 else "a",
        confidence=lambda rank, number: 3,
    )

    assert [task.kind for task in found] == [Kind.KEY_PROBABLY_WRONG]


def test_the_most_serious_task_comes_first_and_every_kind_has_a_thai_name() -> None:
    found = _tasks(
        lambda rank, number: "a" if rank > 0.9 else "bc"[number % 2],
        confidence=lambda rank, number: 3 if number % 3 == 0 else 2,
    )

    assert [task.kind for task in found] == [
        Kind.EASIER_TO_GUESS,
        Kind.SURE_AND_WRONG,
        Kind.UNUSED_DISTRACTOR,
    ]
    assert set(LABELS) == set(Kind)
