"""What a class answered in a piece of work, as schools.class_reports and schools.gain take it."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from lessons import selectors as lesson_selectors
from quizzes import versions
from quizzes.kinds import KINDS
from quizzes.kinds.confidence import confidence_of
from quizzes.models import AnswerStep, Attempt, Question
from quizzes.statistics import offers
from schools import gain
from schools.class_reports import Answer, Asked, Option
from schools.models import Assignment, AssignmentItem, Submission


@dataclass(frozen=True)
class Lesson:
    """A lesson to go back to, for what it trains."""

    title: str
    url: str


@dataclass(frozen=True)
class Answers:
    answers: tuple[Answer, ...]
    asked: dict[int, Asked]  # by Question.pk
    topics: dict[str, str]  # objective → topic of its questions


@dataclass(frozen=True)
class _Done:
    """A pupil's newest ended attempt at one item."""

    pupil: int
    item: int
    attempt: Attempt


def _done(assignments: Collection[int]) -> list[_Done]:
    """Return each pupil's newest ended attempt per item. One query."""
    rows = (
        Submission.objects.filter(
            assignment__in=assignments, attempt__state=Attempt.State.FINISHED, membership__left_at=None
        )
        .select_related("attempt")
        .order_by("attempt__finished_at", "pk")
    )
    newest = {(row.membership_id, row.item_id): row for row in rows}
    return [_Done(row.membership_id, row.item_id, row.attempt) for row in newest.values()]


def answers_of(*, assignment: Assignment) -> Answers:
    """Return the answers that count of everybody's newest ended attempt. Three queries, one more for new versions."""
    return _read(_done([assignment.pk]))


def _read(done: list[_Done]) -> Answers:
    attempts = [each.attempt for each in done]
    newest = _newest([attempt.pk for attempt in attempts])
    contents = versions.contents(
        versions={place["version"] for attempt in attempts for place in attempt.layout}
    )
    keys = {place["question"] for attempt in attempts for place in attempt.layout}
    about = {
        pk: rest
        for pk, *rest in Question.objects.filter(pk__in=keys).values_list(
            "pk", "objective", "scam_pattern", "topic"
        )
    }
    answers: list[Answer] = []
    asked: dict[int, Asked] = {}
    for each in done:
        for place, mark in zip(each.attempt.layout, each.attempt.marks, strict=True):
            content = contents[place["version"]]
            objective, pattern, _ = about.get(place["question"], ("", "", ""))
            response = newest.get((each.attempt.pk, place["slot"]), {})
            answers.append(_answer(each.pupil, place, content, response, mark, objective, pattern))
            if place["question"] not in asked:
                asked[place["question"]] = _asked(place["question"], content, objective)
    topics = {objective: topic for objective, _, topic in about.values() if objective and topic}
    return Answers(tuple(answers), asked, topics)


def _answer(
    pupil: int, place: Any, content: Any, response: dict[str, Any], mark: float, objective: str, pattern: str
) -> Answer:
    kind = KINDS[content["kind"]]
    given = kind.answered(content, response)
    grade = kind.grade(content, response)
    return Answer(
        pupil=pupil,
        slot=place["slot"],
        question=place["question"],
        objective=objective,
        pattern=pattern,
        kind=content["kind"],
        fraction=mark,
        confidence=int(confidence_of(response) or 0),
        answered=given,
        chosen=tuple(offers.chosen(response)) if given else (),
        hits=grade.hits,
        misses=grade.misses,
        false_alarms=grade.false_alarms,
        correct_rejections=grade.correct_rejections,
    )


def _asked(question: int, content: Any, objective: str) -> Asked:
    offered = offers.offer(content, grade=lambda _content, _response: 0.0).options
    return Asked(
        question=question,
        stem=content["stem"],
        kind=content["kind"],
        objective=objective,
        options=tuple(Option(each.uid, each.text, each.right) for each in offered),
    )


def _newest(attempts: list[uuid.UUID]) -> dict[tuple[uuid.UUID, int], dict[str, Any]]:
    """Return the answer that counts by attempt and slot. One query."""
    steps = AnswerStep.objects.filter(attempt__in=attempts).order_by("sequence", "pk")
    return {
        (attempt, slot): response
        for attempt, slot, response in steps.values_list("attempt_id", "slot", "response")
    }


@dataclass(frozen=True)
class Gains:
    whole: gain.ClassGain | None
    objectives: list[gain.ObjectiveGain]


def gains_of(*, before: Assignment, after: Assignment) -> Gains:
    """Return before → after of those who did both, as a whole and per objective. Four queries."""
    done = _done([before.pk, after.pk])
    items = dict(
        AssignmentItem.objects.filter(assignment__in=[before.pk, after.pk]).values_list("pk", "assignment_id")
    )
    first_form = set(AssignmentItem.objects.filter(assignment=before.pk).values_list("quiz_id", flat=True))
    sides: dict[int, list[_Done]] = {before.pk: [], after.pk: []}
    for each in done:
        sides[items[each.item]].append(each)
    halves = {each.pupil: int(each.attempt.quiz_id not in first_form) for each in sides[before.pk]}
    whole = gain.class_gain(gain.pairs_of(_wholes(sides[before.pk]), _wholes(sides[after.pk]), halves))
    parts = [
        gain.means(
            (answer.pupil, answer.objective, answer.fraction)
            for answer in _read(side).answers
            if answer.objective
        )
        for side in (sides[before.pk], sides[after.pk])
    ]
    return Gains(whole, gain.gains_by_objective(parts[0], parts[1], halves))


def _wholes(done: Iterable[_Done]) -> dict[int, float]:
    """Return each pupil's mean fraction over the items."""
    found: dict[int, list[float]] = {}
    for each in done:
        found.setdefault(each.pupil, []).append(each.attempt.fraction or 0.0)
    return {pupil: fmean(fractions) for pupil, fractions in found.items()}


def lessons_for(*, objectives: Iterable[str], topics: dict[str, str]) -> list[Lesson]:
    """Return the lessons that train these objectives, in the order of the tree."""
    wanted = [topics[each] for each in objectives if topics.get(each)]
    if not wanted:
        return []
    offered = lesson_selectors.lessons_training(topics=dict.fromkeys(wanted))
    found = {
        lesson["id"]: Lesson(lesson["title"], lesson["url"])
        for topic in dict.fromkeys(wanted)
        for lesson in offered.get(topic, ())
    }
    return list(found.values())
