"""Directives of a content file whose inside is a list of lines: steps, chats, tables and the like. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lessons.content_parts import (
    CHANNELS,
    SPEAKERS,
    VERDICTS,
    Chat,
    Contacts,
    Data,
    Flags,
    Flow,
    Part,
    Steps,
    Summary,
    Table,
    Timeline,
)

Complain = Callable[[int, str], None]  # line (1-based), what is wrong in Thai
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Directive:
    """A directive with the lines that stand inside it, each with its number in the file."""

    line: int
    name: str
    attributes: Mapping[str, str]
    lines: tuple[tuple[int, str], ...]
    complain: Complain

    @property
    def title(self) -> str:
        return self.attributes.get("title", "").strip()

    def rows(self, least: int, most: int) -> list[tuple[int, str]]:
        """Return the lines that are not empty; says when there are too few or too many."""
        rows = [(number, line.strip()) for number, line in self.lines if line.strip()]
        if not least <= len(rows) <= most:
            self.complain(self.line, f":::{self.name} ต้องมี {least}–{most} บรรทัด (ตอนนี้มี {len(rows)})")
        return rows

    def one_of(self, key: str, allowed: tuple[str, ...], default: str) -> str:
        value = self.attributes.get(key, default)
        if value not in allowed and value != default:
            self.complain(self.line, f"{key} ต้องเป็น {', '.join(allowed)} ไม่ใช่ {value}")
        return value


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _items(directive: Directive, least: int, most: int) -> tuple[str, ...]:
    items = []
    for number, line in directive.rows(least, most):
        if not line.startswith("- "):
            directive.complain(number, f"ใน :::{directive.name} แต่ละบรรทัดต้องขึ้นต้นด้วย “- ”")
        items.append(line.removeprefix("- ").strip())
    return tuple(items)


def _pairs(directive: Directive, least: int, most: int, shape: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for number, line in directive.rows(least, most):
        first, bar, second = (part.strip() for part in line.strip("|").partition("|"))
        if not (first and bar and second):
            directive.complain(number, f"แถวของ :::{directive.name} ต้องเป็น {shape} ไม่ใช่ {line}")
        pairs.append((first, second))
    return tuple(pairs)


def _flags(directive: Directive) -> Part:
    return Flags(directive.title, _items(directive, 1, 12))


def _summary(directive: Directive) -> Part:
    return Summary(directive.title, _items(directive, 2, 6))


def _steps(directive: Directive) -> Part:
    return Steps(directive.title, _pairs(directive, 1, 14, "หัวข้อ | คำอธิบาย"))


def _timeline(directive: Directive) -> Part:
    return Timeline(directive.title, _pairs(directive, 1, 16, "เมื่อไร | เกิดอะไร"))


def _chat(directive: Directive) -> Part:
    messages = []
    for number, line in directive.rows(1, 20):
        who, _, words = (part.strip() for part in line.partition("|"))
        if who not in SPEAKERS or not words:
            directive.complain(number, f"แถวของ :::chat ต้องเป็น {' / '.join(SPEAKERS)} | ข้อความ ไม่ใช่ {line}")
        messages.append((SPEAKERS.get(who, "them"), words))
    channel = directive.attributes.get("channel", "")
    if channel not in CHANNELS:
        directive.complain(directive.line, f"channel ต้องเป็น {', '.join(CHANNELS)} ไม่ใช่ {channel}")
    return Chat(directive.title, channel, directive.one_of("verdict", VERDICTS, ""), tuple(messages))


def _flow(directive: Directive) -> Part:
    links = []
    for number, line in directive.rows(1, 12):
        ends, _, label = (part.strip() for part in line.partition("|"))
        source, arrow, target = (part.strip() for part in ends.partition("->"))
        if not (source and arrow and target):
            directive.complain(number, f"แถวของ :::flow ต้องเป็น ต้นทาง -> ปลายทาง | สิ่งที่ไหล ไม่ใช่ {line}")
        links.append((source, target, label))
    return Flow(directive.title, tuple(links))


def _table(directive: Directive) -> Part:
    head = tuple(cells(directive.attributes.get("head", "")))
    if not 2 <= len(head) <= 4:
        directive.complain(directive.line, "head ของ :::table ต้องมี 2–4 ช่อง คั่นด้วย |")
    rows = []
    for number, line in directive.rows(1, 14):
        row = tuple(cells(line))
        if len(row) != len(head):
            directive.complain(number, f"แถวนี้มี {len(row)} ช่อง แต่หัวตารางมี {len(head)} ช่อง")
        rows.append(row)
    return Table(directive.title, head, tuple(rows))


def _contacts(directive: Directive) -> Part:
    keys = tuple(key.strip() for key in directive.attributes.get("keys", "").split(",") if key.strip())
    for key in keys:
        if not _SLUG.fullmatch(key):
            directive.complain(directive.line, f"keys: {key} ใช้ได้เฉพาะ a–z ตัวเลข และขีดกลาง")
    if not keys:
        directive.complain(directive.line, "keys ของ :::contacts ยังว่าง")
    if any(line.strip() for _, line in directive.lines):
        directive.complain(directive.line, "ระหว่าง :::contacts กับ ::: ต้องว่าง")
    return Contacts(directive.title, keys)


def _data(directive: Directive) -> Part:
    rows = []
    for number, line in directive.rows(2, 24):
        label, _, written = line.strip("|").strip().rpartition("|")
        try:
            rows.append((label.strip(), float(written.replace(",", ""))))
        except ValueError:
            directive.complain(number, f"แถวของ :::data ต้องเป็น รายการ | ตัวเลข ไม่ใช่ {line}")
    values = directive.attributes
    kind = directive.one_of("kind", ("bar", "line"), "bar")
    return Data(
        values.get("title", ""), kind, values.get("unit", ""), values.get("caption", ""),
        values.get("source", ""), values.get("url", ""), tuple(rows),
    )  # fmt: skip


ROW_PARTS: dict[str, Callable[[Directive], Part]] = {
    "flags": _flags,
    "summary": _summary,
    "steps": _steps,
    "timeline": _timeline,
    "chat": _chat,
    "flow": _flow,
    "table": _table,
    "contacts": _contacts,
    "data": _data,
}
