"""Tasks for authors as rows: raised, taken, closed, and opened again only on new evidence."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from accounts.models import User
from quizzes.models import AuthorTask, QuestionVersion

if TYPE_CHECKING:
    from quizzes.statistics.tasks import Task

Status = AuthorTask.Status
TO_DO = (Status.OPEN, Status.DOING)
_Key = tuple[uuid.UUID, str, str]

# A closed task comes back when this many times as many answers say so again.
NEW_EVIDENCE = 2


def store(*, quiz_id: int, found: "list[Task]", question_of: Mapping[str, int], now: dt.datetime) -> None:
    """Bring the quiz's tasks up to what its statistics say now (`quizzes.statistics.tasks.tasks`).

    What is no longer found, or is about a version that learners no longer get, is settled. What a person closed
    stays closed until there is new evidence: twice as many answers as when it was closed, and, when it was
    dismissed, a more serious finding.
    """
    newest = _newest_versions(question_of.values())
    known = {_key(task): task for task in AuthorTask.objects.filter(quiz=quiz_id).select_for_update()}
    raised: set[_Key] = set()
    for task in found:
        question_id = question_of[task.question]
        if newest[question_id].hex != task.question:
            continue
        key = (uuid.UUID(task.question), str(task.kind), task.option)
        raised.add(key)
        row = known.get(key) or AuthorTask(
            quiz_id=quiz_id,
            question_id=question_id,
            version_id=key[0],
            kind=key[1],
            option=key[2],
            status=Status.OPEN,
            raised_at=now,
            changed_at=now,
        )
        row.n, row.severity, row.sentence = task.n, task.severity, task.sentence
        row.evidence = dict(task.evidence)
        if _is_news(row):
            row.status, row.changed_at = Status.OPEN, now
            row.closed_n = row.closed_severity = None
        row.save()
    gone = [row.pk for key, row in known.items() if key not in raised and row.status in TO_DO]
    AuthorTask.objects.filter(pk__in=gone).update(status=Status.SETTLED, changed_at=now)


def change(*, task_id: int, status: str, by: User, now: dt.datetime) -> AuthorTask | None:
    """Take, close or reopen a task as a person; whoever takes it owns it. None when there is no such task."""
    task = AuthorTask.objects.filter(pk=task_id).first()
    if task is None:
        return None
    task.status = Status(status)
    task.changed_at = now
    closes = task.status in {Status.DONE, Status.DISMISSED}
    task.closed_n = task.n if closes else None
    task.closed_severity = task.severity if closes else None
    if task.status == Status.OPEN:
        task.owner = None
    elif task.status == Status.DOING or task.owner is None:
        task.owner = by
    task.save(update_fields=["status", "changed_at", "closed_n", "closed_severity", "owner"])
    return task


def to_do() -> "QuerySet[AuthorTask]":
    """Return what waits for somebody, most serious first, with quiz, question and owner."""
    return (
        AuthorTask.objects.filter(status__in=TO_DO)
        .select_related("quiz", "question", "owner")
        .order_by("-severity", "raised_at", "pk")
    )


def _is_news(row: AuthorTask) -> bool:
    if row.status == Status.SETTLED:
        return True
    if row.closed_n is None or row.n < NEW_EVIDENCE * row.closed_n:
        return False
    return row.status == Status.DONE or row.severity > (row.closed_severity or 0)


def _key(task: AuthorTask) -> _Key:
    return (task.version_id, task.kind, task.option)


def _newest_versions(question_ids: Iterable[int]) -> dict[int, uuid.UUID]:
    rows = QuestionVersion.objects.filter(question__in=set(question_ids)).order_by("number")
    return dict(rows.values_list("question_id", "pk"))
