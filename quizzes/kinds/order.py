"""Ordering: put all items in their right order. Pure.

Rules: one of Moodle's nine schemes, chosen by the author (`order_schemes`). A response names every item once; an order
that is not whole is no response.
"""

from quizzes.kinds import reading, writing
from quizzes.kinds.base import NOTHING, Content, Feedback, Grade, Problem, Response
from quizzes.kinds.order_schemes import Scheme, points

_TEXTS = (
    ("text", "ยังไม่มีข้อความ เขียนหรือลบรายการนี้"),
    ("feedback", "ยังไม่มีคำอธิบาย เขียนบอกผู้เรียนว่าทำไมอยู่ลำดับนี้"),
)


def problems(content: Content) -> list[Problem]:
    found = writing.stem_problems(content)
    found += writing.count_problems(content, "items", "รายการ", least=2)
    found += writing.row_problems(content, "items", "รายการ", _TEXTS)
    found += writing.uid_problems(writing.placed(content, "items"))
    if writing.repeated(reading.text(row, "text") for row in _items(content)):
        found.append(Problem("items", "มีรายการที่ข้อความซ้ำกัน แก้ให้ต่างกัน ผู้เรียนจะได้แยกออก"))
    if _scheme(content) is None:
        found.append(Problem("scheme", "ยังไม่ได้เลือกวิธีให้คะแนน เลือกหนึ่งวิธี"))
    return found


def parts(content: Content) -> list[str]:
    return reading.uids(_items(content))


def check(content: Content, response: object) -> bool:
    given = reading.body(response, "order")
    if given is None:
        return False
    named = given.get("order", [])
    known = parts(content)
    return reading.is_subset(named, known) and len(named) in {0, len(known)}


def answered(content: Content, response: object) -> bool:
    return bool(_order(content, response))


def grade(content: Content, response: object) -> Grade:
    order, scheme = _order(content, response), _scheme(content)
    if not order or scheme is None:
        return NOTHING
    known = parts(content)
    place = {uid: number for number, uid in enumerate(known)}
    each = points(scheme, [place[uid] for uid in order])
    reach = sum(most for _, most in each)
    fraction = sum(earned for earned, _ in each) / reach if reach else 0.0
    per_part = {uid: earned / most if most else 0.0 for uid, (earned, most) in zip(known, each, strict=True)}
    return Grade(fraction, per_part)


def feedback(content: Content, response: object) -> list[Feedback]:
    """Return each item's feedback in the order given; right is an item in its own place, whatever the scheme."""
    order, known = _order(content, response), parts(content)
    texts = {reading.text(row, "uid"): reading.text(row, "feedback") for row in _items(content)}
    return [Feedback(uid, texts[uid], uid == own) for uid, own in zip(order, known, strict=False)]


def right_response(content: Content) -> Response:
    return {"order": parts(content)}


def right_answer(content: Content) -> str:
    return " → ".join(reading.text(row, "text").strip() for row in _items(content))


def _items(content: Content) -> list[reading.Row]:
    return reading.rows(content, "items")


def _scheme(content: Content) -> Scheme | None:
    name = reading.text(content, "scheme")
    return Scheme(name) if name in set(Scheme) else None


def _order(content: Content, response: object) -> list[str]:
    """Return the order given, empty when there is none."""
    if not check(content, response):
        return []
    named: list[str] = (reading.body(response, "order") or {}).get("order", [])
    return named
