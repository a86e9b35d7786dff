"""Keeps what a learner knows now, per objective, as attempts and short reviews end."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from django.conf import settings
from django.db import transaction

from accounts.models import Learner
from quizzes import selectors
from quizzes.kinds import KINDS
from quizzes.models import AnswerCheck, Attempt, Question, SkillState
from quizzes.schedules import SCHEDULES
from quizzes.skills import (
    RIGHT_FROM,
    Level,
    Review,
    Scheduler,
    Skill,
    Try,
    after_review,
    after_try,
    criterion_at,
    joined,
)


def scheduler() -> Scheduler:
    """Return what plans short reviews on this site."""
    return SCHEDULES[settings.BOOSTER_SCHEDULE]


def is_booster(attempt: Attempt) -> bool:
    """Tell whether an attempt is a short review: its layout names the objective of each question."""
    return bool(attempt.layout) and "objective" in attempt.layout[0]


def learn(*, attempt: Attempt, answers: Mapping[int, selectors.Newest]) -> None:
    """Move the learner's skills by a finished attempt. What was left empty moves nothing: absence is no fault.

    Call it in the transaction that ends the attempt.
    """
    now = attempt.finished_at
    fractions, asked = _fractions(attempt, answers)
    if now is None or not fractions:
        return
    rows = SkillState.objects.select_for_update().filter(
        learner=attempt.learner_id, objective__in=list(fractions)
    )
    known = {row.objective: skill_of(row) for row in rows}
    moved = [
        _after(known.get(objective, Skill(objective)), attempt, marks, asked=asked[objective])
        for objective, marks in fractions.items()
    ]
    save(learner_id=attempt.learner_id, skills=[skill for skill in moved if skill is not None])


def learn_late(*, attempt: Attempt) -> None:
    """Move the learner's skills by an attempt whose result waited until now, as if it had not.

    Where something that ended after it has moved them already, they are worked out anew, in order.
    """
    later = Attempt.objects.filter(
        learner=attempt.learner_id,
        state=Attempt.State.FINISHED,
        result_waits=False,
        finished_at__gt=attempt.finished_at,
    )
    if later.exists():
        relearn(learner_id=attempt.learner_id, objectives=objectives_of(attempt))
    else:
        learn(attempt=attempt, answers=selectors.newest_answers(attempt_id=attempt.pk))


def _after(
    skill: Skill, attempt: Attempt, marks: list[float], *, asked: int, was_due: bool = False
) -> Skill | None:
    """Return the skill after a finished attempt with these marks for its objective; None when it proves nothing.

    A short review that a higher app asked for may be about something never learned here: that is a try then.
    """
    now = attempt.finished_at or attempt.started_at
    if is_booster(attempt) and (skill.review is not None or not attempt.occasion):
        if skill.review is None:
            return None
        recalled = min(marks) >= RIGHT_FROM
        return after_review(skill, recalled=recalled, now=now, scheduler=scheduler(), was_due=was_due)
    finished = Try(criterion_at(attempt.started_at).fitted(asked), started_at=attempt.started_at)
    for mark in marks:
        finished = finished.answered(fraction=mark, now=now)
    return after_try(skill, finished, now=now, scheduler=scheduler())


def relearn(*, learner_id: uuid.UUID, objectives: Collection[str], keeps_best: bool = True) -> None:
    """Work out a learner's standing in objectives anew from all that was finished, after marks have changed.

    The best that was ever reached stays: what somebody was told once is not taken back. Not `keeps_best`: it was
    another person's, and goes; so does an objective of which nothing is left.
    """
    wanted = set(objectives)
    if not wanted:
        return
    with transaction.atomic():
        rows = {
            row.objective: row
            for row in SkillState.objects.select_for_update().filter(learner=learner_id, objective__in=wanted)
        }
        found = _from_attempts(learner_id, wanted)
        kept = []
        for objective in sorted(wanted):
            skill, row = found.get(objective, Skill(objective)), rows.get(objective)
            if row is not None and keeps_best:
                kept.append(replace(skill, best=max(skill.best, Level(row.best))))
            elif skill != Skill(objective):
                kept.append(skill)
            elif row is not None:
                row.delete()
        save(learner_id=learner_id, skills=kept)


def _from_attempts(learner_id: uuid.UUID, wanted: set[str]) -> dict[str, Skill]:
    """Return the skills that the learner's attempts come to, in the order in which they ended."""
    found: dict[str, Skill] = {}
    moved_at: dict[str, dt.datetime | None] = {}
    finished = Attempt.objects.filter(learner=learner_id, state=Attempt.State.FINISHED, result_waits=False)
    for attempt in finished.order_by("finished_at", "pk"):
        fractions, asked = _fractions(attempt, selectors.newest_answers(attempt_id=attempt.pk))
        for objective in wanted & fractions.keys():
            before = moved_at.get(objective)
            # it was due when it was offered, also where another schedule planned it
            was_due = before is None or attempt.started_at >= before
            skill = found.get(objective, Skill(objective))
            after = _after(skill, attempt, fractions[objective], asked=asked[objective], was_due=was_due)
            found[objective] = after or skill
            moved_at[objective] = attempt.finished_at
    return found


def merge_skills(*, source: Learner, target: Learner) -> None:
    """Carry what `source` knows to `target`; an objective that both know is joined."""
    with transaction.atomic():
        states = SkillState.objects.select_for_update()
        mine = {row.objective: skill_of(row) for row in states.filter(learner=target)}
        theirs = [skill_of(row) for row in states.filter(learner=source)]
        save(
            learner_id=target.pk,
            skills=[
                joined(mine[skill.objective], skill) if skill.objective in mine else skill for skill in theirs
            ],
        )
        SkillState.objects.filter(learner=source).delete()


def skill_of(row: SkillState) -> Skill:
    review = Review(row.due_at, row.rung, row.memory) if row.due_at else None
    return Skill(row.objective, Level(row.level), Level(row.best), row.changed_at, review, row.reviewed_at)


_FIELDS = ["level", "best", "changed_at", "due_at", "rung", "memory", "reviewed_at"]


def save(*, learner_id: uuid.UUID, skills: Iterable[Skill]) -> None:
    """Write a learner's skills in one statement."""
    SkillState.objects.bulk_create(
        [
            SkillState(
                learner_id=learner_id,
                objective=skill.objective,
                level=skill.level,
                best=skill.best,
                changed_at=skill.changed_at,
                due_at=skill.review.due_at if skill.review else None,
                rung=skill.review.rung if skill.review else 0,
                memory=dict(skill.review.memory) if skill.review else {},
                reviewed_at=skill.reviewed_at,
            )
            for skill in skills
        ],
        update_conflicts=True,
        unique_fields=["learner", "objective"],
        update_fields=_FIELDS,
    )


def _fractions(
    attempt: Attempt, newest: Mapping[int, selectors.Newest]
) -> tuple[dict[str, list[float]], Counter[str]]:
    """Return by objective the marks of what was answered, and how many questions were asked."""
    contents = selectors.contents_of(attempt)
    objectives = _objectives(attempt)
    told = _told_wrong(attempt)
    fractions: dict[str, list[float]] = defaultdict(list)
    asked: Counter[str] = Counter()
    for place, mark in zip(attempt.layout, attempt.marks, strict=True):
        slot, objective = place["slot"], objectives.get(place["slot"], "")
        if not objective.strip():
            continue
        asked[objective] += 1
        response = newest[slot].response if slot in newest else None
        if response and KINDS[place["kind"]].answered(contents[place["version"]], response):
            fractions[objective].append(0.0 if slot in told else mark)
    return fractions, asked


def _told_wrong(attempt: Attempt) -> set[int]:
    """Return the slots of a short review at which the learner was told "not yet" and then changed the answer."""
    if not is_booster(attempt):
        return set()
    checks = AnswerCheck.objects.filter(step__attempt=attempt, fraction__lt=RIGHT_FROM)
    return set(checks.values_list("step__slot", flat=True))


def objectives_of(attempt: Attempt) -> set[str]:
    """Return the objectives that an attempt asked about."""
    return {objective for objective in _objectives(attempt).values() if objective.strip()}


def _objectives(attempt: Attempt) -> Mapping[int, str]:
    """Return the objective of each slot."""
    if is_booster(attempt):
        return {place["slot"]: place["objective"] for place in attempt.layout}
    asked = {place["slot"]: place["question"] for place in attempt.layout}
    objective = dict(Question.objects.filter(pk__in=asked.values()).values_list("pk", "objective"))
    return {slot: objective.get(question, "") for slot, question in asked.items()}
