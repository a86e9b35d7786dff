"""Tables as files that Thai Excel opens right: CSV and XLSX. Pure.

What people typed (names, titles, answers) may begin with what a spreadsheet takes for a formula (=, +, -, @, a tab):
in CSV it gets an apostrophe in front (OWASP, CSV Injection), in XLSX it is a text cell that is marked as such. No cell
has a line break in it, for many tools read one record a line. Codes are text, or Excel drops their leading zeros.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NewType

Code = NewType("Code", str)  # digits that are a name, not a number: a pupil's code
Cell = str | int | float | None
BOM = "\ufeff"  # without it Excel takes UTF-8 for Windows-874 and shows rubbish

_LEADS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")
_BREAKS = re.compile(r"\s*[\r\n\v\f\x85\u2028\u2029]+\s*")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_MOST_CHARACTERS = 32_000  # of a cell; Excel takes 32,767
_LONG_NUMBER = 11  # digits, from which on Excel writes 1.2E+11


def one_line(text: str) -> str:
    """Return a text without line breaks, tabs and what no file may hold."""
    whole = _CONTROLS.sub("", _BREAKS.sub(" ", text)).replace("\t", " ")
    return whole[:_MOST_CHARACTERS]


def is_dangerous(text: str) -> bool:
    """Tell whether a spreadsheet could take a text for a formula."""
    return text.lstrip(" \u00a0\u200b").startswith(_LEADS)


def csv_cell(value: Cell) -> str:
    """Return what stands in a CSV file for a value: numbers as they are, texts made safe."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return f"{value:g}" if isinstance(value, float) else str(value)
    text = one_line(value)
    is_code = text.isascii() and text.isdigit() and (text[0] == "0" or len(text) > _LONG_NUMBER)
    return f"'{text}" if is_code or is_dangerous(text) else text


def csv_lines(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield a CSV file in pieces: UTF-8 with BOM, CRLF, quoted where needed."""
    yield BOM.encode()
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in rows:
        writer.writerow([csv_cell(value) for value in row])
        if buffer.tell() > 32_768:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def xlsx(*, title: str, rows: Iterable[Sequence[Cell]], widths: Sequence[int]) -> bytes:
    """Return a workbook of one sheet; the first row is its head and stays in sight. `widths` in characters."""
    # not before it is asked for: it costs a web process 20 MB
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties
    from openpyxl.worksheet.worksheet import Worksheet

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.row_dimensions[1].height = 34  # points: the head's two lines
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes, one wide
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for place, row in enumerate(rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=one_line(value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"  # openpyxl would make a formula of what begins with "="
                if is_dangerous(value):
                    cell.quotePrefix = True  # the apostrophe of Excel: text, also after it is edited
            if place == 0:
                cell.font, cell.alignment = bold, wrapped
            cells.append(cell)
        sheet.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _sheet_name(title: str) -> str:
    """Return a title as Excel takes it for a sheet: 31 characters, without brackets, colons, stars, question marks, slashes, apostrophes at its ends."""
    return re.sub(r"[\[\]:*?/\\]", " ", one_line(title)).strip(" '")[:31].strip(" '") or "Sheet1"
