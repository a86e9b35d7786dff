"""What a scam pattern is told with."""

from wagtail import blocks

_MARKS = "เขียน [P-04] ท้ายประโยคเพื่ออ้างข้อเท็จจริง"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="ขั้นนี้คืออะไร", max_length=120)
    text = blocks.TextBlock(label="เกิดอะไร", rows=3, required=False, help_text=_MARKS)

    class Meta:
        icon = "list-ol"
        label = "ขั้น"
        template = "lessons/blocks/step_block.html"
        description = "หนึ่งขั้นของกลโกง เรียงตามที่มักเกิดจริง"
        preview_value = {"title": "ทักผิดเบอร์", "text": "เริ่มด้วยข้อความสุภาพจากคนที่ไม่รู้จัก"}


class FlagBlock(blocks.TextBlock):
    class Meta:
        icon = "warning"
        label = "ธงแดง"
        template = "lessons/blocks/flag_block.html"
        description = "สัญญาณเตือนหนึ่งข้อ เขียนเป็นเรื่องที่ควรถาม"
        preview_value = "เร่งให้โอนก่อนเที่ยงคืน ทำไมรอถึงพรุ่งนี้ไม่ได้"


class CaseBlock(blocks.StructBlock):
    text = blocks.TextBlock(label="เรื่องที่เกิด", rows=4, help_text=f"ไม่เอ่ยชื่อผู้ถูกกล่าวหา {_MARKS}")
    on = blocks.CharBlock(label="เมื่อไร", max_length=80, required=False)

    class Meta:
        icon = "doc-full"
        label = "กรณีจริง"
        template = "lessons/blocks/case_block.html"
        description = "กรณีที่เผยแพร่แล้ว พร้อมแหล่งข้อมูล"
        preview_value = {"text": "หน่วยงานเตือนว่ามีผู้เสียหายหลายรายจากการชวนลงทุนแบบนี้", "on": "ม.ค. 2568"}


class ActionBlock(blocks.TextBlock):
    class Meta:
        icon = "tick"
        label = "สิ่งที่ทำได้"
        template = "lessons/blocks/action_block.html"
        description = "สิ่งที่ควรทำหนึ่งข้อ ทำได้ทันที"
        preview_value = "หยุดคุย แล้วเล่าให้คนใกล้ตัวฟัง"
