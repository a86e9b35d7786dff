"""Schools, teachers, classes and pupils for tests."""

import datetime as dt
import itertools
import uuid
from typing import Any

from accounts.models import Learner, User
from quizzes.models import AnswerStep, Quiz
from quizzes.services import finish_attempt, start_attempt
from schools.codes import CLASS_DIGITS, PERSONAL_DIGITS, new_code
from schools.models import (
    Assignment,
    AssignmentItem,
    Classroom,
    ClassTeacher,
    Mark,
    Membership,
    School,
    StaffMember,
    Submission,
)
from tests.conftest import NOW
from tests.factories.accounts import make_user
from tests.factories.quizzes import make_quiz

_numbers = itertools.count(1)


def make_school(**fields: Any) -> School:
    number = next(_numbers)
    return School.objects.create(
        **{
            "name": f"โรงเรียนบ้านหนองน้ำใส {number}",
            "join_code": new_code(CLASS_DIGITS),
            "created_at": NOW,
            **fields,
        }
    )


def make_staff(*, school: School | None = None, user: User | None = None, **fields: Any) -> StaffMember:
    """Return an active teacher of a school (a new one unless given)."""
    return StaffMember.objects.create(
        **{
            "school": school or make_school(),
            "user": user or make_user(),
            "name": f"ครู {next(_numbers)}",
            "state": StaffMember.State.ACTIVE,
            "asked_at": NOW,
            **fields,
        }
    )


def make_classroom(*, teacher: StaffMember | None = None, **fields: Any) -> Classroom:
    """Return a class that the teacher (a new one unless given) owns."""
    teacher = teacher or make_staff()
    classroom = Classroom.objects.create(
        **{
            "school": teacher.school,
            "name": f"ม.2/{next(_numbers)}",
            "year": 2569,
            "code": new_code(CLASS_DIGITS),
            "code_expires_at": NOW + dt.timedelta(days=30),
            "keep_until": NOW.date() + dt.timedelta(days=365),
            "created_at": NOW,
            **fields,
        }
    )
    ClassTeacher.objects.create(
        classroom=classroom, user=teacher.user, staff=teacher, is_owner=True, since=NOW
    )
    return classroom


def make_pupil(*, classroom: Classroom, learner: Learner | None = None, **fields: Any) -> Membership:
    """Return a pupil of the class, who has been in when a learner is given."""
    number = next(_numbers)
    return Membership.objects.create(
        **{
            "classroom": classroom,
            "learner": learner,
            "nickname": f"นก{number}",
            "half": number % 2,
            "personal_code": new_code(PERSONAL_DIGITS),
            "joined_at": NOW if learner else None,
            **fields,
        }
    )


def make_assignment(*, classroom: Classroom, quiz: Quiz | None = None, **fields: Any) -> Assignment:
    """Return an assigned quiz (a new one unless given) that is open."""
    assignment = Assignment.objects.create(
        **{
            "classroom": classroom,
            "kind": Assignment.Kind.QUIZ,
            "title": "งานชิ้นหนึ่ง",
            "opens_at": NOW - dt.timedelta(hours=1),
            "created_at": NOW,
            "changed_at": NOW,
            **fields,
        }
    )
    AssignmentItem.objects.create(assignment=assignment, position=1, quiz=quiz or make_quiz())
    return assignment


def make_submission(
    *,
    assignment: Assignment,
    pupil: Membership,
    responses: dict[int, dict[str, Any]] | None = None,
    quiz: Quiz | None = None,
    finished: bool = True,
    is_paper: bool = False,
    started_at: dt.datetime = NOW,
) -> Submission:
    """Return an attempt at the first item (or its other form) with these answers by slot, ended unless asked.

    Twenty seconds between answers. The pupil gets a learner when there is none. Its mark is written as receivers do.
    """
    if pupil.learner is None:
        pupil.learner = Learner.objects.create(created_at=NOW)
        pupil.save()
    item = assignment.items.get(position=1)
    chosen = quiz or item.quiz
    attempt = start_attempt(learner=pupil.learner, slug=chosen.slug, now=started_at)
    submission = Submission.objects.create(
        assignment=assignment, item=item, membership=pupil, attempt=attempt, is_paper=is_paper
    )
    for order, (slot, response) in enumerate((responses or {}).items(), 1):
        AnswerStep.objects.create(
            attempt=attempt,
            slot=slot,
            sequence=order,
            key=uuid.uuid4(),
            response=response,
            received_at=started_at + dt.timedelta(seconds=20 * order),
        )
    mark = {"state": Mark.State.WORKING, "started_at": started_at}
    if finished:
        ended_at = started_at + dt.timedelta(minutes=5)
        submission.attempt = finish_attempt(learner_id=pupil.learner.pk, attempt_id=attempt.pk, now=ended_at)
        fraction = submission.attempt.fraction
        mark |= {"state": Mark.State.DONE, "finished_at": ended_at, "earned": fraction, "fraction": fraction}
    Mark.objects.update_or_create(assignment=assignment, membership=pupil, defaults=mark)
    return submission
