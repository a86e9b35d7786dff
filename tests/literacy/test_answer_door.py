"""The short way of an answer says and does what Django's long way does."""

import io
import json
import uuid
from typing import Any

import pytest
from django.db import OperationalError

from accounts import cookies
from literacy.answer_door import AnswerDoor
from quizzes import views
from quizzes.models import AnswerStep, Attempt
from tests.factories.quizzes import make_attempt, right_choices

pytestmark = pytest.mark.django_db


def _elsewhere(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    return [b"the long way"]


def _post(
    attempt: Attempt, *, path: str = "", body: bytes | None = None, **headers: str
) -> tuple[str, bytes]:
    given = {
        "key": str(uuid.uuid4()),
        "slot": 1,
        "sequence": 1,
        "response": {"choices": right_choices(attempt, 1)},
    }
    content = json.dumps(given).encode() if body is None else body
    said: list[str] = []
    parts = AnswerDoor(_elsewhere)(
        {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": path or f"/quiz/attempts/{attempt.pk}/answers",
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(content)),
            "HTTP_ACCEPT": "application/json",
            "HTTP_SEC_FETCH_SITE": "same-origin",
            "HTTP_COOKIE": f"{cookies.NAME}={cookies.signed(attempt.learner_id)}",
            "wsgi.input": io.BytesIO(content),
            **headers,
        },
        lambda status, headers: said.append(status),
    )
    return said[0][:3], b"".join(parts)


def test_an_answer_is_written_and_acknowledged() -> None:
    attempt = make_attempt()

    status, body = _post(attempt)

    assert (status, json.loads(body)) == ("200", {"ok": True, "sequence": 1})
    assert AnswerStep.objects.filter(attempt=attempt, slot=1).count() == 1


def test_the_short_acknowledgement_is_the_view_s_to_the_byte() -> None:
    attempt = make_attempt()

    short = _post(attempt)
    by_the_view = _post(attempt, HTTP_SEC_FETCH_SITE="", HTTP_ORIGIN="http://testserver")  # an older browser

    assert short == by_the_view


def test_an_answer_for_nobody_s_attempt_is_refused_by_the_view() -> None:
    attempt = make_attempt()

    status, body = _post(attempt, HTTP_COOKIE="")

    assert (status, json.loads(body)["error"]) == ("403", "unknown_learner")
    assert not AnswerStep.objects.exists()


def test_another_site_is_refused() -> None:
    attempt = make_attempt()

    status, _ = _post(attempt, HTTP_SEC_FETCH_SITE="cross-site")

    assert status == "403"
    assert not AnswerStep.objects.exists()


def test_nonsense_is_refused_with_a_sentence() -> None:
    status, body = _post(make_attempt(), body=b"{")

    assert status == "400"
    assert json.loads(body)["message"]


def test_a_busy_database_asks_to_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    attempt = make_attempt()

    def locked(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(views.answers, "record_answer", locked)

    status, body = _post(attempt)

    assert (status, json.loads(body)["error"]) == ("503", "busy")


def test_every_other_address_goes_the_long_way() -> None:
    attempt = make_attempt()

    _, body = _post(attempt, path=f"/quiz/attempts/{attempt.pk}/finish")

    assert body == b"the long way"
