"""StreamField blocks that show prices."""

from wagtail import blocks


class CandleChartBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label="คำบรรยาย", max_length=200)

    class Meta:
        icon = "history"
        label = "กราฟราคา"
        template = "market_data/blocks/candle_chart_block.html"
        description = "กราฟแท่งเทียนพร้อมแหล่งที่มาและความสดของข้อมูล"
        preview_value = {"caption": "บิตคอยน์รายวัน"}
