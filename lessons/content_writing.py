"""The curriculum's files as text: one way to write each thing, so that loading and writing again changes no byte. Pure."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

import yaml

from lessons import content_schema
from lessons.content_events import Cited, EventFile, When
from lessons.content_items import Entry
from lessons.content_parts import (
    SPEAKERS,
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
from lessons.content_questions import values_of
from lessons.content_schema import Values, arranged

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_KEY_ON = re.compile(
    r"(?m)^( *(?:- )?)'on': "
)  # which YAML would take for a truth value; our reader does not
_SAID_BY = {who: word for word, who in SPEAKERS.items()}


class _Dumper(yaml.SafeDumper):
    """Block style, no aliases, a text of several lines as a literal block."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:  # noqa: FBT001, FBT002
        return super().increase_indent(flow, False)  # noqa: FBT003


def _string(dumper: _Dumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _string)


def dump(data: Any) -> str:
    """Return YAML; a day as a day, a whole number as one."""
    text: str = yaml.dump(
        _plain(data),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=10**6,
        default_flow_style=False,
    )
    return _KEY_ON.sub(r"\1on: ", text)


def _plain(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    if isinstance(data, float) and data.is_integer():
        return int(data)
    if isinstance(data, str) and _ISO.fullmatch(data):
        try:
            return dt.date.fromisoformat(data)
        except ValueError:
            return data
    return data


# --- bodies --------------------------------------------------------------------------------------
def body(parts: Iterable[Part]) -> str:
    return "\n\n".join(_part(part) for part in parts) + "\n"


def _part(part: Part, levels: str = "") -> str:
    if isinstance(part, Text):
        return part.markdown
    if isinstance(part, Section):
        named = " ".join(part.levels)
        if len(part.parts) == 1 and not isinstance(part.parts[0], Text):
            return _part(part.parts[0], named)
        return f":::section{_attributes(levels=named)}\n{body(part.parts)}:::"
    name, attributes, lines = _directive(part)
    return "\n".join((f":::{name}{_attributes(**attributes, levels=levels)}", *lines, ":::"))


def _attributes(**values: str) -> str:
    return "".join(
        f' {name}="{_one_line(value).replace(chr(34), chr(0x201D))}"'
        for name, value in values.items()
        if value
    )


def _one_line(text: str) -> str:
    return " ".join(text.split("\n")).strip()


def _directive(part: Part) -> tuple[str, dict[str, str], list[str]]:
    if isinstance(part, Callout):
        return "callout", {"tone": part.tone, "title": part.title}, [part.markdown]
    if isinstance(part, Flags | Summary):
        name = "flags" if isinstance(part, Flags) else "summary"
        return name, {"title": part.title}, [f"- {_one_line(item)}" for item in part.items]
    if isinstance(part, Steps | Timeline):
        name = "steps" if isinstance(part, Steps) else "timeline"
        return name, {"title": part.title}, [_row(row) for row in part.rows]
    if isinstance(part, Chat):
        rows = [_row((_SAID_BY[who], words)) for who, words in part.messages]
        return "chat", {"title": part.title, "channel": part.channel, "verdict": part.verdict}, rows
    if isinstance(part, Flow):
        rows = [
            f"{source} -> {target}{f' | {label}' if label else ''}" for source, target, label in part.links
        ]
        return "flow", {"title": part.title}, rows
    if isinstance(part, Table):
        return "table", {"title": part.title, "head": _row(part.head)}, [_row(row) for row in part.rows]
    if isinstance(part, Contacts):
        return "contacts", {"title": part.title, "keys": ", ".join(part.keys)}, []
    return _figure(part)


def _row(cells: Iterable[str]) -> str:
    return " | ".join(_one_line(cell).replace("|", "/") for cell in cells)


def _figure(part: Part) -> tuple[str, dict[str, str], list[str]]:
    if isinstance(part, Chart):
        values = {"series": part.series, "range": part.range, "caption": part.caption}
        return "chart", values | dict(part.options), []
    if isinstance(part, Event):
        return "event", {"event": part.event, "caption": part.caption}, []
    if isinstance(part, Compare):
        values = {"series": ", ".join(part.series), "range": part.range, "caption": part.caption}
        return "compare", values, []
    if isinstance(part, Ticker):
        return "ticker", {"series": ", ".join(part.series)}, []
    if isinstance(part, WhatIf):
        values = {"series": part.series, "amount": str(part.amount), "date": part.bought_on}
        return "what-if", {**values, "caption": part.caption}, []
    assert isinstance(part, Data)  # noqa: S101 - every other part has been written above
    values = {"title": part.title, "unit": part.unit, "caption": part.caption, "source": part.source}
    kind = {"kind": part.kind} if part.kind != "bar" else {}
    rows = [f"{label} | {number(value)}" for label, value in part.rows]
    return "data", {**values, "url": part.url, **kind}, rows


def number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


# --- whole files ---------------------------------------------------------------------------------
_SCHEMAS = {
    "home": content_schema.HOME,
    "course": content_schema.COURSE,
    "lesson": content_schema.LESSON,
    "quiz": content_schema.QUIZ,
    "pattern": content_schema.PATTERN,
    "claim": content_schema.CLAIM,
    "term": content_schema.TERM,
    "contact": content_schema.CONTACT,
    "fact": content_schema.FACT_KEYS,
    "emergency": content_schema.EMERGENCY,
    "page": content_schema.PAGE,
    "kit": content_schema.KIT,
}
_PLACES = {
    "home": "home.yaml",
    "course": "courses/{}.yaml",
    "lesson": "lessons/{}.md",
    "quiz": "quizzes/{}.yaml",
    "pattern": "patterns/{}.yaml",
    "claim": "claims/{}.yaml",
    "emergency": "emergency.md",
    "page": "pages/{}.md",
    "kit": "kits/{}.yaml",
    "event": "events/{}.yaml",
    "term": "glossary.yaml",
    "contact": "directory.yaml",
    "fact": "facts.yaml",
}
_IN_LISTS = ("fact", "contact", "term")


def place_of(kind: str, slug: str) -> str:
    """Return the file, below the folder of content, that holds such a thing."""
    return _PLACES[kind].format(slug)


def values_in_order(entry: Entry) -> Values:
    values = arranged(_SCHEMAS[entry.kind], entry.values)
    if entry.kind == "quiz" and entry.questions:
        values["questions"] = [values_of(question) for question in entry.questions]
    return values


def text_of(entry: Entry) -> str:
    """Return one entry as it stands in its file; of a file that is a list, its item."""
    values = values_in_order(entry)
    if entry.kind in _IN_LISTS:
        return dump([values])
    if entry.body:
        return f"---\n{dump(values)}---\n\n{body(entry.body)}"
    return dump(values)


def files_of(entries: Iterable[Entry], events: Iterable[EventFile]) -> dict[str, str]:
    """Return all files: path → text."""
    files: dict[str, str] = {}
    for entry in entries:
        place = place_of(entry.kind, entry.slug)
        files[place] = files.get(place, "") + text_of(entry)
        if entry.kind == "emergency" and entry.get("card"):
            files["emergency-card.yaml"] = dump(arranged(content_schema.CARD, entry["card"]))
    for event in events:
        files[place_of("event", event.slug)] = event_text(event)
    return files


def event_text(event: EventFile) -> str:
    values: Values = {
        "slug": event.slug,
        "title": event.title,
        "label": event.label,
        "unit": event.unit,
        "decimals": event.decimals,
        "since": event.since,
        "until": event.until,
        "log": event.is_log or None,
        "series": event.series,
        "provenance": event.provenance,
        "licence": event.licence,
        "annotations": [
            {"on": _when(row.on), "text": row.text, **_cited(row.cited)} for row in event.annotations
        ],
        "key_points": [
            {"on": _when(row.on), "price": row.price, **_cited(row.cited)} for row in event.key_points
        ],
    }
    return dump({key: value for key, value in values.items() if value not in (None, "", [])})


def _when(when: When) -> str:
    return f"{when.day.isoformat()} {when.time:%H:%M}" if when.time else when.day.isoformat()


def _cited(cited: Cited) -> Values:
    return {
        "facts": list(cited.facts),
        "source": {"title": cited.title, "url": cited.url, "date": cited.date},
    }
