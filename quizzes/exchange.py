"""Between a question of a file (quizzes.formats) and one of the bank: which fields hold what. Pure."""

import re
from collections.abc import Iterable
from hashlib import blake2s
from typing import Any

from quizzes.formats import ImportedQuestion

MOST_CODE, MOST_TOPIC, MOST_CHART, MOST_OBJECTIVE, MOST_LIST = 40, 40, 60, 200, 300
_TOPIC, _LEVEL, _SCAM = "หัวข้อ:", "ระดับ:", "กลโกง:"
_LEVELS = {"ป": "for_public", "มต": "for_lower", "มป": "for_upper", "ส": "for_senior"}
FIELDS = (
    "chart", "chart_caption", "topic", "objective", "scam_pattern", "difficulty", "keywords", "facts", "sources", *_LEVELS.values(),
)  # fmt: skip
_WORD = re.compile(r"[\w-]{1,40}")
_NUMBERED = re.compile(r"(?=.*\d)[\w-]{2,40}")  # a name like scam-1, as exports of other systems have


def code_of(question: ImportedQuestion) -> str:
    """Return the code that the bank knows the question by: its own or its name where that can be one, else one made.

    The same question has the same code on every import.
    """
    if _WORD.fullmatch(question.code):
        return question.code
    if not question.code and _NUMBERED.fullmatch(question.name):
        return question.name
    told_by = question.code or f"{question.category}\0{question.name}\0{question.content['stem']}"
    return f"q-{blake2s(told_by.encode(), digest_size=5).hexdigest()}"


def fields_of(question: ImportedQuestion) -> dict[str, Any]:
    """Return the fields of the bank's question but for its code and its interaction."""
    tags = list(question.tags)
    levels = {tag.removeprefix(_LEVEL).strip() for tag in tags if tag.startswith(_LEVEL)}
    named_topics = _after(tags, _TOPIC)
    plain = [tag for tag in tags if not tag.startswith((_LEVEL, _TOPIC, _SCAM))]
    topic = next(iter(named_topics), "") or _topic_among(plain) or question.category.rsplit("/", 1)[-1]
    topic = topic[:MOST_TOPIC]
    return {
        "stem": question.content["stem"],
        "explanation": question.content["explanation"],
        "ask_confidence": question.content["ask_confidence"],
        "chart": question.content.get("chart", "")[:MOST_CHART],
        "chart_caption": question.content.get("chart_caption", "")[:MOST_OBJECTIVE],
        "topic": topic,
        "objective": question.objective[:MOST_OBJECTIVE],
        "scam_pattern": next(iter(_after(tags, _SCAM)), "")[:60],
        "difficulty": question.difficulty or 1,
        "keywords": _joined((tag for tag in plain if tag != topic), MOST_LIST),
        "facts": _joined(question.facts, 200),
        "sources": "\n".join(question.sources),
        **{field: code in levels for code, field in _LEVELS.items()},
    }


def imported_of(*, code: str, content: dict[str, Any], fields: dict[str, Any]) -> ImportedQuestion:
    """Return the bank's question as the formats write it; `fields` has the names that `fields_of` gives."""
    tags = [tag for tag in re.split(r"\s*,\s*", fields["keywords"]) if tag]
    tags += [f"{_LEVEL}{level}" for level, field in _LEVELS.items() if fields[field]]
    tags += [f"{_SCAM}{fields['scam_pattern']}"] if fields["scam_pattern"] else []
    tags += [f"{_TOPIC}{fields['topic']}"] if fields["topic"] else []
    charted = {key: fields[key] for key in ("chart", "chart_caption") if fields["chart"]}
    return ImportedQuestion(
        content=content | charted,
        code=code,
        tags=tuple(tags),
        difficulty=fields["difficulty"],
        objective=fields["objective"],
        facts=tuple(fact for fact in re.split(r"\s*,\s*", fields["facts"]) if fact),
        sources=tuple(line.strip() for line in fields["sources"].splitlines() if line.strip()),
    )


def _after(tags: Iterable[str], prefix: str) -> list[str]:
    return [rest for tag in tags if tag.startswith(prefix) and (rest := tag.removeprefix(prefix).strip())]


def _topic_among(tags: list[str]) -> str:
    """Return the last plain tag: our YAML puts its topic there, and most files of others have but one."""
    words = [tag for tag in tags if ":" not in tag and tag != "recheck" and len(tag) <= MOST_TOPIC]
    return words[-1] if words else ""


def _joined(values: Iterable[str], most: int) -> str:
    """Return as many values as fit, separated by commas."""
    kept = ""
    for value in values:
        longer = f"{kept}, {value.replace(',', ' ')}" if kept else value.replace(",", " ")
        if len(longer) <= most:
            kept = longer
    return kept
