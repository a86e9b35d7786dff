"""StreamField blocks that show prices."""

from typing import Any

from django.utils import timezone
from wagtail import blocks

from market_data import charts, selectors
from market_data.choosers import SeriesChooserBlock
from market_data.figures import RANGES


class CandleChartBlock(blocks.StructBlock):
    series = SeriesChooserBlock(label="ชุดราคา")
    range = blocks.ChoiceBlock(
        label="ช่วงเวลา", choices=[(key, label) for key, (label, _) in RANGES.items()], default="90d"
    )
    caption = blocks.CharBlock(
        label="คำบรรยาย",
        max_length=200,
        help_text="บอกผู้เรียนว่าควรมองหาอะไรในกราฟนี้",
    )

    class Meta:
        icon = "history"
        label = "กราฟราคา"
        template = "market_data/blocks/candle_chart_block.html"
        preview_template = "market_data/blocks/candle_chart_block_preview.html"
        description = "กราฟแท่งเทียนจากข้อมูลจริง พร้อมประโยคสรุป ตาราง แหล่งที่มา และความสดของข้อมูล"
        preview_value = {
            "series": None,
            "range": "90d",
            "caption": "บิตคอยน์รายวัน: ช่วงไหนที่แท่งยาวกว่าปกติ",
        }

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        now = context.get("now") or timezone.now()
        series, range_key = value["series"], value["range"] or "90d"
        if series is not None:
            chart = charts.chart_of(series=series, range_key=range_key, now=now)
        elif context.get("is_block_preview"):
            chart = charts.example_chart(range_key=range_key, now=now)
        else:
            chart = charts.empty_chart(range_key=range_key)
        return {**context, "chart": chart}

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Show the first series that has candles; a site that has none yet shows the simulated market."""
        value["series"] = selectors.series_for_preview()
        context: dict[str, Any] = super().get_preview_context(value, parent_context)
        return {**context, "is_block_preview": True}
