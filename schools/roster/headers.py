"""Where the heading of a table is and what stands in which column: a proposal that a person can change. Pure."""

import re
from collections.abc import Sequence

from schools.roster import names, rooms
from schools.roster.model import FIELD_LABELS, Field, FieldMapping, Sheet
from schools.roster.private_columns import by_heading
from schools.roster.texts import heading_key

_LOOKED_AT = 25  # lines, to find the heading
_SAMPLE = 60  # values of a column, to tell what it is without a heading
_WORDS: dict[Field, str] = {
    Field.NUMBER: "เลขที่ ลำดับ ลำดับที่ ที่ no number seatno seat rollno classno studentno เลขที่นักเรียน เลขที่ในห้อง",
    Field.STUDENT_CODE: (
        "รหัสนักเรียน เลขประจำตัวนักเรียน รหัสประจำตัวนักเรียน เลขประจำตัว รหัสประจำตัว รหัส รหัสนร เลขประจำตัวนร เลขปจต "
        "รหัสผู้เรียน เลขประจำตัวผู้เรียน รหัสนักศึกษา studentid studentcode studentnumber id code identifier รหัสนักเรียนนักศึกษา"
    ),
    Field.TITLE: "คำนำหน้า คำนำหน้าชื่อ คำนำหน้านาม คํานําหน้าชื่อ title prefix nametitle nameprefix ยศ",
    Field.FIRST_NAME: "ชื่อ ชื่อนักเรียน ชื่อจริง ชื่อตัว ชื่อไทย ชื่อภาษาไทย ชื่อนร firstname givenname name forename first",
    Field.LAST_NAME: "นามสกุล สกุล ชื่อสกุล นามสกุลไทย นามสกุลภาษาไทย นามสกุลนักเรียน lastname surname familyname last",
    Field.FULL_NAME: (
        "ชื่อนามสกุล ชื่อตัวชื่อสกุล ชื่อและนามสกุล ชื่อสกุลนักเรียน ชื่อนามสกุลนักเรียน รายชื่อ รายชื่อนักเรียน fullname displayname "
        "studentname คำนำหน้าชื่อนามสกุล คำนำหน้าชื่อสกุล ชื่อเต็ม ชื่อสกุลไทย ชื่อนามสกุลไทย namesurname ชื่อตัวนามสกุล"
    ),
    Field.NICKNAME: "ชื่อเล่น nickname ฉายา preferredname preferredfirstname preferredgivenname prefferedgivenname",
    Field.GRADE: "ชั้น ระดับชั้น ชั้นปี ระดับชั้นเรียน grade grades gradelevel level ชั้นที่",
    Field.ROOM: "ห้อง ห้องที่ room section ห้องเรียนที่ กลุ่ม",
    Field.CLASS_ROOM: "ชั้นห้อง ชั้นเรียน ห้องเรียน ชั้นและห้อง ระดับชั้นห้อง ชั้นปีห้อง class classroom homeroom",
}
_BY_KEY = {heading_key(word): field for field, words in _WORDS.items() for word in words.split()}
# "ชื่อสกุล" is a surname where a first name stands beside it, else "ชื่อ-สกุล": both in one column.
_EITHER = heading_key("ชื่อสกุล")
_NAMES = frozenset((Field.FIRST_NAME, Field.LAST_NAME, Field.FULL_NAME, Field.NICKNAME))
_SMALL_NUMBER = re.compile(r"[0-9]{1,3}\.?")
_CODE = re.compile(r"[0-9]{4,12}")
_LETTERS = re.compile("[ก-ฮA-Za-z]")


def field_of(label: str) -> Field | None:
    """Return what a heading says its column holds; None when it says nothing that we know."""
    key = heading_key(label)
    if key in _BY_KEY:
        return _BY_KEY[key]
    for cut in ("ภาษาไทย", "th", "thai", "นักเรียน", "ของ"):
        if key.endswith(cut) and key.removesuffix(cut) in _BY_KEY:
            return _BY_KEY[key.removesuffix(cut)]
    return None


def find(lines: Sequence[Sequence[str]]) -> int | None:
    """Return the index of the line that is the heading; None when no line looks like one."""
    best, best_score = None, (0, 0)
    for index, cells in enumerate(lines[:_LOOKED_AT]):
        score = _score(cells), min(2, sum(map(bool, cells)))  # "รายชื่อ" alone above "ชื่อ, คะแนน" is a title
        if score[0] and score > best_score:
            best, best_score = index, score
    return best


def _score(cells: Sequence[str]) -> int:
    """Return how many different things a line names; 0 when it names none that a heading must."""
    fields = {field for cell in cells if (field := field_of(cell))}
    private = sum(1 for cell in cells if by_heading(cell))
    if not fields & _NAMES:
        return 0
    return len(fields) + private


def labels(lines: Sequence[Sequence[str]], heading: int, width: int) -> list[str]:
    """Return the heading of each column; where a cell is empty, what the line above says of it."""
    own = [*lines[heading], *[""] * width][:width]
    above = [*(lines[heading - 1] if heading else ()), *[""] * width][:width]
    return [
        label or (over if field_of(over) or by_heading(over) else "")
        for label, over in zip(own, above, strict=True)
    ]


def propose(headings: Sequence[str], columns: Sequence[Sequence[str]]) -> FieldMapping:
    """Return what each column holds, by its heading, and by its values where the heading says nothing."""
    mapping: FieldMapping = {}
    for index, label in enumerate(headings):
        field = field_of(label)
        if field and field not in mapping.values() and any(columns[index]):
            mapping[index] = field
    _settle_either(mapping, headings)
    _spread_names(mapping, headings, columns)
    if not _NAMES & set(mapping.values()):
        _by_values(mapping, columns)
    return dict(sorted(mapping.items()))


def _settle_either(mapping: FieldMapping, headings: Sequence[str]) -> None:
    if Field.FIRST_NAME in mapping.values():
        return
    for index, field in mapping.items():
        if field is Field.LAST_NAME and heading_key(headings[index]) == _EITHER:
            mapping[index] = Field.FULL_NAME


def _spread_names(mapping: FieldMapping, headings: Sequence[str], columns: Sequence[Sequence[str]]) -> None:
    """Tell apart the columns under one merged heading "ชื่อ - สกุล": title, first name, last name."""
    start = next((index for index, field in mapping.items() if field is Field.FULL_NAME), None)
    if start is None:
        return
    group = [start]
    while (
        (after := group[-1] + 1) < len(headings)
        and not headings[after]
        and any(_LETTERS.search(value) for value in columns[after][:_SAMPLE])
    ):
        group.append(after)
    if len(group) == 1:
        return
    taken = set(mapping.values())
    titled = _are_titles(columns[start])
    fields = [Field.TITLE] * titled + [Field.FIRST_NAME, Field.LAST_NAME]
    if titled and len(group) == 2:
        fields = [Field.TITLE, Field.FULL_NAME]
    del mapping[start]
    for index, field in zip(group, fields, strict=False):
        if field not in taken - {Field.FULL_NAME}:
            mapping[index] = field


def _are_titles(values: Sequence[str]) -> bool:
    filled = [value for value in values[:_SAMPLE] if value]
    return bool(filled) and sum(bool(names.known_title(value)) for value in filled) * 2 > len(filled)


def _by_values(mapping: FieldMapping, columns: Sequence[Sequence[str]]) -> None:
    """Propose for a table without a heading: numbers, codes, titles, rooms, and what is left are names."""
    left: list[int] = []
    for index, values in enumerate(columns):
        field = None if index in mapping else _field_by_values([value for value in values[:_SAMPLE] if value])
        if field and field not in mapping.values():
            mapping[index] = field
        elif index not in mapping and any(_LETTERS.search(value) for value in values[:_SAMPLE]):
            left.append(index)
    if len(left) == 1 or (left and _have_two_words(columns[left[0]])):
        mapping[left[0]] = Field.FULL_NAME
    elif left:
        mapping.update(zip(left, (Field.FIRST_NAME, Field.LAST_NAME, Field.NICKNAME), strict=False))


def _field_by_values(values: Sequence[str]) -> Field | None:
    if not values:
        return None
    if _are_titles(values):
        return Field.TITLE
    for pattern, field in ((_SMALL_NUMBER, Field.NUMBER), (_CODE, Field.STUDENT_CODE)):
        if all(pattern.fullmatch(value) for value in values):
            return field
    return Field.CLASS_ROOM if all(rooms.is_room(value) for value in values) else None


def _have_two_words(values: Sequence[str]) -> bool:
    filled = [value for value in values[:_SAMPLE] if value]
    return sum(" " in value for value in filled) * 2 > len(filled)


def check_mapping(sheet: Sheet, mapping: FieldMapping) -> list[str]:
    """Return what is wrong with a mapping that a person chose, as Thai sentences; [] when it can be read."""
    wrong = []
    if any(not 0 <= index < len(sheet.columns) for index in mapping):
        wrong.append("มีคอลัมน์ที่ไม่อยู่ในตารางนี้ เปิดหน้านี้ใหม่แล้วเลือกอีกครั้ง")
    chosen = list(mapping.values())
    doubled = [FIELD_LABELS[field] for field in Field if chosen.count(field) > 1]
    if doubled:
        wrong.append(f"เลือก {' และ '.join(doubled)} ไว้มากกว่าหนึ่งคอลัมน์ เลือกให้เหลือคอลัมน์เดียว")
    if not {Field.FIRST_NAME, Field.FULL_NAME, Field.NICKNAME} & set(chosen):
        wrong.append("ยังไม่ได้บอกว่าชื่ออยู่คอลัมน์ไหน เลือกคอลัมน์ ชื่อ หรือ ชื่อเล่น อย่างน้อยหนึ่งคอลัมน์")
    if Field.FULL_NAME in chosen and {Field.FIRST_NAME, Field.LAST_NAME} & set(chosen):
        wrong.append("เลือกทั้งชื่อเต็มในช่องเดียวและชื่อแยกช่อง เลือกอย่างใดอย่างหนึ่ง")
    return wrong
