"""National IDs, passwords and what else no class needs never leave the reader."""

from pathlib import Path

import pytest

from schools.roster import RosterFile, Severity, read, read_people
from schools.roster.private_columns import Private, by_heading, is_national_id, without_ids

FILES = Path(__file__).parent / "files"
ID, OTHER_ID = "0103700000005", "0103700000072"  # a first figure that nobody's has


def everything(file: RosterFile) -> str:
    people = [read_people(sheet) for sheet in file.sheets if sheet.mapping]
    return repr(file) + repr(people)


@pytest.mark.parametrize("path", sorted(FILES.iterdir()), ids=lambda path: path.name)
def test_no_file_gives_away_an_id_or_a_password(path: Path) -> None:
    said = everything(read(path.read_bytes(), path.name))

    assert "010370" not in said.replace("-", "")
    assert "123456789012" not in said
    assert [
        word for word in ("plain", "secret", "gone", "example.org", "99/9", "2556", "พุทธ") if word in said
    ] == []


def test_dropped_columns_are_told() -> None:
    sheet = read((FILES / "dmc_windows-874.csv").read_bytes()).sheets[0]

    assert [notice.severity for notice in sheet.notices] == [Severity.WARNING, Severity.NOTE]
    assert "B “เลขประจำตัวประชาชน”" in sheet.notices[0].sentence_th
    assert "วันเกิด" in sheet.notices[1].sentence_th


def test_passwords_in_one_roster_are_told_and_not_read() -> None:
    file = read((FILES / "oneroster_1.1.zip").read_bytes())

    assert any("รหัสผ่าน" in notice.sentence_th for notice in file.notices)


@pytest.mark.parametrize(
    "cell", [ID, "0-1037-00000-00-5", "0 1037 00000 00 5", "๐๑๐๓๗๐๐๐๐๐๐๐๕", "G123456789012", "g-123456789012"]
)
def test_a_column_of_ids_is_dropped_whatever_its_heading_says(cell: str) -> None:
    sheet = read(f"ชื่อ,อ้างอิง,รหัสนักเรียน\nก้อง,{cell},1\nแก้ว,{cell},2\n").sheets[0]

    assert [column.label for column in sheet.columns] == ["ชื่อ", "รหัสนักเรียน"]
    assert len(sheet.notices) == 1


def test_a_single_id_among_other_values_is_taken_out_and_told_with_its_line() -> None:
    sheet = read(f"ชื่อ,รหัสนักเรียน\nก้อง {ID},101\nแก้ว,102\nกาน,{OTHER_ID}\nกร,104\n").sheets[0]

    assert [pupil.first_name for pupil in read_people(sheet).pupils] == ["ก้อง", "แก้ว", "กาน", "กร"]
    assert [row.cells for row in sheet.rows][::2] == [("ก้อง", "101"), ("กาน", "")]
    assert "2, 4" in sheet.notices[0].sentence_th


def test_a_sheet_name_or_heading_that_is_an_id_is_not_kept() -> None:
    assert ID not in repr(read(f"ชื่อ,{ID}\nก้อง,x\n"))


@pytest.mark.parametrize("heading", ["รหัสผ่าน", "Password", "PASSWORD (initial)", "รหัสผ่านเริ่มต้น", "PIN"])
def test_a_column_of_passwords_is_dropped(heading: str) -> None:
    sheet = read(f"ชื่อ,{heading}\nก้อง,hunter2\n").sheets[0]

    assert "hunter2" not in repr(sheet)
    assert "รหัสผ่าน" in sheet.notices[0].sentence_th


@pytest.mark.parametrize(
    ("heading", "why"),
    [
        ("เลขประจำตัวประชาชน", Private.NATIONAL_ID),
        ("เลขที่บัตรประชาชนบิดา", Private.NATIONAL_ID),
        ("Citizen ID", Private.NATIONAL_ID),
        ("รหัส G", Private.NATIONAL_ID),
        ("เบอร์โทรผู้ปกครอง", Private.UNNEEDED),
        ("E-mail", Private.UNNEEDED),
        ("เลขประจำตัวนักเรียน", None),
        ("รหัสนักเรียน", None),
        ("ชื่อ - นามสกุล", None),
        ("เลขประจำตัว", None),
    ],
)
def test_headings_tell_what_no_class_needs(heading: str, why: Private | None) -> None:
    assert by_heading(heading) is why


def test_codes_that_only_look_like_ids_are_kept() -> None:
    kept = [
        "0103700000006",
        "12345",
        "6501234567",
        "0d103700-0000-0512-3456-78901234567a",
        "2026-05-16 08:00:00",
    ]

    assert [without_ids(code) for code in kept] == kept
    assert is_national_id(ID)
