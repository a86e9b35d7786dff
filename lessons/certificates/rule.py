"""When a course counts as passed. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from lessons.progress import Records, lesson_state
from lessons.tree import CourseItem


@dataclass(frozen=True)
class Standing:
    """How far a learner is with a course; `quiz` is None where the course has no quiz of its own."""

    course: CourseItem
    done: int
    total: int
    quiz: bool | None
    finished_at: dt.datetime | None  # of the lesson done last

    @property
    def is_passed(self) -> bool:
        return 0 < self.total == self.done and self.quiz is not False


def standing(
    course: CourseItem, records: Records, done_at: Mapping[int, dt.datetime], *, quiz_passed: bool | None
) -> Standing:
    """Return the standing; `done_at` by the lesson's page id."""
    ids = [lesson["id"] for lesson in course["lessons"]]
    done = [page_id for page_id in ids if lesson_state(records.get(page_id))["done"]]
    return Standing(
        course=course,
        done=len(done),
        total=len(ids),
        quiz=quiz_passed,
        finished_at=max((done_at[page_id] for page_id in done if page_id in done_at), default=None),
    )
