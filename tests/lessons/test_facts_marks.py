"""Marks inside texts: what they mean, what they become on the page, and which may not be cited."""

import datetime as dt

import pytest

from lessons.facts.items import FactItem, SourceItem, problems, refusal, unreadable_marks
from lessons.facts.marks import ContactMark, FactMark, TermMark, codes_in, found_in, pieces, without
from lessons.facts.rendering import Rendered, render
from lessons.facts.whole_words import keep_whole

TODAY = dt.date(2026, 11, 24)


def _fact(
    code: str, label: str = "V-A", *, reviewed_on: dt.date | None = TODAY, reason: str = ""
) -> FactItem:
    source = SourceItem(f"แหล่งของ {code}", f"https://example.org/{code}", "2025-01-02")
    return FactItem(code, label, "เรื่องหนึ่ง", reason, (source,), reviewed_on, 90)


KNOWN = {
    "L-32": _fact("L-32"),
    "F-06": _fact("F-06", "V-B", reviewed_on=dt.date(2026, 1, 1)),
    "N-08": _fact("N-08", "V-C"),
    "H-22": _fact("H-22", "U", reason="ยังไม่มีแหล่ง"),
}


def _render(html: str) -> Rendered:
    return render(
        html,
        known=KNOWN,
        today=TODAY,
        show_term=lambda name, shown, number: f"<button {name} {number}>{shown}</button>",
        show_contact=lambda key: f"<i>{key}</i>",
        name_contact=str,
    )


def test_marks_are_told_from_words() -> None:
    text = "เงินฝาก [L-32, F-06] ดู [[คำ|blockchain]] โทร {contact:aoc-1441} ไม่ใช่ [1] หรือ {x}"

    assert list(pieces(text)) == [
        "เงินฝาก",
        FactMark(("L-32", "F-06")),
        " ดู ",
        TermMark("คำ", "blockchain"),
        " โทร ",
        ContactMark("aoc-1441"),
        " ไม่ใช่ [1] หรือ {x}",
    ]


def test_term_without_a_name_is_its_own_name() -> None:
    assert list(found_in(["[[บล็อกเชน]]"])) == [TermMark("บล็อกเชน", "บล็อกเชน")]


def test_cited_facts_come_once_in_order_of_use() -> None:
    assert codes_in(["ก [F-06]", "ข [L-32, F-06]"]) == ["F-06", "L-32"]


def test_words_alone_keep_the_shown_term() -> None:
    assert without("มี[[คำ|x]]ใช้ [L-32]") == "มีคำใช้"


def test_fact_becomes_a_numbered_link_and_an_entry_of_the_list() -> None:
    done = _render("<p>หนึ่ง [L-32] สอง [F-06] สาม [L-32]</p>")

    assert done.html.count('href="#source-1"') == 2
    assert 'aria-label="แหล่งข้อมูล 1"' in done.html
    assert [(one.number, one.code) for one in done.sources] == [(1, "L-32"), (2, "F-06")]
    assert done.sources[0].sources[0].date == "2 ม.ค. 2568"


def test_overdue_fact_says_so_next_to_it() -> None:
    assert "กำลังทบทวน" in _render("<p>เก่า [F-06]</p>").html
    assert "กำลังทบทวน" not in _render("<p>ใหม่ [L-32]</p>").html


def test_withdrawn_fact_leaves_the_page_without_a_trace() -> None:
    assert _render("<p>ก [H-22] ข [Z-99]</p>") == Rendered("<p>ก ข</p>", [])


def test_inside_links_buttons_and_attributes_only_words_stand() -> None:
    done = _render('<a href="/x" title="ก [L-32]">ดู [[คำ]] {contact:aoc} [L-32]</a><img alt="[[ข|c]]">')

    assert done == Rendered('<a href="/x" title="ก">ดู คำ aoc</a><img alt="ข">', [])


def test_scripts_keep_their_brackets_and_lose_marks() -> None:
    done = _render('<script type="application/json">{"text": "ก [L-32]", "rows": [[1, 2]]}</script>')

    assert done.html == '<script type="application/json">{"text": "ก", "rows": [[1, 2]]}</script>'


def test_words_that_browsers_would_break_are_kept_whole_and_nothing_else_changes() -> None:
    plain = '<img alt="คริปโท"><script>{"a": "คริปโท"}</script><svg><title>คริปโท</title></svg>'

    assert keep_whole(f"<p>ซื้อคริปโทเคอร์เรนซี</p>{plain}<a>แอดมิน</a>") == (
        f'<p>ซื้อ<span class="whole">คริปโทเคอร์เรนซี</span></p>{plain}<a><span class="whole">แอดมิน</span></a>'
    )
    assert keep_whole("<p>เงินฝาก</p>") == "<p>เงินฝาก</p>"


def test_words_that_look_like_html_stay_escaped() -> None:
    html = "<p>&lt;b&gt; [[&lt;x&gt;]] </p>"

    assert "<x>" not in _render(html).html


@pytest.mark.parametrize(
    ("codes", "says"),
    [
        (("Z-99",), "ไม่มีข้อเท็จจริงรหัส Z-99"),
        (("L-32", "H-22"), "ยังไม่ยืนยัน"),
        (("N-08",), "แหล่งอ่อน"),
        (("L-32", "N-08"), None),
        (("L-32",), None),
    ],
)
def test_only_supported_facts_may_be_cited(codes: tuple[str, ...], says: str | None) -> None:
    refused = refusal(codes, KNOWN)

    assert refused is None if says is None else says in (refused or "")


def test_faults_of_several_marks_are_said_once() -> None:
    assert len(problems(found_in(["ก [H-22]", "ข [H-22]", "ค [L-32]"]), known=KNOWN)) == 1


@pytest.mark.parametrize(
    "text", ["[L 32]"[:1] + "L - 32]", "[L-321]", "[[คำ]", "{contact aoc}", "[U]", "[V-B]"]
)
def test_what_looks_like_a_mark_and_is_none_is_said(text: str) -> None:
    assert unreadable_marks([f"ก {text} ข"])
