"""Reading content files: what they say, and what is wrong with them, by file and line. No database."""

import datetime as dt
from pathlib import Path

import pytest

from lessons import content_parts
from lessons.content_files import ContentError, Curriculum, digest, parse

CONTENT = Path(__file__).resolve().parents[2] / "content"
COURSE = "slug: kor\ncode: ก\norder: 1\ntitle: รู้จักเงินดิจิทัล\nintroduction: เริ่มจากศูนย์\n"
LESSON = """---
code: ก2
slug: blockchain
course: kor
order: 2
title: บล็อกเชน
duration_minutes: 7
introduction: สมุดบัญชีที่หลายคนถือ
objectives:
  - อธิบายบล็อกเชนได้
reviewed_on: 2026-11-24
sources:
  - title: NIST
    url: https://www.nist.gov/
    date: 2018-10-03
    facts: [B-01]
quiz: blockchain
---
:::callout tone="question" title="ลองคิด"
ถ้า **แก้** สมุดคนเดียวล่ะ
:::

## หัวข้อ

ย่อหน้า

:::chart series="binance/BTC-USDT/1d" range="90d" caption="ราคารายวัน"
:::

จบ
"""
QUIZ = """slug: blockchain
title: ทบทวนบล็อกเชน
pass_percent: 60
questions:
  - code: k2-1
    kind: single
    stem: บล็อกเชนคืออะไร
    choices:
      - {text: สมุดที่มีหลายสำเนา, correct: true, feedback: ถูกแล้ว}
      - {text: เหรียญ, correct: false, feedback: เหรียญจดอยู่ในสมุด}
"""
FILES = {
    "courses/kor.yaml": COURSE,
    "lessons/blockchain.md": LESSON,
    "quizzes/blockchain.yaml": QUIZ,
    "README.md": "# อ่านก่อน",
}


def _problems(**changed: str) -> list[str]:
    names = {
        "course": "courses/kor.yaml",
        "lesson": "lessons/blockchain.md",
        "quiz": "quizzes/blockchain.yaml",
    }
    with pytest.raises(ContentError) as caught:
        parse({**FILES, **{names[key]: text for key, text in changed.items()}})
    return [str(problem) for problem in caught.value.problems]


def test_files_are_read_whole() -> None:
    curriculum = parse(FILES)

    lesson = curriculum.of("lesson")[0]
    assert (lesson["course"], lesson["reviewed_on"]) == ("kor", dt.date(2026, 11, 24))
    assert lesson["sources"][0]["date"] == "2018-10-03"
    assert list(lesson.body) == [
        content_parts.Callout("question", "ลองคิด", "ถ้า **แก้** สมุดคนเดียวล่ะ"),
        content_parts.Text("## หัวข้อ\n\nย่อหน้า"),
        content_parts.Chart("binance/BTC-USDT/1d", "90d", "ราคารายวัน"),
        content_parts.Text("จบ"),
    ]
    assert [choice["correct"] for choice in curriculum.of("quiz")[0].questions[0].content["choices"]] == [
        True,
        False,
    ]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    windows = {name: "\ufeff" + text.replace("\n", "\r\n") for name, text in FILES.items()}

    assert parse(windows) == parse(FILES)


def test_comments_and_order_of_fields_leave_the_digest_alone() -> None:
    other = "# หมายเหตุ\n" + "\n".join(reversed(COURSE.splitlines())) + "\n"

    assert digest(parse({**FILES, "courses/kor.yaml": other}).of("course")[0]) == digest(
        parse(FILES).of("course")[0]
    )


def test_no_files_are_an_empty_curriculum() -> None:
    assert parse({}) == Curriculum()


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "says"),
    [
        ("course", "order: 1", "order: หนึ่ง", 3, "order ต้องเป็นจำนวนเต็ม"),
        ("course", "title: รู้จักเงินดิจิทัล\n", "", 1, "title ยังไม่มีข้อความ"),
        ("course", "slug: kor", "slug: กอ", 1, "a–z"),
        ("course", "code: ก", "kode: ก", 2, "ไม่รู้จักช่อง kode"),
        ("course", "order: 1", "order: 1\norder: 2", 4, "ช่อง order ซ้ำ"),
        ("course", "order: 1", "order: [1", 4, "อ่าน YAML ไม่ออก"),
        ("course", COURSE, "- เอ", 1, "ช่อง: ค่า"),
        ("lesson", "---\ncode", "code", 1, "---"),
        ("lesson", "course: kor", "course: none", 4, "ไม่มีวิชา none"),
        ("lesson", "quiz: blockchain", "quiz: none", 17, "ไม่มีแบบทดสอบ none"),
        ("lesson", "2026-11-24", "24/11/2569", 11, "วันที่"),
        ("lesson", "https://www", "javascript:alert", 14, "https://"),
        ("lesson", "  - title: NIST\n", "  - NIST\n  - title: NIST\n", 12, "แต่ละรายการ"),
        ("lesson", ':::callout tone="question"', ':::callout tone="pink"', 19, "tone"),
        ("lesson", ':::callout tone="question" title="ลองคิด"', ":::callout", 19, "ต้องมี title"),
        ("lesson", ":::callout", ":::video", 19, "ไม่รู้จัก :::video"),
        ("lesson", 'range="90d"', 'range="2y"', 27, "range"),
        ("lesson", 'range="90d"', 'range="90d" color="red"', 27, "ไม่มีค่า color"),
        ("lesson", 'caption="ราคารายวัน"\n:::\n', 'caption="ราคารายวัน"\n', 27, "ยังไม่ปิด"),
        ("lesson", "## หัวข้อ", "# หัวข้อ", 23, "##"),
        ("lesson", "ย่อหน้า", "![ภาพ](a.png)", 25, "ภาพ"),
        ("lesson", "ย่อหน้า", "| ก | ข |", 25, "ตาราง"),
        ("quiz", "kind: single", "kind: essay", 5, "essay"),
        ("quiz", "correct: true", "correct: false", 8, "k2-1"),
        ("quiz", "correct: true", "correct: อาจจะ", 9, "true"),
        ("quiz", ", feedback: ถูกแล้ว", "", 9, "คำอธิบาย"),
        ("quiz", "pass_percent: 60", "pass_percent: 600", 3, "0–100"),
    ],
)
def test_fault_is_said_with_its_file_and_line(file: str, old: str, new: str, line: int, says: str) -> None:
    text = {"course": COURSE, "lesson": LESSON, "quiz": QUIZ}[file]
    assert old in text

    problems = _problems(**{file: text.replace(old, new, 1)})

    assert any(f":{line}: " in problem and says in problem for problem in problems), problems


def test_all_faults_of_all_files_are_said_at_once() -> None:
    problems = _problems(course=COURSE.replace("order: 1", "order: x"), quiz=QUIZ.replace("single", "essay"))

    assert {problem.split(":")[0] for problem in problems} == {"courses/kor.yaml", "quizzes/blockchain.yaml"}


def test_same_slug_twice_is_a_fault() -> None:
    with pytest.raises(ContentError, match=r"courses/two\.yaml:1: kor ใช้แล้วใน courses/kor\.yaml"):
        parse({**FILES, "courses/two.yaml": COURSE})


def test_starter_curriculum_has_no_fault() -> None:
    files = {
        path.relative_to(CONTENT).as_posix(): path.read_text(encoding="utf-8")
        for path in CONTENT.rglob("*")
        if path.suffix in {".yaml", ".md"}
    }

    curriculum = parse(files)

    assert len(curriculum.of("course")) >= 3
    assert len(curriculum.of("fact")) > 200
