"""A roster on its way in: files or pasted text, then a sheet, a mapping and a room to be looked at and agreed to.

Between the two steps the sheets travel in the page, signed and bound to the teacher and the class for an hour. They
are in no table, no cache and no backup before the teacher says yes; it works with any number of processes; and what a
reader has dropped (national IDs, passwords) is not in them. The file itself is never kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing

from schools.roster import (
    FIELD_LABELS,
    MAX_BYTES,
    MAX_FILES,
    Field,
    FieldMapping,
    People,
    RosterFile,
    RosterProblem,
    Sheet,
    check_mapping,
    fields_told,
    read,
    read_files,
    read_people,
)
from schools.roster.rooms import tidy_room
from schools.services.roster_import import Reading

AN_HOUR = 3600
_MOST = 2_000_000  # characters that a page carries back; Django takes 2.5 MB of fields
_TOO_MUCH = "ตารางนี้มีข้อมูลอื่นนอกจากรายชื่อมากเกินไป เหลือเฉพาะคอลัมน์ เลขที่ รหัส ชื่อ นามสกุล ชั้น/ห้อง แล้วลองอีกครั้ง"
_LOST = "รายชื่อที่อ่านไว้หมดเวลาแล้ว (เก็บไว้ในหน้านี้ 1 ชั่วโมง) เลือกไฟล์หรือวางรายชื่ออีกครั้ง"


class _Files(forms.FileInput):
    allow_multiple_selected = True


class UploadForm(forms.Form):
    """Pasted rows, or files; exactly what `schools.roster` reads."""

    text = forms.CharField(
        label="วางรายชื่อจาก Excel",
        required=False,
        strip=False,
        help_text="เลือกช่องใน Excel คัดลอก แล้ววางที่นี่ได้เลย มีหัวตารางด้วยยิ่งดี หรือพิมพ์ชื่อบรรทัดละคนก็ได้",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    upload = forms.Field(
        label="หรือเลือกไฟล์",
        required=False,
        help_text="Excel (.xlsx) CSV หรือ ZIP จาก OneRoster รวมกันไม่เกิน 10 MB",
        widget=_Files(attrs={"accept": ".xlsx,.csv,.txt,.tsv,.zip,.xls"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        uploads = self.files.getlist("upload") if self.files else []
        text = cleaned.get("text", "")
        try:
            cleaned["roster"] = self._read(uploads, text)
        except RosterProblem as problem:
            self.add_error("upload" if uploads else "text", str(problem))
        return cleaned

    @staticmethod
    def _read(uploads: Sequence[Any], text: str) -> RosterFile:
        if not uploads:
            if not text.strip():
                raise RosterProblem("วางรายชื่อหรือเลือกไฟล์ก่อน")
            return read(text)
        if len(uploads) > MAX_FILES or sum(each.size for each in uploads) > MAX_BYTES:
            raise RosterProblem(f"ไฟล์ใหญ่หรือมากเกินไป รับได้ครั้งละไม่เกิน {MAX_FILES} ไฟล์ รวมกันไม่เกิน 10 MB")
        return read_files([(each.name, each.read()) for each in uploads])


@dataclass(frozen=True)
class Draft:
    """What was read and waits to be agreed to."""

    sheets: tuple[Sheet, ...]
    is_partial: bool
    notices: tuple[str, ...]  # about the file

    @classmethod
    def of(cls, file: RosterFile) -> "Draft":
        return cls(file.sheets, file.is_partial, tuple(each.sentence_th for each in file.notices))

    def packed(self, *, whose: str) -> str:
        """Return it as signed text. Raises RosterProblem when a page could not carry it."""
        data = [[sheet.as_data() for sheet in self.sheets], self.is_partial, list(self.notices)]
        text = signing.dumps(data, salt=_salt(whose), compress=True)
        if len(text) > _MOST:
            raise RosterProblem(_TOO_MUCH)
        return text

    @classmethod
    def unpacked(cls, text: str, *, whose: str) -> "Draft":
        """Return what `packed` made. Raises RosterProblem for another's, an old or a spoilt one."""
        try:
            sheets, is_partial, notices = signing.loads(text, salt=_salt(whose), max_age=AN_HOUR)
        except signing.BadSignature as error:
            raise RosterProblem(_LOST) from error
        return cls(tuple(Sheet.from_data(each) for each in sheets), is_partial, tuple(notices))

    def suggested(self, *, room: str) -> int:
        """Return the sheet to show first: of this room, else the one with most names."""
        for index, sheet in enumerate(self.sheets):
            if room and _same(room, sheet.room or sheet.name):
                return index
        promise = [(bool(_NAMES & set(sheet.mapping.values())), len(sheet.rows)) for sheet in self.sheets]
        return max(range(len(self.sheets)), key=lambda index: promise[index])


_NAMES = {Field.FIRST_NAME, Field.FULL_NAME, Field.NICKNAME}


def _salt(whose: str) -> str:
    return f"schools.roster:{whose}"


def _same(one: str, other: str) -> bool:
    return _room_key(one) == _room_key(other)


def _room_key(name: str) -> str:
    return "".join((tidy_room(name) or name).split()).casefold()


@dataclass(frozen=True)
class Choice:
    """What the teacher chose of a draft: a sheet, what its columns are, a room, who is let go."""

    draft: Draft
    index: int
    mapping: FieldMapping
    wrong: tuple[str, ...]  # what is wrong with the mapping, in Thai
    people: People
    room: str
    leaving: frozenset[str]

    @property
    def sheet(self) -> Sheet:
        return self.draft.sheets[self.index]

    @property
    def pupils(self) -> list[Any]:
        return [each for each in self.people.pupils if not self.room or each.room == self.room]

    def reading(self) -> Reading:
        return Reading(self.pupils, fields_told(self.mapping), self.draft.is_partial, self.leaving)


def choice_of(draft: Draft, told: Mapping[str, Any] | None, *, class_name: str) -> Choice:
    """Return what a form says about a draft; None: what is proposed.

    Another sheet than the one that was shown is read by its own proposal.
    """
    index, shown = _number(told, "sheet"), _number(told, "shown")
    if told is None or index is None or index >= len(draft.sheets):
        index, shown = draft.suggested(room=class_name), None
    sheet = draft.sheets[index]
    asks = told if told is not None and index == shown else None
    mapping = sheet.mapping if asks is None else _mapping(sheet, asks)
    wrong = tuple(check_mapping(sheet, mapping))
    people = People((), ()) if wrong else read_people(sheet, mapping)
    rooms = people.rooms
    room = str(asks.get("room", "")) if asks is not None else ""
    if len(rooms) < 2 or (asks is not None and room not in rooms and room != ""):
        room = ""
    elif asks is None:
        room = next((each for each in rooms if _same(each, class_name)), rooms[0])
    leaving: frozenset[str] = frozenset(asks.getlist("leaving")) if asks is not None else frozenset()  # type: ignore[attr-defined]
    return Choice(draft, index, mapping, wrong, people, room, leaving)


def _number(told: Mapping[str, Any] | None, name: str) -> int | None:
    text = str(told.get(name, "")) if told is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None


def _mapping(sheet: Sheet, told: Mapping[str, Any]) -> FieldMapping:
    found: FieldMapping = {}
    for index in range(len(sheet.columns)):
        chosen = str(told.get(f"column-{index}", ""))
        if chosen in FIELD_LABELS:  # a StrEnum is its text
            found[index] = Field(chosen)
    return found


def column_choices() -> list[tuple[str, str]]:
    return [("", "ไม่ใช้"), *((field.value, label) for field, label in FIELD_LABELS.items())]
