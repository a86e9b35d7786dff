"""Reads for the educators' screens: what the worker wrote, joined with the names of questions."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from quizzes.insight import author_tasks
from quizzes.models import Attempt, AuthorTask, Question, Quiz, QuizAnalysis, Regrade, VersionAnalysis
from quizzes.regrading import Change, Plan


@dataclass(frozen=True)
class VersionFigures:
    """One published version of a question in one quiz."""

    quiz_id: int
    quiz_title: str
    question_id: int
    code: str
    stem: str
    number: int
    figures: dict[str, Any]

    @property
    def slot(self) -> int:
        return min(self.figures["slots"], default=0)


def figures_of_quiz(*, quiz_id: int) -> list[VersionFigures]:
    """Return every version that was answered in a quiz, in the order of its places. One query."""
    return sorted(_figures(quiz=quiz_id), key=lambda row: (row.slot, row.code, -row.number))


def figures_of_question(*, question_id: int) -> list[VersionFigures]:
    """Return the question's figures wherever it was asked, the newest version first. One query."""
    return sorted(_figures(version__question=question_id), key=lambda row: (-row.number, row.quiz_title))


def _figures(**lookup: object) -> list[VersionFigures]:
    rows = VersionAnalysis.objects.filter(**lookup).values_list(
        "quiz_id",
        "quiz__title",
        "version__question_id",
        "version__question__code",
        "version__question__stem",
        "version__number",
        "figures",
    )
    return [VersionFigures(*row) for row in rows]


def analysis_of(*, quiz_id: int) -> QuizAnalysis | None:
    """Return a quiz's statistics without what was counted, which is large. One query."""
    found: QuizAnalysis | None = (
        QuizAnalysis.objects.select_related("quiz").defer("counts").filter(pk=quiz_id).first()
    )
    return found


def tasks_of_question(*, question_id: int) -> list[AuthorTask]:
    return list(author_tasks.to_do().filter(question=question_id))


def quiz_and_question(*, quiz_id: int, question_id: int) -> tuple[Quiz, Question] | None:
    quiz = Quiz.objects.filter(pk=quiz_id).first()
    question = Question.objects.filter(pk=question_id).first()
    return (quiz, question) if quiz and question else None


MOST_REGRADES = 5


def regrades_of(*, quiz_id: int, question_id: int | None = None) -> list[Regrade]:
    """Return the latest regrades of a quiz, or of one question in it, how far they have come included. One query."""
    found = Regrade.objects.filter(quiz=quiz_id).select_related("question").order_by("-pk")
    if question_id is not None:
        found = found.filter(question=question_id)
    return list(found[:MOST_REGRADES])


MOST_SHOWN = 50


@dataclass(frozen=True)
class NamedChange:
    """One attempt that a regrade would change, with what the educator may know of whose it is."""

    who: str
    finished_at: dt.datetime | None
    change: Change


def named_changes(plan: Plan) -> list[NamedChange]:
    """Return the first changes of a plan, with the account's name where there is one. One query."""
    shown = plan.changes[:MOST_SHOWN]
    rows = Attempt.objects.filter(pk__in=[uuid.UUID(change.attempt) for change in shown])
    known = {
        pk.hex: (name or "ผู้เรียนที่ไม่มีบัญชี", finished_at)
        for pk, name, finished_at in rows.values_list("pk", "learner__user__username", "finished_at")
    }
    return [NamedChange(*known[change.attempt], change) for change in shown if change.attempt in known]
