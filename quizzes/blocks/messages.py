"""Messages as they might come: where to look twice, and whether to believe them."""

from wagtail import blocks

from quizzes.blocks.fields import choice_field, feedback_field, line_field, rows_field
from quizzes.content import KIND_LABELS, QuestionKind
from quizzes.kinds.judge import VERDICTS
from quizzes.kinds.messages import CHANNELS
from quizzes.kinds.spot import ARTEFACTS, NOTHING_SUSPICIOUS


class MessageBlock(blocks.StructBlock):
    setting = blocks.CharBlock(
        label="เห็นข้อความนี้ที่ไหน", required=False, max_length=200, help_text="เช่น แชตจากคนไม่รู้จัก (ตัวอย่างจำลอง)"
    )
    channel = choice_field("แสดงเป็น", CHANNELS.items(), default="chat")
    message = blocks.TextBlock(
        label="ข้อความ",
        rows=6,
        required=False,
        help_text="ชื่อ เลขบัญชี และเว็บไซต์ต้องเป็นสมมติทั้งหมด (ลงท้าย .example)",
    )


class PhraseRow(blocks.StructBlock):
    text = line_field("วลี", help_text="คัดลอกจากข้อความให้ตรงทุกตัวอักษร และต้องมีที่เดียวในข้อความ")
    suspicious = blocks.BooleanBlock(label="น่าสงสัย", required=False)
    feedback = feedback_field(help_text="น่าสงสัยหรือไม่ เพราะอะไร")

    class Meta:
        icon = "warning"
        label_format = "{text}"


class SpotBlock(MessageBlock):
    artefact = choice_field("ข้อความนี้เป็น", ARTEFACTS.items())
    phrases = rows_field(PhraseRow(), "วลีที่แตะได้", help_text="ใส่ทั้งวลีที่น่าสงสัยและวลีธรรมดา เรียงตามข้อความ")
    none_feedback = feedback_field(f"คำอธิบายสำหรับผู้ที่ตอบ “{NOTHING_SUSPICIOUS}”")

    class Meta:
        icon = "warning"
        label = KIND_LABELS[QuestionKind.SPOT]
        description = "แตะวลีน่าสงสัยในแชต SMS โพสต์ หรือโฆษณา"


class JudgeBlock(MessageBlock):
    verdict = choice_field("ความจริงคือ", VERDICTS.items())
    feedback_scam = feedback_field("คำอธิบายสำหรับผู้ที่ตอบว่าหลอกลวง")
    feedback_genuine = feedback_field("คำอธิบายสำหรับผู้ที่ตอบว่าของจริง")

    class Meta:
        icon = "view"
        label = KIND_LABELS[QuestionKind.JUDGE]
        description = "อ่านข้อความแล้วตัดสินว่าหลอกลวงหรือของจริง"
