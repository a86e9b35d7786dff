"""Makes a class ม.2/3 of twelve in the middle of its term: work done, late, let off, half way, waiting for the bell.

In a test: `make`. As a program, over the curriculum: prints what is needed to walk through it as JSON.
"""

import datetime as dt
import json
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts import cookies
from accounts.models import User
from lessons.models import CoursePage, LessonPage
from quizzes import selectors, services
from quizzes.kinds import KINDS
from quizzes.models import Attempt
from quizzes.plain_form import FormAnswer
from schools import school_year
from schools.models import Assignment, ClassGroup, Classroom, Membership, StaffMember
from schools.selectors import material
from schools.services import adjusting, assigning, classrooms, entering, pupils, staff, starting

# เลขที่ คำนำหน้า ชื่อ นามสกุล ชื่อเล่น: nobody's
PUPILS = (
    ("เด็กชาย", "กิตติภพ", "แสนสุข", "ต้น"),
    ("เด็กชาย", "ชนาธิป", "พูนทรัพย์", "บอส"),
    ("เด็กชาย", "ณัฐดนัย", "ใจดี", "นัท"),
    ("เด็กชาย", "ธีรเมธ", "วงศ์ทอง", "ภู"),
    ("เด็กชาย", "ปัณณวิชญ์", "รักนา", "ปัณณ์"),
    ("เด็กหญิง", "กัญญาณัฐ", "บุญมาก", "มะลิ"),
    ("เด็กหญิง", "จิรัชญา", "ศรีสวัสดิ์", "ฟ้า"),
    ("เด็กหญิง", "ชลธิชา", "นาคำ", "น้ำ"),
    ("เด็กหญิง", "ณิชาภัทร", "ทองดี", "ณิชา"),
    ("เด็กหญิง", "พิมพ์ชนก", "สายบัว", "พิม"),
    ("เด็กหญิง", "วรัญญา", "คำแก้ว", "ใบเตย"),
    ("เด็กหญิง", "อริสรา", "ชัยมงคล", "อุ้ม"),
)
ME, FRIEND = "มะลิ", "ฟ้า"
NOT_IN = ("อุ้ม",)  # has not come in yet
DAY = dt.timedelta(days=1)


@dataclass
class World:
    """What one needs to walk through the class: ids for addresses, cookies of who walks."""

    ids: dict[str, Any] = field(default_factory=dict)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)


def make(*, course: CoursePage, lesson: LessonPage, now: dt.datetime) -> World:
    """Make the class over a course that has parallel forms and a lesson that has a closing quiz."""
    teacher = _user("kru-somjai")
    post = staff.found_school(
        user=teacher, name="โรงเรียนบ้านหนองน้ำใส", province="ขอนแก่น", own_name="ครูสมใจ", now=now - 40 * DAY
    )
    classroom = _class(post, "ม.2/3", now=now)
    seats = _seats(classroom, now=now)
    works = _works(classroom, teacher, seats, course, lesson, now=now)
    empty = _class(post, "ม.2/4", now=now)
    by_slip = _class(post, "ม.2/5", now=now, entry=Classroom.Entry.SLIP)
    asking = _user("kru-mana")
    staff.ask_to_join(user=asking, join_code=post.school.join_code, own_name="ครูมานะ", now=now)
    me, attempt = seats[ME], _attempt_of(works["lesson"], seats[ME])
    return World(
        ids={
            "school": post.school_id,
            "class": classroom.pk,
            "code": classroom.code,
            "empty": empty.pk,
            "slip_code": by_slip.code,
            "pupil": me.pk,
            "new_pupil": seats[NOT_IN[0]].pk,
            "taken_pupil": seats[FRIEND].pk,
            "attempt": str(attempt.pk),
            "half_way": str(_attempt_of(works["running"], me).pk),
            "lesson_key": f"lesson-{lesson.pk}",
            "pair_key": f"pair-{course.pk}",
            **{name: work.pk for name, work in works.items()},
        },
        cookies={
            "teacher": session(teacher),
            "newcomer": session(_user("kru-mai")),
            "pupil": {cookies.NAME: cookies.signed(_learner_pk(me))},
            "nobody": {},
        },
    )


def _user(name: str) -> User:
    return User.objects.create_user(username=name, password=None)


def session(user: User) -> dict[str, str]:
    """Return the cookie of somebody who is signed in."""
    client = Client()
    client.force_login(user)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def _class(post: StaffMember, name: str, *, now: dt.datetime, entry: str = Classroom.Entry.OPEN) -> Classroom:
    year = school_year.year_of(now.date())
    chosen = classrooms.ClassSettings(
        name=name, year=year, entry=entry, keep_until=(now + 200 * DAY).date()
    )  # fmt: skip
    return classrooms.open_class(post=post, settings=chosen, now=now)


def _seats(classroom: Classroom, *, now: dt.datetime) -> dict[str, Membership]:
    seats = {}
    for number, (title, first, last, nickname) in enumerate(PUPILS, 1):
        seats[nickname] = Membership.objects.create(
            classroom=classroom, number=number, student_code=f"0{4520 + number}", title=title, first_name=first,
            last_name=last, nickname=nickname, half=number % 2, personal_code=f"{300000000000 + 7919 * number}",
            consent_on=(now - 30 * DAY).date() if number != 4 else None,
            time_factor="1.5" if nickname == "ภู" else 1,
        )  # fmt: skip
    for nickname, seat in seats.items():
        if nickname not in NOT_IN:
            entering.enter(
                seat=seat, device=entering.Device(), brings=False, knew_taken=False, now=now - 9 * DAY
            )
            seat.refresh_from_db()
    group = ClassGroup.objects.create(classroom=classroom, name="กลุ่มทบทวน")
    for nickname in ("นัท", "น้ำ", "บอส"):
        seats[nickname].groups.add(group)
    pupils.set_pins(
        pupils=[seats["พิม"]], actor=classroom.teaching.get().user, now=now - 3 * DAY
    )  # fmt: skip
    return seats


def _works(
    classroom: Classroom,
    teacher: User,
    seats: Mapping[str, Membership],
    course: CoursePage,
    lesson: LessonPage,
    *,
    now: dt.datetime,
) -> dict[str, Assignment]:
    reading, pair = material.find(f"lesson-{lesson.pk}"), material.find(f"pair-{course.pk}")
    assert reading, "the lesson is no material"
    assert pair, "the course has no parallel forms"
    quiz = material.Material("quiz", Assignment.Kind.QUIZ, lesson.title, (material.Part(quiz=lesson.closing_quiz_id),), 5)  # fmt: skip
    given: dict[str, Any] = {"classroom": classroom, "audience": assigning.Audience(), "actor": teacher}
    names = list(seats)

    before, after = assigning.give_pair(
        material=pair,
        before={
            "title": "ก่อนเรียน: รู้ทันกลโกง",
            "opens_at": now - 9 * DAY,
            "due_at": now - 8 * DAY,
            "answers": "close",
        },
        after={"title": "หลังเรียน: รู้ทันกลโกง", "opens_at": now - DAY, "due_at": now + DAY, "answers": "finish"},
        now=now - 9 * DAY,
        **given,
    )
    for place, name in enumerate(names[:-1]):
        _take(before, seats[name], slips=0.6, now=now - 9 * DAY + place * dt.timedelta(minutes=3))
        if place < 10:
            _take(after, seats[name], slips=0.3, now=now - DAY + place * dt.timedelta(minutes=3))

    read = assigning.give(
        material=reading,
        fields={
            "title": f"อ่านแล้วทำ: {lesson.title}"[:110], "opens_at": now - 6 * DAY, "due_at": now - 3 * DAY,
            "message": "อ่านบทเรียนก่อน แล้วค่อยทำแบบทดสอบ ทำพร้อมคนที่บ้านก็ได้", "answers": "finish", "attempts_allowed": 2,
            "late": "percent", "late_percent": 10, "late_floor": 60,
        },
        now=now - 6 * DAY,
        **given,
    )  # fmt: skip
    for name in names[:9]:
        late = 2 * DAY if name == "ปัณณ์" else dt.timedelta()
        _take(read, seats[name], slips=0.35, now=now - 4 * DAY + late)
    assigning.ease(
        assignment=read, pupil=seats["พิม"], group=None, fields={"no_due": True}, reason="ลาป่วยทั้งสัปดาห์ มีใบรับรองแพทย์",
        actor=teacher, now=now - 2 * DAY,
    )  # fmt: skip
    adjusting.adjust(
        assignment=read, pupil=seats["บอส"], fraction=0.8, reason="อธิบายคำตอบให้ครูฟังได้ครบ", actor=teacher, now=now - DAY
    )  # fmt: skip

    running = assigning.give(
        material=quiz,
        fields={
            "title": f"ทำในคาบ: {lesson.title}"[:110], "opens_at": now - dt.timedelta(minutes=25),
            "due_at": now + dt.timedelta(hours=3), "answers": "release",
        },
        now=now - dt.timedelta(minutes=30),
        **given,
    )  # fmt: skip
    for place, name in enumerate(names[:9]):
        began = now - dt.timedelta(minutes=20 - place)
        _take(running, seats[name], slips=0.55, now=began, upto=None if place < 5 else 2)

    bell = assigning.give(
        material=quiz,
        fields={
            "title": "เริ่มพร้อมกัน: ตรวจความเข้าใจ",
            "opens_at": now - dt.timedelta(hours=1),
            "waits_for_bell": True,
        },
        now=now,
        **given,
    )
    assigning.give(
        material=quiz, fields={"title": "ทบทวนสัปดาห์หน้า", "opens_at": now + 5 * DAY, "due_at": now + 9 * DAY}, now=now, **given
    )  # fmt: skip
    return {"before": before, "after": after, "lesson": read, "running": running, "bell": bell}


def _take(
    work: Assignment, seat: Membership, *, slips: float, now: dt.datetime, upto: int | None = None
) -> None:
    """Take the work's quiz; so often an answer is not right, in some questions more. `upto`: stop half way."""
    attempt = starting.start(membership=seat, assignment=work, item_id=None, now=now)
    known = selectors.contents_of(attempt)
    luck = random.Random(f"{work.title} {seat.nickname}")  # the same pictures every time
    moment = now
    for place in attempt.layout[:upto]:
        content = known[place["version"]]
        response = KINDS[content["kind"]].right_response(content)
        hard = 1.5 if place["slot"] % 3 == 2 else 0.6
        if content["kind"] in {"single", "truefalse"} and luck.random() < slips * hard:
            wrong = [one["uid"] for one in content["choices"] if not one["correct"]]
            response = {"choices": [wrong[min(luck.randrange(4), len(wrong) - 1) % len(wrong)]]}
        if content["ask_confidence"]:
            response["confidence"] = luck.choice((1, 2, 2, 3))
        moment += dt.timedelta(seconds=luck.randrange(9, 50))
        answers = {place["slot"]: FormAnswer(shown="", response=response)}
        services.record_form(
            learner_id=attempt.learner_id, attempt_id=attempt.pk, answers=answers, now=moment
        )
    if upto is None:
        services.finish_attempt(learner_id=attempt.learner_id, attempt_id=attempt.pk, now=moment)


def _attempt_of(work: Assignment, seat: Membership) -> Attempt:
    return work.submissions.filter(membership=seat).latest("pk").attempt


def _learner_pk(seat: Membership) -> Any:
    assert seat.learner_id, "has come in"
    return seat.learner_id


def main(arguments: Sequence[str]) -> dict[str, Any]:
    """`course lesson`: the slugs to make the class over."""
    course = CoursePage.objects.get(slug=arguments[0])
    lesson = LessonPage.objects.get(slug=arguments[1])
    return asdict(make(course=course, lesson=lesson, now=timezone.now()))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1:])) + "\n")
