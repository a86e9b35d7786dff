"""Marks answers. Pure.

Fractions run from 0 (nothing right) to 1 (all right). Rules equal Moodle 4.5's (question/type/multichoice
/question.php) with the weights that a Moodle author gives by convention: each right choice 1/right, each wrong
one −1/wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.content import Content, QuestionKind, Response

_TOLERANCE = 1e-9  # floating point, not leniency


def fraction(content: Content, response: Response | None) -> float:
    """Return the mark, 0–1, of a response to a question; None is no answer.

    single: 1 when exactly the right choice was chosen, else 0. multiple: the share of right choices chosen less
    the share of wrong choices chosen, never below 0 (Moodle: min(1, max(0, Σ fractions)) over the selected).
    """
    right = {choice["uid"] for choice in content["choices"] if choice["correct"]}
    wrong = {choice["uid"] for choice in content["choices"] if not choice["correct"]}
    chosen = set(response["choices"]) if response else set()
    if not chosen or not right:
        return 0.0
    if content["kind"] == QuestionKind.SINGLE:
        return float(chosen == right)
    # one division, so that "everything right" is exactly 1
    hits, misses = len(chosen & right), len(chosen & wrong)
    if not wrong:
        return hits / len(right)
    return max(0.0, (hits * len(wrong) - misses * len(right)) / (len(right) * len(wrong)))


@dataclass(frozen=True)
class Marks:
    """What an attempt earned: per question in order, and as a whole (their mean), 0–1."""

    per_question: tuple[float, ...]
    whole: float


def mark(answers: Sequence[tuple[Content, Response | None]]) -> Marks:
    """Return the marks of a whole attempt; every question weighs the same. An empty attempt earns 0."""
    each = tuple(fraction(content, response) for content, response in answers)
    return Marks(each, min(1.0, sum(each) / len(each)) if each else 0.0)


def passes(whole: float, *, pass_percent: int) -> bool:
    """Tell whether a fraction of 0–1 reaches the criterion in percent."""
    return whole * 100 >= pass_percent - _TOLERANCE
