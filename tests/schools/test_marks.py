"""Attempts become submissions and marks: nothing lost, nothing doubled, the teacher's own mark stays."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from accounts.models import Learner
from quizzes import assigning, services
from quizzes.models import Attempt, Quiz
from schools.models import Assignment, AssignmentItem, Mark, Membership, Override, Submission
from schools.services import marks, starting
from tests.conftest import NOW
from tests.factories.accounts import make_learner, make_user
from tests.factories.quizzes import make_quiz, right_choices, wrong_choices
from tests.factories.schools import make_assignment, make_classroom, make_pupil

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def pupil(db: None) -> Membership:
    return make_pupil(classroom=make_classroom(), learner=make_learner(), half=0)


def give(pupil: Membership, *, quiz: Quiz | None = None, **fields: Any) -> Assignment:
    """Return open work of one quiz with two questions."""
    quiz = quiz or make_quiz(questions=2)
    return make_assignment(classroom=pupil.classroom, quiz=quiz, **fields)


def do(pupil: Membership, work: Assignment, *, right: int = 2, at: dt.datetime = NOW, item: int | None = None) -> Attempt:  # fmt: skip
    """Take the work with that many right answers, started and handed in at one moment."""
    attempt = starting.start(membership=pupil, assignment=work, item_id=item, now=at)
    return finish(attempt, right=right, at=at)


def finish(attempt: Attempt, *, right: int = 2, at: dt.datetime = NOW) -> Attempt:
    for slot in range(1, len(attempt.layout) + 1):
        chosen = right_choices(attempt, slot) if slot <= right else wrong_choices(attempt, slot)[:1]
        answer(attempt, slot, chosen, at)
    return services.finish_attempt(learner_id=attempt.learner_id, attempt_id=attempt.pk, now=at)


def answer(attempt: Attempt, slot: int, chosen: list[str], at: dt.datetime) -> None:
    attempt.steps.create(
        slot=slot, sequence=slot, key=uuid.uuid4(), response={"choices": chosen}, received_at=at
    )


def mark_of(work: Assignment, pupil: Membership) -> Mark:
    return Mark.objects.get(assignment=work, membership=pupil)


def test_a_start_makes_one_submission_and_a_mark_whatever_is_pressed_twice(pupil: Membership) -> None:
    work = give(pupil)
    first = starting.start(membership=pupil, assignment=work, item_id=None, now=NOW)
    again = starting.start(membership=pupil, assignment=work, item_id=None, now=NOW)

    assert again.pk == first.pk
    assert Submission.objects.get().attempt_id == first.pk
    assert (mark_of(work, pupil).state, mark_of(work, pupil).fraction) == (Mark.State.WORKING, None)


def test_the_end_of_an_attempt_writes_the_mark(pupil: Membership) -> None:
    work = give(pupil, attempts_allowed=2)
    do(pupil, work, right=1)
    mark = mark_of(work, pupil)
    assert (mark.state, mark.items_done, mark.earned, mark.fraction) == (Mark.State.DONE, 1, 0.5, 0.5)
    assert mark.finished_at == NOW

    do(pupil, work, right=2, at=NOW + HOUR)
    assert (mark_of(work, pupil).fraction, mark_of(work, pupil).finished_at) == (1.0, NOW)

    marks.recompute(assignment=work)
    assert mark_of(work, pupil).fraction == 1.0


def test_late_work_is_counted_by_the_late_rule_and_an_exception_takes_it_back(pupil: Membership) -> None:
    work = give(pupil, opens_at=NOW - 3 * DAY, due_at=NOW - 30 * HOUR, late="percent", late_percent=10)
    do(pupil, work)
    assert (mark_of(work, pupil).late_days, mark_of(work, pupil).fraction) == (2, pytest.approx(0.8))

    Override.objects.create(assignment=work, pupil=pupil, due_at=NOW, reason="ป่วย", made_at=NOW)
    marks.recompute(assignment=work, memberships=[pupil.pk])
    assert (mark_of(work, pupil).late_days, mark_of(work, pupil).fraction) == (0, 1.0)


def test_a_teachers_own_mark_stays_whatever_pupils_do(pupil: Membership) -> None:
    work = give(pupil)
    teacher = make_user()
    Mark.objects.create(assignment=work, membership=pupil, adjusted=0.9, adjusted_by=teacher, adjusted_at=NOW)

    do(pupil, work, right=0)

    mark = mark_of(work, pupil)
    assert (mark.state, mark.fraction, mark.final) == (Mark.State.DONE, 0.0, 0.9)
    attempt = Submission.objects.get().attempt
    attempt.delete()
    marks.recompute(assignment=work, memberships=[pupil.pk])
    assert (mark_of(work, pupil).state, mark_of(work, pupil).final) == ("", 0.9)


def test_an_attempt_closed_by_the_sweep_counts_as_of_its_deadline(pupil: Membership) -> None:
    work = give(pupil, quiz=make_quiz(questions=2, time_limit_minutes=10), due_at=NOW + HOUR, late="percent")
    attempt = starting.start(membership=pupil, assignment=work, item_id=None, now=NOW)
    assert services.close_if_overdue(attempt, now=NOW + 3 * DAY)
    assert mark_of(work, pupil).late_days == 0


def test_a_course_is_done_when_every_quiz_of_it_is(pupil: Membership) -> None:
    work = give(pupil, kind=Assignment.Kind.COURSE)
    second = AssignmentItem.objects.create(assignment=work, position=2, quiz=make_quiz(questions=2))
    do(pupil, work)
    assert (mark_of(work, pupil).state, mark_of(work, pupil).earned) == (Mark.State.WORKING, 0.5)

    do(pupil, work, right=1, item=second.pk)
    mark = mark_of(work, pupil)
    assert (mark.state, mark.items_done, mark.earned) == (Mark.State.DONE, 2, 0.75)


def test_practice_of_a_lesson_counts_when_made_from_its_own_page(pupil: Membership) -> None:
    quiz = make_quiz(questions=2)
    work = give(pupil, quiz=quiz, kind=Assignment.Kind.LESSON, preset="practice", attempts_allowed=None)
    before = services.start_attempt(learner=pupil.learner, slug=quiz.slug, now=work.opens_at - HOUR)
    finish(before)
    assert not Mark.objects.exists()

    finish(services.start_attempt(learner=pupil.learner, slug=quiz.slug, now=NOW), right=1)

    assert (mark_of(work, pupil).state, mark_of(work, pupil).fraction) == (Mark.State.DONE, 0.5)
    do(pupil, work, right=0)
    assert mark_of(work, pupil).fraction == 0.5
    finish(services.start_attempt(learner=make_learner(), slug=quiz.slug, now=NOW))
    assert Mark.objects.count() == 1


def test_an_attempt_moved_to_the_right_pupil_takes_its_mark_along(pupil: Membership) -> None:
    work = give(pupil)
    right = make_pupil(classroom=pupil.classroom, learner=make_learner())
    attempt = do(pupil, work, right=1)

    assigning.move_attempt(attempt_id=attempt.pk, to=right.learner, now=NOW)

    assert not Mark.objects.filter(membership=pupil).exists()
    assert (mark_of(work, right).fraction, Submission.objects.get().membership_id) == (0.5, right.pk)


@dataclass
class Two:
    left: Quiz
    right: Quiz


def test_halves_of_the_class_take_swapped_forms(pupil: Membership) -> None:
    forms = Two(make_quiz(), make_quiz())
    work = give(pupil, quiz=forms.left, kind=Assignment.Kind.BEFORE)
    work.items.update(swapped_quiz=forms.right)
    other = make_pupil(classroom=pupil.classroom, learner=make_learner(), half=1)
    taken = [starting.start(membership=each, assignment=work, item_id=None, now=NOW).quiz_id for each in (pupil, other)]  # fmt: skip
    assert taken == [forms.left.pk, forms.right.pk]
    assert Submission.objects.count() == 2


def test_extra_time_reaches_the_attempt(pupil: Membership) -> None:
    Membership.objects.filter(pk=pupil.pk).update(time_factor="1.5")
    pupil.refresh_from_db()
    work = give(pupil, quiz=make_quiz(time_limit_minutes=20), closes_at=NOW + dt.timedelta(minutes=20))
    attempt = starting.start(membership=pupil, assignment=work, item_id=None, now=NOW)
    assert attempt.deadline == NOW + dt.timedelta(minutes=30)


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"opens_at": NOW + HOUR}, "งานนี้ยังไม่เปิด"),
        ({"waits_for_bell": True}, "รอครูกดเริ่ม"),
        ({"opens_at": NOW - DAY, "closes_at": NOW - HOUR}, "งานนี้ปิดรับแล้ว"),
        ({"opens_at": NOW - DAY, "due_at": NOW - HOUR, "late": "refuse"}, "งานนี้ปิดรับแล้ว"),
    ],
)
def test_a_start_at_the_wrong_time_is_refused_kindly(
    pupil: Membership, fields: dict[str, Any], title: str
) -> None:
    with pytest.raises(starting.Refused) as refused:
        starting.start(membership=pupil, assignment=give(pupil, **fields), item_id=None, now=NOW)
    assert refused.value.title == title
    assert not Attempt.objects.exists()


def test_no_more_attempts_than_allowed_and_an_exception_allows_more(pupil: Membership) -> None:
    work = give(pupil)
    do(pupil, work)
    with pytest.raises(starting.Refused, match="ทำครบ"):
        starting.start(membership=pupil, assignment=work, item_id=None, now=NOW)
    Override.objects.create(assignment=work, pupil=pupil, attempts_allowed=2, reason="ไฟดับ", made_at=NOW)
    assert starting.start(membership=pupil, assignment=work, item_id=None, now=NOW).state == "open"


def test_nobody_else_gets_a_mark(pupil: Membership) -> None:
    work = give(pupil)
    stranger: Learner = make_learner()
    terms = starting.held.terms_of(work, starting.held.effective(work, pupil, easings=(), limit_minutes=None))
    quiz = work.items.get().quiz
    services.start_attempt(learner=stranger, slug=quiz.slug, now=NOW, terms=terms)
    assert not Mark.objects.exists()
