"""Single choice: one of several. Pure.

Rule (Moodle 4.5, question/type/multichoice/question.php): the fraction of the chosen choice; by default 1 for the
right one, 0 for others. Ours: a negative fraction marks 0, since the lowest mark of a question is 0 here.
"""

from quizzes.kinds import choosing, reading, writing
from quizzes.kinds.base import NOTHING, RIGHT_ABOVE, Content, Feedback, Grade, Problem, Response


def _share(row: reading.Row) -> float:
    return choosing.share(row, float(reading.flag(row, "correct")))


def problems(content: Content) -> list[Problem]:
    found = writing.stem_problems(content) + choosing.choice_problems(content)
    found += writing.uid_problems(writing.placed(content, "choices"))
    return found + right_problems(content)


def right_problems(content: Content, *, path: str = "") -> list[Problem]:
    """Return a problem unless exactly one choice is right and earns full marks."""
    where = f"{path}.choices" if path else "choices"
    right = [row for row in choosing.choices(content) if reading.flag(row, "correct")]
    if len(right) != 1:
        return [Problem(where, f"ต้องมีตัวเลือกที่ถูก 1 ตัวเลือกพอดี (ตอนนี้มี {len(right)}) เลือกข้อถูกใหม่")]
    full = [row for row in choosing.choices(content) if _share(row) > RIGHT_ABOVE]
    if full != right:
        return [Problem(where, "คะแนน 100% ต้องอยู่ที่ตัวเลือกที่ถูกเพียงตัวเดียว แก้คะแนนหรือแก้ข้อถูก")]
    return []


def parts(content: Content) -> list[str]:
    return reading.uids(choosing.choices(content))


def check(content: Content, response: object) -> bool:
    return choosing.check(content, response, most=1)


def answered(content: Content, response: object) -> bool:
    return check(content, response) and bool(choosing.chosen(content, response))


def grade(content: Content, response: object) -> Grade:
    if not answered(content, response):
        return NOTHING
    row = choosing.chosen(content, response)[0]
    share = _share(row)
    return Grade(reading.clamped(share), {reading.text(row, "uid"): share})


def feedback(content: Content, response: object) -> list[Feedback]:
    return choosing.feedback(content, response) if check(content, response) else []


def right_response(content: Content) -> Response:
    return choosing.response_of(_right(content))


def right_answer(content: Content) -> str:
    return choosing.joined(_right(content))


def _right(content: Content) -> list[reading.Row]:
    return [row for row in choosing.choices(content) if _share(row) > RIGHT_ABOVE][:1]
