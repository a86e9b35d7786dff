"""Fills a database with a country's classes, and measures teachers' and pupils' pages in it: prints them as JSON.

`python -m tests.bench.country <pupils> <answers>`: classes of forty, one finished piece of work each. What is measured
is a class of 45 at work and a grade of 300 with ten marks each. For measuring, never for a site in use.
"""

import datetime as dt
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import count, islice
from typing import Any

import brotli
import django

django.setup()

from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from quizzes.models import Attempt, Quiz  # noqa: E402
from schools.codes import CLASS_DIGITS, PERSONAL_DIGITS, new_code  # noqa: E402
from schools.models import (  # noqa: E402
    Assignment,
    AssignmentItem,
    Classroom,
    ClassTeacher,
    Mark,
    Membership,
    StaffMember,
    Submission,
)
from tests.bench.volume import fill  # noqa: E402
from tests.factories import accounts, quizzes, schools  # noqa: E402

CLASS_SIZE, QUESTIONS = 40, 10
BOARD, GRADE, WORKS = 45, 300, 10  # pupils on the board; pupils × pieces of work in the gradebook
TIMES = 15  # each page is asked for
_AT_ONCE = 100  # classes


def main(pupils: int, answers: int) -> dict[str, dict[str, float]]:
    for command in ("migrate", "collectstatic"):
        call_command(command, interactive=False, verbosity=0)
    now = timezone.now()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    with transaction.atomic():
        quiz = quizzes.make_quiz(questions=QUESTIONS)
        chance = random.Random(pupils)
        each = max(1, answers // max(1, pupils * QUESTIONS))
        fill(quiz=quiz, attempts=pupils, answers=each, now=now, chance=chance)
        teacher = schools.make_staff()
        _seat(quiz, teacher, now)
        pages = _measured(quiz, schools.make_staff(), now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {name: _cost(asks) for name, asks in pages.items()}


def _cost(asks: list[Callable[[], Any]]) -> dict[str, float]:
    """Return the middle CPU time in ms of answers that nothing is kept for, and the bytes of the last, compressed."""
    spent, body = [], b""
    for ask in asks:
        cache.clear()
        began = time.process_time()
        response = ask()
        spent.append(1000 * (time.process_time() - began))
        assert response.status_code in {200, 302}, response.content[:500]
        body = response.content
    return {"cpu_ms": statistics.median(spent[1:]), "bytes": len(brotli.compress(body, quality=5))}


def _batched(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    rows = iter(rows)
    while some := list(islice(rows, size)):
        yield some


def _seat(quiz: Quiz, teacher: StaffMember, now: dt.datetime) -> None:
    """Put everybody who took the quiz into classes, with a submission and a mark."""
    attempts = Attempt.objects.filter(quiz=quiz).values_list("pk", "learner_id", "fraction")
    classes = _batched(attempts.iterator(chunk_size=10_000), CLASS_SIZE)
    for some in _batched(classes, _AT_ONCE):
        rooms = Classroom.objects.bulk_create(_classroom(teacher, now) for _ in some)
        ClassTeacher.objects.bulk_create(
            ClassTeacher(classroom=room, user=teacher.user, staff=teacher, is_owner=True, since=now)
            for room in rooms
        )
        works = Assignment.objects.bulk_create(_work(room, now) for room in rooms)
        items = AssignmentItem.objects.bulk_create(
            AssignmentItem(assignment=work, position=1, quiz=quiz) for work in works
        )
        rows = list(_rows(some, rooms, items, now))
        Membership.objects.bulk_create(pupil for pupil, _, _ in rows)
        Submission.objects.bulk_create(submission for _, submission, _ in rows)
        Mark.objects.bulk_create(mark for _, _, mark in rows)


def _rows(some: Any, rooms: list[Classroom], items: list[AssignmentItem], now: dt.datetime) -> Iterator[Any]:
    for people, room, item in zip(some, rooms, items, strict=True):
        for number, (attempt, learner, fraction) in enumerate(people, 1):
            pupil = _pupil(room, number, learner, now)
            submission = Submission(
                assignment_id=item.assignment_id, item=item, membership=pupil, attempt_id=attempt
            )
            yield pupil, submission, _mark(item.assignment_id, pupil, fraction, now)


def _classroom(teacher: StaffMember, now: dt.datetime) -> Classroom:
    return Classroom(
        school=teacher.school,
        name="ม.2/3",
        year=2569,
        code=new_code(CLASS_DIGITS),
        code_expires_at=now + dt.timedelta(days=30),
        keep_until=now.date() + dt.timedelta(days=300),
        created_at=now,
    )


def _work(room: Classroom, now: dt.datetime) -> Assignment:
    return Assignment(
        classroom=room,
        kind=Assignment.Kind.QUIZ,
        title="ก่อนโอนเงินต้องดูอะไร",
        opens_at=now - dt.timedelta(hours=1),
        created_at=now,
        changed_at=now,
    )


_numbers = count(1)


def _pupil(room: Classroom, number: int, learner: Any, now: dt.datetime) -> Membership:
    return Membership(
        classroom=room,
        learner_id=learner,
        number=number,
        first_name="ปานวาด",
        last_name=f"สุขสันต์{next(_numbers)}",
        half=number % 2,
        personal_code=new_code(PERSONAL_DIGITS),
        joined_at=now,
    )


def _mark(assignment: int, pupil: Membership, fraction: float | None, now: dt.datetime) -> Mark:
    return Mark(
        assignment_id=assignment,
        membership=pupil,
        state=Mark.State.DONE,
        items_done=1,
        started_at=now,
        finished_at=now,
        earned=fraction,
        fraction=fraction,
    )


def _measured(quiz: Quiz, teacher: StaffMember, now: dt.datetime) -> dict[str, list[Callable[[], Any]]]:
    """Make a class of 45 at work, a grade of 300 with ten marks each and pupils who have not begun; return how to ask."""
    dates = {"code_expires_at": now + dt.timedelta(days=9), "keep_until": now.date() + dt.timedelta(days=99)}
    room = schools.make_classroom(teacher=teacher, **dates)
    work = schools.make_assignment(classroom=room, quiz=quiz)
    fill(quiz=quiz, attempts=BOARD, answers=2, now=now, chance=random.Random(BOARD))
    for number, attempt in enumerate(Attempt.objects.filter(quiz=quiz, submission=None), 1):
        pupil = schools.make_pupil(classroom=room, learner=attempt.learner, number=number)
        Submission.objects.create(assignment=work, item=work.items.get(), membership=pupil, attempt=attempt)
        _mark(work.pk, pupil, attempt.fraction, now).save()
    grade = schools.make_classroom(teacher=teacher, **dates)
    works = [schools.make_assignment(classroom=grade, quiz=quiz) for _ in range(WORKS)]
    pupils = Membership.objects.bulk_create(
        _pupil(grade, number, None, now) for number in range(1, GRADE + 1)
    )
    chance = random.Random(GRADE)
    Mark.objects.bulk_create(
        _mark(each.pk, pupil, chance.randint(0, 20) / 20, now) for each in works for pupil in pupils
    )
    late = schools.make_classroom(teacher=teacher, **dates)
    begins = reverse("schools:start_work", args=[schools.make_assignment(classroom=late, quiz=quiz).pk])
    phones = [_phone(late) for _ in range(TIMES)]
    desk = Client(headers={"Host": "127.0.0.1"})
    desk.force_login(teacher.user)
    pages = {
        "board of 45": reverse("schools:board_rows", args=[room.pk, work.pk]),
        "report on 45": reverse("schools:report", args=[room.pk, work.pk]),
        "gradebook 300 × 10": reverse("schools:results", args=[grade.pk]),
        "list of 300 pupils": reverse("schools:pupils", args=[grade.pk]),
        "class of 300": reverse("schools:class", args=[grade.pk]),
    }
    return {
        **{name: [lambda url=url: desk.get(url)] * TIMES for name, url in pages.items()},  # type: ignore[misc]
        "pupil's page": [lambda phone=phone: phone.get(reverse("schools:my_class")) for phone in phones],  # type: ignore[misc]
        "pupil presses start": [
            lambda phone=phone: phone.post(begins, headers={"Sec-Fetch-Site": "same-origin"})  # type: ignore[misc]
            for phone in phones
        ],
    }


def _phone(room: Classroom) -> Client:
    learner = accounts.make_learner()
    schools.make_pupil(classroom=room, learner=learner)
    phone = Client(headers={"Host": "127.0.0.1"})
    accounts.carry(phone, learner)
    return phone


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))) + "\n")
