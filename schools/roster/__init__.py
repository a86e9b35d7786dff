"""A class roster out of any file a Thai school has: bytes in, sheets, pupils and a dry run out. Pure.

    file = read(data, "รายชื่อ ม.1-2.xlsx")            # or pasted text; may raise RosterProblem, nothing else
    sheet = file.sheets[file.suggested]               # the proposed mapping is sheet.mapping
    people = read_people(sheet, mapping)              # mapping None: the proposal
    plan = merge(known, people.pupils, fields=fields_told(sheet.mapping))

National IDs, passwords and what else no class needs are dropped before a sheet exists; nothing returned holds them.
"""

from collections.abc import Sequence

from schools.roster import archives, one_roster, tables, workbooks
from schools.roster.headers import check_mapping
from schools.roster.merging import (
    Change,
    Doubled,
    KnownPupil,
    Plan,
    applied,
    fields_told,
    merge,
)
from schools.roster.model import (
    FIELD_LABELS,
    MAX_BYTES,
    MAX_FILES,
    MAX_PUPILS,
    Column,
    Field,
    FieldMapping,
    People,
    Problem,
    RosterFile,
    RosterProblem,
    RosterPupil,
    Row,
    Severity,
    Sheet,
    Source,
)
from schools.roster.names import DisplayStyle, display_name
from schools.roster.people import read_people
from schools.roster.sheets import sheet_of
from schools.roster.tables import Grid

__all__ = [
    "FIELD_LABELS",
    "MAX_BYTES",
    "MAX_FILES",
    "MAX_PUPILS",
    "Change",
    "Column",
    "DisplayStyle",
    "Doubled",
    "Field",
    "FieldMapping",
    "KnownPupil",
    "People",
    "Plan",
    "Problem",
    "RosterFile",
    "RosterProblem",
    "RosterPupil",
    "Row",
    "Severity",
    "Sheet",
    "Source",
    "applied",
    "check_mapping",
    "display_name",
    "fields_told",
    "merge",
    "read",
    "read_files",
    "read_people",
]

_OTHER_FILES = (
    (b"%PDF", "ไฟล์นี้เป็น PDF อ่านเป็นตารางไม่ได้ ขอไฟล์ Excel จากระบบทะเบียน หรือคัดลอกรายชื่อมาวางแทนได้"),
    (
        b"\xd0\xcf\x11\xe0",
        "ไฟล์นี้เป็น Excel รุ่นเก่า (.xls) หรือใส่รหัสไว้ เปิดด้วย Excel แล้วบันทึกเป็น .xlsx โดยไม่ใส่รหัส แล้วลองอีกครั้ง",
    ),
    (b"\x89PNG", "ไฟล์นี้เป็นรูปภาพ ขอไฟล์ Excel หรือคัดลอกรายชื่อมาวางแทนได้"),
    (b"\xff\xd8\xff", "ไฟล์นี้เป็นรูปภาพ ขอไฟล์ Excel หรือคัดลอกรายชื่อมาวางแทนได้"),
    (b"\x1f\x8b", "ไฟล์นี้ถูกบีบอัดแบบ gzip แตกไฟล์ก่อนแล้วส่งไฟล์ข้างใน"),
    (b"Rar!", "ไฟล์นี้ถูกบีบอัดแบบ RAR แตกไฟล์ก่อนแล้วส่งไฟล์ข้างใน"),
    (b"7z\xbc\xaf", "ไฟล์นี้ถูกบีบอัดแบบ 7z แตกไฟล์ก่อนแล้วส่งไฟล์ข้างใน"),
)
_OTHER_ARCHIVE = "ไฟล์นี้เป็น ZIP ที่ไม่ใช่ Excel หรือ OneRoster แตกไฟล์ก่อนแล้วส่งไฟล์รายชื่อข้างใน (.xlsx หรือ .csv)"


def read(data: bytes | str, filename: str = "") -> RosterFile:
    """Return what one file, or pasted text, holds. Raises RosterProblem (Thai), nothing else."""
    return read_files([(filename, data)])


def read_files(files: Sequence[tuple[str, bytes | str]]) -> RosterFile:
    """Return what files sent together hold: one of any kind, or the loose files of OneRoster or SDS.

    Raises RosterProblem (Thai), nothing else.
    """
    if not files:
        raise RosterProblem("ยังไม่ได้เลือกไฟล์ เลือกไฟล์รายชื่อหรือวางรายชื่อแล้วลองอีกครั้ง")
    if sum(len(data) for _, data in files) > MAX_BYTES or len(files) > MAX_FILES:
        raise RosterProblem(
            f"ไฟล์ใหญ่หรือมากเกินไป รับได้ครั้งละไม่เกิน {MAX_FILES} ไฟล์ รวมกันไม่เกิน {MAX_BYTES // 1024 // 1024} MB"
        )
    if len(files) == 1:
        return _one(files[0][0], files[0][1])
    tables_by_name = {name: tables.decode(_bytes(data))[0] for name, data in files}
    found = one_roster.read(tables_by_name)
    if found is None:
        raise RosterProblem(
            "ส่งได้ครั้งละหนึ่งไฟล์ ถ้าเป็น OneRoster ให้เลือก users.csv classes.csv และ enrollments.csv มาพร้อมกัน"
        )
    return found


def _bytes(data: bytes | str) -> bytes:
    return data.encode("utf-8", "replace") if isinstance(data, str) else data


def _one(filename: str, data: bytes | str) -> RosterFile:
    if isinstance(data, str):
        return _text(filename, data, "utf-8")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(data)
    for signature, sentence in _OTHER_FILES:
        if data.startswith(signature):
            raise RosterProblem(sentence)
    return _text(filename, *tables.decode(data))


def _archive(data: bytes) -> RosterFile:
    with archives.opened(data) as archive:
        if workbooks.is_workbook(archive):
            return _sheets(Source.WORKBOOK, workbooks.grids(data, archive))
        found = one_roster.read_archive(archive)
    if found is None:
        raise RosterProblem(_OTHER_ARCHIVE)
    return found


def _text(filename: str, text: str, encoding: str) -> RosterFile:
    if tables.is_web_table(text):
        return _sheets(Source.WEB_TABLE, [tables.web_grid(text)], encoding)
    if found := one_roster.read({filename: text}):
        return found
    return _sheets(Source.TEXT, [tables.grid(text)], encoding)


def _sheets(source: Source, grids: list[Grid], encoding: str = "") -> RosterFile:
    """Return the sheets that hold rows; a workbook may have empty ones beside."""
    if sum(len(grid.lines) for grid in grids) > MAX_PUPILS + 200:
        raise RosterProblem(f"ไฟล์นี้มีเกิน {MAX_PUPILS:,} แถว แบ่งเป็นหลายไฟล์แล้วลองอีกครั้ง")
    sheets, refused = [], None
    for grid in grids:
        try:
            sheets.append(sheet_of(grid))
        except RosterProblem as problem:
            refused = problem
    if not sheets:
        raise refused or RosterProblem(archives.BROKEN)
    return RosterFile(source, tuple(sheets), encoding)
