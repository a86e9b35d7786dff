"""Plans a regrade after a wrong key was found: who changes, from what to what. Pure; nothing is written.

The caller marks with its own `grade(content, response)`. Every change keeps the old fraction, so the plan can be
shown before it is applied, explained to the learner afterwards, and undone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from quizzes.grading import passes

Content = Mapping[str, Any]
Response = Mapping[str, Any]
Grade = Callable[[Any, Any], float]
Fits = Callable[[Any, Any], bool]

_SAME = 1e-9  # floating point, not leniency


class Policy(StrEnum):
    """What a learner's answer earns once the key has changed (after Canvas's regrade choices)."""

    CURRENT_KEY = "current_key"
    CURRENT_OR_PREVIOUS = "current_or_previous"
    FULL_CREDIT = "full_credit"
    LEAVE = "leave"


LABELS: Mapping[Policy, str] = {
    Policy.CURRENT_KEY: "ใช้เฉลยใหม่",
    Policy.CURRENT_OR_PREVIOUS: "ถือว่าถูกทั้งเฉลยใหม่และเฉลยเดิม",
    Policy.FULL_CREDIT: "ให้คะแนนเต็มทุกคน",
    Policy.LEAVE: "ไม่เปลี่ยนคะแนนของใคร",
}


@dataclass(frozen=True)
class Given:
    """The question as one finished attempt was given it, with that attempt's marks."""

    attempt: str
    slot: int  # 1-based
    version: str  # the key it was marked with
    response: Response | None
    fractions: tuple[float, ...]  # recorded, per slot: what a second regrade builds on
    pass_percent: int  # frozen when the attempt started
    weights: tuple[float, ...] = ()  # per slot; empty: all weigh the same


@dataclass(frozen=True)
class Change:
    """One attempt whose fraction for the question changes."""

    attempt: str
    slot: int
    version: str
    old: float
    new: float
    old_whole: float
    new_whole: float
    passed: bool
    passes: bool


@dataclass(frozen=True)
class Plan:
    """What a regrade would do. `kept` would have lost and keep what they had; `unreadable`: see `plan`."""

    policy: Policy
    only_if_better: bool
    given: int
    changes: tuple[Change, ...]
    kept: tuple[str, ...]  # attempts
    unreadable: tuple[str, ...]  # attempts

    @property
    def better(self) -> int:
        return sum(change.new > change.old for change in self.changes)

    @property
    def worse(self) -> int:
        return sum(change.new < change.old for change in self.changes)

    @property
    def newly_passing(self) -> int:
        return sum(change.passes and not change.passed for change in self.changes)

    @property
    def no_longer_passing(self) -> int:
        return sum(change.passed and not change.passes for change in self.changes)

    @property
    def sentences(self) -> list[str]:
        """Return the preview in Thai, for the person who decides."""
        if not self.changes:
            said = [f"จากผู้ทำข้อนี้ {self.given:,} ครั้ง ไม่มีคะแนนของใครเปลี่ยน"]
        else:
            said = [
                f"จากผู้ทำข้อนี้ {self.given:,} ครั้ง คะแนนเปลี่ยน {len(self.changes):,} ครั้ง "
                f"(เพิ่ม {self.better:,} ลด {self.worse:,})"
            ]
        if self.newly_passing:
            said.append(f"ผ่านเกณฑ์เพิ่ม {self.newly_passing:,} ครั้ง")
        if self.no_longer_passing:
            said.append(f"เคยผ่านแต่จะไม่ผ่าน {self.no_longer_passing:,} ครั้ง")
        if self.kept:
            said.append(f"คงคะแนนเดิมที่สูงกว่าไว้ {len(self.kept):,} ครั้ง")
        if self.unreadable:
            said.append(f"คำตอบ {len(self.unreadable):,} ครั้งไม่เข้ากับข้อฉบับใหม่ จึงไม่คิดด้วยเฉลยใหม่")
        return said


def plan(
    given: Iterable[Given],
    *,
    previous: Mapping[str, Content],
    current: Content,
    policy: Policy,
    grade: Grade,
    fits: Fits = lambda _content, _response: True,
    only_if_better: bool = True,
) -> Plan:
    """Return who would change if these attempts were marked by `current` (the mended version) under `policy`.

    previous: content by version, for every version that the attempts were marked with. `fits` tells whether a
    response can be marked by a content; one that cannot (its option is gone) counts under the previous key only.
    Full credit goes to everyone who was given the question, those who left it empty too. Applying a plan and
    planning again with the new fractions gives no changes. KeyError for a version that `previous` lacks;
    IndexError for a slot that the attempt's fractions lack.
    """
    changes: list[Change] = []
    kept: list[str] = []
    unreadable: list[str] = []
    number = 0
    for number, each in enumerate(given, start=1):  # noqa: B007 (the count is wanted afterwards)
        old = _recorded(each)
        readable = each.response is None or fits(current, each.response)
        if not readable and policy in (Policy.CURRENT_KEY, Policy.CURRENT_OR_PREVIOUS):
            unreadable.append(each.attempt)
        new = _deserved(each, previous, current, policy, grade, readable=readable)
        if abs(new - old) <= _SAME:
            continue
        if only_if_better and new < old:
            kept.append(each.attempt)
            continue
        changes.append(_change(each, old, new))
    return Plan(policy, only_if_better, number, tuple(changes), tuple(kept), tuple(unreadable))


def whole(fractions: Sequence[float], weights: Sequence[float] = ()) -> float:
    """Return an attempt's fraction, 0–1: the mean of its slots' fractions by weight."""
    if not fractions:
        return 0.0
    by = weights or (1.0,) * len(fractions)
    total = sum(weight * fraction for weight, fraction in zip(by, fractions, strict=True))
    return max(0.0, min(1.0, total / sum(by)))


def _recorded(each: Given) -> float:
    if not 1 <= each.slot <= len(each.fractions):
        raise IndexError(f"attempt {each.attempt} has no slot {each.slot}")
    return each.fractions[each.slot - 1]


def _deserved(
    each: Given,
    previous: Mapping[str, Content],
    current: Content,
    policy: Policy,
    grade: Grade,
    *,
    readable: bool,
) -> float:
    if policy is Policy.LEAVE:
        return _recorded(each)
    if policy is Policy.FULL_CREDIT:
        return 1.0
    now = _marked(current, each.response, grade) if readable else None
    if policy is Policy.CURRENT_OR_PREVIOUS:
        before = _marked(previous[each.version], each.response, grade)
        return before if now is None else max(now, before)
    return _recorded(each) if now is None else now


def _marked(content: Content, response: Response | None, grade: Grade) -> float:
    return 0.0 if response is None else grade(content, response)


def _change(each: Given, old: float, new: float) -> Change:
    at = each.slot - 1
    after = (*each.fractions[:at], new, *each.fractions[at + 1 :])
    old_whole, new_whole = whole(each.fractions, each.weights), whole(after, each.weights)
    return Change(
        each.attempt,
        each.slot,
        each.version,
        old,
        new,
        old_whole,
        new_whole,
        passed=passes(old_whole, pass_percent=each.pass_percent),
        passes=passes(new_whole, pass_percent=each.pass_percent),
    )
