"""OneRoster and SDS as they come: loose files, deltas, deleted people, long ids, files that are not there."""

import io
import zipfile
from pathlib import Path

import pytest

from schools.roster import RosterFile, RosterProblem, Source, read, read_files, read_people

FILES = Path(__file__).parent / "files"
USERS = "sourcedId,status,role,givenName,familyName,identifier\n"
ENROLLMENTS = "sourcedId,status,classSourcedId,userSourcedId,role\n"


def first_names(file: RosterFile, sheet: int = 0) -> list[str]:
    return [pupil.first_name for pupil in read_people(file.sheets[sheet]).pupils]


def notices(file: RosterFile) -> str:
    return " ".join(notice.sentence_th for notice in (*file.notices, *file.sheets[0].notices))


def test_loose_files_give_what_their_archive_gives() -> None:
    data = (FILES / "oneroster_1.1.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        loose = [(name, archive.read(name)) for name in archive.namelist()]

    assert read_files(loose) == read(data)


def test_users_alone_are_one_sheet_of_pupils() -> None:
    text = USERS + "u1,active,student,ก้อง,ดี,\nu2,active,teacher,ครู,ดี,\nu3,tobedeleted,student,ไป,ดี,\n"

    file = read(text, "Users.csv")

    assert (file.source, first_names(file)) == (Source.ONE_ROSTER, ["ก้อง"])


def test_classes_keep_their_pupils_apart_and_homerooms_come_first() -> None:
    file = read_files(
        [
            ("users.csv", (USERS + "u1,,student,ก้อง,ดี,\nu2,,student,แก้ว,ดี,\n").encode()),
            ("classes.csv", "sourcedId,title,classType\nc1,เลข,scheduled\nc2,ม.2/5,homeroom\n".encode()),
            (
                "enrollments.csv",
                (ENROLLMENTS + "1,,c1,u1,student\n2,,c2,u2,student\n3,,c2,u1,student\n").encode(),
            ),
        ]
    )

    assert [sheet.name for sheet in file.sheets] == ["ม.2/5", "เลข"]
    assert (first_names(file, 0), first_names(file, 1)) == (["แก้ว", "ก้อง"], ["ก้อง"])
    assert {pupil.room for pupil in read_people(file.sheets[0]).pupils} == {"ม.2/5"}


def test_a_delta_says_that_who_is_not_in_it_is_not_missing() -> None:
    manifest = "propertyName,value\nfile.users,delta\nfile.enrollments,absent\nfile.orgs,bulk\n"
    file = read_files(
        [("manifest.csv", manifest.encode()), ("users.csv", (USERS + "u1,,student,ก้อง,ดี,\n").encode())]
    )

    assert file.is_partial
    assert "delta" in notices(file)
    assert "orgs" in notices(file)


def test_an_id_longer_than_a_code_becomes_a_short_one_that_stays_the_same() -> None:
    def code(guid: str) -> str:
        file = read(USERS + f"{guid},active,student,ก้อง,ดี,\n", "users.csv")
        return read_people(file.sheets[0]).pupils[0].student_code

    guid = "8f14e45f-ceea-467f-a8f7-3b1b6f0c1d2e"
    longer = f"https://example.org/{guid}"

    assert code(guid) == guid
    assert code(longer) == code(longer) != code(longer.replace("8", "9"))
    assert len(code(longer)) == 40
    assert code("u21001") == "u21001"


def test_an_enrollment_of_nobody_is_told_with_its_line() -> None:
    sheet = read((FILES / "oneroster_1.1.zip").read_bytes()).sheets[0]

    assert [notice.line for notice in sheet.notices] == [9]


def test_an_identifier_that_is_a_national_id_is_told() -> None:
    assert "identifier" in notices(read((FILES / "oneroster_1.2.zip").read_bytes()))


def test_a_broken_quotation_in_a_table_is_refused() -> None:
    with pytest.raises(RosterProblem, match="ส่งออกไฟล์ใหม่"):
        read(USERS + 'u1,active,student,"' + "ก" * 200_000, "users.csv")
