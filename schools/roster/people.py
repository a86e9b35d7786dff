"""Rows of a sheet and a mapping to pupils, with a Thai sentence for each row that wants a look. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from schools.roster import names, rooms
from schools.roster.headers import check_mapping, field_of
from schools.roster.model import (
    Field,
    FieldMapping,
    Findings,
    People,
    RosterProblem,
    RosterPupil,
    Row,
    Severity,
    Sheet,
)
from schools.roster.texts import is_formula_like, is_too_long, same_key, value

# characters of a first or last name; of a nickname or room; of a code (OneRoster: often 36); of a title
MAX_NAME, MAX_SHORT, MAX_CODE, MAX_TITLE = 60, 40, 40, 20
MAX_NUMBER = 9_999
_LENGTHS = {
    Field.FIRST_NAME: MAX_NAME,
    Field.LAST_NAME: MAX_NAME,
    Field.FULL_NAME: 200,
    Field.STUDENT_CODE: MAX_CODE,
    Field.TITLE: MAX_TITLE,
}
_NUMBER = re.compile(r"([0-9]{1,4})(?:\.0{0,2})?\)?")
_WHOLE = re.compile(r"([0-9]+)\.0")
_ROUNDED = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]{1,2}")
_FOOTER = re.compile(
    r"(?:รวม|ลงชื่อ|หมายเหตุ|ครูที่ปรึกษา|ครูประจำชั้น|จำนวนนักเรียน|นักเรียนชาย|นักเรียนหญิง|พิมพ์เมื่อ|หน้าที่|\(?\.{4,}|_{4,})"
)
_A_LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class _Reading:
    sheet: Sheet
    columns: dict[Field, int]
    findings: Findings
    likely_titles: bool  # most names begin with one

    def cell(self, row: Row, field: Field) -> str:
        """Return what the row says of a field, within its length."""
        if field not in self.columns:
            return ""
        text = value(row.cells[self.columns[field]])
        most = _LENGTHS.get(field, MAX_SHORT)
        if len(text) > most or is_too_long(text):
            self.findings.say(row.line, f"ข้อความในช่องยาวเกินไป เก็บไว้ {most} ตัวอักษรแรก ช่วยตรวจดูอีกครั้ง")
        return text[:most].strip()


def read_people(sheet: Sheet, mapping: FieldMapping | None = None) -> People:
    """Return the pupils of a sheet, in its order, and what wants a look; `mapping` None takes the proposal.

    Raises RosterProblem when the mapping cannot be read by (`check_mapping` says why).
    """
    mapping = sheet.mapping if mapping is None else mapping
    wrong = check_mapping(sheet, mapping)
    if wrong:
        raise RosterProblem(" ".join(wrong))
    columns = {field: index for index, field in mapping.items()}
    reading = _Reading(sheet, columns, Findings(), likely_titles=False)
    name_column = columns.get(Field.FULL_NAME, columns.get(Field.FIRST_NAME))
    if name_column is not None:
        reading.likely_titles = names.are_titled([row.cells[name_column] for row in sheet.rows])
    pupils = [pupil for row in sheet.rows if (pupil := _pupil(reading, row))]
    _tell_doubled_numbers(pupils, reading.findings)
    return People(tuple(pupils), tuple(sorted(reading.findings.problems, key=lambda problem: problem.line)))


def _pupil(reading: _Reading, row: Row) -> RosterPupil | None:
    if _is_heading_again(reading, row) or _is_footer(row):
        return None
    _tell_formulas(reading, row)
    name = _name(reading, row)
    number, code = _number(reading, row, name), _code(reading, row)
    if not name.first_name and not name.nickname:
        if code:
            reading.findings.say(row.line, "แถวนี้ไม่มีชื่อ จึงข้ามไป เติมชื่อในไฟล์แล้วอ่านใหม่ได้", Severity.ERROR)
        return None
    if name.first_name and not _A_LETTER.search(name.first_name):
        reading.findings.say(row.line, f"“{name.first_name}” ไม่เหมือนชื่อคน จึงข้ามแถวนี้ไป", Severity.ERROR)
        return None
    if not name.last_name and (Field.FULL_NAME in reading.columns or Field.LAST_NAME in reading.columns):
        reading.findings.say(row.line, f"ไม่พบนามสกุลของ {name.first_name or name.nickname}", Severity.NOTE)
    return RosterPupil(
        number=number,
        student_code=code,
        title=name.title,
        first_name=name.first_name,
        last_name=name.last_name,
        nickname=name.nickname,
        room=_room(reading, row),
        display_name=names.display_name(
            first_name=name.first_name, last_name=name.last_name, nickname=name.nickname
        ),
        line=row.line,
    )


def _is_heading_again(reading: _Reading, row: Row) -> bool:
    """Say whether the heading stands here once more, as at the top of every printed page."""
    filled = [cell for cell in row.cells if cell]
    return len(filled) > 1 and sum(field_of(cell) is not None for cell in filled) * 2 > len(filled)


def _is_footer(row: Row) -> bool:
    return bool(_FOOTER.match(next(cell for cell in row.cells if cell)))


def _tell_formulas(reading: _Reading, row: Row) -> None:
    if any(is_formula_like(row.cells[index]) for index in reading.columns.values()):
        reading.findings.say(row.line, "มีช่องที่ดูเหมือนสูตรของ Excel ระบบเก็บเป็นข้อความธรรมดา ช่วยตรวจดูอีกครั้ง")


def _name(reading: _Reading, row: Row) -> names.Name:
    title, nickname = reading.cell(row, Field.TITLE), reading.cell(row, Field.NICKNAME)
    title = names.known_title(title) or title
    if Field.FULL_NAME in reading.columns:
        name = names.split(reading.cell(row, Field.FULL_NAME), likely_titles=reading.likely_titles)
        name = replace(name, first_name=name.first_name[:MAX_NAME], last_name=name.last_name[:MAX_NAME])
    else:
        first = reading.cell(row, Field.FIRST_NAME)
        own, bare = names.split_title(first, likely=reading.likely_titles and not title)
        keep = bool(title) and own != title  # a title of its own column: only the same one is cut again
        name = names.Name("" if keep else own, first if keep else bare, reading.cell(row, Field.LAST_NAME))
    return replace(name, title=title or name.title, nickname=nickname or name.nickname)


def _number(reading: _Reading, row: Row, name: names.Name) -> int | None:
    text = reading.cell(row, Field.NUMBER)
    if not text:
        return name.number
    match = _NUMBER.fullmatch(text)
    if match and 0 < int(match[1]) <= MAX_NUMBER:
        return int(match[1])
    reading.findings.say(row.line, f"อ่านเลขที่ “{text}” ไม่ได้ เว้นว่างไว้ก่อน ใส่เลขที่เองภายหลังได้")
    return None


def _code(reading: _Reading, row: Row) -> str:
    text = reading.cell(row, Field.STUDENT_CODE)
    if _ROUNDED.fullmatch(text):
        reading.findings.say(
            row.line,
            f"รหัสนักเรียน “{text}” ถูก Excel ปัดเศษไปแล้ว จึงเว้นว่างไว้ ตั้งช่องรหัสใน Excel เป็นข้อความแล้วอ่านใหม่ได้",
        )
        return ""
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def _room(reading: _Reading, row: Row) -> str:
    together = _unmade_date(reading, row, reading.cell(row, Field.CLASS_ROOM))
    apart = rooms.joined(
        reading.cell(row, Field.GRADE), _unmade_date(reading, row, reading.cell(row, Field.ROOM))
    )
    return (rooms.tidy_room(together) or apart or reading.sheet.room)[:MAX_SHORT]


def _unmade_date(reading: _Reading, row: Row, text: str) -> str:
    room = rooms.was_a_date(text)
    if room:
        reading.findings.say(row.line, f"Excel เปลี่ยนห้องเป็นวันที่ “{text}” ระบบอ่านกลับเป็น “{room}” ช่วยตรวจดูอีกครั้ง")
    return room or text


def _tell_doubled_numbers(pupils: list[RosterPupil], findings: Findings) -> None:
    told_by: tuple[Callable[[RosterPupil], str], ...] = (
        lambda pupil: f"เลขที่ {pupil.number}" if pupil.number else "",
        lambda pupil: f"รหัสนักเรียน {pupil.student_code}" if pupil.student_code else "",
    )
    for tell in told_by:
        seen: dict[tuple[str, str], RosterPupil] = {}
        for pupil in pupils:
            if not (words := tell(pupil)):
                continue
            room = pupil.room if words.startswith("เลขที่") else ""
            first = seen.setdefault((words, room), pupil)
            if first is not pupil and _name_key(first) != _name_key(pupil):
                findings.say(pupil.line, f"{words} ซ้ำกับแถว {first.line} ({first.display_name}) ช่วยตรวจดูอีกครั้ง")


def _name_key(pupil: RosterPupil) -> str:
    return same_key(pupil.first_name, pupil.last_name, pupil.nickname)
