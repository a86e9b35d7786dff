"""Pages for everybody, and the two answers that belong to one learner."""

from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail import views as wagtail_views

from accounts import cookies, shared_phone
from accounts.rate_limit import is_over
from lessons import outline, progress, selectors
from lessons.certificates import selectors as certificates
from lessons.searching import results, words
from quizzes.insight import boosters

_SUGGESTIONS_A_MINUTE = 1200  # from one address: a class of forty phones has one


def serve_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a public page in few queries and tell caches to keep it; leave everything else to Wagtail.

    Wagtail's hooks around serving do not run for public pages: what they guard (private pages) is never here.
    """
    page = selectors.public_page(path=path) if request.method in {"GET", "HEAD"} else None
    if page is not None:
        response: HttpResponseBase = page.serve(request)
        patch_cache_control(response, public=True, max_age=60, stale_while_revalidate=600)
    else:
        response = wagtail_views.serve(request, path)
        patch_cache_control(response, private=True, no_store=True)
    return response


def _visitor(request: HttpRequest) -> selectors.LearnerState:
    """Read who is there, without loading the account, and put back a cookie that was deleted."""
    signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
    user_id = request.session.get(SESSION_KEY) if signed_in else None
    named = cookies.learner_id(request)
    state = selectors.learner_state(learner_id=named, user_id=int(user_id) if user_id else None)
    if state.learner_id is not None and state.learner_id != named:
        cookies.remember(request, state.learner_id)
    return state


@require_safe
@cache_control(private=True, no_store=True)
def learner_state(request: HttpRequest) -> JsonResponse:
    """Answer static/js/progress.js: everything personal that a public page has a slot for."""
    state = _visitor(request)
    courses = outline.read() if state.learner_id and state.records else []
    following = progress.lesson_to_continue(courses, state.records)
    return JsonResponse(
        {
            "learner": state.learner_id is not None,
            "name": state.name,
            "nickname": shared_phone.label_of(request),
            "lessons": {
                str(lesson_id): progress.lesson_state(record) for lesson_id, record in state.records.items()
            },
            "continue": {"title": following["title"], "url": following["url"]} if following else None,
        }
    )


@require_safe
@cache_control(private=True, max_age=60)
def search(request: HttpRequest) -> TemplateResponse:
    """Show what the words are found in. Private, so that no stranger's words push pages out of the page cache."""
    typed = request.GET.get("q", "")
    return TemplateResponse(
        request, "lessons/search.html", {"typed": typed[: words.LONGEST], "results": results.search(typed)}
    )


@require_safe
@cache_control(public=True, max_age=300)
def suggestions(request: HttpRequest) -> JsonResponse:
    """Answer static/js/search.js while somebody types."""
    address = str(get_adapter().get_client_ip(request))
    if is_over(what="suggest", who=address, times=_SUGGESTIONS_A_MINUTE, seconds=60):
        return JsonResponse({"suggestions": []}, status=HTTPStatus.TOO_MANY_REQUESTS)
    found = results.suggest(request.GET.get("q", ""))
    return JsonResponse({"suggestions": [suggestion._asdict() for suggestion in found]})


@require_safe
@cache_control(private=True, no_store=True)
def my_learning(request: HttpRequest) -> HttpResponse:
    """Show the learner everything done so far; works without JavaScript and without an account."""
    state = _visitor(request)
    courses = outline.read()
    context: dict[str, Any] = {
        "courses": [progress.course_progress(course, state.records) for course in courses],
        "continue_lesson": progress.lesson_to_continue(courses, state.records),
        "has_learner": state.learner_id is not None,
        "person_name": state.name,
        "boosters": boosters.card(learner_id=state.learner_id, now=timezone.now()),
        "standing": boosters.standing(learner_id=state.learner_id),
        "gains": boosters.gains(learner_id=state.learner_id),
        "earned": certificates.earned_by(learner_id=state.learner_id)
        if state.learner_id and state.records
        else [],
    }
    return TemplateResponse(request, "lessons/my_learning.html", context)
