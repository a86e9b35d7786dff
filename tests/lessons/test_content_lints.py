"""What a careful editor would say of the files: said, with the file, and nothing said of what is well written."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lessons.content_answers import share_of_longest, share_of_shortest
from lessons.content_files import parse
from lessons.content_items import ContentError, Finding
from lessons.content_lint import lint
from lessons.content_reading import figures, paragraphs
from lessons.content_words import Dictionary, read_words
from tests.lessons.test_curriculum_round_trip import CHOICES, FILES, LESSON, QUIZ

KNOWN = read_words(Path(__file__, "../../../content/known_words.txt").resolve().read_text(encoding="utf-8"))
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
    assert _said(findings, "ข้อถูกยาวที่สุดทั้ง 5 ข้อ", is_error=True)


def test_length_that_says_something_over_all_questions_is_an_error_in_both_directions() -> None:
    quizzes = {}
    for quiz in range(14):
        questions = "".join(
            f"  - code: q{quiz}-{n}\n    kind: single\n    stem: ถาม {quiz} {n}\n    difficulty: 1\n{CHOICES}"
            for n in range(3)
        )
        quizzes[f"quizzes/q{quiz}.yaml"] = f"slug: q{quiz}\ntitle: ชุด {quiz}\nquestions:\n{questions}"
    findings = lint(parse({**FILES, **quizzes}))

    assert _said(findings, "ข้อถูกเป็นข้อที่ยาวที่สุด 100%", is_error=True)
    assert _said(findings, "ข้อถูกเป็นข้อที่สั้นที่สุด 0%", is_error=True)


@pytest.mark.parametrize(
    ("right", "wrong", "longest", "shortest"),
    [
        ("กกก", ["ก", "กก"], 1, 0),
        ("ก", ["กก", "กก"], 0, 1),
        ("กก", ["กก", "ก"], 0.5, 0),
        ("ก [L-32]", ["ก", "กก"], 0, 0.5),
    ],
)
def test_options_as_long_as_the_right_one_share_its_place(
    right: str, wrong: list[str], longest: float, shortest: float
) -> None:
    options = [{"text": right, "correct": True}, *({"text": text, "correct": False} for text in wrong)]

    assert (share_of_longest(options), share_of_shortest(options)) == (longest, shortest)


@pytest.mark.parametrize(
    "text",
    ["ธนาครของคุณ", "โอนเงิินให้เขา", "ตรวจสอบใบอนุญาดก่อน", "เก็บหลักฐาน ห้ามลบแขต", "กระเป๋าเงนิของเรา"],
)
def test_planted_typo_is_an_error_that_shows_its_place(text: str) -> None:
    findings = lint(
        parse({**FILES, LESSON_FILE: LESSON.replace("\nจบ\n", f"\n{text}\n")}), dictionary=Dictionary(KNOWN)
    )

    told = [one for one in findings if "ไม่มีในพจนานุกรม" in one.message]
    assert told
    assert all(one.is_error and one.file == LESSON_FILE and "«" in one.message for one in told)


@pytest.mark.parametrize(
    "text",
    [
        "แชตกับแอดมินเรื่องคริปโทเคอร์เรนซี",
        "ตำรวจประเมินความเสียหาย",
        "ข้อ ก กับ ข",
        "ธปท. และ ก.ล.ต.",
        "จริง ๆ นะคะ",
        "มต",
    ],
)
def test_words_of_the_dictionary_and_of_the_list_are_left_alone(text: str) -> None:
    assert Dictionary(KNOWN).unknown(text) == []


def test_office_that_is_a_draft_cannot_be_named_anywhere() -> None:
    with pytest.raises(ContentError) as caught:
        parse({**FILES, "directory.yaml": FILES["directory.yaml"] + "  reason: รอตรวจ\n"})

    said = [str(one) for one in caught.value.problems]
    assert all("aoc-1441 ยังเป็นฉบับร่าง" in one for one in said)
    assert {one.partition(":")[0] for one in said} == {
        LESSON_FILE,
        "emergency-card.yaml",
        "patterns/fake-app.yaml",
    }


def test_report_reads_the_list_of_words_and_fails_on_a_typo(tmp_path: Path) -> None:
    for name, text in {**FILES, "pages/about.md": FILES["pages/about.md"] + "\nสวัสดีครัับ\n"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    out = StringIO()

    with pytest.raises(CommandError, match="จุดต้องแก้"):
        call_command("curriculum_report", "--check", dir=tmp_path, stdout=out)

    assert "pages/about.md: ไม่มีในพจนานุกรม" in out.getvalue()


def test_list_of_known_words_is_sorted_and_none_is_there_twice() -> None:
    path = Path(__file__, "../../../content/known_words.txt").resolve()
    words = [line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()]
    words = [word for word in words if word]

    assert words == sorted(set(words))


def test_hardest_paragraph_comes_first_with_its_longest_clause() -> None:
    long = "กระเป๋าใบหนึ่งใบใดก็ได้ที่คุณมีอยู่" * 5
    files = {**FILES, LESSON_FILE: LESSON.replace("\nจบ\n", f"\nประโยคสั้น ๆ อ่านง่าย มีไม่กี่คำ จบแล้ว\n\n{long}\n")}
    first, *rest = paragraphs(parse(files))

    assert first.text == long
    assert first.longest_clause == first.words > 20
    assert all(one.reading > first.reading for one in rest)


def test_words_that_come_once_are_told_for_each_lesson() -> None:
    (row,) = figures(
        parse({**FILES, LESSON_FILE: LESSON.replace("\nจบ\n", "\nก๋วยเตี๋ยวชามนี้ ก๋วยเตี๋ยว มะม่วง บล็อกเชน\n")})
    )

    assert "มะม่วง" in row.rare
    assert not {"ก๋วยเตี๋ยว", "บล็อกเชน"} & set(row.rare)
