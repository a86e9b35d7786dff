"""The one shape of a published question and of a response to it. Pure."""

import hashlib
import json
from enum import StrEnum
from typing import TypedDict


class QuestionKind(StrEnum):
    SINGLE = "single"  # exactly one choice is right
    MULTIPLE = "multiple"  # at least two are right and at least one is wrong


class ChoiceContent(TypedDict):
    uid: str  # hex of a UUID; lasts over versions
    text: str
    correct: bool
    feedback: str


class Content(TypedDict):
    kind: str
    stem: str
    explanation: str
    choices: list[ChoiceContent]


class Response(TypedDict):
    choices: list[str]  # uids


def digest(content: Content) -> str:
    """Return the sha256 of the content's canonical JSON, in hex: equal for equal questions."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def problems(content: Content) -> list[str]:
    """Return what keeps a question from being published, as Thai sentences; empty when nothing does.

    What is missing at one choice (text, explanation) is said by `choice_problems`.
    """
    texts = [choice["text"].strip() for choice in content["choices"]]
    right = sum(choice["correct"] for choice in content["choices"])
    wrong = len(texts) - right
    found = []
    if not content["stem"].strip():
        found.append("ยังไม่มีโจทย์")
    if len(texts) < 2:
        found.append("ต้องมีตัวเลือกอย่างน้อย 2 ตัวเลือก")
    elif content["kind"] == QuestionKind.SINGLE and right != 1:
        found.append(f"แบบเลือกตอบข้อเดียวต้องมีตัวเลือกที่ถูก 1 ตัวเลือกพอดี (ตอนนี้มี {right})")
    elif content["kind"] == QuestionKind.MULTIPLE and (right < 2 or wrong < 1):
        found.append(f"แบบเลือกได้หลายข้อต้องมีตัวเลือกที่ถูกอย่างน้อย 2 และที่ผิดอย่างน้อย 1 (ตอนนี้ถูก {right} ผิด {wrong})")
    filled = [text for text in texts if text]
    if len(set(filled)) != len(filled):
        found.append("มีตัวเลือกที่ข้อความซ้ำกัน แก้ให้ต่างกันก่อน")
    return found


def choice_problems(choice: ChoiceContent) -> dict[str, str]:
    """Return what is missing at one choice before it can be published: field → Thai sentence."""
    found = {}
    if not choice["text"].strip():
        found["text"] = "ยังไม่มีข้อความของตัวเลือกนี้"
    if not choice["feedback"].strip():
        found["feedback"] = "เขียนคำอธิบายของตัวเลือกนี้ด้วย ผู้เรียนที่เลือกข้อนี้จะได้รู้ว่าทำไม"
    return found
