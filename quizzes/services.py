"""Writes: an attempt begins, takes answers from a plain form, and ends. (One answer by itself: quizzes.answers.)"""

import datetime as dt
import secrets
import uuid
from collections.abc import Mapping

from django.db import IntegrityError, transaction

from accounts.models import Learner
from quizzes import grading, layouts, selectors, standings
from quizzes.kinds import KINDS
from quizzes.models import AnswerCheck, AnswerStep, Attempt, Quiz
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
from quizzes.terms import Rules, Terms

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
    terms: Terms | None = None,
) -> Attempt:
    """Return the learner's open attempt of the quiz, else a new one in which everything is resolved.

    `time_factor`: this learner's share of the time limit (1.5 = half as long again). `entries`: what the quiz is made
    of, where that was read just now. `is_new`: the learner came into being just now and has no past to read. `terms`:
    the rules where a higher app asks for the attempt (`time_factor` is theirs then); it goes on with an open one for
    the same occasion, and other occasions do not count. An open attempt whose time is up is closed first.
    Raises QuizUnavailable when there is nothing open and the quiz is not published or has no published question,
    QuizClosed after the closing time, NoAttemptsLeft when the learner has had all that are allowed.
    """
    occasion = terms.occasion if terms else ""
    past = (
        selectors.NO_PAST
        if is_new
        else selectors.past_of(learner_id=learner.pk, slug=slug, occasion=occasion)
    )
    if past.running is not None and not close_if_overdue(past.running, now=now):
        return past.running
    entries = entries or selectors.entries_of(slug=slug)
    if entries is None:
        raise QuizUnavailable
    quiz = entries.quiz
    rules = terms or _own_rules(quiz, time_factor=time_factor)
    if rules.is_closed(now=now):
        raise QuizClosed(quiz)
    refuse_more_than_allowed(quiz, rules, occasion=occasion, learner=learner, had=past.had)
    seed = secrets.randbelow(2**31)
    members = draw(entries.entries, seed=seed, met=past.met)
    layout = lay_out(
        selectors.candidates(members=members),
        seed=seed,
        shuffle_choices=quiz.shuffle_choices and rules.shuffles,
        shuffle_questions=quiz.shuffle_questions and rules.shuffles,
    )
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(
                learner=learner,
                quiz=quiz,
                seed=seed,
                layout=layout,
                pass_percent=quiz.pass_percent,
                preset=rules.preset,
                occasion=occasion,
                started_at=now,
                deadline=rules.deadline(started_at=now, limit_minutes=quiz.time_limit_minutes),
                feedback_at=rules.feedback_at,
                is_held=rules.is_held,
            )
            attempt_started.send(sender=Attempt, attempt=attempt, now=now)
    except IntegrityError:
        # of two starts at once (a double click) one row comes into being: constraint one_open_attempt
        running = selectors.past_of(learner_id=learner.pk, slug=slug, occasion=occasion).running
        if running is None:
            raise
        return running
    layouts.remember(attempt)
    return attempt


def may_begin(quiz: Quiz, *, had: int, now: dt.datetime) -> bool:
    """Tell whether somebody who has ended `had` attempts of the quiz by oneself may begin another."""
    is_open = quiz.closes_at is None or quiz.closes_at > now
    return quiz.live and is_open and (quiz.attempts_allowed is None or had < quiz.attempts_allowed)


def _own_rules(quiz: Quiz, *, time_factor: float) -> Rules:
    """Return the quiz's own rules, for attempts by oneself. When it is explained: quizzes.standings."""
    return Rules(
        preset=quiz.preset,
        attempts_allowed=quiz.attempts_allowed,
        time_factor=time_factor,
        closes_at=quiz.closes_at,
    )


def refuse_more_than_allowed(
    quiz: Quiz, rules: Rules, *, occasion: str, learner: Learner, had: int | None = None
) -> None:
    """Raise NoAttemptsLeft when the learner has had as many attempts for the occasion as the rules allow.

    `had`: how many, as far back as a start looks, where that was read just now.
    """
    allowed = rules.attempts_allowed
    if allowed is None:
        return
    if had is None or allowed > selectors.LOOK_BACK:
        had = selectors.attempts_of(learner_id=learner.pk, quiz_id=quiz.pk, occasion=occasion)
    if had >= allowed:
        raise NoAttemptsLeft(quiz)


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


def is_overdue(attempt: Attempt, *, now: dt.datetime) -> bool:
    """Tell whether an open attempt's time, and the grace after it, is over."""
    return (
        attempt.state == Attempt.State.OPEN
        and attempt.deadline is not None
        and attempt.deadline < now - GRACE
    )


def has_more_time(attempt: Attempt, *, now: dt.datetime) -> bool:
    """Tell whether an attempt whose page says that the time is up was given more since that page was made.

    A few seconds are none: the page's clock runs a little off.
    """
    return attempt.deadline is None or attempt.deadline > now + GRACE


def is_closed(attempt: Attempt, *, now: dt.datetime) -> bool:
    """Tell whether an attempt, as it was read, takes no more answers."""
    return attempt.state != Attempt.State.OPEN or is_overdue(attempt, now=now)


def close_if_overdue(attempt: Attempt, *, now: dt.datetime) -> bool:
    """Close an attempt whose time is up with what was given; tell whether it was."""
    if not is_overdue(attempt, now=now):
        return False
    with transaction.atomic():
        held = Attempt.objects.select_for_update().filter(pk=attempt.pk).first()
        if held is not None and held.state == Attempt.State.OPEN:
            if not is_overdue(held, now=now):
                return False  # more time was given since it was read
            held.ran_out = True
            close(held, now=now)
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
        return close(attempt, now=now)


def close(attempt: Attempt, *, now: dt.datetime) -> Attempt:
    """Mark an open attempt, count it where its result may be known, and say so.

    In the caller's transaction, which holds the attempt's row.
    """
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
    attempt.result_waits = not standings.feedback_is_due(attempt, now=now)
    attempt.save(update_fields=["state", "finished_at", "ran_out", "fraction", "marks", "result_waits"])
    result = None if attempt.result_waits else standings.add(attempt, now=now)
    attempt_finished.send(sender=Attempt, attempt=attempt, answers=newest, result=result, now=now)
    return attempt


def _locked(*, learner_id: uuid.UUID | None, attempt_id: uuid.UUID) -> Attempt:
    """Return the learner's attempt, held until the transaction ends, so that answers wait (quizzes.answers)."""
    try:
        return Attempt.objects.select_for_update().get(pk=attempt_id, learner=learner_id)
    except Attempt.DoesNotExist as error:
        raise NoSuchAttempt from error
