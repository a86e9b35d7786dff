"""Short answer: a few words typed by the learner. Pure.

Rules (Moodle 4.5, question/type/shortanswer/question.php): the author's answers are tried in order and the first that
describes the response gives its fraction and feedback; how they are compared is in `wildcards`. Ours: `thai_tolerant`
lets spellings count that look alike in Thai (`thai.answers`), which Moodle refuses (reference/interop.md §6.3).
"""

from quizzes.kinds import reading, wildcards, writing
from quizzes.kinds.base import NOTHING, RIGHT_ABOVE, Content, Feedback, Grade, Problem, Response
from quizzes.kinds.reading import Row

_TEXTS = (
    ("pattern", "ยังว่างอยู่ เขียนคำตอบหรือลบออก"),
    ("feedback", "ยังไม่มีคำอธิบาย เขียนบอกผู้เรียนที่ตอบแบบนี้"),
)


def problems(content: Content) -> list[Problem]:
    found = writing.stem_problems(content)
    found += writing.uid_problems(writing.placed(content, "answers"))
    found += answer_problems(content)
    found += writing.required(content, "", "otherwise", "เขียนคำแนะนำสำหรับผู้ที่ตอบอย่างอื่นด้วย")
    return found


def answer_problems(content: Content, *, path: str = "") -> list[Problem]:
    """Return what is wrong with the answers, of a question or of one gap."""
    found = writing.count_problems(content, "answers", "คำตอบ", least=1, path=path)
    found += writing.row_problems(content, "answers", "คำตอบ", _TEXTS, path=path)
    for place, (where, row) in enumerate(writing.placed(content, "answers", path=path), 1):
        found += writing.fraction_problems(row, where, f"คำตอบที่ {place}", least=0, optional=False)
        pattern = reading.text(row, "pattern")
        if wildcards.has_blank_edges(pattern):
            sentence = f"คำตอบที่ {place} มีช่องว่างข้างหน้าหรือข้างหลัง ลบออก ไม่อย่างนั้นจะไม่มีใครตอบตรง"
            found.append(Problem(f"{where}.pattern", sentence))
        if len(pattern) > wildcards.MOST_PATTERN:
            sentence = f"คำตอบที่ {place} ยาวเกิน {wildcards.MOST_PATTERN} ตัวอักษร ผู้เรียนพิมพ์ได้ไม่ถึง ย่อให้สั้นลง"
            found.append(Problem(f"{where}.pattern", sentence))
    if not found:
        found += full_answer_problems(
            content, right_response(content), grade(content, right_response(content)), path
        )
    return found


def full_answer_problems(content: Content, right: Response, earned: Grade, path: str) -> list[Problem]:
    """Return a problem when no answer earns full marks, or an earlier one takes the response that should."""
    where = f"{path}.answers" if path else "answers"
    if not writing.has_full_share(reading.rows(content, "answers")):
        return [Problem(where, "ยังไม่มีคำตอบที่ได้ 100% ใส่คะแนนเต็มให้คำตอบที่ถูกอย่างน้อยหนึ่งคำตอบ")]
    if earned.fraction <= RIGHT_ABOVE:
        sentence = f"ผู้ที่ตอบว่า “{right['text']}” ยังไม่ได้เต็ม เพราะตรงกับคำตอบข้างบนก่อน ย้ายคำตอบที่ถูกขึ้นไปก่อน"
        return [Problem(where, sentence)]
    return []


def parts(content: Content) -> list[str]:
    return []


def check(content: Content, response: object) -> bool:
    given = reading.body(response, "text")
    return given is not None and reading.is_typed(given.get("text", ""))


def answered(content: Content, response: object) -> bool:
    return check(content, response) and bool(typed(response).strip())


def typed(response: object) -> str:
    """Return the text of a response, "" when there is none."""
    return reading.text(reading.body(response, "text") or {}, "text")


def grade(content: Content, response: object) -> Grade:
    row = _first_match(content, response)
    if row is None:
        return NOTHING
    fraction = reading.clamped(reading.number(row, "fraction") or 0.0)
    return Grade(fraction, {reading.text(row, "uid"): fraction})


def feedback(content: Content, response: object) -> list[Feedback]:
    if not answered(content, response):
        return []
    return feedback_of(content, _first_match(content, response))


def feedback_of(content: Content, row: Row | None) -> list[Feedback]:
    """Return the feedback of the answer that was given, or of "anything else"."""
    if row is None:
        return [Feedback(None, reading.text(content, "otherwise"), is_right=False)]
    is_right = (reading.number(row, "fraction") or 0.0) > RIGHT_ABOVE
    return [Feedback(reading.text(row, "uid") or None, reading.text(row, "feedback"), is_right)]


def right_response(content: Content) -> Response:
    full = full_answer(content)
    if full is None:
        return {}
    return {"text": _comparison(content).example_of(reading.text(full, "pattern"))}


def right_answer(content: Content) -> str:
    return reading.text(right_response(content), "text")


def full_answer(content: Content) -> Row | None:
    """Return the first answer that earns full marks."""
    rows = reading.rows(content, "answers")
    return next((row for row in rows if (reading.number(row, "fraction") or 0.0) > RIGHT_ABOVE), None)


def _first_match(content: Content, response: object) -> Row | None:
    if not answered(content, response):
        return None
    comparison = _comparison(content)
    lines = comparison.lines_of(typed(response))
    rows = reading.rows(content, "answers")
    return next((row for row in rows if comparison.fits(reading.text(row, "pattern"), lines)), None)


def _comparison(content: Content) -> wildcards.Comparison:
    return wildcards.Comparison(
        case_sensitive=reading.flag(content, "case_sensitive"),
        thai_tolerant=reading.flag(content, "thai_tolerant"),
    )
