"""The Thai school year."""

import datetime as dt

import pytest

from schools import school_year


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (dt.date(2026, 5, 15), 2568),
        (dt.date(2026, 5, 16), 2569),
        (dt.date(2026, 12, 31), 2569),
        (dt.date(2027, 3, 31), 2569),
    ],
)
def test_a_school_year_begins_in_the_middle_of_may(day: dt.date, year: int) -> None:
    assert school_year.year_of(day) == year


def test_a_class_is_kept_until_two_months_after_its_year() -> None:
    assert school_year.kept_until(year=2569, today=dt.date(2026, 11, 24)) == dt.date(2027, 5, 30)


def test_a_class_of_an_old_year_is_still_kept_for_a_while() -> None:
    assert school_year.kept_until(year=2560, today=dt.date(2026, 11, 24)) == dt.date(2027, 1, 23)


def test_no_class_is_kept_for_more_than_two_years() -> None:
    today = dt.date(2026, 11, 24)

    assert school_year.kept_until(year=2600, today=today) == today + school_year.LONGEST_KEPT


@pytest.mark.parametrize(
    ("name", "later"),
    [
        ("ม.2/3", "ม.3/3"),
        ("ป.5", "ป.6"),
        ("ป.6/1", "ป.6/1"),
        ("ม.6/1", "ม.6/1"),
        ("ชุมนุมคอม", "ชุมนุมคอม"),
        ("ม.", "ม."),
        ("ม.12", "ม.12"),
    ],
)
def test_a_class_moves_up_a_level(name: str, later: str) -> None:
    assert school_year.next_name(name) == later
