"""Choices that are written out: one right, several right, true or false."""

from wagtail import blocks

from quizzes.blocks.fields import choice_field, feedback_field, line_field, percent_field, rows_field
from quizzes.content import KIND_LABELS, QuestionKind
from quizzes.interaction import FALSE, FALSE_UID, TRUE, TRUE_UID


class ChoiceRow(blocks.StructBlock):
    text = line_field("ตัวเลือก")
    correct = blocks.BooleanBlock(label="ถูก", required=False)
    feedback = feedback_field()
    percent = percent_field(
        default=None,
        help_text="เว้นว่างไว้ได้ ระบบแบ่งให้เท่ากัน ใส่เมื่ออยากให้บางตัวเลือกได้บางส่วนหรือหักคะแนน (−100 ถึง 100)",
    )

    class Meta:
        icon = "radio-full"
        label_format = "{text}"


class ChoicesBlock(blocks.StructBlock):
    choices = rows_field(ChoiceRow(), "ตัวเลือก")


class SingleBlock(ChoicesBlock):
    class Meta:
        icon = "radio-full"
        label = KIND_LABELS[QuestionKind.SINGLE]
        description = "มีตัวเลือกที่ถูกหนึ่งตัว"


class MultipleBlock(ChoicesBlock):
    class Meta:
        icon = "check"
        label = KIND_LABELS[QuestionKind.MULTIPLE]
        description = "ถูกตั้งแต่สองตัว เลือกผิดหักในข้อ แต่ไม่ต่ำกว่า 0"


class TrueFalseBlock(blocks.StructBlock):
    right = choice_field("ข้อความในโจทย์", [(TRUE_UID, TRUE), (FALSE_UID, FALSE)])
    feedback_true = feedback_field(f"คำอธิบายสำหรับผู้ที่ตอบ “{TRUE}”")
    feedback_false = feedback_field(f"คำอธิบายสำหรับผู้ที่ตอบ “{FALSE}”")

    class Meta:
        icon = "circle-check"
        label = KIND_LABELS[QuestionKind.TRUE_FALSE]
        description = "เขียนข้อความในโจทย์ แล้วบอกว่าจริงหรือไม่จริง"
