"""Bytes of a file to clean text: UTF-8, UTF-16 with its mark, TIS-620/Windows-874; else a clear no. Pure."""

import re
from dataclasses import dataclass

from quizzes.formats.model import MAX_BYTES, FileRefused
from thai import encodings
from thai.encodings import Undecodable, Why

_SAVE_AS = "เปิดไฟล์ด้วยโปรแกรมเดิม แล้วบันทึกใหม่โดยเลือกการเข้ารหัส UTF-8"
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
    _refuse_other_files(data)
    try:
        decoded = encodings.decode(data)
    except Undecodable as error:
        raise FileRefused(_sentence(error)) from error
    return Text(clean(decoded.text), decoded.encoding)


def _refuse_other_files(data: bytes) -> None:
    for signature, sentence in _OTHER_FILES:
        if data.startswith(signature):
            raise FileRefused(
                f"{sentence} ไม่ใช่ไฟล์ข้อสอบแบบข้อความ บันทึกเป็นไฟล์ข้อความ (.txt .xml .yaml) แล้วลองใหม่"
            )


def _sentence(error: Undecodable) -> str:
    if error.why is Why.NOT_TEXT:
        return f"ไฟล์นี้ไม่ใช่ไฟล์ข้อความ UTF-8 {_SAVE_AS}"
    if error.why is Why.BROKEN:
        return f"ไฟล์บอกว่าเป็น {error.encoding.upper()} แต่อ่านไม่ได้ตลอด อาจเสียระหว่างส่ง {_SAVE_AS}"
    return f"อ่านตัวอักษรในบรรทัด {error.line} ไม่ได้ ไฟล์ไม่ได้เข้ารหัสแบบ UTF-8 {_SAVE_AS}"
