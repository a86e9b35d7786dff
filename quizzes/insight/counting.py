"""Counts finished attempts into each quiz's statistics. Runs in the worker; nothing here is for a web request."""

import datetime as dt
import gc
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import connection, transaction

from quizzes import grading, versions
from quizzes.insight import author_tasks, collecting, figures
from quizzes.models import QuestionVersion, QuizAnalysis, UncountedAttempt, VersionAnalysis
from quizzes.overviews.rows import among
from quizzes.statistics import offers
from quizzes.statistics.analysis import QuizStatistics, analyse
from quizzes.statistics.counts import Counts, Slot, count
from quizzes.statistics.tasks import tasks

BATCH = 10_000  # attempts; about 100 MB while they are counted


class CountedByAnotherError(Exception):
    """Another worker counted some of the same attempts first; nothing was written."""


def refresh(*, now: dt.datetime, batch: int = BATCH) -> dict[int, int]:
    """Count what has not been counted and bring the statistics up to it; return attempts counted by quiz id.

    Safe to kill and to repeat: every batch is counted and ticked off in one transaction.
    """
    waiting = set(UncountedAttempt.objects.values_list("quiz", flat=True).distinct())
    waiting |= set(QuizAnalysis.objects.filter(needs_recount=True).values_list("quiz", flat=True))
    return {quiz_id: refresh_quiz(quiz_id=quiz_id, now=now, batch=batch) for quiz_id in sorted(waiting)}


def refresh_quiz(*, quiz_id: int, now: dt.datetime, batch: int = BATCH) -> int:
    """Count a quiz's waiting attempts and write its statistics; return how many were counted."""
    QuizAnalysis.objects.get_or_create(quiz_id=quiz_id)
    counted = 0
    while True:
        _start_over_if_asked(quiz_id)
        waiting = list(
            UncountedAttempt.objects.filter(quiz=quiz_id)
            .order_by("attempt")
            .values_list("attempt_id", flat=True)[:batch]
        )
        if not waiting:
            break
        try:
            _add(quiz_id, waiting, count_attempts(waiting))
        except CountedByAnotherError:
            continue  # look again at what is left
        counted += len(waiting)
    publish(quiz_id=quiz_id, now=now)
    return counted


def count_attempts(attempt_ids: Sequence[uuid.UUID]) -> Counts:
    """Return the counts of these attempts, read outside any transaction."""
    was_on = gc.isenabled()
    gc.disable()  # rows refer to nothing: looking for circles among them was a quarter of the time
    try:
        answers = collecting.collect(attempt_ids)
    finally:
        if was_on:
            gc.enable()
    most = int(answers.slot.max(initial=0))
    return count(answers, slots=[Slot(at) for at in range(1, most + 1)])


def publish(*, quiz_id: int, now: dt.datetime) -> None:
    """Work out the statistics of what has been counted and write what screens and authors see of them."""
    analysis = QuizAnalysis.objects.get(pk=quiz_id)
    if analysis.counts is None:
        return
    counts = Counts.from_json(analysis.counts)
    known = versions.contents(versions=counts.questions)
    question_of = {
        version.pk.hex: version.question_id
        for version in QuestionVersion.objects.filter(pk__in=map(uuid.UUID, counts.questions)).defer(
            "content"
        )
    }
    statistics = analyse(
        _with_pools(counts, question_of),
        offers={key: offers.offer(content, grade=grading.fraction) for key, content in known.items()},
    )
    with transaction.atomic():
        analysis.attempts = counts.attempts
        analysis.figures = figures.of_quiz(statistics)
        analysis.computed_at = now
        analysis.save(update_fields=["attempts", "figures", "computed_at"])
        _write_versions(quiz_id, statistics)
        author_tasks.store(quiz_id=quiz_id, found=tasks(statistics), question_of=question_of, now=now)


def _write_versions(quiz_id: int, statistics: QuizStatistics) -> None:
    VersionAnalysis.objects.bulk_create(
        [
            VersionAnalysis(
                quiz_id=quiz_id,
                version_id=uuid.UUID(question.key),
                n=question.item.n,
                figures=figures.of_question(question),
            )
            for question in statistics.questions
        ],
        update_conflicts=True,
        unique_fields=["quiz", "version"],
        update_fields=["n", "figures"],
    )


def _start_over_if_asked(quiz_id: int) -> None:
    """Forget what was counted of a quiz whose marks have changed, and queue all its attempts again."""
    with transaction.atomic():
        analysis = QuizAnalysis.objects.select_for_update().get(pk=quiz_id)
        if not analysis.needs_recount:
            return
        analysis.needs_recount, analysis.counts = False, None
        analysis.save(update_fields=["needs_recount", "counts"])
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO quizzes_uncountedattempt (attempt_id, quiz_id) "
                "SELECT id, quiz_id FROM quizzes_attempt WHERE quiz_id = %s AND state = 'finished' "
                "ON CONFLICT DO NOTHING",
                [quiz_id],
            )


def _add(quiz_id: int, attempt_ids: Sequence[uuid.UUID], counted: Counts) -> None:
    """Add the counts and tick the attempts off, both or neither. Raises CountedByAnotherError."""
    with transaction.atomic():
        analysis = QuizAnalysis.objects.select_for_update().get(pk=quiz_id)
        condition, parameter = among(attempt_ids)
        with connection.cursor() as cursor:  # the ORM would read every row before deleting it
            cursor.execute(
                f"DELETE FROM quizzes_uncountedattempt WHERE attempt_id {condition}",  # noqa: S608
                [parameter],
            )
            deleted = cursor.rowcount
        if deleted != len(attempt_ids) or analysis.needs_recount:
            raise CountedByAnotherError
        if analysis.counts is not None:
            before = Counts.from_json(analysis.counts)
            # the tables do not depend on how many slots there are; an edited quiz may have more of them
            slots = max(before.slots, counted.slots, key=len)
            counted = replace(before, slots=slots).plus(replace(counted, slots=slots))
        analysis.counts = counted.as_json()
        analysis.save(update_fields=["counts"])


def _with_pools(counts: Counts, question_of: Mapping[str, int]) -> Counts:
    """Mark the slots in which attempts met different questions (versions of one question are not different)."""
    met: dict[int, set[int | None]] = defaultdict(set)
    for slot, code in zip(counts.marks.keys[0].tolist(), counts.marks.keys[1].tolist(), strict=True):
        met[slot].add(question_of.get(counts.questions[code]))
    return replace(
        counts,
        slots=tuple(Slot(slot.number, slot.weight, len(met[slot.number]) > 1) for slot in counts.slots),
    )
