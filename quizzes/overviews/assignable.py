"""Which quizzes a higher app may ask for, and what it says of them."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from quizzes.models import Question, Quiz, QuizSlot

# How long a question of a kind takes most people, reading included, in seconds; our own estimate
_SECONDS = {
    "truefalse": 30, "single": 40, "multiple": 50, "judge": 50, "short": 45, "numeric": 60, "match": 75,
    "order": 60, "cloze": 75, "spot": 75,
}  # fmt: skip
_SECONDS_OF_A_DRAWN_ONE = 45


@dataclass(frozen=True)
class AssignableQuiz:
    """A published quiz as somebody who hands out work sees it."""

    id: int
    slug: str
    title: str
    question_count: int
    minutes: int  # an estimate, at least 1; never more than the time limit
    time_limit_minutes: int | None
    topics: tuple[str, ...]
    has_parallel: bool
    is_also_practice: bool  # anybody may take it by oneself, with answers checked at once


@dataclass(frozen=True)
class Form:
    """One of two quizzes that measure the same with other questions."""

    id: int
    slug: str
    title: str


def assignable() -> list[AssignableQuiz]:
    """Return the published quizzes that have something to ask, by title. Two queries."""
    quizzes = Quiz.objects.filter(live=True).order_by("title", "pk")
    rows = quizzes.values_list("pk", "slug", "title", "time_limit_minutes", "preset", "parallel_form")
    found = list(rows)
    paired = {parallel for *_, parallel in found if parallel is not None}
    slots = _slots()
    return [
        _assignable(
            slots[pk],
            pk=pk,
            slug=slug,
            title=title,
            limit=limit,
            has_parallel=parallel is not None or pk in paired,
            is_also_practice=preset == Quiz.Preset.PRACTICE,
        )
        for pk, slug, title, limit, preset, parallel in found
        if pk in slots
    ]


def forms_of(*, quiz_id: int) -> tuple[Form, Form] | None:
    """Return the parallel pair that a quiz belongs to, form A first; None when it has no other form. One query.

    Form B names form A (`Quiz.parallel_form`); where they name each other, the older is A.
    """
    mine = Q(pk=quiz_id) | Q(parallel_form=quiz_id) | Q(parallel_of=quiz_id)
    rows = list(
        Quiz.objects.filter(mine, live=True)
        .order_by("pk")
        .distinct()
        .values_list("pk", "slug", "title", "parallel_form")
    )
    by_key = {pk: (Form(pk, slug, title), parallel) for pk, slug, title, parallel in rows}
    if quiz_id not in by_key:
        return None
    mine_form, names = by_key[quiz_id]
    if names in by_key:
        other, named_back = by_key[names]
        return (mine_form, other) if named_back == quiz_id and quiz_id < names else (other, mine_form)
    other_key = next((pk for pk, (_, parallel) in by_key.items() if parallel == quiz_id), None)
    return None if other_key is None else (mine_form, by_key[other_key][0])


@dataclass
class _Asked:
    count: int = 0
    seconds: int = 0
    topics: dict[str, None] | None = None


def _slots() -> dict[int, _Asked]:
    """Return what published quizzes ask, by quiz. One query."""
    rows = (
        QuizSlot.objects.filter(quiz__live=True)
        .filter(Q(kind=QuizSlot.Kind.POOL) | Q(question__live=True))
        .order_by("quiz", "sort_order", "pk")
        .values_list("quiz", "kind", "pool_count", "pool_topic", "question__kind", "question__topic")
    )
    found: dict[int, _Asked] = defaultdict(_Asked)
    for quiz, kind, count, pool_topic, question_kind, topic in rows:
        one = found[quiz]
        is_pool = kind == QuizSlot.Kind.POOL
        one.count += (count or 0) if is_pool else 1
        one.seconds += (count or 0) * _SECONDS_OF_A_DRAWN_ONE if is_pool else _SECONDS.get(question_kind, 45)
        one.topics = (one.topics or {}) | {pool_topic if is_pool else topic: None}
    return {quiz: one for quiz, one in found.items() if one.count}


def _assignable(
    asked: _Asked,
    *,
    pk: int,
    slug: str,
    title: str,
    limit: int | None,
    has_parallel: bool,
    is_also_practice: bool,
) -> AssignableQuiz:
    minutes = max(1, round(asked.seconds / 60))
    return AssignableQuiz(
        id=pk,
        slug=slug,
        title=title,
        question_count=asked.count,
        minutes=minutes if limit is None else min(minutes, limit),
        time_limit_minutes=limit,
        topics=tuple(topic for topic in asked.topics or {} if topic),
        has_parallel=has_parallel,
        is_also_practice=is_also_practice,
    )


def objectives() -> list[tuple[str, int]]:
    """Return the objectives that published questions measure, each with how many questions. One query."""
    names = Question.objects.filter(live=True).exclude(objective="").values_list("objective", flat=True)
    counts: dict[str, int] = defaultdict(int)
    for name in names:
        counts[name] += 1
    return sorted(counts.items())
