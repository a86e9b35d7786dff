"""The parts of an event chart that an educator writes."""

from wagtail import blocks


class MomentBlock(blocks.StructBlock):
    on = blocks.DateBlock(label="วันที่")
    text = blocks.CharBlock(label="เกิดอะไรขึ้น", max_length=240)
    source = blocks.URLBlock(label="แหล่งข้อมูล", help_text="ที่อยู่เว็บของแหล่งที่ยืนยันเหตุการณ์นี้")

    class Meta:
        icon = "pin"
        label = "เหตุการณ์"


class KeyPointBlock(blocks.StructBlock):
    on = blocks.DateBlock(label="วันที่")
    price = blocks.FloatBlock(label="ราคา", min_value=0.000000001)
    source = blocks.URLBlock(label="แหล่งข้อมูล", help_text="ที่อยู่เว็บของแหล่งที่บอกราคานี้")

    class Meta:
        icon = "order"
        label = "ราคาสำคัญ"
