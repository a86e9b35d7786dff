"""A roster comes into a class: looked at first, then all of it or nothing."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from schools.forms import roster as roster_form
from schools.models import ClassEvent, Classroom, Membership
from tests.conftest import NOW
from tests.factories.schools import make_classroom, make_pupil

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "roster" / "files"
PASTED = "เลขที่\tรหัสนักเรียน\tชื่อ-สกุล\tเลขบัตรประชาชน\n1\t00123\tเด็กชายสมชาย ใจดี\t1101700230708\n2\t00124\tเด็กหญิงมะลิ งามตา\t1101700230716\n"


@pytest.fixture
def classroom() -> Classroom:
    return make_classroom(name="ม.1/2")


@pytest.fixture
def teacher(classroom: Classroom) -> Client:
    client = Client()
    client.force_login(classroom.teaching.get().user)
    return client


def ask(teacher: Client, classroom: Classroom, **fields: Any) -> str:
    response = teacher.post(reverse("schools:roster", args=[classroom.pk]), fields)
    assert response.status_code == 200, response.headers.get("Location")
    return str(response.content.decode())


def fields_of(html: str) -> dict[str, str]:
    """Return what the preview's form would send, its selects as they stand."""
    found = dict(re.findall(r'<input type="hidden" name="(draft|seal|shown|sheet)" value="([^"]*)"', html))
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        if chosen or name.startswith("column"):
            found[name] = chosen[1] if chosen else ""
        elif picked := re.search(r"<option selected>([^<]*)<", options):
            found[name] = picked[1]
    return found


def take(teacher: Client, classroom: Classroom, html: str, **more: Any) -> Any:
    return teacher.post(
        reverse("schools:roster", args=[classroom.pk]), {**fields_of(html), "what": "take", **more}
    )


def test_a_pasted_roster_is_shown_first_and_written_when_the_teacher_says_yes(
    classroom: Classroom, teacher: Client
) -> None:
    html = ask(teacher, classroom, text=PASTED)

    assert Membership.objects.count() == 0
    assert "เด็กชายสมชาย ใจดี" in html
    assert "เลขประจำตัวประชาชน ระบบไม่เก็บไว้" in html
    assert "1101700230708" not in html
    assert take(teacher, classroom, html).status_code == 302
    pupils = list(classroom.pupils.order_by("number"))
    assert [(each.number, each.student_code, each.full_name) for each in pupils] == [
        (1, "00123", "เด็กชายสมชาย ใจดี"),
        (2, "00124", "เด็กหญิงมะลิ งามตา"),
    ]
    assert {each.half for each in pupils} == {0, 1}
    assert ClassEvent.objects.get(classroom=classroom).what == "นำรายชื่อเข้าห้อง: เพิ่ม 2 คน"


def test_the_same_roster_again_changes_nothing(classroom: Classroom, teacher: Client) -> None:
    take(teacher, classroom, ask(teacher, classroom, text=PASTED))
    before = list(classroom.pupils.order_by("pk").values())

    html = ask(teacher, classroom, text=PASTED)

    assert "ตรงกับในห้องแล้ว 2 คน ไม่มีอะไรเปลี่ยน" in html
    assert take(teacher, classroom, html).status_code == 302
    assert list(classroom.pupils.order_by("pk").values()) == before
    assert ClassEvent.objects.filter(classroom=classroom).count() == 1


def test_numbers_may_go_round_who_left_comes_back_and_who_is_missing_goes_only_when_ticked(
    classroom: Classroom, teacher: Client
) -> None:
    take(teacher, classroom, ask(teacher, classroom, text=PASTED))
    missing = make_pupil(classroom=classroom, number=3, first_name="ก้อง", last_name="ดี", nickname="")
    kept = make_pupil(classroom=classroom, number=4, first_name="แก้ว", last_name="ใส", nickname="")
    back = make_pupil(classroom=classroom, first_name="นาวา", last_name="ไกล", nickname="", left_at=NOW)

    html = ask(teacher, classroom, text="เลขที่\tชื่อ\tนามสกุล\n2\tสมชาย\tใจดี\n1\tมะลิ\tงามตา\n3\tนาวา\tไกล\n")

    assert "เลขที่: 1 → 2" in html
    assert "3. ก้อง ดี" in html
    assert take(teacher, classroom, html, leaving=[str(missing.pk)]).status_code == 302
    numbers = dict(classroom.pupils.filter(left_at=None).values_list("first_name", "number"))
    assert numbers == {"สมชาย": 2, "มะลิ": 1, "นาวา": 3, "แก้ว": 4}
    missing.refresh_from_db()
    back.refresh_from_db()
    assert (missing.left_at is not None, back.left_at) == (True, None)
    assert kept.left_at is None


def test_a_class_that_changed_meanwhile_is_shown_again_and_nothing_is_written(
    classroom: Classroom, teacher: Client
) -> None:
    html = ask(teacher, classroom, text=PASTED)
    make_pupil(classroom=classroom, number=1, first_name="อีกคน", nickname="")  # the other teacher

    response = take(teacher, classroom, html)

    assert response.status_code == 200
    assert "ยังไม่ได้บันทึกอะไร" in response.content.decode()
    assert classroom.pupils.count() == 1
    assert take(teacher, classroom, response.content.decode()).status_code == 302
    assert classroom.pupils.count() == 3


def test_columns_named_anew_are_shown_again_before_they_are_written(
    classroom: Classroom, teacher: Client
) -> None:
    html = ask(teacher, classroom, text="ก้อง\tดี\nแก้ว\tใส\n")
    swapped = {"column-0": "last_name", "column-1": "first_name"}

    shown = take(teacher, classroom, html, **swapped)
    assert shown.status_code == 200
    assert "ใส แก้ว" in shown.content.decode()
    assert take(teacher, classroom, shown.content.decode()).status_code == 302
    assert set(classroom.pupils.values_list("first_name", flat=True)) == {"ดี", "ใส"}
    wrong = ask(teacher, classroom, **{**fields_of(html), "column-0": "first_name", "column-1": "first_name"})
    assert "เลือกให้เหลือคอลัมน์เดียว" in wrong


def test_a_file_with_several_rooms_offers_the_room_of_the_class(
    classroom: Classroom, teacher: Client
) -> None:
    rows = "".join(f"{n},เด็ก{n},ม.1/{1 + n % 3}\n" for n in range(1, 10))
    upload = SimpleUploadedFile("รายชื่อ.csv", f"เลขที่,ชื่อ,ห้อง\n{rows}".encode("cp874"))

    html = ask(teacher, classroom, upload=upload)

    assert fields_of(html)["room"] == "ม.1/2"
    take(teacher, classroom, html)
    assert set(classroom.pupils.values_list("first_name", flat=True)) == {"เด็ก1", "เด็ก4", "เด็ก7"}


@pytest.mark.parametrize("name", ["sgs_m1-2.xlsx", "oneroster_1.1.zip", "dmc_windows-874.csv"])
def test_files_of_schools_systems_come_in(classroom: Classroom, teacher: Client, name: str) -> None:
    html = ask(teacher, classroom, upload=SimpleUploadedFile(name, (FILES / name).read_bytes()))

    assert take(teacher, classroom, html).status_code == 302
    assert classroom.pupils.exists()


def test_what_cannot_be_read_is_said_beside_the_field(classroom: Classroom, teacher: Client) -> None:
    assert "วางรายชื่อหรือเลือกไฟล์ก่อน" in ask(teacher, classroom, text=" ")
    html = ask(teacher, classroom, upload=SimpleUploadedFile("a.pdf", b"%PDF-1.7"))
    assert "ไฟล์นี้เป็น PDF" in html


def test_a_preview_is_the_teachers_own_of_this_class_and_for_an_hour(
    classroom: Classroom, teacher: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = ask(teacher, classroom, text=PASTED)
    other = make_classroom(teacher=classroom.teaching.get().staff)
    assert take(teacher, other, html).status_code == 302
    assert other.pupils.count() == 0
    monkeypatch.setattr(roster_form, "AN_HOUR", -1)
    late = take(teacher, classroom, html)
    assert late.headers["Location"] == reverse("schools:roster", args=[classroom.pk])
    assert classroom.pupils.count() == 0
    assert "หมดเวลาแล้ว" in teacher.get(late.headers["Location"]).content.decode()


def test_names_are_text_in_the_page(classroom: Classroom, teacher: Client) -> None:
    html = ask(teacher, classroom, text="ชื่อ\n<script>alert(1)</script>\n=HYPERLINK(1)\n")

    assert "<script>alert(1)" not in html


def test_two_thousand_rows_are_written_in_few_statements(
    classroom: Classroom, teacher: Client, django_assert_max_num_queries: Any
) -> None:
    rows = "".join(f"{n}\t{20000 + n}\tสมชาย{n}\tใจดี{n}\n" for n in range(1, 2001))
    head = "เลขที่\tรหัสนักเรียน\tชื่อ\tนามสกุล\n"
    before = time.process_time()
    html = ask(teacher, classroom, text=head + rows)
    read = time.process_time()
    with django_assert_max_num_queries(60):
        assert take(teacher, classroom, html).status_code == 302
    written = time.process_time()
    changed = "".join(f"{n % 2000 + 1}\t{20000 + n}\tสมชาย{n}\tใจดี{n}\n" for n in range(1, 2001))
    html = ask(teacher, classroom, text=head + changed)
    again = time.process_time()
    with django_assert_max_num_queries(100):
        assert take(teacher, classroom, html).status_code == 302
    print(  # noqa: T201 — to be read with -s
        f"2,000 rows: read and shown {read - before:.2f} s, written {written - read:.2f} s; "
        f"2,000 numbers moved on {time.process_time() - again:.2f} s CPU; page {len(html) / 1000:.0f} kB"
    )
    assert classroom.pupils.get(student_code="21999").number == 2000
    assert classroom.pupils.get(student_code="22000").number == 1
