"""Moodle XML: what Moodle writes (now and in 1.9) comes in as meant; what we do not have is named."""

import base64
from typing import Any

import pytest

from quizzes.formats import Format, Reading, Severity, read

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\nxx").decode()


def xml(*questions: str) -> Reading:
    return read(
        Format.MOODLE_XML,
        '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n' + "\n".join(questions) + "\n</quiz>",
    )


def question(kind: str, inner: str, stem: str = "<text>โจทย์</text>") -> str:
    return f'<question type="{kind}"><name><text>ชื่อ</text></name><questiontext format="html">{stem}</questiontext>{inner}</question>'


def answer(text: str, fraction: str, inner: str = "", feedback: str = "") -> str:
    return f'<answer fraction="{fraction}"><text>{text}</text>{inner}<feedback><text>{feedback}</text></feedback></answer>'


def content(kind: str, inner: str, stem: str = "<text>โจทย์</text>") -> dict[str, Any]:
    reading = xml(question(kind, inner, stem))
    assert reading.is_clean, reading.problems
    return reading.questions[0].content


def test_a_multichoice_keeps_weights_feedback_category_and_tags() -> None:
    reading = xml(
        '<question type="category"><category><text>$course$/top/ก/ข</text></category><info/></question>',
        question(
            "multichoice",
            "<single>false</single>"
            + answer("ก", "33.33333", feedback="ดี")
            + answer("<![CDATA[<p>ข &lt; ค</p>]]>", "66.66667")
            + answer("ง", "-100")
            + "<tags><tag><text>หลอก</text></tag><tag><text>ข้อเท็จจริง:P-03</text></tag></tags>"
            + "<idnumber>k1-1</idnumber><hint><text>ใบ้</text></hint>",
        ),
    )

    found = reading.questions[0]

    assert (found.category, found.tags, found.facts, found.code) == ("ก/ข", ("หลอก",), ("P-03",), "k1-1")
    assert found.content["kind"] == "multiple"
    assert [(one["text"], one["fraction"]) for one in found.content["choices"]] == [
        ("ก", 0.3333333),
        ("ข < ค", 0.6666667),
        ("ง", -1.0),
    ]
    assert [problem.severity for problem in reading.problems] == [Severity.NOTE]  # the hint


def test_numbers_come_with_tolerance_and_unit() -> None:
    found = content(
        "numerical",
        answer("3.5", "100", "<tolerance>0.1</tolerance>", "ใช่")
        + answer("*", "0", feedback="ลองใหม่")
        + "<units><unit><multiplier>1</multiplier><unit_name>บาท</unit_name></unit></units>",
    )

    assert (found["answers"][0]["value"], found["answers"][0]["tolerance"]) == (3.5, 0.1)
    assert (found["unit"], found["otherwise"]) == ("บาท", "ลองใหม่")


def test_matching_short_answer_true_false_and_ordering() -> None:
    pairs = "".join(
        f"<subquestion><text>{left}</text><answer><text>{right}</text></answer></subquestion>"
        for left, right in (("ก", "1"), ("ข", "2"), ("", "3"))
    )

    assert [pair["right"] for pair in content("matching", pairs)["pairs"]] == ["1", "2"]
    assert content("matching", pairs)["extras"][0]["text"] == "3"
    assert content("shortanswer", "<usecase>1</usecase>" + answer("a*", "100"))["case_sensitive"]
    assert [
        one["correct"]
        for one in content("truefalse", answer("false", "100") + answer("true", "0"))["choices"]
    ] == [False, True]
    ordered = {
        scheme: content(
            "ordering", f"<gradingtype>{scheme}</gradingtype>" + answer("ก", "1") + answer("ข", "2")
        )
        for scheme in ("-1", "LONGEST_ORDERED_SUBSET")
    }
    assert [one["scheme"] for one in ordered.values()] == ["all_or_nothing", "longest_ordered_subset"]


def test_old_true_false_files_have_true_first() -> None:
    assert [
        one["correct"] for one in content("truefalse", answer("ใช่", "0") + answer("ไม่", "100"))["choices"]
    ] == [False, True]


def test_a_cloze_text_becomes_gaps() -> None:
    stem = (
        "<text><![CDATA[<p>เมือง {1:SHORTANSWER:=กรุงเทพ#ใช่~%50%กทม.~*#ลองใหม่} มี {2:NUMERICAL:=50:1} เขต "
        "{:MC:~ก\\}~=ข &#33;}</p>]]></text>"
    )

    found = content("multianswer", "", stem)

    assert found["text"] == "เมือง {{1}} มี {{2}} เขต {{3}}"
    short, number, choice = found["gaps"]
    assert [(one["pattern"], one["fraction"], one["feedback"]) for one in short["answers"]] == [
        ("กรุงเทพ", 1.0, "ใช่"),
        ("กทม.", 0.5, ""),
    ]
    assert short["otherwise"] == "ลองใหม่"
    assert (number["weight"], number["answers"][0]["value"], number["answers"][0]["tolerance"]) == (
        2.0,
        50.0,
        1.0,
    )
    assert [(one["text"], one["correct"]) for one in choice["choices"]] == [("ก}", False), ("ข !", True)]


def test_pictures_are_kept_when_they_are_pictures() -> None:
    stem = (
        '<text><![CDATA[<p>ดู <img src="@@PLUGINFILE@@/my%20pic.png" alt="กราฟ"><img src="@@PLUGINFILE@@/x.svg">'
        f'<img src="https://a.example/b.png"></p>]]></text><file name="my pic.png" encoding="base64">{PNG}</file>'
        f'<file name="x.svg" encoding="base64">{base64.b64encode(b"<svg/>").decode()}</file>'
    )

    reading = xml(question("truefalse", answer("true", "100") + answer("false", "0"), stem))

    assert list(reading.questions[0].images) == ["my-pic.png"]
    assert "[ภาพ: my-pic.png | กราฟ]" in reading.questions[0].content["stem"]
    assert {problem.severity for problem in reading.problems} == {Severity.WARNING}
    assert any("x.svg" in problem.sentence_th for problem in reading.problems)
    assert any("เว็บอื่น" in problem.sentence_th for problem in reading.problems)


def test_the_picture_of_a_moodle_1_9_question_is_kept() -> None:
    reading = xml(
        question(
            "truefalse",
            f"<image>q/a.png</image><image_base64>{PNG}</image_base64>"
            + answer("true", "100")
            + answer("false", "0"),
        )
    )

    assert reading.questions[0].content["stem"] == "โจทย์\n[ภาพ: a.png]"


@pytest.mark.parametrize(
    "kind", ["essay", "coderunner", "stack", "gapfill", "oumultiresponse", "mtf", "wibble"]
)
def test_kinds_we_do_not_have_are_named_with_their_line_and_the_rest_comes_in(kind: str) -> None:
    reading = xml(question(kind, ""), question("truefalse", answer("true", "100") + answer("false", "0")))

    assert [(one.line, one.question) for one in reading.problems] == [(3, "ชื่อ")]
    assert kind in reading.problems[0].sentence_th
    assert len(reading.questions) == 1


def test_a_broken_file_says_where_and_keeps_what_came_before() -> None:
    reading = xml(
        question("truefalse", answer("true", "100") + answer("false", "0")), "<question>", "</quiz>"
    )

    assert len(reading.questions) == 1
    assert reading.problems[0].line == 5
    assert "XML" in reading.problems[0].sentence_th


def test_a_wrong_weight_is_told_at_its_own_line() -> None:
    reading = xml(question("multichoice", "\n" + answer("ก", "100") + "\n" + answer("ข", "33")))

    assert [(one.line, one.severity) for one in reading.problems] == [(5, Severity.ERROR)]
