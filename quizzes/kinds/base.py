"""What every kind of question answers to: the protocol, and what it hands back. Pure.

Shapes are JSON: a content is what was published, a response is what a learner gave. Neither is trusted; nothing
here raises on a wrong one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

Content = Mapping[str, Any]
Response = dict[str, Any]

# Moodle 4.5, question/engine/states.php: graded_state_for_fraction
WRONG_BELOW = 1e-6
RIGHT_ABOVE = 0.999999


class State(StrEnum):
    RIGHT = "right"
    PARTIAL = "partial"
    WRONG = "wrong"


def state_of(fraction: float) -> State:
    """Return Moodle's state of a fraction: below 1e-6 wrong, above 0.999999 right, else partial."""
    if fraction > RIGHT_ABOVE:
        return State.RIGHT
    return State.WRONG if fraction < WRONG_BELOW else State.PARTIAL


@dataclass(frozen=True)
class Problem:
    """What keeps a question from being published; the path is dotted with places from 0: choices.1.feedback."""

    path: str
    sentence_th: str


@dataclass(frozen=True)
class Grade:
    """What a response earned.

    `fraction` 0–1 of the question's mark. `per_part` says what each part earned by its own measure, which may be
    below 0 (a wrong tick). The four counts are those of signal detection: suspicious things taken as such, let
    pass; innocent things taken as suspicious, let pass; all 0 where the kind does not measure that.
    """

    fraction: float = 0.0
    per_part: Mapping[str, float] = field(default_factory=dict)
    hits: int = 0
    misses: int = 0
    false_alarms: int = 0
    correct_rejections: int = 0

    @property
    def state(self) -> State:
        return state_of(self.fraction)


NOTHING = Grade()


@dataclass(frozen=True)
class Feedback:
    """What is said to one thing that was given; `uid` is the part's, None when it belongs to no part."""

    uid: str | None
    text: str
    is_right: bool


class Kind(Protocol):
    """One kind of question. All functions accept any content and any JSON as a response."""

    def problems(self, content: Content) -> list[Problem]:
        """Return what keeps the question from being published; empty when nothing does."""

    def parts(self, content: Content) -> list[str]:
        """Return the uids that may be shown in another order."""

    def check(self, content: Content, response: object) -> bool:
        """Tell whether a response is well formed for this content; an empty one is."""

    def answered(self, content: Content, response: object) -> bool:
        """Tell whether a well-formed response says anything; what does not is marked 0."""

    def grade(self, content: Content, response: object) -> Grade:
        """Return the marks; 0 for no answer and for what `check` refuses."""

    def feedback(self, content: Content, response: object) -> list[Feedback]:
        """Return what is said to what was given."""

    def right_response(self, content: Content) -> Response:
        """Return a response that earns full marks."""

    def right_answer(self, content: Content) -> str:
        """Return the right answer on one line, for reading."""
