"""Texts that are put where they belong: pairs and sequences."""

from wagtail import blocks

from quizzes.blocks.fields import choice_field, feedback_field, line_field, rows_field
from quizzes.content import KIND_LABELS, QuestionKind
from quizzes.kinds.order_schemes import Scheme

_SCHEMES = [
    (Scheme.ABSOLUTE_POSITION, "นับรายการที่อยู่ตรงลำดับ"),
    (Scheme.ALL_OR_NOTHING, "ต้องตรงทั้งหมดจึงได้คะแนน"),
    (Scheme.RELATIVE_NEXT_EXCLUDE_LAST, "นับคู่ที่ต่อกันถูก ไม่รวมตัวสุดท้าย"),
    (Scheme.RELATIVE_NEXT_INCLUDE_LAST, "นับคู่ที่ต่อกันถูก รวมตัวสุดท้าย"),
    (Scheme.RELATIVE_ONE_PREVIOUS_AND_NEXT, "นับตัวที่อยู่ก่อนและหลังหนึ่งตำแหน่ง"),
    (Scheme.RELATIVE_ALL_PREVIOUS_AND_NEXT, "นับทุกตัวที่อยู่ก่อนและหลัง"),
    (Scheme.LONGEST_ORDERED_SUBSET, "ชุดที่ยาวที่สุดที่เรียงถูก"),
    (Scheme.LONGEST_CONTIGUOUS_SUBSET, "ชุดที่ติดกันยาวที่สุดที่เรียงถูก"),
    (Scheme.RELATIVE_TO_CORRECT, "ยิ่งใกล้ลำดับที่ถูก ยิ่งได้มาก"),
]


class PairRow(blocks.StructBlock):
    left = line_field("ด้านซ้าย")
    right = line_field("คู่กับ")
    feedback = feedback_field()

    class Meta:
        icon = "link"
        label_format = "{left} → {right}"


class ExtraRow(blocks.StructBlock):
    text = line_field("ข้อความ")

    class Meta:
        icon = "cross"
        label_format = "{text}"


class MatchBlock(blocks.StructBlock):
    pairs = rows_field(PairRow(), "คู่")
    extras = rows_field(ExtraRow(), "ตัวลวงด้านขวา", least=0, help_text="ข้อความที่ไม่เข้าคู่กับข้อใด ไม่มีก็ได้")

    class Meta:
        icon = "link"
        label = KIND_LABELS[QuestionKind.MATCH]
        description = "จับคู่ข้อความซ้ายกับขวา"


class ItemRow(blocks.StructBlock):
    text = line_field("รายการ")
    feedback = feedback_field()

    class Meta:
        icon = "list-ol"
        label_format = "{text}"


class OrderBlock(blocks.StructBlock):
    items = rows_field(ItemRow(), "รายการ", help_text="เขียนตามลำดับที่ถูก ระบบสลับให้ผู้เรียนเอง")
    scheme = choice_field("วิธีให้คะแนน", _SCHEMES, default=Scheme.ABSOLUTE_POSITION)

    class Meta:
        icon = "list-ol"
        label = KIND_LABELS[QuestionKind.ORDER]
        description = "เรียงรายการให้ถูกลำดับ"
