"""The figures of a content file: read, refused at their line, and brought into the lesson's body."""

import datetime as dt

import pytest

from lessons import content_blocks, content_body, content_parts
from lessons.blocks.devices import FlowBlock
from lessons.models import LessonPage
from tests.factories import market_data as make

EVERY = """ข้อความ

:::event event="luna-2022" caption="เกิดอะไรขึ้น"
:::
:::compare series="binance/BTC-USDT/1d, kraken/BTC-USDT/1d" range="90d" caption="เทียบกัน"
:::
:::ticker series="binance/BTC-USDT/1d"
:::
:::what-if series="binance/BTC-USDT/1d" amount="10000" date="2025-01-31" caption="ถ้าซื้อ"
:::
:::data title="คดี" unit="คดี" caption="เพิ่มขึ้น" source="ตำรวจ" kind="line"
ปี 2566 | 1,200
ปี 2567 | 2500.5
:::
:::chart series="binance/BTC-USDT/1d" range="all" caption="กราฟ" kind="line" average="20" volume="yes"
:::
"""


def _parse(text: str) -> tuple[list[content_parts.Part], list[tuple[int, str]]]:
    said: list[tuple[int, str]] = []
    parts = content_body.parse(text, first_line=1, complain=lambda line, what: said.append((line, what)))
    return parts, said


def test_flow_shows_whoever_sends_on_once() -> None:
    value = FlowBlock().to_python(
        {
            "title": "เงินไปไหน",
            "links": [
                {"source": "ก", "target": "ข", "label": ""},
                {"source": "ข", "target": "ค", "label": ""},
                {"source": "ง", "target": "ก", "label": ""},
            ],
        }
    )

    assert [hop["follows"] for hop in FlowBlock().get_context(value)["hops"]] == [False, True, False]


def test_every_figure_is_read() -> None:
    parts, said = _parse(EVERY)

    assert said == []
    assert [type(part).__name__ for part in parts] == [
        "Text", "Event", "Compare", "Ticker", "WhatIf", "Data", "Chart",
    ]  # fmt: skip
    data = parts[5]
    assert isinstance(data, content_parts.Data)
    assert data.rows == (("ปี 2566", 1200.0), ("ปี 2567", 2500.5))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('event="luna-2022" ', "", "ต้องมี event"),
        (", kraken/BTC-USDT/1d", "", "2–5 ชุด"),
        ('amount="10000"', 'amount="มาก"', "amount"),
        ("2025-01-31", "31/1/2568", "date"),
        ("1,200", "มาก", "รายการ | ตัวเลข"),
        ('kind="line" average', 'kind="pie" average', "kind"),
        ('average="20"', 'average="21"', "average"),
        ('source="ตำรวจ" ', "", "ต้องมี source"),
        ('range="90d"', 'range="all"', "range"),
    ],
)
def test_a_fault_is_said(old: str, new: str, says: str) -> None:
    _, said = _parse(EVERY.replace(old, new, 1))

    assert any(says in what for _, what in said), said


@pytest.mark.django_db
def test_what_a_file_says_becomes_blocks_that_the_body_holds() -> None:
    series = make.series()
    parts, _ = _parse(EVERY)

    found = [
        content_blocks.block(part, find_series=lambda key: series, find_event=lambda slug: None)
        for part in parts[1:]
    ]

    assert found[0] is None  # an event that is not there is left out
    body = LessonPage._meta.get_field("body").stream_block
    value = body.to_python([{"type": made[0], "value": made[1]} for made in found if made])
    assert [child.block_type for child in value] == ["compare", "ticker", "what_if", "data", "chart"]
    assert value[2].value["bought_on"] == dt.date(2025, 1, 31)
    assert value[0].value["series"][0] == series
    assert value[4].value["volume"] is True
