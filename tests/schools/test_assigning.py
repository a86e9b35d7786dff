"""Teachers give work, edit it while pupils are at it, and make it easier for some."""

import datetime as dt
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.models import Attempt
from schools.models import Assignment, Classroom, Mark, Membership, Override
from schools.selectors import held, material
from schools.services import assigning, starting
from tests.conftest import NOW
from tests.factories.accounts import make_learner, make_user
from tests.factories.lessons import make_course, make_lesson
from tests.factories.quizzes import make_question, make_quiz
from tests.factories.schools import make_assignment, make_classroom, make_pupil, make_staff
from tests.schools.test_marks import do, finish, mark_of

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def room(db: None) -> Classroom:
    return make_classroom(teacher=make_staff())


@pytest.fixture
def teacher(room: Classroom) -> Client:
    client = Client()
    client.force_login(room.teaching.get().user)
    return client


@pytest.fixture
def pupil(room: Classroom) -> Membership:
    return make_pupil(classroom=room, learner=make_learner(), half=0)


def typed(page: Any, **changes: Any) -> dict[str, Any]:
    """Return what a form sends when only `changes` are typed into it."""
    form = page.context["form"]
    found = {}
    for bound in form:
        value = bound.value()
        value = bound.field.prepare_value(value)
        if value not in (None, False, "") and not isinstance(value, list):
            found[bound.html_name] = value
    return {**found, **{name: value for name, value in changes.items() if value is not None}}


def test_a_lesson_becomes_work_in_two_pages(teacher: Client, room: Classroom, pupil: Membership) -> None:
    lesson = make_lesson(closing_quiz=make_quiz(questions=4), title="บล็อกเชนคืออะไร")
    page = teacher.get(reverse("schools:work_choose", args=[room.pk])).content.decode()
    assert f"?what=lesson-{lesson.pk}" in page

    url = reverse("schools:work_give", args=[room.pk]) + f"?what=lesson-{lesson.pk}"
    page = teacher.get(url)
    assert "ส่งภายใน อังคาร 1 ธ.ค. 2569 23:59 น." in page.content.decode()
    data = typed(page, title="การบ้านบล็อกเชน", due_at="30 พ.ย. 2569 16:00", late="percent")
    preview = teacher.post(url, {**data, "action": "preview"}).content.decode()
    assert "ส่งภายใน จันทร์ 30 พ.ย. 2569 16:00 น." in preview
    assert "หักวันละ 10%" in preview
    assert not Assignment.objects.exists()

    assert teacher.post(url, data).status_code == HTTPStatus.FOUND

    work = Assignment.objects.get()
    assert (work.title, work.kind, work.preset, work.attempts_allowed) == (
        "การบ้านบล็อกเชน",
        "lesson",
        "practice",
        None,
    )
    assert work.due_at == dt.datetime(2026, 11, 30, 9, 0, tzinfo=dt.UTC)
    assert work.items.get().lesson_id == lesson.pk
    assert list(held.audience_of(work)) == [pupil]
    assert "มอบหมายงาน" in room.events.get().what


def test_a_course_is_all_its_lessons_and_its_last_quiz(room: Classroom) -> None:
    last = make_quiz()
    course = make_course(course_quiz=last)
    lessons = [make_lesson(course=course, closing_quiz=make_quiz()), make_lesson(course=course)]
    found = material.find(f"course-{course.pk}")
    assert found is not None
    assert [(part.lesson, part.quiz) for part in found.parts] == [
        (lessons[0].pk, lessons[0].closing_quiz_id), (lessons[1].pk, None), (None, last.pk),
    ]  # fmt: skip


def test_a_pair_gives_swapped_halves_before_and_after(teacher: Client, room: Classroom) -> None:
    before, after = make_quiz(), make_quiz()
    course = make_course(before_form=before, after_form=after)
    make_lesson(course=course, closing_quiz=make_quiz())
    url = reverse("schools:work_give", args=[room.pk]) + f"?what=pair-{course.pk}"
    assert teacher.post(url, typed(teacher.get(url))).status_code == HTTPStatus.FOUND

    first, second = Assignment.objects.order_by("opens_at")
    assert second.before == first
    assert (first.kind, second.kind, first.answers) == ("before", "after", "release")
    assert (first.items.get().quiz, first.items.get().swapped_quiz) == (before, after)
    assert (second.items.get().quiz, second.items.get().swapped_quiz) == (after, before)


def test_a_short_review_asks_what_the_class_still_misses(
    teacher: Client, room: Classroom, pupil: Membership
) -> None:
    questions = [make_question(topic="กุญแจ", objective=f"เรื่อง {number}") for number in range(3)]
    quiz = make_quiz(questions=questions)
    do(pupil, make_assignment(classroom=room, quiz=quiz, answers="finish"), right=1)
    url = reverse("schools:work_give", args=[room.pk]) + "?what=booster&missed=on"
    page = teacher.get(url)
    assert page.context["objectives"] == ["เรื่อง 1", "เรื่อง 2"]
    teacher.post(url, typed(page))

    work = Assignment.objects.get(kind="booster")
    attempt = starting.start(membership=pupil, assignment=work, item_id=None, now=NOW)
    finish(attempt, right=len(attempt.layout))
    assert (mark_of(work, pupil).state, mark_of(work, pupil).fraction) == (Mark.State.DONE, 1.0)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"due_at": "1/11/2569"}, "กำหนดส่งต้องอยู่หลังเวลาเปิด"),
        ({"due_at": "พรุ่งนี้"}, "พิมพ์วันและเวลาแบบ"),
        ({"closes_at": "25/11/2569 08:00"}, "เวลาปิดรับต้องไม่มาก่อนกำหนดส่ง"),
        ({"late": "refuse", "due_at": ""}, "จึงต้องมีกำหนดส่ง"),
        ({"title": ""}, "ตั้งชื่องานสั้น ๆ"),
        ({"attempts_allowed": "0"}, "ใส่ 1 ขึ้นไป"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    teacher: Client, room: Classroom, changes: dict[str, str], sentence: str
) -> None:
    url = reverse("schools:work_give", args=[room.pk]) + f"?what=quiz-{make_quiz().pk}"
    page = teacher.post(url, typed(teacher.get(url), **changes))
    assert sentence in page.content.decode()
    assert not Assignment.objects.exists()


def test_an_edit_says_first_what_it_changes_for_whom(
    teacher: Client, room: Classroom, pupil: Membership
) -> None:
    work = make_assignment(
        classroom=room, opens_at=NOW - 3 * DAY, due_at=NOW - 30 * HOUR, closes_at=NOW + DAY, late="percent"
    )
    do(pupil, work, right=3)
    other = make_pupil(classroom=room, learner=make_learner(), half=0)
    attempt = starting.start(membership=other, assignment=work, item_id=None, now=NOW)
    assert (mark_of(work, pupil).fraction, attempt.deadline) == (pytest.approx(0.8), NOW + DAY)

    url = reverse("schools:work_edit", args=[room.pk, work.pk])
    data = typed(teacher.get(url), due_at="24/11/2569 23:00", closes_at="27/11/2569 10:00")
    page = teacher.post(url, data)
    assert page.context["trial"] == [
        "ตอนนี้กำลังทำอยู่ 1 คน ส่งแล้ว 1 คน",
        "คนที่กำลังทำ 1 คน ได้เวลาเพิ่ม",
        "คะแนนเพิ่มขึ้น 1 คน เพราะคิดวันที่ส่งช้าใหม่",
    ]
    assert mark_of(work, pupil).fraction == pytest.approx(0.8)

    sure = {**data, "sure": page.context["sure"]}
    changed_meanwhile = teacher.post(url, {**sure, "closes_at": "28/11/2569 10:00"})
    assert changed_meanwhile.status_code == HTTPStatus.OK
    assert teacher.post(url, sure).status_code == HTTPStatus.FOUND
    attempt.refresh_from_db()
    assert (mark_of(work, pupil).fraction, attempt.deadline) == (1.0, NOW + 3 * DAY)


def test_what_pupils_have_begun_keeps_its_opening_and_its_way(
    teacher: Client, room: Classroom, pupil: Membership
) -> None:
    work = make_assignment(classroom=room, attempts_allowed=None)
    do(pupil, work)
    url = reverse("schools:work_edit", args=[room.pk, work.pk])
    data = typed(teacher.get(url))
    assert (
        "เลื่อนวันเปิดไปข้างหน้าไม่ได้"
        in teacher.post(url, {**data, "opens_at": "30/11/2569 08:00"}).content.decode()
    )
    assert "สร้างงานใหม่แทน" in teacher.post(url, {**data, "preset": "practice"}).content.decode()
    do(pupil, work)
    assert "เกินจำนวนครั้งใหม่ 1 คน" in teacher.post(url, {**data, "attempts_allowed": "1"}).content.decode()


def test_moments_that_were_left_as_they_were_stay_to_the_second(
    teacher: Client, room: Classroom, pupil: Membership
) -> None:
    work = make_assignment(classroom=room, closes_at=NOW + HOUR + dt.timedelta(seconds=50))
    starting.start(membership=pupil, assignment=work, item_id=None, now=NOW)
    url = reverse("schools:work_edit", args=[room.pk, work.pk])
    page = teacher.post(url, typed(teacher.get(url), title="ชื่อใหม่"))
    assert page.context["trial"][1:] == ["การแก้นี้ไม่เปลี่ยนคะแนนหรือเวลาของใคร"]


def test_closing_reopening_and_deleting(room: Classroom, pupil: Membership) -> None:
    actor = make_user()
    work = make_assignment(classroom=room, due_at=NOW + DAY)
    attempt = starting.start(membership=pupil, assignment=work, item_id=None, now=NOW)

    assigning.close(assignment=work, actor=actor, now=NOW + HOUR)
    attempt.refresh_from_db()
    assert attempt.deadline == NOW + HOUR
    with pytest.raises(assigning.Refused):
        assigning.remove(assignment=work, actor=actor, now=NOW + HOUR)

    assigning.reopen(assignment=work, until=NOW + 2 * DAY, actor=actor, now=NOW + HOUR)
    attempt.refresh_from_db()
    assert attempt.deadline == NOW + 2 * DAY
    assigning.remove(assignment=make_assignment(classroom=room), actor=actor, now=NOW)
    assert Assignment.objects.get() == work


def test_a_release_lets_held_results_out(teacher: Client, room: Classroom, pupil: Membership) -> None:
    work = make_assignment(classroom=room, answers="release")
    attempt = do(pupil, work)
    assert attempt.is_held
    teacher.post(reverse("schools:work_act", args=[room.pk, work.pk]), {"action": "release"})
    attempt = Attempt.objects.get(pk=attempt.pk)
    assert not attempt.is_held


def test_an_exception_has_a_reason_reaches_whoever_works_and_can_be_taken_back(
    teacher: Client, room: Classroom, pupil: Membership
) -> None:
    work = make_assignment(classroom=room, closes_at=NOW + HOUR)
    attempt = starting.start(membership=pupil, assignment=work, item_id=None, now=NOW)
    url = reverse("schools:work_ease", args=[room.pk, work.pk])
    whom = {"whom": f"pupil-{pupil.pk}", "closes_at": "26/11/2569 10:00"}
    assert "เขียนเหตุผลสั้น ๆ" in teacher.post(url, whom).content.decode()
    assert (
        "ยังไม่ได้เลือกว่าจะผ่อนอะไร" in teacher.post(url, {"whom": whom["whom"], "reason": "ป่วย"}).content.decode()
    )

    teacher.post(url, {**whom, "reason": "ป่วย"})
    attempt.refresh_from_db()
    assert attempt.deadline == NOW + 2 * DAY
    event = room.events.latest("pk")
    assert (event.pupil, event.reason) == (pupil, "ป่วย")
    assert "ปิดรับ พฤหัสบดี 26 พ.ย. 2569 10:00 น." in teacher.get(url).content.decode()

    stranger = make_pupil(classroom=make_classroom(), learner=make_learner())
    refused = teacher.post(url, {**whom, "whom": f"pupil-{stranger.pk}", "reason": "ลอง"})
    assert refused.status_code == HTTPStatus.OK
    assert Override.objects.count() == 1

    teacher.post(url, {"take_back": Override.objects.get().pk})
    attempt.refresh_from_db()
    assert attempt.deadline == NOW + HOUR


def test_the_list_of_work_costs_the_same_for_any_amount(
    teacher: Client, room: Classroom, pupil: Membership, django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        do(pupil, make_assignment(classroom=room))
    with django_assert_max_num_queries(11):
        page = teacher.get(reverse("schools:work", args=[room.pk])).content.decode()
    assert page.count("ส่งแล้ว 1 จาก 1 คน") == 8  # as words and for the bar
