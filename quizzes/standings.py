"""Where learners stand in quizzes, and from when on they may know it.

Three places tell a learner how an attempt went: its result page, the standings (QuizResult, and what the apps above
keep) and the skills. All three wait for the same moment, or one would give away what another holds back. What was
told once is not taken back when terms change afterwards.
"""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Q

from quizzes import grading
from quizzes.models import Attempt, QuizResult
from quizzes.signals import result_told


def feedback_at(attempt: Attempt) -> dt.datetime | None:
    """Return from when on an ended attempt is explained, unless it is held; None: as soon as it has ended.

    By oneself, an assigned quiz is not explained before it has closed for all.
    """
    if attempt.occasion:
        return attempt.feedback_at
    return None if attempt.preset == Attempt.Preset.PRACTICE else attempt.quiz.closes_at


def feedback_is_due(attempt: Attempt, *, now: dt.datetime) -> bool:
    """Tell whether an ended attempt may be explained."""
    if attempt.is_held:
        return False
    at = feedback_at(attempt)
    return at is None or at <= now


def add(attempt: Attempt, *, now: dt.datetime) -> QuizResult:
    """Count an attempt that has just ended into the learner's standing. The caller holds the attempt's row."""
    fraction = attempt.fraction or 0.0
    passed = grading.passes(fraction, pass_percent=attempt.pass_percent)
    result = _held(attempt.learner_id, attempt.quiz_id)
    if result is None:
        first = QuizResult(
            learner_id=attempt.learner_id,
            quiz_id=attempt.quiz_id,
            attempts=1,
            best_fraction=fraction,
            best_attempt=attempt,
            passed_at=now if passed else None,
            last_finished_at=now,
        )
        QuizResult.objects.bulk_create([first], ignore_conflicts=True)
        result = QuizResult.objects.select_for_update().get(learner=attempt.learner_id, quiz=attempt.quiz_id)
        if result.best_attempt_id == attempt.pk:
            return result
        # another attempt of the quiz, for another occasion, ended at the same moment: its row is there now
    result.attempts += 1
    result.last_finished_at = now
    if fraction > result.best_fraction:
        result.best_fraction, result.best_attempt = fraction, attempt
    if passed and result.passed_at is None:
        result.passed_at = now
    result.save()
    return result


def recompute(*, learner_id: uuid.UUID, quiz_id: int) -> QuizResult | None:
    """Write the learner's standing in a quiz anew from all attempts whose result is known; None when there is none."""
    with transaction.atomic():
        result = _held(learner_id, quiz_id)
        finished = list(
            Attempt.objects.filter(
                learner=learner_id, quiz=quiz_id, state=Attempt.State.FINISHED, result_waits=False
            )
            .only("fraction", "pass_percent", "finished_at", "started_at")
            .order_by("finished_at", "pk")
        )
        if not finished:
            if result is not None:
                result.delete()
            return None
        best = max(finished, key=lambda attempt: attempt.fraction or 0.0)  # the earliest of equals
        passed = [
            attempt.finished_at
            for attempt in finished
            if grading.passes(attempt.fraction or 0.0, pass_percent=attempt.pass_percent)
        ]
        result, _ = QuizResult.objects.update_or_create(
            learner_id=learner_id,
            quiz_id=quiz_id,
            defaults={
                "attempts": len(finished),
                "best_fraction": best.fraction or 0.0,
                "best_attempt": best,
                "passed_at": passed[0] if passed else None,
                "last_finished_at": finished[-1].finished_at or finished[-1].started_at,
            },
        )
        return result


def tell(*, attempt_id: uuid.UUID, now: dt.datetime) -> bool:
    """Count an attempt whose result waited and may be known now; tell whether there was something to count.

    Safe to repeat and to race: the row is held, and what has been counted does not wait any more.
    """
    with transaction.atomic():
        waiting = Attempt.objects.select_for_update(of=("self",)).select_related("quiz")
        attempt = waiting.filter(pk=attempt_id, result_waits=True).first()
        if attempt is None or not feedback_is_due(attempt, now=now):
            return False
        attempt.result_waits = False
        attempt.save(update_fields=["result_waits"])
        result = recompute(learner_id=attempt.learner_id, quiz_id=attempt.quiz_id)
        result_told.send(sender=Attempt, attempt=attempt, result=result, now=now)
        return True


def tell_due(*, now: dt.datetime, most: int = 1000) -> int:
    """Count up to `most` attempts whose result may be known now, each in its own transaction; return how many."""
    by_terms = ~Q(occasion="") & (Q(feedback_at=None) | Q(feedback_at__lte=now))
    by_quiz = Q(occasion="") & (Q(quiz__closes_at=None) | Q(quiz__closes_at__lte=now))
    waiting = Attempt.objects.filter(by_terms | by_quiz, result_waits=True, is_held=False)
    keys = list(waiting.order_by("feedback_at").values_list("pk", flat=True)[:most])
    return sum(tell(attempt_id=pk, now=now) for pk in keys)


def _held(learner_id: uuid.UUID, quiz_id: int) -> QuizResult | None:
    """Return the learner's standing, held until the transaction ends."""
    found: QuizResult | None = (
        QuizResult.objects.select_for_update().filter(learner=learner_id, quiz=quiz_id).first()
    )
    return found
