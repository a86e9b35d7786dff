"""Nothing that can be written or typed makes marking slow."""

import time
from typing import Any

import pytest

from quizzes.kinds import KINDS, problems
from quizzes.kinds.reading import MOST_PARTS, MOST_TEXT
from quizzes.kinds.wildcards import MOST_PATTERN

_SECONDS = 1.0  # of this process, however busy the machine; catastrophic patterns take for ever


def _answers(pattern: str) -> list[dict[str, Any]]:
    return [
        {"uid": str(number), "pattern": pattern, "fraction": 1, "feedback": ""}
        for number in range(MOST_PARTS)
    ]


_HOSTILE = [
    ("short", {"answers": _answers("*a" * (MOST_PATTERN // 2 - 1) + "b")}, {"text": "a" * MOST_TEXT}),
    (
        "short",
        {"answers": _answers("*aa" * (MOST_PATTERN // 3)), "thai_tolerant": True},
        {"text": "ab" * (MOST_TEXT // 2)},
    ),
    ("short", {"answers": _answers("*\n" * (MOST_PATTERN // 2))}, {"text": "a\n" * (MOST_TEXT // 2)}),
    (
        "short",
        {"answers": _answers("ก*"), "thai_tolerant": True},
        {"text": "\u0e4d\u0e32\u0e48" * (MOST_TEXT // 3)},
    ),
    ("short", {"answers": _answers("ก*"), "thai_tolerant": True}, {"text": "\u0e33" * 250 + "\u0e48" * 250}),
    ("numeric", {"answers": [{"uid": "a", "value": 1, "fraction": 1}]}, {"text": "1" * MOST_TEXT}),
    ("numeric", {"answers": [{"uid": "a", "value": 1, "fraction": 1}]}, {"text": "1," * (MOST_TEXT // 2)}),
    (
        "numeric",
        {"answers": [{"uid": "a", "value": 10**400, "fraction": 10**400}]},
        {"text": "1e" + "9" * 400},
    ),
    ("numeric", {"answers": [{"uid": "a", "value": 1, "fraction": 1}]}, {"text": "1" + "ล้าน" * 120}),
    (
        "multiple",
        {"choices": [{"uid": str(n), "correct": True} for n in range(10_000)]},
        {"choices": ["1"] * 1_000_000},
    ),
    (
        "order",
        {"scheme": "longest_ordered_subset", "items": [{"uid": str(n)} for n in range(61)]},
        {"order": [str(n) for n in range(61)]},
    ),
    (
        "match",
        {"pairs": [{"uid": str(n)} for n in range(60)]},
        {"pairs": {str(n): str(n) for n in range(60)}},
    ),
    (
        "spot",
        {"message": "aa" * 10_000, "phrases": [{"uid": "a", "text": "a" * 9_999 + "b"}] * 60},
        {"phrases": ["a"]},
    ),
    (
        "cloze",
        {"text": "{{" * 10_000, "gaps": [{"uid": "a", "kind": "short", "answers": _answers("*")}] * 60},
        {"gaps": {"a": "a"}},
    ),
]


@pytest.mark.parametrize(("kind", "content", "response"), _HOSTILE, ids=range(len(_HOSTILE)))
def test_the_worst_is_still_quick(kind: str, content: dict[str, Any], response: object) -> None:
    begun = time.process_time()

    KINDS[kind].check(content, response)
    KINDS[kind].grade(content, response)
    KINDS[kind].feedback(content, response)
    problems({"kind": kind, **content})

    assert time.process_time() - begun < _SECONDS
