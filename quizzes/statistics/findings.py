"""What an author may be asked to look at: its kinds and how soon, without the arithmetic that finds it. Pure."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What may be wrong; the stored name of a task."""

    KEY_PROBABLY_WRONG = "key_probably_wrong"
    STRONG_FAVOUR_WRONG_OPTION = "strong_favour_wrong_option"
    WEAK_DO_BETTER = "weak_do_better"
    EASIER_TO_GUESS = "easier_to_guess"
    SURE_AND_WRONG = "sure_and_wrong"
    UNUSED_DISTRACTOR = "unused_distractor"


class Severity(IntEnum):
    LOW = 1
    MEDIUM = 2
    HIGH = 3


LABELS: Mapping[Kind, str] = {
    Kind.KEY_PROBABLY_WRONG: "เฉลยอาจไม่ถูก",
    Kind.STRONG_FAVOUR_WRONG_OPTION: "คนที่ทำได้ดีเลือกตัวเลือกที่ไม่ใช่เฉลย",
    Kind.WEAK_DO_BETTER: "คนที่ทำข้ออื่นได้น้อยกลับทำข้อนี้ได้ดีกว่า",
    Kind.EASIER_TO_GUESS: "เดายังได้คะแนนไม่น้อยกว่า",
    Kind.SURE_AND_WRONG: "มั่นใจแต่ตอบผิดกันมาก",
    Kind.UNUSED_DISTRACTOR: "ตัวลวงที่ไม่มีคนเลือก",
}
SEVERITY_LABELS: Mapping[Severity, str] = {
    Severity.LOW: "เมื่อมีเวลา",
    Severity.MEDIUM: "ควรดู",
    Severity.HIGH: "ควรดูก่อน",
}
