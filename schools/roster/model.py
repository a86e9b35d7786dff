"""What a roster file becomes on its way to pupils: sheets, a mapping, pupils, problems and limits. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MAX_BYTES = 10 * 1024 * 1024  # of everything sent at once
MAX_FILES = 12
MAX_PUPILS = 5_000  # rows in all sheets together
MAX_COLUMNS = 200
MAX_SHEETS = 300
MAX_PROBLEMS = 500  # told about one sheet
MAX_CELL = 200  # characters


class Field(StrEnum):
    NUMBER = "number"
    STUDENT_CODE = "student_code"
    TITLE = "title"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    FULL_NAME = "full_name"  # title, first name, last name, (nickname) in one column
    NICKNAME = "nickname"
    GRADE = "grade"
    ROOM = "room"
    CLASS_ROOM = "class_room"  # ชั้น/ห้อง in one column


FIELD_LABELS: dict[Field, str] = {
    Field.NUMBER: "เลขที่",
    Field.STUDENT_CODE: "รหัสนักเรียน",
    Field.TITLE: "คำนำหน้า",
    Field.FIRST_NAME: "ชื่อ",
    Field.LAST_NAME: "นามสกุล",
    Field.FULL_NAME: "ชื่อและนามสกุลในช่องเดียว",
    Field.NICKNAME: "ชื่อเล่น",
    Field.GRADE: "ชั้น",
    Field.ROOM: "ห้อง",
    Field.CLASS_ROOM: "ชั้น/ห้อง ในช่องเดียว",
}

FieldMapping = dict[int, Field]  # index in Sheet.columns → what stands there; a column not named is not read


class Source(StrEnum):
    TEXT = "text"  # CSV, TSV or pasted
    WORKBOOK = "workbook"  # XLSX
    WEB_TABLE = "web_table"  # an HTML table called .xls, as some systems export
    ONE_ROSTER = "one_roster"
    SCHOOL_DATA_SYNC = "school_data_sync"  # Microsoft SDS v2.1


class Severity(StrEnum):
    ERROR = "error"  # the row (or file) was not read
    WARNING = "warning"  # read, but wants a look
    NOTE = "note"  # good to know


@dataclass(frozen=True, slots=True)
class Problem:
    line: int  # 1-based, as a spreadsheet or an editor counts; 0 when it is about the whole sheet
    sentence_th: str
    severity: Severity = Severity.WARNING


class RosterProblem(ValueError):  # noqa: N818 - says what it is, as Problem does
    """The file as a whole cannot be read; the message is a Thai sentence for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Column:
    letter: str  # where it stood in the file: "A", "B" …
    label: str  # its heading; "" when it has none
    samples: tuple[str, ...]  # at most three values


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: tuple[str, ...]  # as many as there are columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table, without the columns that no class needs (national IDs, passwords, addresses …)."""

    name: str = ""  # of the worksheet or class; "" for text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    mapping: FieldMapping  # proposed; a person may hand another to read_people
    header_line: int = 0  # 0 when there was no heading
    room: str = ""  # "ม.1/2" when the lines above the heading say so
    notices: tuple[Problem, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Return the sheet as plain JSON values, to be kept between two requests."""
        return {
            "name": self.name,
            "columns": [[column.letter, column.label, list(column.samples)] for column in self.columns],
            "rows": [[row.line, *row.cells] for row in self.rows],
            "mapping": {str(index): field.value for index, field in self.mapping.items()},
            "header_line": self.header_line,
            "room": self.room,
            "notices": [[notice.line, notice.sentence_th, notice.severity.value] for notice in self.notices],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Sheet":
        """Return the sheet that `as_data` made these values of."""
        return cls(
            name=data["name"],
            columns=tuple(
                Column(letter, label, tuple(samples)) for letter, label, samples in data["columns"]
            ),
            rows=tuple(Row(line, tuple(cells)) for line, *cells in data["rows"]),
            mapping={int(index): Field(field) for index, field in data["mapping"].items()},
            header_line=data["header_line"],
            room=data["room"],
            notices=tuple(
                Problem(line, sentence, Severity(severity)) for line, sentence, severity in data["notices"]
            ),
        )


@dataclass(frozen=True, slots=True)
class RosterFile:
    source: Source
    sheets: tuple[Sheet, ...]  # never empty; a sheet is a worksheet or a OneRoster/SDS class
    encoding: str = ""  # of text
    notices: tuple[Problem, ...] = ()  # about the file; each sheet has its own as well
    is_partial: bool = False  # holds changes only: who is not in it is not missing

    @property
    def suggested(self) -> int:
        """Return the index of the sheet to show first: the one with most rows whose names were found."""
        return max(range(len(self.sheets)), key=lambda index: self._promise(self.sheets[index]))

    @staticmethod
    def _promise(sheet: Sheet) -> tuple[bool, int]:
        named = {Field.FIRST_NAME, Field.FULL_NAME, Field.NICKNAME} & set(sheet.mapping.values())
        return (bool(named), len(sheet.rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPupil:
    """One pupil as a file tells of them; what it does not tell is "" or None."""

    number: int | None = None
    student_code: str = ""
    title: str = ""  # เด็กชาย, เด็กหญิง, นาย … written out
    first_name: str = ""
    last_name: str = ""
    nickname: str = ""
    room: str = ""  # "ม.1/2"
    display_name: str = ""  # what others in the class see: "สมชาย จ."
    line: int = 0


@dataclass(frozen=True, slots=True)
class People:
    pupils: tuple[RosterPupil, ...]
    problems: tuple[Problem, ...]

    @property
    def rooms(self) -> tuple[str, ...]:
        """Return the rooms that are named, in the order in which they come."""
        return tuple(dict.fromkeys(pupil.room for pupil in self.pupils if pupil.room))


class Findings:
    """Gathers problems, and says when it is enough."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def say(self, line: int, sentence_th: str, severity: Severity = Severity.WARNING) -> None:
        """Note a problem; those over the limit are not told one by one."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(line, sentence_th, severity))
        elif len(self.problems) == MAX_PROBLEMS:
            self.problems.append(
                Problem(
                    line, f"มีข้อสังเกตมากกว่า {MAX_PROBLEMS} จุด จึงแสดงเท่านี้ก่อน แก้แล้วลองอ่านใหม่ได้", Severity.NOTE
                )
            )
