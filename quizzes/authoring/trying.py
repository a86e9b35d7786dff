"""Trying a quiz as a learner would, from the CMS: the paper is made, marked and reviewed in memory; nothing is stored."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from quizzes import grading, plain_form, presentation
from quizzes.content import Content
from quizzes.kinds import KINDS
from quizzes.models import Question, Quiz, QuizBand, QuizSlot
from quizzes.selection import Candidate, Member, Place, Pool, draw, lay_out

_MOST_SEED = 2**31


def try_out(request: HttpRequest, quiz_id: int) -> HttpResponse:
    """Show the draft of a quiz as a paper, and what a learner would be told about the answers that were sent."""
    if not request.user.has_perm("quizzes.view_quiz"):
        raise PermissionDenied
    quiz = get_object_or_404(Quiz, pk=quiz_id).get_latest_revision_as_object()
    seed = _seed(request.POST.get("seed", ""))
    paper = _paper(quiz, seed)
    context = {"quiz": quiz, "seed": seed, "total": len(paper)}
    if request.method == "POST":
        context |= _marked(quiz, paper, request)
    else:
        context["questions"] = [presentation.question(place, content, None) for place, content in paper]
    return TemplateResponse(request, "quizzes/admin/try.html", context)


def _seed(given: str) -> int:
    is_seed = given.isascii() and given.isdigit() and len(given) < 11
    return int(given) % _MOST_SEED if is_seed else secrets.randbelow(_MOST_SEED)


def _paper(quiz: Quiz, seed: int) -> list[tuple[Place, Content]]:
    """Return what one learner might get: places and contents, laid out as a start would."""
    slots = list(quiz.slots.all())
    pinned = {
        slot.question_id: slot.pinned_version.content for slot in slots if slot.pinned_version is not None
    }
    members = draw([_entry(slot) for slot in slots if _asks(slot)], seed=seed, met={})
    contents = _contents([member.question for member in members]) | pinned
    candidates = [
        Candidate(
            str(key), contents[key]["kind"], tuple(KINDS[contents[key]["kind"]].parts(contents[key])), key
        )
        for member in members
        if contents.get(key := member.question, {}).get("kind") in KINDS
    ]
    layout = lay_out(
        candidates, seed=seed, shuffle_choices=quiz.shuffle_choices, shuffle_questions=quiz.shuffle_questions
    )
    return [(place, contents[place["question"]]) for place in layout]


def _asks(slot: QuizSlot) -> bool:
    return slot.kind == QuizSlot.Kind.POOL or slot.question_id is not None


def _entry(slot: QuizSlot) -> Member | Pool:
    if slot.kind == QuizSlot.Kind.POOL:
        keys = slot.pool().values_list("pk", flat=True)
        return Pool(slot.pool_count or 0, tuple(Member(key, "") for key in keys))
    return Member(slot.question_id, "")


def _contents(keys: Sequence[int]) -> dict[int, Content]:
    """Return what learners would get of each question: its newest version, else its draft."""
    found: dict[int, Content] = {}
    for key, question in Question.objects.in_bulk(keys).items():
        newest = question.versions.order_by("-number").first() if question.live else None
        found[key] = newest.content if newest else question.get_latest_revision_as_object().snapshot()
    return found


def _marked(quiz: Quiz, paper: Sequence[tuple[Place, Content]], request: HttpRequest) -> dict[str, Any]:
    """Return what the result page would say."""
    answers = []
    for place, content in paper:
        form = plain_form.read(request.POST, slot=place["slot"], content=content)
        response = dict(form.response) if form else {}
        answers.append((content, response if KINDS[content["kind"]].check(content, response) else {}))
    marks = grading.mark(answers)
    reviews = [
        presentation.review(place, content, response, fraction=fraction)
        for (place, content), (_content, response), fraction in zip(
            paper, answers, marks.per_question, strict=True
        )
    ]
    return {
        "outcome": presentation.outcome(
            marks.per_question, whole=marks.whole, pass_percent=quiz.pass_percent
        ),
        "reviews": reviews,
        "alertness": presentation.alertness(reviews),
        "band": _band(quiz, marks.whole * 100),
    }


def _band(quiz: Quiz, percent: float) -> QuizBand | None:
    """Return the band that this score falls into, drafts of bands included."""
    reached = [band for band in quiz.bands.all() if band.min_percent <= percent + 1e-9]
    return max(reached, key=lambda band: band.min_percent, default=None)
