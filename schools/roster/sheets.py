"""A grid to a sheet: the heading found, private columns dropped, the rest proposed to be read. Pure."""

from collections.abc import Callable, Sequence

from schools.roster import headers, rooms
from schools.roster.model import (
    MAX_PUPILS,
    Column,
    FieldMapping,
    Problem,
    RosterProblem,
    Row,
    Severity,
    Sheet,
)
from schools.roster.private_columns import Private, by_heading, holds_ids, without_ids
from schools.roster.tables import Grid

_WHY = {
    Private.NATIONAL_ID: "{columns} เป็นเลขประจำตัวประชาชน ระบบไม่เก็บไว้ เพราะห้องเรียนไม่ต้องใช้",
    Private.PASSWORD: "{columns} เป็นรหัสผ่าน ระบบไม่เก็บรหัสผ่านของนักเรียน",
    Private.UNNEEDED: "{columns} เป็นข้อมูลส่วนตัวที่ห้องเรียนไม่ต้องใช้ ระบบจึงไม่อ่าน",
}


def sheet_of(grid: Grid) -> Sheet:
    """Return the grid as a sheet; nothing of a private column is in it. Raises RosterProblem."""
    cells = [line.cells for line in grid.lines]
    width = max(map(len, cells))
    heading = headers.find(cells)
    labels = [""] * width if heading is None else headers.labels(cells, heading, width)
    body = grid.lines if heading is None else grid.lines[heading + 1 :]
    rows = [Row(line.number, (*line.cells, *[""] * (width - len(line.cells)))) for line in body]
    if not rows:
        raise RosterProblem("ไฟล์นี้มีแต่หัวตาราง ยังไม่มีรายชื่อนักเรียน เติมรายชื่อแล้วลองอีกครั้ง")
    if len(rows) > MAX_PUPILS:
        raise RosterProblem(
            f"ตารางนี้มี {len(rows):,} แถว รับได้ครั้งละไม่เกิน {MAX_PUPILS:,} คน แบ่งเป็นหลายไฟล์แล้วลองอีกครั้ง"
        )
    return build(
        name=without_ids(grid.name),
        labels=labels,
        rows=rows,
        mapping_of=headers.propose,
        header_line=0 if heading is None else grid.lines[heading].number,
        room=rooms.in_title([" ".join(line) for line in cells[: heading or 0]]),
    )


def build(
    *,
    name: str,
    labels: list[str],
    rows: list[Row],
    mapping_of: Callable[[list[str], list[list[str]]], FieldMapping],
    header_line: int = 0,
    room: str = "",
    notices: Sequence[Problem] = (),
) -> Sheet:
    """Return the sheet of these rows without private and empty columns."""
    values = [[row.cells[index] for row in rows] for index in range(len(labels))]
    dropped = {index: why for index in range(len(labels)) if (why := _private(labels[index], values[index]))}
    kept = [
        index
        for index in range(len(labels))
        if index not in dropped and (labels[index] or any(values[index]))
    ]
    notices = [*_dropped_notices(dropped, labels), *notices]
    clean, scrubbed = _scrubbed(rows, kept)
    if scrubbed:
        where = ", ".join(str(line) for line in scrubbed[:10]) + ("…" if len(scrubbed) > 10 else "")
        notices.append(Problem(scrubbed[0], f"ลบเลขประจำตัวประชาชนที่อยู่ในแถว {where} แล้ว ระบบไม่เก็บเลขนี้"))
    kept_labels = [without_ids(labels[index]) for index in kept]
    kept_values = [[row.cells[position] for row in clean] for position in range(len(kept))]
    return Sheet(
        name=name,
        columns=tuple(
            Column(_letter(index), label, tuple([value for value in column[:50] if value][:3]))
            for index, label, column in zip(kept, kept_labels, kept_values, strict=True)
        ),
        rows=tuple(clean),
        mapping=mapping_of(kept_labels, kept_values),
        header_line=header_line,
        room=room,
        notices=tuple(notices),
    )


def _private(label: str, values: list[str]) -> Private | None:
    why = by_heading(label)
    if why is not Private.NATIONAL_ID and holds_ids(values):
        return Private.NATIONAL_ID
    return why


def _scrubbed(rows: list[Row], kept: list[int]) -> tuple[list[Row], list[int]]:
    """Return the rows with the kept columns only, and the lines from which an ID was taken out."""
    clean, scrubbed = [], []
    for row in rows:
        cells = tuple([row.cells[index] for index in kept])
        if any(len(cell) >= 13 for cell in cells):
            safe = tuple([without_ids(cell) for cell in cells])
            if safe != cells:
                scrubbed.append(row.line)
            cells = safe
        if any(cells):
            clean.append(Row(row.line, cells))
    return clean, scrubbed


def _dropped_notices(dropped: dict[int, Private], labels: list[str]) -> list[Problem]:
    notices = []
    for why, sentence in _WHY.items():
        told = [_told(index, labels[index]) for index, reason in dropped.items() if reason is why]
        if told:
            severity = Severity.NOTE if why is Private.UNNEEDED else Severity.WARNING
            rest = f" และอีก {len(told) - 6} คอลัมน์" if len(told) > 6 else ""
            notices.append(
                Problem(0, sentence.format(columns="คอลัมน์ " + ", ".join(told[:6]) + rest), severity)
            )
    return notices


def _told(index: int, label: str) -> str:
    label = without_ids(label)
    return f"{_letter(index)} “{label[:40]}”" if label else _letter(index)


def _letter(index: int) -> str:
    """Return the name of a column as spreadsheets have it: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
