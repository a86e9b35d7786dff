"""Pupils written to a file in any of its forms are the pupils that are read."""

import csv
import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schools.roster import RosterPupil, read, read_people

HEADING = ["เลขที่", "รหัสนักเรียน", "คำนำหน้า", "ชื่อ", "นามสกุล", "ชื่อเล่น", "ชั้น/ห้อง"]
_WORD = st.text(st.sampled_from("กขคงจชดตนบปผพมยรลวศสหอ"), min_size=2, max_size=8)
_NAME = st.tuples(st.sampled_from(["", "เ", "แ", "ไ"]), _WORD, st.sampled_from(["", "์", "า", "ี", "่"])).map(
    "".join
)
_SURNAME = _NAME | st.tuples(st.just("ณ"), _NAME).map(" ".join)
_PUPILS = st.lists(
    st.builds(
        RosterPupil,
        number=st.integers(1, 60),
        student_code=st.from_regex(r"[1-9][0-9]{4}", fullmatch=True),
        title=st.sampled_from(["เด็กชาย", "เด็กหญิง", "นาย", "นางสาว"]),
        first_name=_NAME,
        last_name=_SURNAME,
        nickname=_NAME,
        room=st.sampled_from(["ม.1/1", "ป.6/3", "ม.6"]),
    ),
    min_size=1,
    max_size=12,
)


def rows(pupils: list[RosterPupil]) -> list[list[str]]:
    return [
        [str(p.number), p.student_code, p.title, p.first_name, p.last_name, p.nickname, p.room]
        for p in pupils
    ]


def told(data: bytes | str) -> list[list[str]]:
    return rows(list(read_people(read(data).sheets[0]).pupils))


def text(pupils: list[RosterPupil], delimiter: str) -> str:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter).writerows([HEADING, *rows(pupils)])
    return target.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp874", "tis-620"])
@settings(max_examples=12, deadline=None)
@given(_PUPILS, st.sampled_from(",\t;|"))
def test_text_in_every_encoding_gives_the_same_pupils(
    encoding: str, pupils: list[RosterPupil], delimiter: str
) -> None:
    assert told(text(pupils, delimiter).encode(encoding)) == rows(pupils)


@settings(max_examples=8, deadline=None)
@given(_PUPILS)
def test_pasted_text_with_thai_digits_gives_the_same_pupils(pupils: list[RosterPupil]) -> None:
    pasted = text(pupils, "\t").translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))

    assert told(pasted) == rows(pupils)


@settings(max_examples=15, deadline=None)
@given(_PUPILS)
def test_a_workbook_gives_the_same_pupils(pupils: list[RosterPupil]) -> None:
    book = openpyxl.Workbook()
    for row in [HEADING, *rows(pupils)]:
        book.active.append(row)  # type: ignore[union-attr]
    target = io.BytesIO()
    book.save(target)

    assert told(target.getvalue()) == rows(pupils)


@settings(max_examples=25, deadline=None)
@given(_PUPILS)
def test_whole_names_in_one_column_give_the_same_pupils(pupils: list[RosterPupil]) -> None:
    lines = [f"{p.number}. {p.title}{p.first_name} {p.last_name} ({p.nickname})" for p in pupils]

    assert [row[:1] + row[2:6] for row in told("\n".join(lines))] == [
        row[:1] + row[2:6] for row in rows(pupils)
    ]
