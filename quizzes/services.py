"""Writes: an attempt begins, takes answers from a plain form, and ends. (One answer by itself: quizzes.answers.)"""

import datetime as dt
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts.models import Learner
from quizzes import grading, layouts, selectors
from quizzes.content import Response
from quizzes.models import AnswerStep, Attempt, QuizResult
from quizzes.refusals import AttemptFinished, AttemptMerged, NoSuchAttempt, QuizUnavailable
from quizzes.selection import lay_out
from quizzes.signals import attempt_finished, attempt_started


def start_attempt(*, learner: Learner, slug: str, now: dt.datetime) -> Attempt:
    """Return the learner's open attempt of the quiz, else a new one in which everything is resolved.

    Raises QuizUnavailable when there is nothing open and the quiz is not published or has no published question.
    """
    running = selectors.open_attempt(learner_id=learner.pk, slug=slug)
    if running is not None:
        return running
    slots = list(selectors.live_slots(slug=slug))
    if not slots:
        raise QuizUnavailable
    quiz = slots[0].quiz
    seed = secrets.randbelow(2**31)
    layout = lay_out(
        selectors.candidates(version_ids=[slot.version_id for slot in slots]),
        seed=seed,
        shuffle_choices=quiz.shuffle_choices,
    )
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(
                learner=learner,
                quiz=quiz,
                seed=seed,
                layout=layout,
                pass_percent=quiz.pass_percent,
                started_at=now,
            )
            attempt_started.send(sender=Attempt, attempt=attempt, now=now)
    except IntegrityError:
        # of two starts at once (a double click) one row comes into being: constraint one_open_attempt
        running = selectors.open_attempt(learner_id=learner.pk, slug=slug)
        if running is None:
            raise
        return running
    layouts.remember(attempt)
    return attempt


@dataclass(frozen=True)
class FormAnswer:
    """What a plain form says about one question: what the page showed and what was sent."""

    shown: frozenset[str]
    sent: frozenset[str]


def record_form(
    *,
    learner_id: uuid.UUID | None,
    attempt_id: uuid.UUID,
    answers: Mapping[int, FormAnswer],
    now: dt.datetime,
) -> Attempt:
    """Write what a form without JavaScript changed, as steps, and return the attempt (locked until commit).

    Only what the person changed on that page counts: a second tab with an old page takes nothing back.
    Raises NoSuchAttempt, AttemptFinished, AttemptMerged; choices that the question does not have are dropped.
    """
    with transaction.atomic():
        attempt = _locked(learner_id=learner_id, attempt_id=attempt_id)
        if attempt.state == Attempt.State.MERGED:
            raise AttemptMerged
        if attempt.state == Attempt.State.FINISHED:
            raise AttemptFinished
        newest = selectors.newest_answers(attempt_id=attempt.pk)
        sequence = max((answer.sequence for answer in newest.values()), default=0)
        steps = []
        for slot, answerable in enumerate(layouts.remember(attempt), start=1):
            answer = answers.get(slot)
            if answer is None or answer.sent == answer.shown:
                continue
            known = set(newest[slot].response["choices"]) if slot in newest else set()
            if (
                answer.sent == known
                or not answer.sent <= answerable.choices
                or len(answer.sent) > answerable.most
            ):
                continue
            sequence += 1
            steps.append(
                AnswerStep(
                    attempt=attempt,
                    slot=slot,
                    sequence=sequence,
                    key=uuid.uuid4(),
                    response=Response(choices=sorted(answer.sent)),
                    received_at=now,
                )
            )
        AnswerStep.objects.bulk_create(steps)
        return attempt


def unanswered(attempt: Attempt) -> list[int]:
    """Return the numbers of the questions that have no answer on the server."""
    newest = selectors.newest_answers(attempt_id=attempt.pk)
    return [
        place["slot"]
        for place in attempt.layout
        if place["slot"] not in newest or not newest[place["slot"]].response["choices"]
    ]


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
        attempt.save(update_fields=["state", "finished_at", "fraction", "marks"])
        result = _add_to_result(attempt, now=now)
        attempt_finished.send(sender=Attempt, attempt=attempt, result=result, now=now)
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
