"""The signed cookie that names the learner, so that nobody needs an account or a session to answer.

A view reads it with `learner_id` and asks for it to be set with `remember` or `forget`;
`accounts.middleware.LearnerCookieMiddleware` writes it on the response.
"""

import uuid
from collections.abc import Mapping

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.http.response import HttpResponseBase

NAME = "learner"
MAX_AGE = 400 * 24 * 3600  # seconds; browsers allow no more
_signer = Signer(salt="accounts.learner")
_FORGET = object()


def learner_id(request: HttpRequest) -> uuid.UUID | None:
    """Return the learner that the browser names, or None when there is none or the cookie was tampered with."""
    return learner_in(request.COOKIES)


def learner_in(found: Mapping[str, str]) -> uuid.UUID | None:
    """Return the learner that these cookies name, as `learner_id` does for a request's."""
    try:
        return uuid.UUID(_signer.unsign(found.get(NAME, "")))
    except (BadSignature, ValueError):
        return None


def remember(request: HttpRequest, learner: uuid.UUID) -> None:
    request.learner_cookie = learner  # type: ignore[attr-defined]


def forget(request: HttpRequest) -> None:
    request.learner_cookie = _FORGET  # type: ignore[attr-defined]


def signed(learner: uuid.UUID) -> str:
    """Return the cookie's value for a learner."""
    return _signer.sign(learner.hex)


def write(request: HttpRequest, response: HttpResponseBase) -> None:
    """Set or delete the cookie on the response when the view asked for it."""
    wanted = getattr(request, "learner_cookie", None)
    if wanted is _FORGET:
        response.delete_cookie(NAME, samesite="Lax")
    elif isinstance(wanted, uuid.UUID):
        set_signed(response, NAME, signed(wanted))


def set_signed(response: HttpResponseBase, name: str, value: str) -> None:
    """Set one of our long-lived cookies, out of reach of scripts and of other sites."""
    response.set_cookie(
        name,
        value,
        max_age=MAX_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
