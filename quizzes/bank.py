"""Writes on many questions of the bank at once, as an author asks for them in a list of the CMS."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from quizzes import kinds
from quizzes.models import Question


@dataclass
class Outcome:
    """What became of many questions: how many were done, and why the others were not."""

    done: int = 0
    left: list[tuple[Question, str]] = field(default_factory=list)


def tag_questions(
    *, questions: Iterable[Question], tags: Mapping[str, Any], user: AbstractBaseUser, publishes: bool
) -> int:
    """Set fields that sort questions (topic, level, …) and return how many questions that changed.

    A published question without a newer draft is published again if `publishes`; otherwise the change waits in its
    draft. The text that learners see is untouched: no version is cut.
    """
    changed = 0
    with transaction.atomic():
        for question in questions:
            is_published_as_it_is = question.live and not question.has_unpublished_changes
            draft = question.get_latest_revision_as_object()
            before = {name: getattr(draft, name) for name in tags}
            if before == dict(tags):
                continue
            for name, value in tags.items():
                setattr(draft, name, value)
            revision = draft.save_revision(user=user, log_action=True)
            if not question.live:
                Question.objects.filter(pk=question.pk).update(**tags)
            elif publishes and is_published_as_it_is:
                revision.publish(user=user)
            changed += 1
    return changed


def submit_questions(*, questions: Iterable[Question], user: AbstractBaseUser) -> Outcome:
    """Hand drafts to the reviewers; what is unfinished or already there is left, with the reason."""
    outcome = Outcome()
    for question in questions:
        why = _not_ready(question)
        if why:
            outcome.left.append((question, why))
            continue
        with transaction.atomic():
            question.get_workflow().start(question, user)
        outcome.done += 1
    return outcome


def _not_ready(question: Question) -> str:
    """Return why a question cannot be handed to the reviewers, "" when it can."""
    if question.workflow_in_progress:
        return "กำลังรอตรวจอยู่แล้ว"
    if question.live and not question.has_unpublished_changes:
        return "เผยแพร่แล้ว และไม่มีฉบับร่างใหม่"
    if question.get_workflow() is None:
        return "ยังไม่ได้ตั้งขั้นตอนการตรวจสำหรับคำถาม แจ้งผู้ดูแลระบบ"
    draft = question.get_latest_revision_as_object()
    content = draft.snapshot()
    if draft.chart and "exhibit" not in content:
        return "กราฟเหตุการณ์ของข้อนี้ยังไม่ได้เผยแพร่ เผยแพร่กราฟก่อน หรือเลือกกราฟอื่น"
    found = kinds.problems(content)
    return found[0].sentence_th if found else ""
