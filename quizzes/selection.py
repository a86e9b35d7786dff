"""Decides which questions an attempt shows and in which order their parts stand. Pure.

Every order comes from a hash of the seed, not from a random generator: the same seed gives the same paper on every
machine and Python version.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

# their authors write them down in the right order: shown like that they would tell the answer
_ALWAYS_SHUFFLED = frozenset({"match", "order"})


class Place(TypedDict):
    slot: int  # 1-based position in the attempt
    question: int  # Question.pk; 0 in a preview
    version: str  # hex of QuestionVersion.pk
    kind: str
    parts: list[str]  # uids of what may be shown in another order, as shown


@dataclass(frozen=True)
class Member:
    """A published question that a quiz may show."""

    question: int
    version: str


@dataclass(frozen=True)
class Pool:
    """So many of these questions."""

    count: int
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Candidate:
    """One question that the attempt will show."""

    version: str
    kind: str
    parts: tuple[str, ...]
    question: int = 0


def _rank(*words: object) -> bytes:
    return hashlib.sha256(":".join(map(str, words)).encode()).digest()


def order(uids: Iterable[str], *, seed: int, slot: int) -> list[str]:
    """Return the uids in an order that depends on the seed and the slot only."""
    return sorted(uids, key=lambda uid: _rank(seed, slot, uid))


def draw(entries: Sequence[Member | Pool], *, seed: int, met: Mapping[int, int]) -> list[Member]:
    """Return the questions of an attempt: those that are fixed, and a draw from each pool, none twice.

    `met`: how often this learner has met a question (Question.pk) before; those met least come first, so that a
    question comes again only when the pool has nothing new. A pool that is too small gives what it has.
    """
    taken = {entry.question for entry in entries if isinstance(entry, Member)}
    drawn: list[Member] = []
    for number, entry in enumerate(entries):
        chosen = [entry] if isinstance(entry, Member) else _drawn(entry, taken, f"{seed}:pool{number}", met)
        taken |= {member.question for member in chosen}
        drawn += chosen
    return drawn


def _drawn(pool: Pool, taken: set[int], seed: str, met: Mapping[int, int]) -> list[Member]:
    free = {member.question: member for member in pool.members if member.question not in taken}
    ranked = sorted(free, key=lambda question: (met.get(question, 0), _rank(seed, question)))
    return [free[question] for question in ranked[: pool.count]]


def lay_out(
    candidates: Sequence[Candidate], *, seed: int, shuffle_choices: bool, shuffle_questions: bool = False
) -> list[Place]:
    """Return the attempt's layout: every candidate once, numbered from 1, in the quiz's order or shuffled."""
    if shuffle_questions:
        candidates = sorted(candidates, key=lambda candidate: _rank(seed, "questions", candidate.version))
    return [
        Place(
            slot=slot,
            question=candidate.question,
            version=candidate.version,
            kind=candidate.kind,
            parts=_parts(candidate, seed=seed, slot=slot, shuffle=shuffle_choices),
        )
        for slot, candidate in enumerate(candidates, start=1)
    ]


def _parts(candidate: Candidate, *, seed: int, slot: int, shuffle: bool) -> list[str]:
    written = list(candidate.parts)
    if not shuffle and candidate.kind not in _ALWAYS_SHUFFLED:
        return written
    parts = order(written, seed=seed, slot=slot)
    if candidate.kind == "order" and parts == written:
        return parts[1:] + parts[:1]  # by chance all in place: nothing would be left to do
    return parts
