"""Ways of showing that running text is bad at: steps, times, talk, flows, tables.

Rows are plain text; sources, terms and contacts are written into them as marks (`[L-32]`, `[[บล็อกเชน]]`).
"""

from typing import Any

from wagtail import blocks

from lessons import lexicon

_MARKS = "เขียน [L-32] ท้ายประโยคเพื่ออ้างข้อเท็จจริง และ [[คำศัพท์]] เพื่ออธิบายคำ"


def _lines(label: str, *, most: int = 12) -> blocks.ListBlock:
    """Return a block of short texts, one after the other."""
    line = blocks.TextBlock(label=label, rows=2, max_length=600)
    return blocks.ListBlock(line, label=label, min_num=1, max_num=most)


class FlagsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="หัวข้อ", max_length=120, required=False, default="ธงแดงของเรื่องนี้")
    items = _lines("ธงแดง")

    class Meta:
        icon = "warning"
        label = "รายการธงแดง"
        template = "lessons/blocks/flags_block.html"
        description = "สัญญาณเตือนที่ควรเห็น เขียนเป็นเรื่องที่ควรถาม ไม่ใช่ข้อสรุปว่าใครผิด"
        preview_value = {
            "title": "ธงแดงของเรื่องนี้",
            "items": ["บอกว่าได้กำไรแน่นอนทุกวัน ใครเป็นคนจ่าย", "เร่งให้โอนคืนนี้ ทำไมรอไม่ได้"],
        }


class SummaryBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="หัวข้อ", max_length=120, required=False, default="สรุปใน 1 นาที")
    items = _lines("ใจความ", most=7)

    class Meta:
        icon = "tick"
        label = "สรุปใน 1 นาที"
        template = "lessons/blocks/summary_block.html"
        description = "ใจความของบท 3–5 ข้อ"
        preview_value = {"title": "สรุปใน 1 นาที", "items": ["ราคาขึ้นลงได้เสมอ", "ใครการันตีกำไร ให้ถามว่าใครจ่าย"]}


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="หัวข้อ", max_length=120, required=False)
    steps = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("title", blocks.CharBlock(label="ทำอะไร", max_length=200)),
                ("text", blocks.TextBlock(label="คำอธิบาย", rows=2, required=False, help_text=_MARKS)),
            ]
        ),
        label="ขั้น",
        min_num=1,
        max_num=15,
    )

    class Meta:
        icon = "list-ol"
        label = "ขั้นตอน"
        template = "lessons/blocks/steps_block.html"
        description = "ทำทีละขั้น มีเลขลำดับให้เอง"
        preview_value = {
            "title": "เช็กก่อนโอน",
            "steps": [
                {"title": "หยุดก่อน", "text": "วางโทรศัพท์สักห้านาที"},
                {"title": "ถามคนใกล้ตัว", "text": "เล่าให้ใครสักคนฟัง"},
            ],
        }


class TimelineBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="หัวข้อ", max_length=120, required=False)
    moments = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("when", blocks.CharBlock(label="เมื่อไร", max_length=80)),
                ("text", blocks.TextBlock(label="เกิดอะไร", rows=2, help_text=_MARKS)),
            ]
        ),
        label="ช่วงเวลา",
        min_num=2,
        max_num=15,
    )

    class Meta:
        icon = "history"
        label = "ลำดับเหตุการณ์"
        template = "lessons/blocks/timeline_block.html"
        description = "เรื่องที่เกิดตามลำดับเวลา"
        preview_value = {
            "title": "หนึ่งสัปดาห์ที่เปลี่ยนไป",
            "moments": [
                {"when": "วันจันทร์", "text": "เริ่มทักทายในแชต"},
                {"when": "วันศุกร์", "text": "ชวนเปิดบัญชีลงทุน"},
            ],
        }


class ChatBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="ชื่อบทสนทนา", max_length=120, help_text="ใครคุยกับใคร เรื่องอะไร")
    channel = blocks.ChoiceBlock(
        label="ช่องทาง",
        choices=[
            ("line", "แชต"),
            ("sms", "ข้อความสั้น (SMS)"),
            ("facebook", "โซเชียลมีเดีย"),
            ("call", "โทรศัพท์"),
            ("advert", "โฆษณา"),
        ],
        default="line",
    )
    verdict = blocks.ChoiceBlock(
        label="เฉลย",
        choices=[("scam", "เป็นกลโกง"), ("genuine", "เป็นของจริง")],
        required=False,
        help_text="เว้นว่างไว้ ถ้าอยากให้ผู้เรียนคิดเอง",
    )
    messages = blocks.ListBlock(
        blocks.StructBlock(
            [
                (
                    "who",
                    blocks.ChoiceBlock(
                        label="ใครพูด",
                        choices=[("them", "เขา"), ("me", "คุณ"), ("system", "ระบบ")],
                        default="them",
                    ),
                ),
                ("text", blocks.TextBlock(label="ข้อความ", rows=2, max_length=600)),
            ]
        ),
        label="ข้อความ",
        min_num=1,
        max_num=20,
    )

    class Meta:
        icon = "comment"
        label = "บทสนทนาจำลอง"
        template = "lessons/blocks/chat_block.html"
        description = "แชตหรือสายโทรศัพท์ที่แต่งขึ้น มีคำว่า ตัวอย่างจำลอง กำกับให้เอง ห้ามใช้ชื่อหรือยี่ห้อจริง"
        preview_value = {
            "title": "เพื่อนใหม่ชวนลงทุน",
            "channel": "line",
            "verdict": "scam",
            "messages": [
                {"who": "them", "text": "พี่ลงไว้เดือนก่อน ได้กำไรทุกวันเลยค่ะ"},
                {"who": "me", "text": "ใครเป็นคนจ่ายกำไรคะ"},
                {"who": "system", "text": "อีกฝ่ายลบข้อความแล้ว"},
            ],
        }


class FlowBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="หัวข้อ", max_length=120, help_text="บอกว่าแผนภาพแสดงอะไร")
    links = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("source", blocks.CharBlock(label="จาก", max_length=80)),
                ("target", blocks.CharBlock(label="ไปที่", max_length=80)),
                ("label", blocks.CharBlock(label="อะไรไหลไป", max_length=160, required=False)),
            ]
        ),
        label="เส้นทาง",
        min_num=2,
        max_num=10,
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the hops: whoever sends what they have just been sent is shown once."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        before = ""
        context["hops"] = hops = []
        for link in value["links"]:
            hops.append({"link": link, "follows": link["source"] == before})
            before = link["target"]
        return context

    class Meta:
        icon = "arrow-right"
        label = "แผนภาพการไหล"
        template = "lessons/blocks/flow_block.html"
        description = "เงินหรือข้อมูลไหลจากใครไปหาใคร อ่านออกเสียงได้ครบ"
        preview_value = {
            "title": "เงินของคนใหม่ไปไหน",
            "links": [
                {"source": "คนใหม่", "target": "ผู้ชวน", "label": "เงินลงทุน"},
                {"source": "ผู้ชวน", "target": "คนเก่า", "label": "สิ่งที่เรียกว่ากำไร"},
            ],
        }


def _cells(*, required: int) -> list[tuple[str, blocks.Block]]:
    names = ("first", "second", "third", "fourth")
    return [
        (name, blocks.CharBlock(label=f"ช่องที่ {place}", max_length=300, required=place <= required))
        for place, name in enumerate(names, start=1)
    ]


class TableBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="ชื่อตาราง", max_length=120)
    head = blocks.StructBlock(_cells(required=2), label="หัวตาราง")
    rows = blocks.ListBlock(blocks.StructBlock(_cells(required=1)), label="แถว", min_num=2, max_num=12)

    class Meta:
        icon = "table"
        label = "ตาราง"
        template = "lessons/blocks/table_block.html"
        description = "ตารางเล็กที่อ่านบนโทรศัพท์ได้ ไม่เกิน 4 ช่อง เว้นช่องท้ายว่างไว้ได้"
        preview_value = {
            "title": "เหรียญกับโทเคน",
            "head": {"first": "เรื่อง", "second": "เหรียญ", "third": "โทเคน", "fourth": ""},
            "rows": [
                {"first": "อยู่บนเครือข่าย", "second": "ของตัวเอง", "third": "ของผู้อื่น", "fourth": ""},
                {"first": "ตัวอย่างการใช้", "second": "จ่ายค่าธรรมเนียม", "third": "แทนสิทธิ", "fourth": ""},
            ],
        }


class ContactsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="หัวข้อ", max_length=120, required=False)
    keys = blocks.ListBlock(
        blocks.ChoiceBlock(label="หน่วยงาน", choices=lexicon.contact_choices),
        label="หน่วยงาน",
        min_num=1,
        max_num=12,
    )

    class Meta:
        icon = "mobile-alt"
        label = "แจ้งใคร ถามใคร"
        template = "lessons/blocks/contacts_block.html"
        description = "หน่วยงานจากสมุดรายชื่อ เบอร์และลิงก์มาจากที่เดียว แก้ที่เดียวเปลี่ยนทุกหน้า"
        preview_value = {"title": "แจ้งใคร ถามใคร", "keys": ["aoc-1441"]}

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        known = (lexicon.contact(key) for key in value["keys"])
        return {**context, "contacts": [contact for contact in known if contact is not None]}
