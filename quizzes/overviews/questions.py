"""How questions went among many attempts: who chose what, how sure, what was caught. From rows of `answers`."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from quizzes import versions
from quizzes.formats import images
from quizzes.kinds import reading
from quizzes.kinds.base import Content, State, state_of
from quizzes.overviews.answers import MarkedAnswer
from quizzes.statistics import offers

MOST_SAID = 5  # of the wrong answers that are written, matched or sorted
MOST_MISTAKEN = 3  # wrong options that are named for an objective


@dataclass(frozen=True)
class OptionShare:
    """One option (phrase, verdict) of a question and how many chose it."""

    uid: str
    text: str
    is_right: bool
    feedback: str  # what its author says to those who choose it: the misconception
    chosen: int
    share: float  # of those who answered, 0–1
    sure: int  # of those who chose it


@dataclass(frozen=True)
class Detection:
    """How well scams were told from what is genuine, over answered questions. The parts of the two rates."""

    hits: int = 0
    possible_hits: int = 0
    false_alarms: int = 0
    possible_false_alarms: int = 0

    @property
    def hit_rate(self) -> float | None:
        return self.hits / self.possible_hits if self.possible_hits else None

    @property
    def false_alarm_rate(self) -> float | None:
        return self.false_alarms / self.possible_false_alarms if self.possible_false_alarms else None


@dataclass(frozen=True)
class QuestionReport:
    """One version of a question over all the attempts that asked it."""

    version: str
    version_number: int
    question: int
    code: str
    title: str
    kind: str
    objective: str
    topic: str
    slot: int  # where it stood first
    asked: int
    answered: int
    right: int
    partial: int
    wrong: int  # answered, not left empty
    mean: float | None  # 0–1, of those who answered
    options: tuple[OptionShare, ...]  # in their author's order; empty where nothing is chosen
    wrong_answers: tuple[tuple[str, int], ...]  # where nothing is chosen: what was said instead, most first
    confidence: tuple[int, int, int]  # unsure, fairly sure, sure
    sure_and_wrong: int
    detection: Detection
    seconds: float | None  # median


@dataclass(frozen=True)
class Mistake:
    """A wrong option that people chose, with its question."""

    question: int
    title: str
    option: OptionShare


@dataclass(frozen=True)
class ObjectiveReport:
    """One objective over all questions about it."""

    objective: str
    questions: int
    learners: int
    answered: int
    mean: float | None  # 0–1
    sure_and_wrong: int
    mistakes: tuple[Mistake, ...]  # the wrong options chosen most


def detection(*, answers: Iterable[MarkedAnswer]) -> Detection:
    """Return hits and false alarms over these answers; questions left empty count for neither."""
    given = [one for one in answers if one.answered]
    return Detection(
        hits=sum(one.hits for one in given),
        possible_hits=sum(one.possible_hits for one in given),
        false_alarms=sum(one.false_alarms for one in given),
        possible_false_alarms=sum(one.possible_false_alarms for one in given),
    )


def question_reports(*, answers: Sequence[MarkedAnswer]) -> list[QuestionReport]:
    """Return a report per version, in the order in which the questions stand. At most one query."""
    groups: dict[str, list[MarkedAnswer]] = defaultdict(list)
    for one in answers:
        groups[one.version].append(one)
    contents = versions.contents(versions=groups)
    found = [_report(contents[version], group) for version, group in groups.items()]
    return sorted(found, key=lambda one: (one.slot, one.question, one.version_number))


def objective_reports(*, answers: Sequence[MarkedAnswer]) -> list[ObjectiveReport]:
    """Return a report per objective, the one known least first; questions without one are left out."""
    mistakes: dict[str, list[Mistake]] = defaultdict(list)
    for report in question_reports(answers=answers):
        mistakes[report.objective] += [
            Mistake(report.question, report.title, option)
            for option in report.options
            if option.chosen and not option.is_right
        ]
    groups: dict[str, list[MarkedAnswer]] = defaultdict(list)
    for one in answers:
        if one.objective.strip():
            groups[one.objective].append(one)
    found = [_objective(name, group, mistakes[name]) for name, group in groups.items()]
    return sorted(found, key=lambda one: (2.0 if one.mean is None else one.mean, one.objective))


def _objective(name: str, group: list[MarkedAnswer], mistakes: list[Mistake]) -> ObjectiveReport:
    given = [one for one in group if one.answered]
    return ObjectiveReport(
        objective=name,
        questions=len({one.question for one in group}),
        learners=len({one.learner for one in given}),
        answered=len(given),
        mean=_mean(given),
        sure_and_wrong=sum(one.is_sure_and_wrong for one in given),
        mistakes=tuple(sorted(mistakes, key=lambda each: -each.option.chosen)[:MOST_MISTAKEN]),
    )


def _report(content: Content, group: list[MarkedAnswer]) -> QuestionReport:
    given = [one for one in group if one.answered]
    states = Counter(state_of(one.fraction or 0.0) for one in given)
    levels = Counter(one.confidence for one in given)
    options = _options(content, given)
    said = Counter(one.said for one in given if state_of(one.fraction or 0.0) is not State.RIGHT)
    times = sorted(one.seconds for one in given if one.seconds is not None)
    one = group[0]
    return QuestionReport(
        version=one.version,
        version_number=one.version_number,
        question=one.question,
        code=one.code,
        title=one.title,
        kind=one.kind,
        objective=one.objective,
        topic=one.topic,
        slot=min(each.slot for each in group),
        asked=len(group),
        answered=len(given),
        right=states[State.RIGHT],
        partial=states[State.PARTIAL],
        wrong=states[State.WRONG],
        mean=_mean(given),
        options=options,
        wrong_answers=() if options else tuple(said.most_common(MOST_SAID)),
        confidence=(levels[1], levels[2], levels[3]),
        sure_and_wrong=sum(each.is_sure_and_wrong for each in given),
        detection=detection(answers=given),
        seconds=times[len(times) // 2] if times else None,
    )


def _mean(given: list[MarkedAnswer]) -> float | None:
    return sum(one.fraction or 0.0 for one in given) / len(given) if given else None


def _options(content: Content, given: list[MarkedAnswer]) -> tuple[OptionShare, ...]:
    chosen = Counter(uid for one in given for uid in one.options)
    sure = Counter(uid for one in given if one.confidence == 3 for uid in one.options)
    texts = _feedback(content)
    offered = offers.offer(content, grade=lambda _content, _response: 0.0).options
    return tuple(
        OptionShare(
            uid=option.uid,
            text=images.in_words(option.text),
            is_right=option.right,
            feedback=images.in_words(texts.get(option.uid, "")),
            chosen=chosen[option.uid],
            share=chosen[option.uid] / len(given) if given else 0.0,
            sure=sure[option.uid],
        )
        for option in offered
    )


def _feedback(content: Content) -> dict[str, str]:
    """Return what the author says to each option."""
    texts: Any = content.get("feedback")
    found = {str(key): str(text) for key, text in texts.items()} if isinstance(texts, dict) else {}
    none: Any = content.get("none")
    if isinstance(none, dict):
        found[offers.NONE] = reading.text(none, "feedback")
    for key in ("choices", "phrases"):
        found |= {
            reading.text(row, "uid"): reading.text(row, "feedback") for row in reading.rows(content, key)
        }
    return found
