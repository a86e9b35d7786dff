"""Bytes of a text file to text: UTF-8, UTF-16/32 with a mark, TIS-620/Windows-874; else a clear no. Pure."""

import codecs
import re
from dataclasses import dataclass
from enum import StrEnum

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# A Thai vowel or tone mark that stands on nothing Thai: real Thai has next to none of these.
_LOST_MARK = re.compile("(?<![ก-ฮะ-ฺเ-๎])[ัิ-ฺ็-๎]")
_NOT_THAI, _ASCII = re.compile("[^ก-ฺ฿-๛]+"), re.compile("[\x00-\x7f]+")


class Why(StrEnum):
    BROKEN = "broken"  # it carries a mark but cannot be read to the end
    NOT_TEXT = "not_text"  # holds zero bytes
    UNSURE = "unsure"  # neither UTF-8 nor plausible Thai


class Undecodable(ValueError):  # noqa: N818 - says what happened, as the other refusals do
    """The bytes are no text we can be sure of; `line` is where UTF-8 ended, 0 where that says nothing."""

    def __init__(self, why: Why, *, encoding: str = "utf-8", line: int = 0) -> None:
        super().__init__(f"{why} {encoding} {line}")
        self.why, self.encoding, self.line = why, encoding, line


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str  # without the byte order mark
    encoding: str  # "utf-8" | "utf-16-le" | "windows-874" …


def decode(data: bytes) -> Decoded:
    """Return the text and how it was encoded. Raises Undecodable, nothing else."""
    marked = next(((mark, encoding) for mark, encoding in _MARKS if data.startswith(mark)), None)
    if marked:
        try:
            return Decoded(data[len(marked[0]) :].decode(marked[1]), marked[1])
        except UnicodeDecodeError as error:
            raise Undecodable(Why.BROKEN, encoding=marked[1]) from error
    if b"\x00" in data:
        raise Undecodable(Why.NOT_TEXT)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _thai_legacy(data, error.start)


def _thai_legacy(data: bytes, first_bad: int) -> Decoded:
    refusal = Undecodable(Why.UNSURE, line=data.count(b"\n", 0, first_bad) + 1)
    repaired = data.decode("utf-8", "replace")
    if len(_NOT_THAI.sub("", repaired)) > repaired.count("\ufffd"):
        raise refusal  # UTF-8 with some broken letters, not TIS-620: there UTF-8 Thai is nearly impossible
    try:
        text = data.decode("cp874")
    except UnicodeDecodeError as error:
        raise refusal from error
    thai, high = len(_NOT_THAI.sub("", text)), len(_ASCII.sub("", text))
    if not thai or thai < 0.8 * high or sum(1 for _ in _LOST_MARK.finditer(text)) > 0.02 * thai:
        raise refusal
    return Decoded(text, "windows-874")
