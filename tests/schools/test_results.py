"""What a teacher sees of a class's work: gradebook, files, board, reports."""

import csv
import datetime as dt
import gzip
import io
import re
import time
from html import unescape
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AccessLog, Learner
from quizzes.kinds import KINDS
from quizzes.models import Quiz
from schools.models import Assignment, AssignmentItem, ClassEvent, ClassGroup, Classroom, Mark, Membership
from schools.selectors.board import board_of
from schools.selectors.class_answers import gains_of
from schools.selectors.overview import gains_of_school
from tests.conftest import NOW
from tests.factories.quizzes import make_question, make_quiz
from tests.factories.schools import make_assignment, make_classroom, make_pupil, make_submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def classroom() -> Classroom:
    return make_classroom()


@pytest.fixture
def teacher(classroom: Classroom) -> Client:
    client = Client()
    client.force_login(classroom.teaching.get().user)
    return client


def page(client: Client, name: str, *ids: Any, **query: str) -> str:
    response = client.get(reverse(f"schools:{name}", args=ids), query)
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def quiz_of(count: int = 4, **fields: Any) -> Quiz:
    return make_quiz(
        questions=[make_question(objective=f"จุดประสงค์ {n % 2}", topic="กลโกง") for n in range(count)],
        **fields,
    )


def answers(quiz: Quiz, *, right: int) -> dict[int, dict[str, Any]]:
    """Return responses of which the first `right` are right; the others choose the last option, very sure."""
    found = {}
    for number, slot in enumerate(quiz.slots.order_by("sort_order"), 1):
        content = slot.question.versions.get().content
        choices = content["choices"]
        pick = next(each for each in choices if each["correct"] is (number <= right))
        found[number] = {"choices": [pick["uid"]], **({} if number <= right else {"confidence": 3})}
    return found


# --- gradebook ---------------------------------------------------------------------------------------


def test_the_gradebook_of_three_hundred_costs_few_queries_and_few_bytes(
    classroom: Classroom, teacher: Client
) -> None:
    learners = Learner.objects.bulk_create(Learner(created_at=NOW) for _ in range(300))
    pupils = Membership.objects.bulk_create(
        Membership(
            classroom=classroom,
            learner=learner,
            number=number,
            first_name=f"สมชาย{number}",
            last_name="ใจดีมาก",
            personal_code=f"{number:012}",
        )
        for number, learner in enumerate(learners, 1)
    )
    quiz = make_quiz(questions=1)
    works = [make_assignment(classroom=classroom, quiz=quiz, title=f"งานชิ้นที่ {n}") for n in range(10)]
    group = ClassGroup.objects.create(classroom=classroom, name="กลุ่ม 1")
    works[0].groups.add(group)
    pupils[0].groups.add(group)
    Mark.objects.bulk_create(
        Mark(
            assignment=work,
            membership=pupil,
            state=Mark.State.DONE,
            fraction=(pupil.number * 7 + work.pk * 13) % 101 / 100,
            late_days=pupil.number % 3,
        )
        for work in works
        for pupil in pupils
    )
    url = reverse("schools:results", args=[classroom.pk])
    teacher.get(url)  # whatever a process does once
    with CaptureQueriesContext(
        connection,
    ) as queries:
        before = time.process_time()
        response = teacher.get(url)
        spent = (time.process_time() - before) * 1000
    size = len(gzip.compress(response.content, 6))
    print(f"gradebook 300 × 10: {len(queries)} queries, {spent:.1f} ms CPU, {size / 1000:.1f} kB compressed")  # noqa: T201 — to be read with -s
    assert len(queries) <= 8, [each["sql"][:80] for each in queries]
    assert size <= 60_000
    html = response.content.decode()
    assert html.count("<td><a href=") == 300 * 9 + 1  # nine for all, one for a group of one
    assert AccessLog.objects.filter(learner=learners[0], what="ตารางคะแนนของห้อง").count() == 2


def test_a_teachers_own_mark_goes_before_the_counted_one_with_its_reason(
    classroom: Classroom, teacher: Client
) -> None:
    pupil = make_pupil(classroom=classroom, first_name="<b>สมหญิง</b>")
    work = make_assignment(classroom=classroom)
    make_submission(assignment=work, pupil=pupil)
    url = reverse("schools:adjust", args=[classroom.pk, work.pk, pupil.pk])
    refused = teacher.post(url, {"percent": "70", "reason": ""})
    assert "เขียนเหตุผลสั้น ๆ" in refused.content.decode()
    assert "70" in refused.content.decode()
    assert teacher.post(url, {"percent": "70.5", "reason": "ตอบปากเปล่า"}).status_code == 302
    mark = Mark.objects.get(assignment=work, membership=pupil)
    assert (mark.adjusted, mark.fraction, mark.final) == (0.705, 0.0, 0.705)
    event = ClassEvent.objects.get(classroom=classroom)
    assert (event.pupil_id, event.reason) == (pupil.pk, "ตอบปากเปล่า")
    html = page(teacher, "results", classroom.pk)
    assert "71<small>ครูปรับ</small>" in html
    assert "<b>สมหญิง" not in html
    assert teacher.post(url, {"undo": "1", "reason": "พิมพ์ผิดคน"}).status_code == 302
    mark.refresh_from_db()
    assert (mark.adjusted, mark.final) == (None, 0.0)


def test_files_open_in_a_spreadsheet_with_codes_as_text_and_no_formula(
    classroom: Classroom, teacher: Client
) -> None:
    pupil = make_pupil(
        classroom=classroom,
        number=7,
        student_code="00123",
        first_name="=HYPERLINK(1)",
        last_name="\tก\nข",
        nickname="",
    )
    quiz = quiz_of(2)
    work = make_assignment(classroom=classroom, quiz=quiz, title="+งาน")
    make_submission(assignment=work, pupil=pupil, responses=answers(quiz, right=1))
    written = teacher.get(reverse("schools:grades_csv", args=[classroom.pk]))
    text = b"".join(written).decode()  # type: ignore[arg-type]
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:], newline="")))
    assert rows == [
        ["เลขที่", "รหัสนักเรียน", "ชื่อ", "'+งาน"],
        ["7", "'00123", "'=HYPERLINK(1)  ก ข", "50"],
    ]
    assert text.count("\r\n") == text.count("\n") == 2
    book = openpyxl.load_workbook(
        io.BytesIO(teacher.get(reverse("schools:grades_xlsx", args=[classroom.pk])).content)
    )
    printed = book.active.page_setup
    assert (printed.orientation, printed.fitToHeight, book.active.print_title_rows) == (
        "landscape",
        0,
        "$1:$1",
    )
    row = next(iter(book.active.iter_rows(min_row=2)))
    assert [cell.value for cell in row] == [7, "00123", "=HYPERLINK(1)  ก ข", 50]
    assert [cell.data_type for cell in row] == ["n", "s", "s", "n"]
    assert row[2].quotePrefix


def test_the_long_file_has_a_line_per_answer(classroom: Classroom, teacher: Client) -> None:
    pupil = make_pupil(classroom=classroom, number=1, nickname="นก")
    quiz = quiz_of(3)
    work = make_assignment(classroom=classroom, quiz=quiz)
    given = answers(quiz, right=1)
    del given[3]
    make_submission(assignment=work, pupil=pupil, responses=given)
    content = teacher.get(
        reverse("schools:answers_xlsx", args=[classroom.pk]), {"work": str(work.pk)}
    ).content
    rows = [
        dict(zip(head, row, strict=True))
        for head, *table in [
            list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
        ]
        for row in table
    ]
    assert [row["ข้อ"] for row in rows] == [1, 2, 3]
    assert [row["คะแนน (0–1)"] for row in rows] == [1, 0, 0]
    assert [row["ความแน่ใจ"] for row in rows] == [None, "แน่ใจมาก", None]
    assert [row["วินาทีตั้งแต่เริ่ม"] for row in rows] == [20, 40, None]
    assert rows[2]["คำตอบ"] is None
    assert rows[0]["ฉบับที่"] == 1


# --- board -------------------------------------------------------------------------------------------


def test_the_board_of_forty_five_costs_three_queries_once_in_two_seconds(
    classroom: Classroom, teacher: Client
) -> None:
    quiz = quiz_of(4)
    work = make_assignment(classroom=classroom, quiz=quiz)
    for number in range(1, 46):
        pupil = make_pupil(classroom=classroom, number=number, nickname=f"ชื่อลับ{number}")
        if number <= 6:
            make_submission(
                assignment=work, pupil=pupil, responses=answers(quiz, right=number % 5), finished=number < 3
            )
    at_home = classroom.pupils.get(number=45)  # from the lesson's page: a mark, and no attempt of this work
    Mark.objects.create(assignment=work, membership=at_home, state=Mark.State.WORKING)
    board_of(assignment=work)  # the questions are known to the process then
    with CaptureQueriesContext(connection) as queries:
        board = board_of(assignment=work)
    assert len(queries) <= 3, [each["sql"] for each in queries]
    assert board.sentence == "ยังไม่เริ่ม 38 · กำลังทำ 4 · ต้องการคนช่วย 1 · เสร็จ 2 จาก 45"
    first = teacher.get(reverse("schools:board_rows", args=[classroom.pk, work.pk]))
    with CaptureQueriesContext(connection) as queries:
        again = teacher.get(
            reverse("schools:board_rows", args=[classroom.pk, work.pk]),
            headers={"if-none-match": first["ETag"]},
        )
    assert again.status_code == 304
    assert not [each for each in queries if "quizzes_" in each["sql"]]
    assert "ชื่อลับ1<" in page(teacher, "board", classroom.pk, work.pk)
    wall = page(teacher, "board", classroom.pk, work.pk, wall="1")
    assert "ชื่อลับ" not in wall
    assert "cell--right" not in wall


# --- reports -----------------------------------------------------------------------------------------


def test_the_report_names_the_distractor_and_offers_the_next_step(
    classroom: Classroom, teacher: Client
) -> None:
    quiz = quiz_of(2)
    work = make_assignment(classroom=classroom, quiz=quiz)
    for _ in range(9):
        make_submission(
            assignment=work, pupil=make_pupil(classroom=classroom), responses=answers(quiz, right=1)
        )
    html = page(teacher, "report", classroom.pk, work.pk)
    assert "เลือกผิดกันมากที่สุด" in html
    assert "9 คนแน่ใจมากแต่ยังไม่ถูก" in html
    assert "ทบทวนสั้น ๆ อีกครั้งเรื่อง “จุดประสงค์ 1”" in html
    again = re.search(r'href="([^"]+what=booster[^"]+)"', html)
    assert again is not None
    assert teacher.get(unescape(again[1])).context["objectives"] == ["จุดประสงค์ 1"]
    assert "data-recipe" in html
    assert html.count("<table>") >= 2  # every chart says the same in a table


def test_hits_and_false_alarms_of_a_class_stand_apart(classroom: Classroom, teacher: Client) -> None:
    def judge(verdict: str) -> Any:
        content = {
            "kind": "judge", "stem": "จริงไหม", "explanation": "", "ask_confidence": False, "setting": "",
            "channel": "chat", "message": "ข้อความ", "verdict": verdict,
            "feedback": {"scam": "ก", "genuine": "ข"},
        }  # fmt: skip
        return make_question(content=content)

    quiz = make_quiz(questions=[judge("scam"), judge("genuine")])
    work = make_assignment(classroom=classroom, quiz=quiz)
    for number in range(10):
        pupil = make_pupil(classroom=classroom)
        said = {1: {"verdict": "scam"}, 2: {"verdict": "scam" if number < 4 else "genuine"}}
        make_submission(assignment=work, pupil=pupil, responses=said)
    html = page(teacher, "report", classroom.pk, work.pk)
    assert "10 จาก 10 (ร้อยละ 100" in html
    assert "4 จาก 10 (ร้อยละ 40" in html
    assert "ของจริงด้วย" in html
    assert KINDS["judge"].check({"verdict": "scam"}, {"verdict": "scam"})


def test_the_gain_takes_each_pupil_with_the_form_they_began_with(
    classroom: Classroom, teacher: Client
) -> None:
    one, other = quiz_of(4), quiz_of(4)
    before = make_assignment(classroom=classroom, quiz=one, kind=Assignment.Kind.BEFORE)
    after = make_assignment(classroom=classroom, quiz=one, kind=Assignment.Kind.AFTER, before=before)
    AssignmentItem.objects.update(swapped_quiz=other)
    for number in range(10):
        pupil = make_pupil(classroom=classroom, half=1 - number % 2)
        # form B is harder by one question of four; everybody learned one
        forms = (one, other) if number % 2 else (other, one)
        for work, form, learned in ((before, forms[0], 1), (after, forms[1], 2)):
            right = learned + (form == one)
            make_submission(
                assignment=work, pupil=pupil, quiz=form, responses=answers(form, right=right),
                started_at=NOW + dt.timedelta(days=work == after),
            )  # fmt: skip
    found = gains_of(before=before, after=after)
    assert found.whole is not None
    assert (found.whole.n, round(found.whole.gain, 6), found.whole.is_balanced) == (10, 0.25, True)
    assert "เก่งขึ้น +25 จุด" in page(teacher, "report", classroom.pk, after.pk)
    assert "เก่งขึ้น +25 จุด" in page(teacher, "report", classroom.pk, before.pk)
    summed = gains_of_school(school=classroom.school)
    assert [(pk, each.n, round(each.gain, 6)) for pk, each in summed.items()] == [(classroom.pk, 10, 0.25)]
    Membership.objects.filter(pk__in=classroom.pupils.values("pk")[:6]).update(left_at=NOW)
    assert gains_of_school(school=classroom.school) == {}  # four would tell of single ones


def test_a_look_at_one_pupils_answers_is_noted(classroom: Classroom, teacher: Client) -> None:
    quiz = quiz_of(2)
    pupil = make_pupil(classroom=classroom)
    done = make_submission(
        assignment=make_assignment(classroom=classroom, quiz=quiz),
        pupil=pupil,
        responses=answers(quiz, right=1),
    )
    html = page(teacher, "attempt_report", classroom.pk, done.attempt_id)
    assert "นักเรียนเลือก และถูกต้อง" in html
    assert "ตอบอะไรไปเมื่อไร" in html
    assert AccessLog.objects.filter(learner=pupil.learner, what="คำตอบของนักเรียนหนึ่งครั้ง").exists()
    assert "ครั้งที่ 1" in page(teacher, "pupil_report", classroom.pk, pupil.pk)
