"""Spot: mark the suspicious phrases of a message. Pure.

Rules: our own kind. The fraction is the share of suspicious phrases found less the share of innocent ones marked, never
below 0 (as a multiple choice with conventional weights). Where nothing is suspicious, saying so marks 1, any marked
phrase 0. Hits and false alarms are counted apart (Green & Swets 1966), so that seeing scams everywhere shows; an
artefact that is neither scam nor genuine ("neutral") is marked, but not counted.
"""

from fractions import Fraction

from quizzes.kinds import reading, writing
from quizzes.kinds.base import NOTHING, Content, Feedback, Grade, Problem, Response
from quizzes.kinds.messages import message_problems
from quizzes.kinds.reading import Row

NEUTRAL = "neutral"
ARTEFACTS = {"scam": "หลอกลวง", "misleading": "ชวนให้เข้าใจผิด", "genuine": "ของจริง", NEUTRAL: "ไม่ใช่ข้อตัดสิน"}
NOTHING_SUSPICIOUS = "ไม่พบจุดน่าสงสัย"
_TEXTS = (
    ("text", "ยังว่างอยู่ คัดวลีจากข้อความมาใส่"),
    ("feedback", "ยังไม่มีคำอธิบาย เขียนบอกว่าน่าสงสัยหรือไม่เพราะอะไร"),
)


def problems(content: Content) -> list[Problem]:
    found = writing.stem_problems(content) + message_problems(content)
    found += writing.count_problems(content, "phrases", "วลี", least=2)
    found += writing.row_problems(content, "phrases", "วลี", _TEXTS)
    found += writing.uid_problems(writing.placed(content, "phrases"))
    found += _place_problems(content)
    if reading.text(content, "artefact") not in ARTEFACTS:
        found.append(Problem("artefact", "ยังไม่ได้บอกว่าข้อความนี้เป็นแบบไหน เลือกหนึ่งอย่าง"))
    found += writing.required(
        _none(content), "none", "feedback", f"เขียนคำอธิบายสำหรับผู้ที่ตอบว่า “{NOTHING_SUSPICIOUS}” ด้วย"
    )
    if reading.flag(_none(content), "correct") == bool(_suspicious(content)):
        sentence = f"“{NOTHING_SUSPICIOUS}” ต้องถูกเมื่อไม่มีวลีน่าสงสัยเลย และผิดเมื่อมี แก้ให้ตรงกับวลี"
        found.append(Problem("none.correct", sentence))
    return found


def _place_problems(content: Content) -> list[Problem]:
    """Return a problem for each phrase that is not at exactly one place of its own in the message."""
    message = reading.text(content, "message")[: reading.MOST_WRITTEN]
    found = []
    taken: list[tuple[int, int]] = []
    for place, row in enumerate(_phrases(content)):
        phrase = reading.text(row, "text")
        start = message.find(phrase)
        if not phrase.strip():
            continue
        path, noun = f"phrases.{place}.text", f"วลีที่ {place + 1}"
        if start < 0:
            found.append(Problem(path, f"{noun} ไม่มีในข้อความ คัดลอกให้ตรงทุกตัวอักษร"))
        elif message.find(phrase, start + 1) >= 0:
            found.append(Problem(path, f"{noun} มีในข้อความหลายที่ เลือกวลีที่ยาวขึ้นให้เหลือที่เดียว"))
        elif any(start < last and first < start + len(phrase) for first, last in taken):
            found.append(Problem(path, f"{noun} ทับกับวลีอื่น เลือกวลีที่ไม่ซ้อนกัน"))
        else:
            taken.append((start, start + len(phrase)))
    return found


def parts(content: Content) -> list[str]:
    return []


def check(content: Content, response: object) -> bool:
    given = reading.body(response, "phrases", "none")
    if given is None or ("none" in given and given["none"] is not True):
        return False
    marked = given.get("phrases", [])
    return reading.is_subset(marked, reading.uids(_phrases(content))) and not ("none" in given and marked)


def answered(content: Content, response: object) -> bool:
    return check(content, response) and (_says_none(response) or bool(_marked(response)))


def grade(content: Content, response: object) -> Grade:
    if not answered(content, response):
        return NOTHING
    suspicious = set(reading.uids(_suspicious(content)))
    innocent = set(reading.uids(_phrases(content))) - suspicious
    marked = set(_marked(response))
    hits, alarms = len(marked & suspicious), len(marked & innocent)
    if suspicious:
        fraction = Fraction(hits, len(suspicious)) - Fraction(alarms, max(1, len(innocent)))
    else:
        fraction = Fraction(int(_says_none(response)))
    per_part = dict.fromkeys(marked & suspicious, 1 / max(1, len(suspicious)))
    per_part |= dict.fromkeys(marked & innocent, -1 / max(1, len(innocent)))
    if reading.text(content, "artefact") == NEUTRAL:
        return Grade(reading.clamped(float(fraction)), per_part)
    return Grade(
        reading.clamped(float(fraction)),
        per_part,
        hits=hits,
        misses=len(suspicious) - hits,
        false_alarms=alarms,
        correct_rejections=len(innocent) - alarms,
    )


def feedback(content: Content, response: object) -> list[Feedback]:
    if not answered(content, response):
        return []
    if _says_none(response):
        return [Feedback(None, reading.text(_none(content), "feedback"), is_right=not _suspicious(content))]
    marked = _marked(response)
    return [
        Feedback(uid, reading.text(row, "feedback"), reading.flag(row, "suspicious"))
        for row in _phrases(content)
        if (uid := reading.text(row, "uid")) in marked
    ]


def right_response(content: Content) -> Response:
    suspicious = reading.uids(_suspicious(content))
    return {"phrases": suspicious} if suspicious else {"none": True}


def right_answer(content: Content) -> str:
    suspicious = [f"“{reading.text(row, 'text').strip()}”" for row in _suspicious(content)]
    return " · ".join(suspicious) or NOTHING_SUSPICIOUS


def _phrases(content: Content) -> list[Row]:
    return reading.rows(content, "phrases")


def _suspicious(content: Content) -> list[Row]:
    return [row for row in _phrases(content) if reading.flag(row, "suspicious")]


def _none(content: Content) -> Row:
    value = content.get("none")
    return value if isinstance(value, dict) else {}


def _marked(response: object) -> list[str]:
    marked: list[str] = (reading.body(response, "phrases", "none") or {}).get("phrases", [])
    return marked


def _says_none(response: object) -> bool:
    return "none" in (reading.body(response, "phrases", "none") or {})
