"""Fields that take days and moments as Thai teachers type them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from schools.forms.thai_dates import ThaiDateField, ThaiMomentField


def test_a_moment_is_bangkok_time_and_stored_in_utc() -> None:
    field = ThaiMomentField()

    assert field.clean("25/11/2569 08:30") == dt.datetime(2026, 11, 25, 1, 30, tzinfo=dt.UTC)
    assert field.clean("25 พ.ย. 2569 08.30 น.") == dt.datetime(2026, 11, 25, 1, 30, tzinfo=dt.UTC)


def test_a_day_without_a_time_takes_the_fields_own() -> None:
    field = ThaiMomentField(time_alone=dt.time(23, 59))

    assert field.clean("25/11/2569") == dt.datetime(2026, 11, 25, 16, 59, tzinfo=dt.UTC)


@pytest.mark.parametrize("field", [ThaiDateField(), ThaiMomentField()])
def test_nonsense_is_answered_with_an_example(field: ThaiDateField | ThaiMomentField) -> None:
    with pytest.raises(ValidationError, match="เช่น"):
        field.clean("พรุ่งนี้ 25:99")


def test_what_is_shown_reads_back_as_the_same() -> None:
    moment = dt.datetime(2026, 11, 25, 1, 30, tzinfo=dt.UTC)

    assert ThaiMomentField().prepare_value(moment) == "25/11/2569 08:30"
    assert not ThaiMomentField().has_changed(moment, "25/11/2569 08:30")
    assert not ThaiDateField().has_changed(dt.date(2027, 3, 31), "31/3/2570")
