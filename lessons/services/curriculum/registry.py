"""Every kind of thing that content files hold, by name."""

from typing import Any

from django.conf import settings

from lessons.content_items import Entry, QuestionFile
from lessons.services.curriculum import events, kits, library, pages, quizzes, snippets
from lessons.services.curriculum.kinds import Context, Kind

DEFAULT_HOME = Entry(
    "home",
    "",
    {
        "title": settings.WAGTAIL_SITE_NAME,
        "introduction": "เรียนเรื่องเงินดิจิทัลให้รู้เท่าทัน บทละไม่กี่นาที ไม่ต้องสมัครสมาชิก",
    },
)
_KINDS: tuple[type[Kind], ...] = (
    *snippets.KINDS,
    events.EventKind,
    *quizzes.KINDS,
    *pages.KINDS,
    *library.KINDS,
    *kits.KINDS,
)


def kinds(context: Context) -> dict[str, Kind]:
    return {kind.name: kind(context) for kind in _KINDS}


def at(file: str, question: QuestionFile) -> quizzes.QuestionAt:
    return quizzes.QuestionAt(question.code, question, file)


def key_of(kind: Kind, item: Any) -> str:
    return f"{kind.name}:{item.slug}" if item.slug else kind.name


def quiz_order(entry: Entry) -> tuple[bool, str]:
    """Return what sorts quizzes so that a form comes after the quiz that it is a form of."""
    return "form_of" in entry.values, entry.slug
