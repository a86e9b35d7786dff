"""Question files of other systems and our own, both ways: bytes in, values out; no input makes it fall over. Pure.

    reading = read(detect(name, data) or Format.GIFT, data)   # may raise FileRefused, nothing else
    data = write(Format.MOODLE_XML, questions)                # may raise CannotWrite, nothing else

Exactness: where `check(format, [q])` finds nothing, `read(format, write(format, [q]))` gives `tidy(q)` back, without
problems; Aiken has no place for uids and derives them.
"""

import re

from quizzes.formats import (
    aiken,
    gift,
    gift_writer,
    moodle_xml,
    moodle_xml_writer,
    yaml_bank,
    yaml_writer,
)
from quizzes.formats.checks import EXPRESSIBLE, check
from quizzes.formats.encodings import decode
from quizzes.formats.model import (
    CannotWrite,
    FileRefused,
    Format,
    ImportedQuestion,
    Problem,
    Reading,
    Severity,
)
from quizzes.formats.tidying import tidy

__all__ = [
    "EXPRESSIBLE",
    "CannotWrite",
    "FileRefused",
    "Format",
    "ImportedQuestion",
    "Problem",
    "Reading",
    "Severity",
    "check",
    "detect",
    "read",
    "tidy",
    "write",
]

_EXTENSIONS = {"xml": Format.MOODLE_XML, "gift": Format.GIFT, "yaml": Format.YAML, "yml": Format.YAML}
_SAMPLE = 200_000  # characters looked at
_WRITERS = {
    Format.GIFT: gift_writer.write,
    Format.MOODLE_XML: moodle_xml_writer.write,
    Format.AIKEN: aiken.write,
    Format.YAML: yaml_writer.write,
}


def detect(name: str, data: bytes | str) -> Format | None:
    """Return the format by the file's name, or by how it looks; None when neither tells.

    Raises FileRefused when it cannot be text.
    """
    known = _EXTENSIONS.get(name.rpartition(".")[2].lower())
    if known:
        return known
    text = decode(data).text[:_SAMPLE].lstrip()
    if text.startswith(("<?xml", "<quiz")):
        return Format.MOODLE_XML
    if re.search(r"^ANSWER\s{0,3}:\s{0,9}[A-Za-z]", text, re.MULTILINE) and re.search(
        r"^[A-Z][).]\s", text, re.MULTILINE
    ):
        return Format.AIKEN
    if re.search(r"^[ -]{0,8}kind:", text, re.MULTILINE):
        return Format.YAML
    return Format.GIFT if "{" in text and "}" in text else None


def read(source: Format, data: bytes | str, *, nearest_weights: bool = False) -> Reading:
    """Return what a file holds. `nearest_weights`: take the nearest of Moodle's weights instead of refusing.

    Raises FileRefused (a Thai sentence) for a file that is too large, not text, or made to harm; everything else that
    is wrong is a Problem with its line.
    """
    decoded = decode(data)
    if source is Format.GIFT:
        reading = gift.read(decoded.text, nearest_weights=nearest_weights)
    elif source is Format.MOODLE_XML:
        reading = moodle_xml.read(decoded.text, nearest_weights=nearest_weights)
    elif source is Format.AIKEN:
        reading = aiken.read(decoded.text)
    else:
        reading = yaml_bank.read(decoded.text)
    if decoded.encoding == "windows-874":
        said = "ไฟล์นี้เข้ารหัสแบบ Windows-874 (TIS-620) แปลงให้แล้ว ตรวจดูตัวอักษรไทยก่อนนำเข้า"
        reading.problems.insert(0, Problem(0, "", said, Severity.NOTE))
    if not reading.questions and not reading.problems:
        reading.problems.append(Problem(0, "", "ไม่พบข้อสอบในไฟล์นี้ ดูว่าเลือกรูปแบบไฟล์ถูกหรือไม่", Severity.ERROR))
    return reading


def write(to: Format, questions: list[ImportedQuestion]) -> bytes:
    """Return the questions as a UTF-8 file. What would be lost is told by `check` beforehand.

    Raises CannotWrite naming every question this format cannot say.
    """
    refused = [problem for problem in check(to, questions) if problem.severity is Severity.ERROR]
    if refused:
        raise CannotWrite(refused)
    return _WRITERS[to](map(tidy, questions)).encode()
