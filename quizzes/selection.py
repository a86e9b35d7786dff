"""Decides which versions an attempt shows and in which order their choices stand. Pure.

The order comes from a hash of the seed, not from a random generator: the same seed gives the same paper on every
machine and Python version.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypedDict


class Place(TypedDict):
    slot: int  # 1-based position in the attempt
    version: str  # hex of QuestionVersion.pk
    kind: str
    choices: list[str]  # uids in the order shown


@dataclass(frozen=True)
class Candidate:
    """One published question that a quiz asks for."""

    version: str
    kind: str
    choices: tuple[str, ...]


def order(uids: Iterable[str], *, seed: int, slot: int) -> list[str]:
    """Return the uids in an order that depends on the seed and the slot only."""
    return sorted(uids, key=lambda uid: hashlib.sha256(f"{seed}:{slot}:{uid}".encode()).digest())


def lay_out(candidates: Sequence[Candidate], *, seed: int, shuffle_choices: bool) -> list[Place]:
    """Return the attempt's layout: every candidate once, in the quiz's order, numbered from 1."""
    return [
        Place(
            slot=slot,
            version=candidate.version,
            kind=candidate.kind,
            choices=order(candidate.choices, seed=seed, slot=slot)
            if shuffle_choices
            else list(candidate.choices),
        )
        for slot, candidate in enumerate(candidates, start=1)
    ]
