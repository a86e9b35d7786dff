"""A lesson's body as it is written in a content file: Markdown with directives on lines of their own. Pure.

``:::callout tone="danger" title="…"`` … Markdown … ``:::`` and ``:::chart series="…" range="90d" caption="…"`` ``:::``;
so too ``event``, ``compare``, ``ticker``, ``what-if`` and ``data``, whose lines are ``label | value``.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

TONES = ("note", "caution", "danger", "question")
RANGES = ("7d", "30d", "90d", "1y", "all")

_OPEN = re.compile(r"^:::\s*([a-z-]+)\s*(.*)$")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_DIRECTIVES = {
    "callout": {"tone", "title"},
    "chart": {"series", "range", "caption"},
    "event": {"event", "caption"},
    "compare": {"series", "range", "caption"},
    "ticker": {"series"},
    "what-if": {"series", "amount", "date", "caption"},
    "data": {"title", "unit", "caption", "source"},
}
_OPTIONAL = {
    "chart": {"kind", "volume", "average", "drawdown"},
    "data": {"kind", "url"},
}
_NOT_MARKDOWN = (
    (re.compile(r"^(#|#{4,})\s"), "ใช้หัวข้อได้สองระดับ คือ ## และ ###"),
    (re.compile(r"!\["), "ยังใส่ภาพในไฟล์ไม่ได้ ใส่ภาพในระบบจัดการเนื้อหา"),
    (re.compile(r"^\s*\|.*\|\s*$"), "ยังใช้ตารางไม่ได้ เขียนเป็นรายการแทน"),
    (re.compile(r"^(```|~~~)"), "ยังใช้กรอบโค้ดไม่ได้"),
)


@dataclass(frozen=True)
class Text:
    markdown: str


@dataclass(frozen=True)
class Callout:
    tone: str
    title: str
    markdown: str


@dataclass(frozen=True)
class Chart:
    series: str  # "<venue>/<pair>/<timeframe>"
    range: str
    caption: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Event:
    event: str  # slug
    caption: str


@dataclass(frozen=True)
class Compare:
    series: tuple[str, ...]
    range: str
    caption: str


@dataclass(frozen=True)
class Ticker:
    series: tuple[str, ...]


@dataclass(frozen=True)
class WhatIf:
    series: str
    amount: int
    bought_on: str  # ISO day
    caption: str


@dataclass(frozen=True)
class Data:
    title: str
    kind: str
    unit: str
    caption: str
    source: str
    url: str
    rows: tuple[tuple[str, float], ...]


Part = Text | Callout | Chart | Event | Compare | Ticker | WhatIf | Data
Complain = Callable[[int, str], None]  # line (1-based), what is wrong in Thai


@dataclass
class _Directive:
    line: int
    name: str
    attributes: Mapping[str, str]


def parse(markdown: str, *, first_line: int, complain: Complain) -> list[Part]:
    """Return the body's parts in order; what is wrong goes to `complain` with its line in the file."""
    return [
        part
        for directive, text in _sections(markdown, first_line, complain)
        if (part := _part(directive, text, complain)) is not None
    ]


def _sections(markdown: str, first_line: int, complain: Complain) -> Iterator[tuple[_Directive | None, str]]:
    directive: _Directive | None = None
    lines: list[str] = []
    for number, line in enumerate(markdown.splitlines(), start=first_line):
        if not line.startswith(":::"):
            if directive is None or directive.name != "data":  # whose rows look like a table
                _check_line(number, line, complain)
            lines.append(line)
            continue
        is_end = line.strip() == ":::"
        if is_end == (directive is None):
            complain(number, "::: นี้ไม่มีคู่" if is_end else "กล่องก่อนหน้ายังไม่ปิดด้วย :::")
        yield directive, "\n".join(lines).strip()
        directive, lines = None if is_end else _opened(number, line, complain), []
    if directive is not None:
        complain(directive.line, f":::{directive.name} ยังไม่ปิดด้วย :::")
    yield directive, "\n".join(lines).strip()


def _check_line(number: int, line: str, complain: Complain) -> None:
    for pattern, message in _NOT_MARKDOWN:
        if pattern.search(line):
            complain(number, message)


def _opened(number: int, line: str, complain: Complain) -> _Directive | None:
    match = _OPEN.match(line)
    name, rest = (match[1], match[2]) if match else ("", "")
    if name not in _DIRECTIVES:
        complain(number, f"ไม่รู้จัก {line.split()[0]} ใช้ได้: {', '.join(':::' + n for n in _DIRECTIVES)}")
        return None
    attributes = dict(_ATTRIBUTE.findall(rest))
    if _ATTRIBUTE.sub("", rest).strip():
        complain(number, 'อ่านค่าไม่ออก เขียนแบบ ชื่อ="ค่า" คั่นด้วยช่องว่าง')
    for extra in sorted(attributes.keys() - _DIRECTIVES[name] - _OPTIONAL.get(name, set())):
        complain(number, f":::{name} ไม่มีค่า {extra}")
    for missing in sorted(_DIRECTIVES[name] - attributes.keys()):
        complain(number, f":::{name} ต้องมี {missing}")
    return _Directive(number, name, attributes)


def _part(directive: _Directive | None, text: str, complain: Complain) -> Part | None:
    if directive is None:
        return Text(text) if text else None
    values = directive.attributes
    if directive.name == "callout":
        tone = values.get("tone", "note")
        if tone not in TONES:
            complain(directive.line, f"tone ต้องเป็น {', '.join(TONES)} ไม่ใช่ {tone}")
        if not text:
            complain(directive.line, ":::callout ยังไม่มีข้อความ")
        return Callout(tone, values.get("title", ""), text)
    if directive.name == "data":
        return _data(directive, text, complain)
    if text:
        complain(directive.line, f"ระหว่าง :::{directive.name} กับ ::: ต้องว่าง")
    return _PRICE_PARTS[directive.name](directive, complain)


def _range(directive: _Directive, complain: Complain) -> str:
    chosen = directive.attributes.get("range", "90d")
    allowed = RANGES if directive.name == "chart" else RANGES[:-1]
    if chosen not in allowed:
        complain(directive.line, f"range ต้องเป็น {', '.join(allowed)} ไม่ใช่ {chosen}")
    return chosen


def _several(directive: _Directive, complain: Complain, *, least: int, most: int) -> tuple[str, ...]:
    keys = tuple(filter(None, (part.strip() for part in directive.attributes.get("series", "").split(","))))
    if not least <= len(keys) <= most:
        complain(directive.line, f":::{directive.name} ต้องมี series {least}–{most} ชุด คั่นด้วยจุลภาค")
    return keys


def _chart(directive: _Directive, complain: Complain) -> Chart:
    values = directive.attributes
    options = tuple(
        (name, values[name]) for name in ("kind", "volume", "average", "drawdown") if name in values
    )
    allowed = {
        "kind": ("candles", "line"), "volume": ("yes",), "average": ("7", "20", "50"), "drawdown": ("yes",)
    }  # fmt: skip
    for name, value in options:
        if value not in allowed[name]:
            complain(directive.line, f"{name} ต้องเป็น {', '.join(allowed[name])} ไม่ใช่ {value}")
    return Chart(values.get("series", ""), _range(directive, complain), values.get("caption", ""), options)


def _event(directive: _Directive, complain: Complain) -> Event:
    return Event(directive.attributes.get("event", ""), directive.attributes.get("caption", ""))


def _compare(directive: _Directive, complain: Complain) -> Compare:
    keys = _several(directive, complain, least=2, most=5)
    return Compare(keys, _range(directive, complain), directive.attributes.get("caption", ""))


def _ticker(directive: _Directive, complain: Complain) -> Ticker:
    return Ticker(_several(directive, complain, least=1, most=8))


def _what_if(directive: _Directive, complain: Complain) -> WhatIf:
    values = directive.attributes
    amount, day = values.get("amount", ""), values.get("date", "")
    if not (amount.isdecimal() and 1 <= int(amount) <= 10_000_000):
        complain(directive.line, "amount ต้องเป็นจำนวนเต็ม 1–10000000")
        amount = "0"
    try:
        dt.date.fromisoformat(day)
    except ValueError:
        complain(directive.line, "date ต้องเป็นวันที่แบบ 2025-01-31")
    return WhatIf(values.get("series", ""), int(amount), day, values.get("caption", ""))


def _data(directive: _Directive, text: str, complain: Complain) -> Data:
    rows = []
    for line in filter(None, (line.strip().strip("|").strip() for line in text.splitlines())):
        label, _, written = line.rpartition("|")
        try:
            rows.append((label.strip(), float(written.replace(",", ""))))
        except ValueError:
            complain(directive.line, f"แถวของ :::data ต้องเป็น รายการ | ตัวเลข ไม่ใช่ {line}")
    if not 2 <= len(rows) <= 24:
        complain(directive.line, ":::data ต้องมี 2–24 แถว")
    values = directive.attributes
    kind = values.get("kind", "bar")
    if kind not in {"bar", "line"}:
        complain(directive.line, f"kind ต้องเป็น bar, line ไม่ใช่ {kind}")
    return Data(
        values.get("title", ""), kind, values.get("unit", ""), values.get("caption", ""),
        values.get("source", ""), values.get("url", ""), tuple(rows),
    )  # fmt: skip


_PRICE_PARTS: dict[str, Callable[[_Directive, Complain], Part]] = {
    "chart": _chart,
    "event": _event,
    "compare": _compare,
    "ticker": _ticker,
    "what-if": _what_if,
}
