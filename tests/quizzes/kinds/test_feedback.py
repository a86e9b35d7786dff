"""A learner hears about exactly what was given, and a report sees every part."""

from typing import Any

import pytest

from quizzes.kinds import KINDS
from quizzes.kinds.base import Feedback

_CHOICES = [
    {"uid": "a", "text": "ก", "correct": True, "feedback": "ก ถูก"},
    {"uid": "b", "text": "ข", "correct": True, "feedback": "ข ถูก"},
    {"uid": "c", "text": "ค", "correct": False, "feedback": "ค ผิด"},
]
_ANSWERS = [
    {"uid": "a", "pattern": "เชน", "fraction": 1, "feedback": "ใช่"},
    {"uid": "b", "pattern": "โซ่*", "fraction": 0.5, "feedback": "เกือบ"},
]
_NUMBERS = [
    {"uid": "a", "value": 5, "tolerance": 0, "tolerance_type": "nominal", "fraction": 1, "feedback": "ใช่"},
    {
        "uid": "b",
        "value": 50,
        "tolerance": 1,
        "tolerance_type": "nominal",
        "fraction": 0,
        "feedback": "เกินไปสิบเท่า",
    },
]
_PAIRS = [
    {"uid": "a", "left": "1", "right": "หนึ่ง", "feedback": "1 คือหนึ่ง"},
    {"uid": "b", "left": "2", "right": "สอง", "feedback": "2 คือสอง"},
]
_ITEMS = [{"uid": uid, "text": uid, "feedback": f"{uid} อยู่นี่"} for uid in "abc"]
_GAPS = [
    {"uid": "g", "kind": "short", "weight": 3, "answers": _ANSWERS, "otherwise": "ลองใหม่"},
    {"uid": "h", "kind": "choice", "weight": 1, "choices": [_CHOICES[0], _CHOICES[2]]},
]
_PHRASES = [
    {"uid": "a", "text": "โอนก่อน", "suspicious": True, "feedback": "ให้โอนก่อนน่าสงสัย"},
    {"uid": "b", "text": "ด่วน", "suspicious": True, "feedback": "เร่งรีบน่าสงสัย"},
    {"uid": "c", "text": "สวัสดี", "suspicious": False, "feedback": "คำทักทายธรรมดา"},
]
CONTENTS: dict[str, dict[str, Any]] = {
    "single": {"choices": [_CHOICES[0], _CHOICES[2]]},
    "multiple": {"choices": _CHOICES},
    "truefalse": {"choices": [_CHOICES[0], _CHOICES[2]]},
    "short": {"answers": _ANSWERS, "otherwise": "ลองใหม่"},
    "numeric": {"answers": _NUMBERS, "otherwise": "คิดใหม่", "unit": "%"},
    "match": {"pairs": _PAIRS, "extras": [{"uid": "x", "text": "สาม"}]},
    "order": {"items": _ITEMS, "scheme": "relative_to_correct"},
    "cloze": {"text": "{{1}} {{2}}", "gaps": _GAPS},
    "spot": {"phrases": _PHRASES, "none": {"correct": False, "feedback": "ดูอีกครั้ง"}, "artefact": "scam"},
    "judge": {"verdict": "scam", "feedback": {"scam": "ดูออก", "genuine": "ดูที่ลิงก์"}},
}


@pytest.mark.parametrize(
    ("kind", "response", "said"),
    [
        ("single", {"choices": ["c"]}, [("c", "ค ผิด", False)]),
        ("multiple", {"choices": ["c", "a"]}, [("a", "ก ถูก", True), ("c", "ค ผิด", False)]),
        ("truefalse", {"choices": ["a"]}, [("a", "ก ถูก", True)]),
        ("short", {"text": "เชน"}, [("a", "ใช่", True)]),
        ("short", {"text": "โซ่ข้อ"}, [("b", "เกือบ", False)]),
        ("short", {"text": "ไม่รู้"}, [(None, "ลองใหม่", False)]),
        ("numeric", {"text": "50 %"}, [("b", "เกินไปสิบเท่า", False)]),
        ("numeric", {"text": "ไม่รู้"}, [(None, "คิดใหม่", False)]),
        ("match", {"pairs": {"b": "x"}}, [("b", "2 คือสอง", False)]),
        ("match", {"pairs": {"b": "b", "a": "b"}}, [("a", "1 คือหนึ่ง", False), ("b", "2 คือสอง", True)]),
        (
            "order",
            {"order": ["a", "c", "b"]},
            [("a", "a อยู่นี่", True), ("c", "c อยู่นี่", False), ("b", "b อยู่นี่", False)],
        ),
        ("cloze", {"gaps": {"h": "c"}}, [("h", "ค ผิด", False)]),
        ("cloze", {"gaps": {"g": "อื่น", "h": "a"}}, [("g", "ลองใหม่", False), ("h", "ก ถูก", True)]),
        ("spot", {"phrases": ["c", "b"]}, [("b", "เร่งรีบน่าสงสัย", True), ("c", "คำทักทายธรรมดา", False)]),
        ("spot", {"none": True}, [(None, "ดูอีกครั้ง", False)]),
        ("judge", {"verdict": "genuine"}, [(None, "ดูที่ลิงก์", False)]),
        ("judge", {"verdict": "scam"}, [(None, "ดูออก", True)]),
    ],
)
def test_feedback_is_of_what_was_given(
    kind: str, response: object, said: list[tuple[str | None, str, bool]]
) -> None:
    found = KINDS[kind].feedback(CONTENTS[kind], response)

    assert found == [Feedback(uid, text, is_right) for uid, text, is_right in said]


@pytest.mark.parametrize(
    ("kind", "response", "per_part"),
    [
        ("single", {"choices": ["c"]}, {"c": 0}),
        ("multiple", {"choices": ["a", "c"]}, {"a": 0.5, "c": -1}),
        ("short", {"text": "โซ่"}, {"b": 0.5}),
        ("numeric", {"text": "5"}, {"a": 1}),
        ("match", {"pairs": {"a": "a"}}, {"a": 1, "b": 0}),
        ("order", {"order": ["b", "a", "c"]}, {"a": 0.5, "b": 0.5, "c": 1}),
        ("cloze", {"gaps": {"g": "โซ่"}}, {"g": 0.5, "h": 0}),
        ("spot", {"phrases": ["a", "c"]}, {"a": 0.5, "c": -1}),
        ("judge", {"verdict": "scam"}, {}),
    ],
)
def test_each_part_has_what_it_earned(kind: str, response: object, per_part: dict[str, float]) -> None:
    grade = KINDS[kind].grade(CONTENTS[kind], response)

    assert dict(grade.per_part) == pytest.approx(per_part)


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("single", "ก"),
        ("multiple", "ก · ข"),
        ("truefalse", "ก"),
        ("short", "เชน"),
        ("numeric", "5 %"),
        ("match", "1 → หนึ่ง · 2 → สอง"),
        ("order", "a → b → c"),
        ("cloze", "(1) เชน · (2) ก"),
        ("spot", "“โอนก่อน” · “ด่วน”"),
        ("judge", "หลอกลวง"),
    ],
)
def test_the_right_answer_is_read_on_one_line(kind: str, answer: str) -> None:
    assert KINDS[kind].right_answer(CONTENTS[kind]) == answer


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("single", ["a", "c"]),
        ("multiple", ["a", "b", "c"]),
        ("match", ["a", "b", "x"]),
        ("order", ["a", "b", "c"]),
        ("cloze", ["a", "c"]),
        ("truefalse", []),
        ("spot", []),
    ],
)
def test_what_may_be_shuffled(kind: str, parts: list[str]) -> None:
    assert KINDS[kind].parts(CONTENTS[kind]) == parts
