"""Between a part of a content file and the block of a body, as its StreamField stores it: there and back."""

import uuid
from collections.abc import Callable
from typing import Any

from lessons.content_markdown import to_html, to_markdown
from lessons.content_parts import (
    Callout,
    Chart,
    Chat,
    Compare,
    Contacts,
    Data,
    Event,
    Flags,
    Flow,
    Part,
    Section,
    Steps,
    Summary,
    Table,
    Text,
    Ticker,
    Timeline,
    WhatIf,
)
from market_data.models import EventChart, Series

FindSeries = Callable[[str], Series | None]
FindEvent = Callable[[str], EventChart | None]
Name = Callable[[int], str]  # key → how files call it
Block = tuple[str, Any]
Value = dict[str, Any]
_IDS = uuid.UUID("0e0a3a5e-7d0b-4a86-9c1f-2b6a52c1c0de")
_CELLS = ("first", "second", "third", "fourth")


def wanted(part: Part) -> tuple[str, ...]:
    """Return the series and events that a part names."""
    if isinstance(part, Chart | WhatIf):
        return (part.series,)
    if isinstance(part, Compare | Ticker):
        return part.series
    return (part.event,) if isinstance(part, Event) else ()


def block(part: Part, *, find_series: FindSeries, find_event: FindEvent) -> Block | None:
    """Return the block's name and its value as stored; None when something that it shows is not there.

    A section is not told here: it holds blocks of its own.
    """
    if isinstance(part, Event):
        event = find_event(part.event)
        return ("event", {"event": event.pk, "caption": part.caption}) if event else None
    if isinstance(part, Chart | Compare | Ticker | WhatIf):
        series = [find_series(key) for key in wanted(part)]
        ids = [one.pk for one in series if one is not None]
        return _prices(part, ids) if series and len(ids) == len(series) else None
    return _words(part) or _rows(part)


def _prices(part: Chart | Compare | Ticker | WhatIf, ids: list[int]) -> Block:
    if isinstance(part, Chart):
        options = {name: True if value == "yes" else value for name, value in part.options}
        return "chart", {"series": ids[0], "range": part.range, "caption": part.caption, **options}
    if isinstance(part, Compare):
        return "compare", {"series": _items(ids), "range": part.range, "caption": part.caption}
    if isinstance(part, Ticker):
        return "ticker", {"series": _items(ids)}
    value = {"amount": part.amount, "bought_on": part.bought_on, "caption": part.caption}
    return "what_if", {"series": ids[0], **value}


def _words(part: Part) -> Block | None:
    if isinstance(part, Text):
        return "text", to_html(part.markdown)
    if isinstance(part, Callout):
        return "callout", {"tone": part.tone, "title": part.title, "text": to_html(part.markdown)}
    if isinstance(part, Flags | Summary):
        name = "flags" if isinstance(part, Flags) else "summary"
        return name, {"title": part.title, "items": _items(part.items)}
    if isinstance(part, Contacts):
        return "contacts", {"title": part.title, "keys": _items(part.keys)}
    return None


def _rows(part: Part) -> Block | None:
    if isinstance(part, Steps):
        rows = [{"title": title, "text": text} for title, text in part.rows]
        return "steps", {"title": part.title, "steps": _items(rows)}
    if isinstance(part, Timeline):
        rows = [{"when": when, "text": text} for when, text in part.rows]
        return "timeline", {"title": part.title, "moments": _items(rows)}
    if isinstance(part, Chat):
        rows = [{"who": who, "text": text} for who, text in part.messages]
        value = {"title": part.title, "channel": part.channel, "verdict": part.verdict}
        return "chat", {**value, "messages": _items(rows)}
    if isinstance(part, Flow):
        rows = [{"source": source, "target": target, "label": label} for source, target, label in part.links]
        return "flow", {"title": part.title, "links": _items(rows)}
    if isinstance(part, Table):
        table = [_cells(row) for row in part.rows]
        return "table", {"title": part.title, "head": _cells(part.head), "rows": _items(table)}
    return ("data", _data(part)) if isinstance(part, Data) else None


def _items(values: Any) -> list[Value]:
    """Return a list block's items; their ids come out the same on every run."""
    return [
        {"type": "item", "id": str(uuid.uuid5(_IDS, f"{place}/{value}")), "value": value}
        for place, value in enumerate(values)
    ]


def _cells(row: tuple[str, ...]) -> Value:
    return {name: row[place] if place < len(row) else "" for place, name in enumerate(_CELLS)}


def _data(part: Data) -> Value:
    return {
        "title": part.title,
        "kind": part.kind,
        "unit": part.unit,
        "rows": _items([{"label": label, "value": value} for label, value in part.rows]),
        "caption": part.caption,
        "source": part.source,
        "source_url": part.url,
    }


# --- and back ------------------------------------------------------------------------------------
def part_of(stored: Value, *, series_name: Name, event_name: Name) -> Part | None:
    """Return the part that a stored block is; None for what files cannot say, such as pictures."""
    kind, value = stored["type"], stored["value"]
    if kind == "section":
        parts = [part_of(inner, series_name=series_name, event_name=event_name) for inner in value["body"]]
        return Section(tuple(value["levels"]), tuple(part for part in parts if part is not None))
    if kind == "event":
        return Event(event_name(value["event"]), value.get("caption") or "")
    if kind in _PRICES_BACK:
        return _PRICES_BACK[kind](value, series_name)
    return _BACK[kind](value) if kind in _BACK else None


def _values(items: list[Any]) -> list[Any]:
    return [
        item["value"] if isinstance(item, dict) and "value" in item and "type" in item else item
        for item in items
    ]


def _title(value: Value) -> str:
    return value.get("title") or ""


def _chart_back(value: Value, name: Name) -> Part:
    # the block's own defaults are not written
    options = [
        (key, "yes" if value[key] is True else str(value[key]))
        for key in ("kind", "volume", "average", "drawdown")
        if value.get(key) not in (None, "", False) and (key, value[key]) != ("kind", "candles")
    ]
    return Chart(name(value["series"]), value["range"], value.get("caption") or "", tuple(options))


def _what_if_back(value: Value, name: Name) -> Part:
    bought_on, caption = str(value["bought_on"]), value.get("caption") or ""
    return WhatIf(name(value["series"]), int(value["amount"]), bought_on, caption)


_PRICES_BACK: dict[str, Callable[[Value, Name], Part]] = {
    "chart": _chart_back,
    "compare": lambda value, name: Compare(
        tuple(map(name, _values(value["series"]))), value["range"], value.get("caption") or ""
    ),
    "ticker": lambda value, name: Ticker(tuple(map(name, _values(value["series"])))),
    "what_if": _what_if_back,
}


def _table_back(value: Value) -> Part:
    head = [value["head"].get(name) or "" for name in _CELLS]
    width = max((place + 1 for place, cell in enumerate(head) if cell), default=2)
    rows = [tuple(row.get(name) or "" for name in _CELLS)[:width] for row in _values(value["rows"])]
    return Table(_title(value), tuple(head[:width]), tuple(rows))


def _data_back(value: Value) -> Part:
    rows = tuple((row["label"], float(row["value"])) for row in _values(value["rows"]))
    return Data(
        _title(value), value["kind"], value["unit"], value["caption"], value["source"],
        value.get("source_url") or "", rows,
    )  # fmt: skip


def _chat_back(value: Value) -> Part:
    messages = tuple((row["who"], row["text"]) for row in _values(value["messages"]))
    return Chat(_title(value), value["channel"], value.get("verdict") or "", messages)


def _flow_back(value: Value) -> Part:
    links = [(row["source"], row["target"], row.get("label") or "") for row in _values(value["links"])]
    return Flow(_title(value), tuple(links))


_BACK: dict[str, Callable[[Any], Part]] = {
    "text": lambda value: Text(to_markdown(value)),
    "callout": lambda value: Callout(value["tone"], _title(value), to_markdown(value["text"])),
    "flags": lambda value: Flags(_title(value), tuple(_values(value["items"]))),
    "summary": lambda value: Summary(_title(value), tuple(_values(value["items"]))),
    "contacts": lambda value: Contacts(_title(value), tuple(_values(value["keys"]))),
    "steps": lambda value: Steps(
        _title(value), tuple((row["title"], row["text"]) for row in _values(value["steps"]))
    ),
    "timeline": lambda value: Timeline(
        _title(value), tuple((row["when"], row["text"]) for row in _values(value["moments"]))
    ),
    "chat": _chat_back,
    "flow": _flow_back,
    "table": _table_back,
    "data": _data_back,
}
