"""Matching: a right-hand text for each left-hand one. Pure.

Rules (Moodle 4.5, question/type/match/question.php): right parts / parts; a part left open is a wrong one; equal
right-hand texts are one choice; extras belong to no part.

A pair may carry `right_uid`, the name its right-hand text goes by on the page and in responses; without one it is the
pair's own uid, and a page that shows it shows the key.
"""

import unicodedata

from quizzes.kinds import reading, writing
from quizzes.kinds.base import NOTHING, Content, Feedback, Grade, Problem, Response
from quizzes.kinds.reading import Row

_PAIR_TEXTS = (
    ("left", "ยังไม่มีข้อความด้านซ้าย เขียนหรือลบคู่นี้"),
    ("right", "ยังไม่มีข้อความด้านขวา เขียนหรือลบคู่นี้"),
    ("feedback", "ยังไม่มีคำอธิบาย เขียนบอกผู้เรียนว่าทำไมคู่กัน"),
)
_EXTRA_TEXTS = (("text", "ยังว่างอยู่ เขียนข้อความหรือลบออก"),)


def problems(content: Content) -> list[Problem]:
    found = writing.stem_problems(content)
    found += writing.count_problems(content, "pairs", "คู่", least=2)
    found += writing.count_problems(content, "extras", "ตัวลวง", least=0)
    found += writing.row_problems(content, "pairs", "คู่", _PAIR_TEXTS)
    found += writing.row_problems(content, "extras", "ตัวลวง", _EXTRA_TEXTS)
    pairs = writing.placed(content, "pairs")
    found += writing.uid_problems([*pairs, *writing.placed(content, "extras")])
    if len(set(parts(content))) < len(parts(content)):
        found.append(Problem("pairs", "ชื่อของข้อความด้านขวาซ้ำกัน ลบคู่ล่าสุดแล้วเพิ่มใหม่"))
    if writing.repeated(reading.text(row, "left") for _, row in pairs):
        found.append(Problem("pairs", "ข้อความด้านซ้ายซ้ำกัน แก้ให้ต่างกัน ผู้เรียนจะได้รู้ว่าข้อไหน"))
    rights = {_same(reading.text(row, "right")) for _, row in pairs}
    for place, row in enumerate(reading.rows(content, "extras")):
        if _same(reading.text(row, "text")) in rights:
            sentence = f"ตัวลวงที่ {place + 1} เหมือนคำตอบที่ถูก แก้ให้ต่างกันหรือลบออก"
            found.append(Problem(f"extras.{place}.text", sentence))
    if len(rights) < 2 and len(pairs) >= 2:
        found.append(Problem("pairs", "ข้อความด้านขวาเหมือนกันทุกคู่ แก้ให้มีอย่างน้อย 2 แบบ"))
    return found


def parts(content: Content) -> list[str]:
    """Return the uids of the right-hand texts; the left-hand ones stay as their author put them."""
    return [uid for uid, _ in _right_texts(content)]


def check(content: Content, response: object) -> bool:
    given = reading.body(response, "pairs")
    if given is None:
        return False
    named = given.get("pairs", {})
    lefts, rights = set(reading.uids(_pairs(content))), set(parts(content))
    return (
        isinstance(named, dict)
        and len(named) <= len(lefts)
        and named.keys() <= lefts
        and all(isinstance(uid, str) and uid in rights for uid in named.values())
    )


def answered(content: Content, response: object) -> bool:
    return bool(_given(content, response))


def grade(content: Content, response: object) -> Grade:
    given = _given(content, response)
    if not given:
        return NOTHING
    earned = {
        uid: float(_is_right(content, row, given.get(uid)))
        for row in _pairs(content)
        if (uid := reading.text(row, "uid"))
    }
    return Grade(sum(earned.values()) / len(earned), earned)


def feedback(content: Content, response: object) -> list[Feedback]:
    given = _given(content, response)
    return [
        Feedback(uid, reading.text(row, "feedback"), _is_right(content, row, given[uid]))
        for row in _pairs(content)
        if (uid := reading.text(row, "uid")) in given
    ]


def right_response(content: Content) -> Response:
    return {"pairs": {uid: _right_uid(row) for row in _pairs(content) if (uid := reading.text(row, "uid"))}}


def right_answer(content: Content) -> str:
    pairs = _pairs(content)
    return " · ".join(
        f"{reading.text(row, 'left').strip()} → {reading.text(row, 'right').strip()}" for row in pairs
    )


def _pairs(content: Content) -> list[Row]:
    return reading.rows(content, "pairs")


def _given(content: Content, response: object) -> dict[str, str]:
    if not check(content, response):
        return {}
    named: dict[str, str] = (reading.body(response, "pairs") or {}).get("pairs", {})
    return named


def _right_uid(row: Row) -> str:
    return reading.text(row, "right_uid") or reading.text(row, "uid")


def _right_texts(content: Content) -> list[tuple[str, str]]:
    """Return what may be chosen, as (uid, text)."""
    texts = [(_right_uid(row), reading.text(row, "right")) for row in _pairs(content)]
    texts += [
        (reading.text(row, "uid"), reading.text(row, "text")) for row in reading.rows(content, "extras")
    ]
    return [(uid, text) for uid, text in texts if uid]


def _is_right(content: Content, row: Row, chosen: str | None) -> bool:
    texts = dict(_right_texts(content))
    return chosen in texts and _same(texts[chosen]) == _same(reading.text(row, "right"))


def _same(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()
