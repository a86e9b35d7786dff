"""HTTP for learners: the introduction of a quiz, and one attempt from start to result."""

import datetime as dt
import uuid
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from accounts import cookies, shared_phone
from accounts.same_origin import same_origin_required
from accounts.services import learner_for_start
from quizzes import answers, plain_form, presentation, rendering, selectors, services, standings
from quizzes.insight import regrades
from quizzes.models import Attempt
from quizzes.papers import paper_of
from quizzes.presentation import printing, wording
from quizzes.refusals import (
    AttemptFinished,
    NoSuchAttempt,
    NothingToCheck,
    NotYet,
    OtherPerson,
    QuizUnavailable,
    Refusal,
    StartRefused,
    TimeIsUp,
    UnknownLearner,
)
from quizzes.signals import next_steps_wanted, ways_back_wanted
from quizzes.topic_results import topic_results

private = cache_control(private=True, no_store=True)


class SeeOther(HttpResponseRedirectBase):
    """After a form was sent: go on with GET, so that reloading sends nothing again."""

    status_code = HTTPStatus.SEE_OTHER


def _unavailable(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer for a quiz that nobody can begin: taken back by its author (410), or never there (404)."""
    if not selectors.was_published(slug=slug):
        raise Http404("no such quiz")
    response = render(request, "quizzes/unavailable.html", status=HTTPStatus.GONE)
    response["Cache-Control"] = "no-store"
    return response


def _owner_here(request: HttpRequest, attempt_id: uuid.UUID) -> str:
    """Return what somebody who shares this phone is called whose attempt it is; empty when nobody here has it."""
    for seat in shared_phone.seats(request):
        if selectors.attempt_of(learner_id=seat.learner, attempt_id=attempt_id) is not None:
            return seat.label
    return ""


def _whose(refusal: Refusal, request: HttpRequest, attempt_id: uuid.UUID) -> Refusal:
    """Say of an attempt that is not this learner's whose it is, where that is somebody on the same phone."""
    if isinstance(refusal, NoSuchAttempt | UnknownLearner) and (label := _owner_here(request, attempt_id)):
        return OtherPerson(label=label)
    return refusal


def _refused(refusal: Refusal) -> JsonResponse:
    return JsonResponse({"error": refusal.code, "message": str(refusal.message)}, status=refusal.status)


def _missing(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """Answer for an attempt that this browser's learner does not have: cookie deleted, other device, other person."""
    context = {"owner": _owner_here(request, attempt_id)}
    return render(request, "quizzes/missing.html", context, status=HTTPStatus.NOT_FOUND)


@require_safe
def intro(request: HttpRequest, slug: str) -> HttpResponse:
    """The same page for everybody: what the quiz is about, and a button."""
    quiz = selectors.quiz_summary_by_slug(slug=slug)
    if quiz is None:
        return _unavailable(request, slug)
    response = render(request, "quizzes/intro.html", {"quiz": quiz})
    patch_cache_control(response, public=True, max_age=60, stale_while_revalidate=600)
    return response


@require_safe
def printed(request: HttpRequest, slug: str) -> HttpResponse:
    """The quiz on paper, the same for everybody, without its key."""
    paper = paper_of(slug=slug)
    if paper is None:
        return _unavailable(request, slug)
    if not paper.is_public:
        raise Http404("not for printing")
    sheets = [printing.sheet(place, content) for place, content in paper.questions]
    response = render(request, "quizzes/paper/sheets.html", {"quiz": paper.quiz, "sheets": sheets})
    patch_cache_control(response, public=True, max_age=60, stale_while_revalidate=600)
    return response


@same_origin_required
@require_POST
@private
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin an attempt or go on with the open one; the first start makes the learner."""
    now = timezone.now()
    named = cookies.learner_id(request)
    entries = selectors.entries_of(slug=slug) if named is None else None
    if named is None and entries is None:
        return _unavailable(request, slug)  # nobody comes into being for a quiz that is not there
    learner = learner_for_start(learner_id=named, user=getattr(request, "user", None), now=now)
    cookies.remember(request, learner.pk)
    try:
        attempt = services.start_attempt(
            learner=learner,
            slug=slug,
            now=now,
            entries=entries,
            is_new=named is None and learner.user_id is None,
        )
    except QuizUnavailable:
        return _unavailable(request, slug)
    except StartRefused as refused:
        context = {"refused": refused, "quiz": refused.quiz}
        return render(request, "quizzes/start_refused.html", context, status=HTTPStatus.FORBIDDEN)
    return redirect("quizzes:attempt", attempt_id=attempt.pk)


@require_safe
@private
def attempt(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """The questions, with the answers given so far. Nothing in it tells what is right."""
    current = selectors.attempt_of(learner_id=cookies.learner_id(request), attempt_id=attempt_id)
    if current is None:
        return _missing(request, attempt_id)
    if current.state == Attempt.State.MERGED:
        return redirect("quizzes:attempt", attempt_id=current.merged_into_id)
    now = timezone.now()
    if current.state == Attempt.State.FINISHED or services.close_if_overdue(current, now=now):
        return redirect("quizzes:result", attempt_id=current.pk)
    remaining = max(0, int((current.deadline - now).total_seconds())) if current.deadline else 0
    questions = selectors.questions_of(current)
    practice = current.preset == Attempt.Preset.PRACTICE
    context = {
        "attempt": current,
        "quiz": current.quiz,
        "questions": questions,
        "questions_html": rendering.questions_html(questions, current.layout, practice=practice),
        "total": len(questions),
        "sequence": max((question.sequence for question in questions), default=0),
        "unanswered": [question.slot for question in questions if not question.answered],
        "notice": request.GET.get("notice"),
        "practice": practice,
        "remaining": remaining,
        "remaining_words": wording.duration(remaining),
    }
    return render(request, "quizzes/attempt.html", context)


@same_origin_required
@require_POST
@private
def answer(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """Take one answer as JSON; what is acknowledged is in the database."""
    try:
        sequence = answers.record_answer(
            learner_id=cookies.learner_id(request),
            attempt_id=attempt_id,
            given=answers.parse(request),
            now=timezone.now(),
        )
    except Refusal as refusal:
        return _refused(_whose(refusal, request, attempt_id))
    return JsonResponse({"ok": True, "sequence": sequence})


@same_origin_required
@require_POST
@private
def check(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """Tell, in practice, whether the newest answer to one question is right; as a piece of page, for the script."""
    slot = request.POST.get("slot", "")
    try:
        said = services.check_answer(
            learner_id=cookies.learner_id(request),
            attempt_id=attempt_id,
            slot=int(slot) if slot.isdecimal() and len(slot) < 4 else 0,
            now=timezone.now(),
        )
    except Refusal as refusal:
        return _refused(refusal)
    html = render_to_string("quizzes/checked.html", {"checked": said}, request)
    return JsonResponse({"ok": True, "state": said.state, "html": html})


@same_origin_required
@require_POST
@private
def finish(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponseBase:
    """Take the plain form: save what changed, then end the attempt unless `action` is "save".

    The page's script sends no answers here (it has sent them one by one) and asks for JSON.
    """
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    try:
        page = _finish(request, attempt_id)
    except Refusal as refusal:
        if wants_json:
            return _refused(_whose(refusal, request, attempt_id))
        if isinstance(refusal, NoSuchAttempt | UnknownLearner):
            return _missing(request, attempt_id)
        page = reverse("quizzes:attempt", args=[attempt_id])
    return JsonResponse({"ok": True, "url": page}) if wants_json else SeeOther(page)


def _read_form(request: HttpRequest, current: Attempt) -> dict[int, plain_form.FormAnswer]:
    known = selectors.contents_of(current)
    found = {
        place["slot"]: plain_form.read(request.POST, slot=place["slot"], content=known[place["version"]])
        for place in current.layout
    }
    return {slot: answer for slot, answer in found.items() if answer is not None}


def _finish(request: HttpRequest, attempt_id: uuid.UUID) -> str:
    """Do what the form asks and return the address of the page to show next."""
    learner_id, now = cookies.learner_id(request), timezone.now()
    if learner_id is None:
        raise UnknownLearner
    current = selectors.attempt_of(learner_id=learner_id, attempt_id=attempt_id)
    if current is None:
        raise NoSuchAttempt
    result_page = reverse("quizzes:result", args=[attempt_id])
    if current.state == Attempt.State.FINISHED:
        return result_page
    given = _read_form(request, current)
    try:
        # the page's script has sent its answers one by one and changes nothing here
        if any(answer.changed for answer in given.values()) or services.is_closed(current, now=now):
            services.record_form(learner_id=learner_id, attempt_id=attempt_id, answers=given, now=now)
    except AttemptFinished:  # in another tab, just now
        return result_page
    except TimeIsUp:
        services.close_if_overdue(current, now=now)
        return result_page
    return _after_saving(request, current, now=now)


def _after_saving(request: HttpRequest, current: Attempt, *, now: dt.datetime) -> str:
    action, asked = request.POST.get("action", "finish"), request.POST.get("check", "")
    back = reverse("quizzes:attempt", args=[current.pk])
    if asked.isdecimal() and len(asked) < 4:
        with suppress(NotYet, NothingToCheck):
            services.check_answer(
                learner_id=current.learner_id, attempt_id=current.pk, slot=int(asked), now=now
            )
        return f"{back}#q{int(asked)}"
    if action == "save":
        return f"{back}?notice=saved"
    if action == "time" and services.has_more_time(current, now=now):
        return f"{back}?notice=time"
    if action not in ("anyway", "time") and services.unanswered(current):
        return f"{back}?notice=unanswered"
    services.finish_attempt(learner_id=current.learner_id, attempt_id=current.pk, now=now)
    return reverse("quizzes:result", args=[current.pk])


@require_safe
@private
def result(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """What came out, every option explained, and what to do next."""
    current = selectors.attempt_of(learner_id=cookies.learner_id(request), attempt_id=attempt_id)
    if current is None:
        return _missing(request, attempt_id)
    if current.state != Attempt.State.FINISHED:
        return redirect("quizzes:attempt", attempt_id=current.pk)
    now = timezone.now()
    if not standings.feedback_is_due(current, now=now):
        opens_at = None if current.is_held else standings.feedback_at(current)
        ways: Any = ways_back_wanted.send(sender=Attempt, attempt=current)
        steps = [step for _receiver, offered in ways for step in offered or ()]
        context = {"attempt": current, "quiz": current.quiz, "opens_at": opens_at, "steps": steps}
        return render(request, "quizzes/handed_in.html", context)
    if current.result_waits:  # the sweep has not been here yet
        standings.tell(attempt_id=current.pk, now=now)
    reviews = selectors.reviews_of(current)
    standing = selectors.result_of(current)
    wanted: Any = next_steps_wanted.send(sender=Attempt, attempt=current, result=standing)
    steps = [step for _receiver, offered in wanted for step in offered or ()]
    context = {
        "attempt": current,
        "quiz": current.quiz,
        "result": standing,
        "outcome": presentation.outcome(
            current.marks, whole=current.fraction or 0.0, pass_percent=current.pass_percent
        ),
        "reviews": reviews,
        # what was begun for a higher app goes on there: it offers its own next steps
        "may_try_again": not current.occasion and services.may_begin(current.quiz, had=standing.had, now=now),
        "band": selectors.band_of(current),
        "alertness": presentation.alertness(reviews),
        "topics": topic_results(current) if standing.is_about_several else [],
        "regrades": regrades.notes_of(attempt_id=current.pk),
        "steps": steps,
        "has_primary": any(step.kind == "primary" for step in steps),
    }
    return render(request, "quizzes/result.html", context)


@require_safe
@private
def replay(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """What was answered when, for the learner who did."""
    current = selectors.attempt_of(learner_id=cookies.learner_id(request), attempt_id=attempt_id)
    if current is None:
        return _missing(request, attempt_id)
    if current.state != Attempt.State.FINISHED:
        return redirect("quizzes:attempt", attempt_id=current.pk)
    context = {"attempt": current, "quiz": current.quiz, "moments": selectors.replay_of(current)}
    return render(request, "quizzes/replay.html", context)
