"""What the kinds that choose among written choices share: single, multiple, true or false, a gap with choices. Pure."""

from quizzes.kinds import reading, writing
from quizzes.kinds.base import Content, Feedback, Problem, Response
from quizzes.kinds.reading import Row

FEEDBACK = "ยังไม่มีคำอธิบาย เขียนบอกผู้เรียนที่เลือกข้อนี้ว่าทำไมถูกหรือไม่ถูก"
CHOICE_TEXTS = (("text", "ยังไม่มีข้อความ เขียนข้อความหรือลบตัวเลือกนี้"), ("feedback", FEEDBACK))


def choices(content: Content) -> list[Row]:
    return reading.rows(content, "choices")


def chosen(content: Content, response: object) -> list[Row]:
    """Return the chosen choices in the author's order; none when the response is not well formed."""
    given = (reading.body(response, "choices") or {}).get("choices", [])
    known = choices(content)
    if not reading.is_subset(given, reading.uids(known)):
        return []
    return [row for row in known if reading.text(row, "uid") in given]


def check(content: Content, response: object, *, most: int | None) -> bool:
    given = reading.body(response, "choices")
    if given is None:
        return False
    named = given.get("choices", [])
    return reading.is_subset(named, reading.uids(choices(content))) and (most is None or len(named) <= most)


def feedback(content: Content, response: object) -> list[Feedback]:
    return [
        Feedback(reading.text(row, "uid"), reading.text(row, "feedback"), reading.flag(row, "correct"))
        for row in chosen(content, response)
    ]


def choice_problems(content: Content, *, path: str = "") -> list[Problem]:
    """Return what is wrong with the choices, one by one and together, but for how many are right."""
    found = writing.count_problems(content, "choices", "ตัวเลือก", least=2, path=path)
    found += writing.row_problems(content, "choices", "ตัวเลือก", CHOICE_TEXTS, path=path)
    for place, (where, row) in enumerate(writing.placed(content, "choices", path=path), 1):
        noun = f"ตัวเลือกที่ {place}"
        found += writing.fraction_problems(row, where, noun, least=-1, optional=True)
    if writing.repeated(reading.text(row, "text") for row in choices(content)):
        found.append(Problem(f"{path}.choices" if path else "choices", "มีตัวเลือกที่ข้อความซ้ำกัน แก้ให้ต่างกัน"))
    return found


def share(row: Row, default: float) -> float:
    """Return the choice's own share of the mark, −1 to 1, or the default where its author gave none."""
    own = reading.number(row, "fraction")
    return default if own is None else min(1.0, max(-1.0, own))


def response_of(some: list[Row]) -> Response:
    return {"choices": reading.uids(some)}


def joined(some: list[Row]) -> str:
    return " · ".join(reading.text(row, "text").strip() for row in some)
