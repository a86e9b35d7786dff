"""What a class answered in a piece of work, as schools.class_reports and schools.gain take it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from statistics import fmean

from lessons import selectors as lesson_selectors
from quizzes import versions
from quizzes.kinds.base import Content
from quizzes.models import Attempt
from quizzes.overviews.answers import MarkedAnswer, marked_answers
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
    pupil_of = {each.attempt.pk: each.pupil for each in done}
    found = marked_answers(attempts=list(pupil_of))
    contents = versions.contents(versions={each.version for each in found})
    asked: dict[int, Asked] = {}
    for each in found:
        if each.question not in asked:
            asked[each.question] = _asked(each, contents[each.version])
    answers = tuple(_answer(pupil_of[each.attempt], each) for each in found)
    topics = {each.objective: each.topic for each in found if each.objective and each.topic}
    return Answers(answers, asked, topics)


def _answer(pupil: int, read: MarkedAnswer) -> Answer:
    return Answer(
        pupil=pupil,
        slot=read.slot,
        question=read.question,
        objective=read.objective,
        pattern=read.scam_pattern,
        kind=read.kind,
        fraction=read.fraction or 0.0,
        confidence=read.confidence,
        answered=read.answered,
        chosen=read.options,
        # what was left empty is no judgement
        hits=read.hits,
        misses=read.possible_hits - read.hits if read.answered else 0,
        false_alarms=read.false_alarms,
        correct_rejections=read.possible_false_alarms - read.false_alarms if read.answered else 0,
    )


def _asked(read: MarkedAnswer, content: Content) -> Asked:
    offered = offers.offer(content, grade=lambda _content, _response: 0.0).options
    return Asked(
        question=read.question,
        stem=content["stem"],
        kind=read.kind,
        objective=read.objective,
        options=tuple(Option(each.uid, each.text, each.right) for each in offered),
    )


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
