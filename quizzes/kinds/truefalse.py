"""True or false: จริง or ไม่จริง, always in that order. Pure.

Rule (Moodle 4.5, question/type/truefalse/question.php): 1 for the right one, 0 for the other; fractions play no part.
"""

from quizzes.kinds import choosing, reading, writing
from quizzes.kinds.base import NOTHING, Content, Feedback, Grade, Problem, Response


def problems(content: Content) -> list[Problem]:
    found = writing.stem_problems(content)
    found += writing.row_problems(content, "choices", "ตัวเลือก", choosing.CHOICE_TEXTS)
    found += writing.uid_problems(writing.placed(content, "choices"))
    rows = choosing.choices(content)
    right = sum(reading.flag(row, "correct") for row in rows)
    if len(rows) != 2:
        found.append(Problem("choices", f"ต้องมีสองตัวเลือก คือ จริง กับ ไม่จริง (ตอนนี้มี {len(rows)})"))
    elif right != 1:
        found.append(Problem("choices", f"ต้องถูกข้อเดียว (ตอนนี้ถูก {right}) เลือกว่า จริง หรือ ไม่จริง"))
    return found


def parts(content: Content) -> list[str]:
    return []


def check(content: Content, response: object) -> bool:
    return choosing.check(content, response, most=1)


def answered(content: Content, response: object) -> bool:
    return check(content, response) and bool(choosing.chosen(content, response))


def grade(content: Content, response: object) -> Grade:
    if not answered(content, response):
        return NOTHING
    row = choosing.chosen(content, response)[0]
    fraction = float(reading.flag(row, "correct"))
    return Grade(fraction, {reading.text(row, "uid"): fraction})


def feedback(content: Content, response: object) -> list[Feedback]:
    return choosing.feedback(content, response) if check(content, response) else []


def right_response(content: Content) -> Response:
    return choosing.response_of(_right(content))


def right_answer(content: Content) -> str:
    return choosing.joined(_right(content))


def _right(content: Content) -> list[reading.Row]:
    return [row for row in choosing.choices(content) if reading.flag(row, "correct")][:1]
