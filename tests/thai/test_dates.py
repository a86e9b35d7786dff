"""Dates as Thai people read them, for any moment."""

import datetime as dt

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from thai import dates

moments = st.integers(0, 4_000_000_000).map(lambda second: dt.datetime.fromtimestamp(second, tz=dt.UTC))
days = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2400, 12, 31))


@given(days)
def test_day_can_be_read_back(day: dt.date) -> None:
    number, month, year = dates.thai_date(day).split(" ")

    assert dt.date(int(year) - 543, dates.MONTHS.index(month) + 1, int(number)) == day


@given(moments)
def test_moment_is_the_day_and_time_in_bangkok(moment: dt.datetime) -> None:
    local = moment.astimezone(dt.timezone(dt.timedelta(hours=7)))

    assert dates.thai_date(moment) == dates.thai_date(local.date())
    assert dates.thai_time(moment) == f"{local:%H:%M} น."
    assert dates.thai_moment(moment) == f"{dates.thai_date_short(local.date())} {local:%H:%M} น."


@given(st.integers(0, 4_000_000_000_000))
def test_milliseconds_are_counted_from_1970_in_utc(t: int) -> None:
    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

    assert dates.from_milliseconds(t) - epoch == dt.timedelta(milliseconds=t)


def test_evening_in_utc_is_the_next_day_in_bangkok() -> None:
    assert dates.thai_date(dt.datetime(2026, 12, 31, 17, 0, tzinfo=dt.UTC)) == "1 มกราคม 2570"


def _rendered(source: str, value: object) -> str:
    return Template("{% load thai %}" + source).render(Context({"value": value}))


def test_filter_carries_the_machine_readable_date() -> None:
    html = _rendered("{{ value|thai_date }}", dt.date(2026, 11, 23))

    assert html == '<time datetime="2026-11-23">23 พ.ย. 2569</time>'
    assert _rendered("{{ value|thai_date }}{{ value|thai_moment }}", None) == ""


@given(st.floats(0, 1))
def test_percent_is_whole_and_between_0_and_100(fraction: float) -> None:
    shown = _rendered("{{ value|percent }}", fraction)

    assert shown.endswith("%")
    assert abs(int(shown[:-1]) - fraction * 100) <= 0.5 + 1e-9


def test_half_a_percent_rounds_up_as_in_the_browser() -> None:
    assert [_rendered("{{ value|percent }}", f) for f in (0.125, 0.625, None)] == ["13%", "63%", ""]


@pytest.mark.parametrize(
    "typed",
    [
        "31/3/2570",
        "31-03-2570",
        "31.3.2570",
        "๓๑/๓/๒๕๗๐",
        "31 มี.ค. 2570",
        " 31  มีนาคม 2570 ",
        "31/3/2027",
        "31/3/70",
    ],
)
def test_a_day_is_understood_however_it_is_typed(typed: str) -> None:
    assert dates.typed_day(typed) == dt.date(2027, 3, 31)


@pytest.mark.parametrize(
    "typed", ["", "31/2/2570", "พรุ่งนี้", "1/2", "1/2/3/4", "a/b/c", "-1/2/2570", "1/1/99999", "²/1/2570"]
)
def test_what_is_no_day_is_none(typed: str) -> None:
    assert dates.typed_day(typed) is None


def test_a_time_is_understood_with_colon_or_dot() -> None:
    assert [dates.typed_time(text) for text in ("08:30", "8.30", "๐๘:๓๐", "24:00", "830", "")] == [
        dt.time(8, 30), dt.time(8, 30), dt.time(8, 30), None, None, None,
    ]  # fmt: skip


def test_a_name_wraps_only_at_its_spaces() -> None:
    assert _rendered("{{ value|unbroken }}", "กัญญาณัฐ <บุญมาก>") == (
        '<span class="whole">กัญญาณัฐ</span> <span class="whole">&lt;บุญมาก&gt;</span>'
    )
