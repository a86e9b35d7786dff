"""What a learner knows now, per objective: a state that can fall, and the short reviews that keep it up. Pure.

Three facts are kept apart: done (lessons), score (attempts), and *knows it now* (here). Only an answer can move a
skill: time alone makes a review due, never a level lower, so absence is not punished.

The next review comes from a `Scheduler`. The default is a plain ladder of days (the effect of scam education lasts
at least three months if, and only if, there is a reminder: Burke et al. 2022, doi:10.1016/j.jebo.2022.03.028).
quizzes.schedules has another one behind the same interface; `Review.memory` is for what that wants to remember.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from fractions import Fraction
from typing import Any, Protocol, Self

LADDER_DAYS = (1, 7, 30, 90)
BOOSTERS_A_DAY = 5
RIGHT_FROM = 1 - 1e-9  # the fraction from which an answer counts as right
ENOUGH_QUESTIONS = 3  # on each side, before a gain is more than luck


class Level(IntEnum):
    """How well an objective is known; each finished try or review moves it by at most one step down."""

    NOT_STARTED = 0
    LEARNING = 1
    KNOWS = 2
    LASTS = 3  # still known on the ladder's last rungs


LEVEL_LABELS: Mapping[Level, str] = {
    Level.NOT_STARTED: "ยังไม่เริ่ม",
    Level.LEARNING: "กำลังเรียนรู้",
    Level.KNOWS: "ทำได้แล้ว",
    Level.LASTS: "จำได้แม่น",
}


@dataclass(frozen=True)
class Criterion:
    """Mastery: at least `right` of the last `of` answers are right (Kolibri's m of n; right = of: in a row)."""

    right: int
    of: int

    def __post_init__(self) -> None:
        if not 1 <= self.right <= self.of:
            raise ValueError("a criterion needs 1 ≤ right ≤ of")

    def fitted(self, questions: int) -> Self:
        """Return the criterion for a try that has only so many questions: the same share, rounded up."""
        if questions < 1:
            raise ValueError("a try needs a question")
        if questions >= self.of:
            return self
        return replace(self, right=-(-questions * self.right // self.of), of=questions)

    def is_met(self, answers: Sequence[bool]) -> bool:
        return sum(answers[-self.of :]) >= self.right


DEFAULT_CRITERION = Criterion(right=4, of=5)

# What counted as mastery since when. A change is a new line, never an edit: a try keeps the criterion it began with.
CRITERIA: tuple[tuple[dt.datetime, Criterion], ...] = (
    (dt.datetime(2026, 1, 1, tzinfo=dt.UTC), DEFAULT_CRITERION),
)


def criterion_at(moment: dt.datetime) -> Criterion:
    """Return the criterion of tries that began at a moment."""
    return next((each for since, each in reversed(CRITERIA) if since <= moment), CRITERIA[0][1])


@dataclass(frozen=True)
class Try:
    """One go at an objective. Its criterion was frozen when it started: a later default changes nothing here."""

    criterion: Criterion
    started_at: dt.datetime
    answers: tuple[bool, ...] = ()  # right or not, in order
    met_at: dt.datetime | None = None

    def answered(self, *, fraction: float, now: dt.datetime) -> Self:
        """Return the try with one more answer. Once met it stays met; later answers are still kept."""
        answers = (*self.answers, fraction >= RIGHT_FROM)
        met_at = self.met_at or (now if self.criterion.is_met(answers) else None)
        return replace(self, answers=answers, met_at=met_at)

    @property
    def is_met(self) -> bool:
        return self.met_at is not None


def start_try(
    *, questions: int, now: dt.datetime, criterion: Criterion = DEFAULT_CRITERION, open_try: Try | None = None
) -> Try:
    """Return the try that goes on (its criterion untouched), or a new one with the criterion frozen into it."""
    return open_try or Try(criterion.fitted(questions), started_at=now)


@dataclass(frozen=True)
class Review:
    """When an objective is asked again. `memory` belongs to the scheduler; plain JSON."""

    due_at: dt.datetime
    rung: int = 0
    memory: Mapping[str, Any] = field(default_factory=dict)


class Scheduler(Protocol):
    """Decides when to ask again."""

    def first(self, *, now: dt.datetime) -> Review:
        """Return the first review of something just learned."""

    def after(self, review: Review, *, recalled: bool, now: dt.datetime) -> Review:
        """Return the next review after one that was answered now, on time or however late."""

    def lasts(self, review: Review) -> bool:
        """Tell whether what is next asked in this review has proved to last."""


@dataclass(frozen=True)
class Ladder:
    """Fixed days: recalled, one rung up (the last repeats); not recalled, back to the first rung.

    A review that comes late counts as if it had come on time. What another schedule remembers is carried along.
    """

    days: tuple[int, ...] = LADDER_DAYS

    def __post_init__(self) -> None:
        if not self.days or any(day < 1 for day in self.days) or list(self.days) != sorted(self.days):
            raise ValueError("a ladder needs days that do not get fewer")

    def first(self, *, now: dt.datetime) -> Review:
        return self._on(0, now)

    def after(self, review: Review, *, recalled: bool, now: dt.datetime) -> Review:
        rung = min(review.rung + 1, len(self.days) - 1) if recalled else 0
        return replace(self._on(rung, now), memory=review.memory)

    def lasts(self, review: Review) -> bool:
        return review.rung >= len(self.days) - 1

    def _on(self, rung: int, now: dt.datetime) -> Review:
        return Review(now + dt.timedelta(days=self.days[rung]), rung)


DEFAULT_SCHEDULER: Scheduler = Ladder()


@dataclass(frozen=True)
class Skill:
    """A learner's standing in one objective."""

    objective: str
    level: Level = Level.NOT_STARTED
    best: Level = Level.NOT_STARTED  # never falls: for "you could do this before"
    changed_at: dt.datetime | None = None
    review: Review | None = None
    reviewed_at: dt.datetime | None = None

    def is_due(self, *, now: dt.datetime) -> bool:
        return self.review is not None and self.review.due_at <= now


def after_try(
    skill: Skill, finished: Try, *, now: dt.datetime, scheduler: Scheduler = DEFAULT_SCHEDULER
) -> Skill:
    """Return the skill after a finished try: met lifts it to KNOWS at least, not met takes one step (to LEARNING).

    A try without an answer changes nothing. The first review is planned when the objective becomes known; what was
    known and is not met comes again soon.
    """
    if not finished.answers:
        return skill
    if finished.is_met:
        level = max(skill.level, Level.KNOWS)
        review = skill.review if skill.level >= Level.KNOWS else scheduler.first(now=now)
        return _moved(replace(skill, review=review or scheduler.first(now=now)), level, now)
    again = skill.review and scheduler.after(skill.review, recalled=False, now=now)
    return _moved(replace(skill, review=again), _one_down(skill.level), now)


def after_review(
    skill: Skill,
    *,
    recalled: bool,
    now: dt.datetime,
    scheduler: Scheduler = DEFAULT_SCHEDULER,
    was_due: bool = False,
) -> Skill:
    """Return the skill after a booster was answered.

    Recalled: the next one comes later, and on the last rung the skill counts as lasting. Not recalled: one step
    down, and it comes again soon. Recalled *before* it was due proves nothing new and changes nothing, so that
    cramming does not climb the ladder. `was_due`: it was offered because it was due, whatever the schedule that is
    on now would have said. ValueError when no review was planned.
    """
    if skill.review is None:
        raise ValueError("no review was planned for this objective")
    if recalled and not (was_due or skill.is_due(now=now)):
        return replace(skill, reviewed_at=now)
    review = scheduler.after(skill.review, recalled=recalled, now=now)
    level = _one_down(skill.level)
    if recalled:
        level = Level.LASTS if scheduler.lasts(review) else max(skill.level, Level.KNOWS)
    return _moved(replace(skill, review=review, reviewed_at=now), level, now)


def joined(one: Skill, other: Skill) -> Skill:
    """Return what two learners who turned out to be one person know of an objective.

    Whichever moved last says how it stands and when it is asked again; the best level of either stays.
    """
    newer, older = sorted((one, other), key=_moved_at, reverse=True)
    reviewed = [each.reviewed_at for each in (one, other) if each.reviewed_at]
    return replace(
        newer,
        best=max(one.best, other.best),
        review=newer.review or older.review,
        reviewed_at=max(reviewed, default=None),
    )


def _moved_at(skill: Skill) -> tuple[dt.datetime, int]:
    never = dt.datetime.min.replace(tzinfo=dt.UTC)
    return max(skill.changed_at or never, skill.reviewed_at or never), skill.level


def boosters(
    skills: Iterable[Skill], *, now: dt.datetime, zone: dt.tzinfo, limit: int = BOOSTERS_A_DAY
) -> list[Skill]:
    """Return what to offer now: due, at most `limit` a day (of `zone`) less what was reviewed today.

    Shakiest first (lowest rung, then lowest level), then the longest due. What does not fit waits: nothing piles
    up, nothing falls.
    """
    known = list(skills)
    today = now.astimezone(zone).date()
    done = sum(
        each.reviewed_at is not None and each.reviewed_at.astimezone(zone).date() == today for each in known
    )
    due = [(each.review, each) for each in known if each.review is not None and each.is_due(now=now)]
    due.sort(key=lambda pair: (pair[0].rung, pair[1].level, pair[0].due_at, pair[1].objective))
    return [each for _, each in due[: max(0, limit - done)]]


@dataclass(frozen=True)
class Gain:
    """Before → after on parallel forms, as mean fractions of 0–1."""

    before: float
    after: float
    questions_before: int
    questions_after: int

    @property
    def difference(self) -> float:
        return self.after - self.before

    @property
    def normalised(self) -> float | None:
        """Return the share of what was still to learn that was learned (Hake 1998); None when that was nothing."""
        return self.difference / (1 - self.before) if self.before < RIGHT_FROM else None

    @property
    def is_enough(self) -> bool:
        return min(self.questions_before, self.questions_after) >= ENOUGH_QUESTIONS

    @property
    def sentence(self) -> str:
        """Return the gain in Thai; kind when there is none."""
        said = f"ก่อนเรียนทำได้ร้อยละ {self.before * 100:.0f} ตอนนี้ทำได้ร้อยละ {self.after * 100:.0f}"
        if not self.is_enough:
            return f"{said} (ข้อยังน้อยเกินสรุป)"
        if self.difference > 0:
            return f"{said} เก่งขึ้นแล้ว"
        return f"{said} ลองอ่านบทอีกครั้งแล้วทำใหม่ได้เสมอ" if self.after < RIGHT_FROM else f"{said} ทำได้ครบเหมือนเดิม"


def gain(*, before: Sequence[float], after: Sequence[float]) -> Gain | None:
    """Return the gain between the fractions of two forms' questions; None when either side is empty."""
    if not before or not after:
        return None
    return Gain(_mean(before), _mean(after), len(before), len(after))


def _mean(fractions: Sequence[float]) -> float:
    # exact: whole marks must compare equal however many questions there were
    return float(sum(map(Fraction, fractions), Fraction()) / len(fractions))


def _one_down(level: Level) -> Level:
    return Level(max(Level.LEARNING, level - 1))


def _moved(skill: Skill, level: Level, now: dt.datetime) -> Skill:
    changed_at = now if level != skill.level else skill.changed_at
    return replace(skill, level=Level(level), best=max(skill.best, level), changed_at=changed_at)
