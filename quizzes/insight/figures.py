"""Statistics as plain JSON for screens, rounded to what may be read. Pure; runs in the worker."""

import math
from typing import Any

from quizzes.statistics import enough
from quizzes.statistics.analysis import (
    ConfidenceStatistics,
    DetectionStatistics,
    Item,
    OptionStatistics,
    QuestionStatistics,
    QuizStatistics,
    SlotStatistics,
)

Json = dict[str, Any]


def of_quiz(quiz: QuizStatistics) -> Json:
    """Return the figures of a whole quiz; rates as 0–1, indices in per cent, totals in marks."""
    return {
        "attempts": quiz.attempts,
        "note": quiz.note,
        "highest": _round(quiz.highest_total),
        "average": _round(quiz.average),
        "median": _round(quiz.median),
        "sd": _round(quiz.sd),
        "skew": _round(quiz.skew),
        "kurtosis": _round(quiz.kurtosis),
        "alpha": _round(quiz.internal_consistency, 1),
        "error_ratio": _round(quiz.error_ratio, 1),
        "standard_error": _round(quiz.standard_error),
        "detection": _detection(quiz.detection),
        "confidence": _confidence(quiz.confidence),
        "slots": [_slot(slot) for slot in quiz.slots],
    }


def of_question(question: QuestionStatistics) -> Json:
    """Return the figures of one version of a question in one quiz."""
    return {
        "n": question.item.n,
        "note": question.note,
        "rates_readable": enough.for_rates(question.item.n),
        "correlations_readable": enough.for_correlations(question.item.n),
        "slots": list(question.slots),
        "guess": _round(question.guess),
        "options": [_option(option) for option in question.options],
        "confidence": _confidence(question.confidence),
        "detection": _detection(question.detection),
        **_item(question.item),
    }


def _item(item: Item) -> Json:
    return {
        "facility": _round(item.facility),
        "sd": _round(item.sd),
        "discrimination": _round(item.discrimination_index, 1),
        "efficiency": _round(item.discriminative_efficiency, 1),
        "negative_covariance": item.negative_covariance,
    }


def _slot(slot: SlotStatistics) -> Json:
    return {
        "slot": slot.slot,
        "n": slot.item.n,
        "intended_weight": _round(slot.intended_weight, 1),
        "effective_weight": _round(slot.effective_weight, 1),
        **_item(slot.item),
    }


def _option(option: OptionStatistics) -> Json:
    return {
        "uid": option.option.uid,
        "text": option.option.text,
        "right": option.option.right,
        "first": option.first,
        "final": option.final,
        "share": _round(option.share),
        "r": _round(option.r, 2),
    }


def _confidence(said: ConfidenceStatistics | None) -> Json | None:
    if said is None:
        return None
    return {
        "n": said.n,
        "sure": said.sure,
        "sure_and_wrong": said.sure_and_wrong,
        "unsure_and_right": said.unsure_and_right,
        "rate": _round(said.sure_and_wrong_rate),
    }


def _detection(found: DetectionStatistics | None) -> Json | None:
    if found is None:
        return None
    return {"hit_rate": _round(found.hit_rate), "false_alarm_rate": _round(found.false_alarm_rate)}


def _round(value: float | None, digits: int = 4) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, digits)
