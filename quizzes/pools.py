"""Whether a bank is large enough for what a quiz draws from it. Pure.

All questions weigh the same, so that it makes no difference to a mark which ones are drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Drawn:
    """So many questions of these (keys of questions, without those that the quiz asks anyway)."""

    count: int
    members: frozenset[int]


def shortages(pools: Sequence[Drawn]) -> list[int | None]:
    """Return for each pool how many questions are sure to be left for it where those are too few, else None.

    No question comes twice in an attempt: an earlier pool may have taken the ones that a later pool shares with it.
    """
    found: list[int | None] = []
    for place, pool in enumerate(pools):
        taken = sum(min(one.count, len(one.members & pool.members)) for one in pools[:place])
        available = max(0, len(pool.members) - taken)
        found.append(available if available < pool.count else None)
    return found
