"""Columns read in bulk say the same as a plain frame of one row per question, for answers of every sort."""

import json
import uuid
from typing import Any

import pandas as pd
import pytest

from quizzes.insight.collecting import collect
from quizzes.kinds import KINDS
from quizzes.models import AnswerStep, Attempt
from quizzes.selectors import contents_of
from quizzes.statistics import offers
from quizzes.statistics.columns import DETECTION, from_frame
from quizzes.statistics.counts import Slot, count
from tests.factories.quizzes import NOW, make_attempt, make_content, make_question, make_quiz

pytestmark = pytest.mark.django_db


def _spot() -> dict[str, Any]:
    return {
        "kind": "spot",
        "stem": "ขีดเส้นใต้ส่วนที่น่าสงสัย",
        "explanation": "",
        "artefact": "scam",
        "setting": "มีคนทักมาขายของ",
        "message": "โอนก่อน รับของทีหลัง",
        "channel": "chat",
        "ask_confidence": True,
        "none": {"feedback": "ดูอีกครั้ง"},
        "phrases": [
            {"uid": uuid.uuid4().hex, "text": "โอนก่อน", "suspicious": True, "feedback": "เร่งให้โอน"},
            {"uid": uuid.uuid4().hex, "text": "รับของ", "suspicious": False, "feedback": "ปกติ"},
        ],
    }


@pytest.fixture
def attempts() -> list[Attempt]:
    """Finished: with changed minds, several choices at once, confidence, marked phrases, and a question left empty."""
    several = make_question(content=make_content(kind="multiple", right=2, wrong=2))
    spot = make_question(content=_spot())
    quiz = make_quiz(questions=[make_question(), several, spot])
    made = [make_attempt(quiz=quiz) for _ in range(4)]
    contents = contents_of(made[0])
    single, multiple, phrases = (contents[place["version"]] for place in made[0].layout)
    options = [choice["uid"] for choice in single["choices"]]
    boxes = [choice["uid"] for choice in multiple["choices"]]
    parts = [phrase["uid"] for phrase in phrases["phrases"]]
    given: list[list[tuple[int, dict[str, Any]]]] = [
        [(1, {"choices": options[:1]}), (1, {"choices": options[1:2]}), (2, {"choices": boxes[:3]})],
        [(3, {"phrases": parts[:1], "confidence": 3}), (2, {"choices": boxes[1:2]}), (2, {"choices": []})],
        [
            (3, {"phrases": parts[1:], "confidence": 1}),
            (3, {"phrases": parts}),
            (1, {"choices": options[2:3]}),
        ],
        [],
    ]
    for attempt, answers in zip(made, given, strict=True):
        AnswerStep.objects.bulk_create(
            AnswerStep(
                attempt=attempt, slot=slot, sequence=at, key=uuid.uuid4(), response=said, received_at=NOW
            )
            for at, (slot, said) in enumerate(answers, 1)
        )
        Attempt.objects.filter(pk=attempt.pk).update(
            state="finished", finished_at=NOW, fraction=0.5, marks=[1.0, 0.5, 0.0]
        )
    return made


def _plainly(attempt: Attempt) -> list[dict[str, Any]]:
    attempt.refresh_from_db()
    contents, rows = contents_of(attempt), []
    for place, mark in zip(attempt.layout, attempt.marks, strict=True):
        steps = list(attempt.steps.filter(slot=place["slot"]).order_by("sequence", "pk"))
        responses = [step.response for step in steps]
        row = {
            "attempt": attempt.pk.hex,
            "slot": place["slot"],
            "question": place["version"],
            "fraction": mark,
        }
        if responses:
            content = contents[place["version"]]
            grade = KINDS[content["kind"]].grade(content, responses[-1])
            row |= {
                "first": list(offers.chosen(responses[0])),
                "final": list(offers.chosen(responses[-1])),
                "confidence": responses[-1].get("confidence") or 0,
            }
            if content["kind"] == "spot":
                row |= {name: getattr(grade, name) for name in DETECTION}
        rows.append(row)
    return rows


def test_what_is_read_in_bulk_is_what_was_answered(attempts: list[Attempt]) -> None:
    slots = [Slot(1), Slot(2), Slot(3)]
    plain = pd.DataFrame([row for attempt in attempts for row in _plainly(attempt)])

    found = count(collect([attempt.pk for attempt in attempts]), slots=slots).as_json()

    assert found == count(from_frame(plain), slots=slots).as_json()
    assert found["detection"] != [[], [], [], [], []]
    assert found["confidence"][0]
    json.dumps(found)


def test_nothing_to_read_is_no_rows() -> None:
    assert collect([]).attempt.size == 0
