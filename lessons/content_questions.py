"""A question of a quiz file as the values that are written there, in the order that people read them. Pure."""

import re
from collections.abc import Callable
from typing import Any

from lessons.content_items import QuestionFile
from lessons.content_schema import Values
from quizzes.formats.tidying import DEFAULT_SCHEME

_LEVELS = {"ป": "for_public", "มต": "for_lower", "มป": "for_upper", "ส": "for_senior"}
_DEFAULTS = {"fraction": 1.0, "tolerance": 0.0, "tolerance_type": "nominal", "feedback": "", "weight": 1.0}


def values_of(question: QuestionFile) -> Values:
    content, fields = question.content, question.fields
    levels = [level for level, field in _LEVELS.items() if fields[field]]
    values: Values = {
        "code": question.code,
        "kind": content["kind"],
        "stem": content["stem"],
        "topic": fields["topic"],
        "level": levels[0] if len(levels) == 1 else levels,
        "objective": fields["objective"],
        "difficulty": fields["difficulty"],
        "facts": _listed(fields["facts"]),
        "pattern": fields["scam_pattern"],
        "tags": _listed(fields["keywords"]),
        "ask_confidence": content["ask_confidence"] or None,
        "chart": fields["chart"],
        "chart_caption": fields["chart_caption"],
        **_KINDS[content["kind"]](content),
        "explanation": content["explanation"],
        "sources": [line for line in fields["sources"].splitlines() if line.strip()],
    }
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def _listed(joined: str) -> list[str]:
    return [part for part in re.split(r"\s*,\s*", joined) if part]


def _row(part: dict[str, Any], *keys: str, needed: tuple[str, ...] = ()) -> Values:
    """Return the part's values under these names, without what is as it would be anyway."""
    return {
        key: part[key]
        for key in keys
        if key in part and part[key] is not None and (key in needed or part[key] != _DEFAULTS.get(key))
    }


def _choices(content: dict[str, Any]) -> Values:
    rows = []
    for choice in content["choices"]:
        row = _row(choice, "text", "correct", "feedback")
        if choice.get("fraction") is not None:
            row["fraction"] = choice["fraction"]
        rows.append(row)
    return {"choices": rows}


def _short(content: dict[str, Any]) -> Values:
    return {
        "answers": [_row(answer, "pattern", "fraction", "feedback") for answer in content["answers"]],
        "case_sensitive": content.get("case_sensitive") or None,
        "thai_tolerant": content.get("thai_tolerant") or None,
        "otherwise": content.get("otherwise"),
    }


def _numeric(content: dict[str, Any]) -> Values:
    keys = ("value", "tolerance", "tolerance_type", "fraction", "feedback")
    return {
        "answers": [_row(answer, *keys) for answer in content["answers"]],
        "unit": content.get("unit"),
        "otherwise": content.get("otherwise"),
    }


def _match(content: dict[str, Any]) -> Values:
    return {
        "pairs": [_row(pair, "left", "right", "feedback") for pair in content["pairs"]],
        "extras": [{"text": extra["text"]} for extra in content.get("extras", ())],
    }


def _order(content: dict[str, Any]) -> Values:
    scheme = content.get("scheme")
    return {
        "scheme": scheme if scheme != DEFAULT_SCHEME else None,
        "items": [_row(item, "text", "feedback") for item in content["items"]],
    }


def _cloze(content: dict[str, Any]) -> Values:
    inner = {"choice": _choices, "short": _short, "numeric": _numeric}
    gaps = []
    for gap in content["gaps"]:
        values = {**_row(gap, "kind", "weight"), **inner[gap["kind"]](gap)}
        gaps.append({key: value for key, value in values.items() if value not in (None, "", [])})
    return {"text": content["text"], "gaps": gaps}


def _artefact(content: dict[str, Any]) -> Values:
    return {key: content.get(key) for key in ("setting", "channel", "message")}


def _spot(content: dict[str, Any]) -> Values:
    artefact = content.get("artefact", "neutral")
    return {
        "artefact": artefact if artefact != "neutral" else None,
        **_artefact(content),
        "phrases": [_row(phrase, "text", "suspicious", "feedback") for phrase in content["phrases"]],
        "none": {key: value for key, value in content["none"].items() if value not in (False, "")} or None,
    }


def _judge(content: dict[str, Any]) -> Values:
    return {**_artefact(content), "verdict": content["verdict"], "feedback": content["feedback"]}


_KINDS: dict[str, Callable[[dict[str, Any]], Values]] = {
    "single": _choices,
    "multiple": _choices,
    "truefalse": _choices,
    "short": _short,
    "numeric": _numeric,
    "match": _match,
    "order": _order,
    "cloze": _cloze,
    "spot": _spot,
    "judge": _judge,
}
