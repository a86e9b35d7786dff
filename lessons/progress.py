"""What a learner has done with the courses, and what comes next. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from lessons.tree import CourseItem, LessonItem


@dataclass(frozen=True)
class Record:
    """What is kept of one learner and one lesson; `best` is 0–1, None before the first result."""

    done: bool
    best: float | None
    touched_at: dt.datetime


@dataclass(frozen=True)
class Past:
    """All that is kept of one learner and one lesson; `best_fraction` is 0–1."""

    started_at: dt.datetime
    done_at: dt.datetime | None
    best_fraction: float | None
    touched_at: dt.datetime


def merged(one: Past, other: Past) -> Past:
    """Return the past of two learners who are the same person: nothing that was true of one is lost."""
    done = [past.done_at for past in (one, other) if past.done_at is not None]
    results = [past.best_fraction for past in (one, other) if past.best_fraction is not None]
    return Past(
        started_at=min(one.started_at, other.started_at),
        done_at=min(done, default=None),
        best_fraction=max(results, default=None),
        touched_at=max(one.touched_at, other.touched_at),
    )


class LessonState(TypedDict):
    done: bool
    started: bool
    best: float | None


class LessonProgress(LessonState):
    id: int
    title: str
    url: str
    code: str


class CourseProgress(TypedDict):
    title: str
    url: str
    code: str
    done: int
    total: int
    percent: int
    lessons: list[LessonProgress]


Records = Mapping[int, Record]  # by the lesson's page id


def lesson_state(record: Record | None) -> LessonState:
    if record is None:
        return LessonState(done=False, started=False, best=None)
    return LessonState(done=record.done, started=True, best=record.best)


def percent(done: int, total: int) -> int:
    """Return whole percent, rounded down, so that 100 always means everything; 0 of 0 is 0."""
    return done * 100 // total if total else 0


def course_progress(course: CourseItem, records: Records) -> CourseProgress:
    lessons = [
        LessonProgress(
            id=lesson["id"],
            title=lesson["title"],
            url=lesson["url"],
            code=lesson["code"],
            **lesson_state(records.get(lesson["id"])),
        )
        for lesson in course["lessons"]
    ]
    done = sum(lesson["done"] for lesson in lessons)
    return CourseProgress(
        title=course["title"],
        url=course["url"],
        code=course["code"],
        done=done,
        total=len(lessons),
        percent=percent(done, len(lessons)),
        lessons=lessons,
    )


def lesson_to_continue(courses: Sequence[CourseItem], records: Records) -> LessonItem | None:
    """Return where the learner left off: the last lesson touched if it is not done, else the one after it.

    "After" runs through the tree and round to its start, passing over what is done. None before the first
    lesson was begun (there is nothing to continue) and when everything is done.
    """
    lessons = [lesson for course in courses for lesson in course["lessons"]]
    begun = [lesson for lesson in lessons if lesson["id"] in records]
    if not begun:
        return None
    latest = max(begun, key=lambda lesson: records[lesson["id"]].touched_at)
    return next_undone(courses, records, start_at=latest["id"])


def next_undone(courses: Sequence[CourseItem], records: Records, *, start_at: int) -> LessonItem | None:
    """Return the first lesson that is not done, from the given one onwards and round to the start of the tree."""
    lessons = [lesson for course in courses for lesson in course["lessons"]]
    start = next((i for i, lesson in enumerate(lessons) if lesson["id"] == start_at), 0)
    for lesson in lessons[start:] + lessons[:start]:
        record = records.get(lesson["id"])
        if record is None or not record.done:
            return lesson
    return None
