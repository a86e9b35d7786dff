"""Writes: an attempt begins, takes answers from a plain form, and ends. (One answer by itself: quizzes.answers.)"""

import datetime as dt
import secrets
import uuid
from collections.abc import Mapping

from django.db import IntegrityError, transaction

from accounts.models import Learner
from quizzes import grading, layouts, selectors
from quizzes.kinds import KINDS
from quizzes.models import AnswerCheck, AnswerStep, Attempt, Quiz, QuizResult
from quizzes.plain_form import FormAnswer, fingerprint
from quizzes.presentation.saying import Checked, checked
from quizzes.refusals import (
    AttemptFinished,
    AttemptMerged,
    NoAttemptsLeft,
    NoSuchAttempt,
    NothingToCheck,
    NotYet,
    QuizClosed,
    QuizUnavailable,
    TimeIsUp,
)
from quizzes.selection import draw, lay_out
from quizzes.signals import attempt_finished, attempt_started

# After the deadline, answers on their way still count for so long: clocks drift, packets are late.
GRACE = dt.timedelta(seconds=30)


def start_attempt(
    *,
    learner: Learner,
    slug: str,
    now: dt.datetime,
    time_factor: float = 1.0,
    entries: selectors.Entries | None = None,
    is_new: bool = False,
) -> Attempt:
    """Return the learner's open attempt of the quiz, else a new one in which everything is resolved.

    `time_factor`: this learner's share of the time limit (1.5 = half as long again). `entries`: what the quiz is made
    of, where that was read just now. `is_new`: the learner came into being just now and has no past to read. An open
    attempt whose time is up is closed first. Raises QuizUnavailable when there is nothing open and the quiz is not published or has no
    published question, QuizClosed after its closing time, NoAttemptsLeft when the learner has had all that it allows.
    """
    past = selectors.NO_PAST if is_new else selectors.past_of(learner_id=learner.pk, slug=slug)
    if past.running is not None and not close_if_overdue(past.running, now=now):
        return past.running
    entries = entries or selectors.entries_of(slug=slug)
    if entries is None:
        raise QuizUnavailable
    quiz = entries.quiz
    if quiz.closes_at is not None and quiz.closes_at <= now:
        raise QuizClosed(quiz)
    _refuse_more_than_allowed(quiz, learner=learner, had=past.had)
    seed = secrets.randbelow(2**31)
    members = draw(entries.entries, seed=seed, met=past.met)
    layout = lay_out(selectors.candidates(members=members), seed=seed, shuffle_choices=quiz.shuffle_choices)
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(
                learner=learner,
                quiz=quiz,
                seed=seed,
                layout=layout,
                pass_percent=quiz.pass_percent,
                preset=quiz.preset,
                started_at=now,
                deadline=_deadline(quiz, now=now, time_factor=time_factor),
            )
            attempt_started.send(sender=Attempt, attempt=attempt, now=now)
    except IntegrityError:
        # of two starts at once (a double click) one row comes into being: constraint one_open_attempt
        running = selectors.past_of(learner_id=learner.pk, slug=slug).running
        if running is None:
            raise
        return running
    layouts.remember(attempt)
    return attempt


def may_begin(quiz: Quiz, *, had: int, now: dt.datetime) -> bool:
    """Tell whether somebody who has ended `had` attempts of the quiz may begin another."""
    is_open = quiz.closes_at is None or quiz.closes_at > now
    return quiz.live and is_open and (quiz.attempts_allowed is None or had < quiz.attempts_allowed)


def _refuse_more_than_allowed(quiz: Quiz, *, learner: Learner, had: int) -> None:
    allowed = quiz.attempts_allowed
    if allowed is None:
        return
    if allowed > selectors.LOOK_BACK:
        had = selectors.attempts_of(learner_id=learner.pk, quiz_id=quiz.pk)
    if had >= allowed:
        raise NoAttemptsLeft(quiz)


def _deadline(quiz: Quiz, *, now: dt.datetime, time_factor: float) -> dt.datetime | None:
    """Return when an attempt that starts now is closed: after its time, or with the quiz; None for never."""
    ends = []
    if quiz.time_limit_minutes is not None:
        ends.append(now + dt.timedelta(minutes=quiz.time_limit_minutes * max(1.0, time_factor)))
    if quiz.closes_at is not None:
        ends.append(quiz.closes_at)
    return min(ends, default=None)


def record_form(
    *,
    learner_id: uuid.UUID | None,
    attempt_id: uuid.UUID,
    answers: Mapping[int, FormAnswer],
    now: dt.datetime,
) -> Attempt:
    """Write what a form without JavaScript changed, as steps, and return the attempt (locked until commit).

    Only what the person changed on that page counts: a second tab with an old page takes nothing back.
    Raises NoSuchAttempt, AttemptFinished, AttemptMerged, TimeIsUp; what is no response to a question is dropped.
    """
    with transaction.atomic():
        attempt = _locked(learner_id=learner_id, attempt_id=attempt_id)
        if attempt.state == Attempt.State.MERGED:
            raise AttemptMerged
        if attempt.state == Attempt.State.FINISHED:
            raise AttemptFinished
        if is_overdue(attempt, now=now):
            raise TimeIsUp
        known = selectors.contents_of(attempt)
        newest = selectors.newest_answers(attempt_id=attempt.pk)
        sequence = max((answer.sequence for answer in newest.values()), default=0)
        steps = []
        for place in attempt.layout:
            slot, content = place["slot"], known[place["version"]]
            answer = answers.get(slot)
            if (
                answer is None
                or not answer.changed
                or not KINDS[content["kind"]].check(content, answer.response)
            ):
                continue
            if slot in newest and fingerprint(newest[slot].response) == fingerprint(answer.response):
                continue
            sequence += 1
            steps.append(
                AnswerStep(
                    attempt=attempt,
                    slot=slot,
                    sequence=sequence,
                    key=uuid.uuid4(),
                    response=answer.response,
                    received_at=now,
                )
            )
        AnswerStep.objects.bulk_create(steps)
        return attempt


def unanswered(attempt: Attempt) -> list[int]:
    """Return the numbers of the questions that have no answer on the server."""
    known, newest = selectors.contents_of(attempt), selectors.newest_answers(attempt_id=attempt.pk)
    return [
        place["slot"]
        for place in attempt.layout
        if place["slot"] not in newest
        or not KINDS[place["kind"]].answered(known[place["version"]], newest[place["slot"]].response)
    ]


def check_answer(
    *, learner_id: uuid.UUID | None, attempt_id: uuid.UUID, slot: int, now: dt.datetime
) -> Checked:
    """Tell, in practice, whether the newest answer to a question is right, and record that it was told.

    Asking again about the same answer records nothing new; a changed answer may be asked about again.
    Raises NoSuchAttempt, NotYet (an assigned quiz), AttemptFinished, AttemptMerged, NothingToCheck.
    """
    attempt = selectors.attempt_of(learner_id=learner_id, attempt_id=attempt_id)
    if attempt is None or not 1 <= slot <= len(attempt.layout):
        raise NoSuchAttempt
    if attempt.preset != Attempt.Preset.PRACTICE:
        raise NotYet
    if attempt.state == Attempt.State.MERGED:
        raise AttemptMerged
    if attempt.state == Attempt.State.FINISHED:
        raise AttemptFinished
    version = attempt.layout[slot - 1]["version"]
    content = selectors.contents_of(attempt)[version]
    step = attempt.steps.filter(slot=slot).order_by("-sequence", "-pk").first()
    if step is None or not KINDS[content["kind"]].answered(content, step.response):
        raise NothingToCheck
    AnswerCheck.objects.bulk_create(
        [AnswerCheck(step=step, fraction=grading.fraction(content, step.response), checked_at=now)],
        ignore_conflicts=True,
    )
    return checked(content, step.response)


def feedback_is_due(attempt: Attempt, *, now: dt.datetime) -> bool:
    """Tell whether an ended attempt may be explained: in an assigned quiz, not before it has closed for all."""
    closes_at = attempt.quiz.closes_at
    return attempt.preset == Attempt.Preset.PRACTICE or closes_at is None or closes_at <= now


def is_overdue(attempt: Attempt, *, now: dt.datetime) -> bool:
    """Tell whether an open attempt's time, and the grace after it, is over."""
    return (
        attempt.state == Attempt.State.OPEN
        and attempt.deadline is not None
        and attempt.deadline < now - GRACE
    )


def is_closed(attempt: Attempt, *, now: dt.datetime) -> bool:
    """Tell whether an attempt, as it was read, takes no more answers."""
    return attempt.state != Attempt.State.OPEN or is_overdue(attempt, now=now)


def close_if_overdue(attempt: Attempt, *, now: dt.datetime) -> bool:
    """Close an attempt whose time is up with what was given; tell whether it was."""
    if not is_overdue(attempt, now=now):
        return False
    finish_attempt(learner_id=attempt.learner_id, attempt_id=attempt.pk, now=now)
    return True


def close_overdue(*, now: dt.datetime, most: int = 1000) -> int:
    """Close up to `most` attempts whose time is up, the oldest first, each in its own transaction; return how many."""
    overdue = selectors.overdue(before=now - GRACE)[:most]
    return sum(close_if_overdue(attempt, now=now) for attempt in list(overdue))


def finish_attempt(*, learner_id: uuid.UUID | None, attempt_id: uuid.UUID, now: dt.datetime) -> Attempt:
    """Mark the attempt with the newest answer per question and return it.

    Again (a double click, a second tab, a retry): returns it as it was marked, changes and signals nothing.
    Raises NoSuchAttempt, AttemptMerged.
    """
    with transaction.atomic():
        attempt = _locked(learner_id=learner_id, attempt_id=attempt_id)
        if attempt.state == Attempt.State.MERGED:
            raise AttemptMerged
        if attempt.state == Attempt.State.FINISHED:
            return attempt
        attempt.ran_out = is_overdue(attempt, now=now)
        known = selectors.contents_of(attempt)
        newest = selectors.newest_answers(attempt_id=attempt.pk)
        marks = grading.mark(
            [
                (
                    known[place["version"]],
                    newest[place["slot"]].response if place["slot"] in newest else None,
                )
                for place in attempt.layout
            ]
        )
        attempt.state = Attempt.State.FINISHED
        attempt.finished_at = now
        attempt.fraction = marks.whole
        attempt.marks = list(marks.per_question)
        attempt.save(update_fields=["state", "finished_at", "ran_out", "fraction", "marks"])
        result = _add_to_result(attempt, now=now)
        attempt_finished.send(sender=Attempt, attempt=attempt, answers=newest, result=result, now=now)
        return attempt


def _locked(*, learner_id: uuid.UUID | None, attempt_id: uuid.UUID) -> Attempt:
    """Return the learner's attempt, held until the transaction ends, so that answers wait (quizzes.answers)."""
    try:
        return Attempt.objects.select_for_update().get(pk=attempt_id, learner=learner_id)
    except Attempt.DoesNotExist as error:
        raise NoSuchAttempt from error


def _add_to_result(attempt: Attempt, *, now: dt.datetime) -> QuizResult:
    """Count a finished attempt into the learner's standing. The caller holds the attempt's row.

    No two attempts of one quiz end at once for one learner: only one can be open.
    """
    fraction = attempt.fraction or 0.0
    passed = grading.passes(fraction, pass_percent=attempt.pass_percent)
    result = QuizResult.objects.filter(learner=attempt.learner_id, quiz=attempt.quiz_id).first()
    if result is None:
        return QuizResult.objects.create(
            learner_id=attempt.learner_id,
            quiz_id=attempt.quiz_id,
            attempts=1,
            best_fraction=fraction,
            best_attempt=attempt,
            passed_at=now if passed else None,
            last_finished_at=now,
        )
    result.attempts += 1
    result.last_finished_at = now
    if fraction > result.best_fraction:
        result.best_fraction, result.best_attempt = fraction, attempt
    if passed and result.passed_at is None:
        result.passed_at = now
    result.save()
    return result
