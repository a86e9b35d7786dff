"""What a learner is shown of a question, before and after the attempt ends. Pure.

Two types on purpose: a page that is rendered from `QuestionView` cannot leak the key, because it does not have it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from quizzes import grading
from quizzes.kinds import KINDS, confidence
from quizzes.kinds.base import NOTHING, Content, Grade, state_of
from quizzes.plain_form import fingerprint
from quizzes.presentation import asking, reviewing, saying, wording
from quizzes.presentation.saying import Checked
from quizzes.selection import Place

Response = Mapping[str, Any]
CONFIDENCES = tuple((int(level), label) for level, label in confidence.LABELS.items())


@dataclass(frozen=True)
class QuestionView:
    """A question while it is being answered: nothing here says what is right."""

    slot: int
    kind: str
    stem: str
    body: asking.Body
    answered: bool
    shown: str  # fingerprint of the response that the page shows, for the plain form
    asks_confidence: bool = False
    confidence: int = 0  # 1–3, 0 when not given
    sequence: int = 0  # of the newest answer on the server, 0 without one
    pictures: Mapping[str, Any] = field(default_factory=dict)  # name in the texts → address and size
    exhibit: Mapping[str, Any] | None = None  # quizzes.exhibits draws it
    checked: Checked | None = None  # what was said when the learner asked, for the newest answer
    confidences = CONFIDENCES

    @property
    def template(self) -> str:
        return f"quizzes/kinds/{self.kind}.html"


@dataclass(frozen=True)
class QuestionReview:
    """A question after the attempt: what was given, what is right, and why."""

    slot: int
    kind: str
    stem: str
    explanation: str
    body: reviewing.Body
    answered: bool
    fraction: float  # 0–1
    grade: Grade
    pictures: Mapping[str, Any]  # name in the texts → address and size
    cell: confidence.Cell | None  # how sure, how right; None where that was not asked or not said
    exhibit: Mapping[str, Any] | None = None  # quizzes.exhibits draws it

    @property
    def template(self) -> str:
        return f"quizzes/kinds/{self.kind}_review.html"

    @property
    def state(self) -> str:
        return state_of(self.fraction) if self.answered else "unanswered"

    @property
    def is_right(self) -> bool:
        return self.answered and self.state == "right"

    @property
    def is_partly_right(self) -> bool:
        return self.answered and self.state == "partial"


def question(
    place: Place,
    content: Content,
    response: Response | None,
    *,
    sequence: int = 0,
    checked: bool = False,
) -> QuestionView:
    """Return a question as the attempt page shows it; `checked`: the learner has asked about this response."""
    given = dict(response or {})
    answered = KINDS[content["kind"]].answered(content, given)
    return QuestionView(
        slot=place["slot"],
        kind=content["kind"],
        stem=content["stem"],
        pictures=content.get("pictures") or {},
        exhibit=content.get("exhibit"),
        body=asking.body(content, place["parts"], given),
        answered=answered,
        shown=fingerprint(given),
        asks_confidence=content.get("ask_confidence") is True,
        confidence=int(confidence.confidence_of(given) or 0),
        sequence=sequence,
        checked=saying.checked(content, given) if checked and answered else None,
    )


def review(place: Place, content: Content, response: Response | None, *, fraction: float) -> QuestionReview:
    """Return a question as the result page explains it; `fraction` is its mark, 0–1."""
    given = dict(response or {})
    kind = KINDS[content["kind"]]
    answered = kind.answered(content, given)
    return QuestionReview(
        slot=place["slot"],
        kind=content["kind"],
        stem=content["stem"],
        pictures=content.get("pictures") or {},
        exhibit=content.get("exhibit"),
        explanation=content.get("explanation", ""),
        body=reviewing.body(content, place["parts"], given),
        answered=answered,
        fraction=fraction,
        grade=kind.grade(content, given),
        cell=confidence.cell(given, fraction) if answered and content.get("ask_confidence") is True else None,
    )


@dataclass(frozen=True)
class Outcome:
    """What an attempt came to, for people."""

    points: str  # e.g. "4" or "4.5"
    total: int
    fraction: float  # 0–1
    passed: bool
    pass_percent: int

    @property
    def is_perfect(self) -> bool:
        return self.fraction > 0.999999


def outcome(marks: Sequence[float], *, whole: float, pass_percent: int) -> Outcome:
    """Return the attempt's outcome; `marks` and `whole` are fractions 0–1."""
    return Outcome(
        points=f"{sum(marks):.2f}".rstrip("0").rstrip("."),
        total=len(marks),
        fraction=whole,
        passed=grading.passes(whole, pass_percent=pass_percent),
        pass_percent=pass_percent,
    )


@dataclass(frozen=True)
class Alertness:
    """How an attempt went as a watch for scams, and how sure the learner was where it was wrong."""

    tally: str  # hits and false alarms apart, "" when no question measures that
    sure_but_wrong: tuple[int, ...]  # slots


def alertness(reviews: Sequence[QuestionReview]) -> Alertness:
    counts = [review.grade for review in reviews]
    summed = Grade(
        hits=sum(one.hits for one in counts),
        misses=sum(one.misses for one in counts),
        false_alarms=sum(one.false_alarms for one in counts),
        correct_rejections=sum(one.correct_rejections for one in counts),
    )
    dangerous = tuple(one.slot for one in reviews if one.cell is not None and one.cell.is_dangerous)
    return Alertness(reviewing.tally(summed) if summed != NOTHING else "", dangerous)


@dataclass(frozen=True)
class Moment:
    """One answer of an attempt, as its replay tells it."""

    after: str  # since the start, in words
    slot: int
    said: str  # "" when the answer was taken back
    sure: str  # in words, "" when not said
    is_again: bool  # this question had an answer before
    was_checked: bool
    late: str  # how long after the deadline it came, in words; "" when in time


def moment(
    content: Content,
    response: Response,
    *,
    slot: int,
    seconds: float,
    late: float,
    is_again: bool,
    was_checked: bool,
) -> Moment:
    """Return one answer in words; `seconds` since the start, `late`: seconds after the deadline (≤ 0: in time)."""
    level = confidence.confidence_of(dict(response))
    return Moment(
        after=wording.duration(seconds),
        slot=slot,
        said=saying.in_words(content, dict(response)),
        sure=confidence.LABELS[level] if level else "",
        is_again=is_again,
        was_checked=was_checked,
        late=wording.duration(late) if late > 0 else "",
    )
