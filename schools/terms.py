"""What holds for one pupil in one piece of work: from when, until when, how often, and what being late costs. Pure.

The kindest wins, field by field: of the assignment's own rule, the pupil's exceptions and those of the pupil's groups,
the earliest opening, the latest due and close, the most attempts; no limit is kinder than any. Nothing that a teacher
grants can take something away, and the order of granting does not matter.

Extra time belongs to the person. Whoever has ×1.5 gets half the working time more, and due and close move by that
half: a pupil who begins at the last moment at which others still have all their minutes has all of theirs, too, and
the minutes granted never count as late. The working time is the quiz's time limit; without one, where all begin with
the bell, it is the time from the bell to the close. A window of days is not stretched.
"""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from thai.dates import thai_day_moment

GRACE = dt.timedelta(minutes=5)  # clocks drift, and the last question takes a moment
_DAY = dt.timedelta(days=1)
_LONGEST_LESSON = dt.timedelta(hours=4)  # from bell to close: a longer window is no lesson but homework
Moment = dt.datetime | None  # of a limit: None is "never"


@dataclass(frozen=True)
class LatePolicy:
    """What a day late costs, in percent of what was earned, and what is left at least."""

    kind: str = "accept"  # accept | percent | refuse
    percent: int = 10
    floor: int = 50

    def kept(self, *, days: int) -> float:
        """Return the share (0–1) of the earned mark that is kept after so many started days."""
        if self.kind != "percent":
            return 1.0
        return max(self.floor, 100 - self.percent * max(0, days)) / 100

    def sentence(self, *, has_due: bool = True) -> str:
        """Return what pupils read beforehand; empty where there is nothing to be late for."""
        if not has_due:
            return ""
        if self.kind == "refuse":
            return "หลังกำหนดส่ง ส่งไม่ได้แล้ว เผื่อเวลาไว้หน่อยนะ"
        if self.kind == "accept":
            return "ส่งช้าได้ ไม่หักคะแนน"
        least = f" แต่เหลืออย่างน้อย {self.floor}% ของคะแนนที่ทำได้" if self.floor else ""
        return f"ส่งช้าได้ หักวันละ {self.percent}% ของคะแนนที่ทำได้{least}"


@dataclass(frozen=True)
class Rule:
    """What an assignment says for everybody."""

    opens_at: dt.datetime
    due_at: Moment = None
    closes_at: Moment = None
    attempts_allowed: int | None = 1
    answers: str = "close"  # finish | close | release
    released_at: Moment = None
    late: LatePolicy = LatePolicy()
    waits_for_bell: bool = False
    rung_at: Moment = None


@dataclass(frozen=True)
class Easing:
    """What one exception grants; None and False grant nothing."""

    opens_at: Moment = None
    due_at: Moment = None
    closes_at: Moment = None
    attempts_allowed: int | None = None
    no_due: bool = False
    no_close: bool = False
    no_attempt_limit: bool = False


@dataclass(frozen=True)
class Effective:
    """What holds for one pupil. `extra`: by how much due and close moved for the pupil's extra time."""

    opens_at: dt.datetime
    due_at: Moment
    closes_at: Moment
    attempts_allowed: int | None
    time_factor: float
    feedback_at: Moment  # None: as soon as it ends, unless it is held
    is_held: bool
    late: LatePolicy
    waits: bool  # for the bell, which has not rung
    extra: dt.timedelta = dt.timedelta(0)

    def takes_starts(self, *, now: dt.datetime) -> bool:
        return not self.waits and self.opens_at <= now and not self.is_closed(now=now)

    def is_closed(self, *, now: dt.datetime) -> bool:
        return self.closes_at is not None and self.closes_at <= now

    def is_late(self, *, now: dt.datetime) -> bool:
        return late_days(now, self.due_at) > 0


def effective(
    rule: Rule, easings: Iterable[Easing] = (), *, time_factor: float = 1.0, limit_minutes: int | None = None
) -> Effective:
    """Return what holds for a pupil with these exceptions and this factor of time, in a quiz with this time limit.

    With "refuse" the work closes when it is due: who is granted one of the two is granted both. Elsewhere nobody is
    shut out before what they were given as due.
    """
    given = list(easings)
    due, close = _window(rule, given)
    factor = max(1.0, time_factor)
    extra = _extra(rule, factor=factor, limit_minutes=limit_minutes)
    due, close = _moved(due, extra), _moved(close, extra)
    return Effective(
        opens_at=min([rule.opens_at, *(each.opens_at for each in given if each.opens_at is not None)]),
        due_at=due,
        closes_at=close,
        attempts_allowed=_attempts(rule, given),
        time_factor=factor,
        feedback_at=_feedback_at(rule, due=due, close=close),
        is_held=rule.answers == "release" and rule.released_at is None,
        late=rule.late,
        waits=rule.waits_for_bell and rule.rung_at is None,
        extra=extra if due or close else dt.timedelta(0),
    )


def _window(rule: Rule, given: list[Easing]) -> tuple[Moment, Moment]:
    """Return due and close before extra time."""
    has_due, has_close = not any(each.no_due for each in given), not any(each.no_close for each in given)
    dues, closes = [each.due_at for each in given], [each.closes_at for each in given]
    if rule.late.kind == "refuse" and rule.due_at is not None:
        # whoever need not hand in by a date is bound by the close alone, as far as there is one
        end = min(rule.due_at, rule.closes_at or rule.due_at) if has_due else rule.closes_at
        close = _latest(end, dues + closes) if has_close else None
        return (close if has_due else None), close
    due = _latest(rule.due_at, dues) if has_due else None
    close = _latest(rule.closes_at, [*closes, rule.due_at, *dues]) if has_close else None
    return due, close


def _latest(moment: Moment, granted: Iterable[Moment]) -> Moment:
    """Return the latest of a limit and what was granted; no limit stays none."""
    return None if moment is None else max([moment, *(each for each in granted if each is not None)])


def _attempts(rule: Rule, given: list[Easing]) -> int | None:
    allowed = rule.attempts_allowed
    if allowed is None or any(each.no_attempt_limit for each in given):
        return None
    return max([allowed, *(each.attempts_allowed for each in given if each.attempts_allowed is not None)])


def _moved(moment: Moment, by: dt.timedelta) -> Moment:
    return None if moment is None else moment + by


def _extra(rule: Rule, *, factor: float, limit_minutes: int | None) -> dt.timedelta:
    """Return how much longer than others a person with this factor works, in whole minutes upwards."""
    working = dt.timedelta(minutes=limit_minutes or 0)
    if not limit_minutes and rule.waits_for_bell and rule.rung_at and rule.closes_at:
        lesson = rule.closes_at - rule.rung_at
        working = lesson if dt.timedelta(0) < lesson <= _LONGEST_LESSON else dt.timedelta(0)
    minutes = round(working.total_seconds() * (factor - 1) / 60, 6)  # 1.1 is a little more than it says
    return dt.timedelta(minutes=math.ceil(minutes))


def _feedback_at(rule: Rule, *, due: Moment, close: Moment) -> Moment:
    """Return from when on a pupil's work may be explained: with "close", not before it closes for everybody.

    Whoever may go on longer waits longer: the key would be open beside the work. Where nothing closes for the pupil,
    the class's close counts, then the due date.
    """
    if rule.answers != "close":
        return None
    return close or rule.closes_at or due or rule.due_at


def late_days(handed_in: dt.datetime, due_at: Moment) -> int:
    """Return how many 24-hour periods after the due date had begun; 0 within the grace."""
    if due_at is None or handed_in <= due_at + GRACE:
        return 0
    return math.ceil((handed_in - due_at) / _DAY)


def late_mark(earned: float, *, days: int, policy: LatePolicy) -> float:
    """Return the mark (0–1) after the late rule: never more than earned, never less than its floor."""
    return earned * policy.kept(days=days)


@dataclass(frozen=True)
class HandIn:
    """One finished attempt at one step of the work; `fraction` is 0–1."""

    item: int
    at: dt.datetime
    fraction: float


@dataclass(frozen=True)
class Standing:
    """What comes of somebody's hand-ins. `earned` and `fraction` are None before the first."""

    items_done: int = 0
    finished_at: Moment = None  # when the last step that was needed was handed in first
    late_days: int = 0
    earned: float | None = None
    fraction: float | None = None


def standing(hand_ins: Iterable[HandIn], *, items: int, due_at: Moment, policy: LatePolicy) -> Standing:
    """Return the mark of a piece of work of so many steps: the mean of the best attempt of each, missing ones 0.

    Looked at after every hand-in, with that one's lateness, and the best of these looks counts: nobody loses by
    trying again or by handing in something more, and a blank paper before the due date saves no day after it.
    """
    best: dict[int, float] = {}
    first: dict[int, dt.datetime] = {}
    looks: list[tuple[float, float, int]] = []
    for each in sorted(hand_ins, key=lambda hand_in: (hand_in.at, hand_in.item)):
        best[each.item] = max(best.get(each.item, 0.0), each.fraction)
        first.setdefault(each.item, each.at)
        earned = sum(best.values()) / max(items, len(best))
        days = late_days(each.at, due_at)
        looks.append((late_mark(earned, days=days, policy=policy), earned, days))
    if not looks:
        return Standing()
    fraction, earned, days = max(looks, key=lambda look: (look[0], look[1], -look[2]))
    return Standing(
        items_done=len(best),
        finished_at=max(first.values()) if len(best) >= items else None,
        late_days=days,
        earned=earned,
        fraction=fraction,
    )


class State(StrEnum):
    """Where a pupil stands in a piece of work, as pupils see it."""

    NOT_OPEN = "not_open"
    WAITS = "waits"
    OPEN = "open"
    WORKING = "working"
    DONE = "done"
    LATE = "late"  # not done, past due, and still taken
    CLOSED = "closed"


def state(held: Effective, *, has_begun: bool, is_done: bool, now: dt.datetime) -> State:
    """Return where a pupil stands. What is done stays done, whatever happens to the dates."""
    if is_done:
        return State.DONE
    if held.is_closed(now=now):
        return State.CLOSED
    if has_begun:
        return State.WORKING
    if held.opens_at > now:
        return State.NOT_OPEN
    if held.waits:
        return State.WAITS
    return State.LATE if held.is_late(now=now) else State.OPEN


def deadline_sentence(held: Effective, *, now: dt.datetime) -> str:
    """Return until when, in a pupil's words: by when to hand in, or that it is late and still welcome."""
    due, close = held.due_at, held.closes_at
    if held.is_closed(now=now):
        return "ปิดรับแล้ว ถ้ามีเหตุจำเป็น บอกครูได้"
    if held.opens_at > now:
        return f"เปิดให้ทำ {thai_day_moment(held.opens_at)}"
    if due is None:
        return f"ทำได้ถึง {thai_day_moment(close)}" if close else "ทำเมื่อไรก็ได้ ไม่มีกำหนดส่ง"
    if now <= due + GRACE:
        return f"ส่งภายใน {thai_day_moment(due)}"
    until = f" จนถึง {thai_day_moment(close)}" if close else ""
    cost = f" หักวันละ {held.late.percent}%" if held.late.kind == "percent" else " ไม่หักคะแนน"
    return f"เลยกำหนดแล้ว ยังส่งได้{until}{cost}"


def done_sentence(*, late_days: int) -> str:
    """Return how handed-in work is spoken of."""
    return f"ส่งช้า {late_days} วัน ครูรับไว้แล้ว" if late_days else "ส่งแล้ว"
