"""Before → after of a class, with an interval. Pure.

Each pupil takes two parallel forms, half the class A then B, the other half B then A (a two-period crossover). A
pupil's difference is after − before. Where one form is harder, that shifts the differences of the halves by as much
in opposite directions, so the mean of the two halves' means is free of it:

    gain = (d̄₀ + d̄₁) / 2      SE = ½ · s · √(1/n₀ + 1/n₁)      df = n₀ + n₁ − 2

with s the pooled standard deviation of the differences within the halves (Hills & Armitage 1979, The two-period
cross-over clinical trial, doi:10.1111/j.1365-2125.1979.tb05903.x). Where only one half has pairs, or both took the
same form twice, it is the plain paired t interval (Student 1908), and the forms' difficulty stays in it. The interval
is gain ± t(0.975, df) · SE.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean

ENOUGH_PAIRS = 8
TOO_FEW = "จำนวนน้อยเกินสรุป"


@dataclass(frozen=True)
class Pair:
    """One pupil who took both: mean fractions 0–1, and which half (0: form A first, 1: form B first)."""

    half: int
    before: float
    after: float

    @property
    def difference(self) -> float:
        return self.after - self.before


@dataclass(frozen=True)
class ClassGain:
    """The gain of a class in fractions; `low` and `high` are None below two pairs."""

    n: int
    before: float
    after: float
    gain: float
    low: float | None
    high: float | None
    is_balanced: bool  # both halves took part: the forms' difficulty cancels

    @property
    def is_enough(self) -> bool:
        return self.n >= ENOUGH_PAIRS

    @property
    def is_clear(self) -> bool:
        """Tell whether the interval leaves out "nothing has changed"."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)

    @property
    def points(self) -> str:
        """Return e.g. "+12 (+4 ถึง +20)"."""
        said = _points(self.gain)
        if not self.is_enough or self.low is None or self.high is None:
            return f"{said} ({TOO_FEW})"
        return f"{said} ({_points(self.low)} ถึง {_points(self.high)})"

    @property
    def sentence(self) -> str:
        """Return the gain in Thai: what was, what is, how sure; no hard word where it is less."""
        said = f"ก่อนเรียนทำได้เฉลี่ยร้อยละ {self.before * 100:.0f} หลังเรียนร้อยละ {self.after * 100:.0f} (ทำครบทั้งสองครั้ง {self.n} คน)"
        if not self.is_enough or self.low is None or self.high is None:
            return f"{said} {TOO_FEW} ดูเป็นแนวทางเท่านั้น"
        span = f"น่าจะอยู่ในช่วง {_points(self.low)} ถึง {_points(self.high)}"
        if self.low > 0:
            return f"{said} ห้องนี้เก่งขึ้น {_points(self.gain)} จุด {span}"
        if self.high < 0:
            return f"{said} ต่างกัน {_points(self.gain)} จุด {span} ลองดูรายจุดประสงค์ด้านล่างว่าเรื่องไหนน่าทบทวนด้วยกัน"
        return f"{said} ต่างกัน {_points(self.gain)} จุด {span} ยังบอกไม่ได้ว่าเปลี่ยนไป"


def _points(fraction: float) -> str:
    """Return percentage points with a sign: "+12", "−3", "0"."""
    points = round(fraction * 100)
    return f"{points:+d}".replace("-", "−") if points else "0"


def class_gain(pairs: Sequence[Pair]) -> ClassGain | None:
    """Return the gain of a class; None without a pair."""
    if not pairs:
        return None
    halves = [[pair.difference for pair in pairs if pair.half == half] for half in (0, 1)]
    balanced = all(halves)
    groups = halves if balanced else [[pair.difference for pair in pairs]]
    gain = fmean(fmean(group) for group in groups)
    margin = _margin(groups)
    return ClassGain(
        n=len(pairs),
        before=_mean_of_halves(pairs, balanced=balanced, is_after=False),
        after=_mean_of_halves(pairs, balanced=balanced, is_after=True),
        gain=gain,
        low=None if margin is None else max(-1.0, gain - margin),
        high=None if margin is None else min(1.0, gain + margin),
        is_balanced=balanced,
    )


def _mean_of_halves(pairs: Sequence[Pair], *, balanced: bool, is_after: bool) -> float:
    """Return the mean before or after, weighed as the gain is: after − before is the gain exactly."""
    values = [(pair.half, pair.after if is_after else pair.before) for pair in pairs]
    if not balanced:
        return fmean(value for _, value in values)
    return fmean(fmean(value for half, value in values if half == each) for each in (0, 1))


def _margin(groups: Sequence[Sequence[float]]) -> float | None:
    """Return t(0.975, df) · SE of the mean of the groups' means; None without a degree of freedom."""
    freedom = sum(len(group) - 1 for group in groups)
    if freedom < 1:
        return None
    squares = 0.0
    for group in groups:
        middle = fmean(group)
        squares += sum((each - middle) ** 2 for each in group)
    error = math.sqrt(squares / freedom * sum(1 / len(group) for group in groups)) / len(groups)
    return student_t(freedom) * error


# t(0.975) below five degrees of freedom, where the expansion is too rough (any table of Student's t)
_FEW = {1: 12.7062, 2: 4.3027, 3: 3.1824, 4: 2.7764}


def student_t(freedom: int) -> float:
    """Return the 97.5 % point of Student's t (Abramowitz & Stegun 1964, 26.7.5: within 0.001 from 5 df on)."""
    if freedom in _FEW:
        return _FEW[freedom]
    x = NormalDist().inv_cdf(0.975)
    terms = (
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    )
    return float(x + sum(term / freedom**power for power, term in enumerate(terms, 1)))


@dataclass(frozen=True)
class ObjectiveGain:
    objective: str
    gain: ClassGain


def gains_by_objective(
    before: Mapping[int, Mapping[str, float]],
    after: Mapping[int, Mapping[str, float]],
    halves: Mapping[int, int],
) -> list[ObjectiveGain]:
    """Return the gain per objective that both forms ask about, from pupil → objective → mean fraction."""
    names = sorted({name for each in before.values() for name in each})
    found = []
    for name in names:
        gain = class_gain(pairs_of(_only(before, name), _only(after, name), halves))
        if gain is not None:
            found.append(ObjectiveGain(name, gain))
    return found


def _only(by_pupil: Mapping[int, Mapping[str, float]], name: str) -> dict[int, float]:
    return {pupil: means[name] for pupil, means in by_pupil.items() if name in means}


def pairs_of(
    before: Mapping[int, float], after: Mapping[int, float], halves: Mapping[int, int]
) -> list[Pair]:
    """Return the pupils who took both."""
    return [
        Pair(halves.get(pupil, 0), before[pupil], after[pupil]) for pupil in sorted(before.keys() & after)
    ]


def means(rows: Iterable[tuple[int, str, float]]) -> dict[int, dict[str, float]]:
    """Return pupil → objective → mean fraction from (pupil, objective, fraction)."""
    summed: dict[int, dict[str, list[float]]] = {}
    for pupil, name, fraction in rows:
        summed.setdefault(pupil, {}).setdefault(name, []).append(fraction)
    return {pupil: {name: fmean(values) for name, values in named.items()} for pupil, named in summed.items()}
