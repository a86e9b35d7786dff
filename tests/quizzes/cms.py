"""What the browser of somebody who writes in the CMS sends, and what the CMS answers."""

import re
from html import unescape
from typing import Any

from django.urls import reverse

from quizzes.models import Question, Quiz


def url(model: type[Question | Quiz], name: str, *args: Any) -> str:
    return reverse(model.snippet_viewset.get_url_name(name), args=args)


def formset(prefix: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {
        f"{prefix}-TOTAL_FORMS": len(rows),
        f"{prefix}-INITIAL_FORMS": sum(bool(row.get("id")) for row in rows),
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }
    for number, row in enumerate(rows):
        for name, value in {"ORDER": number + 1, "DELETE": "", "id": "", **row}.items():
            data[f"{prefix}-{number}-{name}"] = value
    return data


def choice(text: str, *, right: bool = False, feedback: str = "เพราะอย่างนี้", **more: Any) -> dict[str, Any]:
    return {"text": text, "correct": "on" if right else None, "feedback": feedback, "percent": "", **more}


def rows(prefix: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what the browser sends for a list block."""
    data: dict[str, Any] = {f"{prefix}-count": len(rows)}
    for number, row in enumerate(rows):
        row = dict(row)
        item = f"{prefix}-{number}"
        data |= {
            f"{item}-deleted": row.pop("deleted", ""),
            f"{item}-order": number,
            f"{item}-type": "item",
            f"{item}-id": row.pop("id", ""),
        }
        data |= {f"{item}-value-{name}": value for name, value in row.items() if value is not None}
    return data


def interaction(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Return what the browser sends for the one block of an interaction; lists are list blocks."""
    data: dict[str, Any] = {
        "interaction-count": 1,
        "interaction-0-deleted": "",
        "interaction-0-order": 0,
        "interaction-0-type": kind,
        "interaction-0-id": "",
    }
    for name, value in fields.items():
        prefix = f"interaction-0-value-{name}"
        data |= rows(prefix, value) if isinstance(value, list) else {prefix: value}
    return data


def question_form(choices: list[dict[str, Any]], *, kind: str = "single", **fields: Any) -> dict[str, Any]:
    return any_question_form(interaction(kind, {"choices": choices}), **fields)


def any_question_form(interaction: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "code": "q-new",
        "stem": "ข้อใดคือสัญญาณของกลโกง",
        "explanation": "",
        "topic": "",
        "objective": "",
        "difficulty": 1,
        "sources": "",
        "reviewed_on": "",
        **interaction,
        **fields,
    }


def quiz_form(slots: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    return {
        "title": "แบบทดสอบใหม่",
        "slug": "new-quiz",
        "introduction": "",
        "pass_percent": 60,
        "preset": "practice",
        **formset("slots", [{"kind": "fixed", **slot} for slot in slots]),
        **formset("bands", []),
        **fields,
    }


def errors(response: Any) -> str:
    assert response.status_code == 200
    text = unescape(re.sub(r"\s+", " ", response.content.decode()))
    # errors inside a stream are JSON in an attribute
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text)


GOOD = [choice("รับประกันกำไร", right=True), choice("บอกความเสี่ยง")]
