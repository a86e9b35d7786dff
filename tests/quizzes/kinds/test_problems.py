"""What is missing is said at its place, in Thai, with what to do."""

import copy
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes import kinds
from tests.quizzes.kinds.strategies import any_contents, publishable


def _choice(uid: str, *, correct: bool, **own: Any) -> dict[str, Any]:
    return {"uid": uid, "text": f"ตัวเลือก {uid}", "correct": correct, "feedback": "เพราะ", **own}


def _answer(uid: str, **own: Any) -> dict[str, Any]:
    return {"uid": uid, "fraction": 1, "feedback": "เพราะ", **own}


def _number(uid: str, **own: Any) -> dict[str, Any]:
    return _answer(uid, **{"value": 5, "tolerance": 0, "tolerance_type": "nominal", **own})


def _phrase(uid: str, text: str, *, suspicious: bool) -> dict[str, Any]:
    return {"uid": uid, "text": text, "suspicious": suspicious, "feedback": "เพราะ"}


_MESSAGE = {"setting": "แชต", "channel": "chat", "message": "โอนก่อน แล้วรับกำไร 30% ยืนยันตัวตนด้วย"}
COMPLETE: dict[str, dict[str, Any]] = {
    "single": {"choices": [_choice("a", correct=True), _choice("b", correct=False)]},
    "multiple": {
        "choices": [_choice("a", correct=True), _choice("b", correct=True), _choice("c", correct=False)]
    },
    "truefalse": {"choices": [_choice("a", correct=True), _choice("b", correct=False)]},
    "short": {"answers": [_answer("a", pattern="บล็อกเชน")], "otherwise": "ลองใหม่"},
    "numeric": {"answers": [_number("a")], "unit": "บาท", "otherwise": "ลองใหม่"},
    "match": {
        "pairs": [
            {"uid": "a", "left": "ซ้าย 1", "right": "ขวา 1", "feedback": "เพราะ"},
            {"uid": "b", "left": "ซ้าย 2", "right": "ขวา 2", "feedback": "เพราะ"},
        ],
        "extras": [{"uid": "x", "text": "ลวง"}],
    },
    "order": {
        "items": [
            {"uid": "a", "text": "ก่อน", "feedback": "เพราะ"},
            {"uid": "b", "text": "หลัง", "feedback": "เพราะ"},
        ],
        "scheme": "absolute_position",
    },
    "cloze": {
        "text": "{{1}} และ {{2}}",
        "gaps": [
            {
                "uid": "g",
                "kind": "choice",
                "weight": 1,
                "choices": [_choice("a", correct=True), _choice("b", correct=False)],
            },
            {"uid": "h", "kind": "numeric", "weight": 2, "answers": [_number("c")], "unit": ""},
        ],
    },
    "spot": {
        **_MESSAGE,
        "artefact": "scam",
        "phrases": [_phrase("a", "โอนก่อน", suspicious=True), _phrase("b", "ยืนยันตัวตน", suspicious=False)],
        "none": {"correct": False, "feedback": "เพราะ"},
    },
    "judge": {**_MESSAGE, "verdict": "scam", "feedback": {"scam": "เพราะ", "genuine": "เพราะ"}},
}


def _with(kind: str, path: str, value: object) -> dict[str, Any]:
    """Return the complete question with one thing changed; `path` is dotted, None takes the thing away."""
    content: dict[str, Any] = {
        "kind": kind,
        "stem": "โจทย์",
        "explanation": "",
        **copy.deepcopy(COMPLETE[kind]),
    }
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = content
    for step in steps:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return content


@pytest.mark.parametrize("kind", COMPLETE)
def test_a_complete_question_has_none(kind: str) -> None:
    assert kinds.problems(_with(kind, "explanation", "สรุป")) == []


@pytest.mark.parametrize(
    ("kind", "path", "value", "told_at"),
    [
        *((kind, "stem", "  ", "stem") for kind in COMPLETE),
        *((kind, "stem", "ก" * 20_001, "stem") for kind in COMPLETE),
        *((kind, "explanation", "ก" * 20_001, "explanation") for kind in COMPLETE),
        *((kind, "ask_confidence", "yes", "ask_confidence") for kind in COMPLETE),
        ("single", "choices.1.feedback", "", "choices.1.feedback"),
        ("single", "choices.1.text", None, "choices.1.text"),
        ("single", "choices.1.text", "ตัวเลือก a", "choices"),
        ("single", "choices.1.correct", True, "choices"),
        ("single", "choices.0.correct", False, "choices"),
        ("single", "choices.1.uid", "a", "choices.1.uid"),
        ("single", "choices.1.uid", None, "choices.1.uid"),
        ("single", "choices.1.uid", "u" * 65, "choices.1.uid"),
        ("single", "choices.0.fraction", 0.5, "choices"),
        ("single", "choices.1.fraction", 1.5, "choices.1.fraction"),
        ("single", "choices.1.fraction", float("nan"), "choices.1.fraction"),
        ("single", "choices", [], "choices"),
        ("single", "choices", "none", "choices"),
        ("single", "choices", [_choice(str(n), correct=n == 0) for n in range(61)], "choices"),
        ("multiple", "choices.1.correct", False, "choices"),
        ("multiple", "choices.2.correct", True, "choices"),
        ("multiple", "choices.2.fraction", 0.5, "choices.2.fraction"),
        ("multiple", "choices.0.fraction", 0.1, ""),
        ("truefalse", "choices.1.feedback", "", "choices.1.feedback"),
        ("truefalse", "choices.1.correct", True, "choices"),
        ("truefalse", "choices.1", None, "choices"),
        ("short", "answers.0.pattern", " ", "answers.0.pattern"),
        ("short", "answers.0.pattern", "บล็อกเชน ", "answers.0.pattern"),
        ("short", "answers.0.pattern", "ก" * 501, "answers.0.pattern"),
        ("short", "answers.0.feedback", "", "answers.0.feedback"),
        ("short", "answers.0.fraction", 0.9, "answers"),
        ("short", "answers.0.fraction", -1, "answers.0.fraction"),
        ("short", "answers.0.fraction", None, "answers.0.fraction"),
        ("short", "answers", [_answer("a", pattern="*", fraction=0.5), _answer("b", pattern="ก")], "answers"),
        ("short", "otherwise", "", "otherwise"),
        ("numeric", "answers.0.value", "5", "answers.0.value"),
        ("numeric", "answers.0.value", 10**400, "answers.0.value"),
        ("numeric", "answers.0.tolerance", -1, "answers.0.tolerance"),
        ("numeric", "answers.0.tolerance_type", "near", "answers.0.tolerance_type"),
        ("numeric", "answers", [_number("a", tolerance=9, fraction=0.5), _number("b")], "answers"),
        ("numeric", "unit", "m2", "unit"),
        ("numeric", "otherwise", None, "otherwise"),
        ("match", "pairs.1.right", "", "pairs.1.right"),
        ("match", "pairs.1.left", "ซ้าย 1", "pairs"),
        ("match", "pairs.1.right", "ขวา 1", "pairs"),
        ("match", "pairs.1.right_uid", "a", "pairs"),
        ("match", "pairs.1", None, "pairs"),
        ("match", "extras.0.text", "ขวา 2", "extras.0.text"),
        ("match", "extras.0.text", "", "extras.0.text"),
        ("match", "extras.0.uid", "a", "extras.0.uid"),
        ("order", "items.1.text", "ก่อน", "items"),
        ("order", "items.1.feedback", "", "items.1.feedback"),
        ("order", "items.1", None, "items"),
        ("order", "scheme", "best", "scheme"),
        ("cloze", "text", "{{1}}", "text"),
        ("cloze", "text", "{{1}} {{2}} {{2}}", "text"),
        ("cloze", "text", "{{1}} {{3}}", "text"),
        ("cloze", "gaps.0.weight", 0, "gaps.0.weight"),
        ("cloze", "gaps.0.kind", "essay", "gaps.0.kind"),
        ("cloze", "gaps.0.choices.1.correct", True, "gaps.0.choices"),
        ("cloze", "gaps.1.answers.0.feedback", "", "gaps.1.answers.0.feedback"),
        ("cloze", "gaps.1.answers.0.uid", "a", "gaps.1.answers.0.uid"),
        ("cloze", "gaps.1.uid", "g", "gaps.1.uid"),
        ("spot", "phrases.0.text", "โอนเลย", "phrases.0.text"),
        ("spot", "phrases.0.text", "น", "phrases.0.text"),
        ("spot", "phrases.1.text", "ก่อน แล้ว", "phrases.1.text"),
        ("spot", "phrases.0.suspicious", False, "none.correct"),
        ("spot", "none.feedback", "", "none.feedback"),
        ("spot", "none", None, "none.feedback"),
        ("spot", "artefact", "joke", "artefact"),
        ("spot", "channel", "fax", "channel"),
        ("spot", "setting", "", "setting"),
        ("judge", "verdict", None, "verdict"),
        ("judge", "feedback.genuine", "", "feedback.genuine"),
        ("judge", "message", "", "message"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(kind: str, path: str, value: object, told_at: str) -> None:
    found = kinds.problems(_with(kind, path, value))

    assert told_at in {problem.path for problem in found}


@pytest.mark.parametrize("kind", COMPLETE)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=any_contents)
def test_every_sentence_is_thai(kind: str, content: dict[str, Any]) -> None:
    found = kinds.problems({**content, "kind": kind})

    assert all(re.search("[ก-๙]", problem.sentence_th) for problem in found)
    assert all("None" not in problem.sentence_th for problem in found)


@settings(max_examples=40, deadline=None)
@given(content=st.one_of(*publishable.values()))
def test_the_stem_is_the_only_thing_missing_from_an_otherwise_complete_question(
    content: dict[str, Any],
) -> None:
    found = kinds.problems({**content, "stem": ""})

    assert [problem.path for problem in found] == ["stem"]
