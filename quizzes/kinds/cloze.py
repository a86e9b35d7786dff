"""Cloze: gaps in a text, each a small question of its own. Pure.

Rules (Moodle 4.5, question/type/multianswer/question.php): the mean of the gaps' fractions, weighted; an empty gap is 0;
a gap's fraction may be below 0 (a choice with a negative one), the whole may not.
"""

import re

from quizzes.kinds import choosing, numeric, reading, short, single, writing
from quizzes.kinds.base import NOTHING, Content, Feedback, Grade, Kind, Problem, Response
from quizzes.kinds.reading import Row

_MOST_WEIGHT = 100  # keeps sums finite
_MARK = re.compile(r"\{\{([0-9]{1,3})\}\}")
_KINDS: dict[str, Kind] = {"short": short, "numeric": numeric, "choice": single}


def problems(content: Content) -> list[Problem]:
    found = writing.stem_problems(content)
    found += writing.required(content, "", "text", "ยังไม่มีข้อความ เขียนข้อความแล้วใส่ช่องว่างเป็น {{1}} {{2}}")
    found += writing.count_problems(content, "gaps", "ช่องว่าง", least=1)
    gaps = writing.placed(content, "gaps")
    inner = [
        one
        for path, gap in gaps
        for key in ("answers", "choices")
        for one in writing.placed(gap, key, path=path)
    ]
    found += writing.uid_problems([*gaps, *inner])
    found += _mark_problems(content)
    for place, (path, gap) in enumerate(gaps, 1):
        found += _gap_problems(gap, path, f"ช่องว่างที่ {place}")
    return found


def _mark_problems(content: Content) -> list[Problem]:
    """Return a problem unless the text has each gap's mark once and no other."""
    marks = sorted(
        int(number) for number in _MARK.findall(reading.text(content, "text")[: reading.MOST_WRITTEN])
    )
    count = len(_gaps(content))
    if marks == list(range(1, count + 1)):
        return []
    wanted = " ".join(f"{{{{{number}}}}}" for number in range(1, count + 1)) or "(ไม่มี)"
    return [Problem("text", f"ในข้อความต้องมีเครื่องหมายช่องว่างแต่ละอันครั้งเดียว: {wanted} เพิ่มหรือลบให้ตรงกัน")]


def _gap_problems(gap: Row, path: str, noun: str) -> list[Problem]:
    weight = reading.number(gap, "weight")
    found = []
    if weight is None or not 0 < weight <= _MOST_WEIGHT:
        found.append(
            Problem(f"{path}.weight", f"{noun} น้ำหนักต้องมากกว่า 0 และไม่เกิน {_MOST_WEIGHT} ใส่ตัวเลข เช่น 1")
        )
    kind = reading.text(gap, "kind")
    if kind == "short":
        return found + short.answer_problems(gap, path=path)
    if kind == "numeric":
        return found + numeric.answer_problems(gap, path=path)
    if kind == "choice":
        return found + choosing.choice_problems(gap, path=path) + single.right_problems(gap, path=path)
    return [*found, Problem(f"{path}.kind", f"{noun} ยังไม่ได้เลือกชนิด เลือกหนึ่งอย่าง: คำสั้น ตัวเลข ตัวเลือก")]


def parts(content: Content) -> list[str]:
    """Return the uids of the choices in gaps; each gap's choices may be shown in another order among themselves."""
    gaps = [gap for gap in _gaps(content) if reading.text(gap, "kind") == "choice"]
    return [uid for gap in gaps for uid in single.parts(gap)]


def check(content: Content, response: object) -> bool:
    given = reading.body(response, "gaps")
    if given is None:
        return False
    named = given.get("gaps", {})
    known = {reading.text(gap, "uid"): gap for gap in _gaps(content)}
    return (
        isinstance(named, dict)
        and len(named) <= len(known)
        and all(uid and uid in known and reading.is_typed(value) for uid, value in named.items())
        and all(
            _kind(known[uid]).check(known[uid], _inner(known[uid], value)) for uid, value in named.items()
        )
    )


def answered(content: Content, response: object) -> bool:
    given = _given(content, response)
    return any(
        _kind(gap).answered(gap, given[gap_uid])
        for gap_uid, gap in _known(content).items()
        if gap_uid in given
    )


def grade(content: Content, response: object) -> Grade:
    given = _given(content, response)
    if not given:
        return NOTHING
    earned = {uid: _share(gap, given.get(uid)) for uid, gap in _known(content).items()}
    weights = {uid: _weight(gap) for uid, gap in _known(content).items()}
    whole = sum(weights[uid] * share for uid, share in earned.items()) / sum(weights.values())
    return Grade(reading.clamped(whole), earned)


def feedback(content: Content, response: object) -> list[Feedback]:
    """Return what is said to each filled gap; `uid` is the gap's."""
    given = _given(content, response)
    found: list[Feedback] = []
    for uid, gap in _known(content).items():
        if uid in given:
            found += (Feedback(uid, one.text, one.is_right) for one in _kind(gap).feedback(gap, given[uid]))
    return found


def right_response(content: Content) -> Response:
    right: dict[str, str] = {}
    for uid, gap in _known(content).items():
        response = _kind(gap).right_response(gap)
        value = response.get("text") or next(iter(response.get("choices", [])), None)
        if value:
            right[uid] = value
    return {"gaps": right}


def right_answer(content: Content) -> str:
    gaps = enumerate(_known(content).values(), 1)
    return " · ".join(f"({place}) {_kind(gap).right_answer(gap)}" for place, gap in gaps)


def _gaps(content: Content) -> list[Row]:
    return reading.rows(content, "gaps")


def _known(content: Content) -> dict[str, Row]:
    """Return the gaps that can be filled, by uid."""
    return {
        uid: gap
        for gap in _gaps(content)
        if (uid := reading.text(gap, "uid")) and reading.text(gap, "kind") in _KINDS
    }


def _kind(gap: Row) -> Kind:
    return _KINDS.get(reading.text(gap, "kind"), short)


def _inner(gap: Row, value: str) -> Response:
    if reading.text(gap, "kind") == "choice":
        return {"choices": [value] if value else []}
    return {"text": value}


def _given(content: Content, response: object) -> dict[str, Response]:
    """Return each filled gap's response, as its own kind takes it."""
    if not check(content, response):
        return {}
    named: dict[str, str] = (reading.body(response, "gaps") or {}).get("gaps", {})
    return {uid: _inner(gap, named[uid]) for uid, gap in _known(content).items() if uid in named}


def _share(gap: Row, response: Response | None) -> float:
    """Return a gap's own fraction; unlike a whole question's it may be below 0."""
    return next(iter(_kind(gap).grade(gap, response).per_part.values()), 0.0)


def _weight(gap: Row) -> float:
    weight = reading.number(gap, "weight")
    return weight if weight is not None and 0 < weight <= _MOST_WEIGHT else 1.0
