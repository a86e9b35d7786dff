"""What a learner has done with a lesson, kept as their quizzes start and end."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest

from accounts.models import Learner
from lessons.models import LessonRecord
from lessons.progress import Past, merged
from lessons.selectors import lessons_closing_with


def record_start(*, learner_id: uuid.UUID, quiz_id: int, now: dt.datetime) -> None:
    """Note that the learner has opened the closing quiz of every public lesson that it closes."""
    with transaction.atomic():
        _make_sure(learner_id, _live_lessons(quiz_id), now)
        _records(learner_id, quiz_id).update(touched_at=now)


def record_finish(*, learner_id: uuid.UUID, quiz_id: int, fraction: float, now: dt.datetime) -> None:
    """Note a result (0–1): the lesson is done from now on, the best result stays.

    Lessons taken off the site meanwhile are updated as well when the learner had begun them.
    """
    with transaction.atomic():
        _make_sure(learner_id, _live_lessons(quiz_id), now)
        _records(learner_id, quiz_id).update(
            done_at=Coalesce(F("done_at"), Value(now)),
            best_fraction=Greatest(Coalesce(F("best_fraction"), Value(0.0)), Value(fraction)),
            touched_at=now,
        )


def record_regrade(*, learner_id: uuid.UUID, quiz_id: int, best: float) -> None:
    """Note the best result (0–1) after marks were changed: the one way in which it may become lower."""
    _records(learner_id, quiz_id).update(best_fraction=best)


def merge_records(*, source: Learner, target: Learner) -> None:
    """Move what `source` has done to `target`; where both did a lesson, each keeps its better part.

    Earliest start, earliest completion, best result, latest touch: nothing that was true of one is lost.
    """
    with transaction.atomic():
        kept = {record.lesson_id: record for record in target.lesson_records.select_for_update()}
        for record in source.lesson_records.select_for_update():
            other = kept.get(record.lesson_id)
            if other is None:
                record.learner = target
                record.save(update_fields=["learner"])
                continue
            past = merged(_past(other), _past(record))
            for name in _PAST:
                setattr(other, name, getattr(past, name))
            other.save(update_fields=_PAST)
            record.delete()


_PAST = ["started_at", "done_at", "best_fraction", "touched_at"]


def _past(record: LessonRecord) -> Past:
    return Past(**{name: getattr(record, name) for name in _PAST})


def _live_lessons(quiz_id: int) -> Iterable[int]:
    return lessons_closing_with(quiz_id=quiz_id).filter(live=True).values_list("pk", flat=True)


def _records(learner_id: uuid.UUID, quiz_id: int) -> "QuerySet[LessonRecord]":
    return LessonRecord.objects.filter(learner=learner_id, lesson__in=lessons_closing_with(quiz_id=quiz_id))


def _make_sure(learner_id: uuid.UUID, lesson_ids: Iterable[int], now: dt.datetime) -> None:
    LessonRecord.objects.bulk_create(
        (
            LessonRecord(learner_id=learner_id, lesson_id=lesson_id, started_at=now, touched_at=now)
            for lesson_id in lesson_ids
        ),
        ignore_conflicts=True,
    )
