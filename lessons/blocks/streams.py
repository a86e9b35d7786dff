"""Which blocks a body offers."""

from wagtail import blocks

from lessons.blocks import devices, words
from market_data.blocks import (
    CandleChartBlock,
    CompareBlock,
    DataBlock,
    EventBlock,
    TickerBlock,
    WhatIfBlock,
)

# who a part is for; stored as the letters that content files use
LEVELS = [("ป", "ประชาชน"), ("มต", "ม.ต้น"), ("มป", "ม.ปลาย"), ("ส", "ผู้สูงอายุ")]

# bodies that must load fast: no charts, no pictures
WORDS = [
    ("text", words.TextBlock()),
    ("callout", words.CalloutBlock()),
    ("flags", devices.FlagsBlock()),
    ("summary", devices.SummaryBlock()),
    ("steps", devices.StepsBlock()),
    ("timeline", devices.TimelineBlock()),
    ("chat", devices.ChatBlock()),
    ("flow", devices.FlowBlock()),
    ("table", devices.TableBlock()),
    ("contacts", devices.ContactsBlock()),
]
_EVERYTHING = [
    *WORDS,
    ("figure", words.FigureBlock()),
    ("chart", CandleChartBlock()),
    ("event", EventBlock()),
    ("compare", CompareBlock()),
    ("ticker", TickerBlock()),
    ("what_if", WhatIfBlock()),
    ("data", DataBlock()),
]


class SectionBlock(blocks.StructBlock):
    """A part for some readers only; readers of all levels see it until they choose (static/js/levels.js)."""

    levels = blocks.MultipleChoiceBlock(label="สำหรับ", choices=LEVELS)
    body = blocks.StreamBlock(_EVERYTHING, label="เนื้อหา")

    class Meta:
        icon = "group"
        label = "ส่วนเฉพาะระดับ"
        template = "lessons/blocks/section_block.html"
        description = "ส่วนที่แสดงเฉพาะผู้เรียนบางระดับ เช่น ฉบับสั้นของผู้สูงอายุ โดยไม่ต้องทำบทเรียนซ้ำ"
        preview_value = {
            "levels": ["ส"],
            "body": [("text", "<p>ฉบับสั้น: ใครเร่งให้โอน ให้หยุดก่อนเสมอ</p>")],
        }


BODY = [*_EVERYTHING, ("section", SectionBlock())]
