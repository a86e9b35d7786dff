"""Writes our own YAML: every kind, nothing lost, readable enough to edit by hand. Pure."""

import base64
import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from quizzes.formats import weights
from quizzes.formats.model import Content, ImportedQuestion, Part, each_part
from quizzes.formats.tidying import default_name, own_uids

Pair = tuple[str, Any]
# Characters YAML 1.1 takes for line ends or does not print: JSON leaves them bare.
_BARE = re.compile("[\x85\u2028\u2029]")
_BLOCK_LINE = re.compile(r"[^\s\x85\u2028\u2029](?:[^\n\x85\u2028\u2029]*[^\s\x85\u2028\u2029])?")


# Fields whose values are words of ours: they need no quotes.
_WORDS = ("kind", "scheme", "channel", "artefact", "verdict", "tolerance_type")


def write(questions: Iterable[ImportedQuestion]) -> str:
    """Return a YAML file: categories as keys when each stands in one run, else a list of questions."""
    listed = list(questions)
    groups = [
        (category, list(group)) for category, group in groupby(listed, key=lambda question: question.category)
    ]
    is_mapping = len({category for category, _group in groups}) == len(groups) and any(
        c for c, _group in groups
    )
    lines: list[str] = []
    for category, group in groups:
        if is_mapping:
            lines.append(f"{_quoted(category)}:")
        for question in group:
            lines += _item(list(_fields(question, names_category=not is_mapping)), 0)
    return "\n".join([*lines, ""]) if lines else "[]\n"


def _quoted(text: str) -> str:
    return _BARE.sub(lambda bare: f"\\u{ord(bare[0]):04x}", json.dumps(text, ensure_ascii=False))


def _item(pairs: list[Pair], indent: int) -> list[str]:
    """Return the lines of one list item that is a mapping."""
    lines: list[str] = []
    for key, value in pairs:
        lines += _pair(key, value, indent + 2)
    lines[0] = " " * indent + "- " + lines[0][indent + 2 :]
    return lines


def _pair(key: str, value: object, indent: int) -> list[str]:
    head = " " * indent + f"{_quoted(key) if not key.isidentifier() or not key.isascii() else key}:"
    if isinstance(value, bool):
        return [f"{head} {'true' if value else 'false'}"]
    if isinstance(value, int | float):
        return [f"{head} {weights.written(value)}"]
    if isinstance(value, str):
        if key in _WORDS:
            return [f"{head} {value}"]
        return _text(head, value, indent)
    if isinstance(value, dict):
        return (
            [head, *(line for one in value.items() for line in _pair(*one, indent + 2))]
            if value
            else [f"{head} {{}}"]
        )
    rows = list(value) if isinstance(value, list | tuple) else []
    if all(isinstance(row, str) for row in rows):
        return [f"{head} [{', '.join(_quoted(row) for row in rows)}]"]
    return [head, *(line for row in rows for line in _item(row, indent))]


def _text(head: str, text: str, indent: int) -> list[str]:
    lines = text.split("\n")
    if len(lines) > 1 and all(_BLOCK_LINE.fullmatch(line) for line in lines):
        return [f"{head} |-", *(" " * (indent + 2) + line for line in lines)]
    return [f"{head} {_quoted(text)}"]


def _fields(question: ImportedQuestion, *, names_category: bool) -> Iterator[Pair]:
    content = question.content
    yield "id", question.code
    if question.name != default_name(content["stem"]):
        yield "name", question.name
    yield "kind", "multi" if content["kind"] == "multiple" else content["kind"]
    yield from (("category", question.category),) if names_category and question.category else ()
    yield from (("objective", question.objective),) if question.objective else ()
    yield from (("difficulty", question.difficulty),) if question.difficulty else ()
    for key, values in (("facts", question.facts), ("tags", question.tags), ("sources", question.sources)):
        if values:
            yield key, values
    if content["ask_confidence"]:
        yield "confidence", True
    if "chart" in content:
        yield "chart", content["chart"]
        yield from (("chart_caption", caption) for caption in [content.get("chart_caption")] if caption)
    yield "stem", content["stem"]
    parts = [id(part) for _role, _told_by, part in each_part(content)]
    yield from _KINDS[content["kind"]](content, dict(zip(parts, own_uids(question), strict=True)))
    if content["explanation"]:
        yield "explanation", content["explanation"]
    if question.images:
        yield "images", {name: base64.b64encode(data).decode() for name, data in question.images.items()}


Uids = dict[int, str]  # id of a part → the uid it must carry


def _row(part: Part, uids: Uids, **renamed: str) -> list[Pair]:
    """Return a part's pairs under their names in the file, empty texts left out."""
    pairs: list[Pair] = [("uid", uids[id(part)])] if uids[id(part)] else []
    for key, value in part.items():
        is_default = (key, value) in (("uid", value), ("feedback", ""), ("tolerance_type", "nominal"))
        if not is_default:
            pairs.append((renamed.get(key, key), value))
    return pairs


def _choices(content: Content, uids: Uids) -> Iterator[Pair]:
    yield "options", [_row(choice, uids) for choice in content["choices"]]


def _answers(content: Content, uids: Uids) -> Iterator[Pair]:
    yield "answers", [_row(answer, uids) for answer in content["answers"]]
    yield from ((key, True) for key in ("case_sensitive", "thai_tolerant") if content.get(key))
    yield from ((key, content[key]) for key in ("unit", "otherwise") if content.get(key))


def _match(content: Content, uids: Uids) -> Iterator[Pair]:
    yield "options", [_row(pair, uids, left="text", right="match") for pair in content["pairs"]]
    if content["extras"]:
        yield "extras", [_row(extra, uids) for extra in content["extras"]]


def _order(content: Content, uids: Uids) -> Iterator[Pair]:
    yield "scheme", content["scheme"]
    yield (
        "options",
        [[*_row(item, uids), ("position", place)] for place, item in enumerate(content["items"], 1)],
    )


def _cloze(content: Content, uids: Uids) -> Iterator[Pair]:
    yield "text", content["text"]
    gaps = []
    for gap in content["gaps"]:
        head = [("uid", uids[id(gap)])] if uids[id(gap)] else []
        inner = _choices if gap["kind"] == "choice" else _answers
        gaps.append([*head, ("kind", gap["kind"]), ("weight", gap["weight"]), *inner(gap, uids)])
    yield "gaps", gaps


def _artefact(content: Content) -> Iterator[Pair]:
    yield from ((key, content[key]) for key in ("setting", "channel", "message"))


def _spot(content: Content, uids: Uids) -> Iterator[Pair]:
    yield "artefact", content["artefact"]
    yield from _artefact(content)
    yield "options", [_row(phrase, uids, suspicious="correct") for phrase in content["phrases"]]
    yield "none", content["none"]


def _judge(content: Content, _uids: Uids) -> Iterator[Pair]:
    yield from _artefact(content)
    yield "verdict", content["verdict"]
    yield "feedback", content["feedback"]


_KINDS: dict[str, Callable[[Content, Uids], Iterator[Pair]]] = {
    "single": _choices,
    "multiple": _choices,
    "truefalse": _choices,
    "short": _answers,
    "numeric": _answers,
    "match": _match,
    "order": _order,
    "cloze": _cloze,
    "spot": _spot,
    "judge": _judge,
}
