"""Refuses writes that another site started, without a token in the page.

Public pages are identical for every visitor and cacheable, so they cannot carry a CSRF token. Browsers say
where a request comes from in headers that scripts cannot forge: Sec-Fetch-Site (all current ones), else Origin,
else Referer. A request with none of them is refused. The learner's cookie is SameSite=Lax besides.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def is_same_origin(request: HttpRequest) -> bool:
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site:
        return fetch_site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()


def same_origin_required(view: View[P]) -> View[P]:
    """Replace the CSRF token check of a view by the check of the request's origin (safe methods pass)."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD", "OPTIONS"} and not is_same_origin(request):
            raise PermissionDenied("request from another origin")
        return view(request, *args, **kwargs)

    return csrf_exempt(wrapped)
