"""HTTP for short reviews."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from accounts import cookies
from accounts.same_origin import same_origin_required
from accounts.selectors import get_learner
from quizzes.insight import boosters


@same_origin_required
@require_POST
@cache_control(private=True, no_store=True)
def start_boosters(request: HttpRequest) -> HttpResponse:
    """Begin today's short review or go on with the open one; nothing due leads back to one's own page."""
    learner_id = cookies.learner_id(request)
    learner = get_learner(learner_id=learner_id) if learner_id else None
    attempt = boosters.start(learner=learner, now=timezone.now()) if learner else None
    return redirect("quizzes:attempt", attempt_id=attempt.pk) if attempt else redirect("my_learning")


@require_safe
@cache_control(private=True, no_store=True)
def about_boosters(request: HttpRequest) -> HttpResponse:
    """Short reviews have no introduction: they are offered on one's own page."""
    return redirect("my_learning")
