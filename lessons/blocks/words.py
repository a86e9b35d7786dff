"""Running text, boxes and pictures."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

RICH_TEXT_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "blockquote"]
CALLOUT_FEATURES = ["bold", "ul", "ol", "link"]


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
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
    text = blocks.RichTextBlock(label="ข้อความ", features=CALLOUT_FEATURES)

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


class DescribedImageBlock(ImageBlock):
    """An image that always says in words what it shows: in a lesson no image is mere decoration."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.child_blocks["image"].label = "ภาพ"  # Wagtail's field has no label: its name would stand there

    def clean(self, value: Any) -> Any:
        if value is not None and value.decorative and not self.is_deferred_validation:
            raise StructBlockValidationError(
                block_errors={"decorative": ValidationError("ภาพในบทเรียนต้องมีคำอธิบาย โปรดบอกว่าภาพแสดงอะไร")}
            )
        return super().clean(value)


class FigureBlock(blocks.StructBlock):
    image = DescribedImageBlock(label="ภาพ")
    caption = blocks.CharBlock(label="คำบรรยาย", max_length=200)
    source = blocks.CharBlock(label="แหล่งที่มาของภาพ", max_length=200)

    class Meta:
        icon = "image"
        label = "ภาพประกอบ"
        template = "lessons/blocks/figure_block.html"
        description = "ภาพพร้อมคำอธิบายภาพสำหรับผู้ที่มองไม่เห็น และแหล่งที่มา"
        preview_value = {"image": None, "caption": "ภาพนี้แสดงอะไร", "source": "ภาพ: ผู้ถ่ายหรือผู้วาด"}

    def get_preview_value(self) -> Any:
        """Return the sample with the newest picture of the library, so that the preview shows one."""
        value = super().get_preview_value()
        image = get_image_model().objects.order_by("-pk").first()
        if image is not None:
            image.contextual_alt_text, image.decorative = image.default_alt_text, False
            value["image"] = image
        return value
