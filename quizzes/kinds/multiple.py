"""Multiple choice: any number of several. Pure.

Rule (Moodle 4.5, question/type/multichoice/question.php): min(1, max(0, Σ fractions of the chosen)). Where the author
gave no fractions: 1/right for each right choice, −1/wrong for each wrong one, a Moodle author's convention.
"""

from fractions import Fraction

from quizzes.kinds import choosing, reading, writing
from quizzes.kinds.base import NOTHING, WRONG_BELOW, Content, Feedback, Grade, Problem, Response


def _shares(content: Content) -> dict[str, Fraction]:
    # exact, so that everything right is 1 and the order of choices cannot show in the last digit
    rows = choosing.choices(content)
    right = sum(reading.flag(row, "correct") for row in rows)
    by_default = {True: Fraction(1, max(1, right)), False: Fraction(-1, max(1, len(rows) - right))}
    return {reading.text(row, "uid"): _share(row, by_default[reading.flag(row, "correct")]) for row in rows}


def _share(row: reading.Row, default: Fraction) -> Fraction:
    return default if reading.number(row, "fraction") is None else Fraction(choosing.share(row, 0.0))


def problems(content: Content) -> list[Problem]:
    found = writing.stem_problems(content) + choosing.choice_problems(content)
    found += writing.uid_problems(writing.placed(content, "choices"))
    rows = choosing.choices(content)
    right = sum(reading.flag(row, "correct") for row in rows)
    wrong = len(rows) - right
    if right < 2 or wrong < 1:
        sentence = f"ต้องมีตัวเลือกที่ถูกอย่างน้อย 2 และที่ผิดอย่างน้อย 1 (ตอนนี้ถูก {right} ผิด {wrong}) แก้ตัวเลือก"
        found.append(Problem("choices", sentence))
    for place, row in enumerate(rows):
        share = reading.number(row, "fraction")
        if share is not None and (share > WRONG_BELOW) != reading.flag(row, "correct"):
            sentence = f"ตัวเลือกที่ {place + 1} ข้อถูกต้องได้คะแนนบวก ข้อผิดต้องได้ 0 หรือติดลบ แก้ให้ตรงกัน"
            found.append(Problem(f"choices.{place}.fraction", sentence))
    if not found:
        sentence = "เลือกข้อถูกครบแล้วยังไม่ได้เต็ม แก้คะแนนของข้อถูกให้รวมกันได้ 100%"
        found += writing.full_marks_problems(content, right_response, grade, sentence)
    return found


def parts(content: Content) -> list[str]:
    return reading.uids(choosing.choices(content))


def check(content: Content, response: object) -> bool:
    return choosing.check(content, response, most=None)


def answered(content: Content, response: object) -> bool:
    return bool(choosing.chosen(content, response))


def grade(content: Content, response: object) -> Grade:
    rows = choosing.chosen(content, response)
    if not rows:
        return NOTHING
    shares = _shares(content)
    earned = {uid: shares[uid] for uid in reading.uids(rows)}
    return Grade(
        reading.clamped(float(sum(earned.values()))), {uid: float(part) for uid, part in earned.items()}
    )


def feedback(content: Content, response: object) -> list[Feedback]:
    return choosing.feedback(content, response)


def right_response(content: Content) -> Response:
    return choosing.response_of(_right(content))


def right_answer(content: Content) -> str:
    return choosing.joined(_right(content))


def _right(content: Content) -> list[reading.Row]:
    shares = _shares(content)
    return [row for row in choosing.choices(content) if shares[reading.text(row, "uid")] > WRONG_BELOW]
