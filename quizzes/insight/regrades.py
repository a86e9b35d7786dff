"""Marks a question of a quiz anew after its key was found wrong: preview, apply, and what learners are told."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.models import User
from quizzes import grading, standings, versions
from quizzes.insight import knowledge
from quizzes.kinds import KINDS
from quizzes.kinds.base import Content
from quizzes.models import (
    AnswerStep,
    Attempt,
    Question,
    QuestionVersion,
    QuizAnalysis,
    Regrade,
    RegradedMark,
)
from quizzes.regrading import Change, Given, Plan, Policy
from quizzes.regrading import plan as plan_regrade
from quizzes.signals import attempt_regraded

_AT_ONCE = 1_000
# Finished attempts of a quiz that are marked anew while somebody waits; more are for the worker.
SMALL = 2_000


class AlreadyWaitingError(Exception):
    """The question is being marked anew already."""


class OvertakenError(Exception):
    """Marks have changed since they were looked at; nothing was written. Look at the preview again."""


def is_large(*, quiz_id: int) -> bool:
    """Tell whether the quiz has more finished attempts than are looked through in a web request."""
    return bool(_finished(quiz_id).values("pk")[: SMALL + 1].count() > SMALL)


def preview(*, quiz_id: int, question_id: int, policy: Policy, only_if_better: bool) -> Plan | None:
    """Return who would change under the newest key; None for a question that was never published.

    Of a large quiz: who would among SMALL of its attempts, which is enough to decide on.
    """
    newest = _newest(question_id)
    if newest is None:
        return None
    attempts = _finished(quiz_id)
    attempts = attempts[:SMALL] if is_large(quiz_id=quiz_id) else attempts.order_by("pk")
    return planned(attempts, newest=newest, policy=policy, only_if_better=only_if_better)


def planned(
    attempts: QuerySet[Attempt], *, newest: QuestionVersion, policy: Policy, only_if_better: bool
) -> Plan:
    """Return who of these attempts would change under this version's key."""
    known = versions.contents(versions=_versions(newest.question_id))
    return plan_regrade(
        _given(attempts, set(known)),
        previous=known,
        current=known[newest.pk.hex],
        policy=policy,
        grade=grading.fraction,
        fits=_fits,
        only_if_better=only_if_better,
    )


def ask(
    *,
    quiz_id: int,
    question_id: int,
    policy: Policy,
    only_if_better: bool,
    reason: str,
    by: User | None,
    now: dt.datetime,
) -> Regrade | None:
    """Leave a decision to the worker. Raises AlreadyWaitingError. None for a question that was never published."""
    newest = _newest(question_id)
    if newest is None:
        return None
    try:
        with transaction.atomic():
            return Regrade.objects.create(
                quiz_id=quiz_id,
                question_id=question_id,
                version=newest,
                policy=policy.value,
                only_if_better=only_if_better,
                reason=reason,
                given=0,
                changed=0,
                decided_by=by,
                decided_at=now,
                state=Regrade.State.WAITING,
            )
    except IntegrityError as error:
        raise AlreadyWaitingError from error


def apply(
    *,
    quiz_id: int,
    question_id: int,
    policy: Policy,
    only_if_better: bool,
    reason: str,
    by: User | None,
    now: dt.datetime,
) -> Regrade | None:
    """Write what `preview` shows of a small quiz, all or nothing, with every old mark kept; return the decision.

    Standings and skills follow, `attempt_regraded` is sent per attempt, and the quiz's statistics are counted anew.
    Raises OvertakenError. None for a question that was never published.
    """
    newest = _newest(question_id)
    plan = preview(quiz_id=quiz_id, question_id=question_id, policy=policy, only_if_better=only_if_better)
    if newest is None or plan is None:
        return None
    with transaction.atomic():
        regrade = Regrade.objects.create(
            quiz_id=quiz_id,
            question_id=question_id,
            version=newest,
            policy=policy.value,
            only_if_better=only_if_better,
            reason=reason,
            given=plan.given,
            changed=len(plan.changes),
            decided_by=by,
            decided_at=now,
        )
        for start in range(0, len(plan.changes), _AT_ONCE):
            write(regrade, plan.changes[start : start + _AT_ONCE], now)
        if plan.changes:
            QuizAnalysis.objects.update_or_create(quiz_id=quiz_id, defaults={"needs_recount": True})
    return regrade


@dataclass(frozen=True)
class Note:
    """What a learner is told on the result page. Fractions 0–1."""

    slot: int
    old: float
    new: float
    reason: str


def notes_of(*, attempt_id: uuid.UUID) -> list[Note]:
    """Return what regrades changed in an attempt, in the order of its questions. One query."""
    marks = RegradedMark.objects.filter(attempt=attempt_id).order_by("slot", "pk")
    return [Note(*row) for row in marks.values_list("slot", "old", "new", "regrade__reason")]


def write(regrade: Regrade, changes: Iterable[Change], now: dt.datetime) -> None:
    """Write changes of marks and all that follows from them. In the caller's transaction; raises OvertakenError."""
    by_attempt: dict[uuid.UUID, list[Change]] = defaultdict(list)
    for change in changes:
        by_attempt[uuid.UUID(change.attempt)].append(change)
    attempts = list(Attempt.objects.select_for_update().filter(pk__in=by_attempt))
    if len(attempts) != len(by_attempt):
        raise OvertakenError
    for attempt in attempts:
        for change in by_attempt[attempt.pk]:
            if attempt.marks[change.slot - 1] != change.old:
                raise OvertakenError
            attempt.marks[change.slot - 1] = change.new
            attempt.fraction = change.new_whole
    Attempt.objects.bulk_update(attempts, ["marks", "fraction"])
    RegradedMark.objects.bulk_create(
        RegradedMark(
            regrade=regrade,
            attempt_id=pk,
            slot=change.slot,
            old=change.old,
            new=change.new,
            old_whole=change.old_whole,
            new_whole=change.new_whole,
        )
        for pk, mine in by_attempt.items()
        for change in mine
    )
    _follow(regrade, attempts, now)


def _follow(regrade: Regrade, attempts: Iterable[Attempt], now: dt.datetime) -> None:
    """Bring standings and skills up to changed marks, and tell the apps above."""
    objective = Question.objects.values_list("objective", flat=True).get(pk=regrade.question_id)
    learners = {attempt.learner_id for attempt in attempts}
    for attempt in attempts:
        result = standings.recompute(learner_id=attempt.learner_id, quiz_id=attempt.quiz_id)
        attempt_regraded.send(sender=Attempt, attempt=attempt, result=result, regrade=regrade, now=now)
    for learner_id in learners if objective.strip() else ():
        knowledge.relearn(learner_id=learner_id, objectives={objective})


def _finished(quiz_id: int) -> QuerySet[Attempt]:
    found: QuerySet[Attempt] = Attempt.objects.filter(quiz=quiz_id, state=Attempt.State.FINISHED)
    return found


def _given(attempts: QuerySet[Attempt], version_keys: set[str]) -> Iterator[Given]:
    """Yield the question as every one of these attempts was given it."""
    chunk: list[tuple[uuid.UUID, int, str, list[float], int]] = []
    for pk, layout, marks, percent in attempts.values_list(
        "pk", "layout", "marks", "pass_percent"
    ).iterator():
        chunk += [
            (pk, place["slot"], place["version"], marks, percent)
            for place in layout
            if place["version"] in version_keys
        ]
        if len(chunk) >= _AT_ONCE:
            yield from _answered(chunk)
            chunk = []
    yield from _answered(chunk)


def _answered(chunk: list[tuple[uuid.UUID, int, str, list[float], int]]) -> Iterator[Given]:
    steps = AnswerStep.objects.filter(
        attempt__in={row[0] for row in chunk}, slot__in={row[1] for row in chunk}
    ).order_by("sequence", "pk")
    newest = {
        (attempt_id, slot): response
        for attempt_id, slot, response in steps.values_list("attempt_id", "slot", "response")
    }
    for pk, slot, version, marks, percent in chunk:
        yield Given(pk.hex, slot, version, newest.get((pk, slot)), tuple(marks), percent)


def _newest(question_id: int) -> QuestionVersion | None:
    found: QuestionVersion | None = (
        QuestionVersion.objects.filter(question=question_id).order_by("-number").first()
    )
    return found


def _versions(question_id: int) -> set[str]:
    keys = QuestionVersion.objects.filter(question=question_id).values_list("pk", flat=True)
    return {key.hex for key in keys}


def _fits(content: Content, response: object) -> bool:
    return KINDS[content["kind"]].check(content, response)
