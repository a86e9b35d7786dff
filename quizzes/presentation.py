"""What a learner is shown of a question, before and after the attempt ends. Pure.

Two types on purpose: a page that is rendered from `QuestionView` cannot leak the key, because it does not have it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from quizzes import grading
from quizzes.content import Content, QuestionKind, Response
from quizzes.selection import Place


@dataclass(frozen=True)
class OptionView:
    uid: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class QuestionView:
    """A question while it is being answered: nothing here says what is right."""

    slot: int
    kind: str
    stem: str
    options: tuple[OptionView, ...]
    sequence: int = 0  # of the newest answer on the server, 0 without one

    @property
    def is_multiple(self) -> bool:
        return self.kind == QuestionKind.MULTIPLE

    @property
    def answered(self) -> bool:
        return any(option.chosen for option in self.options)

    @property
    def chosen(self) -> str:
        """Return the chosen uids as the page's form carries them."""
        return ",".join(sorted(option.uid for option in self.options if option.chosen))


@dataclass(frozen=True)
class ReviewedOption:
    text: str
    chosen: bool
    correct: bool
    feedback: str


@dataclass(frozen=True)
class QuestionReview:
    """A question after the attempt: what was chosen, what is right, and why."""

    slot: int
    stem: str
    explanation: str
    options: tuple[ReviewedOption, ...]
    fraction: float  # 0–1

    @property
    def answered(self) -> bool:
        return any(option.chosen for option in self.options)

    @property
    def is_right(self) -> bool:
        return self.fraction > 0.999999

    @property
    def is_partly_right(self) -> bool:
        return 0 < self.fraction <= 0.999999


def question(place: Place, content: Content, response: Response | None, *, sequence: int = 0) -> QuestionView:
    """Return a question as the attempt page shows it."""
    texts = {choice["uid"]: choice["text"] for choice in content["choices"]}
    chosen = set(response["choices"]) if response else set()
    return QuestionView(
        slot=place["slot"],
        kind=content["kind"],
        stem=content["stem"],
        options=tuple(OptionView(uid, texts[uid], uid in chosen) for uid in place["choices"]),
        sequence=sequence,
    )


def review(place: Place, content: Content, response: Response | None, *, fraction: float) -> QuestionReview:
    """Return a question as the result page explains it; `fraction` is its mark, 0–1."""
    choices = {choice["uid"]: choice for choice in content["choices"]}
    chosen = set(response["choices"]) if response else set()
    return QuestionReview(
        slot=place["slot"],
        stem=content["stem"],
        explanation=content["explanation"],
        options=tuple(
            ReviewedOption(
                text=choices[uid]["text"],
                chosen=uid in chosen,
                correct=choices[uid]["correct"],
                feedback=choices[uid]["feedback"],
            )
            for uid in place["choices"]
        ),
        fraction=fraction,
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
