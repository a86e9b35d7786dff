"""OneRoster 1.1/1.2 and Microsoft SDS v2.1 CSV, as a ZIP or as loose files: one sheet a class. Pure.

What real exports do wrong is forgiven: lower-case names, misspelt columns, blank status, a manifest that names files
which are not there, classes without their courses. Passwords and user identifiers are never looked at.
"""

import csv
import difflib
import hashlib
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from schools.roster import archives, headers, rooms, tables
from schools.roster.model import (
    MAX_PUPILS,
    MAX_SHEETS,
    Field,
    Problem,
    RosterFile,
    RosterProblem,
    Row,
    Severity,
    Sheet,
    Source,
)
from schools.roster.people import MAX_CODE
from schools.roster.private_columns import without_ids
from schools.roster.sheets import build
from schools.roster.texts import tidy, value

MAX_ROWS = 100_000  # of one file: a large school with every subject
_MAX_TOLD = 20  # broken references told of one class
_KNOWN = frozenset(
    (
        "manifest", "users", "classes", "enrollments", "roles", "userprofiles", "orgs", "courses", "academicsessions",
        "demographics",
    )
)  # fmt: skip
_COLUMNS = (
    "sourcedid", "status", "enableduser", "givenname", "familyname", "middlename", "preferredgivenname", "identifier",
    "role", "title", "classtype", "classsourcedid", "usersourcedid", "propertyname", "value",
)  # fmt: skip
_STUDENT = frozenset(("student", "learner"))
_LABELS = ["รหัสนักเรียน", "ชื่อ", "นามสกุล", "ชื่อเล่น"]
_LETTERS = re.compile("[^a-z]")
_NESTED = "ใน ZIP นี้มี ZIP ซ้อนอยู่ แตกไฟล์ก่อนแล้วส่งเฉพาะไฟล์รายชื่อ"


@dataclass(frozen=True, slots=True)
class _Record:
    line: int
    values: dict[str, str]  # column in lower case → tidied cell

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


@dataclass(slots=True)
class _Files:
    users: list[_Record]
    classes: dict[str, _Record]
    enrollments: list[_Record]
    students: frozenset[str] | None  # ids that roles.csv calls students; None without it
    notices: list[Problem] = field(default_factory=list)


def read_archive(archive: zipfile.ZipFile) -> RosterFile | None:
    """Return what a ZIP of OneRoster or SDS holds; None when it is another ZIP. Raises RosterProblem."""
    texts: dict[str, str] = {}
    for name in archive.namelist():
        if name.lower().endswith((".zip", ".gz", ".7z", ".rar")):
            raise RosterProblem(_NESTED)
        if _table_name(name) in _KNOWN and "__macosx" not in name.lower():
            texts[name] = tables.decode(archives.part(archive, name))[0]
    return read(texts)


def read(files: Mapping[str, str]) -> RosterFile | None:
    """Return what these texts by file name hold; None when they are not OneRoster or SDS. Raises RosterProblem."""
    texts = {_table_name(name): text for name, text in files.items() if _table_name(name) in _KNOWN}
    if "users" not in texts or "sourcedid" not in _columns(texts["users"].lstrip("\ufeff").split("\n", 1)[0]):
        if "enrollments" in texts or "classes" in texts:
            raise RosterProblem("ไม่พบไฟล์ users.csv ซึ่งเก็บชื่อนักเรียน ส่ง ZIP ทั้งไฟล์ หรือเลือก users.csv มาด้วย")
        return None
    manifest = {
        record["propertyname"].lower(): record["value"].lower()
        for record in _records(texts.get("manifest", ""))
    }
    found = _Files(
        users=_records(texts["users"]),
        classes={
            record["sourcedid"]: record for record in _records(texts.get("classes", "")) if _is_active(record)
        },
        enrollments=[record for record in _records(texts.get("enrollments", "")) if _is_active(record)],
        students=_students(texts.get("roles")),
        notices=_manifest_notices(manifest, texts),
    )
    heading = _columns(texts["users"].lstrip("\ufeff").split("\n", 1)[0])
    if "password" in heading or "userprofiles" in texts:
        found.notices.append(Problem(0, "ไฟล์ชุดนี้มีรหัสผ่านอยู่ด้วย ระบบไม่อ่านและไม่เก็บรหัสผ่านของนักเรียน"))
    sheets = _sheets(found)
    source = Source.ONE_ROSTER if manifest or "status" in heading else Source.SCHOOL_DATA_SYNC
    return RosterFile(
        source,
        tuple(sheets),
        notices=tuple(found.notices),
        is_partial="delta" in {manifest.get("file.users"), manifest.get("file.enrollments")},
    )


def _table_name(name: str) -> str:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.stem.lower().strip() if path.suffix.lower() == ".csv" else ""


def _columns(line: str) -> list[str]:
    """Return the columns that a heading names; a misspelt name is the known one that is nearest."""
    return [_column(cell) for cell in next(csv.reader([line.strip("\r")]), [])]


def _column(cell: str) -> str:
    name = _LETTERS.sub("", cell.lower())
    if name in _COLUMNS:
        return name
    nearest = difflib.get_close_matches(name[:40], _COLUMNS, n=1, cutoff=0.9)
    return nearest[0] if nearest else name


def _records(text: str) -> list[_Record]:
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    records: list[_Record] = []
    last = 0
    columns: list[str] | None = None
    try:
        for row in reader:
            line, last = last + 1, reader.line_num
            if columns is None:
                tables.too_wide(len(row))
                columns = [_column(cell) for cell in row]
                continue
            if any(row):
                pairs = zip(columns, row, strict=False)
                records.append(_Record(line, {name: tidy(cell) for name, cell in pairs if name in _COLUMNS}))
            if len(records) > MAX_ROWS:
                raise RosterProblem(f"ไฟล์นี้มีเกิน {MAX_ROWS:,} แถว ส่งออกมาเฉพาะโรงเรียนหรือระดับชั้นที่ต้องการ")
    except csv.Error as error:
        raise RosterProblem(f"อ่านตารางต่อจากบรรทัด {last} ไม่ได้ ส่งออกไฟล์ใหม่แล้วลองอีกครั้ง") from error
    return records


def _is_active(record: _Record) -> bool:
    return (
        record["status"].lower() not in ("tobedeleted", "inactive")
        and record["enableduser"].lower() != "false"
    )


def _students(roles: str | None) -> frozenset[str] | None:
    if roles is None:
        return None
    return frozenset(
        record["usersourcedid"]
        for record in _records(roles)
        if _is_active(record) and record["role"].lower() in _STUDENT
    )


def _manifest_notices(manifest: dict[str, str], texts: Mapping[str, str]) -> list[Problem]:
    absent = sorted(
        name.removeprefix("file.")
        for name, how in manifest.items()
        if name.startswith("file.")
        and how in ("bulk", "delta")
        and name.removeprefix("file.") in _KNOWN - set(texts)
    )
    notices = [
        Problem(0, f"ไฟล์ manifest บอกว่ามี {', '.join(absent)} แต่ไม่พบในชุดนี้ ระบบอ่านเท่าที่มี", Severity.NOTE)
    ] if absent else []  # fmt: skip
    if manifest.get("file.users") == "delta":
        notices.append(Problem(0, "ไฟล์นี้มีเฉพาะคนที่เปลี่ยนไป (delta) คนที่ไม่อยู่ในไฟล์ยังอยู่ในห้องตามเดิม", Severity.NOTE))
    return notices


def _sheets(found: _Files) -> list[Sheet]:
    users = {user["sourcedid"]: user for user in found.users if user["sourcedid"]}
    pupils: dict[str, dict[str, _Record]] = defaultdict(dict)
    strangers: dict[str, list[int]] = defaultdict(list)
    for enrollment in found.enrollments:
        class_id, user = enrollment["classsourcedid"], users.get(enrollment["usersourcedid"])
        if found.classes and class_id not in found.classes:
            continue  # of a class that was deleted
        if user is None:
            strangers[class_id].append(enrollment.line)
        elif _is_active(user) and _is_student(enrollment["role"], user, found.students):
            pupils[class_id][user["sourcedid"]] = user
    if not found.enrollments:
        everyone = {
            key: user
            for key, user in users.items()
            if _is_active(user) and _is_student("", user, found.students)
        }
        pupils = defaultdict(dict, {"": everyone})
    order = sorted((key for key in pupils if pupils[key]), key=lambda key: _rank(found.classes.get(key)))
    if not order:
        raise RosterProblem("ไม่พบนักเรียนในไฟล์ชุดนี้ ตรวจดูว่าส่งออกนักเรียน (student) มาด้วยแล้วลองอีกครั้ง")
    if len(order) > MAX_SHEETS:
        found.notices.append(Problem(0, f"ไฟล์นี้มี {len(order):,} ห้อง แสดง {MAX_SHEETS} ห้องแรก", Severity.NOTE))
    return [
        _sheet(found.classes.get(key), key, list(pupils[key].values()), strangers[key])
        for key in order[:MAX_SHEETS]
    ]


def _rank(record: _Record | None) -> int:
    return 0 if record and record["classtype"].lower() == "homeroom" else 1


def _is_student(role: str, user: _Record, students: frozenset[str] | None) -> bool:
    role = role or user["role"]
    if role:
        return role.lower() in _STUDENT
    return students is None or user["sourcedid"] in students


def _sheet(record: _Record | None, class_id: str, pupils: list[_Record], strangers: list[int]) -> Sheet:
    if len(pupils) > MAX_PUPILS:
        raise RosterProblem(f"มีนักเรียนเกิน {MAX_PUPILS:,} คนในห้องเดียว ส่งออกมาเฉพาะห้องที่ต้องการ")
    title = without_ids((record["title"] if record else "") or class_id)
    notices = [
        Problem(line, "enrollments.csv พูดถึงคนที่ไม่อยู่ใน users.csv จึงข้ามไป") for line in strangers[:_MAX_TOLD]
    ]
    if any(without_ids(user["identifier"]) != user["identifier"] for user in pupils):
        notices.append(Problem(0, "ช่อง identifier เป็นเลขประจำตัวประชาชน ระบบไม่เก็บไว้ และใช้รหัส sourcedId แทน"))
    sheet = build(
        name=title,
        labels=_LABELS,
        rows=[_row(user) for user in pupils],
        mapping_of=headers.propose,
        header_line=1,
        room=rooms.tidy_room(title) if rooms.is_room(title) else "",
        notices=notices,
    )
    if not {Field.FIRST_NAME, Field.LAST_NAME} & set(sheet.mapping.values()):
        raise RosterProblem("ไม่พบชื่อนักเรียนใน users.csv ตรวจดูว่าส่งออก givenName และ familyName มาด้วย")
    return sheet


def _row(user: _Record) -> Row:
    given, preferred = value(user["givenname"]), value(user["preferredgivenname"])
    first = f"{given} {value(user['middlename'])}".strip()
    code = without_ids(value(user["identifier"])) or _code(user["sourcedid"])
    return Row(user.line, (code, first, value(user["familyname"]), preferred if preferred != given else ""))


def _code(sourced_id: str) -> str:
    """Return the id of the other system; a long one (a GUID) as a short name that is always the same for it."""
    if len(sourced_id) <= MAX_CODE:
        return sourced_id
    return "id-" + hashlib.sha256(sourced_id.encode()).hexdigest()[: MAX_CODE - 3]
