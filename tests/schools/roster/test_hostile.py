"""Files that are broken or meant to harm get a clear Thai sentence, quickly, and nothing else."""

import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schools.roster import MAX_BYTES, RosterProblem, read, read_files, read_people

THAI = re.compile("[ก-๙]")
HEADING = "เลขที่,ชื่อ,นามสกุล\n"


def refusal(data: bytes | str, name: str = "") -> str:
    with pytest.raises(RosterProblem) as caught:
        read(data, name)
    sentence = str(caught.value)
    assert THAI.search(sentence)
    return sentence


def outcome(data: bytes | str, name: str = "") -> str:
    """Return the Thai sentence of a refusal, or how many were read."""
    try:
        file = read(data, name)
        return f"{sum(len(read_people(sheet).pupils) for sheet in file.sheets if sheet.mapping)} คน"
    except RosterProblem as problem:
        return str(problem)


def zipped(entries: dict[str, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target.getvalue()


def workbook(change: Callable[[str, bytes], bytes] = lambda _name, content: content, rows: int = 2) -> bytes:
    """Return a small workbook whose parts were changed behind the library's back."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["เลขที่", "ชื่อ", "นามสกุล"])
    for number in range(1, rows + 1):
        sheet.append([number, f"คน{number}", "ดี"])
    target = io.BytesIO()
    book.save(target)
    with zipfile.ZipFile(io.BytesIO(target.getvalue())) as archive:
        return zipped({name: change(name, archive.read(name)) for name in archive.namelist()})


def in_sheet(old: bytes, new: bytes) -> bytes:
    return workbook(lambda name, content: content.replace(old, new) if "sheet1.xml" in name else content)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "ยังไม่มีรายชื่อ"),
        ("  \n\t\n", "ยังไม่มีรายชื่อ"),
        (HEADING, "มีแต่หัวตาราง"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, ".xlsx"),
        (b"\x89PNG\r\n\x1a\n", "รูปภาพ"),
        (bytes(range(256)) * 8, "ไม่ใช่ตารางรายชื่อ"),
        ("ชื่อ,นามสกุล\nก้อง,ดี\n".encode("cp874") + b"\x81\x82\xfe\xff" * 40, "อ่านตัวอักษร"),
        ("name\nJosé Müller ß\n".encode("latin-1"), "อ่านตัวอักษรในบรรทัด 2"),
        (b"\xff\xfe" + "ชื่อ\n".encode("utf-16-le") + b"\x00", "อ่านไฟล์นี้ได้ไม่ตลอด"),
        (b"PK\x03\x04 not really", "เปิดไฟล์นี้ไม่ได้"),
        ("<html><table></table></html>", "ไม่พบตาราง"),
        (HEADING + "1,ก้อง,ดี\n" * 10_000, "ไม่เกิน 5,000 คน"),
        (",".join(["ชื่อ", *["x"] * 999]) + "\n", "1,000 คอลัมน์"),
    ],
    ids=[
        "empty", "blank", "heading only", "pdf", "old excel", "picture", "binary", "broken thai", "latin", "cut utf-16",
        "cut zip", "empty page", "10,000 rows", "1,000 columns",
    ],
)  # fmt: skip
def test_what_is_no_roster_is_told_in_thai(data: bytes | str, words: str) -> None:
    assert words in refusal(data)


def test_a_hundred_megabytes_are_not_even_looked_at() -> None:
    assert "10 MB" in refusal(b"PK\x03\x04" + b"\x00" * (100 * 1024 * 1024))
    with pytest.raises(RosterProblem, match="12 ไฟล์"):
        read_files([(f"{n}.csv", b"") for n in range(13)])
    with pytest.raises(RosterProblem, match="เลือกไฟล์"):
        read_files([])
    assert MAX_BYTES == 10 * 1024 * 1024


SWOLLEN: dict[str, Callable[[], dict[str, bytes | str]]] = {
    "one bomb": lambda: {"users.csv": b"\x00" * (30 * 1024 * 1024)},
    "a steep ratio": lambda: {"users.csv": b"0" * (1024 * 1024)},
    "several parts": lambda: {f"{n}.csv": bytes(range(256)) * (80 * 1024) for n in range(4)},
    "many entries": lambda: {f"{n}.txt": b"" for n in range(2_100)},
}


@pytest.mark.parametrize("bomb", SWOLLEN)
def test_an_archive_that_swells_is_refused_before_it_is_unpacked(bomb: str) -> None:
    assert "ใหญ่ผิดปกติ" in refusal(zipped(SWOLLEN[bomb]()))


@pytest.mark.parametrize(
    "name", ["../../etc/users.csv", "C:\\users.csv", "/users.csv", "a/../../users.csv", "..\\users.csv"]
)
def test_an_archive_with_names_that_lead_outside_is_refused(name: str) -> None:
    assert "ไม่ปลอดภัย" in refusal(zipped({name: "sourcedId"}))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("inner.zip", b"PK\x03\x04", "ซ้อน"),
        ("readme.txt", "hello", "ไม่ใช่ Excel"),
        ("content.xml", "<office/>", "ไม่ใช่ Excel"),
        ("classes.csv", "sourcedId,title\nc1,x\n", "users.csv"),
        ("users.csv", "sourcedId,status,givenName\n", "ไม่พบนักเรียน"),
        ("Users.csv", "sourcedId,status,role\nu1,active,student\n", "ไม่พบชื่อนักเรียน"),
        ("USERS.CSV", b"sourcedId,givenName\n\xfe\xff\x81\n", "อ่านตัวอักษร"),
    ],
)
def test_an_archive_that_is_none_of_ours_is_refused(name: str, content: bytes | str, words: str) -> None:
    assert words in refusal(zipped({name: content}))


def test_an_empty_archive_is_refused() -> None:
    assert "ไม่ใช่ Excel" in refusal(zipped({}))


def test_an_archive_that_lies_about_sizes_or_is_locked_is_refused() -> None:
    data = bytearray(zipped({"users.csv": "sourcedId,givenName\n" + "u,ก\n" * 500}))
    directory = data.index(b"PK\x01\x02")
    lying = bytearray(data)
    lying[directory + 24 : directory + 28] = (40).to_bytes(4, "little")
    locked = bytearray(data)
    locked[directory + 8] |= 1

    assert "เปิดไฟล์นี้ไม่ได้" in refusal(bytes(lying))
    assert "ใส่รหัสไว้" in refusal(bytes(locked))


@pytest.mark.parametrize(
    "prologue",
    [
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>',
        b'<!DOCTYPE x SYSTEM "http://example.org/x.dtd">',
    ],
)
def test_a_workbook_with_entities_is_refused(prologue: bytes) -> None:
    assert "ไม่ปลอดภัย" in refusal(in_sheet(b"<worksheet", prologue + b"<worksheet"))


def test_entities_in_another_encoding_are_refused_as_well() -> None:
    prologue = '<!DOCTYPE x [<!ENTITY a "lol">]>'

    def change(name: str, content: bytes) -> bytes:
        return ("\ufeff" + prologue + content.decode()).encode("utf-16") if "sheet1.xml" in name else content

    assert refusal(workbook(change))


def test_what_a_workbook_says_of_its_own_size_is_not_believed() -> None:
    data = workbook(
        lambda name, content: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', content)
    )

    assert len(read_people(read(data).sheets[0]).pupils) == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<row r="3"', b'<row r="99999999999"'),
        (b'r="A3"', b'r="ZZZ3"'),
        (b'r="A3"', b'r="AAAAAAA3"'),
        (b'r="A3"', b'r="!"'),
        (b"<v>", b"<v>99999"),
        (b"</sheetData>", b""),
        (b"<worksheet", b"<other"),
        (b"<sheetData>", b"<sheetData><row>" + b"<c/>" * 400_000 + b"</row>"),
    ],
)
def test_a_workbook_that_no_spreadsheet_wrote_is_read_or_refused(old: bytes, new: bytes) -> None:
    assert THAI.search(outcome(in_sheet(old, new)))


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"]
)
def test_a_workbook_with_a_broken_part_is_refused(part: str) -> None:
    assert refusal(workbook(lambda name, content: b"<broken" if name == part else content))


def test_a_workbook_with_more_parts_than_a_roster_has_is_refused() -> None:
    filler = b"".join(b"<x%d/>" % number for number in range(850_000))
    data = workbook(lambda name, content: content + filler if "sheet1.xml" in name else content)

    assert "มากเกินกว่ารายชื่อ" in refusal(data)


def test_too_many_rows_in_a_workbook_are_refused() -> None:
    assert "ไม่เกิน 5,000 คน" in refusal(workbook(rows=5_250))


def test_scattered_tags_of_a_page_cost_no_more_than_a_glance() -> None:
    assert refusal("<table>" + "<" * 300_000)
    assert refusal("<table><!--" + "<tr " * 300_000)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["", "a.csv", "users.csv", "a.xlsx"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    assert THAI.search(outcome(data, name))


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.lists(st.text(max_size=12) | st.sampled_from(["ชื่อ", "1", "ด.ช.", "=A1"]), max_size=5), max_size=8
    )
)
def test_any_pasted_text_is_read_or_refused(rows: list[list[str]]) -> None:
    assert THAI.search(outcome("\n".join("\t".join(row) for row in rows)))


WHOLE = workbook()  # made once: a workbook says when it was written, and so is not of one length every second


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    assert THAI.search(outcome(bytes(content)))
