"""Days and moments as Thai teachers type them: Buddhist era, Bangkok time; stored in UTC."""

import datetime as dt
from typing import Any

from django import forms

from thai.dates import BANGKOK, BUDDHIST_ERA, local_day, typed_day, typed_time

_DAY = "พิมพ์วันที่แบบ วัน/เดือน/ปี พ.ศ. เช่น 31/3/2570"
_MOMENT = "พิมพ์วันและเวลาแบบ วัน/เดือน/ปี พ.ศ. ชั่วโมง:นาที เช่น 25/11/2569 08:30"


def day_written(day: dt.date) -> str:
    """Return a day as these fields show it, e.g. ``31/3/2570``."""
    return f"{day.day}/{day.month}/{day.year + BUDDHIST_ERA}"


class ThaiDateField(forms.Field):
    """A day, e.g. 31/3/2570; cleans to a datetime.date."""

    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "maxlength": 30})
    default_error_messages = {"invalid": _DAY}

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return value
        day = typed_day(str(value))
        if day is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day

    def prepare_value(self, value: Any) -> Any:
        return day_written(value) if isinstance(value, dt.date) else value


class ThaiMomentField(forms.Field):
    """A moment, e.g. 25/11/2569 08:30 in Bangkok; cleans to an aware datetime in UTC.

    `time_alone`: the time when only a day was typed ("23:59" for what ends).
    """

    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "maxlength": 40})
    default_error_messages = {"invalid": _MOMENT}

    def __init__(self, *, time_alone: dt.time = dt.time(0, 0), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.time_alone = time_alone

    def to_python(self, value: Any) -> dt.datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.datetime):
            return value
        words = str(value).split()
        day, time = typed_day(" ".join(words)), self.time_alone
        if day is None:
            at = next((place for place, word in enumerate(words) if typed_time(word)), None)
            if at is not None:
                day, time = typed_day(" ".join(words[:at])), typed_time(words[at]) or time
        if day is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return dt.datetime.combine(day, time, tzinfo=BANGKOK).astimezone(dt.UTC)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dt.datetime):
            return f"{day_written(local_day(value))} {value.astimezone(BANGKOK):%H:%M}"
        return value
