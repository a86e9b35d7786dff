"""From a part of a content file to the block of a lesson's body that shows prices or figures."""

import uuid
from collections.abc import Callable
from typing import Any

from lessons.content_body import Chart, Compare, Data, Event, Part, Ticker, WhatIf
from market_data.models import EventChart, Series

FindSeries = Callable[[str], Series | None]
_IDS = uuid.UUID("0e0a3a5e-7d0b-4a86-9c1f-2b6a52c1c0de")
FindEvent = Callable[[str], EventChart | None]


def wanted(part: Part) -> tuple[str, ...]:
    """Return the series and events that a part names."""
    if isinstance(part, Chart | WhatIf):
        return (part.series,)
    if isinstance(part, Compare | Ticker):
        return part.series
    return (part.event,) if isinstance(part, Event) else ()


def block(part: Part, *, find_series: FindSeries, find_event: FindEvent) -> tuple[str, Any] | None:
    """Return the block's name and its value as stored; None when something that it shows is not there."""
    if isinstance(part, Data):
        return "data", _data(part)
    if isinstance(part, Event):
        event = find_event(part.event)
        return ("event", {"event": event.pk, "caption": part.caption}) if event else None
    series = [find_series(key) for key in wanted(part)]
    ids = [one.pk for one in series if one is not None]
    if not series or len(ids) < len(series):
        return None
    return _prices(part, ids)


def _prices(part: Part, ids: list[int]) -> tuple[str, Any] | None:
    if isinstance(part, Chart):
        options = {name: True if value == "yes" else value for name, value in part.options}
        return "chart", {"series": ids[0], "range": part.range, "caption": part.caption, **options}
    if isinstance(part, Compare):
        return "compare", {"series": _items(ids), "range": part.range, "caption": part.caption}
    if isinstance(part, Ticker):
        return "ticker", {"series": _items(ids)}
    if isinstance(part, WhatIf):
        return "what_if", {
            "series": ids[0], "amount": part.amount, "bought_on": part.bought_on, "caption": part.caption
        }  # fmt: skip
    return None


def _items(values: list[Any]) -> list[dict[str, Any]]:
    """Return a list block's items; their ids come out the same on every run."""
    return [
        {"type": "item", "id": str(uuid.uuid5(_IDS, f"{place}/{value}")), "value": value}
        for place, value in enumerate(values)
    ]


def _data(part: Data) -> dict[str, Any]:
    return {
        "title": part.title,
        "kind": part.kind,
        "unit": part.unit,
        "rows": _items([{"label": label, "value": value} for label, value in part.rows]),
        "caption": part.caption,
        "source": part.source,
        "source_url": part.url,
    }
