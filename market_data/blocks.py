"""StreamField blocks that show prices."""

import datetime as dt
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.safestring import SafeString
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from market_data import charts, panels, selectors
from market_data.choosers import SeriesChooserBlock
from market_data.event_example import EXAMPLE
from market_data.figures import AVERAGES, RANGES, Look
from market_data.keeping import kept_html
from market_data.lines import Datum
from market_data.models import EventChart

PREVIEW = "market_data/blocks/candle_chart_block_preview.html"


class KeptMixin:
    """Renders once for what the figure says; the words beside it that grow old are part of that."""

    SHOWN = (
        "caption",
        "title",
        "kind",
        "source",
        "source_url",
    )  # what the templates take of the value itself

    def render(self, value: Any, context: Any = None) -> SafeString:
        found: dict[str, Any] = self.get_context(value, dict(context) if context is not None else None)  # type: ignore[attr-defined]
        own = [value.get(name) for name in self.SHOWN]
        says = (own, found.get("chart"), found.get("panel"), found.get("recipe"), found.get("prices"))
        return kept_html(self.get_template(value, context), found, says=says)  # type: ignore[attr-defined]


class CandleChartBlock(KeptMixin, blocks.StructBlock):
    series = SeriesChooserBlock(label="ชุดราคา")
    range = blocks.ChoiceBlock(
        label="ช่วงเวลา", choices=[(key, label) for key, (label, _) in RANGES.items()], default="90d"
    )
    caption = blocks.CharBlock(
        label="คำบรรยาย",
        max_length=200,
        help_text="บอกผู้เรียนว่าควรมองหาอะไรในกราฟนี้",
    )
    kind = blocks.ChoiceBlock(
        label="แบบ", choices=[("candles", "แท่งเทียน"), ("line", "เส้นราคาปิด")], default="candles"
    )
    volume = blocks.BooleanBlock(label="แสดงปริมาณซื้อขาย", required=False)
    average = blocks.ChoiceBlock(
        label="เส้นค่าเฉลี่ย",
        choices=[(str(count), f"เฉลี่ย {count} แท่ง") for count in AVERAGES],
        required=False,
        help_text="กราฟจะอธิบายความหมายของเส้นให้ผู้เรียนเอง",
    )
    drawdown = blocks.BooleanBlock(label="แสดงระยะที่ลงจากยอด (drawdown)", required=False)

    class Meta:
        icon = "history"
        label = "กราฟราคา"
        template = "market_data/blocks/candle_chart_block.html"
        preview_template = PREVIEW
        description = "กราฟแท่งเทียนจากข้อมูลจริง พร้อมประโยคสรุป ตาราง แหล่งที่มา และความสดของข้อมูล"
        preview_value = {
            "series": None,
            "range": "90d",
            "caption": "บิตคอยน์รายวัน: ช่วงไหนที่แท่งยาวกว่าปกติ",
            "kind": "candles",
        }

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        now = context.get("now") or timezone.now()
        series, range_key = value["series"], value["range"] or "90d"
        look = Look(
            is_line=value.get("kind") == "line",
            volume=bool(value.get("volume")),
            average=int(value.get("average") or 0),
            drawdown=bool(value.get("drawdown")),
        )
        if series is not None:
            chart = charts.chart_of(series=series, range_key=range_key, now=now, look=look)
        elif context.get("is_block_preview"):
            chart = charts.example_chart(range_key=range_key, now=now, look=look)
        else:
            chart = charts.empty_chart(range_key=range_key)
        return {**context, "chart": chart}

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Show the first series that has candles; a site that has none yet shows the simulated market."""
        value["series"] = selectors.series_for_preview()
        context: dict[str, Any] = super().get_preview_context(value, parent_context)
        return {**context, "is_block_preview": True}


def _now(context: dict[str, Any]) -> dt.datetime:
    now: dt.datetime = context.get("now") or timezone.now()
    return now


class PreviewMixin(KeptMixin):
    """The picker shows a block with what an empty site can show."""

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(value, parent_context)  # type: ignore[misc]
        return {**context, "is_block_preview": True}


class CompareBlock(PreviewMixin, blocks.StructBlock):
    series = blocks.ListBlock(
        SeriesChooserBlock(label="ชุดราคา"), label="ชุดราคาที่เปรียบเทียบ", min_num=2, max_num=5
    )
    range = blocks.ChoiceBlock(
        label="ช่วงเวลา",
        choices=[(key, label) for key, (label, days) in RANGES.items() if days],
        default="90d",
    )
    caption = blocks.CharBlock(label="คำบรรยาย", max_length=200)

    class Meta:
        icon = "order"
        label = "เปรียบเทียบราคา"
        template = "market_data/blocks/compare_block.html"
        preview_template = PREVIEW
        description = "หลายสินทรัพย์ หรือสินทรัพย์เดียวจากหลายแหล่ง เริ่มที่ 100 เท่ากัน"
        preview_value = {"series": [], "range": "90d", "caption": "เหรียญไหนแกว่งแรงกว่ากัน"}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if len({one.timeframe for one in cleaned["series"] if one}) > 1:
            raise StructBlockValidationError(
                block_errors={"series": ValidationError("ทุกชุดต้องเป็นกรอบเวลาเดียวกัน เช่น รายวันทั้งหมด")}
            )
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        series, now = [one for one in value["series"] if one], _now(context)
        if not series and context.get("is_block_preview"):
            panel = panels.example_comparison(now=now)
        else:
            panel = panels.compare(series=series, range_key=value["range"] or "90d", now=now)
        return {**context, "panel": panel}


class TickerBlock(PreviewMixin, blocks.StructBlock):
    series = blocks.ListBlock(SeriesChooserBlock(label="ชุดราคา"), label="ชุดราคา", min_num=1, max_num=8)

    class Meta:
        icon = "list-ul"
        label = "ราคาล่าสุด"
        template = "market_data/blocks/ticker_block.html"
        preview_template = PREVIEW
        description = "ราคาปิดล่าสุดของแต่ละชุด พร้อมเวลาและแหล่งที่มา"
        preview_value: dict[str, Any] = {"series": []}

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        series, now = [one for one in value["series"] if one], _now(context)
        if not series and context.get("is_block_preview"):
            prices = panels.example_prices(now=now)
        else:
            prices = panels.last_prices(series=series, now=now) if series else []
        return {**context, "prices": prices, "is_simulated": any(one.is_simulated for one in prices)}


class WhatIfBlock(PreviewMixin, blocks.StructBlock):
    series = SeriesChooserBlock(label="ชุดราคา", help_text="ใช้ชุดรายวัน ชุดที่คิดเป็นบาทเข้าใจง่ายที่สุด")
    amount = blocks.IntegerBlock(
        label="จำนวนเงิน", default=10_000, min_value=1, max_value=10_000_000, help_text="หน่วยเดียวกับชุดราคา"
    )
    bought_on = blocks.DateBlock(label="วันที่ซื้อ")
    caption = blocks.CharBlock(label="คำบรรยาย", max_length=200)

    class Meta:
        icon = "help"
        label = "ถ้าซื้อวันนั้น"
        template = "market_data/blocks/what_if_block.html"
        preview_template = PREVIEW
        description = "เงินก้อนหนึ่งที่ซื้อในวันหนึ่งกลายเป็นเท่าไร บอกขาดทุนชัดเท่ากำไร และบอกจุดที่ลดลงมากที่สุด"
        preview_value = {
            "series": None,
            "amount": 10_000,
            "bought_on": dt.date(2026, 1, 1),
            "caption": "ผลจะเป็นอย่างไร ถ้าซื้อในวันนั้นแล้วถือไว้",
        }

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        series, amount, day, now = value["series"], value["amount"], value["bought_on"], _now(context)
        if series is not None and amount and day:
            panel = panels.what_if(series=series, bought_on=day, amount=amount, now=now)
        elif context.get("is_block_preview"):
            panel = panels.example_what_if(amount=amount or 10_000, now=now)
        else:
            panel = panels.Panel("กราฟเส้น", empty=panels.EMPTY)
        return {**context, "panel": panel}


class EventBlock(PreviewMixin, blocks.StructBlock):
    event = SnippetChooserBlock(EventChart, label="กราฟเหตุการณ์")
    caption = blocks.CharBlock(label="คำบรรยาย", max_length=200)

    class Meta:
        icon = "date"
        label = "เหตุการณ์ในอดีต"
        template = "market_data/blocks/event_block.html"
        preview_template = PREVIEW
        description = "ช่วงหนึ่งในประวัติศาสตร์ พร้อมเหตุการณ์และแหล่งอ้างอิง ตรึงไว้ตอนเผยแพร่ ไม่เปลี่ยนอีก"
        preview_value = {"event": None, "caption": "เกิดอะไรขึ้นบ้างก่อนราคาจะหายไปเกือบทั้งหมด"}

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        event = value["event"]
        if event is None and context.get("is_block_preview"):
            panel = panels.event_panel(EXAMPLE, frozen_at=_now(context))
        else:
            panel = panels.event(chart=event)
        return {**context, "panel": panel}


class DatumBlock(blocks.StructBlock):
    label = blocks.CharBlock(label="รายการ", max_length=40)
    value = blocks.FloatBlock(label="ค่า")

    class Meta:
        icon = "order"
        label = "แถว"


class DataBlock(KeptMixin, blocks.StructBlock):
    title = blocks.CharBlock(label="ชื่อตาราง", max_length=120)
    kind = blocks.ChoiceBlock(label="แบบ", choices=[("bar", "แท่ง"), ("line", "เส้น")], default="bar")
    unit = blocks.CharBlock(label="หน่วย", max_length=30)
    rows = blocks.ListBlock(DatumBlock(), label="ข้อมูล", min_num=2, max_num=24)
    caption = blocks.CharBlock(label="คำบรรยาย", max_length=200)
    source = blocks.CharBlock(label="แหล่งข้อมูล", max_length=240)
    source_url = blocks.URLBlock(label="ลิงก์แหล่งข้อมูล", required=False)

    class Meta:
        icon = "table"
        label = "กราฟข้อมูล"
        template = "market_data/blocks/data_block.html"
        preview_template = PREVIEW
        description = "ตารางเล็ก ๆ ที่ผู้สอนกรอกเอง แสดงเป็นแท่งหรือเส้น ต้องมีแหล่งข้อมูล"
        preview_value = {
            "title": "เงินที่ต้องหาเพิ่มในแต่ละรอบ ถ้าสัญญาผลตอบแทน 10% ทุกเดือน",
            "kind": "bar",
            "unit": "ล้านบาท",
            "rows": [
                {"label": "เดือนที่ 1", "value": 1.0},
                {"label": "เดือนที่ 6", "value": 1.77},
                {"label": "เดือนที่ 12", "value": 3.14},
            ],
            "caption": "ยิ่งนานยิ่งต้องหาเงินใหม่มากขึ้น",
            "source": "คำนวณจากเงินต้น 1 ล้านบาท ทบต้นร้อยละ 10 ต่อเดือน",
            "source_url": "",
        }

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        panel = panels.data(
            rows=[Datum(row["label"], row["value"]) for row in value["rows"] if row["value"] is not None],
            unit=value["unit"],
            is_line=value["kind"] == "line",
            title=value["title"],
        )
        recipe = (
            orjson.dumps({"figure": panel.drawing, "facts": panel.facts}).decode() if panel.drawing else ""
        )
        return {**context, "panel": panel, "recipe": recipe}
