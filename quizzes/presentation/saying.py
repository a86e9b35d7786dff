"""What a learner gave, in one line of words, and what "ตรวจข้อนี้" may say of it. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from quizzes.formats import images
from quizzes.kinds import KINDS, judge, reading, spot
from quizzes.kinds.base import Content, State, state_of
from quizzes.presentation import asking
from quizzes.presentation.asking import Given

_VERDICTS = {State.RIGHT: "ถูกต้อง", State.PARTIAL: "ถูกบางส่วน", State.WRONG: "ยังไม่ใช่"}
# what is said to a wrong pair or place tells where it belongs
_TELLS_THE_KEY = frozenset({"match", "order"})


@dataclass(frozen=True)
class Remark:
    part: str  # which part of the question, "" for the whole
    text: str
    is_right: bool


@dataclass(frozen=True)
class Checked:
    """What is said before the attempt ends: right or not, and only to what was given. Never what is right."""

    state: str
    verdict: str
    remarks: tuple[Remark, ...]
    pictures: Mapping[str, Any] = field(default_factory=dict)  # name in the texts → address and size

    @property
    def is_right(self) -> bool:
        return self.state == State.RIGHT


def checked(content: Content, response: Given) -> Checked:
    kind = reading.text(content, "kind")
    state = state_of(KINDS[kind].grade(content, response).fraction)
    names = _names(content)
    hides = kind in _TELLS_THE_KEY
    remarks = tuple(
        Remark(names.get(one.uid or "", ""), "" if hides and not one.is_right else one.text, one.is_right)
        for one in KINDS[kind].feedback(content, response)
    )
    return Checked(state, _VERDICTS[state], remarks, content.get("pictures") or {})


def _names(content: Content) -> dict[str, str]:
    """Return what the parts of a question are called, for the kinds that have several answers."""
    kind = reading.text(content, "kind")
    key, field = {
        "multiple": ("choices", "text"),
        "match": ("pairs", "left"),
        "order": ("items", "text"),
        "spot": ("phrases", "text"),
    }.get(kind, ("", ""))
    if kind == "cloze":
        gaps = enumerate(reading.rows(content, "gaps"), 1)
        return {reading.text(gap, "uid"): f"ช่อง {number}" for number, gap in gaps}
    return {reading.text(row, "uid"): reading.text(row, field) for row in reading.rows(content, key)}


def in_words(content: Content, response: Given | None) -> str:
    """Return what was given on one line; "" when that is nothing."""
    kind = reading.text(content, "kind")
    if kind not in KINDS or not KINDS[kind].answered(content, response):
        return ""
    return images.in_words(_WORDS.get(kind, _choices)(content, response or {}))


def _choices(content: Content, given: Given) -> str:
    texts = {reading.text(row, "uid"): reading.text(row, "text") for row in reading.rows(content, "choices")}
    return " · ".join(texts[uid] for uid in given["choices"])


def _typed(content: Content, given: Given) -> str:
    return f"{given['text']} {reading.text(content, 'unit')}".strip()


def _pairs(content: Content, given: Given) -> str:
    names, texts = _names(content), asking.all_right_texts(content)
    return " · ".join(f"{names[left]} → {texts[right]}" for left, right in given["pairs"].items())


def _items(content: Content, given: Given) -> str:
    names = _names(content)
    return " → ".join(names[uid] for uid in given["order"])


def _phrases(content: Content, given: Given) -> str:
    names = _names(content)
    return " · ".join(f"“{names[uid]}”" for uid in given.get("phrases", [])) or spot.NOTHING_SUSPICIOUS


def _verdict(content: Content, given: Given) -> str:
    return judge.VERDICTS[given["verdict"]]


def _gaps(content: Content, given: Given) -> str:
    said = []
    for number, gap in enumerate(reading.rows(content, "gaps"), 1):
        value = given["gaps"].get(reading.text(gap, "uid"), "")
        texts = {reading.text(row, "uid"): reading.text(row, "text") for row in reading.rows(gap, "choices")}
        if value:
            said.append(f"({number}) {texts.get(value, value)}")
    return " ".join(said)


_WORDS: dict[str, Callable[[Content, Given], str]] = {
    "short": _typed,
    "numeric": _typed,
    "match": _pairs,
    "order": _items,
    "cloze": _gaps,
    "spot": _phrases,
    "judge": _verdict,
}
