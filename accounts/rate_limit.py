"""How often one visitor may write: a few counts in the cache, so that no form can be hammered.

Counts are kept per process without a shared cache (CACHE_URL): the true limit is then so many times the processes.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from accounts import cookies

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def is_over(*, what: str, who: str, times: int, seconds: int) -> bool:
    """Count one more and tell whether `who` has now done `what` more than `times` within `seconds`."""
    key = _key(what, who)
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) > times
    except ValueError:  # it ran out between the two calls
        cache.set(key, 1, timeout=seconds)
        return False


def is_spent(*, what: str, who: str, times: int) -> bool:
    """Tell, without counting, whether `who` has done `what` as often as allowed: for counting failures only."""
    return int(cache.get(_key(what, who), 0)) >= times


def forgive(*, what: str, who: str) -> None:
    """Forget what was counted: who has shown to be right starts anew."""
    cache.delete(_key(what, who))


def _key(what: str, who: str) -> str:
    return f"rate:{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"


def asker(request: HttpRequest) -> tuple[str, str]:
    """Return who asks (the learner, else the browser at its address) and the address alone."""
    address = str(get_adapter().get_client_ip(request))
    learner = cookies.learner_id(request)
    return (learner.hex if learner else f"{address} {request.headers.get('User-Agent', '')}"), address


def limited(
    *, what: str, times: int, seconds: int = 3600, reads: bool = False
) -> Callable[[View[P]], View[P]]:
    """Limit the writes of a view: `times` per learner, and forty times that per address (a class has one).

    `reads`: GET counts as well, for answers that cost much to make.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not reads and request.method in {"GET", "HEAD", "OPTIONS"}:
                return view(request, *args, **kwargs)
            person, address = asker(request)
            over = is_over(what=what, who=person, times=times, seconds=seconds)
            over |= is_over(what=f"{what}:address", who=address, times=times * 40, seconds=seconds)
            if not over:
                return view(request, *args, **kwargs)
            response = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
            response["Retry-After"] = str(seconds)
            response["Cache-Control"] = "no-store"
            return response

        return wrapped

    return decorate
