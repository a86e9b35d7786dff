"""A published content of every kind, and attempts over them that need no educator."""

import datetime as dt
from typing import Any, cast

from accounts.models import Learner
from quizzes.content import digest
from quizzes.kinds import KINDS
from quizzes.models import Attempt, Question, QuestionVersion, Quiz, QuizSlot
from tests.factories.quizzes import NOW, make_attempt, make_learner, make_quiz

MESSAGE = "สวัสดีค่ะ กองทุนของเราการันตีกำไรวันละ 3%\nโอนภายใน 10 นาทีนี้เท่านั้น อ่านรายงานประจำปีได้ที่เว็บของ ก.ล.ต."


def _choices(*texts: str) -> list[dict[str, Any]]:
    return [
        {"uid": f"c{n}", "text": text, "correct": n == 1, "feedback": f"คำอธิบายของ {text}"}
        for n, text in enumerate(texts, 1)
    ]


_OWN: dict[str, dict[str, Any]] = {
    "single": {"choices": _choices("ข้อที่ถูก", "ข้อที่สอง", "ข้อที่สาม")},
    "multiple": {
        "choices": [{**one, "correct": one["uid"] != "c3"} for one in _choices("ดูใบอนุญาต", "ถามคนที่ไว้ใจ", "รีบโอน")]
    },
    "truefalse": {"choices": _choices("จริง", "ไม่จริง")},
    "short": {
        "answers": [{"uid": "a1", "pattern": "ก.ล.ต.*", "fraction": 1.0, "feedback": "ใช่ ก.ล.ต. กำกับดูแล"}],
        "case_sensitive": False,
        "thai_tolerant": True,
        "otherwise": "ลองนึกถึงหน่วยงานที่ออกใบอนุญาต",
    },
    "numeric": {
        "answers": [
            {
                "uid": "a1", "value": 1250.0, "tolerance": 0.5, "tolerance_type": "nominal",
                "fraction": 1.0, "feedback": "คิดถูกแล้ว",
            }
        ],
        "unit": "บาท",
        "otherwise": "ลองคูณราคากับจำนวนอีกครั้ง",
    },
    "match": {
        "pairs": [
            {"uid": f"p{n}", "right_uid": f"r{n}", "left": left, "right": right, "feedback": f"เพราะ{left}คู่กับ{right}"}
            for n, (left, right) in enumerate(
                [("บล็อกเชน", "สมุดบัญชีที่หลายคนถือ"), ("กุญแจส่วนตัว", "รหัสที่ห้ามบอกใคร"), ("แท่งเทียน", "ราคาในช่วงเวลา")], 1
            )
        ],
        "extras": [{"uid": "x1", "text": "ธนาคารกลาง"}],
    },
    "order": {
        "items": [
            {"uid": f"i{n}", "text": text, "feedback": f"{text}มาเป็นลำดับที่ {n}"}
            for n, text in enumerate(["หยุด", "ตรวจใบอนุญาต", "ถามคนที่ไว้ใจ", "ตัดสินใจ"], 1)
        ],
        "scheme": "absolute_position",
    },
    "cloze": {
        "text": "กำไรที่{{1}}ไม่มีจริง ถ้าลงเงิน 1,000 บาท ได้คืน 1,250 บาท กำไรคือ {{2}} บาท และต้องระวัง{{3}}",
        "gaps": [
            {"uid": "g1", "kind": "choice", "weight": 1.0, "choices": _choices("การันตี", "ผันผวน")},
            {
                "uid": "g2", "kind": "numeric", "weight": 1.0, "unit": "", "otherwise": "ลองลบดูอีกครั้ง",
                "answers": [
                    {
                        "uid": "a1", "value": 250.0, "tolerance": 0.0, "tolerance_type": "nominal",
                        "fraction": 1.0, "feedback": "ถูกแล้ว",
                    }
                ],
            },
            {
                "uid": "g3", "kind": "short", "weight": 1.0, "otherwise": "นึกถึงคนที่มาชวน",
                "case_sensitive": False, "thai_tolerant": True,
                "answers": [{"uid": "a2", "pattern": "มิจฉาชีพ", "fraction": 1.0, "feedback": "ใช่เลย"}],
            },
        ],
    },
    "spot": {
        "setting": "แชตจากคนที่เพิ่งเพิ่มเพื่อน",
        "message": MESSAGE,
        "channel": "chat",
        "artefact": "scam",
        "phrases": [
            {"uid": "f1", "text": "สวัสดีค่ะ", "suspicious": False, "feedback": "คำทักทายธรรมดา"},
            {"uid": "f2", "text": "การันตีกำไรวันละ 3%", "suspicious": True, "feedback": "ไม่มีใครการันตีกำไรได้"},
            {"uid": "f3", "text": "โอนภายใน 10 นาทีนี้เท่านั้น", "suspicious": True, "feedback": "เร่งให้ไม่ทันคิด"},
            {"uid": "f4", "text": "อ่านรายงานประจำปี", "suspicious": False, "feedback": "ชวนให้อ่านข้อมูลเป็นเรื่องดี"},
        ],
        "none": {"correct": False, "feedback": "ลองอ่านอีกครั้ง มีคำสัญญาที่ทำไม่ได้"},
    },
    "judge": {
        "setting": "SMS จากเบอร์ที่ไม่รู้จัก",
        "message": "บัญชีของคุณถูกระงับ ยืนยันตัวตนที่ลิงก์นี้ภายในวันนี้",
        "channel": "sms",
        "verdict": "scam",
        "feedback": {"scam": "ธนาคารไม่ส่งลิงก์ทาง SMS", "genuine": "ลองดูลิงก์และคำเร่งอีกครั้ง"},
    },
}  # fmt: skip

WRONG: dict[str, dict[str, Any]] = {
    "single": {"choices": ["c2"]},
    "multiple": {"choices": ["c3"]},
    "truefalse": {"choices": ["c2"]},
    "short": {"text": "ไม่ทราบ"},
    "numeric": {"text": "๑๒"},
    "match": {"pairs": {"p1": "r2", "p2": "x1"}},
    "order": {"order": ["i4", "i3", "i2", "i1"]},
    "cloze": {"gaps": {"g1": "c2", "g2": "1"}},
    "spot": {"phrases": ["f1"]},
    "judge": {"verdict": "genuine"},
}


def content_of(kind: str, **changes: Any) -> dict[str, Any]:
    """Return a content that could be published."""
    return {
        "kind": kind,
        "stem": f"โจทย์ชนิด {kind} ข้อนี้ตอบว่าอะไร",
        "explanation": f"สรุปของ {kind}",
        "ask_confidence": False,
        **_OWN[kind],
        **changes,
    }


def right(kind: str) -> dict[str, Any]:
    response = KINDS[kind].right_response(content_of(kind))
    return {"text": "1250"} if kind == "numeric" else response


def attempt_over(
    *contents: dict[str, Any],
    learner: Learner | None = None,
    minutes: int | None = None,
    started_at: dt.datetime = NOW,
    **changes: Any,
) -> Attempt:
    """Return an open attempt over the contents, in this order, with shuffled parts, as a start makes it."""
    quiz: Quiz = make_quiz(questions=len(contents))
    slots = QuizSlot.objects.filter(quiz=quiz).order_by("sort_order")
    for slot, content in zip(slots, contents, strict=True):
        slot.pinned_version = _version(slot.question, content)
        slot.save()
    attempt = make_attempt(learner=learner or make_learner(), quiz=quiz)
    if minutes is not None:
        changes["deadline"] = started_at + dt.timedelta(minutes=minutes)
    for name, value in {"started_at": started_at, **changes}.items():
        setattr(attempt, name, value)
    attempt.save()
    return attempt


def _version(question: Question, content: dict[str, Any]) -> QuestionVersion:
    version: QuestionVersion = QuestionVersion.objects.create(
        question=question, number=2, digest=digest(cast("Any", content)), content=content, created_at=NOW
    )
    return version
