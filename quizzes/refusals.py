"""Why an answer or an attempt was not accepted: a code for the page's script, a sentence for the learner."""

from http import HTTPStatus
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):  # noqa: N818 — not a fault: an answer that the learner reads
    """Something that the learner asked for cannot be done; `message` says what to do instead."""

    code: str
    status: HTTPStatus
    message: Promise


class UnknownLearner(Refusal):
    code = "unknown_learner"
    status = HTTPStatus.FORBIDDEN
    message = _("เราจำเบราว์เซอร์นี้ไม่ได้แล้ว (คุกกี้อาจถูกลบ) จึงบันทึกลงครั้งนี้ต่อไม่ได้ กดเริ่มทำแบบทดสอบใหม่ได้เลย")


class NoSuchAttempt(Refusal):
    code = "no_such_attempt"
    status = HTTPStatus.NOT_FOUND
    message = _("ไม่พบแบบทดสอบครั้งนี้ในเครื่องนี้ ลองเปิดจากหน้าบทเรียนอีกครั้ง")


class OtherPerson(Refusal):
    """The attempt belongs to somebody who shares this phone: nothing is lost, it waits for them."""

    code = "other_person"
    status = HTTPStatus.CONFLICT

    def __init__(self, *, label: str) -> None:
        super().__init__(label)
        self.label = label
        self.message = format_lazy(_("คำตอบของ {label} เก็บไว้ในเครื่องนี้ จะส่งเมื่อสลับกลับเป็น {label}"), label=label)


class AttemptFinished(Refusal):
    code = "finished"
    status = HTTPStatus.CONFLICT
    message = _("แบบทดสอบครั้งนี้ส่งไปแล้ว จึงเปลี่ยนคำตอบไม่ได้ ดูผลหรือทำใหม่อีกครั้งได้")


class AttemptMerged(Refusal):
    code = "merged"
    status = HTTPStatus.CONFLICT
    message = _("แบบทดสอบครั้งนี้ถูกรวมกับครั้งที่ทำค้างไว้ในบัญชีของคุณ เปิดหน้านี้ใหม่เพื่อทำต่อ")


class TimeIsUp(Refusal):
    code = "time_is_up"
    status = HTTPStatus.CONFLICT
    message = _("หมดเวลาแล้ว ระบบส่งแบบทดสอบให้ด้วยคำตอบที่มาถึงก่อนหมดเวลา คำตอบล่าสุดที่มาหลังจากนั้นจึงไม่ได้นับ")


class NotYet(Refusal):
    code = "not_yet"
    status = HTTPStatus.CONFLICT
    message = _("แบบทดสอบนี้ดูผลได้หลังส่งคำตอบทั้งหมดแล้ว")


class NothingToCheck(Refusal):
    code = "nothing_to_check"
    status = HTTPStatus.CONFLICT
    message = _("ข้อนี้ยังไม่มีคำตอบ ตอบก่อนแล้วกดตรวจอีกครั้ง")


class Malformed(Refusal):
    code = "malformed"
    status = HTTPStatus.BAD_REQUEST
    message = _("ข้อมูลคำตอบไม่ครบ ระบบจึงยังไม่ได้บันทึก ลองเลือกคำตอบอีกครั้งหรือเปิดหน้านี้ใหม่")


class TooLarge(Refusal):
    code = "too_large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    message = _("ข้อมูลคำตอบใหญ่เกินไป ระบบจึงไม่ได้บันทึก ลองเปิดหน้านี้ใหม่แล้วเลือกอีกครั้ง")


class QuizUnavailable(Exception):  # noqa: N818 — a state of the quiz, not a fault
    """The quiz is not published (any more), or none of its questions is."""


class StartRefused(Exception):  # noqa: N818 — a rule of the quiz, not a fault
    """The quiz is there, and this learner cannot begin it (again)."""

    title: Promise
    message: Promise

    def __init__(self, quiz: Any) -> None:
        super().__init__(quiz)
        self.quiz = quiz


class NoAttemptsLeft(StartRefused):
    title = _("ทำแบบทดสอบนี้ครบจำนวนครั้งแล้ว")
    message = _("ผลทุกครั้งที่ทำไว้ยังอยู่ครบ เรานับครั้งที่ดีที่สุดของคุณ")


class QuizClosed(StartRefused):
    title = _("แบบทดสอบนี้ปิดรับคำตอบแล้ว")
    message = _("เริ่มทำใหม่ไม่ได้แล้ว ผลที่คุณเคยทำไว้ยังอยู่ครบ")


class AlreadyOpen(Exception):  # noqa: N818 — a state of the attempt, not a fault
    """The learner has the quiz open for the same occasion: finish or move that attempt first."""


class PaperChanged(Exception):  # noqa: N818 — a state of the quiz, not a fault
    """What the paper asks cannot be read any more, or it names what was never published."""
