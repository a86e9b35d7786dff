"""A question of any kind while it is answered. Pure.

Nothing in these types says what is right: a page that is rendered from them cannot leak the key.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from quizzes.kinds import reading
from quizzes.kinds.base import Content
from quizzes.kinds.messages import CHANNELS
from quizzes.presentation import pieces

Given = dict[str, Any]


@dataclass(frozen=True)
class Option:
    uid: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Choosing:
    """single, multiple, truefalse"""

    options: tuple[Option, ...]
    is_multiple: bool


@dataclass(frozen=True)
class Typing:
    """short, numeric"""

    text: str
    unit: str
    most: int = reading.MOST_TEXT


@dataclass(frozen=True)
class MatchRow:
    uid: str
    left: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Matching:
    rows: tuple[MatchRow, ...]


@dataclass(frozen=True)
class Item:
    uid: str
    text: str
    position: int  # from 1, as shown


@dataclass(frozen=True)
class Ordering:
    items: tuple[Item, ...]
    given: bool  # the order shown is the learner's, not ours

    @property
    def positions(self) -> range:
        return range(1, len(self.items) + 1)


@dataclass(frozen=True)
class Gap:
    uid: str
    number: int
    kind: str  # short | numeric | choice
    value: str
    options: tuple[Option, ...]
    unit: str
    size: int  # characters that the field shows


@dataclass(frozen=True)
class ClozePiece:
    text: str
    gap: Gap | None


@dataclass(frozen=True)
class Cloze:
    pieces: tuple[ClozePiece, ...]


@dataclass(frozen=True)
class MessagePiece:
    text: str
    phrase: Option | None


@dataclass(frozen=True)
class Message:
    channel: str
    channel_name: str
    setting: str
    pieces: tuple[MessagePiece, ...]


@dataclass(frozen=True)
class Spotting:
    message: Message
    says_none: bool


@dataclass(frozen=True)
class Judging:
    message: Message
    said: str  # "", scam or genuine


Body = Choosing | Typing | Matching | Ordering | Cloze | Spotting | Judging
_Maker = Callable[[Content, Sequence[str], Given], Body]


def body(content: Content, parts: Sequence[str], response: Given | None) -> Body:
    """Return what there is to answer; `parts` are the shuffled uids of the attempt's layout."""
    return _MAKERS.get(reading.text(content, "kind"), _choosing)(content, parts, response or {})


def _options(rows: Sequence[reading.Row], chosen: Sequence[str]) -> tuple[Option, ...]:
    return tuple(
        Option(uid, reading.text(row, "text"), uid in chosen)
        for row in rows
        if (uid := reading.text(row, "uid"))
    )


def _choosing(content: Content, parts: Sequence[str], response: Given) -> Choosing:
    rows = pieces.shown(reading.rows(content, "choices"), parts)
    return Choosing(
        _options(rows, response.get("choices", [])), is_multiple=reading.text(content, "kind") == "multiple"
    )


def _typing(content: Content, parts: Sequence[str], response: Given) -> Typing:
    return Typing(response.get("text", ""), reading.text(content, "unit"))


def all_right_texts(content: Content) -> dict[str, str]:
    """Return what may be matched, uid → text, as the author put it."""
    texts = {
        reading.text(row, "right_uid") or reading.text(row, "uid"): reading.text(row, "right")
        for row in reading.rows(content, "pairs")
    }
    return texts | {
        reading.text(row, "uid"): reading.text(row, "text") for row in reading.rows(content, "extras")
    }


def _right_options(content: Content, parts: Sequence[str]) -> dict[str, str]:
    """Return what may be matched, in the order shown; of equal texts there is one."""
    texts = all_right_texts(content)
    found: dict[str, str] = {}
    seen: set[str] = set()
    for uid in [*parts, *(uid for uid in texts if uid not in set(parts))]:
        same = _same(texts.get(uid, ""))
        if uid in texts and same not in seen:
            seen.add(same)
            found[uid] = texts[uid]
    return found


def _same(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _matching(content: Content, parts: Sequence[str], response: Given) -> Matching:
    given = response.get("pairs", {})
    options, every = _right_options(content, parts), all_right_texts(content)
    rows = []
    for row in reading.rows(content, "pairs"):
        uid = reading.text(row, "uid")
        chosen = _same(every.get(given.get(uid, ""), ""))
        shown = tuple(Option(right, text, _same(text) == chosen != "") for right, text in options.items())
        rows.append(MatchRow(uid, reading.text(row, "left"), shown))
    return Matching(tuple(rows))


def _ordering(content: Content, parts: Sequence[str], response: Given) -> Ordering:
    given = response.get("order", [])
    rows = pieces.shown(reading.rows(content, "items"), given or parts)
    return Ordering(
        tuple(
            Item(reading.text(row, "uid"), reading.text(row, "text"), place)
            for place, row in enumerate(rows, 1)
        ),
        given=bool(given),
    )


def _cloze(content: Content, parts: Sequence[str], response: Given) -> Cloze:
    gaps = reading.rows(content, "gaps")
    given = response.get("gaps", {})
    return Cloze(
        tuple(
            ClozePiece(text, None if index is None else _gap(gaps[index], index + 1, parts, given))
            for text, index in pieces.of_cloze(content)
        )
    )


def _gap(gap: reading.Row, number: int, parts: Sequence[str], given: dict[str, str]) -> Gap:
    uid = reading.text(gap, "uid")
    value = given.get(uid, "")
    kind = reading.text(gap, "kind")
    rows = pieces.shown(reading.rows(gap, "choices"), parts) if kind == "choice" else []
    # one size for all fields of a kind: a field as long as its answer would tell the answer
    return Gap(
        uid, number, kind, value, _options(rows, [value]), reading.text(gap, "unit"),
        size=8 if kind == "numeric" else 14,
    )  # fmt: skip


def message(content: Content, marked: Sequence[str]) -> Message:
    channel = reading.text(content, "channel")
    found = []
    for text, row in pieces.of_message(content):
        uid = reading.text(row, "uid") if row is not None else ""
        found.append(MessagePiece(text, Option(uid, text, uid in marked) if row is not None else None))
    return Message(channel, CHANNELS.get(channel, ""), reading.text(content, "setting"), tuple(found))


def _spotting(content: Content, parts: Sequence[str], response: Given) -> Spotting:
    return Spotting(message(content, response.get("phrases", [])), says_none="none" in response)


def _judging(content: Content, parts: Sequence[str], response: Given) -> Judging:
    return Judging(message({**content, "phrases": []}, []), response.get("verdict", ""))


_MAKERS: dict[str, _Maker] = {
    "short": _typing,
    "numeric": _typing,
    "match": _matching,
    "order": _ordering,
    "cloze": _cloze,
    "spot": _spotting,
    "judge": _judging,
}
