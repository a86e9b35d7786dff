"""Rows of the files that a teacher takes away: marks by pupil, and every answer on a line of its own."""

import uuid
from collections import defaultdict
from collections.abc import Iterator

from quizzes.kinds.confidence import LABELS, Confidence
from quizzes.models import Attempt
from quizzes.overviews.answers import MarkedAnswer, marked_answers
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
    "คำตอบ", "คะแนน (0–1)", "ความแน่ใจ", "วินาทีตั้งแต่เริ่ม", "วินาทีที่ใช้กับข้อนี้", "ส่งเมื่อ",
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
    answers: dict[uuid.UUID, list[MarkedAnswer]] = defaultdict(list)
    for each in marked_answers(attempts=[row.attempt_id for row in rows.values()]):
        answers[each.attempt].append(each)
    for key in keys:
        row = rows[key]
        pupil, attempt = row.membership, row.attempt
        place = (row.assignment_id, pupil.pk, attempt.quiz_id)
        counted[place] = counted.get(place, 0) + 1
        head: Row = [
            classroom.name, pupil.number, pupil.student_code, pupil.full_name, row.assignment.title, attempt.quiz.title,
            counted[place], "ใช่" if row.is_paper else "",
        ]  # fmt: skip
        ended = thai_moment(attempt.finished_at) if attempt.finished_at else ""
        for each in answers[attempt.pk]:
            yield [*head, *_cells(each, attempt), ended]


def _cells(read: MarkedAnswer, attempt: Attempt) -> Row:
    is_timed = read.seconds is not None and read.answered_at is not None
    return [
        read.slot,
        read.code,
        read.version_number,
        read.objective,
        read.said,
        round(read.fraction or 0.0, 4),
        LABELS[Confidence(read.confidence)] if read.confidence else "",
        round((read.answered_at - attempt.started_at).total_seconds())
        if is_timed and read.answered_at
        else None,
        round(read.seconds) if is_timed and read.seconds is not None else None,
    ]
