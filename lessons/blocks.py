"""What a lesson's body can hold."""

from wagtail import blocks
from wagtail.images.blocks import ImageBlock

RICH_TEXT_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "blockquote"]


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: object) -> None:
        super().__init__(features=RICH_TEXT_FEATURES, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = "ข้อความ"
        template = "lessons/blocks/text_block.html"
        description = "ย่อหน้า หัวข้อย่อย และรายการ"
        preview_value = "<p>บล็อกเชนคือสมุดบัญชีที่หลายคนถือสำเนาไว้ตรงกัน</p>"


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        choices=[
            ("note", "เกร็ดความรู้"),
            ("caution", "ควรระวัง"),
            ("danger", "ธงแดง"),
            ("question", "ลองคิดก่อนอ่าน"),
        ],
        default="note",
        label="แบบ",
    )
    title = blocks.CharBlock(label="หัวข้อ", max_length=120)
    text = blocks.RichTextBlock(label="ข้อความ", features=["bold", "ul", "ol", "link"])

    class Meta:
        icon = "warning"
        label = "กล่องเน้น"
        template = "lessons/blocks/callout_block.html"
        description = "เน้นคำถาม ข้อควรระวัง หรือธงแดง"
        preview_value = {
            "tone": "danger",
            "title": "ดอกสูงคงที่ โดยไม่บอกว่าใครจ่าย",
            "text": "<p>ผลตอบแทนทุกบาทมาจากที่ใดที่หนึ่ง</p>",
        }


class FigureBlock(blocks.StructBlock):
    image = ImageBlock(label="ภาพ")  # asks for its own alternative text
    caption = blocks.CharBlock(label="คำบรรยาย", max_length=200)
    source = blocks.CharBlock(label="แหล่งที่มาของภาพ", max_length=200)

    class Meta:
        icon = "image"
        label = "ภาพประกอบ"
        template = "lessons/blocks/figure_block.html"
        description = "ภาพพร้อมคำอธิบายภาพสำหรับผู้ที่มองไม่เห็น และแหล่งที่มา"
