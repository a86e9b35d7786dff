"""What is written comes back: every format, every kind it can say, texts full of its own signs."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.formats import (
    EXPRESSIBLE,
    CannotWrite,
    Format,
    ImportedQuestion,
    Severity,
    check,
    read,
    tidy,
    write,
)
from tests.quizzes.formats.contents import PNG, questions

FAST = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
_RICH = [format_ for format_ in Format if format_ is not Format.AIKEN]
SINGLE = {
    "kind": "single",
    "stem": "โจทย์",
    "explanation": "",
    "choices": [
        {"uid": "a1", "text": "ก", "correct": True, "feedback": "ถูก"},
        {"uid": "b2", "text": "ข", "correct": False, "feedback": "ผิด"},
    ],
}


def returns(format_: Format, asked: list[ImportedQuestion]) -> list[ImportedQuestion]:
    reading = read(format_, write(format_, asked))
    assert reading.problems == []
    return reading.questions


@pytest.mark.parametrize(("format_", "kind"), [(one, kind) for one in _RICH for kind in EXPRESSIBLE[one]])
def test_what_a_format_can_say_comes_back_exactly(format_: Format, kind: str) -> None:
    said: list[ImportedQuestion] = []

    @FAST
    @given(st.lists(questions((kind,)), min_size=1, max_size=3))
    def holds(asked: list[ImportedQuestion]) -> None:
        sayable = [question for question in asked if not check(format_, [question])]
        said.extend(sayable)
        if sayable:
            assert returns(format_, sayable) == [tidy(question) for question in sayable]

    holds()

    assert said  # it did not hold only because nothing was ever written


@FAST
@given(st.lists(questions(EXPRESSIBLE[Format.AIKEN], bare=True), min_size=1, max_size=3))
def test_aiken_brings_back_plain_questions_exactly(asked: list[ImportedQuestion]) -> None:
    sayable = [question for question in asked if not check(Format.AIKEN, [question])]
    if sayable:
        assert returns(Format.AIKEN, sayable) == [tidy(question) for question in sayable]


@pytest.mark.parametrize("format_", Format)
def test_a_question_that_cannot_be_said_is_named_and_nothing_else_is_raised(format_: Format) -> None:
    @FAST
    @given(questions())
    def holds(asked: ImportedQuestion) -> None:
        refusals = [problem for problem in check(format_, [asked]) if problem.severity is Severity.ERROR]
        if not refusals:
            assert len(read(format_, write(format_, [asked])).questions) == 1
            return
        with pytest.raises(CannotWrite) as refused:
            write(format_, [asked])
        assert refused.value.problems == refusals
        assert {problem.question for problem in refusals} == {tidy(asked).name}

    holds()


@FAST
@given(questions())
def test_tidying_twice_changes_nothing_more(asked: ImportedQuestion) -> None:
    once = tidy(asked)

    assert tidy(once) == once


def test_kinds_of_our_own_are_refused_by_moodle_formats_by_name() -> None:
    spot = ImportedQuestion(
        name="ข้อหนึ่ง",
        content={"kind": "judge", "stem": "จริงไหม", "message": "ด่วน", "verdict": "scam"},
    )

    with pytest.raises(CannotWrite) as refused:
        write(Format.GIFT, [spot])

    assert refused.value.problems[0].question == "ข้อหนึ่ง"
    assert "หลอกหรือจริง" in refused.value.problems[0].sentence_th


@pytest.mark.parametrize("format_", [Format.GIFT, Format.MOODLE_XML])
def test_uids_stay_with_their_option_when_someone_reorders_the_file(format_: Format) -> None:
    asked = tidy(ImportedQuestion(code="k1", name="k1", content=SINGLE))
    data = write(format_, [asked]).decode()
    first, second = (line for line in data.splitlines() if "ถูก" in line or "ผิด" in line)
    swapped = data.replace(first, "@").replace(second, first).replace("@", second)

    choices = read(format_, swapped).questions[0].content["choices"]

    assert [(choice["text"], choice["uid"]) for choice in choices] == [("ข", "b2"), ("ก", "a1")]


def test_pictures_travel_inside_moodle_xml_and_show_in_moodle() -> None:
    content = SINGLE | {"stem": "ดู [ภาพ: a.png | กราฟ  แท่ง]\n  แล้ว [ภาพ: a.png] <b>ตอบ</b>"}
    asked = ImportedQuestion(name="ภาพ", content=content, images={"a.png": PNG, "b.gif": b"GIF89a.."})

    data = write(Format.MOODLE_XML, [asked])

    assert b'src="@@PLUGINFILE@@/a.png"' in data
    assert read(Format.MOODLE_XML, data).questions == [tidy(asked)]


def test_losses_are_told_before_writing() -> None:
    asked = ImportedQuestion(name="ข้อ", content=SINGLE, difficulty=2)

    told = check(Format.AIKEN, [asked])

    assert [problem.severity for problem in told] == [Severity.WARNING]
    assert "คำอธิบาย" in told[0].sentence_th
    assert "ความยาก" in told[0].sentence_th
