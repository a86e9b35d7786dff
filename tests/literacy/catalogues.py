"""The catalogues of the CMS as they are written and compiled, and what a page says in English in spite of them."""

import ast
import gettext
import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import wagtail

OURS = Path(__file__).resolve().parents[2] / "literacy/locale/th/LC_MESSAGES"
WAGTAIL = Path(wagtail.__file__).parent
# The apps of Wagtail that are installed here.
APPS = [
    ".", "admin", "contrib/redirects", "contrib/settings", "documents", "embeds", "images", "search", "sites", "snippets",
    "users",
]  # fmt: skip
# Python's, printed into a counter that is hidden until it counts.
NOT_SAID = {"None"}
_LINE = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[0\])?) (".*")')
BLANK = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?\w[^>]*>")


class Entry(NamedTuple):
    context: str
    msgid: str
    plural: str
    thai: str

    @property
    def key(self) -> str:
        return f"{self.context}\x04{self.msgid}" if self.context else self.msgid


def read_po(path: Path) -> list[Entry]:
    """Return the entries of a .po file without its header."""
    entries = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        fields: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if found := _LINE.match(line):
                name = found[1].removesuffix("[0]")
                fields[name] = ast.literal_eval(found[2])
            elif name and line.startswith('"'):
                fields[name] += ast.literal_eval(line)
        if fields.get("msgid"):
            entries.append(
                Entry(*(fields.get(n, "") for n in ("msgctxt", "msgid", "msgid_plural", "msgstr")))
            )
    return entries


@cache
def compiled(path: Path) -> dict[str, str]:
    """Return what a .mo file says, by msgid (of a plural: of its first form)."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalog = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {key if isinstance(key, str) else key[0]: text for key, text in catalog.items() if key}


def sources(domain: str) -> Iterator[tuple[Path, Path]]:
    for app in APPS:
        locale = WAGTAIL / app / "locale"
        if (source := locale / f"en/LC_MESSAGES/{domain}.po").exists():
            yield source, locale / f"th/LC_MESSAGES/{domain}.mo"


class Reader(HTMLParser):
    """Gather what a page says to people: its text, what its controls are called, what it hands to scripts."""

    _NAMES = frozenset({"aria-label", "title", "placeholder", "alt", "label"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: set[str] = set()
        self.handed: set[str] = set()
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("script", "style"):
            self._inside = "json" if "json" in (given.get("type") or "") else "code"
        for name, value in attrs:
            if value and (
                name in self._NAMES
                or (tag == "input" and name == "value" and given.get("type") in ("submit", "button"))
            ):
                self.texts.add(" ".join(value.split()))
            elif value and name.startswith("data-"):
                self._hand(value)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "json":
            self._hand(data)
        elif not self._inside:
            self.texts.add(" ".join(data.split()))

    def _hand(self, value: str) -> None:
        try:
            self._walk(json.loads(value))
        except ValueError:
            self.handed.add(value)

    def _walk(self, value: Any) -> None:
        if isinstance(value, str):
            self.handed.add(value)
        elif isinstance(value, dict | list):
            for inner in value.values() if isinstance(value, dict) else value:
                self._walk(inner)


def _translated() -> Iterator[str]:
    """Yield the English strings that have a Thai name."""
    for domain in ("django", "djangojs"):
        for path in [*(thai for _source, thai in sources(domain)), OURS / f"{domain}.mo"]:
            for msgid, thai in compiled(path).items():
                if re.search("[ก-๙]", thai) and "\x04" not in msgid:
                    yield msgid


@cache
def _english() -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the plain strings that have a Thai name, and a pattern of the longer ones with blanks in them."""
    # A single word between tags is as likely a name of the code.
    parts = {
        " ".join(part.split())
        for msgid in _translated()
        for part in TAG.split(msgid)
        if part == msgid or len(part.split()) > 1
    }
    whole = {part for part in parts if not BLANK.search(part) and re.search("[A-Za-z]{2}", part)}
    blanks = [
        ".+".join(map(re.escape, BLANK.split(part)))
        for part in parts - whole
        if len(re.findall("[a-z]{3,}", BLANK.sub("", part))) > 1
    ]
    return frozenset(whole), re.compile("|".join(blanks))


def english_in(html: str) -> set[str]:
    """Return what the page says in English though the catalogues have Thai for it."""
    whole, blanks = _english()
    page = Reader(html)
    # What a script is given may be a name of the code ("page", "image"): only what reads like a label counts.
    labels = {text for text in page.handed if text[:1].isupper() or " " in text}
    return {text for text in page.texts | labels if text in whole or blanks.fullmatch(text)} - NOT_SAID
