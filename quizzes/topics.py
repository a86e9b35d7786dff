"""What an attempt came to in each part of its quiz. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quizzes.next_steps import NextStep


@dataclass(frozen=True)
class TopicResult:
    """One part of a quiz: what is said of it, and where it can be learnt."""

    name: str
    fraction: float  # 0–1
    points: str  # e.g. "2" or "1.5"
    total: int
    slots: tuple[int, ...]
    topics: tuple[str, ...]  # of the questions that were asked
    passed: bool
    steps: tuple[NextStep, ...] = ()


def per_part(asked: Iterable[tuple[int, str, str, float]], *, pass_percent: int) -> list[TopicResult]:
    """Return the results of the parts in the order in which they are met first, none when there is only one.

    `asked`: slot, part, the question's topic, its mark (0–1). Questions that belong to nothing are left out.
    """
    parts: dict[str, list[tuple[int, str, float]]] = {}
    for slot, part, topic, mark in asked:
        if part:
            parts.setdefault(part, []).append((slot, topic, mark))
    if len(parts) < 2:
        return []
    return [_result(name, rows, pass_percent) for name, rows in parts.items()]


def _result(name: str, rows: Sequence[tuple[int, str, float]], pass_percent: int) -> TopicResult:
    earned = sum(mark for _, _, mark in rows)
    return TopicResult(
        name=name,
        fraction=earned / len(rows),
        points=f"{earned:.2f}".rstrip("0").rstrip("."),
        total=len(rows),
        slots=tuple(slot for slot, _, _ in rows),
        topics=tuple(dict.fromkeys(topic for _, topic, _ in rows)),
        passed=earned / len(rows) * 100 + 1e-9 >= pass_percent,
    )
