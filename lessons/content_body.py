"""A lesson's body as it is written in a content file: Markdown with directives on lines of their own. Pure.

``:::callout tone="danger" title="…"`` … Markdown … ``:::`` and ``:::chart series="…" range="90d" caption="…"`` ``:::``
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

TONES = ("note", "caution", "danger", "question")
RANGES = ("7d", "30d", "90d", "1y", "all")

_OPEN = re.compile(r"^:::\s*([a-z]+)\s*(.*)$")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_DIRECTIVES = {"callout": {"tone", "title"}, "chart": {"series", "range", "caption"}}
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


Part = Text | Callout | Chart
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
    for extra in sorted(attributes.keys() - _DIRECTIVES[name]):
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
    if text:
        complain(directive.line, "ระหว่าง :::chart กับ ::: ต้องว่าง")
    chosen = values.get("range", "90d")
    if chosen not in RANGES:
        complain(directive.line, f"range ต้องเป็น {', '.join(RANGES)} ไม่ใช่ {chosen}")
    return Chart(values.get("series", ""), chosen, values.get("caption", ""))
