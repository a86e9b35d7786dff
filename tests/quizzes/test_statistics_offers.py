"""The score of someone who guesses, and the options that a question offers."""

from typing import Any

import pytest

from quizzes.statistics.offers import NONE, chosen, offer


def _choices(*right: bool) -> list[dict[str, Any]]:
    return [
        {"uid": str(number), "text": f"ข้อ {number}", "correct": is_right, "feedback": "เพราะ"}
        for number, is_right in enumerate(right)
    ]


def _grade(content: Any, response: Any) -> float:
    """Mark as the engine does (Moodle's weights), for the kinds below."""
    if content["kind"] == "judge":
        return float(response["verdict"] == content["verdict"])
    if content["kind"] == "order":
        return float(response["order"] == [item["uid"] for item in content["items"]])
    if content["kind"] == "spot":
        parts, key, given = content["phrases"], "suspicious", response.get("phrases", [])
    else:
        parts, key, given = content["choices"], "correct", response["choices"]
    right = {part["uid"] for part in parts if part[key]}
    wrong = {part["uid"] for part in parts} - right
    share = len(right & set(given)) / max(1, len(right)) - len(wrong & set(given)) / max(1, len(wrong))
    return max(0.0, share)


SPOT = {
    "kind": "spot",
    "phrases": [
        {"uid": "a", "text": "กำไรแน่นอน", "suspicious": True},
        {"uid": "b", "text": "สวัสดี", "suspicious": False},
    ],
    "none": {"correct": False, "feedback": "ลองดูอีกครั้ง"},
}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"kind": "single", "choices": _choices(True, False, False, False)}, 1 / 4),
        ({"kind": "truefalse", "choices": _choices(True, False)}, 1 / 2),
        # of the 7 sets of {right, right, wrong}: r 1/2, r 1/2, rr 1, w 0, rw 0, rw 0, rrw 0
        ({"kind": "multiple", "choices": _choices(True, True, False)}, 2 / 7),
        ({"kind": "multiple", "choices": _choices(*[True] * 13)}, None),
        (SPOT, 1 / 4),  # of none, a, b, ab only a earns
        ({"kind": "judge", "verdict": "scam"}, 1 / 2),
        ({"kind": "order", "items": [{"uid": uid} for uid in "abc"]}, 1 / 6),
        ({"kind": "order", "items": [{"uid": uid} for uid in "abcdefgh"]}, None),
        ({"kind": "match", "pairs": [{"right": "ก"}, {"right": "ข"}, {"right": "ก"}], "extras": [{"text": "ค"}]}, 1 / 3),
        ({"kind": "short"}, 0),
        ({"kind": "numeric"}, 0),
        (
            {
                "kind": "cloze",
                "gaps": [
                    {"kind": "choice", "weight": 3, "choices": _choices(True, False)},
                    {"kind": "short", "weight": 1, "answers": []},
                ],
            },
            3 / 8,
        ),
        ({"kind": "of a later day"}, None),
    ],
)  # fmt: skip
def test_a_guesser_earns(content: dict[str, Any], expected: float | None) -> None:
    guess = offer(content, grade=_grade).guess

    assert guess is None if expected is None else guess == pytest.approx(expected)


def test_options_are_named_as_responses_name_them() -> None:
    spot = [(option.uid, option.right) for option in offer(SPOT, grade=_grade).options]
    judge = [
        (option.uid, option.right)
        for option in offer({"kind": "judge", "verdict": "genuine"}, grade=_grade).options
    ]

    assert spot == [("a", True), ("b", False), (NONE, False)]
    assert judge == [("scam", False), ("genuine", True)]
    assert chosen({"phrases": ["a"]}) == ["a"]
    assert chosen({"none": True}) == [NONE]
    assert chosen({"verdict": "scam"}) == ["scam"]
    assert chosen({"choices": ["0", "1"], "confidence": 2}) == ["0", "1"]
    assert chosen({"text": "1,000"}) == chosen(None) == []


def test_a_weighted_option_is_right_when_it_earns_anything() -> None:
    choices = _choices(True, False)
    choices[0]["fraction"], choices[1]["fraction"] = 1.0, 0.5

    options = offer({"kind": "single", "choices": choices}, grade=lambda _content, _response: 0.75).options

    assert [option.right for option in options] == [True, True]
