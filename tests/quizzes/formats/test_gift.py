"""GIFT read as Moodle 4.5 reads it (rules: shared reference interop.md §2.1), problems with their lines."""

from typing import Any

import pytest

from quizzes.formats import Format, Reading, Severity, read


def gift(text: str, **kwargs: Any) -> Reading:
    return read(Format.GIFT, text, **kwargs)


def content(text: str) -> dict[str, Any]:
    reading = gift(text)
    assert [problem for problem in reading.problems if problem.severity is Severity.ERROR] == []
    return reading.questions[0].content


def choices(text: str) -> list[tuple[str, bool, float | None]]:
    return [(one["text"], one["correct"], one.get("fraction")) for one in content(text)["choices"]]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("q{=a ~b}", "single"),
        ("q{~%50%a ~%50%b ~%-100%c}", "multiple"),
        ("q{=ก -> 1 =ข -> 2}", "match"),
        ("q{T}", "truefalse"),
        ("q{FALSE#ผิด#ถูก}", "truefalse"),
        ("q{true}", "short"),  # only upper case counts
        ("q{=true}", "short"),
        ("q{=a =b}", "short"),
        ("q{a}", "short"),
        ("q{#3:1}", "numeric"),
        ("q{#=%100%3:0 =%50%1..5}", "numeric"),
        ("q{>2 ALL VERTICAL ABSOLUTE_POSITION SHOW\nก\nข\n}", "order"),
    ],
)
def test_the_kind_is_decided_in_moodles_order(source: str, kind: str) -> None:
    assert content(source)["kind"] == kind


def test_a_weight_after_equals_stays_in_the_text_of_a_choice() -> None:
    assert choices("q{=%50%a ~b}") == [("%50%a", True, None), ("b", False, None)]


def test_the_same_weight_counts_in_a_short_answer() -> None:
    assert [(one["pattern"], one["fraction"]) for one in content("q{=%50%a =b}")["answers"]] == [
        ("a", 0.5),
        ("b", 1.0),
    ]


def test_only_tildes_make_several_right_and_the_usual_weights_are_not_kept() -> None:
    assert choices("q{~%50%a ~%50%b ~%-100%c}") == [("a", True, None), ("b", True, None), ("c", False, None)]
    assert choices("q{~%100%a ~%-50%b}") == [("a", True, 1.0), ("b", False, -0.5)]


@pytest.mark.parametrize(
    ("written", "kept"), [("33.333", 0.3333333), ("33.33333", 0.3333333), ("-16.6666", -0.1666667)]
)
def test_a_weight_within_a_hundred_thousandth_of_a_legal_one_passes(written: str, kept: float) -> None:
    assert choices(f"q{{~%{written}%a ~b ~%100%c}}")[0][2] == kept


def test_another_weight_is_refused_with_its_line_unless_the_nearest_is_asked_for() -> None:
    source = "q1{=a ~b}\n\n// หมายเหตุ\n::ข้อสอง::q2{~%33.33%a\n~b}"

    refused, taken = gift(source), gift(source, nearest_weights=True)

    assert [(one.line, one.question, one.severity) for one in refused.problems] == [
        (4, "ข้อสอง", Severity.ERROR)
    ]
    assert "33.33333%" in refused.problems[0].sentence_th
    assert len(refused.questions) == 1
    assert taken.questions[1].content["choices"][0]["fraction"] == 0.3333333


def test_a_blank_line_ends_a_question_even_inside_braces() -> None:
    reading = gift("q{\n=a\n\n~b\n}\n\nต่อไป{T}")

    assert [problem.line for problem in reading.problems] == [1, 4]
    assert "บรรทัดว่าง" in reading.problems[0].sentence_th
    assert len(reading.questions) == 1


def test_escapes_feedback_and_names_come_out_as_meant() -> None:
    question = gift(
        "::ชื่อ\\: ก::โจทย์ \\{1\\} \\= 2\\nบรรทัดสอง\\\\{=ก\\~ข#ดี\\#มาก ~ค#ลองใหม่\n####อธิบาย}"
    ).questions[0]

    assert question.name == "ชื่อ: ก"
    assert question.content["stem"] == "โจทย์ {1} = 2\nบรรทัดสอง\\"
    assert question.content["explanation"] == "อธิบาย"
    assert [(one["text"], one["feedback"]) for one in question.content["choices"]] == [
        ("ก~ข", "ดี#มาก"),
        ("ค", "ลองใหม่"),
    ]


def test_general_feedback_is_what_follows_the_last_four_hashes() -> None:
    assert content("q{=a#x####y ~b####z}")["explanation"] == "z"


def test_true_false_feedback_is_wrong_then_right() -> None:
    true, false = content("q{F#ยังไม่ใช่#ใช่แล้ว}")["choices"]

    assert (true["correct"], true["feedback"]) == (False, "ยังไม่ใช่")
    assert (false["correct"], false["feedback"]) == (True, "ใช่แล้ว")


def test_text_after_the_braces_leaves_a_hole() -> None:
    assert content("เมืองหลวงคือ {=กทม ~ชม} ใช่ไหม")["stem"] == "เมืองหลวงคือ _____ ใช่ไหม"


def test_only_the_first_braces_count() -> None:
    assert content("q{=a ~b} แล้ว {=c}")["stem"] == "q_____ แล้ว {=c}"


def test_html_becomes_text_and_answers_inherit_the_format() -> None:
    found = content(
        "[html]<p>ก &amp; ข</p><script>x()</script><ul><li>หนึ่ง</li></ul>{=<b>ค</b> ~[plain]<b>ง</b>}"
    )

    assert found["stem"] == "ก & ข\n- หนึ่ง"
    assert [one["text"] for one in found["choices"]] == ["ค", "<b>ง</b>"]


def test_a_less_than_sign_is_not_a_tag() -> None:
    assert content("1 <2 และ a<b>c{T}")["stem"] == "1 <2 และ ac"
    assert content("[plain]a<b>c{T}")["stem"] == "a<b>c"
    assert content("ใส่ <your-name>{T}")["stem"] == "ใส่ <your-name>"


def test_comments_carry_id_and_tags_and_are_nothing_else() -> None:
    question = gift(
        "$CATEGORY: $course$/top/ก/ข\n\n// [id:k1] [tag:ก\\]ข] [tag:ความยาก:2]\nq{\n  // =z\n=a ~b}"
    ).questions[0]

    assert (question.code, question.tags, question.difficulty) == ("k1", ("ก]ข",), 2)
    assert question.category == "ก/ข"
    assert [one["text"] for one in question.content["choices"]] == ["a", "b"]


@pytest.mark.parametrize(
    ("source", "value", "tolerance"),
    [("3", 3.0, 0.0), ("3.1:0.2", 3.1, 0.2), ("1..5", 3.0, 2.0), ("0.1..0.4", 0.25, 0.15), ("-1e3:5", -1000.0, 5.0), ("๑๐", 10.0, 0.0)],
)  # fmt: skip
def test_numbers_have_tolerances_or_intervals(source: str, value: float, tolerance: float) -> None:
    answer = content(f"q{{#{source}#ดี ~#ไม่ใช่}}")

    assert (answer["answers"][0]["value"], answer["answers"][0]["tolerance"]) == (value, tolerance)
    assert answer["otherwise"] == "ไม่ใช่"


def test_what_is_not_a_question_or_not_known_is_named() -> None:
    reading = gift("แค่ข้อความ\n\nเขียนอธิบาย{}\n\nq{=a}\n\nq{~a}\n\nq{#abc}")

    assert [(one.line, one.severity) for one in reading.problems] == [
        (1, Severity.WARNING),
        (3, Severity.ERROR),
        (7, Severity.ERROR),
        (9, Severity.ERROR),
    ]
    assert "essay" in reading.problems[1].sentence_th
    assert not reading.is_clean


def test_a_match_needs_arrows_everywhere_and_a_pair_without_a_left_side_is_an_extra() -> None:
    assert content("q{=ก -> 1 =ข -> 2 = -> 3}")["extras"][0]["text"] == "3"
    assert "ซ้าย -> ขวา" in gift("q{=ก -> 1 =ข}").problems[0].sentence_th


def test_a_question_worth_a_million_answers_is_refused_not_suffered() -> None:
    assert "60" in gift("q{" + "~a" * 5000 + "}").problems[0].sentence_th
