"""From counts to the statistics of a quiz, its slots, its questions and their options. Pure.

Formulas and their source: `formulas`. None means "cannot be computed" (too few answers, or nothing varies); that
a figure should not be *read* yet is said by `enough`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from quizzes.statistics import enough, formulas
from quizzes.statistics.counts import UNIT, Counts, Slot
from quizzes.statistics.offers import Offer, Option

if TYPE_CHECKING:
    from quizzes.statistics.columns import Floats, Ints


@dataclass(frozen=True)
class Item:
    """Of one slot or question over n attempts; marks in marks, indices and efficiencies in per cent.

    y is the rest of the total (the whole total for a question drawn from a pool, as Moodle does).
    """

    n: int
    facility: float | None  # mean fraction
    sd: float | None  # √var(x), in marks
    covariance: float | None  # cov(x, y)
    largest_covariance: float | None  # of x sorted with y sorted
    discrimination_index: float | None  # 100 · cov(x, y) / √(var x · var y)
    discriminative_efficiency: float | None  # 100 · cov(x, y) / largest
    covariance_with_total: float | None
    variance: float | None

    @property
    def negative_covariance(self) -> bool:
        """Tell whether those who do worse as a whole do better here (Moodle's `negcovar`)."""
        return self.covariance_with_total is not None and self.covariance_with_total < 0


@dataclass(frozen=True)
class SlotStatistics:
    """One place in the quiz, whichever question or version stood there."""

    slot: int
    item: Item
    intended_weight: float  # per cent of the total weight
    effective_weight: float | None  # 100 · √cov(x, T) / Σ √cov, over slots with cov ≥ 0; None when cov < 0


@dataclass(frozen=True)
class OptionStatistics:
    """How often one option was chosen, and by whom: `r` is its point-biserial with the rest of the quiz."""

    option: Option
    first: int
    final: int
    share: float | None  # of the attempts, finally
    r_first: float | None
    r: float | None


@dataclass(frozen=True)
class ConfidenceStatistics:
    """Answers with a stated confidence. Wrong: less than half right. Sure: แน่ใจมาก (3)."""

    n: int
    sure: int
    sure_and_wrong: int
    unsure_and_right: int  # not sure (1), yet right: knows more than they think
    wrong: int

    @property
    def sure_and_wrong_rate(self) -> float:
        """The dangerous cell, as a share of everybody who said how sure they were."""
        return self.sure_and_wrong / self.n

    @property
    def wrong_when_sure(self) -> float | None:
        return self.sure_and_wrong / self.sure if self.sure else None


@dataclass(frozen=True)
class DetectionStatistics:
    """Suspicious things marked (hits) and innocent things marked (false alarms), kept apart."""

    hits: int
    misses: int
    false_alarms: int
    correct_rejections: int

    @property
    def hit_rate(self) -> float | None:
        return _share(self.hits, self.hits + self.misses)

    @property
    def false_alarm_rate(self) -> float | None:
        return _share(self.false_alarms, self.false_alarms + self.correct_rejections)

    @property
    def sensitivity(self) -> tuple[float, float] | None:
        """Return (d′, bias c); see `formulas.sensitivity`."""
        return formulas.sensitivity(
            hits=self.hits,
            misses=self.misses,
            false_alarms=self.false_alarms,
            correct_rejections=self.correct_rejections,
        )


@dataclass(frozen=True)
class QuestionStatistics:
    """One version of a question, wherever in the quiz it stood."""

    key: str
    slots: tuple[int, ...]
    item: Item
    guess: float | None  # the score of someone who guesses
    has_distractors: bool
    options: tuple[OptionStatistics, ...]
    confidence: ConfidenceStatistics | None
    detection: DetectionStatistics | None

    @property
    def note(self) -> str:
        """Return "n น้อยเกินสรุป" in the words that fit, or nothing."""
        return enough.note(self.item.n)


@dataclass(frozen=True)
class QuizStatistics:
    """A quiz as a whole; totals in marks, `internal_consistency` (Cronbach's alpha) and error ratio in per cent."""

    attempts: int
    highest_total: float
    average: float | None
    median: float | None
    sd: float | None
    skew: float | None
    kurtosis: float | None
    internal_consistency: float | None
    error_ratio: float | None  # 100 · √(1 − alpha)
    standard_error: float | None  # of one total, in marks: error ratio · SD / 100
    detection: DetectionStatistics | None
    confidence: ConfidenceStatistics | None
    slots: tuple[SlotStatistics, ...]
    questions: tuple[QuestionStatistics, ...]

    @property
    def note(self) -> str:
        return enough.note(self.attempts)


def analyse(counts: Counts, *, offers: Mapping[str, Offer] | None = None) -> QuizStatistics:
    """Return every statistic of what was counted; `offers` (by question key) adds options and guess scores."""
    marks = _Marks.of(counts)
    slots = _slots(counts, marks)
    totals = counts.totals.keys[0] / UNIT
    n = counts.totals.values[0]
    size = counts.attempts
    moments = formulas.moments(totals, n)
    alpha = _internal_consistency(slots, variance=moments.variance, attempts=size)
    ratio = None if alpha is None else 100 * math.sqrt(1 - alpha / 100)
    sd = None if moments.variance is None else math.sqrt(moments.variance)
    questions = _questions(counts, marks, offers or {})
    return QuizStatistics(
        attempts=size,
        highest_total=sum(slot.weight for slot in counts.slots),
        average=formulas.mean(totals, n) if size else None,
        median=formulas.median(totals, n) if size else None,
        sd=sd,
        skew=moments.skew,
        kurtosis=moments.kurtosis,
        internal_consistency=alpha,
        error_ratio=ratio,
        standard_error=None if ratio is None or sd is None else ratio * sd / 100,
        detection=_detection(counts, None),
        confidence=_confidence(counts, None),
        slots=slots,
        questions=questions,
    )


class _Marks(NamedTuple):
    """The rows of `Counts.marks`, in marks."""

    slot: Ints
    question: Ints
    x: Floats
    fraction: Floats
    total: Floats
    rest: Floats  # of the total; taken in whole units, so that equal ones compare equal
    y: Floats  # with what a question of this slot is compared
    n: Ints

    @classmethod
    def of(cls, counts: Counts) -> _Marks:
        import numpy as np

        slot, question, mark, total = counts.marks.keys
        numbers = np.asarray([each.number for each in counts.slots], dtype=np.int64)
        weights = np.asarray([each.weight for each in counts.slots], dtype=np.float64)
        pooled = np.asarray([each.pooled for each in counts.slots], dtype=bool)
        at = np.searchsorted(numbers, slot)
        return cls(
            slot,
            question,
            x=mark / UNIT,
            fraction=mark / UNIT / weights[at] if numbers.size else mark / UNIT,
            total=total / UNIT,
            rest=(total - mark) / UNIT,
            y=np.where(pooled[at], total, total - mark) / UNIT if numbers.size else total / UNIT,
            n=counts.marks.values[0],
        )

    def rows(self, which: Ints) -> _Marks:
        columns: list[Any] = [column[which] for column in self]
        return _Marks(*columns)


def _rows_by(column: Ints) -> dict[int, Ints]:
    """Return for each value the rows that have it, in one pass."""
    import numpy as np

    order = np.argsort(column, kind="stable")
    values, starts = np.unique(column[order], return_index=True)
    return dict(zip(values.tolist(), np.split(order, starts[1:]), strict=False))


def _item(marks: _Marks, y: Floats) -> Item:
    x, n = marks.x, marks.n
    size = int(n.sum())
    if not size:
        return Item(0, *(None,) * 8)
    x_varies, y_varies = x.min() < x.max(), y.min() < y.max()
    variance = formulas.covariance(x, x, n)
    cov = formulas.covariance(x, y, n)
    largest = formulas.largest_covariance(x, y, n)
    both = x_varies and y_varies
    return Item(
        n=size,
        facility=formulas.mean(marks.fraction, n),
        sd=None if variance is None else math.sqrt(variance),
        covariance=cov,
        largest_covariance=largest,
        discrimination_index=formulas.correlation_percent(cov, variance, formulas.covariance(y, y, n))
        if both
        else None,
        discriminative_efficiency=100 * cov / largest if both and cov is not None and largest else None,
        covariance_with_total=formulas.covariance(x, marks.total, n),
        variance=variance,
    )


def _slots(counts: Counts, marks: _Marks) -> tuple[SlotStatistics, ...]:
    rows = _rows_by(marks.slot)
    nothing = marks.slot[:0]
    items: list[tuple[Slot, Item]] = []
    for slot in counts.slots:
        here = marks.rows(rows.get(slot.number, nothing))
        items.append((slot, _item(here, here.rest)))
    roots = [
        math.sqrt(item.covariance_with_total)
        if item.covariance_with_total is not None and item.covariance_with_total >= 0
        else None
        for _, item in items
    ]
    together = sum(root for root in roots if root is not None)
    weight = sum(slot.weight for slot in counts.slots)
    return tuple(
        SlotStatistics(
            slot=slot.number,
            item=item,
            intended_weight=100 * slot.weight / weight,
            effective_weight=100 * root / together if root is not None and together else None,
        )
        for (slot, item), root in zip(items, roots, strict=True)
    )


def _internal_consistency(
    slots: tuple[SlotStatistics, ...], *, variance: float | None, attempts: int
) -> float | None:
    """Return 100 · p/(p−1) · (1 − Σ var(xᵢ) / k2), for p > 1 slots and more than 2 attempts.

    None when nothing varies, and when a slot was missing from some attempts: then the parts do not make the whole.
    """
    p = len(slots)
    if p < 2 or attempts < 3 or not variance or any(each.item.n != attempts for each in slots):
        return None
    parts = math.fsum(each.item.variance or 0.0 for each in slots)
    return min(100.0, 100 * p / (p - 1) * (1 - parts / variance))


def _questions(counts: Counts, marks: _Marks, offers: Mapping[str, Offer]) -> tuple[QuestionStatistics, ...]:
    found = []
    chosen = _rows_by(counts.chosen.keys[0])
    for code, rows in _rows_by(marks.question).items():
        key, here = counts.questions[code], marks.rows(rows)
        offer = offers.get(key, Offer())
        found.append(
            QuestionStatistics(
                key=key,
                slots=tuple(sorted(set(here.slot.tolist()))),
                item=_item(here, here.y),
                guess=offer.guess,
                has_distractors=offer.has_distractors,
                options=_options(counts, here, chosen.get(code, rows[:0]), offer),
                confidence=_confidence(counts, code),
                detection=_detection(counts, code),
            )
        )
    return tuple(sorted(found, key=lambda each: (each.slots, each.key)))


def _options(counts: Counts, marks: _Marks, rows: Ints, offer: Offer) -> tuple[OptionStatistics, ...]:
    """Return the options in the author's order, those that were never chosen too, then any that are not on offer."""
    sums = {
        counts.options[option]: tuple(int(column[row]) for column in counts.chosen.values)
        for row, option in zip(rows.tolist(), counts.chosen.keys[1][rows].tolist(), strict=True)
    }
    known = {option.uid for option in offer.options}
    others = [Option(uid, uid, right=False) for uid in sorted(sums) if uid not in known]
    rest = marks.rest
    size = int(marks.n.sum())
    whole = float((rest * marks.n).sum())
    variance = (formulas.covariance(rest, rest, marks.n) or 0.0) if rest.min() < rest.max() else 0.0

    def r(chosen: int, units: int) -> float | None:
        return formulas.point_biserial(
            chosen=chosen, rest_of_chosen=units / UNIT, size=size, rest=whole, variance=variance
        )

    found = []
    for option in (*offer.options, *others):
        first, final, rest_first, rest_final = sums.get(option.uid, (0, 0, 0, 0))
        found.append(
            OptionStatistics(
                option,
                first,
                final,
                _share(final, size),
                r_first=r(first, rest_first),
                r=r(final, rest_final),
            )
        )
    return tuple(found)


def _confidence(counts: Counts, question: int | None) -> ConfidenceStatistics | None:
    """Return the cells of one question (by code), or of the whole quiz; None when nobody said."""
    questions, level, wrong = counts.confidence.keys
    n = counts.confidence.values[0]
    ours = (questions == question) if question is not None else questions >= 0
    if not int(n[ours].sum()):
        return None
    return ConfidenceStatistics(
        n=int(n[ours].sum()),
        sure=int(n[ours & (level == 3)].sum()),
        sure_and_wrong=int(n[ours & (level == 3) & (wrong == 1)].sum()),
        unsure_and_right=int(n[ours & (level == 1) & (wrong == 0)].sum()),
        wrong=int(n[ours & (wrong == 1)].sum()),
    )


def _detection(counts: Counts, question: int | None) -> DetectionStatistics | None:
    questions = counts.detection.keys[0]
    ours = (questions == question) if question is not None else questions >= 0
    sums = [int(column[ours].sum()) for column in counts.detection.values]
    return DetectionStatistics(*sums) if any(sums) else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
