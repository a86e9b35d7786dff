"""Every kind of file that a school has gives the same pupils."""

import io
from pathlib import Path

import openpyxl
import pytest

from schools.roster import Field, RosterProblem, Severity, Sheet, Source, read, read_files, read_people

FILES = Path(__file__).parent / "files"
PUPILS = [
    (1, "21001", "เด็กชาย", "ก้องภพ", "ทดลองดี", "ก้อง"),
    (2, "21002", "เด็กชาย", "ณัฐวุฒิ", "ณ สมมุติ", "นัท"),
    (3, "21003", "เด็กชาย", "ธีร์", "น้ำใจงาม", "ธีร์"),
    (4, "21004", "เด็กหญิง", "กัญญ์วรา", "ตัวอย่างพงศ์", "กัน"),
    (5, "21005", "เด็กหญิง", "เปมิกา", "จำลองสุข", "เปา"),
    (6, "21006", "เด็กหญิง", "ไอริณ", "สร้างเรื่อง", "ไอซ์"),
]
ALL = ("number", "student_code", "title", "first_name", "last_name", "nickname")


def told(data: bytes | str, name: str = "", fields: tuple[str, ...] = ALL) -> list[tuple[object, ...]]:
    file = read(data, name)
    people = read_people(file.sheets[file.suggested])
    return [tuple(getattr(pupil, field) for field in fields) for pupil in people.pupils]


def suggested(data: bytes | str, name: str = "") -> Sheet:
    file = read(data, name)
    return file.sheets[file.suggested]


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "source", "without"),
    [
        ("sgs_m1-2.xlsx", Source.WORKBOOK, {"nickname"}),
        ("dmc_windows-874.csv", Source.TEXT, {"nickname"}),
        ("excel_utf-8-bom.csv", Source.TEXT, set()),
        ("excel_unicode.txt", Source.TEXT, set()),
        ("pasted.txt", Source.TEXT, {"student_code"}),
        ("old_system.xls", Source.WEB_TABLE, {"nickname"}),
        ("oneroster_1.1.zip", Source.ONE_ROSTER, {"number", "nickname"}),
        ("oneroster_1.2.zip", Source.ONE_ROSTER, {"number", "student_code"}),
        ("sds_2.1.zip", Source.SCHOOL_DATA_SYNC, {"number", "student_code", "title", "nickname"}),
    ],
)
def test_every_accepted_file_gives_the_same_pupils(name: str, source: Source, without: set[str]) -> None:
    data = (FILES / name).read_bytes()
    fields = tuple(field for field in ALL if field not in without)

    assert read(data, name).source is source
    assert told(data, name, fields) == [
        tuple(value for field, value in zip(ALL, pupil, strict=True) if field not in without)
        for pupil in PUPILS
    ]


def test_every_file_that_names_the_room_gives_the_same_room() -> None:
    rooms = {
        path.name: {room for (room,) in told(path.read_bytes(), path.name, ("room",))}
        for path in FILES.iterdir()
        if path.name != "pasted.txt"
    }

    assert len(rooms) == 8
    assert {room for found in rooms.values() for room in found} == {"ม.1/2"}


@pytest.mark.parametrize("path", sorted(FILES.iterdir()), ids=lambda path: path.name)
def test_a_sheet_can_be_kept_as_plain_values_between_two_requests(path: Path) -> None:
    sheet = suggested(path.read_bytes(), path.name)

    assert Sheet.from_data(sheet.as_data()) == sheet


def test_a_worksheet_beside_the_names_is_offered_but_not_suggested() -> None:
    file = read((FILES / "sgs_m1-2.xlsx").read_bytes())

    assert [sheet.name for sheet in file.sheets] == ["ม.1-2", "ตารางสอน"]
    assert file.suggested == 0


def test_lines_are_counted_as_a_spreadsheet_counts_them() -> None:
    sheet = suggested((FILES / "sgs_m1-2.xlsx").read_bytes())

    assert sheet.header_line == 4
    assert [pupil.line for pupil in read_people(sheet).pupils] == [5, 6, 7, 8, 9, 10]
    assert [column.letter for column in sheet.columns] == ["A", "B", "D", "E", "F", "G"]


def test_a_cell_may_hold_delimiters_line_breaks_and_quotation_marks() -> None:
    text = 'เลขที่,ชื่อ,นามสกุล\n1,"สม\nชาย","ใจ, ดี"\n2,ก "แก้ว" ข,ใส\n3,"ไม่ปิด,ข้อความ\n'

    assert told(text, fields=("first_name", "last_name", "line"))[:2] == [
        ("สม ชาย", "ใจ, ดี", 2),
        ('ก "แก้ว" ข', "ใส", 4),
    ]


def test_a_quotation_mark_that_never_closes_swallows_nobody() -> None:
    text = 'เลขที่,ชื่อ,นามสกุล\n1,"สมชาย,ใจดี\n' + "".join(f"{n},คน{n},ดี\n" for n in range(2, 30))

    assert len(told(text)) == 29


def test_names_pasted_one_below_the_other_need_no_heading() -> None:
    assert told("ก้องภพ ทดลองดี\nนางสาวเปมิกา จำลองสุข\n", fields=("title", "first_name", "last_name")) == [
        ("", "ก้องภพ", "ทดลองดี"),
        ("นางสาว", "เปมิกา", "จำลองสุข"),
    ]


def test_columns_without_a_heading_are_told_by_what_they_hold() -> None:
    text = "".join(
        f"{n}\t{code}\t{title}\t{first}\t{last}\tม.1/2\n" for n, code, title, first, last, _ in PUPILS
    )

    assert list(suggested(text).mapping.values()) == [
        Field.NUMBER, Field.STUDENT_CODE, Field.TITLE, Field.FIRST_NAME, Field.LAST_NAME, Field.CLASS_ROOM,
    ]  # fmt: skip


def test_numbers_in_a_workbook_stay_whole_and_formulas_give_their_last_value() -> None:
    data = workbook(["เลขที่", "รหัส", "ชื่อ"], [1.0, 12345.0, "ก้อง"], ["๒", "00012", "แก้ว"], [3, None, "=1+1"])

    assert told(data, fields=("number", "student_code", "first_name")) == [
        (1, "12345", "ก้อง"),
        (2, "00012", "แก้ว"),
    ]


def test_a_room_that_a_spreadsheet_made_a_date_is_read_back_and_told() -> None:
    people = read_people(suggested("ชื่อ,ชั้น,ห้อง\nก้อง,ม.1,1/2/2026\nแก้ว,ม.1,1-ก.พ.\n"))

    assert [pupil.room for pupil in people.pupils] == ["ม.1/2", "ม.1/2"]
    assert [(problem.line, problem.severity) for problem in people.problems] == [
        (2, Severity.WARNING),
        (3, Severity.WARNING),
    ]


def test_what_stands_around_the_pupils_is_left_out() -> None:
    text = "เลขที่,ชื่อ,นามสกุล\n1,ก้อง,ดี\n\n,,\nเลขที่,ชื่อ,นามสกุล\n2,แก้ว,ดี\n3,-,-\nรวม 2 คน\nลงชื่อ ......... ครู\n"

    assert told(text, fields=("number", "first_name")) == [(1, "ก้อง"), (2, "แก้ว")]


def test_a_row_that_wants_a_look_is_told_with_its_line() -> None:
    text = "เลขที่,รหัส,ชื่อ,นามสกุล\nสิบ,1001,ก้อง,ดี\n2,1.2E+10,แก้ว,ดี\n3,1003,,\n4,1004,กาน,\n4,1005,กร,ดี\n5,1006,123,ดี\n"

    people = read_people(suggested(text))

    assert [(pupil.number, pupil.student_code, pupil.first_name) for pupil in people.pupils] == [
        (None, "1001", "ก้อง"),
        (2, "", "แก้ว"),
        (4, "1004", "กาน"),
        (4, "1005", "กร"),
    ]
    assert [(problem.line, problem.severity) for problem in people.problems] == [
        (2, Severity.WARNING),
        (3, Severity.WARNING),
        (4, Severity.ERROR),
        (5, Severity.NOTE),
        (6, Severity.WARNING),
        (7, Severity.ERROR),
    ]


def test_a_cell_like_a_formula_stays_text_and_is_told() -> None:
    people = read_people(suggested('ชื่อ,นามสกุล\n"=HYPERLINK(""http://a.example"",""ก"")",ดี\n'))

    assert people.pupils[0].first_name == '=HYPERLINK("http://a.example","ก")'
    assert "สูตร" in people.problems[0].sentence_th


def test_what_cannot_be_seen_is_taken_out_and_long_names_are_cut() -> None:
    text = f"ชื่อ,นามสกุล\n\u200bก้\u200dอง\u202e,น\u0e4d\u0e49าใจ\u00a0 งาม\nเเก้ว,{'ก' * 5000}\n"

    people = read_people(suggested(text))

    assert (people.pupils[0].first_name, people.pupils[1].first_name) == ("ก้อง", "แก้ว")
    assert people.pupils[0].last_name == "น้ำใจ งาม"
    assert len(people.pupils[1].last_name) == 60
    assert [problem.line for problem in people.problems] == [3]


def test_a_nickname_and_a_number_suffice() -> None:
    people = read_people(suggested("เลขที่,ชื่อเล่น\n1,ก้อง\n2,แก้ว\n"))

    assert [pupil.display_name for pupil in people.pupils] == ["ก้อง", "แก้ว"]
    assert people.problems == ()


def test_several_files_are_read_together_only_when_they_belong_together() -> None:
    with pytest.raises(RosterProblem, match="ครั้งละหนึ่งไฟล์"):
        read_files([("a.csv", b"a,b"), ("b.csv", b"a,b")])
