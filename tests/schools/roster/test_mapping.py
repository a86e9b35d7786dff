"""Headings, names and rooms as Thai schools write them; a person has the last word."""

import pytest

from schools.roster import (
    DisplayStyle,
    Field,
    RosterProblem,
    check_mapping,
    display_name,
    read,
    read_people,
)
from schools.roster.headers import field_of
from schools.roster.names import Name, split
from schools.roster.rooms import in_title, joined, tidy_room


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("เลขที่", Field.NUMBER), ("ลำดับที่", Field.NUMBER), ("No.", Field.NUMBER),
        ("รหัสนักเรียน", Field.STUDENT_CODE), ("เลขประจำตัว\nนักเรียน", Field.STUDENT_CODE), ("Student ID", Field.STUDENT_CODE),
        ("คำนำหน้า", Field.TITLE), ("คํานําหน้าชื่อ", Field.TITLE),
        ("ชื่อ", Field.FIRST_NAME), ("ชื่อ (ภาษาไทย)", Field.FIRST_NAME), ("First name", Field.FIRST_NAME),
        ("นามสกุล", Field.LAST_NAME), ("สกุล", Field.LAST_NAME),
        ("ชื่อ - นามสกุล", Field.FULL_NAME), ("ชื่อ-นามสกุลนักเรียน", Field.FULL_NAME),
        ("ชื่อเล่น", Field.NICKNAME),
        ("ชั้น", Field.GRADE), ("ห้อง", Field.ROOM), ("ชั้น/ห้อง", Field.CLASS_ROOM), ("ชั้น / ห้อง", Field.CLASS_ROOM),
        ("หมายเหตุ", None), ("ชื่อโรงเรียน", None), ("", None),
    ],
)  # fmt: skip
def test_a_heading_says_what_its_column_holds(heading: str, field: Field | None) -> None:
    assert field_of(heading) is field


def test_the_same_word_is_a_surname_or_a_whole_name_by_what_stands_beside_it() -> None:
    beside = read("เลขที่,ชื่อตัว,ชื่อสกุล\n1,ก้อง,ดี\n").sheets[0]
    alone = read("เลขที่,ชื่อ-สกุล\n1,ก้อง ดี\n").sheets[0]

    assert list(beside.mapping.values()) == [Field.NUMBER, Field.FIRST_NAME, Field.LAST_NAME]
    assert list(alone.mapping.values()) == [Field.NUMBER, Field.FULL_NAME]


def test_one_known_word_is_heading_enough() -> None:
    sheet = read("รายชื่อนักเรียน,\nชื่อ,คะแนนเก็บ\nก้อง,5\n").sheets[0]

    assert (sheet.header_line, sheet.mapping) == (2, {0: Field.FIRST_NAME})


def test_two_columns_under_one_heading_are_first_and_last_name() -> None:
    people = read_people(read("ที่,ชื่อ - สกุล,,คะแนน\n1,ด.ช.ก้อง,ดี,5\n2,ด.ญ.แก้ว,งาม,6\n").sheets[0])

    assert [(pupil.title, pupil.first_name, pupil.last_name) for pupil in people.pupils] == [
        ("เด็กชาย", "ก้อง", "ดี"),
        ("เด็กหญิง", "แก้ว", "งาม"),
    ]


def test_a_person_may_change_the_mapping() -> None:
    sheet = read("หนึ่ง,สอง,สาม\nก้อง,ดี,7\n").sheets[0]
    chosen = {0: Field.LAST_NAME, 1: Field.FIRST_NAME, 2: Field.NUMBER}

    pupil = read_people(sheet, chosen).pupils[-1]

    assert (pupil.number, pupil.first_name, pupil.last_name) == (7, "ดี", "ก้อง")


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ({}, "ยังไม่ได้บอก"),
        ({0: Field.FIRST_NAME, 1: Field.FIRST_NAME}, "มากกว่าหนึ่งคอลัมน์"),
        ({0: Field.FULL_NAME, 1: Field.LAST_NAME}, "อย่างใดอย่างหนึ่ง"),
        ({0: Field.FIRST_NAME, 9: Field.NUMBER}, "ไม่อยู่ในตาราง"),
    ],
)
def test_a_mapping_that_cannot_be_read_by_is_told(mapping: dict[int, Field], words: str) -> None:
    sheet = read("ชื่อ,นามสกุล\nก้อง,ดี\n").sheets[0]

    assert words in " ".join(check_mapping(sheet, mapping))
    with pytest.raises(RosterProblem, match=words):
        read_people(sheet, mapping)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("เด็กชายสมชาย ใจดี", Name("เด็กชาย", "สมชาย", "ใจดี")),
        ("ด.ช.สมชาย  ใจดี", Name("เด็กชาย", "สมชาย", "ใจดี")),
        ("ด.ญ. แก้ว ณ เชียงใหม่", Name("เด็กหญิง", "แก้ว", "ณ เชียงใหม่")),
        ("น.ส.แก้ว ใสสว่าง (แก้ม)", Name("นางสาว", "แก้ว", "ใสสว่าง", "แก้ม")),
        ("12. สมชาย ใจดี", Name("", "สมชาย", "ใจดี", "", 12)),
        ("นาย สมชาย ใจดี", Name("นาย", "สมชาย", "ใจดี")),
        ("นายิกา ใจดี", Name("", "นายิกา", "ใจดี")),
        ("นางฟ้า ใจดี", Name("", "นางฟ้า", "ใจดี")),
        ("พระพาย ใจดี", Name("", "พระพาย", "ใจดี")),
        ("สมชาย", Name("", "สมชาย")),
        ("Doe, John", Name("", "John", "Doe")),
        ("Miss Jane Doe", Name("Miss", "Jane", "Doe")),
        ("", Name()),
    ],
)
def test_a_whole_name_falls_into_its_parts(text: str, name: Name) -> None:
    assert split(text) == name


def test_a_title_without_a_space_is_cut_where_most_names_carry_one() -> None:
    assert split("นายสมชาย ใจดี", likely_titles=True) == Name("นาย", "สมชาย", "ใจดี")
    assert split("นายิกา ใจดี", likely_titles=True) == Name("", "นายิกา", "ใจดี")


def test_others_see_a_name_that_tells_no_more_than_it_must() -> None:
    assert display_name(first_name="สมชาย", last_name="ใจดี") == "สมชาย จ."
    assert display_name(first_name="สมชาย", last_name="เเ") == "สมชาย"
    assert (
        display_name(first_name="สมชาย", last_name="ใจดี", nickname="ชาย", style=DisplayStyle.NICKNAME)
        == "ชาย"
    )
    assert display_name(first_name="Jane", last_name="doe") == "Jane D."
    assert display_name(first_name="", nickname="ชาย") == "ชาย"
    assert display_name(first_name="สมชาย", last_name="ใจดี", style=DisplayStyle.FULL) == "สมชาย ใจดี"


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("มัธยมศึกษาปีที่ 1/2", "ม.1/2"), ("ชั้นมัธยมศึกษาปีที่ 1 ห้อง 2", "ม.1/2"), ("ม. 1/02", "ม.1/2"), ("ม1/2", "ม.1/2"),
        ("ป.6", "ป.6"), ("ประถมศึกษาปีที่ 6/1", "ป.6/1"), ("ปวช.1/3", "ปวช.1/3"), ("1/2", "1/2"), ("2", "2"),
        ("ห้องคิง", "ห้องคิง"), ("EP 1", "EP 1"), ("", ""),
    ],
)  # fmt: skip
def test_one_room_has_one_name(text: str, room: str) -> None:
    assert tidy_room(text) == room
    assert tidy_room(room) == room


def test_a_year_and_a_room_are_joined() -> None:
    assert joined("มัธยมศึกษาปีที่ 1", "2") == "ม.1/2"
    assert joined("ม.1", "1/2") == "ม.1/2"
    assert joined("ม.1/2", "2") == "ม.1/2"
    assert joined("", "ม.1/2") == "ม.1/2"
    assert joined("ม.1", "") == "ม.1"


def test_the_lines_above_a_table_name_its_room_only_when_it_is_one() -> None:
    assert in_title(["รายชื่อนักเรียนชั้นมัธยมศึกษาปีที่ 1/2"]) == "ม.1/2"
    assert in_title(["ม.1/2 และ ม.1/3"]) == ""
