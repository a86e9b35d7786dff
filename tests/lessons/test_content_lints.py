"""What a careful editor would say of the files: said, with the file, and nothing said of what is well written."""

import pytest

from lessons.content_files import parse
from lessons.content_lint import Finding, figures, lint
from tests.lessons.test_curriculum_round_trip import CHOICES, FILES, LESSON, QUIZ

LESSON_FILE, QUIZ_FILE = "lessons/blockchain.md", "quizzes/blockchain.yaml"


def _findings(**changed: str) -> list[Finding]:
    names = {"lesson": LESSON_FILE, "quiz": QUIZ_FILE, "page": "pages/about.md"}
    return lint(parse({**FILES, **{names[name]: text for name, text in changed.items()}}))


def _said(findings: list[Finding], words: str, *, is_error: bool) -> bool:
    return any(words in one.message and one.is_error is is_error for one in findings)


def _with(words: str) -> list[Finding]:
    return _findings(lesson=LESSON.replace("\nจบ\n", f"\n{words}\n"))


def test_table_counts_words_facts_questions_and_kinds() -> None:
    (row,) = figures(parse(FILES))

    assert (row.code, row.minutes, row.facts, row.questions, row.kinds) == ("ก2", 7, 1, 5, 5)
    assert 60 < row.words < 200
    assert 0 < row.reading <= 100


def test_short_lesson_and_few_questions_are_errors() -> None:
    findings = _findings()

    assert _said(findings, "ควรเป็น 600–1100", is_error=True)
    assert _said(findings, "มีคำถาม 5 ข้อ", is_error=True)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("คนเรียกว่าคริปโต", "ให้เขียน คริปโท"),
        ("ใช้แอพนี้", "ให้เขียน แอป"),
        ("เหรียญนี้น่าซื้อ", "แนะนำให้ซื้อ"),
        ("วิธีนี้กำไรแน่นอน", "รับประกันผล"),
        ("คนที่หลงเชื่อเอง", "ถูกหลอก"),
    ],
)
def test_spelling_and_tone_are_errors(words: str, says: str) -> None:
    assert _said(_with(words), says, is_error=True)


@pytest.mark.parametrize(
    "words",
    ["เขาบอกว่า “กำไรแน่นอน น่าซื้อ”", "เราไม่แนะนำให้ซื้อ", "ใครที่รับประกันกำไรให้ถามกลับ", "ควรซื้อไหม", "รู้ทันคริปโต"],
)
def test_quoted_denied_and_asked_words_are_left_alone(words: str) -> None:
    told = [one.message for one in _with(words) if one.file == LESSON_FILE and one.is_error]

    assert len(told) == 2  # too short, too few questions: as without these words


def test_very_long_clause_is_told() -> None:
    assert _said(_with("กระเป๋าใบหนึ่งใบใดก็ได้ที่คุณมีอยู่" * 12), "วลีนี้ยาว", is_error=False)


def test_word_of_the_glossary_without_its_mark_is_told() -> None:
    assert _said(_findings(lesson=LESSON.replace("[[บล็อกเชน]]", "บล็อกเชน")), "[[…]]: บล็อกเชน", is_error=False)


def test_same_question_twice_is_an_error() -> None:
    again = f"  - code: k9-1\n    kind: single\n    stem: บล็อกเชนคืออะไร\n    difficulty: 1\n{CHOICES}"

    assert _said(_findings(quiz=QUIZ + again), "k9-1 ซ้ำกับ k2-1", is_error=True)


def test_answers_that_give_themselves_away_are_errors() -> None:
    more = "".join(
        f"  - code: k9-{n}\n    kind: single\n    stem: ถามข้อ {n}\n    difficulty: 1\n{CHOICES}"
        for n in range(4)
    )
    findings = _findings(quiz=QUIZ + more)

    assert _said(findings, "ข้อถูกอยู่ที่ 1 ทุกข้อ", is_error=True)
    assert _said(findings, "ข้อถูกยาวที่สุด 5 จาก 5", is_error=True)
