"""Pupils' pages of one piece of work: what it is, เริ่ม, and the bell for which a class waits."""

from http import HTTPStatus

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_POST, require_safe

from accounts.rate_limit import limited
from accounts.same_origin import same_origin_required
from schools import guard
from schools.models import Assignment, Membership
from schools.selectors import work
from schools.services import starting

_bell = Signer(salt="schools.bell")
_STARTS_AN_HOUR = 120


@guard.work_view
@require_safe
def my_work(request: HttpRequest, membership: Membership, assignment: Assignment) -> HttpResponse:
    """One piece of work: what to do, until when, what being late costs, and how it went."""
    found = work.one_of(membership=membership, assignment=assignment, now=timezone.now())
    context = {"title": assignment.title, "work": found, "bell": _bell_url(found)}
    return render(request, "schools/work/mine.html", context)


@guard.work_view
@same_origin_required
@require_POST
@limited(what="start_work", times=_STARTS_AN_HOUR)
def start_work(request: HttpRequest, membership: Membership, assignment: Assignment) -> HttpResponseBase:
    """Begin a step or go on with it. The waiting page's script asks for JSON, so that it can try again."""
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    item = request.POST.get("item", "")
    try:
        attempt = starting.start(
            membership=membership,
            assignment=assignment,
            item_id=int(item) if item.isdecimal() and len(item) < 12 else None,
            now=timezone.now(),
        )
    except starting.Refused as refused:
        if wants_json:
            return JsonResponse({"waits": refused.waits}, status=HTTPStatus.CONFLICT)
        context = {"title": refused.title, "refused": refused, "assignment": assignment, "item": item}
        return render(request, "schools/work/refused.html", context, status=HTTPStatus.CONFLICT)
    url = reverse("quizzes:attempt", args=[attempt.pk])
    return JsonResponse({"url": url}) if wants_json else redirect(url)


def bell_token(assignment_id: int) -> str:
    """Return what names a bell in its address: not to be guessed, so that it can be asked without a cookie."""
    return _bell.sign(str(assignment_id)).replace(":", "-", 1)


def _bell_url(found: work.Work) -> str:
    """Return where to ask whether the bell has rung; empty where nobody waits for it."""
    waits = found.held.waits and not found.is_past
    return reverse("schools:bell", args=[bell_token(found.assignment.pk)]) if waits else ""


def _rung(token: str) -> bool:
    number, _, signature = token.partition("-")
    try:
        return starting.has_rung(assignment_id=int(_bell.unsign(f"{number}:{signature}")))
    except (BadSignature, ValueError) as error:
        raise Http404("no such bell") from error


@require_safe
@cache_control(public=True, max_age=1)
@condition(etag_func=lambda request, bell_token: '"rung"' if _rung(bell_token) else '"waits"')
def bell(request: HttpRequest, bell_token: str) -> JsonResponse:
    """Tell whether the bell has rung: one answer for the whole class, a few bytes, kept for a second or two."""
    return JsonResponse({"rung": _rung(bell_token)})
