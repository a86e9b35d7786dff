"""The Markdown of content files and the CMS's rich text: exact both ways, whatever the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.content_markdown import to_html, to_markdown

EVERYTHING = """## หัวข้อ [P-06]

ย่อหน้า **หนา** [L-32, F-06] และ [[คำ|blockchain]] {contact:aoc-1441} 5 < 6 & [ลิงก์](https://x.org/a_b?c=1&d=2)
บรรทัดที่สอง

- หนึ่ง
- สอง **ก**

1. ก
2. ข

> อ้างคำพูด

### ย่อย

จบ"""


def test_everything_goes_there_and_back() -> None:
    html = to_html(EVERYTHING)

    assert '<a href="https://x.org/a_b?c=1&amp;d=2">ลิงก์</a><br/>บรรทัดที่สอง' in html
    assert "<ol><li>ก</li><li>ข</li></ol>" in html
    assert "[L-32, F-06] และ [[คำ|blockchain]]" in html
    assert to_markdown(html) == EVERYTHING


def test_what_the_editor_writes_is_read_too() -> None:
    html = '<p data-block-key="a1">ก <strong>ข</strong>&nbsp;ค</p><ul><li data-block-key="b">ง</li></ul>'

    assert to_markdown(html) == "ก **ข**\xa0ค\n\n- ง"


@pytest.mark.parametrize(
    "text", ["## ไม่ใช่หัวข้อ", "- ไม่ใช่รายการ", "1. ไม่ใช่ลำดับ", "> ไม่ใช่คำพูด", "**", "a](b)", "\\"]
)
def test_words_that_look_like_markdown_stay_words(text: str) -> None:
    html = to_html(to_markdown(f"<p>{text.replace('>', '&gt;')}</p>"))

    assert html == f"<p>{text.replace('>', '&gt;')}</p>"


@given(st.text(alphabet="กข ab<>&*[]()#-1.\\|{}:\n", max_size=60))
def test_a_second_round_changes_nothing(text: str) -> None:
    once = to_markdown(to_html(text))

    assert to_markdown(to_html(once)) == once
