"""Numbers are read however they are typed, and never fail to be read."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kinds import numbers
from quizzes.kinds.numbers import ToleranceType

_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_finite = st.floats(allow_nan=False, allow_infinity=False)


@given(value=_finite)
def test_a_number_as_python_writes_it_is_read_back(value: float) -> None:
    assert numbers.read(repr(value)) == value


@given(value=st.integers(-(10**15), 10**15), unit=st.sampled_from(["", "บาท", "%", "ล้านบาท", "BTC"]))
def test_thousands_separators_thai_digits_and_the_unit_change_nothing(value: int, unit: str) -> None:
    for typed in (f"{value:,}", f"{value:,}".translate(_THAI), f"{value} {unit}", f"{unit}{value:,}"):
        assert numbers.read(typed, unit=unit) == value


@given(typed=st.text(max_size=500), unit=st.text(max_size=10))
def test_any_text_is_read_or_is_no_number(typed: str, unit: str) -> None:
    found = numbers.read(typed, unit=unit)

    assert found is None or math.isfinite(found)


@given(
    value=_finite,
    tolerance=st.floats(0, 1e308),
    tolerance_type=st.sampled_from(list(ToleranceType)),
)
def test_a_number_is_always_near_enough_to_itself(
    value: float, tolerance: float, tolerance_type: str
) -> None:
    low, high = numbers.interval(value, tolerance, tolerance_type)

    assert low <= value <= high


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1_000_000, "1,000,000"),
        (3.14, "3.14"),
        (-0.5, "-0.5"),
        (0, "0"),
        (1234.5, "1,234.5"),
        (1e-20, "1e-20"),
        (3e20, "3e+20"),
    ],
)
def test_a_number_is_written_for_reading(value: float, written: str) -> None:
    assert numbers.written(value) == written
    assert numbers.read(written) == value
