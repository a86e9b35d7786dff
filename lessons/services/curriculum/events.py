"""Event charts of content files in the CMS: what an educator would have written into the form."""

import datetime as dt
import re
from typing import Any

from lessons.content_events import Annotation, Cited, EventFile, Price, When
from lessons.content_items import digest
from lessons.content_writing import event_text
from lessons.services.curriculum.kinds import Kind, raw, stream_of
from market_data.models import EventChart
from market_data.services.events import has_candles
from thai.dates import thai_date_short, thai_day

_TITLED = re.compile(r"^(?P<title>.*) \((?P<date>[^()]*)\)$", re.DOTALL)


class EventKind(Kind):
    name = "event"
    model = EventChart

    def mark(self, item: EventFile) -> str:
        """Return the digest; once its candles are there, an event is cut anew with them."""
        missing = self._missing(item)
        if missing == "series":
            said = f"event:{item.slug}: ไม่มีชุดราคา {item.series} ในระบบ กราฟจึงแสดงเฉพาะราคาที่มีแหล่งอ้างอิง"
            self.context.warnings.append(said)
        return digest(item) if not missing else f"{digest(item)[:40]} -{missing}"

    def _missing(self, item: EventFile) -> str:
        """Return a word for what the chart cannot show yet; it is loaded again once that has come."""
        if not item.series:
            return ""
        series = self.context.series(item.series)
        if series is None:
            return "series"
        return "" if has_candles(series=series, since=item.since, until=item.until) else "candles"

    def fill(self, target: EventChart, item: EventFile) -> None:
        target.title, target.label = item.title, item.label
        target.unit, target.decimals = item.unit, item.decimals
        target.since, target.until, target.is_log = item.since, item.until, item.is_log
        series = None if self._missing(item) else self.context.series(item.series)
        target.series, target.licence = series, item.licence
        # the file speaks of the cited prices; candles come from where they come from
        target.provenance = series.venue.attribution_th if series else item.provenance
        target.annotations = stream_of(
            (
                ("moment", {"text": row.text, **_when(row.on), **_source(row.cited)})
                for row in item.annotations
            ),
            f"event/{item.slug}/moment",
        )
        target.key_points = stream_of(
            (
                ("point", {"price": row.price, **_when(row.on), **_source(row.cited)})
                for row in item.key_points
            ),
            f"event/{item.slug}/point",
        )

    def notes(self, item: EventFile) -> dict[str, Any]:
        """Return what the CMS has no field for: the facts of each row, and a series whose candles are not there."""
        facts = {_place(row.on, row.text): list(row.cited.facts) for row in item.annotations}
        facts |= {_place(row.on, str(float(row.price))): list(row.cited.facts) for row in item.key_points}
        return {"facts": facts, "series": item.series, "provenance": item.provenance}

    def entry(self, target: EventChart) -> EventFile:
        notes = self.context.notes(f"event:{target.slug}")
        facts = notes.get("facts", {})
        series = target.series
        return EventFile(
            slug=target.slug,
            title=target.title,
            label=target.label,
            unit=target.unit,
            decimals=target.decimals,
            since=target.since,
            until=target.until,
            is_log=target.is_log,
            series=self.context.key_of_series(series.pk) if series else notes.get("series", ""),
            provenance=notes.get("provenance", target.provenance) if series else target.provenance,
            licence=target.licence,
            annotations=tuple(
                Annotation(_moment(row), row["text"], _cited(row, facts, row["text"]))
                for row in (block["value"] for block in raw(target.annotations))
            ),
            key_points=tuple(
                Price(_moment(row), float(row["price"]), _cited(row, facts, str(float(row["price"]))))
                for row in (block["value"] for block in raw(target.key_points))
            ),
        )

    def text(self, item: EventFile) -> str:
        return event_text(item)


def _place(on: When, words: str) -> str:
    return f"{on.day} {words}"


def _when(when: When) -> dict[str, str | None]:
    return {"on": when.day.isoformat(), "at": when.time.isoformat() if when.time else None}


def _moment(row: dict[str, Any]) -> When:
    at = row.get("at")
    return When(dt.date.fromisoformat(str(row["on"])), dt.time.fromisoformat(str(at)) if at else None)


def _source(cited: Cited) -> dict[str, str]:
    try:
        date = thai_date_short(dt.date.fromisoformat(cited.date))
    except ValueError:
        date = cited.date
    return {"source": cited.url, "source_title": f"{cited.title} ({date})"}


def _cited(row: dict[str, Any], facts: dict[str, list[str]], words: str) -> Cited:
    title, date = row.get("source_title") or "", ""
    if found := _TITLED.match(title):
        title, date = found["title"], found["date"]
    day = thai_day(date)
    return Cited(
        tuple(facts.get(f"{row['on']} {words}", ())),
        title,
        row.get("source") or "",
        day.isoformat() if day else date,
    )
