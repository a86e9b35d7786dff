"""Every rule of ``candles.clean`` is needed: with any one of them changed, the property it stands for fails."""

import inspect
import itertools
import math
import types
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from market_data import candles
from market_data.candles import HOUR, Candle, Validity, align
from tests.market_data.test_candles import NOW, runs

LAST = align(NOW, HOUR) - HOUR
SINCE = LAST - 15 * HOUR
VALIDITY = Validity(start=SINCE + 2 * HOUR, end=LAST + 99 * HOUR)
Clean = Callable[..., Any]
Row = tuple[float, ...]

SPOILS: dict[str, Callable[[Candle], Row]] = {
    "nothing": tuple,
    "free": lambda candle: candle._replace(l=0.0),
    "low above the body": lambda candle: candle._replace(l=min(candle.o, candle.c) + 1e-9, o=candle.c * 2),
    "high below the body": lambda candle: candle._replace(h=max(candle.o, candle.c) * 0.999),
    "negative volume": lambda candle: candle._replace(v=-1.0),
    "between two times": lambda candle: candle._replace(t=candle.t + 1),
    "from the future": lambda candle: candle._replace(t=LAST + 9 * HOUR),
    "still open": lambda candle: candle._replace(t=LAST + HOUR),
    "of an earlier asset": lambda candle: candle._replace(t=SINCE + HOUR),
    "before what was asked": lambda candle: candle._replace(t=SINCE - HOUR),
    "once more": lambda candle: candle._replace(t=candle.t - HOUR),
    "no number": lambda candle: candle._replace(c=math.nan),
}
# what the rule says, what it becomes
RULES = [
    ("0 < candle.l <=", "0 <= candle.l <="),
    ("candle.l <= min(", "candle.l <= max("),
    ("candle.h >= max(", "candle.h >= min("),
    ("candle.v >= 0", "candle.v >= -2"),
    ("candle.t != align(candle.t, step)", "candle.t < 0"),
    ("candle.t > now", "candle.t > now + 99 * step"),
    ("candle.t < since", "candle.t < since - 99 * step"),
    ("if not validity.holds(candle.t)", "if candle.t < 0"),
    ("if kept and candle.t < kept[-1].t", "if kept and candle.t < 0"),
    ('"duplicate", candle.t))\n            kept.pop()', '"duplicate", candle.t))'),
    ("kept[-1].t + step > now", "kept[-1].t > now"),
    ("math.isfinite(value)", "True"),
]


@st.composite
def answers(draw: st.DrawFn) -> list[Row]:
    """A run of a venue in which one row is spoilt."""
    rows: list[Row] = list(draw(runs(most=8)))
    place = draw(st.integers(0, len(rows) - 1))
    spoilt = SPOILS[draw(st.sampled_from(sorted(SPOILS)))](Candle(*rows[place]))  # type: ignore[arg-type]
    if draw(st.booleans()):
        rows[place] = spoilt
    else:
        rows.append(spoilt)
    return rows


def holds(clean: Clean, rows: list[Row]) -> bool:
    """Say whether only possible, closed, aligned rows of this asset are kept, in order, none twice."""
    return _holds(clean, rows, earliest=SINCE, since=SINCE) and _holds(
        clean, rows, earliest=VALIDITY.start or 0, validity=VALIDITY
    )


def _holds(clean: Clean, rows: list[Row], *, earliest: int, **asked: Any) -> bool:
    try:
        cleaned = clean(rows, step=HOUR, now=NOW, **asked)
    except ValueError as refused:
        return type(refused).__name__ == "UntrustworthyAnswerError"
    closed = [Candle(*candle) for candle in cleaned.closed]
    return (
        all(
            all(map(math.isfinite, candle))
            and candle.t % HOUR == 0
            and earliest <= candle.t <= LAST
            and 0 < candle.l <= min(candle.o, candle.c) <= max(candle.o, candle.c) <= candle.h
            and candle.v >= 0
            for candle in closed
        )
        and all(one.t < other.t for one, other in itertools.pairwise(closed))
        and (cleaned.open is None or LAST < cleaned.open.t <= NOW)
    )


@given(answers())
def test_whatever_is_spoilt_only_rows_that_can_be_are_kept(rows: list[Row]) -> None:
    assert holds(candles.clean, rows)


@pytest.mark.parametrize(("rule", "instead"), RULES, ids=[rule for rule, _ in RULES])
def test_the_property_fails_when_a_rule_is_changed(rule: str, instead: str) -> None:
    source = inspect.getsource(candles)
    assert source.count(rule) == 1
    mutant = types.ModuleType(candles.__name__)
    exec(compile(source.replace(rule, instead), "mutant", "exec"), mutant.__dict__)  # noqa: S102
    cheap = settings(max_examples=2_000, phases=[Phase.generate], database=None)

    # raises NoSuchExample when the change goes unnoticed
    find(answers(), lambda rows: not holds(mutant.clean, rows), settings=cheap)
