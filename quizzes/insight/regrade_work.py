"""Regrades of large quizzes, in the worker: a hundred attempts at a time, so that nobody's answer waits for long."""

import datetime as dt

from django.db import transaction

from quizzes.insight import regrades
from quizzes.models import Attempt, QuizAnalysis, Regrade
from quizzes.regrading import Policy

AT_ONCE = 100  # attempts in one transaction


def work_off(*, now: dt.datetime) -> int:
    """Carry out the regrades that wait, the oldest first; return how many were.

    Safe to kill and to repeat: how far it has come is written in the transaction of what was changed.
    """
    waiting = list(
        Regrade.objects.filter(state=Regrade.State.WAITING).order_by("pk").values_list("pk", flat=True)
    )
    for pk in waiting:
        while step(regrade_id=pk, now=now):
            pass
    return len(waiting)


def step(*, regrade_id: int, now: dt.datetime) -> bool:
    """Go through the next attempts of a regrade; tell whether there may be more."""
    with transaction.atomic():
        regrade = Regrade.objects.select_for_update(of=("self",)).select_related("version").get(pk=regrade_id)
        if regrade.state != Regrade.State.WAITING:
            return False
        attempts = Attempt.objects.filter(quiz=regrade.quiz_id, state=Attempt.State.FINISHED)
        if regrade.seen_up_to is not None:
            attempts = attempts.filter(pk__gt=regrade.seen_up_to)
        keys = list(attempts.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        if not keys:
            _end(regrade)
            return False
        these = Attempt.objects.select_for_update().filter(pk__in=keys).order_by("pk")
        plan = regrades.planned(
            these,
            newest=regrade.version,
            policy=Policy(regrade.policy),
            only_if_better=regrade.only_if_better,
        )
        regrades.write(regrade, plan.changes, now)
        regrade.given += plan.given
        regrade.changed += len(plan.changes)
        regrade.seen_up_to = keys[-1]
        regrade.save(update_fields=["given", "changed", "seen_up_to"])
    return True


def _end(regrade: Regrade) -> None:
    regrade.state = Regrade.State.DONE
    regrade.save(update_fields=["state"])
    if regrade.changed:
        QuizAnalysis.objects.update_or_create(quiz_id=regrade.quiz_id, defaults={"needs_recount": True})
