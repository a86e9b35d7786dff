"""Numeric: a number typed by the learner. Pure.

Rules (Moodle 4.5, question/type/numerical/question.php): the first answer whose interval holds the number gives its
fraction and feedback. How numbers are read and how near is near enough is in `numbers`. A unit is never asked for and
a missing one costs nothing (Moodle's "unit optional").
"""

from quizzes.kinds import numbers, reading, short, writing
from quizzes.kinds.base import NOTHING, Content, Feedback, Grade, Problem, Response
from quizzes.kinds.reading import Row

_TEXTS = (("feedback", "ยังไม่มีคำอธิบาย เขียนบอกผู้เรียนที่ตอบเลขนี้"),)


def problems(content: Content) -> list[Problem]:
    found = writing.stem_problems(content)
    found += writing.uid_problems(writing.placed(content, "answers"))
    found += answer_problems(content)
    found += writing.required(content, "", "otherwise", "เขียนคำแนะนำสำหรับผู้ที่ตอบเลขอื่นด้วย")
    return found


def answer_problems(content: Content, *, path: str = "") -> list[Problem]:
    """Return what is wrong with the answers, of a question or of one gap."""
    found = writing.count_problems(content, "answers", "คำตอบ", least=1, path=path)
    found += writing.row_problems(content, "answers", "คำตอบ", _TEXTS, path=path)
    for place, (where, row) in enumerate(writing.placed(content, "answers", path=path), 1):
        noun = f"คำตอบที่ {place}"
        found += writing.fraction_problems(row, where, noun, least=0, optional=False)
        if reading.number(row, "value") is None:
            found.append(Problem(f"{where}.value", f"{noun} ยังไม่มีตัวเลข ใส่ตัวเลขหรือลบคำตอบนี้"))
        tolerance = reading.number(row, "tolerance")
        if tolerance is None or tolerance < 0:
            found.append(Problem(f"{where}.tolerance", f"{noun} ค่าคลาดเคลื่อนต้องเป็น 0 หรือมากกว่า ใส่ตัวเลขใหม่"))
        if reading.text(row, "tolerance_type") not in set(numbers.ToleranceType):
            found.append(Problem(f"{where}.tolerance_type", f"{noun} ยังไม่ได้เลือกวิธีคิดค่าคลาดเคลื่อน เลือกหนึ่งวิธี"))
    if any(character.isdigit() for character in reading.text(content, "unit")):
        found.append(Problem(f"{path}.unit" if path else "unit", "หน่วยต้องไม่มีตัวเลข เขียนเป็นคำ เช่น บาท"))
    if not found:
        right = right_response(content)
        found += short.full_answer_problems(content, right, grade(content, right), path)
    return found


def parts(content: Content) -> list[str]:
    return []


def check(content: Content, response: object) -> bool:
    return short.check(content, response)


def answered(content: Content, response: object) -> bool:
    return short.answered(content, response)


def value_of(content: Content, response: object) -> float | None:
    """Return the number that was given; None when there is none, so that a form can ask for one."""
    if not answered(content, response):
        return None
    return numbers.read(short.typed(response), unit=reading.text(content, "unit"))


def grade(content: Content, response: object) -> Grade:
    row = _first_holding(content, response)
    if row is None:
        return NOTHING
    fraction = reading.clamped(reading.number(row, "fraction") or 0.0)
    return Grade(fraction, {reading.text(row, "uid"): fraction})


def feedback(content: Content, response: object) -> list[Feedback]:
    if not answered(content, response):
        return []
    return short.feedback_of(content, _first_holding(content, response))


def right_response(content: Content) -> Response:
    full = short.full_answer(content)
    value = reading.number(full, "value") if full else None
    return {} if value is None else {"text": repr(value)}


def right_answer(content: Content) -> str:
    full = short.full_answer(content)
    value = reading.number(full, "value") if full else None
    if value is None:
        return ""
    return f"{numbers.written(value)} {reading.text(content, 'unit')}".strip()


def _first_holding(content: Content, response: object) -> Row | None:
    given = value_of(content, response)
    if given is None:
        return None
    return next((row for row in reading.rows(content, "answers") if _holds(row, given)), None)


def _holds(row: Row, given: float) -> bool:
    value = reading.number(row, "value")
    if value is None:
        return False
    tolerance = reading.number(row, "tolerance") or 0.0
    low, high = numbers.interval(value, tolerance, reading.text(row, "tolerance_type"))
    return low <= given <= high
