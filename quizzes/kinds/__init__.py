"""Kinds of questions: what each may hold, which responses it takes, how it marks and what it says. Pure."""

from collections.abc import Iterator, Mapping

from quizzes.formats import images
from quizzes.kinds import cloze, judge, match, multiple, numeric, order, short, single, spot, truefalse
from quizzes.kinds.base import Content, Kind, Problem

KINDS: dict[str, Kind] = {
    "single": single,
    "multiple": multiple,
    "truefalse": truefalse,
    "short": short,
    "numeric": numeric,
    "match": match,
    "order": order,
    "cloze": cloze,
    "spot": spot,
    "judge": judge,
}


def problems(content: Content) -> list[Problem]:
    """Return what keeps a question of any kind, or of none that we know, from being published."""
    kind = content.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        return [Problem("kind", "ไม่รู้จักชนิดคำถามนี้ เลือกชนิดใหม่")]
    found = KINDS[kind].problems(content)
    if not isinstance(content.get("ask_confidence", False), bool):
        found.append(Problem("ask_confidence", "บอกว่าจะถามความแน่ใจหรือไม่ ด้วยการติ๊กหรือไม่ติ๊ก"))
    return [*found, *_pictures_without_words(content)]


def _pictures_without_words(value: object, path: str = "") -> Iterator[Problem]:
    """Say where a picture has no words for those who cannot see it."""
    if isinstance(value, str):
        for name in images.without_words(value):
            example = images.marker(name, "แผนผังการโอนเงิน")
            yield Problem(path, f"บอกด้วยว่าภาพนี้แสดงอะไร สำหรับผู้ที่มองไม่เห็นภาพ เช่น {example}")
    elif isinstance(value, Mapping | list):
        keys = value.keys() if isinstance(value, Mapping) else range(len(value))
        for key in keys:
            yield from _pictures_without_words(value[key], f"{path}.{key}" if path else str(key))
