"""XLSX to grids of text, through openpyxl and defusedxml, within limits that are checked first. Pure."""

import datetime
import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from schools.roster import archives
from schools.roster.model import MAX_PUPILS, MAX_SHEETS, RosterProblem
from schools.roster.tables import Grid, Line, too_many_rows, too_wide
from schools.roster.texts import tidy

MAX_TAGS = 800_000  # in all parts that are read: 5,000 rows of 40 filled columns
_MAX_ROW_CELLS = 1_000  # on the average of a sheet
_MAX_BLANK_ROWS = 1_000  # in a run; then the sheet is held to be over
_READ_PARTS = (
    "xl/worksheets/",
    "xl/sharedStrings",
    "xl/styles",
    "xl/workbook",
    "[Content_Types]",
    "_rels/",
    "docProps/",
)
# All that openpyxl is known to raise on files that no spreadsheet wrote; parse errors are SyntaxErrors.
_READING = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, MemoryError, OSError, RuntimeError,
    SyntaxError, TypeError, ValueError, struct.error, zipfile.BadZipFile, zlib.error, Warning,
)  # fmt: skip
_ENTITIES = "ไฟล์ Excel นี้มีส่วนที่ไม่ปลอดภัย ระบบจึงไม่เปิด คัดลอกตารางรายชื่อไปไว้ในไฟล์ใหม่แล้วลองอีกครั้ง"
_TOO_MUCH = "ไฟล์ Excel นี้มีข้อมูลมากเกินกว่ารายชื่อนักเรียน คัดลอกเฉพาะตารางรายชื่อไปไว้ในไฟล์ใหม่แล้วลองอีกครั้ง"
_NO_SHEET = "ไม่พบตารางในไฟล์ Excel นี้ ตรวจดูว่าเป็นไฟล์ที่มีรายชื่อแล้วลองอีกครั้ง"


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Say whether the archive is an XLSX (or XLSM) inside."""
    return "xl/workbook.xml" in archive.namelist()


def grids(data: bytes, archive: zipfile.ZipFile) -> list[Grid]:
    """Return the visible worksheets that hold anything. Raises RosterProblem, nothing else."""
    import openpyxl  # with numpy, where that is installed: not into every web process, only when a workbook comes

    _look_inside(archive)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of missing styles and extensions: no matter to names
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            found = [_grid(sheet) for sheet in book.worksheets[:MAX_SHEETS] if sheet.sheet_state == "visible"]
    except RosterProblem:
        raise
    except _READING as error:
        raise RosterProblem(archives.BROKEN) from error
    filled = [grid for grid in found if grid.lines]
    if not filled:
        raise RosterProblem(_NO_SHEET)
    return filled


def _look_inside(archive: zipfile.ZipFile) -> None:
    """Refuse what would cost too much to parse, or what no spreadsheet writes."""
    tags = 0
    for name in archive.namelist():
        if not name.startswith(_READ_PARTS) or not name.endswith((".xml", ".rels")):
            continue
        content = archives.part(archive, name)
        tags += content.count(b"<")
        cells, rows = content.count(b"<c"), content.count(b"<row")
        if tags > MAX_TAGS or cells > _MAX_ROW_CELLS * (rows + 20):
            raise RosterProblem(_TOO_MUCH)
        bare = content.replace(b"\x00", b"").upper()  # UTF-16 as well
        if b"<!DOCTYPE" in bare or b"<!ENTITY" in bare:
            raise RosterProblem(_ENTITIES)


def _grid(sheet: Any) -> Grid:  # a ReadOnlyWorksheet, which has no types
    sheet.reset_dimensions()  # what a file says of its own size is not to be believed
    lines = [Line(number, cells) for number, cells in _filled(sheet)]
    too_many_rows(lines)
    return Grid(sheet.title, lines)


def _filled(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    blank = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = _trimmed(values)
        if not cells:
            blank += 1
            if blank > _MAX_BLANK_ROWS:
                return
            continue
        blank = 0
        too_wide(len(cells))
        yield number, cells
        if number > MAX_PUPILS * 4:
            return


def _trimmed(values: tuple[object, ...]) -> list[str]:
    last = len(values)
    while last and values[last - 1] is None:
        last -= 1
    cells = [_text(value) for value in values[:last]]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value.day}/{value.month}/{value.year}"  # "1/2" typed as a room has become a date
    return tidy(str(value))
