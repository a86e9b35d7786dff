"""Writes that higher apps ask for: terms edited, an attempt given to the right learner, answers from paper."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction

from accounts.models import Learner
from quizzes import layouts, services, standings
from quizzes.insight import knowledge
from quizzes.kinds import KINDS
from quizzes.kinds.base import Response
from quizzes.models import AnswerStep, Attempt
from quizzes.papers import paper_of
from quizzes.refusals import AlreadyOpen, AttemptMerged, Malformed, NoSuchAttempt, QuizUnavailable
from quizzes.signals import attempt_moved, attempt_started
from quizzes.terms import Terms


def apply_terms(*, changes: Mapping[uuid.UUID, Terms], now: dt.datetime) -> int:
    """Bring attempts that were begun already up to edited terms; return how many were changed. By attempt.

    An open one gets its new deadline, later or earlier: one that is past now is closed by the sweep, as always, with
    what was given. Open or ended, it is explained when the new terms say so; a result that was told already stays in
    the learner's standings. Preset, order and attempts that were allowed stay as they were begun with. The time limit
    is the quiz's as it stands now. Attempts of another occasion than the terms' are left alone. Constant queries.
    """
    with transaction.atomic():
        found = list(
            Attempt.objects.select_for_update(of=("self",))
            .filter(pk__in=list(changes))
            .exclude(state=Attempt.State.MERGED)
            .select_related("quiz")
            .defer("layout", "marks")
        )
        changed = [attempt for attempt in found if _follow(attempt, changes[attempt.pk])]
        Attempt.objects.bulk_update(changed, ["deadline", "feedback_at", "is_held"])
    return len(changed)


def _follow(attempt: Attempt, terms: Terms) -> bool:
    """Write edited terms into an attempt in memory; tell whether anything changed."""
    if attempt.occasion != terms.occasion:
        return False
    before = (attempt.deadline, attempt.feedback_at, attempt.is_held)
    if attempt.state == Attempt.State.OPEN:
        attempt.deadline = terms.deadline(
            started_at=attempt.started_at, limit_minutes=attempt.quiz.time_limit_minutes
        )
    attempt.feedback_at, attempt.is_held = terms.feedback_at, terms.is_held
    return before != (attempt.deadline, attempt.feedback_at, attempt.is_held)


def move_attempt(*, attempt_id: uuid.UUID, to: Learner, now: dt.datetime) -> Attempt:
    """Give an attempt, begun under a wrong name, to the right learner with all its answers; return it.

    Standings and skills of both are worked out anew from what each has then, `attempt_moved` tells the apps above,
    and all of it is one transaction. The same learner again changes nothing. Answers on their way under the wrong
    name wait for the transaction and are refused after it. Raises NoSuchAttempt, AttemptMerged, and AlreadyOpen when
    both this one and one of the right learner's are open for the same quiz and occasion.
    """
    try:
        with transaction.atomic():
            return _move(attempt_id, to, now)
    except IntegrityError as error:
        # the right learner began one at the same moment: constraint one_open_attempt
        moved = Attempt.objects.get(pk=attempt_id)
        if _has_open(to, quiz_id=moved.quiz_id, occasion=moved.occasion):
            raise AlreadyOpen from error
        raise


def _has_open(learner: Learner, *, quiz_id: int, occasion: str) -> bool:
    mine = Attempt.objects.filter(learner=learner, quiz=quiz_id, occasion=occasion)
    return bool(mine.filter(state=Attempt.State.OPEN).exists())


def _move(attempt_id: uuid.UUID, to: Learner, now: dt.datetime) -> Attempt:
    attempt = (
        Attempt.objects.select_for_update(of=("self",)).select_related("quiz").filter(pk=attempt_id).first()
    )
    if attempt is None:
        raise NoSuchAttempt
    if attempt.state == Attempt.State.MERGED:
        raise AttemptMerged
    source_id = attempt.learner_id
    if source_id == to.pk:
        return attempt
    is_open = attempt.state == Attempt.State.OPEN
    if is_open and _has_open(to, quiz_id=attempt.quiz_id, occasion=attempt.occasion):
        raise AlreadyOpen
    attempt.learner = to
    attempt.save(update_fields=["learner"])
    Attempt.objects.filter(merged_into=attempt).update(learner=to)  # what became part of it goes along
    if attempt.state == Attempt.State.FINISHED and not attempt.result_waits:
        objectives = knowledge.objectives_of(attempt)
        for learner_id, keeps_best in ((source_id, False), (to.pk, True)):
            standings.recompute(learner_id=learner_id, quiz_id=attempt.quiz_id)
            knowledge.relearn(learner_id=learner_id, objectives=objectives, keeps_best=keeps_best)
    attempt_moved.send(sender=Attempt, attempt=attempt, source_id=source_id, now=now)
    return attempt


def record_paper(
    *,
    learner: Learner,
    slug: str,
    responses: Mapping[int, Response],
    terms: Terms,
    received_at: dt.datetime,
    now: dt.datetime,
    edition: Sequence[str] | None = None,
) -> Attempt:
    """Enter what somebody answered on paper (quizzes.papers) as one ended attempt; return it.

    `responses`: by slot of the paper, as its kinds take them; what was left empty is not there. `edition`: of the
    paper that was answered, where that may differ from today's. `received_at`: when it was written; it starts and ends
    the attempt, so the time limit and the closing time do not cut it off. What was entered before stays.
    Raises QuizUnavailable, PaperChanged, Malformed (a slot that is not there, what is no response to its question),
    NoAttemptsLeft, AlreadyOpen (the learner has it open on a screen).
    """
    paper = paper_of(slug=slug, edition=edition)
    if paper is None:
        raise QuizUnavailable
    contents = {place["slot"]: content for place, content in paper.questions}
    for slot, response in responses.items():
        if slot not in contents or not KINDS[contents[slot]["kind"]].check(contents[slot], response):
            raise Malformed
    quiz = paper.quiz
    try:
        with transaction.atomic():
            Learner.objects.select_for_update(of=("self",)).get(pk=learner.pk)  # a double click counts once
            services.refuse_more_than_allowed(quiz, terms, occasion=terms.occasion, learner=learner)
            attempt = Attempt.objects.create(
                learner=learner,
                quiz=quiz,
                seed=0,
                layout=[place for place, _ in paper.questions],
                pass_percent=quiz.pass_percent,
                preset=terms.preset,
                occasion=terms.occasion,
                started_at=received_at,
                feedback_at=terms.feedback_at,
                is_held=terms.is_held,
            )
            attempt_started.send(sender=Attempt, attempt=attempt, now=received_at)
            AnswerStep.objects.bulk_create(
                AnswerStep(
                    attempt=attempt,
                    slot=slot,
                    sequence=sequence,
                    key=uuid.uuid4(),
                    response=response,
                    received_at=received_at,
                )
                for sequence, (slot, response) in enumerate(sorted(responses.items()), 1)
            )
            services.close(attempt, now=received_at)
            if attempt.result_waits and standings.tell(attempt_id=attempt.pk, now=now):
                attempt.result_waits = False
    except IntegrityError as error:
        # constraint one_open_attempt
        if _has_open(learner, quiz_id=quiz.pk, occasion=terms.occasion):
            raise AlreadyOpen from error
        raise
    layouts.remember(attempt)
    return attempt
