"""What a body in a content file is made of: one dataclass for each directive, and running text. Pure."""

from dataclasses import dataclass

TONES = ("note", "caution", "danger", "question")
RANGES = ("7d", "30d", "90d", "1y", "all")
LEVELS = ("ป", "มต", "มป", "ส")
CHANNELS = ("line", "sms", "facebook", "call", "advert")
VERDICTS = ("scam", "genuine")
SPEAKERS = {"เขา": "them", "คุณ": "me", "ระบบ": "system"}  # in the file → in the CMS


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


@dataclass(frozen=True)
class Flags:
    title: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    title: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Steps:
    title: str
    rows: tuple[tuple[str, str], ...]  # heading, explanation


@dataclass(frozen=True)
class Timeline:
    title: str
    rows: tuple[tuple[str, str], ...]  # when, what happened


@dataclass(frozen=True)
class Chat:
    title: str
    channel: str
    verdict: str  # empty when it is not told
    messages: tuple[tuple[str, str], ...]  # them | me | system, words


@dataclass(frozen=True)
class Flow:
    title: str
    links: tuple[tuple[str, str, str], ...]  # from, to, what flows


@dataclass(frozen=True)
class Table:
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Contacts:
    title: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """What only some levels read."""

    levels: tuple[str, ...]
    parts: "tuple[Part, ...]"


Part = (
    Text | Callout | Chart | Event | Compare | Ticker | WhatIf | Data
    | Flags | Summary | Steps | Timeline | Chat | Flow | Table | Contacts | Section
)  # fmt: skip
