"""Event charts of content files into the CMS: what an educator would have written into the form."""

import datetime as dt
import json
import uuid

from lessons.content_events import Cited, EventFile, When
from market_data.models import EventChart, Series
from market_data.services.events import has_candles
from thai.dates import thai_date_short

_IDS = uuid.UUID("9d4b7f6c-0f4d-4b65-8d57-6f3c5f8a2b19")  # block ids come out the same on every run


def fill(event: EventChart, item: EventFile, *, series: Series | None) -> None:
    """Write what the file says into the event. Nothing is saved."""
    event.title, event.label, event.unit, event.decimals = item.title, item.label, item.unit, item.decimals
    event.since, event.until, event.is_log = item.since, item.until, item.is_log
    event.series, event.licence = series, item.licence
    # the file speaks of the cited prices; candles come from where they come from
    event.provenance = series.venue.attribution_th if series else item.provenance
    event.annotations = json.dumps(
        [
            {
                "type": "moment",
                "id": _id(item, "moment", place),
                "value": {"text": row.text, **_when(row.on), **_source(row.cited)},
            }
            for place, row in enumerate(item.annotations)
        ]
    )
    event.key_points = json.dumps(
        [
            {
                "type": "point",
                "id": _id(item, "point", place),
                "value": {"price": row.price, **_when(row.on), **_source(row.cited)},
            }
            for place, row in enumerate(item.key_points)
        ]
    )


def what_is_missing(item: EventFile, *, series: Series | None) -> str:
    """Return a word for what the chart cannot show yet; it is loaded again once that has come."""
    if not item.series:
        return ""
    if series is None:
        return "series"
    return "" if has_candles(series=series, since=item.since, until=item.until) else "candles"


def _id(item: EventFile, kind: str, place: int) -> str:
    return str(uuid.uuid5(_IDS, f"{item.slug}/{kind}/{place}"))


def _when(when: When) -> dict[str, str | None]:
    return {"on": when.day.isoformat(), "at": when.time.isoformat() if when.time else None}


def _source(cited: Cited) -> dict[str, str]:
    try:
        date = thai_date_short(dt.date.fromisoformat(cited.date))
    except ValueError:
        date = cited.date
    return {"source": cited.url, "source_title": f"{cited.title} ({date})"}
