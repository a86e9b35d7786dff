"""What a learner has done with a lesson, kept as their quizzes start and end."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest

from accounts.models import Learner
from lessons.models import LessonRecord
from lessons.progress import Past, merged
from lessons.selectors import lessons_closing_with
from quizzes.selectors import History


def record_start(*, learner_id: uuid.UUID, quiz_id: int, now: dt.datetime) -> None:
    """Note that the learner has opened the closing quiz of every public lesson that it closes."""
    with transaction.atomic():
        _make_sure(learner_id, _live_lessons(quiz_id), now)
        _records(learner_id, quiz_id).update(touched_at=Greatest(F("touched_at"), Value(now)))


def record_finish(*, learner_id: uuid.UUID, quiz_id: int, fraction: float | None, now: dt.datetime) -> None:
    """Note a result (0–1): the lesson is done from now on, the best result stays.

    None: it is not to be known yet; `record_result` follows. Lessons taken off the site meanwhile are updated as well
    when the learner had begun them.
    """
    with transaction.atomic():
        _make_sure(learner_id, _live_lessons(quiz_id), now)
        known = {} if fraction is None else {"best_fraction": _better(fraction)}
        _records(learner_id, quiz_id).update(
            done_at=Coalesce(F("done_at"), Value(now)),
            touched_at=Greatest(F("touched_at"), Value(now)),
            **known,
        )


def record_result(*, learner_id: uuid.UUID, quiz_id: int, fraction: float) -> None:
    """Note a result (0–1) of a quiz that was finished: the best one stays."""
    _records(learner_id, quiz_id).update(best_fraction=_better(fraction))


def _better(fraction: float) -> Greatest:
    return Greatest(Coalesce(F("best_fraction"), Value(0.0)), Value(fraction))


def record_regrade(*, learner_id: uuid.UUID, quiz_id: int, best: float) -> None:
    """Note the best result (0–1) after marks were changed: the one way in which it may become lower."""
    _records(learner_id, quiz_id).update(best_fraction=best)


def move_record(
    *, source_id: uuid.UUID, target_id: uuid.UUID, quiz_id: int, moved: History, left: History | None
) -> None:
    """Give what one attempt gave to `source` to `target`. `left`: what else `source` has of the quiz, None: nothing.

    Only what the attempt gave is taken back: a lesson that was done before, or by another quiz, stays done.
    """
    with transaction.atomic():
        _take_back(_records(source_id, quiz_id).select_for_update(), moved, left)
        _make_sure(target_id, _live_lessons(quiz_id), moved.started_at)
        gained = Past(
            started_at=moved.started_at,
            done_at=moved.finished_at,
            best_fraction=moved.best,
            touched_at=moved.touched_at,
        )
        for record in _records(target_id, quiz_id).select_for_update():
            _write(record, merged(_past(record), gained))


def _take_back(records: "QuerySet[LessonRecord]", moved: History, left: History | None) -> None:
    for record in records:
        past = _past(record)
        if past.done_at and moved.finished_at and past.done_at >= moved.finished_at:
            past = replace(past, done_at=left.finished_at if left else None)
        if past.best_fraction is not None and moved.best is not None and past.best_fraction <= moved.best:
            past = replace(past, best_fraction=left.best if left else None)
        if left is None and past.done_at is None and past.best_fraction is None:
            record.delete()
            continue
        if left is not None and past.started_at >= moved.started_at:
            past = replace(past, started_at=left.started_at)
        if left is not None and past.touched_at <= moved.touched_at:
            past = replace(past, touched_at=left.touched_at)
        _write(record, past)


def _write(record: LessonRecord, past: Past) -> None:
    for name in _PAST:
        setattr(record, name, getattr(past, name))
    record.save(update_fields=_PAST)


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
            _write(other, merged(_past(other), _past(record)))
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
