"""Signing up with a passkey and nothing else: a name, consent, and the lock of one's own screen. No e-mail, no password.

django-allauth's own way asks for a confirmed e-mail address, which many of our learners do not have. A key belongs to
an account, so the account is made first, asleep; it wakes when the key is there. What never woke is removed a day later
(`erase_inactive`).
"""

import datetime as dt
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth, flows
from django import forms
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import cookies, services
from accounts.forms import ConsentForm
from accounts.models import User
from accounts.rate_limit import limited
from accounts.webauthn_forms import SignUpForm

require_page = require_http_methods(["GET", "HEAD", "POST"])
_PENDING = "accounts.passkey_sign_up"  # in the session: account, age band, guardian


class PasskeySignUpForm(ConsentForm):
    username = forms.CharField(
        label="ชื่อผู้ใช้", max_length=150, error_messages={"required": "ตั้งชื่อผู้ใช้ก่อน ใช้ชื่อเล่นได้"}
    )

    def __init__(self, *args: Any, asleep: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asleep = asleep

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        if self.asleep is not None and name == self.asleep.username:
            return name  # the same person, going on
        return str(get_adapter().clean_username(name))


def _asleep(request: HttpRequest) -> User | None:
    pending = request.session.get(_PENDING)
    return User.objects.filter(pk=pending["user"], is_active=False).first() if pending else None


@require_page
@limited(what="passkey", times=10)
def sign_up(request: HttpRequest) -> HttpResponseBase:
    """Ask for a name and consent; the key comes on the next page."""
    if request.user.is_authenticated:
        return redirect("mfa_add_webauthn")
    asleep = _asleep(request)
    form = PasskeySignUpForm(request.POST or None, asleep=asleep)
    if not form.is_valid():
        return render(request, "accounts/passkey_sign_up.html", {"form": form})
    user = asleep or User(is_active=False)
    user.username = form.cleaned_data["username"]
    user.set_unusable_password()
    user.save()
    request.session[_PENDING] = {
        "user": user.pk,
        "age_band": form.cleaned_data["age_band"],
        "guardian": form.cleaned_data["guardian"].strip(),
    }
    return redirect("passkey_make_key")


@require_page
@limited(what="passkey-key", times=20)
def make_key(request: HttpRequest) -> HttpResponseBase:
    """Let the device make the key, then wake the account and sign in."""
    user = _asleep(request)
    if user is None:
        return redirect("passkey_sign_up")
    form = SignUpForm(request.POST or None, user=user)  # type: ignore[call-arg]  # allauth's
    if not form.is_valid():
        return _key_page(request, user, form)
    pending = request.session.pop(_PENDING)
    now = timezone.now()  # noqa: TID251 — a view
    with transaction.atomic():
        user.is_active = True
        user.save(update_fields=["is_active"])
        key = flows.signup_authenticator(
            request, user=user, name=form.cleaned_data["name"], credential=form.cleaned_data["credential"]
        )
        learner = services.learner_of_account(learner_id=cookies.learner_id(request), user=user, now=now)
        services.give_consent(
            learner=learner, age_band=pending["age_band"], guardian=pending["guardian"], now=now
        )
    response: HttpResponseBase = flows.perform_passwordless_login(request, key, Login(user=user, signup=True))
    return response


def _key_page(request: HttpRequest, user: User, form: SignUpForm) -> HttpResponse:
    context = {
        "form": form,
        "username": user.username,
        "js_data": {"creation_options": auth.begin_registration(user, passwordless=True)},
    }
    return render(request, "accounts/passkey_make_key.html", context)


def remove_never_woken(*, before: dt.datetime) -> int:
    """Remove accounts whose key never came, so that their names are free again; return how many."""
    keys = Authenticator.objects.filter(user=OuterRef("pk"))
    no_password = {"password__startswith": UNUSABLE_PASSWORD_PREFIX}
    never = User.objects.filter(
        ~Exists(keys), is_active=False, last_login=None, date_joined__lt=before, **no_password
    )
    return never.delete()[1].get(User._meta.label, 0)
