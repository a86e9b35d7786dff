"""The formulas of item analysis, on values with their numbers of occurrences. Pure.

Source: Moodle 4.5, question/classes/statistics/questions/calculator.php and mod/quiz/report/statistics/classes/
calculator.php, re-derived from the definitions. Variances and covariances divide by S − 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizzes.statistics.columns import Floats, Ints

_NORMAL = NormalDist()


def mean(values: Floats, n: Ints) -> float:
    """Return Σ n·v / Σ n; there must be at least one."""
    return float((values * n).sum() / n.sum())


def covariance(x: Floats, y: Floats, n: Ints) -> float | None:
    """Return Σ n·(x − x̄)(y − ȳ) / (S − 1) of S pairs; None for fewer than two."""
    size = int(n.sum())
    if size < 2:
        return None
    return float((n * (x - mean(x, n)) * (y - mean(y, n))).sum() / (size - 1))


def largest_covariance(x: Floats, y: Floats, n: Ints) -> float | None:
    """Return the covariance of x sorted with y sorted: the largest that these marks allow. None below two pairs.

    Works on runs of equal values, so that it costs nothing per attempt.
    """
    import numpy as np

    def runs(values: Floats) -> tuple[Floats, Ints]:
        order = np.argsort(values, kind="stable")
        return values[order], np.cumsum(n[order])

    xs, x_ends = runs(x)
    ys, y_ends = runs(y)
    ends = np.union1d(x_ends, y_ends)
    lengths = np.diff(ends, prepend=0)
    x_sorted = xs[np.searchsorted(x_ends, ends)]
    y_sorted = ys[np.searchsorted(y_ends, ends)]
    return covariance(x_sorted, y_sorted, lengths)


def correlation_percent(cov: float | None, var_x: float | None, var_y: float | None) -> float | None:
    """Return 100·cov / √(var x · var y) (the discrimination index); None when a variance is 0 or unknown."""
    if cov is None or not var_x or not var_y:
        return None
    return 100 * cov / math.sqrt(var_x * var_y)


def median(values: Floats, n: Ints) -> float:
    """Return the middle value, or the mean of the two middle ones; values must be sorted and not empty."""
    import numpy as np

    ends, size = np.cumsum(n), int(n.sum())
    low, high = np.searchsorted(ends, [(size - 1) // 2, size // 2], side="right")
    return float((values[low] + values[high]) / 2)


@dataclass(frozen=True)
class Moments:
    """Of S totals: SD = √k2, skew = k3 / k2^1.5, kurtosis = k4 / k2² (k: Fisher's k-statistics)."""

    variance: float | None
    skew: float | None
    kurtosis: float | None


def moments(values: Floats, n: Ints) -> Moments:
    """Return k2 = s·m2/(s−1), k3 = s²·m3/((s−1)(s−2)), k4 = s²·((s+1)·m4 − 3(s−1)·m2²)/((s−1)(s−2)(s−3)) as above.

    None: variance for s < 2, skew for s < 3, kurtosis for s < 4, and both of the latter when nothing varies.
    """
    s = int(n.sum())
    if s < 2:
        return Moments(None, None, None)
    off = values - mean(values, n)
    m2, m3, m4 = (float((n * off**power).sum() / s) for power in (2, 3, 4))
    k2 = s * m2 / (s - 1)
    if values.min() == values.max():
        return Moments(0.0, None, None)
    skew = s * s * m3 / ((s - 1) * (s - 2)) / k2**1.5 if s > 2 else None
    kurtosis = None
    if s > 3:
        k4 = s * s * ((s + 1) * m4 - 3 * (s - 1) * m2 * m2) / ((s - 1) * (s - 2) * (s - 3))
        kurtosis = k4 / k2**2
    return Moments(k2, skew, kurtosis)


def point_biserial(
    *, chosen: int, rest_of_chosen: float, size: int, rest: float, variance: float
) -> float | None:
    """Return Pearson's r of "chose this option" with the mark of the rest of the quiz; None when one is constant.

    chosen of `size` learners did; `rest_of_chosen` and `rest` are the sums of their and of all rest marks,
    `variance` that of the rest marks (S − 1). Equals Canvas's (M₁ − M₀)/s · √(pq), with the question itself left
    out of the mark so that it is not correlated with itself (the "corrected" item correlation).
    """
    if not 0 < chosen < size or variance <= 0:
        return None
    covariance_sum = rest_of_chosen - chosen * rest / size
    return covariance_sum / math.sqrt(chosen * (size - chosen) / size * variance * (size - 1))


def correlation_bounds(r: float, *, n: int, z: float) -> tuple[float, float]:
    """Return tanh(atanh r ± z/√(n−3)) (Fisher 1921); the whole range for n ≤ 3."""
    if n <= 3:
        return -1.0, 1.0
    middle = math.atanh(max(-0.999999, min(0.999999, r)))
    half = z / math.sqrt(n - 3)
    return math.tanh(middle - half), math.tanh(middle + half)


def rate_bounds(part: int, whole: int, *, z: float) -> tuple[float, float]:
    """Return Wilson's score interval (1927) of part / whole; the whole range for nothing."""
    if whole <= 0:
        return 0.0, 1.0
    share, square = part / whole, z * z / whole
    middle = (share + square / 2) / (1 + square)
    half = z / (1 + square) * math.sqrt(share * (1 - share) / whole + square / (4 * whole))
    return max(0.0, middle - half), min(1.0, middle + half)


def sensitivity(
    *, hits: int, misses: int, false_alarms: int, correct_rejections: int
) -> tuple[float, float] | None:
    """Return d′ = z(H) − z(F) and the bias c = −(z(H) + z(F))/2; None without both kinds of things to judge.

    Rates get the log-linear correction (Hautus 1995: + 0.5 and + 1), so that 0 and 1 stay finite. c < 0: the
    learners call things a scam too readily; c > 0: too rarely.
    """
    signals, noises = hits + misses, false_alarms + correct_rejections
    if not signals or not noises:
        return None
    z_hit = _NORMAL.inv_cdf((hits + 0.5) / (signals + 1))
    z_false = _NORMAL.inv_cdf((false_alarms + 0.5) / (noises + 1))
    return z_hit - z_false, -(z_hit + z_false) / 2
