"""A pupil's own page: whose seat this is, and what there is to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import cookies, selectors, shared_phone
from accounts.rate_limit import limited
from accounts.same_origin import same_origin_required
from schools import guard
from schools.models import Membership
from schools.selectors import entrance, work
from schools.services import entering
from schools.views import phone
from schools.views.entry import signed_in


def _seats(request: HttpRequest) -> list[Membership]:
    visitor = selectors.visitor(learner_id=cookies.learner_id(request), user=signed_in(request))
    return entrance.seats_of(learner=visitor.person.learner)


@require_safe
@guard.private
def my_class(request: HttpRequest) -> HttpResponse:
    """Every class that the pupil of this moment is in."""
    now, seats = timezone.now(), _seats(request)
    current = [each for each in seats if each.classroom.archived_at is None]
    context = {
        "title": "ห้องเรียนของฉัน",
        "seats": [(each, work.list_of(membership=each, now=now)) for each in current],
        "past": [each for each in seats if each.classroom.archived_at is not None],
        "people": shared_phone.people(request),
        "current": cookies.learner_id(request),
        "was_here": cookies.learner_id(request) is not None,
        "account": signed_in(request),
    }
    return render(request, "schools/my_class.html", context)


@same_origin_required
@require_POST
@limited(what="class-leave", times=60)
@guard.private
def not_me(request: HttpRequest) -> HttpResponse:
    """Somebody else's name was picked, or it is the next one's turn: free this device, lose nothing."""
    if signed_in(request) is not None:
        return redirect("account_logout")
    seats = _seats(request)
    wanted = request.POST.get("seat", "")
    seat = next((each for each in seats if str(each.pk) == wanted), None)
    phone.get_up(request)
    if seat is not None:
        entering.give_back(seat=seat)
    if seat is not None and seat.classroom.takes_code(now=timezone.now()):
        return redirect("schools:join_class", code=seat.classroom.code)
    return redirect("schools:join")
