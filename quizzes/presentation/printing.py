"""A question on paper: to be answered with a pen, and its key for whoever teaches. Pure.

Two types on purpose, as on the screen: a sheet that is rendered from `Sheet` cannot leak the key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from quizzes.kinds import KINDS, judge, reading
from quizzes.kinds.base import Content
from quizzes.presentation import asking, pieces
from quizzes.selection import Place

LETTERS = "กขคงจฉชซญฐดตถทธนบปผพฟภมยรลวศสหอฮ"
HINTS = {
    "single": "เลือก 1 ข้อ",
    "truefalse": "เลือก 1 ข้อ",
    "multiple": "เลือกได้มากกว่า 1 ข้อ",
    "match": "เขียนตัวอักษรทางขวาลงในช่องทางซ้าย",
    "order": "เขียนเลขลำดับ 1, 2, 3 … ลงในช่อง",
    "cloze": "เติมช่องว่าง",
    "spot": "ขีดเส้นใต้วลีที่น่าสงสัย",
    "judge": "อ่านข้อความ แล้วตัดสินใจ",
    "numeric": "ตอบเป็นตัวเลข",
}


@dataclass(frozen=True)
class Line:
    letter: str
    text: str


@dataclass(frozen=True)
class Sheet:
    """A question to be answered with a pen: nothing here says what is right."""

    slot: int
    kind: str
    stem: str
    hint: str
    body: asking.Body
    lines: tuple[Line, ...]  # choices, things to put in order, what may be matched
    asks_confidence: bool
    pictures: Mapping[str, Any] = field(default_factory=dict)  # name in the texts → address and size
    exhibit: Mapping[str, Any] | None = None  # quizzes.exhibits draws it

    @property
    def template(self) -> str:
        name = "choosing" if self.kind in {"single", "multiple", "truefalse"} else self.kind
        return f"quizzes/paper/{'typing' if name in {'short', 'numeric'} else name}.html"


@dataclass(frozen=True)
class KeyLine:
    letter: str
    text: str
    is_right: bool
    feedback: str


@dataclass(frozen=True)
class KeyOfSheet:
    """What is right on a sheet, in one line and part by part, and why."""

    slot: int
    stem: str
    answer: str
    lines: tuple[KeyLine, ...]
    explanation: str
    pictures: Mapping[str, Any] = field(default_factory=dict)


def sheet(place: Place, content: Content) -> Sheet:
    """Return a question as it is printed; its parts stand in the order of the place."""
    body = asking.body(content, place["parts"], None)
    return Sheet(
        slot=place["slot"],
        kind=content["kind"],
        stem=content["stem"],
        hint=HINTS.get(content["kind"], "ตอบสั้น ๆ"),
        body=body,
        lines=tuple(Line(letter, text) for letter, _, text in _lettered(body)),
        asks_confidence=content.get("ask_confidence") is True,
        pictures=content.get("pictures") or {},
        exhibit=content.get("exhibit"),
    )


def key(place: Place, content: Content) -> KeyOfSheet:
    """Return the key of what `sheet` prints for the same place and content, with the same letters."""
    kind = content["kind"]
    body = asking.body(content, place["parts"], None)
    answer, lines = _KEYS.get(kind, _choosing)(content, [*_lettered(body)])
    return KeyOfSheet(
        slot=place["slot"],
        stem=content["stem"],
        answer=answer or KINDS[kind].right_answer(content),
        lines=tuple(lines),
        explanation=content.get("explanation", ""),
        pictures=content.get("pictures") or {},
    )


_Lettered = list[tuple[str, str, str]]  # letter, uid, text
_Key = tuple[str, list[KeyLine]]


def _lettered(body: asking.Body) -> _Lettered:
    """Return what has a letter on the sheet: letter, uid, text."""
    named: list[tuple[str, str]] = []
    if isinstance(body, asking.Choosing):
        named = [(option.uid, option.text) for option in body.options]
    elif isinstance(body, asking.Matching) and body.rows:
        named = [(option.uid, option.text) for option in body.rows[0].options]
    elif isinstance(body, asking.Ordering):
        named = [(item.uid, item.text) for item in body.items]
    return [(LETTERS[place % len(LETTERS)], uid, text) for place, (uid, text) in enumerate(named)]


def _choosing(content: Content, lettered: _Lettered) -> _Key:
    rows = {reading.text(row, "uid"): row for row in reading.rows(content, "choices")}
    lines = [
        KeyLine(letter, text, reading.flag(rows[uid], "correct"), reading.text(rows[uid], "feedback"))
        for letter, uid, text in lettered
    ]
    return " ".join(line.letter for line in lines if line.is_right), lines


def _matching(content: Content, lettered: _Lettered) -> _Key:
    letters = {text.strip(): letter for letter, _, text in lettered}
    lines, said = [], []
    for number, row in enumerate(reading.rows(content, "pairs"), 1):
        right = reading.text(row, "right")
        letter = letters.get(right.strip(), "?")
        said.append(f"{number}–{letter}")
        text = f"{reading.text(row, 'left')} → {right}"
        lines.append(KeyLine(f"{number}–{letter}", text, True, reading.text(row, "feedback")))  # noqa: FBT003
    return "  ".join(said), lines


def _ordering(content: Content, lettered: _Lettered) -> _Key:
    letters = {uid: letter for letter, uid, _ in lettered}
    rows = reading.rows(content, "items")
    own = [letters.get(reading.text(row, "uid"), "?") for row in rows]
    lines = [
        KeyLine(letter, reading.text(row, "text"), True, reading.text(row, "feedback"))  # noqa: FBT003
        for letter, row in zip(own, rows, strict=True)
    ]
    return " → ".join(own), lines


def _cloze(content: Content, lettered: _Lettered) -> _Key:
    lines = []
    for number, gap in enumerate(reading.rows(content, "gaps"), 1):
        kind = reading.text(gap, "kind")
        right = KINDS["single" if kind == "choice" else kind].right_answer(gap)
        told = KINDS["single" if kind == "choice" else kind]
        said = [one.text for one in told.feedback(gap, told.right_response(gap)) if one.text]
        lines.append(KeyLine(f"({number})", right, True, " ".join(said)))  # noqa: FBT003
    return "  ".join(f"{line.letter} {line.text}" for line in lines), lines


def _spotting(content: Content, lettered: _Lettered) -> _Key:
    lines = [
        KeyLine(
            "ขีด" if reading.flag(row, "suspicious") else "ปกติ",
            f"“{reading.text(row, 'text')}”",
            reading.flag(row, "suspicious"),
            reading.text(row, "feedback"),
        )
        for _, row in pieces.of_message(content)
        if row is not None
    ]
    none: Any = content.get("none")
    none = none if isinstance(none, dict) else {}
    if reading.flag(none, "correct"):
        lines.append(KeyLine("□", "ไม่พบจุดน่าสงสัย", True, reading.text(none, "feedback")))  # noqa: FBT003
    return " · ".join(line.text for line in lines if line.is_right), lines


def _judging(content: Content, lettered: _Lettered) -> _Key:
    truth, texts = reading.text(content, "verdict"), content.get("feedback")
    texts = texts if isinstance(texts, dict) else {}
    lines = [
        KeyLine("ถ้าตอบ", said, verdict == truth, reading.text(texts, verdict))
        for verdict, said in judge.VERDICTS.items()
    ]
    return judge.VERDICTS.get(truth, ""), lines


def _typing(content: Content, lettered: _Lettered) -> _Key:
    return "", []


_KEYS = {
    "match": _matching,
    "order": _ordering,
    "cloze": _cloze,
    "spot": _spotting,
    "judge": _judging,
    "short": _typing,
    "numeric": _typing,
}
