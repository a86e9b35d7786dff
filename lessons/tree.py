"""Courses and their lessons as plain data, in the order that they are read in. Pure."""

from collections.abc import Sequence
from typing import TypedDict


class LessonItem(TypedDict):
    id: int
    slug: str
    title: str
    url: str
    code: str
    duration_minutes: int
    levels: list[str]  # letters, as lessons.blocks.LEVELS has them
    patterns: list[str]  # slugs
    claims: list[str]  # slugs


class CourseItem(TypedDict):
    id: int
    title: str
    url: str
    code: str
    introduction: str
    lessons: list[LessonItem]


class CourseCard(TypedDict):
    """A course as the home page lists it."""

    page: CourseItem
    lessons: list[LessonItem]
    lesson_ids: str
    minutes: int


class Path(TypedDict):
    """The lessons for one kind of reader."""

    level: str
    name: str
    first: LessonItem
    lesson_count: int
    minutes: int


class Place(TypedDict):
    """Where a lesson stands in its course; `position` counts from 1."""

    course: CourseItem
    position: int
    lesson_count: int
    previous: LessonItem | None
    next: LessonItem | None


def lesson_ids(lessons: Sequence[LessonItem]) -> str:
    """Return the page ids as the browser reads them, ``1,2,3``."""
    return ",".join(str(lesson["id"]) for lesson in lessons)


def minutes(lessons: Sequence[LessonItem]) -> int:
    return sum(lesson["duration_minutes"] for lesson in lessons)


def course_card(course: CourseItem) -> CourseCard:
    lessons = course["lessons"]
    return CourseCard(page=course, lessons=lessons, lesson_ids=lesson_ids(lessons), minutes=minutes(lessons))


def paths(courses: Sequence[CourseItem], levels: Sequence[tuple[str, str]]) -> list[Path]:
    """Return one way in for each kind of reader: where it starts and how much of it there is."""
    found = []
    for letter, name in levels:
        own = [
            lesson
            for course in courses
            for lesson in course["lessons"]
            if letter in lesson["levels"] or not lesson["levels"]
        ]
        if own:
            found.append(
                Path(level=letter, name=name, first=own[0], lesson_count=len(own), minutes=minutes(own))
            )
    return found


def place_of(lesson_id: int, courses: Sequence[CourseItem]) -> Place | None:
    """Return where the lesson stands, or None when it is not in the tree."""
    for course in courses:
        lessons = course["lessons"]
        for index, lesson in enumerate(lessons):
            if lesson["id"] == lesson_id:
                return Place(
                    course=course,
                    position=index + 1,
                    lesson_count=len(lessons),
                    previous=lessons[index - 1] if index else None,
                    next=lessons[index + 1] if index + 1 < len(lessons) else None,
                )
    return None
