"""What a question that shows a message (chat, SMS, post, advert) needs. Pure."""

from quizzes.kinds import reading, writing
from quizzes.kinds.base import Content, Problem

CHANNELS = {"chat": "แชต", "sms": "ข้อความ SMS", "post": "โพสต์", "advert": "โฆษณา"}


def message_problems(content: Content) -> list[Problem]:
    found = writing.required(content, "", "setting", "ยังไม่ได้บอกว่าเห็นข้อความนี้ที่ไหน เขียนสั้น ๆ เช่น แชตจากคนไม่รู้จัก")
    found += writing.required(content, "", "message", "ยังไม่มีข้อความที่จะให้ผู้เรียนอ่าน เขียนหรือวางข้อความ")
    if reading.text(content, "channel") not in CHANNELS:
        found.append(Problem("channel", f"ยังไม่ได้เลือกช่องทาง เลือกหนึ่งอย่าง: {' '.join(CHANNELS.values())}"))
    return found
