"""Judge: is this message a scam or genuine? Pure.

Rule: our own kind; 1 for the right verdict, 0 for the other. Counted as signal detection does: a scam called one is a
hit, a scam believed a miss, a genuine message called a scam a false alarm, one believed a correct rejection
(Green & Swets 1966, Signal Detection Theory and Psychophysics).
"""

from quizzes.kinds import reading, writing
from quizzes.kinds.base import NOTHING, Content, Feedback, Grade, Problem, Response
from quizzes.kinds.messages import message_problems

SCAM, GENUINE = "scam", "genuine"
VERDICTS = {SCAM: "หลอกลวง", GENUINE: "ของจริง"}


def problems(content: Content) -> list[Problem]:
    found = writing.stem_problems(content) + message_problems(content)
    if reading.text(content, "verdict") not in VERDICTS:
        found.append(Problem("verdict", "ยังไม่ได้บอกว่าข้อความนี้หลอกลวงหรือของจริง เลือกหนึ่งอย่าง"))
    for verdict, name in VERDICTS.items():
        sentence = f"ยังไม่มีคำอธิบายสำหรับผู้ที่ตอบว่า{name} เขียนบอกว่าสังเกตจากอะไร"
        found += writing.required(_feedback(content), "feedback", verdict, sentence)
    return found


def parts(content: Content) -> list[str]:
    return []


def check(content: Content, response: object) -> bool:
    given = reading.body(response, "verdict")
    return given is not None and (not given or given["verdict"] in list(VERDICTS))


def answered(content: Content, response: object) -> bool:
    return check(content, response) and bool(reading.body(response, "verdict"))


def grade(content: Content, response: object) -> Grade:
    truth = reading.text(content, "verdict")
    if not answered(content, response) or truth not in VERDICTS:
        return NOTHING
    said = _said(response)
    return Grade(
        float(said == truth),
        hits=int((truth, said) == (SCAM, SCAM)),
        misses=int((truth, said) == (SCAM, GENUINE)),
        false_alarms=int((truth, said) == (GENUINE, SCAM)),
        correct_rejections=int((truth, said) == (GENUINE, GENUINE)),
    )


def feedback(content: Content, response: object) -> list[Feedback]:
    if not answered(content, response):
        return []
    said = _said(response)
    return [Feedback(None, reading.text(_feedback(content), said), said == reading.text(content, "verdict"))]


def right_response(content: Content) -> Response:
    truth = reading.text(content, "verdict")
    return {"verdict": truth} if truth in VERDICTS else {}


def right_answer(content: Content) -> str:
    return VERDICTS.get(reading.text(content, "verdict"), "")


def _said(response: object) -> str:
    return reading.text(reading.body(response, "verdict") or {}, "verdict")


def _feedback(content: Content) -> reading.Row:
    value = content.get("feedback")
    return value if isinstance(value, dict) else {}
