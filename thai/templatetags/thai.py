"""Template filters for Thai dates and numbers. Dates come with their machine-readable form."""

import datetime as dt

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from thai import dates

register = template.Library()


@register.filter
def thai_date(value: dt.date | dt.datetime | None) -> SafeString | str:
    if not value:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), dates.thai_date_short(value))


@register.filter
def thai_moment(value: dt.datetime | None) -> SafeString | str:
    if not value:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), dates.thai_moment(value))


@register.filter
def unbroken(text: str) -> SafeString:
    """Return a text that wraps only at its spaces: browsers know no names and would break them anywhere."""
    return format_html_join(" ", '<span class="whole">{}</span>', ((part,) for part in text.split()))


@register.filter
def percent(fraction: float | None) -> str:
    """Return a 0–1 fraction as a whole percentage, half upwards as static/js/progress.js rounds: ``83%``."""
    return "" if fraction is None else f"{int(fraction * 100 + 0.5)}%"
