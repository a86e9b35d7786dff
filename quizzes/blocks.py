"""How an educator writes a question: one block per kind. Nothing is required here: drafts may be unfinished.

What is missing before a question can be published is said by `quizzes.kinds`, through `errors_of`.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError, ListValue
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from quizzes.content import KIND_LABELS, QuestionKind
from quizzes.interaction import FALSE, FALSE_UID, TRUE, TRUE_UID
from quizzes.kinds.base import Problem
from quizzes.kinds.judge import VERDICTS
from quizzes.kinds.messages import CHANNELS
from quizzes.kinds.numbers import ToleranceType
from quizzes.kinds.order_schemes import Scheme
from quizzes.kinds.spot import ARTEFACTS, NOTHING_SUSPICIOUS
from thai import answers

_FEEDBACK_HELP = "ผู้เรียนเห็นหลังส่ง บอกอย่างใจดีว่าทำไมใช่หรือไม่ใช่"
_EQUATED = "ถือว่าเหมือนกัน: " + " · ".join(f"{one.rule} ({one.spelling})" for one in answers.equations())
_TOLERANCES = [
    (ToleranceType.NOMINAL, "± จำนวน (เช่น 100 ± 5)"),
    (ToleranceType.RELATIVE, "± สัดส่วนของคำตอบ (เช่น 0.05 = ร้อยละ 5)"),
    (ToleranceType.GEOMETRIC, "หารหรือคูณด้วย 1 + ค่านี้"),
]
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


def _feedback(label: str = "คำอธิบาย", help_text: str = _FEEDBACK_HELP) -> blocks.Block:
    return blocks.TextBlock(label=label, rows=2, required=False, help_text=help_text)


def _line(label: str, **kwargs: Any) -> blocks.Block:
    return blocks.TextBlock(label=label, rows=1, required=False, **kwargs)


def _one_of(label: str, choices: Iterable[tuple[Any, str]], **kwargs: Any) -> blocks.Block:
    return blocks.ChoiceBlock(label=label, choices=list(choices), required=False, **kwargs)


def _percent(*, default: float | None, help_text: str) -> blocks.Block:
    return blocks.FloatBlock(label="คะแนน (%)", required=False, default=default, help_text=help_text)


class RowsBlock(blocks.ListBlock):
    """A list whose first rows are there and empty, each to get an id of its own when it is saved.

    Wagtail gives the rows of a default their ids once, when the page is made: two gaps of one question would hold
    choices with the same uids.
    """

    def __init__(self, child_block: Any, *, least: int = 2, **kwargs: Any) -> None:
        super().__init__(child_block, **{"default": [], **kwargs})
        self.least = least

    def get_default(self) -> Any:
        """Return the empty rows, without ids."""
        rows = ListValue(self, values=[self.child_block.get_default() for _ in range(self.least)])
        for row in rows.bound_blocks:
            row.id = ""
        return rows


def _list(child: blocks.Block, label: str, *, least: int = 2, **kwargs: Any) -> blocks.Block:
    return RowsBlock(child, least=least, label=label, **kwargs)


class ChoiceRow(blocks.StructBlock):
    text = _line("ตัวเลือก")
    correct = blocks.BooleanBlock(label="ถูก", required=False)
    feedback = _feedback()
    percent = _percent(
        default=None,
        help_text="เว้นว่างไว้ได้ ระบบแบ่งให้เท่ากัน ใส่เมื่ออยากให้บางตัวเลือกได้บางส่วนหรือหักคะแนน (−100 ถึง 100)",
    )

    class Meta:
        icon = "radio-full"
        label_format = "{text}"


class ShortAnswerRow(blocks.StructBlock):
    pattern = _line("คำตอบ", help_text="ใช้ * แทนข้อความใด ๆ เช่น บล็อก* ถ้าต้องการเครื่องหมายดอกจันจริง เขียน \\*")
    percent = _percent(default=100, help_text="100 = ได้เต็ม")
    feedback = _feedback()

    class Meta:
        icon = "edit"
        label_format = "{pattern} · {percent}%"


class NumericAnswerRow(blocks.StructBlock):
    value = blocks.FloatBlock(label="ตัวเลข", required=False)
    tolerance = blocks.FloatBlock(label="คลาดเคลื่อนได้", required=False, default=0)
    tolerance_type = _one_of("วิธีคิดค่าคลาดเคลื่อน", _TOLERANCES, default=ToleranceType.NOMINAL)
    percent = _percent(default=100, help_text="100 = ได้เต็ม · 0 = คำตอบที่พบบ่อยแต่ไม่ถูก")
    feedback = _feedback()

    class Meta:
        icon = "order"
        label_format = "{value} · {percent}%"


class ChoicesBlock(blocks.StructBlock):
    choices = _list(ChoiceRow(), "ตัวเลือก")


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
    right = _one_of("ข้อความในโจทย์", [(TRUE_UID, TRUE), (FALSE_UID, FALSE)])
    feedback_true = _feedback(f"คำอธิบายสำหรับผู้ที่ตอบ “{TRUE}”")
    feedback_false = _feedback(f"คำอธิบายสำหรับผู้ที่ตอบ “{FALSE}”")

    class Meta:
        icon = "tick"
        label = KIND_LABELS[QuestionKind.TRUE_FALSE]
        description = "เขียนข้อความในโจทย์ แล้วบอกว่าจริงหรือไม่จริง"


class ShortAnswers(blocks.StructBlock):
    answers = _list(ShortAnswerRow(), "คำตอบ", least=1, help_text="ตรวจจากบนลงล่าง ใช้คำตอบแรกที่ตรง")
    case_sensitive = blocks.BooleanBlock(label="ตัวพิมพ์เล็กใหญ่ต้องตรง", required=False)
    thai_tolerant = blocks.BooleanBlock(
        label="ยืดหยุ่นกับการพิมพ์ไทย",
        required=False,
        help_text=_EQUATED,
    )


class ShortBlock(ShortAnswers):
    otherwise = _feedback("คำแนะนำเมื่อตอบอย่างอื่น")

    class Meta:
        icon = "edit"
        label = KIND_LABELS[QuestionKind.SHORT]
        description = "ผู้เรียนพิมพ์คำสั้น ๆ"


class NumericAnswers(blocks.StructBlock):
    answers = _list(NumericAnswerRow(), "คำตอบ", least=1, help_text="ตรวจจากบนลงล่าง ใช้คำตอบแรกที่ตรง")
    unit = blocks.CharBlock(
        label="หน่วย", required=False, max_length=30, help_text="แสดงข้างช่องกรอก เช่น บาท ผู้เรียนไม่ต้องพิมพ์"
    )


class NumericBlock(NumericAnswers):
    otherwise = _feedback("คำแนะนำเมื่อตอบเลขอื่น")

    class Meta:
        icon = "order"
        label = KIND_LABELS[QuestionKind.NUMERIC]
        description = "ผู้เรียนพิมพ์ตัวเลข รับเลขไทยและจุลภาค"


class PairRow(blocks.StructBlock):
    left = _line("ด้านซ้าย")
    right = _line("คู่กับ")
    feedback = _feedback()

    class Meta:
        icon = "link"
        label_format = "{left} → {right}"


class ExtraRow(blocks.StructBlock):
    text = _line("ข้อความ")

    class Meta:
        icon = "cross"
        label_format = "{text}"


class MatchBlock(blocks.StructBlock):
    pairs = _list(PairRow(), "คู่")
    extras = _list(ExtraRow(), "ตัวลวงด้านขวา", least=0, help_text="ข้อความที่ไม่เข้าคู่กับข้อใด ไม่มีก็ได้")

    class Meta:
        icon = "link"
        label = KIND_LABELS[QuestionKind.MATCH]
        description = "จับคู่ข้อความซ้ายกับขวา"


class ItemRow(blocks.StructBlock):
    text = _line("รายการ")
    feedback = _feedback()

    class Meta:
        icon = "list-ol"
        label_format = "{text}"


class OrderBlock(blocks.StructBlock):
    items = _list(ItemRow(), "รายการ", help_text="เขียนตามลำดับที่ถูก ระบบสลับให้ผู้เรียนเอง")
    scheme = _one_of("วิธีให้คะแนน", _SCHEMES, default=Scheme.ABSOLUTE_POSITION)

    class Meta:
        icon = "list-ol"
        label = KIND_LABELS[QuestionKind.ORDER]
        description = "เรียงรายการให้ถูกลำดับ"


def _weight() -> blocks.Block:
    return blocks.FloatBlock(label="น้ำหนัก", required=False, default=1)


class ShortGap(ShortAnswers):
    otherwise = _feedback("คำแนะนำเมื่อเติมอย่างอื่น")
    weight = _weight()

    class Meta:
        icon = "edit"
        label = "พิมพ์คำ"


class NumericGap(NumericAnswers):
    otherwise = _feedback("คำแนะนำเมื่อเติมเลขอื่น")
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


class MessageBlock(blocks.StructBlock):
    setting = blocks.CharBlock(
        label="เห็นข้อความนี้ที่ไหน", required=False, max_length=200, help_text="เช่น แชตจากคนไม่รู้จัก (ตัวอย่างจำลอง)"
    )
    channel = _one_of("แสดงเป็น", CHANNELS.items(), default="chat")
    message = blocks.TextBlock(
        label="ข้อความ",
        rows=6,
        required=False,
        help_text="ชื่อ เลขบัญชี และเว็บไซต์ต้องเป็นสมมติทั้งหมด (ลงท้าย .example)",
    )


class PhraseRow(blocks.StructBlock):
    text = _line("วลี", help_text="คัดลอกจากข้อความให้ตรงทุกตัวอักษร และต้องมีที่เดียวในข้อความ")
    suspicious = blocks.BooleanBlock(label="น่าสงสัย", required=False)
    feedback = _feedback(help_text="น่าสงสัยหรือไม่ เพราะอะไร")

    class Meta:
        icon = "warning"
        label_format = "{text}"


class SpotBlock(MessageBlock):
    artefact = _one_of("ข้อความนี้เป็น", ARTEFACTS.items())
    phrases = _list(PhraseRow(), "วลีที่แตะได้", help_text="ใส่ทั้งวลีที่น่าสงสัยและวลีธรรมดา เรียงตามข้อความ")
    none_feedback = _feedback(f"คำอธิบายสำหรับผู้ที่ตอบ “{NOTHING_SUSPICIOUS}”")

    class Meta:
        icon = "warning"
        label = KIND_LABELS[QuestionKind.SPOT]
        description = "แตะวลีน่าสงสัยในแชต SMS โพสต์ หรือโฆษณา"


class JudgeBlock(MessageBlock):
    verdict = _one_of("ความจริงคือ", VERDICTS.items())
    feedback_scam = _feedback("คำอธิบายสำหรับผู้ที่ตอบว่าหลอกลวง")
    feedback_genuine = _feedback("คำอธิบายสำหรับผู้ที่ตอบว่าของจริง")

    class Meta:
        icon = "view"
        label = KIND_LABELS[QuestionKind.JUDGE]
        description = "อ่านข้อความแล้วตัดสินว่าหลอกลวงหรือของจริง"


class InteractionBlock(blocks.StreamBlock):
    """Exactly one block: the question's kind and all that belongs to it."""

    single = SingleBlock()
    multiple = MultipleBlock()
    truefalse = TrueFalseBlock()
    short = ShortBlock()
    numeric = NumericBlock()
    match = MatchBlock()
    order = OrderBlock()
    cloze = ClozeBlock()
    spot = SpotBlock()
    judge = JudgeBlock()

    class Meta:
        max_num = 1
        required = False


# --- where a problem is shown --------------------------------------------------------------------
# a content's path → the field of the block that it is written in, where the names differ
_RENAMED = {
    ("none", "feedback"): ("none_feedback",),
    ("none", "correct"): ("phrases",),
    ("feedback", "scam"): ("feedback_scam",),
    ("feedback", "genuine"): ("feedback_genuine",),
    ("choices", "0", "feedback"): ("feedback_true",),
    ("choices", "1", "feedback"): ("feedback_false",),
}


def errors_of(problems: Iterable[Problem], *, kind: str, block: blocks.StreamBlock) -> Any:
    """Return the problems of the one block of an interaction as a ValidationError, each at the field it speaks of."""
    tree: dict[str, Any] = {}
    for problem in problems:
        _place(tree, _field_path(problem.path, kind), problem.sentence_th)
    return StreamBlockValidationError(block_errors={0: _error(tree, block.child_blocks[kind])})


def _field_path(path: str, kind: str) -> tuple[str, ...]:
    parts = tuple(path.split(".")) if path else ()
    parts = tuple("percent" if part == "fraction" else part for part in parts)
    if kind == QuestionKind.TRUE_FALSE and parts[:1] == ("choices",) and parts not in _RENAMED:
        return ("right",)
    if kind == QuestionKind.TRUE_FALSE or parts[:1] != ("choices",):
        return _RENAMED.get(parts, parts)
    return parts


def _place(tree: dict[str, Any], path: tuple[str, ...], sentence: str) -> None:
    for part in path:
        tree = tree.setdefault(part, {})
    tree.setdefault("", []).append(sentence)


def _error(tree: dict[str, Any], block: blocks.Block) -> Any:
    """Return the sentences of a tree as the error that the block's kind of block understands."""
    own: list[str] = tree.get("", [])
    below = {part: inner for part, inner in tree.items() if part}
    if isinstance(block, blocks.StructBlock):
        known = {part: inner for part, inner in below.items() if part in block.child_blocks}
        stray = [sentence for part in below.keys() - known.keys() for sentence in _sentences(below[part])]
        return StructBlockValidationError(
            block_errors={part: _error(inner, block.child_blocks[part]) for part, inner in known.items()},
            non_block_errors=[*own, *stray],
        )
    if isinstance(block, blocks.ListBlock):
        return ListBlockValidationError(
            block_errors={int(part): _error(inner, block.child_block) for part, inner in below.items()},
            non_block_errors=own,
        )
    if isinstance(block, blocks.StreamBlock):
        return _gap_errors(below, own, block)
    return ValidationError([*own, *(one for inner in below.values() for one in _sentences(inner))])


def _gap_errors(below: dict[str, Any], own: list[str], block: blocks.StreamBlock) -> Any:
    """Return the errors of gaps. Their fields are the same in every kind of gap but for choices and answers."""
    errors = {}
    for part, inner in below.items():
        kind = "choice" if "choices" in inner else "numeric" if "unit" in inner else "short"
        errors[int(part)] = _error(inner, block.child_blocks[kind])
    return StreamBlockValidationError(block_errors=errors, non_block_errors=own)


def _sentences(tree: dict[str, Any]) -> list[str]:
    return [*tree.get("", []), *(one for part, inner in tree.items() if part for one in _sentences(inner))]
