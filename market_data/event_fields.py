"""The parts of an event chart that an educator writes, and what they must have before learners see them."""

from typing import Any

from wagtail import blocks
from wagtail.admin.forms import WagtailAdminModelForm


class MomentBlock(blocks.StructBlock):
    on = blocks.DateBlock(label="วันที่")
    at = blocks.TimeBlock(label="เวลา (UTC)", required=False)
    text = blocks.CharBlock(label="เกิดอะไรขึ้น", max_length=240)
    source = blocks.URLBlock(label="แหล่งข้อมูล", help_text="ที่อยู่เว็บของแหล่งที่ยืนยันเหตุการณ์นี้")
    source_title = blocks.CharBlock(label="ชื่อแหล่งและวันที่เผยแพร่", required=False, max_length=200)

    class Meta:
        icon = "pin"
        label = "เหตุการณ์"


class KeyPointBlock(blocks.StructBlock):
    on = blocks.DateBlock(label="วันที่")
    at = blocks.TimeBlock(label="เวลา (UTC)", required=False)
    price = blocks.FloatBlock(label="ราคา", min_value=0.000000001)
    source = blocks.URLBlock(label="แหล่งข้อมูล", help_text="ที่อยู่เว็บของแหล่งที่บอกราคานี้")
    source_title = blocks.CharBlock(label="ชื่อแหล่งและวันที่เผยแพร่", required=False, max_length=200)

    class Meta:
        icon = "order"
        label = "ราคาสำคัญ"


class EventForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        """Refuse to publish what files would be refused for; a draft may lack it."""
        data: dict[str, Any] = super().clean()
        if self.is_deferred_validation:
            return data
        if data.get("series") and not data.get("key_points"):  # without a series the model says so itself
            self.add_error("key_points", "ใส่ราคาสำคัญพร้อมแหล่งข้อมูลอย่างน้อยหนึ่งจุดก่อนเผยแพร่")
        since, until = data.get("since"), data.get("until")
        for name in ("annotations", "key_points"):
            rows = [child.value for child in data.get(name) or ()]
            if not all(row["source_title"].strip() for row in rows):
                self.add_error(name, "ทุกแถวต้องบอกชื่อแหล่งและวันที่เผยแพร่")
            if since and until and not all(since <= row["on"] <= until for row in rows):
                self.add_error(name, "ทุกแถวต้องอยู่ในช่วงวันที่ของกราฟ")
        return data
