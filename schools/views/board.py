"""The live board: where everybody stands, asked for every two seconds by whoever shows it."""

import hashlib
from http import HTTPStatus

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from accounts.services import note_access_to
from schools import guard
from schools.models import Assignment, Classroom, Membership
from schools.selectors.board import board_of
from schools.views import board_html
from schools.views.frame import frame

FRESH_SECONDS = 2  # three teachers and a projector cost one computation


def _shown(classroom: Classroom, assignment: Assignment, *, names: bool) -> tuple[SafeString, str]:
    """Return the board as HTML and its tag, at most FRESH_SECONDS old."""
    key = f"board:{assignment.pk}"
    both: dict[bool, tuple[SafeString, str]] | None = cache.get(key)
    if both is None:
        board = board_of(assignment=assignment)
        base = reverse("schools:pupil_report", args=[classroom.pk, 0]).removesuffix("0/answers/")
        both = {}
        for with_names in (True, False):
            html = board_html.html(board, names=with_names, base=base)
            both[with_names] = html, hashlib.sha256(html.encode()).hexdigest()[:24]
        cache.set(key, both, FRESH_SECONDS)
    return both[names]


@guard.class_view
@require_safe
def board(request: HttpRequest, classroom: Classroom, assignment_id: int) -> HttpResponse:
    """The page; `?wall=1`: without names, for the projector."""
    assignment = guard.found_in(classroom, Assignment, assignment_id)
    names = "wall" not in request.GET
    html, _ = _shown(classroom, assignment, names=names)
    now = timezone.now()
    if names:
        note_access_to(
            viewer=guard.account(request),
            role="ครูประจำห้อง",
            what="กระดานห้องเรียนสด",
            learners=Membership.objects.filter(classroom=classroom, left_at=None),
            now=now,
        )
    context = frame(
        classroom=classroom,
        tab="work",
        title=assignment.title,
        assignment=assignment,
        names=names,
        body=html,
        now=now,
    )
    return render(request, "schools/board.html", context)


@guard.class_view
@require_safe
def board_rows(request: HttpRequest, classroom: Classroom, assignment_id: int) -> HttpResponse:
    """The board alone; 304 when it is what the asker has."""
    assignment = guard.found_in(classroom, Assignment, assignment_id)
    html, tag = _shown(classroom, assignment, names="wall" not in request.GET)
    etag = f'"{tag}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    else:
        response = HttpResponse(html)
    response["ETag"] = etag
    return response
