"""HTML of other systems to plain text: structure as lines, pictures as markers, no code kept. Linear time. Pure."""

import html
import re
from collections.abc import Callable

Picture = Callable[[str, str], str]  # (src, alt) → what stands in the text

# A whole text in a box of this class keeps its blanks and lines: that is how our writer sends texts with pictures.
KEEPING_CLASS = "ruthan-plain"
# Alternatives begin with different characters and repeat possessively: no backtracking, and none crosses a "<".
_TOKEN = re.compile(
    r"""<(?:!--|/?[a-zA-Z](?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+>|/?[a-zA-Z][^<>]*+>|![^<>]*+>|\?[^<>]*+>)"""
)
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,15})")
_ATTRIBUTE = re.compile(
    r"""\b(src|alt|href|class)\s{0,3}=\s{0,3}(?:"([^"<]*)"|'([^'<]*)'|([^\s"'<>]+))""", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{0,31});")
_BLANKS = re.compile(r"[ \t\n\r\f\v\xa0]+")
_DROPPED = ("script", "style", "iframe", "object", "svg", "math", "template", "noscript")
_LINES = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "br",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "video",
        "audio",
        "source",
        "embed",
        "button",
        "select",
        "option",
        "textarea",
    ]
)
_CELLS = ("td", "th")


def unescape(text: str) -> str:
    """Replace entities; unlike html.unescape it cannot be led into an endless number."""
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)


def looks_like_html(text: str) -> bool:
    """Say whether a text of unknown format has a tag browsers know or an entity."""
    return _ENTITY.search(text) is not None or any(_is_known(tag[1]) for tag in _TAG.finditer(text))


def _is_known(tag: str) -> bool:
    return (name := tag.lower()) in _LINES or name in _INLINE or name in _DROPPED


def to_text(source: str, picture: Picture, *, keep_lines: bool = False) -> str:
    """Return the text a reader of the page would see; `keep_lines`: line ends in the source count (Moodle's own format)."""
    return _Reader(source, picture, keep_lines=keep_lines).text()


class _Reader:
    def __init__(self, source: str, picture: Picture, *, keep_lines: bool) -> None:
        self.source = source
        self.lowered = source.lower() if len(source.lower()) == len(source) else source
        self.picture = picture
        self.keep_lines = keep_lines
        self.pieces: list[str] = []
        self.wanted_lines = 0
        self.keeping = 0  # how deep in a box that keeps blanks
        self.link = ""

    def text(self) -> str:
        at = 0
        while token := _TOKEN.search(self.source, at):
            self._words(self.source[at : token.start()])
            at = self._token(token)
        self._words(self.source[at:])
        return "".join(self.pieces)

    def _token(self, token: re.Match[str]) -> int:
        """Act on one tag or comment; return where to go on."""
        if token[0] == "<!--":
            end = self.source.find("-->", token.end())
            return len(self.source) if end < 0 else end + 3
        tag = _TAG.match(token[0])
        if tag is None:
            return token.end()
        name = tag[1].lower()
        if self.keep_lines and not _is_known(name):
            self._words(token[0])
        elif name in _DROPPED and not token[0].startswith("</"):
            end = self.lowered.find(f"</{name}", token.end())
            return len(self.source) if end < 0 else end
        else:
            self._tag(name, token[0])
        return token.end()

    def _tag(self, name: str, tag: str) -> None:
        closing = tag.startswith("</")
        if name == "br":
            self._break()
        elif name == "img" and not closing:
            found = _attributes(tag)
            self._write(self.picture(found.get("src", ""), found.get("alt", "")))
        elif name == "a":
            self._anchor(tag, closing=closing)
        elif name in _CELLS:
            self._words(" ")
        elif name in _LINES:
            self._line(name, tag, closing=closing)

    def _break(self) -> None:
        if self.keeping:
            self.pieces.append("\n")
        else:
            self.wanted_lines = min(self.wanted_lines + 1, 2)

    def _line(self, name: str, tag: str, *, closing: bool) -> None:
        if self.keeping:
            self.keeping += -1 if closing else 1
            return
        self.wanted_lines = max(self.wanted_lines, 1)
        if not closing and (name == "pre" or _attributes(tag).get("class") == KEEPING_CLASS):
            self._lines()
            self.keeping = 1
        elif name == "li" and not closing:
            self._write("- ")

    def _anchor(self, tag: str, *, closing: bool) -> None:
        if not closing:
            self.link = _attributes(tag).get("href", "")
        elif self.link.startswith(("http://", "https://")) and self.link not in "".join(self.pieces[-3:]):
            self._write(f" ({self.link})")
            self.link = ""

    def _words(self, raw: str) -> None:
        if not raw:
            return
        words = unescape(raw)
        if self.keeping:
            self.pieces.append(words)
        elif self.keep_lines:
            first, *others = words.split("\n")
            self._write(_BLANKS.sub(" ", first))
            for other in others:
                self._break()
                self._write(_BLANKS.sub(" ", other))
        else:
            self._write(_BLANKS.sub(" ", words))

    def _write(self, words: str) -> None:
        if not words:
            return
        if not words.strip(" "):
            if self.pieces and not self.wanted_lines and not self.pieces[-1].endswith((" ", "\n")):
                self.pieces.append(" ")
            return
        if self.wanted_lines or not self.pieces or self.pieces[-1].endswith((" ", "\n")):
            words = words.lstrip(" ")
        self._lines()
        self.pieces.append(words)

    def _lines(self) -> None:
        if self.wanted_lines and self.pieces:
            self.pieces[-1] = self.pieces[-1].rstrip(" ")
            self.pieces.append("\n" * self.wanted_lines)
        self.wanted_lines = 0


def _attributes(tag: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for attribute in _ATTRIBUTE.finditer(tag):
        value = next((value for value in attribute.groups()[1:] if value is not None), "")
        found.setdefault(attribute[1].lower(), unescape(value).strip())
    return found
