"""The public page that verifies a certificate, its PDF and picture, and what its learner may do with it."""

import uuid
from typing import Any

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from accounts import cookies
from accounts.models import User
from accounts.rate_limit import limited
from accounts.same_origin import same_origin_required
from accounts.selectors import visitor
from lessons.certificates import selectors, services
from lessons.certificates.forms import NameForm
from lessons.models import Certificate

private = cache_control(private=True, no_store=True)


def _user(request: HttpRequest) -> User | None:
    signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
    return request.user if signed_in and isinstance(request.user, User) else None


def _find(certificate_id: uuid.UUID) -> Certificate:
    found = selectors.certificate(certificate_id=certificate_id)
    if found is None:
        raise Http404("no such certificate")
    return found


def _address(request: HttpRequest, found: Certificate) -> str:
    return request.build_absolute_uri(reverse("certificate", args=[found.pk]))


@require_safe
@private
def certificate(request: HttpRequest, certificate_id: uuid.UUID) -> HttpResponse:
    """Say whether a certificate holds. Its learner finds the name, the PDF and the link to share here as well."""
    found = selectors.certificate(certificate_id=certificate_id)
    if found is None:
        return render(request, "lessons/certificates/missing.html", status=404)
    user = _user(request)
    is_mine = selectors.is_owner(found, learner_id=cookies.learner_id(request), user=user)
    return _page(request, found, is_mine=is_mine, user=user, form=NameForm(initial={"name": found.name}))


def _page(request: HttpRequest, found: Certificate, **context: Any) -> HttpResponse:
    address = _address(request, found)
    context |= {
        "certificate": found,
        "words": selectors.words_of(found, address=address),
        "qr": segno.make(address, error="m").svg_data_uri(scale=4, border=2, dark="#1c2430", light="#fff"),
        "picture": request.build_absolute_uri(reverse("certificate_picture", args=[found.pk])),
    }
    return render(request, "lessons/certificates/certificate.html", context)


@require_safe
@limited(what="certificate-pdf", times=30, reads=True)
@private
def pdf(request: HttpRequest, certificate_id: uuid.UUID) -> HttpResponse:
    from lessons.certificates.pdf import (
        draw,
    )  # fonts and shaping are loaded by who prints, not by every process

    found = _find(certificate_id)
    words = selectors.words_of(found, address=_address(request, found))
    response = HttpResponse(draw(words), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="certificate.pdf"'
    return response


@require_safe
@limited(what="certificate-picture", times=30, reads=True)
@private
def picture(request: HttpRequest, certificate_id: uuid.UUID) -> HttpResponse:
    """The picture for sharing: the course, and nothing of the person."""
    from lessons.certificates.picture import draw

    return HttpResponse(draw(_find(certificate_id).course_title), content_type="image/png")


@same_origin_required
@require_POST
@limited(what="certificate", times=30)
@private
def issue(request: HttpRequest, course_id: int) -> HttpResponse:
    """Make the visitor's certificate of a passed course and show it."""
    learner = visitor(learner_id=cookies.learner_id(request), user=_user(request)).person.learner
    if learner is None:
        return redirect("my_learning")
    try:
        made = services.issue(learner=learner, course_id=course_id, now=timezone.now())
    except services.NotPassed:
        return render(request, "lessons/certificates/not_yet.html", status=409)
    return redirect("certificate", certificate_id=made.pk)


@same_origin_required
@require_POST
@limited(what="certificate-name", times=30)
@private
def rename(request: HttpRequest, certificate_id: uuid.UUID) -> HttpResponse:
    """Put a name on one's own certificate, or take it off. Needs an account: there consent was given for a name."""
    found, user = _find(certificate_id), _user(request)
    if user is None or not selectors.is_owner(found, learner_id=None, user=user):
        raise Http404("not this visitor's certificate")
    form = NameForm(request.POST)
    if not form.is_valid():
        return _page(request, found, is_mine=True, user=user, form=form)
    services.rename(certificate=found, name=form.cleaned_data["name"])
    return redirect("certificate", certificate_id=found.pk)
