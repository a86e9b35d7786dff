"""The page "บัญชีและข้อมูลของฉัน": see, carry away, erase, and share a phone. Works without account and script."""

from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import consent_text, cookies, export, leaving, selectors, services, shared_phone
from accounts.forms import ConsentForm, LabelForm, LeaveForm
from accounts.models import Learner, User
from accounts.rate_limit import limited
from accounts.same_origin import same_origin_required
from accounts.shared_phone import Seat
from accounts.signals import my_data_sections_wanted

private = cache_control(private=True, no_store=True)
require_page = require_http_methods(["GET", "HEAD", "POST"])
_SAID = {
    "switched": "สลับผู้เรียนแล้ว คำตอบจากนี้ไปเป็นของคนนี้",
    "left": "เอาชื่อออกจากเครื่องนี้แล้ว เครื่องนี้ไม่จำว่าคุณเรียนถึงไหนอีก",
    "agreed": "บันทึกความยินยอมแล้ว",
    "closed": "ถอนความยินยอมแล้ว บัญชีถูกลบ ผลการเรียนยังอยู่ในเครื่องนี้โดยไม่มีชื่อ",
    "full": "สลับไม่ได้ ผู้เรียนคนนี้ไม่อยู่ในเครื่องนี้แล้ว",
}


def _visitor(request: HttpRequest) -> selectors.Visitor:
    return selectors.visitor(
        learner_id=cookies.learner_id(request), user=request.user if _may_be_signed_in(request) else None
    )


def _may_be_signed_in(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def _back(said: str) -> HttpResponse:
    return redirect(f"{reverse('my_data')}?said={said}")


def _back_to_asker(request: HttpRequest, said: str) -> HttpResponse:
    """Go back to the page of ours that asked (its form's `next`), else to the page of one's data."""
    wanted = request.POST.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return redirect(wanted)
    return _back(said)


@require_GET
@private
def my_data(request: HttpRequest) -> HttpResponse:
    """What we hold of this visitor, and everything that can be done with it."""
    visitor = _visitor(request)
    learner, user = visitor.person.learner, visitor.person.user
    sections: list[Any] = []
    if learner is not None:
        sent = my_data_sections_wanted.send(
            sender=Learner, request=request, learner=learner, has_account=user is not None
        )
        sections = [html for _receiver, html in sent if html]
    context = {
        "visitor": visitor,
        "learner": learner,
        "account": user,
        "label": shared_phone.label_of(request),
        "kept": selectors.kept_of(person=visitor.person),
        "consent": selectors.consent_of(learner=learner) if learner and user else None,
        "accesses": selectors.accesses_of(learner=learner) if learner else [],
        "people": shared_phone.people(request),
        "current": cookies.learner_id(request),
        "sections": sections,
        "said": _SAID.get(request.GET.get("said", "")),
        "retention_days": settings.LEARNER_RETENTION_DAYS,
    }
    return render(request, "accounts/my_data.html", context)


@same_origin_required
@require_POST
@limited(what="export", times=10)
@private
def download(request: HttpRequest) -> HttpResponse:
    """Everything that is kept of the visitor, as one file."""
    person = _visitor(request).person
    if person.is_nobody:
        return redirect("my_data")
    response = HttpResponse(export.as_zip(person=person, now=timezone.now()), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return response


def _leave_page(request: HttpRequest, form: LeaveForm, **context: Any) -> HttpResponse:
    return render(request, "accounts/leave.html", {"form": form, **context})


@same_origin_required
@require_page
@limited(what="erase", times=10)
@private
def erase(request: HttpRequest) -> HttpResponseBase:
    """Ask once more, then delete everything within this request."""
    visitor = _visitor(request)
    if visitor.person.is_nobody:
        return redirect("my_data")
    form = LeaveForm(request.POST or None, user=visitor.person.user)
    if not form.is_valid():
        kept = selectors.kept_of(person=visitor.person)
        return _leave_page(request, form, kind="erase", kept=kept, account=visitor.person.user)
    try:
        leaving.erase_person(person=visitor.person)
    except leaving.LastAdministrator:
        return _leave_page(request, form, kind="last", account=visitor.person.user)
    alone = not _forget_here(request)
    response = redirect("my_data_erased")
    if (
        alone
    ):  # an attempt that is kept for being offline holds answers; others on the phone may have unsent ones
        response["Clear-Site-Data"] = '"storage"'
    return response


def _forget_here(request: HttpRequest) -> list[Seat]:
    """Make this browser forget the learner it named; return the others who share it, who stay."""
    named = cookies.learner_id(request)
    if _may_be_signed_in(request):
        request.session.flush()
    cookies.forget(request)
    staying = [seat for seat in shared_phone.people(request) if seat.learner != named]
    if shared_phone.seats(request):
        shared_phone.remember(request, staying)
    return staying


@require_GET
@private
def erased(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/erased.html")


@same_origin_required
@require_page
@limited(what="close", times=10)
@private
def close_account(request: HttpRequest) -> HttpResponseBase:
    """Take consent back: the account goes, what was learnt stays on this device without a name."""
    user = _visitor(request).person.user
    if user is None:
        return redirect("my_data")
    form = LeaveForm(request.POST or None, user=user)
    if not form.is_valid():
        return _leave_page(request, form, kind="close", account=user)
    try:
        learner = leaving.close_account(user=user, now=timezone.now())
    except leaving.LastAdministrator:
        return _leave_page(request, form, kind="last", account=user)
    request.session.flush()
    if learner is not None:
        cookies.remember(request, learner.pk)
    return _back("closed")


@same_origin_required
@require_page
@limited(what="consent", times=20)
@private
def consent(request: HttpRequest) -> HttpResponseBase:
    """Read the current text and agree to it: after a new version, or for an account from before it was asked."""
    user = _visitor(request).person.user
    if user is None:
        return redirect("my_data")
    form = ConsentForm(request.POST or None)
    if not form.is_valid():
        return render(
            request, "accounts/consent.html", {"form": form, "text": consent_text.TEXTS[consent_text.CURRENT]}
        )
    now = timezone.now()
    learner = services.learner_of_account(learner_id=cookies.learner_id(request), user=user, now=now)
    services.give_consent(
        learner=learner,
        age_band=form.cleaned_data["age_band"],
        guardian=form.cleaned_data["guardian"].strip(),
        now=now,
    )
    cookies.remember(request, learner.pk)
    return _back("agreed")


# --- several people, one phone ------------------------------------------------------------------------
def _sign_out(request: HttpRequest) -> None:
    if _may_be_signed_in(request) and isinstance(request.user, User):
        logout(request)


@same_origin_required
@require_page
@limited(what="people", times=20)
@private
def add_person(request: HttpRequest) -> HttpResponseBase:
    """Let somebody else learn on this phone; whoever was there before can come back by name."""
    visitor, seats = _visitor(request), shared_phone.people(request)
    mine = visitor.person.learner if visitor.person.user is None else None
    asks_mine = mine is not None and mine.pk not in {seat.learner for seat in seats}
    form = LabelForm(request.POST or None, seats=seats, asks_mine=asks_mine)
    if not form.is_valid():
        context = {"form": form, "account": visitor.person.user, "people": seats}
        return render(request, "accounts/add_person.html", context)
    if asks_mine and mine is not None:
        seats.append(Seat(mine.pk, form.cleaned_data["mine"]))
    _sign_out(request)
    learner = services.create_learner(now=timezone.now())
    shared_phone.remember(request, [*seats, Seat(learner.pk, form.cleaned_data["other"])])
    cookies.remember(request, learner.pk)
    return _back("switched")


@same_origin_required
@require_POST
@limited(what="switch", times=120)
@private
def switch(request: HttpRequest) -> HttpResponse:
    """Go on as somebody else who shares this phone. Who has an account is not among them: they sign in."""
    seats, place = shared_phone.people(request), request.POST.get("person", "")
    chosen = next((seat for number, seat in enumerate(seats) if str(number) == place), None)
    if chosen is None:
        return _back("full")
    _sign_out(request)
    cookies.remember(request, chosen.learner)
    return _back_to_asker(request, "switched")


@same_origin_required
@require_POST
@limited(what="leave", times=20)
@private
def leave(request: HttpRequest) -> HttpResponse:
    """Make this phone forget who is learning, without erasing anything."""
    if _visitor(request).person.user is not None:
        return redirect("account_logout")
    _forget_here(request)
    return _back("left")
