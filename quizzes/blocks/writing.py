"""Answers that are typed: words and numbers."""

from wagtail import blocks

from quizzes.blocks.fields import choice_field, feedback_field, line_field, percent_field, rows_field
from quizzes.content import KIND_LABELS, QuestionKind
from quizzes.kinds.numbers import ToleranceType
from thai import answers

_EQUATED = "ถือว่าเหมือนกัน: " + " · ".join(f"{one.rule} ({one.spelling})" for one in answers.equations())
_TOLERANCES = [
    (ToleranceType.NOMINAL, "± จำนวน (เช่น 100 ± 5)"),
    (ToleranceType.RELATIVE, "± สัดส่วนของคำตอบ (เช่น 0.05 = ร้อยละ 5)"),
    (ToleranceType.GEOMETRIC, "หารหรือคูณด้วย 1 + ค่านี้"),
]


class ShortAnswerRow(blocks.StructBlock):
    pattern = line_field("คำตอบ", help_text="ใช้ * แทนข้อความใด ๆ เช่น บล็อก* ถ้าต้องการเครื่องหมายดอกจันจริง เขียน \\*")
    percent = percent_field(default=100, help_text="100 = ได้เต็ม")
    feedback = feedback_field()

    class Meta:
        icon = "edit"
        label_format = "{pattern} · {percent}%"


class NumericAnswerRow(blocks.StructBlock):
    value = blocks.FloatBlock(label="ตัวเลข", required=False)
    tolerance = blocks.FloatBlock(label="คลาดเคลื่อนได้", required=False, default=0)
    tolerance_type = choice_field("วิธีคิดค่าคลาดเคลื่อน", _TOLERANCES, default=ToleranceType.NOMINAL)
    percent = percent_field(default=100, help_text="100 = ได้เต็ม · 0 = คำตอบที่พบบ่อยแต่ไม่ถูก")
    feedback = feedback_field()

    class Meta:
        icon = "order"
        label_format = "{value} · {percent}%"


class ShortAnswers(blocks.StructBlock):
    answers = rows_field(ShortAnswerRow(), "คำตอบ", least=1, help_text="ตรวจจากบนลงล่าง ใช้คำตอบแรกที่ตรง")
    case_sensitive = blocks.BooleanBlock(label="ตัวพิมพ์เล็กใหญ่ต้องตรง", required=False)
    thai_tolerant = blocks.BooleanBlock(
        label="ยืดหยุ่นกับการพิมพ์ไทย",
        required=False,
        help_text=_EQUATED,
    )


class ShortBlock(ShortAnswers):
    otherwise = feedback_field("คำแนะนำเมื่อตอบอย่างอื่น")

    class Meta:
        icon = "edit"
        label = KIND_LABELS[QuestionKind.SHORT]
        description = "ผู้เรียนพิมพ์คำสั้น ๆ"


class NumericAnswers(blocks.StructBlock):
    answers = rows_field(NumericAnswerRow(), "คำตอบ", least=1, help_text="ตรวจจากบนลงล่าง ใช้คำตอบแรกที่ตรง")
    unit = blocks.CharBlock(
        label="หน่วย", required=False, max_length=30, help_text="แสดงข้างช่องกรอก เช่น บาท ผู้เรียนไม่ต้องพิมพ์"
    )


class NumericBlock(NumericAnswers):
    otherwise = feedback_field("คำแนะนำเมื่อตอบเลขอื่น")

    class Meta:
        icon = "order"
        label = KIND_LABELS[QuestionKind.NUMERIC]
        description = "ผู้เรียนพิมพ์ตัวเลข รับเลขไทยและจุลภาค"
