"""Writes the learner's cookies, keeps personal pages out of caches and the CMS behind a second factor."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts import cookies, shared_phone

GetResponse = Callable[[HttpRequest], HttpResponseBase]
_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone are none
_PRIVATE = ("/accounts/", "/my-data/")


class LearnerCookieMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        cookies.write(request, response)
        shared_phone.write(request, response)
        return response


class PrivatePagesMiddleware:
    """Pages of signing in and of one's data are for one person: no cache and no back button keeps them.

    django-allauth leaves most of its pages without a word about caches.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith(_PRIVATE):
            response.headers["Cache-Control"] = "private, no-store"
        return response


class SecondFactorMiddleware:
    """Where ADMIN_SECOND_FACTOR is on, nobody reaches the CMS with a password alone.

    Whoever has a factor was asked for it at sign-in (django-allauth); whoever has none is sent to set one up.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.ADMIN_SECOND_FACTOR and request.path_info.startswith("/admin/"):
            user = request.user
            if user.is_authenticated and not self._has_factor(request):
                return redirect(f"{reverse('mfa_index')}?admin=1")
        return self.get_response(request)

    def _has_factor(self, request: HttpRequest) -> bool:
        return bool(Authenticator.objects.filter(user=request.user.pk, type__in=_FACTORS).exists())
