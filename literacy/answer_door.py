"""The answer call past Django's middleware: the one address that a whole class reaches at the same moment.

It needs no session, no user, no messages and no page, so what it would cost to prepare them is saved
(docs/decisions/0010). An ordinary answer that is taken needs no request object either. Whatever is not ordinary, and
every refusal, is said by the view; everything else goes through as before.
"""

import datetime as dt
import io
import re
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.exception import response_for_exception
from django.core.handlers.wsgi import WSGIRequest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.http import HttpResponse, parse_cookie
from django.http.response import HttpResponseBase

from accounts import cookies
from literacy.middleware import DatabaseBusyMiddleware
from quizzes import answers, views
from quizzes.refusals import Refusal

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
        said = _answer(environ, uuid.UUID(found[1]))
        if isinstance(said, bytes):
            start_response(
                "200 OK",
                [
                    ("Content-Type", "application/json"),
                    ("Content-Length", str(len(said))),
                    ("Cache-Control", "private, no-store"),
                ],
            )
            return [said]
        start_response(f"{said.status_code} {said.reason_phrase}", list(said.items()))
        return [said.getvalue()]


def _answer(environ: Environ, attempt_id: uuid.UUID) -> Any:
    """Return the acknowledgement, or the view's response; errors become what Django's own handler makes of them."""
    _look_after_connection()
    try:
        taken = _taken(environ, attempt_id)
        if taken is not None:
            return taken
        response: HttpResponseBase = views.answer(WSGIRequest(environ), attempt_id)
    except OperationalError as error:
        return _busy.process_exception(WSGIRequest(environ), error)
    except Exception as error:  # noqa: BLE001 — as Django's handler: logged there, answered with an error page
        return response_for_exception(WSGIRequest(environ), error)
    finally:
        _look_after_connection()
    return response


def _taken(environ: Environ, attempt_id: uuid.UUID) -> bytes | None:
    """Write an ordinary answer and return its acknowledgement; None leaves it to the view, with nothing written."""
    length = environ.get("CONTENT_LENGTH", "")
    if (
        environ.get("HTTP_SEC_FETCH_SITE") != "same-origin"
        or not length.isdecimal()
        or int(length) > answers.MOST_BYTES
    ):
        return None
    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = io.BytesIO(body)  # the view, if it is asked, reads it once more
    try:
        sequence = answers.record_answer(
            learner_id=cookies.learner_in(parse_cookie(environ.get("HTTP_COOKIE", ""))),
            attempt_id=attempt_id,
            given=answers.read(body),
            now=dt.datetime.now(dt.UTC),
        )
    except Refusal:
        return None
    return b'{"ok": true, "sequence": %d}' % sequence


def _look_after_connection() -> None:
    """Do what Django does around a request: a broken or old connection is not used again."""
    database = connections[DEFAULT_DB_ALIAS]
    if not database.in_atomic_block:
        database.close_if_unusable_or_obsolete()
