"""The answer call past Django's middleware: the one address that a whole class reaches at the same moment.

It needs no session, no user, no messages and no page, so what it would cost to prepare them (a third of the call, see
docs/decisions/0010) is saved. The view, its checks and its errors are the same; everything else goes through as before.
"""

import re
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.exception import response_for_exception
from django.core.handlers.wsgi import WSGIRequest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from literacy.middleware import DatabaseBusyMiddleware
from quizzes import views

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

_ADDRESS = re.compile(r"/quiz/attempts/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/answers")
_busy = DatabaseBusyMiddleware(lambda request: HttpResponse())


class AnswerDoor:
    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        found = _ADDRESS.fullmatch(environ["PATH_INFO"]) if environ["REQUEST_METHOD"] == "POST" else None
        if found is None:
            return self.application(environ, start_response)
        response = _answer(WSGIRequest(environ), uuid.UUID(found[1]))
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [response.getvalue()]


def _answer(request: WSGIRequest, attempt_id: uuid.UUID) -> Any:
    """Return what the view says; its errors become what Django's own handler would have made of them."""
    _look_after_connection()
    try:
        response: HttpResponseBase = views.answer(request, attempt_id)
    except OperationalError as error:
        return _busy.process_exception(request, error)
    except Exception as error:  # noqa: BLE001 — as Django's handler: logged there, answered with an error page
        return response_for_exception(request, error)
    finally:
        _look_after_connection()
    return response


def _look_after_connection() -> None:
    """Do what Django does around a request: a broken or old connection is not used again."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
