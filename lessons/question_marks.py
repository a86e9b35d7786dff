"""Marks in the texts of a question: they become words when it is published, and its sources a line of the explanation."""

import re
from collections.abc import Iterator
from typing import Any

from lessons import lexicon, mark_html
from lessons.facts import book, marks
from lessons.facts.items import UNVERIFIED
from thai.dates import thai_date_short

MOST_SOURCES = 4


def finish(content: dict[str, Any], facts: str) -> dict[str, Any]:
    """Return the content without marks; what it cites is named at the end of the explanation."""
    texts = list(_texts(content))
    cited = list(dict.fromkeys([*marks.codes_in(texts), *re.findall(marks.CODE, facts)]))
    has_marks = any("[" in text or "{contact" in text for text in texts)
    done = _worded(content) if has_marks else content
    names = _organisations(cited)
    if not names:
        return done
    line = f"แหล่งข้อมูล: {', '.join(names)}"
    explanation = str(done.get("explanation") or "")
    return {**done, "explanation": f"{explanation}\n{line}" if explanation else line}


def _organisations(codes: list[str]) -> list[str]:
    known = book.facts() if codes else {}
    cited = [known[code] for code in codes if code in known and known[code].label != UNVERIFIED]
    names = [source.title.partition(" – ")[0] for fact in cited for source in fact.sources[:2]]
    return list(dict.fromkeys(names))[:MOST_SOURCES]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _worded(value: Any) -> Any:
    if isinstance(value, str):
        return (
            "".join(_word(piece) for piece in marks.pieces(value)) if "[" in value or "{" in value else value
        )
    if isinstance(value, dict):
        # what was frozen keeps the hash of its own words
        return value if "sha256" in value else {key: _worded(inner) for key, inner in value.items()}
    return [_worded(inner) for inner in value] if isinstance(value, list) else value


def _word(piece: str | marks.Mark) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, marks.TermMark):
        return piece.shown
    item = lexicon.contact(piece.key) if isinstance(piece, marks.ContactMark) else None
    if item is None:
        return ""
    way = item.phone or mark_html.short_address(item.url)
    checked = f" (ตรวจล่าสุดเมื่อ {thai_date_short(item.checked_on)})" if item.checked_on else ""
    return f"{item.name} {way}{checked}"
