"""What counts as done, how far a course is, and where to go on: for any course and any history."""

import datetime as dt
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from lessons import progress
from lessons.progress import Record
from lessons.tree import CourseItem, LessonItem, place_of

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def _course(number: int, lesson_ids: Sequence[int]) -> CourseItem:
    lessons = [
        LessonItem(id=pk, title=f"บท {pk}", url=f"/{number}/{pk}/", code="", duration_minutes=6)
        for pk in lesson_ids
    ]
    return CourseItem(id=number, title="วิชา", url=f"/{number}/", code="", introduction="", lessons=lessons)


def _record(*, done: bool = False, day: int = 0, best: float | None = None) -> Record:
    return Record(done=done, best=best, touched_at=START + dt.timedelta(days=day))


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[CourseItem], dict[int, Record]]:
    sizes = draw(st.lists(st.integers(0, 4), max_size=4))
    courses, first = [], 1
    for number, size in enumerate(sizes, start=1000):
        courses.append(_course(number, range(first, first + size)))
        first += size
    touched = draw(st.permutations(range(1, first + 2)))  # one may be a lesson that is gone
    begun = draw(st.sets(st.sampled_from(touched))) if touched else set()
    records = {pk: _record(done=draw(st.booleans()), day=touched.index(pk)) for pk in begun}
    return courses, records


@given(histories())
def test_continue_is_never_a_lesson_that_is_done(history: tuple[list[CourseItem], dict[int, Record]]) -> None:
    courses, records = history
    following = progress.lesson_to_continue(courses, records)
    lessons = [lesson for course in courses for lesson in course["lessons"]]
    begun = [lesson for lesson in lessons if lesson["id"] in records]
    undone = [lesson for lesson in lessons if lesson["id"] not in records or not records[lesson["id"]].done]

    assert (following is not None) == bool(begun and undone)
    assert following is None or following in undone


@given(histories())
def test_bar_is_full_only_when_everything_is_done(
    history: tuple[list[CourseItem], dict[int, Record]],
) -> None:
    courses, records = history
    for course in courses:
        bar = progress.course_progress(course, records)

        assert 0 <= bar["percent"] <= 100
        assert (bar["percent"] == 100) == (bar["done"] == bar["total"] > 0)
        assert bar["done"] == sum(lesson["done"] for lesson in bar["lessons"])


@given(histories(), st.integers(1, 20))
def test_finishing_a_lesson_never_takes_progress_away(
    history: tuple[list[CourseItem], dict[int, Record]], lesson_id: int
) -> None:
    courses, records = history
    after = {**records, lesson_id: _record(done=True, day=99, best=0.0)}

    for course in courses:
        assert (
            progress.course_progress(course, after)["done"]
            >= progress.course_progress(course, records)["done"]
        )


moments = st.integers(0, 5).map(lambda day: START + dt.timedelta(days=day))
pasts = st.builds(
    progress.Past,
    started_at=moments,
    done_at=st.one_of(st.none(), moments),
    best_fraction=st.one_of(st.none(), st.floats(0, 1)),
    touched_at=moments,
)


@given(pasts, pasts, pasts)
def test_merging_does_not_depend_on_who_comes_first(
    one: progress.Past, other: progress.Past, third: progress.Past
) -> None:
    merged = progress.merged

    assert merged(one, other) == merged(other, one)
    assert merged(merged(one, other), third) == merged(one, merged(other, third))
    assert merged(one, one) == one


@given(pasts, pasts)
def test_merging_loses_nothing(one: progress.Past, other: progress.Past) -> None:
    both = progress.merged(one, other)

    for past in (one, other):
        assert both.started_at <= past.started_at
        assert both.touched_at >= past.touched_at
        assert past.done_at is None or (both.done_at is not None and both.done_at <= past.done_at)
        assert past.best_fraction is None or (both.best_fraction or 0.0) >= past.best_fraction
    assert (both.done_at is None) == (one.done_at is None and other.done_at is None)


def test_lesson_begun_and_left_is_where_to_go_on() -> None:
    courses = [_course(1, [1, 2]), _course(2, [3])]

    following = progress.lesson_to_continue(courses, {1: _record(done=True, day=1), 3: _record(day=2)})

    assert following
    assert following["id"] == 3


def test_after_the_last_lesson_of_a_course_comes_the_next_course() -> None:
    courses = [_course(1, [1]), _course(2, [2])]

    following = progress.lesson_to_continue(courses, {1: _record(done=True)})

    assert following
    assert following["id"] == 2


def test_after_the_very_last_lesson_comes_the_first_that_was_passed_over() -> None:
    following = progress.lesson_to_continue([_course(1, [1, 2, 3])], {3: _record(done=True)})

    assert following
    assert following["id"] == 1


def test_somebody_new_has_nothing_to_continue() -> None:
    assert progress.lesson_to_continue([_course(1, [1])], {}) is None


def test_place_counts_from_one_and_has_no_neighbours_at_the_ends() -> None:
    courses = [_course(1, [1, 2])]

    first, last = place_of(1, courses), place_of(2, courses)

    assert first
    assert last
    assert (first["position"], first["previous"], first["next"]) == (1, None, courses[0]["lessons"][1])
    assert (last["position"], last["next"]) == (2, None)
    assert place_of(3, courses) is None
