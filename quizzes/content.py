"""A published question and a response to it: plain JSON whose shape is its kind's. Pure.

Every content has {"kind", "stem", "explanation", "ask_confidence"} and what `quizzes.kinds.<kind>` reads; every response
has its kind's key and, where it was asked, "confidence" (1–3).
"""

import hashlib
import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

Content = dict[str, Any]
Response = dict[str, Any]


class QuestionKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "truefalse"
    SHORT = "short"
    NUMERIC = "numeric"
    MATCH = "match"
    ORDER = "order"
    CLOZE = "cloze"
    SPOT = "spot"
    JUDGE = "judge"


KIND_LABELS = {
    QuestionKind.SINGLE: "เลือกตอบข้อเดียว",
    QuestionKind.MULTIPLE: "เลือกได้หลายข้อ",
    QuestionKind.TRUE_FALSE: "จริง/ไม่จริง",
    QuestionKind.SHORT: "พิมพ์คำตอบสั้น",
    QuestionKind.NUMERIC: "พิมพ์ตัวเลข",
    QuestionKind.MATCH: "จับคู่",
    QuestionKind.ORDER: "เรียงลำดับ",
    QuestionKind.CLOZE: "เติมช่องว่าง",
    QuestionKind.SPOT: "หาจุดน่าสงสัย",
    QuestionKind.JUDGE: "หลอกลวงหรือของจริง",
}


def texts_of(value: Any) -> Iterator[str]:
    """Yield every text in a content, of its parts too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts_of(inner)


def digest(content: Content) -> str:
    """Return the sha256 of the content's canonical JSON, in hex: equal for equal questions."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
