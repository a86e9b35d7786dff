"""Bytes of a file to clean text: UTF-8, UTF-16 with its mark, TIS-620/Windows-874; else a clear no. Pure."""

import codecs
import re
from dataclasses import dataclass

from quizzes.formats.model import MAX_BYTES, FileRefused

_SAVE_AS = "เปิดไฟล์ด้วยโปรแกรมเดิม แล้วบันทึกใหม่โดยเลือกการเข้ารหัส UTF-8"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHER_FILES = (
    (b"PK\x03\x04", "ไฟล์นี้เป็นไฟล์ Word, Excel หรือ ZIP"),
    (b"%PDF", "ไฟล์นี้เป็น PDF"),
    (b"\xd0\xcf\x11\xe0", "ไฟล์นี้เป็นไฟล์ Word หรือ Excel รุ่นเก่า"),
    (b"\x1f\x8b", "ไฟล์นี้ถูกบีบอัดไว้ (gzip)"),
)
# Controls, surrogates and noncharacters mean nothing in a question; XML and YAML cannot hold them.
_NOISE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_NOISE_ABOVE = re.compile(
    "[" + "".join(f"{chr(p * 0x10000 + 0xFFFE)}{chr(p * 0x10000 + 0xFFFF)}" for p in range(1, 17)) + "]"
)
_BREAKS = re.compile("\r\n|[\r\x85]")
# A Thai vowel or tone mark that stands on nothing Thai: real Thai has next to none of these.
_LOST_MARK = re.compile("(?<![ก-ฮะ-ฺเ-๎])[ัิ-ฺ็-๎]")
_THAI = re.compile("[ก-ฺ฿-๛]")


@dataclass(frozen=True, slots=True)
class Text:
    text: str  # "\n" line ends; no controls but tab; no byte order mark
    encoding: str  # "utf-8" | "utf-16-le" | "windows-874" …


def clean(text: str) -> str:
    """Return the text without what no question means: controls, noncharacters, foreign line ends."""
    return _NOISE_ABOVE.sub("", _NOISE.sub("", _BREAKS.sub("\n", text)))


def decode(data: bytes | str) -> Text:
    """Return the file's text.

    Raises FileRefused (Thai) when it is too large, not text, or in an encoding we cannot be sure of.
    """
    if len(data) > MAX_BYTES:
        raise FileRefused(f"ไฟล์ใหญ่เกินไป รับได้ไม่เกิน {MAX_BYTES // 1024 // 1024} MB ลองแบ่งเป็นหลายไฟล์")
    if isinstance(data, str):
        return Text(clean(data), "utf-8")
    marked = next(((mark, encoding) for mark, encoding in _MARKS if data.startswith(mark)), None)
    if marked:
        return Text(clean(_strict(data[len(marked[0]) :], marked[1])), marked[1])
    _refuse_other_files(data)
    try:
        return Text(clean(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError as error:
        return _thai_legacy(data, error.start)


def _refuse_other_files(data: bytes) -> None:
    for signature, sentence in _OTHER_FILES:
        if data.startswith(signature):
            raise FileRefused(
                f"{sentence} ไม่ใช่ไฟล์ข้อสอบแบบข้อความ บันทึกเป็นไฟล์ข้อความ (.txt .xml .yaml) แล้วลองใหม่"
            )
    if b"\x00" in data:
        raise FileRefused(f"ไฟล์นี้ไม่ใช่ไฟล์ข้อความ UTF-8 {_SAVE_AS}")


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused(
            f"ไฟล์บอกว่าเป็น {encoding.upper()} แต่อ่านไม่ได้ตลอด อาจเสียระหว่างส่ง {_SAVE_AS}"
        ) from error


def _thai_legacy(data: bytes, first_bad: int) -> Text:
    line = data.count(b"\n", 0, first_bad) + 1
    refusal = FileRefused(f"อ่านตัวอักษรในบรรทัด {line} ไม่ได้ ไฟล์ไม่ได้เข้ารหัสแบบ UTF-8 {_SAVE_AS}")
    repaired = data.decode("utf-8", "replace")
    if len(_THAI.findall(repaired)) > repaired.count("\ufffd"):
        raise refusal  # UTF-8 with some broken letters, not TIS-620: there UTF-8 Thai is nearly impossible
    try:
        text = data.decode("cp874")
    except UnicodeDecodeError as error:
        raise refusal from error
    thai = len(_THAI.findall(text))
    high = sum(character > "\x7f" for character in text)
    if not thai or thai < 0.8 * high or len(_LOST_MARK.findall(text)) > 0.02 * thai:
        raise refusal
    return Text(clean(text), "windows-874")
