"""Marks attempts. Pure.

Fractions run from 0 (nothing right) to 1 (all right). How one question is marked is the business of its kind
(`quizzes.kinds`: Moodle 4.5's rules).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quizzes.kinds import KINDS
from quizzes.kinds.base import Content

_TOLERANCE = 1e-9  # floating point, not leniency


def fraction(content: Content, response: Mapping[str, Any] | None) -> float:
    """Return the mark, 0–1, of a response to a question; None is no answer, and earns 0."""
    return KINDS[content["kind"]].grade(content, response).fraction


@dataclass(frozen=True)
class Marks:
    """What an attempt earned: per question in order, and as a whole (their mean), 0–1."""

    per_question: tuple[float, ...]
    whole: float


def mark(answers: Sequence[tuple[Content, Mapping[str, Any] | None]]) -> Marks:
    """Return the marks of a whole attempt; every question weighs the same. An empty attempt earns 0."""
    each = tuple(fraction(content, response) for content, response in answers)
    return Marks(each, min(1.0, sum(each) / len(each)) if each else 0.0)


def passes(whole: float, *, pass_percent: int) -> bool:
    """Tell whether a fraction of 0–1 reaches the criterion in percent."""
    return whole * 100 >= pass_percent - _TOLERANCE
