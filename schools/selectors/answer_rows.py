"""Rows of the files that a teacher takes away: marks by pupil, and every answer on a line of its own."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from quizzes import versions
from quizzes.kinds import KINDS
from quizzes.kinds.confidence import LABELS, confidence_of
from quizzes.models import AnswerStep, Attempt, Question, QuestionVersion
from quizzes.presentation.saying import in_words
from schools.gradebook_file import Cell
from schools.models import Assignment, Classroom, Submission
from schools.selectors.gradebook import Gradebook
from thai.dates import thai_moment

Row = list[Cell]


def grade_rows(found: Gradebook) -> Iterator[Row]:
    """Yield the head, then a row per pupil: marks in per cent, empty where there is none."""
    yield ["เลขที่", "รหัสนักเรียน", "ชื่อ", *(column.title for column in found.columns)]
    for pupil in found.pupils:
        row: Row = [pupil.number, pupil.student_code, pupil.full_name]
        for column in found.columns:
            standing = found.standings.get((pupil.pk, column.pk))
            final = standing.final if standing and standing.is_done else None
            row.append(None if final is None else round(final * 100, 2))
        yield row


HEAD = [
    "ห้อง", "เลขที่", "รหัสนักเรียน", "ชื่อ", "งาน", "แบบทดสอบ", "ครั้งที่", "ทำบนกระดาษ", "ข้อ", "รหัสข้อ", "ฉบับที่", "จุดประสงค์",
    "คำตอบ", "คะแนน (0–1)", "ความแน่ใจ", "วินาทีตั้งแต่เริ่ม", "วินาทีจากคำตอบก่อน", "ส่งเมื่อ",
]  # fmt: skip
WIDTHS = (10, 8, 14, 28, 24, 24, 8, 10, 6, 14, 8, 30, 40, 10, 14, 10, 10, 20)  # characters
_AT_ONCE = 200  # attempts


def long_rows(*, classroom: Classroom, assignment: Assignment | None = None) -> Iterator[Row]:
    """Yield the head, then a row per pupil, attempt and question: the answer that counts, or an empty one.

    Ended attempts only. Reads _AT_ONCE attempts at a time, so that a large class costs no more memory.
    """
    yield list(HEAD)
    submissions = Submission.objects.filter(
        assignment__classroom=classroom, attempt__state=Attempt.State.FINISHED
    )
    if assignment is not None:
        submissions = submissions.filter(assignment=assignment)
    keys = list(
        submissions.order_by(
            "assignment_id", "membership__number", "membership_id", "item__position", "attempt__started_at"
        ).values_list("pk", flat=True)
    )
    counted: dict[tuple[int, int, int], int] = {}
    for start in range(0, len(keys), _AT_ONCE):
        yield from _rows_of(classroom, keys[start : start + _AT_ONCE], counted)


def _rows_of(
    classroom: Classroom, keys: list[int], counted: dict[tuple[int, int, int], int]
) -> Iterator[Row]:
    rows = {
        row.pk: row
        for row in Submission.objects.filter(pk__in=keys).select_related(
            "assignment", "membership", "attempt__quiz"
        )
    }
    attempts = [row.attempt for row in rows.values()]
    final, gaps = _finals(attempts)
    wanted = {place["version"] for attempt in attempts for place in attempt.layout}
    contents = versions.contents(versions=wanted)
    numbers = {
        pk.hex: number
        for pk, number in QuestionVersion.objects.filter(pk__in=wanted).values_list("pk", "number")
    }
    questions = Question.objects.in_bulk(
        {place["question"] for attempt in attempts for place in attempt.layout}
    )
    for key in keys:
        row = rows[key]
        pupil, attempt = row.membership, row.attempt
        nth = counted[row.assignment_id, pupil.pk, attempt.quiz_id] = (
            counted.get((row.assignment_id, pupil.pk, attempt.quiz_id), 0) + 1
        )
        head: Row = [
            classroom.name, pupil.number, pupil.student_code, pupil.full_name, row.assignment.title, attempt.quiz.title,
            nth, "ใช่" if row.is_paper else "",
        ]  # fmt: skip
        ended = thai_moment(attempt.finished_at) if attempt.finished_at else ""
        for place, mark in zip(attempt.layout, attempt.marks, strict=True):
            question = questions.get(place["question"])
            response, at = final.get((attempt.pk, place["slot"]), ({}, None))
            content = contents[place["version"]]
            given = KINDS[content["kind"]].answered(content, response)
            sure = confidence_of(response)
            yield [
                *head,
                place["slot"],
                question.code if question else "",
                numbers.get(place["version"]),
                question.objective if question else "",
                in_words(content, response) if given else "",
                round(mark, 4),
                LABELS[sure] if sure else "",
                None if at is None or row.is_paper else round((at - attempt.started_at).total_seconds()),
                None if at is None or row.is_paper else gaps.get((attempt.pk, place["slot"])),
                ended,
            ]


_Key = tuple[Any, int]


def _finals(
    attempts: list[Attempt],
) -> tuple[dict[_Key, tuple[dict[str, Any], dt.datetime]], dict[_Key, int]]:
    """Return by attempt and slot the answer that counts with its moment, and the seconds since the answer before it."""
    steps = AnswerStep.objects.filter(attempt__in=attempts).order_by("received_at", "sequence", "pk")
    last = {attempt.pk: attempt.started_at for attempt in attempts}
    newest: dict[_Key, tuple[int, int]] = {}
    final: dict[_Key, tuple[dict[str, Any], dt.datetime]] = {}
    gaps: dict[_Key, int] = {}
    for attempt_id, slot, response, at, sequence, pk in steps.values_list(
        "attempt_id", "slot", "response", "received_at", "sequence", "pk"
    ):
        if (sequence, pk) >= newest.get((attempt_id, slot), (-1, -1)):
            newest[attempt_id, slot] = (sequence, pk)
            final[attempt_id, slot] = (response, at)
            gaps[attempt_id, slot] = round((at - last[attempt_id]).total_seconds())
        last[attempt_id] = at
    return final, gaps
