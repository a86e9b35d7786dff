"""CSV, TSV, pasted text and HTML tables to grids of text: encodings, delimiters, quotes, limits. Pure."""

import csv
import html
import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from schools.roster.model import MAX_COLUMNS, MAX_PUPILS, RosterProblem
from schools.roster.texts import tidy
from thai import encodings
from thai.encodings import Undecodable, Why

_ROWS_AROUND = 200  # lines above and below the pupils: headings, sums, signatures
_MAX_TEXT = 4 * 1024 * 1024  # characters of a table
_MAX_LINES, _MAX_LINE = 50_000, 100_000
_DELIMITERS = "\t,;|"
_LOOKED_AT = 40  # lines, to tell the delimiter
_LONG_CELL_LINES = 12  # a quote that swallows more lines than that was never meant as one
_SAVE_AS = "เปิดด้วย Excel แล้วเลือก บันทึกเป็น → CSV UTF-8 หรือ Excel (.xlsx) แล้วลองอีกครั้ง"
_MASSES = "ข้อความนี้ยาวเกินกว่ารายชื่อนักเรียน คัดลอกเฉพาะตารางรายชื่อไปไว้ในไฟล์ใหม่แล้วลองอีกครั้ง"
_THAI_OR_PLAIN = re.compile(r"[\t\n\r -~\u00a0\u0e00-\u0e7f\u2010-\u2027\ufeff]*")

# One pass, each character looked at once; html.parser is quadratic on some broken pages.
_HTML = re.compile(r"<(?P<tag>/?[A-Za-z]+)(?P<attributes>[^<>]*)>|(?P<words>[^<]+)|<")
_SPAN = re.compile(r"colspan\s{0,3}=\s{0,3}[\"']?([0-9]{1,3})", re.IGNORECASE)
_ENDS_CELL = frozenset(("tr", "/tr", "td", "th", "/td", "/th", "table", "/table"))


@dataclass(frozen=True, slots=True)
class Line:
    number: int  # 1-based, in the file
    cells: list[str]  # tidied; at least one says something


@dataclass(frozen=True, slots=True)
class Grid:
    name: str
    lines: list[Line]


def decode(data: bytes) -> tuple[str, str]:
    """Return (text, encoding). Raises RosterProblem when it is no text we can be sure of."""
    try:
        decoded = encodings.decode(data)
    except Undecodable as error:
        unmarked = _unmarked_utf16(data) if error.why is Why.NOT_TEXT else None
        if unmarked:
            return unmarked
        raise RosterProblem(_undecodable(error)) from error
    return decoded.text, decoded.encoding


def _unmarked_utf16(data: bytes) -> tuple[str, str] | None:
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _THAI_OR_PLAIN.fullmatch(text):
            return text, encoding
    return None


def _undecodable(error: Undecodable) -> str:
    if error.why is Why.NOT_TEXT:
        return f"ไฟล์นี้ไม่ใช่ตารางรายชื่อ รับไฟล์ Excel (.xlsx) CSV หรือข้อความที่คัดลอกจาก Excel {_SAVE_AS}"
    if error.why is Why.BROKEN:
        return f"อ่านไฟล์นี้ได้ไม่ตลอด อาจเสียระหว่างส่ง {_SAVE_AS}"
    return f"อ่านตัวอักษรในบรรทัด {error.line} ไม่ออก {_SAVE_AS}"


def too_many_rows(lines: list[Line]) -> None:
    """Raise RosterProblem when there are more rows than pupils can be."""
    if len(lines) > MAX_PUPILS + _ROWS_AROUND:
        raise RosterProblem(
            f"ตารางนี้มี {len(lines):,} แถว รับได้ครั้งละไม่เกิน {MAX_PUPILS:,} คน แบ่งเป็นหลายไฟล์แล้วลองอีกครั้ง"
        )


def too_wide(columns: int) -> None:
    """Raise RosterProblem when a row has more columns than any roster."""
    if columns > MAX_COLUMNS:
        raise RosterProblem(
            f"ตารางนี้มี {columns:,} คอลัมน์ รับได้ไม่เกิน {MAX_COLUMNS} คัดลอกเฉพาะเลขที่ รหัส ชื่อ และห้อง ไปไว้ในไฟล์ใหม่แล้วลองอีกครั้ง"
        )


def _refuse_masses(text: str) -> None:
    if len(text) > _MAX_TEXT:
        raise RosterProblem(_MASSES)


def grid(text: str) -> Grid:
    """Return delimited text as a grid. Raises RosterProblem when it is empty or beyond the limits."""
    _refuse_masses(text)
    text = re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", text)
    if text.count("\n") > _MAX_LINES or max(map(len, text.split("\n"))) > _MAX_LINE:
        raise RosterProblem(_MASSES)
    delimiter, body, skipped = _delimiter(text)
    lines = _lines(body, delimiter, skipped, csv.QUOTE_MINIMAL)
    if lines is None:  # a quotation mark that never closes
        lines = _lines(body, delimiter, skipped, csv.QUOTE_NONE) or []
    if not lines:
        raise RosterProblem("ยังไม่มีรายชื่อในไฟล์หรือข้อความนี้ ตรวจดูแล้วลองอีกครั้ง")
    too_many_rows(lines)
    return Grid("", lines)


def _lines(text: str, delimiter: str, skipped: int, quoting: int) -> list[Line] | None:
    """Return the filled lines; None when quotation marks do not pair."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    lines: list[Line] = []
    last = 0
    try:
        for record in reader:
            number, last = last + 1, reader.line_num
            if last - number > _LONG_CELL_LINES:
                return None
            _keep(lines, number + skipped, record)
            if len(lines) > MAX_PUPILS * 2:
                break  # the count is said to be over the limit; the rest need not be read
    except csv.Error:
        return None
    return lines


def _keep(lines: list[Line], number: int, record: Iterable[str]) -> None:
    cells = [tidy(cell) for cell in record]
    while cells and not cells[-1]:
        cells.pop()
    if cells:
        too_wide(len(cells))
        lines.append(Line(number, cells))


def _delimiter(text: str) -> tuple[str, str, int]:
    """Return (delimiter, text without a line that names it, lines left out)."""
    named = re.match(r"\ufeff?\s{0,3}\"?sep=(.)\"?[ \t]{0,9}\n", text, re.IGNORECASE)
    if named and named[1] in _DELIMITERS:
        return named[1], text[named.end() :], 1
    sample = [line for line in text[:100_000].split("\n") if line.strip()][:_LOOKED_AT]
    return max(_DELIMITERS, key=lambda candidate: _steadiness(sample, candidate)), text, 0


def _steadiness(sample: list[str], delimiter: str) -> tuple[int, int]:
    """Return how many lines agree on a count of this delimiter above none, and that count."""
    counts = Counter(count for line in sample if (count := line.count(delimiter)))
    if not counts:
        return 0, 0
    count, lines = max(counts.items(), key=lambda item: (item[1], item[0]))
    return lines, count


def _web_rows(text: str) -> list[list[str]]:
    rows: list[list[str]] = []
    span = 0  # of the cell that is open; 0 when none is
    for token in _HTML.finditer(text):
        name = (token["tag"] or "").lower()
        if span and name in _ENDS_CELL:
            rows[-1].extend([""] * (span - 1))  # the words of a wide cell stand in its first column
            span = 0
        if name == "tr":
            rows.append([])
        elif name in ("td", "th") and rows:
            wide = _SPAN.search(token["attributes"])
            span = min(int(wide[1]), MAX_COLUMNS + 1) if wide else 1
            rows[-1].append("")
            too_wide(len(rows[-1]))
        elif span:
            rows[-1][-1] += " " if name == "br" else html.unescape(token["words"] or "")
    return rows


def is_web_table(text: str) -> bool:
    """Say whether the text is a page with a table, as some systems export under the name .xls."""
    head = text[:20_000].lower()
    return head.lstrip("\ufeff \t\r\n").startswith("<") and "<table" in head


def web_grid(text: str) -> Grid:
    """Return the tables of a page as one grid; a line is a table row. Raises RosterProblem."""
    _refuse_masses(text)
    lines: list[Line] = []
    for number, record in enumerate(_web_rows(text), start=1):
        _keep(lines, number, record)
    if not lines:
        raise RosterProblem("ไม่พบตารางรายชื่อในไฟล์นี้ " + _SAVE_AS)
    too_many_rows(lines)
    return Grid("", lines)
