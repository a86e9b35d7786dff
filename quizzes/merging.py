"""Two learners turn out to be one person (sign-in on a device that was used without an account)."""

import datetime as dt

from django.db import transaction

from accounts.models import Learner
from quizzes import selectors, standings
from quizzes.models import AnswerStep, Attempt, QuizResult


def merge_learners(*, source: Learner, target: Learner, now: dt.datetime) -> None:
    """Move every attempt and result of `source` to `target`; nothing given is lost.

    When both have the same quiz open for the same occasion, only one may stay open. Decided: the target's (the account's) stays, and
    takes over the source's answers to questions that it has not answered yet, where both show the same version.
    The source's attempt keeps all its steps, moves along, and is closed as *merged* with a pointer: it is neither
    marked nor counted, for the person has not handed it in. Other ways were worse: marking it would put a
    half-done paper into the results; mixing both step by step would let an older answer win by a higher clock.
    """
    with transaction.atomic():
        moved = list(Attempt.objects.select_for_update().filter(learner=source))
        mine = {
            (attempt.quiz_id, attempt.occasion): attempt
            for attempt in Attempt.objects.select_for_update().filter(
                learner=target, state=Attempt.State.OPEN
            )
        }
        for attempt in moved:
            kept = mine.get((attempt.quiz_id, attempt.occasion))
            if attempt.state == Attempt.State.OPEN and kept is not None:
                _take_over_answers(source=attempt, target=kept)
                attempt.state = Attempt.State.MERGED
                attempt.merged_into = kept
                attempt.finished_at = now
            attempt.learner = target
            attempt.save(update_fields=["learner", "state", "merged_into", "finished_at"])
        quizzes = set(QuizResult.objects.filter(learner=source).values_list("quiz_id", flat=True))
        QuizResult.objects.filter(learner=source).delete()
        for quiz_id in quizzes:
            standings.recompute(learner_id=target.pk, quiz_id=quiz_id)


def _take_over_answers(*, source: Attempt, target: Attempt) -> None:
    """Copy the newest answers of `source` to the slots of `target` that show the same version unanswered."""
    given = selectors.newest_answers(attempt_id=source.pk)
    answered = selectors.newest_answers(attempt_id=target.pk).keys()
    slots = {place["version"]: place["slot"] for place in target.layout}
    copies = []
    for place in source.layout:
        slot = slots.get(place["version"])
        if slot is None or slot in answered or place["slot"] not in given:
            continue
        newest = source.steps.filter(slot=place["slot"]).order_by("-sequence", "-pk")[0]
        copies.append(
            AnswerStep(
                attempt=target,
                slot=slot,
                sequence=newest.sequence,
                key=newest.key,
                response=newest.response,
                received_at=newest.received_at,
            )
        )
    AnswerStep.objects.bulk_create(copies, ignore_conflicts=True)
