"""Columns that no class needs, told by heading or by value: national IDs, passwords, addresses … Pure."""

import re
from collections.abc import Sequence
from enum import StrEnum

from schools.roster.texts import heading_key


class Private(StrEnum):
    NATIONAL_ID = "national_id"
    PASSWORD = "password"  # noqa: S105 - the kind of column
    UNNEEDED = "unneeded"


_IDS = (
    "ประชาชน",
    "13หลัก",
    "nationalid",
    "citizen",
    "idcard",
    "thaiid",
    "gcode",
    "รหัสจี",
    "หนังสือเดินทาง",
    "passport",
)
_ID_NAMES = frozenset(
    ("pid", "cid", "personid", "personalid", "เลขg", "รหัสg", "เลขรหัสg", "เลขบัตร", "เลขที่บัตร", "บัตรประจำตัว")
)
_PASSWORDS = ("รหัสผ่าน", "password", "passwd", "พาสเวิร์ด", "รหัสเข้าระบบ", "รหัสเข้าใช้")
_PASSWORD_NAMES = frozenset(("pwd", "pass", "pin", "passcode", "พิน"))
# What a register of a school tells of a child beyond name, number and room.
_UNNEEDED = (
    "เกิด", "อายุ", "birth", "ศาสนา", "religion", "สัญชาติ", "เชื้อชาติ", "nationality", "เลือด", "blood", "ที่อยู่", "address",
    "บ้านเลขที่", "หมู่", "ถนน", "ตำบล", "แขวง", "อำเภอ", "จังหวัด", "ไปรษณีย์", "โทร", "มือถือ", "phone", "mobile", "sms", "อีเมล", "email",
    "บิดา", "มารดา", "ผู้ปกครอง", "พ่อ", "แม่", "guardian", "father", "mother", "parent", "รายได้", "อาชีพ", "น้ำหนัก", "ส่วนสูง",
    "weight", "height", "พิการ", "ด้อยโอกาส", "เกรดเฉลี่ย", "gpa", "ความสามารถพิเศษ", "สถานภาพ",
)  # fmt: skip
_UNNEEDED_NAMES = frozenset(("เพศ", "sex", "gender", "agents", "metadata", "demographics"))

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
# Not within a longer code (a GUID, a serial number): nothing of one may stand before or after.
_ID_IN_TEXT = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9A-Za-z][-.])[0-9](?:[ \-–.]{0,2}[0-9]){12}(?:\.0)?(?![0-9A-Za-z]|[-.][0-9A-Za-z])"
)
_G_CODE = re.compile(r"(?<![0-9A-Za-z])[Gg][ \-]{0,2}[0-9](?:[ \-]{0,2}[0-9]){11}(?![0-9])")
_NOT_DIGIT = re.compile(r"[^0-9]")


def by_heading(label: str) -> Private | None:
    """Return why a column with this heading is not read; None when it is."""
    key = heading_key(label)
    if key in _ID_NAMES or any(word in key for word in _IDS):
        return Private.NATIONAL_ID
    if key in _PASSWORD_NAMES or any(word in key for word in _PASSWORDS):
        return Private.PASSWORD
    if key in _UNNEEDED_NAMES or any(word in key for word in _UNNEEDED):
        return Private.UNNEEDED
    return None


def is_national_id(digits: str) -> bool:
    """Say whether 13 digits pass the check digit: 11 − (Σ digit × weight 13…2 mod 11), last figure.

    Source: the rule of the Department of Provincial Administration as python-stdnum's `th.pin` has it.
    """
    if len(digits) != 13 or not digits.isdecimal():
        return False
    total = sum(weight * int(digit) for weight, digit in zip(range(13, 1, -1), digits, strict=False))
    return int(digits[12]) == (11 - total % 11) % 10


def without_ids(text: str) -> str:
    """Return the cell with every national ID and G-code in it taken out."""
    if len(text) < 13:
        return text
    arabic = text.translate(_THAI_DIGITS)
    if not any(pattern.search(arabic) for pattern in (_ID_IN_TEXT, _G_CODE)):
        return text
    return _G_CODE.sub("", _ID_IN_TEXT.sub(_blanked, arabic)).strip()


def _blanked(match: re.Match[str]) -> str:
    digits = _NOT_DIGIT.sub("", match[0].removesuffix(".0"))
    return "" if is_national_id(digits) else match[0]


def holds_ids(values: Sequence[str]) -> bool:
    """Say whether at least half of what a column says is national IDs or G-codes."""
    filled = [value for value in values if value]
    ids = sum(1 for value in filled if without_ids(value) != value)
    return bool(filled) and ids * 2 >= len(filled)
