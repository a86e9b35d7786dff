"""The Markdown of content files to the CMS's rich text and back: a small subset, exact both ways. Pure.

Wagtail's own converter takes ``[L-32]`` and ``[[term]]`` for the beginning of links. Here square brackets are a link
only when a round one follows at once.
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from html.parser import HTMLParser

_BULLET = re.compile(r"^- +(.*)$")
_NUMBERED = re.compile(r"^\d+\. +(.*)$")
_HEADING = re.compile(r"^(##|###) +(.*)$")
_QUOTE = re.compile(r"^> ?(.*)$")
_INLINE = re.compile(
    r"\\(?P<literal>[\\*\[\]>#.-])|\*\*(?P<bold>(?=\S).+?(?<=\S))\*\*"
    r"|(?<!\[)\[(?P<words>[^\[\]]+)\]\((?P<href>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)"
)
_LISTS = ((_BULLET, "ul"), (_NUMBERED, "ol"))


def to_html(markdown: str) -> str:
    """Return the rich text as the CMS stores it."""
    return "".join(_blocks(markdown.strip("\n").split("\n")))


def _blocks(lines: list[str]) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line = lines[at].rstrip()
        if not line:
            at += 1
            continue
        if heading := _HEADING.match(line):
            tag = "h2" if heading[1] == "##" else "h3"
            yield f"<{tag}>{_inline(heading[2])}</{tag}>"
            at += 1
            continue
        for pattern, tag in _LISTS:
            if pattern.match(line):
                rows, at = _list(lines, at, pattern)
                yield f"<{tag}>{''.join(f'<li>{_inline(row)}</li>' for row in rows)}</{tag}>"
                break
        else:
            if _QUOTE.match(line):
                rows, at = _run(lines, at, _QUOTE)
                yield f"<blockquote>{_joined(rows)}</blockquote>"
            else:
                rows, at = _paragraph(lines, at)
                yield f"<p>{_joined(rows)}</p>"


def _joined(rows: list[str]) -> str:
    return "<br/>".join(_inline(row) for row in rows)


def _list(lines: list[str], at: int, pattern: re.Pattern[str]) -> tuple[list[str], int]:
    """Return a list's items; an indented line goes on with the item above it."""
    rows: list[str] = []
    while at < len(lines):
        if found := pattern.match(lines[at].rstrip()):
            rows.append(found[1])
        elif rows and re.match(r"^ {2,}\S", lines[at]):
            rows[-1] += " " + lines[at].strip()
        else:
            break
        at += 1
    return rows, at


def _run(lines: list[str], at: int, pattern: re.Pattern[str]) -> tuple[list[str], int]:
    rows: list[str] = []
    while at < len(lines) and (found := pattern.match(lines[at].rstrip())):
        rows.append(found[1])
        at += 1
    return rows, at


def _paragraph(lines: list[str], at: int) -> tuple[list[str], int]:
    rows: list[str] = []
    while at < len(lines) and lines[at].strip():
        line = lines[at].strip()
        if rows and any(pattern.match(line) for pattern in (_HEADING, _BULLET, _NUMBERED, _QUOTE)):
            break
        rows.append(line)
        at += 1
    return rows, at


def _inline(text: str) -> str:
    done, end = [], 0
    for found in _INLINE.finditer(text):
        done.append(escape(text[end : found.start()], quote=False))
        end = found.end()
        if found["literal"]:
            done.append(escape(found["literal"], quote=False))
        elif found["bold"]:
            done.append(f"<b>{_inline(found['bold'])}</b>")
        else:
            done.append(f'<a href="{escape(found["href"])}">{_inline(found["words"])}</a>')
    return "".join([*done, escape(text[end:], quote=False)])


def to_markdown(html: str) -> str:
    """Return the Markdown of rich text that the CMS has stored; what the subset cannot say keeps its words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.markdown()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[str] = []
        self.text = ""
        self.kind = "p"
        self.numbered = False
        self.rows: list[str] = []
        self.href: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"p", "h2", "h3", "h4", "blockquote", "li"}:
            self._end_block()
            self.kind = tag
        elif tag in {"ul", "ol"}:
            self._end_block()
            self.numbered = tag == "ol"
        elif tag in {"b", "strong"}:
            self.text += "**"
        elif tag == "a":
            self.href.append(dict(attrs).get("href") or "")
            self.text += "["
        elif tag == "br":
            self.text += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "h2", "h3", "h4", "blockquote", "li"}:
            self._end_block()
        elif tag in {"ul", "ol"}:
            self._end_block()
            if self.rows:
                marks = (
                    (f"{n}." for n in range(1, len(self.rows) + 1))
                    if self.numbered
                    else iter("-" * len(self.rows))
                )
                self.blocks.append(
                    "\n".join(f"{mark} {row}" for mark, row in zip(marks, self.rows, strict=True))
                )
                self.rows = []
        elif tag in {"b", "strong"}:
            self.text += "**"
        elif tag == "a" and self.href:
            self.text += f"]({self.href.pop()})"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        self.text += _escaped(data)

    def handle_entityref(self, name: str) -> None:
        self.text += _escaped(unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self.text += _escaped(unescape(f"&#{name};"))

    def _end_block(self) -> None:
        text, self.text = self.text.strip(), ""
        if not text:
            return
        lines = [line.strip() for line in text.split("\n")]
        if self.kind == "li":
            self.rows.append(" ".join(lines))
        elif self.kind in {"h2", "h3", "h4"}:
            self.blocks.append(f"{'##' if self.kind == 'h2' else '###'} {' '.join(lines)}")
        elif self.kind == "blockquote":
            self.blocks.append("\n".join(f"> {line}" for line in lines))
        else:
            self.blocks.append("\n".join(_not_a_block(line) for line in lines))
        self.kind = "p"

    def markdown(self) -> str:
        self._end_block()
        return "\n\n".join(self.blocks)


def _escaped(text: str) -> str:
    """Return words with what would be taken for bold or for a link escaped."""
    return re.sub(r"\](?=\()", r"\\]", text.replace("\\", "\\\\").replace("**", r"\*\*"))


def _not_a_block(line: str) -> str:
    """Return a paragraph's line so that it is not read as a heading, a list or a quote."""
    if _HEADING.match(line) or _BULLET.match(line) or _QUOTE.match(line):
        return "\\" + line
    return re.sub(r"^(\d+)\. ", r"\1\\. ", line) if _NUMBERED.match(line) else line
