"""Aiken and our own YAML; encodings; which format a file is."""

import pytest

from quizzes.formats import FileRefused, Format, Severity, detect, read

AIKEN = "เหรียญใดตรึงค่า\nA. บิตคอยน์\nB) เหรียญเสถียร\nANSWER: B\n\nข้อสอง\nA. ก\nANSWER: A\n\nข้อสาม\nA. ก\nB. ข\n"
YAML = """
ก1:
- id: ก1-1
  kind: multi
  objective: 2
  difficulty: 1
  facts: [L-32]
  confidence: true
  stem: โจทย์
  options:
  - {text: "ก", correct: true, feedback: "ใช่"}
  - {text: 5, correct: true}
  - {text: yes, correct: no}
- id: ก1-2
  kind: essay
  stem: x
- id: ก1-3
  kind: single
  stem: x
  options: [{text: ก, correct: maybe}, {text: ข}]
  colour: red
"""
TRUE_FALSE = "ราคาขึ้นเสมอไหม{F}"


def test_aiken_is_read_and_its_faults_have_lines() -> None:
    reading = read(Format.AIKEN, AIKEN)

    assert [(one["text"], one["correct"]) for one in reading.questions[0].content["choices"]] == [
        ("บิตคอยน์", False),
        ("เหรียญเสถียร", True),
    ]
    assert [problem.line for problem in reading.problems] == [8, 10]


@pytest.mark.parametrize("answer", ["C", "", "AB", "9", "ก"])
def test_an_aiken_answer_must_be_the_letter_of_an_option(answer: str) -> None:
    reading = read(Format.AIKEN, f"q\nA. a\nB. b\nANSWER: {answer}")

    assert [(one.line, one.severity) for one in reading.problems] == [(4, Severity.ERROR)]


def test_our_yaml_reads_texts_as_texts_and_names_what_is_wrong_with_its_line() -> None:
    reading = read(Format.YAML, YAML)

    question = reading.questions[0]
    assert (question.code, question.category, question.facts, question.difficulty) == (
        "ก1-1",
        "ก1",
        ("L-32",),
        1,
    )
    assert question.content["ask_confidence"]
    assert [one["text"] for one in question.content["choices"]] == ["ก", "5", "yes"]
    assert [(problem.line, problem.question) for problem in reading.problems] == [(14, "ก1-2"), (20, "ก1-3")]


def test_unknown_keys_are_named() -> None:
    reading = read(Format.YAML, YAML.replace("correct: maybe", "correct: true"))

    assert "colour" in reading.problems[-1].sentence_th
    assert reading.problems[-1].severity is Severity.WARNING


def test_broken_yaml_says_where() -> None:
    assert read(Format.YAML, "ก:\n- a: [1\n- b").problems[0].line == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "tis-620", "cp874"])
def test_thai_in_any_usual_encoding_is_read(encoding: str) -> None:
    reading = read(Format.GIFT, TRUE_FALSE.replace("{", " น้ำ{").encode(encoding))

    assert reading.questions[0].content["stem"] == "ราคาขึ้นเสมอไหม น้ำ"
    assert len(reading.problems) == (encoding in ("tis-620", "cp874"))  # it says that it changed the encoding


@pytest.mark.parametrize(
    "data",
    [
        "café crème à la carte {T}".encode("cp1252"),
        "日本語{T}".encode("shift-jis"),
        TRUE_FALSE.encode("utf-16-le"),
        "กขค{T}".encode()[1:],
        b"PK\x03\x04rest",
        b"%PDF-1.7",
        b"\xff\xfe\x00\xd8",
        b"a" * (10 * 1024 * 1024 + 1),
    ],
)
def test_what_cannot_be_read_for_sure_is_refused_in_thai(data: bytes) -> None:
    with pytest.raises(FileRefused, match=r"[ก-๙]"):
        read(Format.GIFT, data)


@pytest.mark.parametrize(
    ("name", "data", "format_"),
    [
        ("a.xml", b"", Format.MOODLE_XML),
        ("a.GIFT", b"", Format.GIFT),
        ("a.yml", b"", Format.YAML),
        ("a.txt", AIKEN.encode(), Format.AIKEN),
        ("a.txt", TRUE_FALSE.encode("tis-620"), Format.GIFT),
        ("a.txt", YAML.encode(), Format.YAML),
        ("export", b"\xef\xbb\xbf<?xml version='1.0'?><quiz/>", Format.MOODLE_XML),
        ("a.txt", "สวัสดี".encode(), None),
    ],
)
def test_the_format_is_told_by_name_or_by_looks(name: str, data: bytes, format_: Format | None) -> None:
    assert detect(name, data) is format_


def test_an_empty_file_is_told() -> None:
    assert all(
        "ไม่พบข้อสอบ" in read(format_, b"").problems[0].sentence_th
        for format_ in (Format.GIFT, Format.AIKEN, Format.YAML)
    )
