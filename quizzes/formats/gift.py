"""Reads GIFT as Moodle 4.5 does (shared reference interop.md §2.1), telling lines. Pure."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from quizzes.formats import gift_answers
from quizzes.formats.gift_escapes import Texts, hidden, shown
from quizzes.formats.labels import unlabelled
from quizzes.formats.model import (
    MAX_BLOCK,
    Content,
    Findings,
    ImportedQuestion,
    QuestionRefused,
    Reading,
    Severity,
)
from quizzes.formats.tidying import default_name, text, tidy
from quizzes.formats.uid_comments import restored

_CATEGORY = "$CATEGORY:"
# Neither "[" nor "]" without a backslash inside: an attempt ends at the next bracket.
_MARK = re.compile(r"\[(id|tag|objective|source|uids):((?:[^\[\]\\]|\\.)*+)\]")
_ESCAPED = re.compile(r"\\(.)")


@dataclass
class _Block:
    line: int = 0  # of its first line that is not a comment
    lines: list[str] = field(default_factory=list)
    marks: dict[str, list[str]] = field(default_factory=dict)
    size: int = 0

    def add(self, number: int, raw: str) -> None:
        self.size += len(raw)
        if self.size > MAX_BLOCK:
            self.lines.clear()
            return
        stripped = raw.strip()
        if stripped.startswith("//"):
            for mark in _MARK.finditer(stripped):
                self.marks.setdefault(mark[1], []).append(_ESCAPED.sub(r"\1", mark[2]))
            return
        self.line = self.line or number
        self.lines.append(raw.rstrip("\n"))


def read(source: str, *, nearest_weights: bool = False) -> Reading:
    """Return the questions of a GIFT file. `nearest_weights`: take the nearest legal weight instead of refusing."""
    found = Findings()
    category = ""
    for block in _blocks(source):
        if found.is_full:
            break
        if block.size > MAX_BLOCK:
            found.fail(block.line, "", f"ข้อนี้ยาวเกิน {MAX_BLOCK:,} ตัวอักษร ลืมเว้นบรรทัดว่างระหว่างข้อหรือไม่")
            continue
        if block.lines and block.lines[0].strip().startswith(_CATEGORY):
            category = block.lines.pop(0).strip().removeprefix(_CATEGORY)
            block.line += 1
        if any(line.strip() for line in block.lines):
            _read_block(block, category, found, nearest_weights=nearest_weights)
    return found.reading()


def _blocks(source: str) -> Iterator[_Block]:
    """Yield the runs of lines between blank lines: Moodle ends a question there even inside braces."""
    block = _Block()
    for number, raw in enumerate(io.StringIO(source, newline="\n"), 1):
        if raw.strip():
            block.add(number, raw)
        elif block.size:
            yield block
            block = _Block()
    if block.size:
        yield block


def _read_block(block: _Block, category: str, found: Findings, *, nearest_weights: bool) -> None:
    body = hidden("\n".join(block.lines).strip())
    name, body = _name(body)
    told = name or default_name(shown(body.split("{", 1)[0]))
    try:
        content = _content(body, block, found, told, nearest_weights=nearest_weights)
    except QuestionRefused as refused:
        found.fail(block.line, told, str(refused))
        return
    if content is None:
        return
    question = ImportedQuestion(
        content=content,
        code=next(iter(block.marks.get("id", ())), ""),
        name=name,
        category=category,
        tags=tuple(block.marks.get("tag", ())),
        objective=next(iter(block.marks.get("objective", ())), ""),
        sources=tuple(block.marks.get("source", ())),
        line=block.line,
    )
    tidied = tidy(unlabelled(question))
    found.keep(restored(tidied, " ".join(block.marks.get("uids", ()))))


def _name(body: str) -> tuple[str, str]:
    """Return (name, the rest); the name is "" when there is none."""
    if not body.startswith("::"):
        return "", body
    name, mark, rest = body[2:].partition("::")
    return (text(shown(name)), rest.strip()) if mark else ("", body[2:])


def _content(
    body: str, block: _Block, found: Findings, told: str, *, nearest_weights: bool
) -> Content | None:
    opening, closing = body.find("{"), body.find("}")
    if opening < 0 and closing < 0:
        found.say(block.line, told, "ข้อความนี้ไม่มี { } จึงเป็นคำอธิบาย (description) ไม่ใช่คำถาม ไม่ได้นำเข้า")
        return None
    if opening < 0 or closing < opening:
        raise QuestionRefused("ไม่พบ { และ } ที่คู่กัน ดูว่ามีบรรทัดว่างคั่นกลางข้อหรือไม่ (บรรทัดว่างแปลว่าจบข้อ ใช้ \\n แทน)")
    answers = body[opening + 1 : closing].strip()
    hole = "" if body.endswith("}") and closing == len(body) - 1 else "_____"
    texts = Texts()
    stem = texts.take(body[:opening] + hole + body[closing + 1 :], is_stem=True)
    explanation = ""
    before, mark, after = answers.rpartition("####")
    if mark:
        answers, explanation = before.strip(), texts.take(after)
    content = gift_answers.read(answers, texts, nearest_weights=nearest_weights)
    content |= {"stem": stem, "explanation": explanation}
    for note in texts.notes:
        found.say(block.line, told, note, Severity.NOTE)
    return content
