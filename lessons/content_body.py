"""A body as it is written in a content file: Markdown with directives on lines of their own. Pure.

``:::callout tone="danger" title="…"`` … Markdown … ``:::`` and so on, as content/README.md lists them. A section holds
other directives; ``levels="ป มป"`` on any directive is short for a section around it.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lessons.content_parts import (
    LEVELS,
    RANGES,
    TONES,
    Callout,
    Chart,
    Compare,
    Event,
    Part,
    Section,
    Text,
    Ticker,
    WhatIf,
)
from lessons.content_rows import ROW_PARTS, Complain, Directive

_OPEN = re.compile(r"^:::\s*([a-z-]+)\s*(.*)$")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
NEEDED = {
    "callout": {"tone", "title"},
    "chart": {"series", "range", "caption"},
    "event": {"event", "caption"},
    "compare": {"series", "range", "caption"},
    "ticker": {"series"},
    "what-if": {"series", "amount", "date", "caption"},
    "data": {"title", "unit", "caption", "source"},
    "section": {"levels"},
    "flags": set(),
    "summary": set(),
    "steps": set(),
    "timeline": set(),
    "chat": {"title", "channel"},
    "flow": {"title"},
    "table": {"title", "head"},
    "contacts": {"keys"},
}
_OPTIONAL = {
    "chart": {"kind", "volume", "average", "drawdown"},
    "data": {"kind", "url"},
    "flags": {"title"},
    "summary": {"title"},
    "steps": {"title"},
    "timeline": {"title"},
    "chat": {"verdict"},
    "contacts": {"title"},
}
_OF_PRICES = frozenset(("chart", "event", "compare", "ticker", "what-if"))
_NOT_MARKDOWN = (
    (re.compile(r"^(#|#{4,})\s"), "ใช้หัวข้อได้สองระดับ คือ ## และ ###"),
    (re.compile(r"!\["), "ยังใส่ภาพในไฟล์ไม่ได้ ใส่ภาพในระบบจัดการเนื้อหา"),
    (re.compile(r"^\s*\|.*\|\s*$"), "ใช้ตารางด้วย :::table"),
    (re.compile(r"^(```|~~~)"), "ยังใช้กรอบโค้ดไม่ได้"),
    (re.compile(r"\]\((?!https?://|/)[^)]*\)"), "ลิงก์ต้องขึ้นต้นด้วย https:// หรือ /"),
)


@dataclass
class _Open:
    """A directive (or the body itself) whose lines are being gathered."""

    line: int
    name: str
    attributes: dict[str, str]
    lines: list[tuple[int, str]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    @property
    def holds_parts(self) -> bool:
        return self.name in {"", "section"}


def parse(markdown: str, *, first_line: int, complain: Complain, with_prices: bool = True) -> list[Part]:
    """Return the body's parts in order; what is wrong goes to `complain` with its line in the file."""
    stack = [_Open(first_line, "", {})]
    for number, line in enumerate(markdown.splitlines(), start=first_line):
        if line.strip() == ":::":
            if len(stack) == 1:
                complain(number, "::: นี้ไม่มีคู่")
            else:
                _close(stack, complain)
        elif line.startswith(":::"):
            _open(stack, number, line, complain, with_prices=with_prices)
        else:
            _check_line(number, line, stack[-1], complain)
            stack[-1].lines.append((number, line))
    while len(stack) > 1:
        complain(stack[-1].line, f":::{stack[-1].name} ยังไม่ปิดด้วย :::")
        _close(stack, complain)
    _take_text(stack[0])
    return stack[0].parts


def each(parts: "Iterator[Part] | list[Part] | tuple[Part, ...]") -> Iterator[Part]:
    """Yield every part, also those inside sections; a section itself does not come."""
    for part in parts:
        if isinstance(part, Section):
            yield from each(part.parts)
        else:
            yield part


def _take_text(holder: _Open) -> None:
    text = "\n".join(line for _, line in holder.lines).strip("\n")
    holder.lines = []
    if text.strip():
        holder.parts.append(Text(text.strip()))


def _close(stack: list[_Open], complain: Complain) -> None:
    done = stack.pop()
    if done.name == "section":
        _take_text(done)
        if not done.parts:
            complain(done.line, ":::section ยังไม่มีเนื้อหา")
        part: Part | None = Section(_levels(done, complain), tuple(done.parts))
    else:
        part = _part(done, complain)
        if part is not None and "levels" in done.attributes:
            part = Section(_levels(done, complain), (part,))
    if part is not None:
        stack[-1].parts.append(part)


def _levels(opened: _Open, complain: Complain) -> tuple[str, ...]:
    named = opened.attributes.get("levels", "").replace(",", " ").split()
    for level in named:
        if level not in LEVELS:
            complain(opened.line, f"levels ใช้ได้: {' '.join(LEVELS)} ไม่ใช่ {level}")
    if not named:
        complain(opened.line, "levels ยังว่าง")
    return tuple(level for level in LEVELS if level in named)


def _check_line(number: int, line: str, opened: _Open, complain: Complain) -> None:
    if opened.name in ROW_PARTS:  # whose rows look like a table
        return
    for pattern, message in _NOT_MARKDOWN:
        if pattern.search(line):
            complain(number, message)


def _open(stack: list[_Open], number: int, line: str, complain: Complain, *, with_prices: bool) -> None:
    if not stack[-1].holds_parts:
        complain(number, "กล่องก่อนหน้ายังไม่ปิดด้วย :::")
        _close(stack, complain)
    _take_text(stack[-1])
    opened = _opened(number, line, complain, with_prices=with_prices)
    if opened.name == "section" and len(stack) > 1:
        complain(number, ":::section ซ้อนกันไม่ได้")
    stack.append(opened)


def _opened(number: int, line: str, complain: Complain, *, with_prices: bool) -> _Open:
    match = _OPEN.match(line)
    name, rest = (match[1], match[2]) if match else ("", "")
    known = [one for one in NEEDED if with_prices or one not in _OF_PRICES]
    if name not in known:
        complain(number, f"ไม่รู้จัก {line.split()[0]} ใช้ได้: {', '.join(':::' + n for n in known)}")
        return _Open(number, "unknown", {})
    attributes = dict(_ATTRIBUTE.findall(rest))
    if _ATTRIBUTE.sub("", rest).strip():
        complain(number, 'อ่านค่าไม่ออก เขียนแบบ ชื่อ="ค่า" คั่นด้วยช่องว่าง')
    for extra in sorted(attributes.keys() - NEEDED[name] - _OPTIONAL.get(name, set()) - {"levels"}):
        complain(number, f":::{name} ไม่มีค่า {extra}")
    for missing in sorted(NEEDED[name] - attributes.keys()):
        complain(number, f":::{name} ต้องมี {missing}")
    return _Open(number, name, attributes)


def _part(opened: _Open, complain: Complain) -> Part | None:
    directive = Directive(opened.line, opened.name, opened.attributes, tuple(opened.lines), complain)
    if opened.name in ROW_PARTS:
        return ROW_PARTS[opened.name](directive)
    text = "\n".join(line for _, line in opened.lines).strip()
    if opened.name == "callout":
        tone = opened.attributes.get("tone", "note")
        if tone not in TONES:
            complain(opened.line, f"tone ต้องเป็น {', '.join(TONES)} ไม่ใช่ {tone}")
        if not text:
            complain(opened.line, ":::callout ยังไม่มีข้อความ")
        if re.search(r"(?m)^##", text):
            complain(opened.line, "ใน :::callout ใช้หัวข้อไม่ได้")
        return Callout(tone, directive.title, text)
    if opened.name not in _PRICE_PARTS:
        return None
    if text:
        complain(opened.line, f"ระหว่าง :::{opened.name} กับ ::: ต้องว่าง")
    return _PRICE_PARTS[opened.name](directive, complain)


def _range(directive: Directive, complain: Complain) -> str:
    chosen = directive.attributes.get("range", "90d")
    allowed = RANGES if directive.name == "chart" else RANGES[:-1]
    if chosen not in allowed:
        complain(directive.line, f"range ต้องเป็น {', '.join(allowed)} ไม่ใช่ {chosen}")
    return chosen


def _several(directive: Directive, complain: Complain, *, least: int, most: int) -> tuple[str, ...]:
    keys = tuple(filter(None, (part.strip() for part in directive.attributes.get("series", "").split(","))))
    if not least <= len(keys) <= most:
        complain(directive.line, f":::{directive.name} ต้องมี series {least}–{most} ชุด คั่นด้วยจุลภาค")
    return keys


def _chart(directive: Directive, complain: Complain) -> Chart:
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


def _event(directive: Directive, complain: Complain) -> Event:
    return Event(directive.attributes.get("event", ""), directive.attributes.get("caption", ""))


def _compare(directive: Directive, complain: Complain) -> Compare:
    keys = _several(directive, complain, least=2, most=5)
    return Compare(keys, _range(directive, complain), directive.attributes.get("caption", ""))


def _ticker(directive: Directive, complain: Complain) -> Ticker:
    return Ticker(_several(directive, complain, least=1, most=8))


def _what_if(directive: Directive, complain: Complain) -> WhatIf:
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


_PRICE_PARTS: dict[str, Callable[[Directive, Complain], Part]] = {
    "chart": _chart,
    "event": _event,
    "compare": _compare,
    "ticker": _ticker,
    "what-if": _what_if,
}
