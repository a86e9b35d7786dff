"""A running text with gaps, each of a kind of its own."""

from wagtail import blocks

from quizzes.blocks.choosing import ChoicesBlock
from quizzes.blocks.fields import feedback_field
from quizzes.blocks.writing import NumericAnswers, ShortAnswers
from quizzes.content import KIND_LABELS, QuestionKind


def _weight() -> blocks.Block:
    return blocks.FloatBlock(label="น้ำหนัก", required=False, default=1)


class ShortGap(ShortAnswers):
    otherwise = feedback_field("คำแนะนำเมื่อเติมอย่างอื่น")
    weight = _weight()

    class Meta:
        icon = "edit"
        label = "พิมพ์คำ"


class NumericGap(NumericAnswers):
    otherwise = feedback_field("คำแนะนำเมื่อเติมเลขอื่น")
    weight = _weight()

    class Meta:
        icon = "order"
        label = "พิมพ์ตัวเลข"


class ChoiceGap(ChoicesBlock):
    weight = _weight()

    class Meta:
        icon = "radio-full"
        label = "เลือกจากรายการ"


class GapsBlock(blocks.StreamBlock):
    short = ShortGap()
    numeric = NumericGap()
    choice = ChoiceGap()

    class Meta:
        required = False


class ClozeBlock(blocks.StructBlock):
    text = blocks.TextBlock(
        label="ข้อความที่มีช่องว่าง",
        rows=4,
        required=False,
        help_text="ใส่ {{1}} {{2}} … ตรงที่จะให้เติม อย่างละครั้ง แล้วเพิ่มช่องว่างข้างล่างตามลำดับนั้น",
    )
    gaps = GapsBlock(label="ช่องว่าง", required=False)

    class Meta:
        icon = "form"
        label = KIND_LABELS[QuestionKind.CLOZE]
        description = "เติมหรือเลือกคำในข้อความ"
