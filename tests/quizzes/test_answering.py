"""One answer: kept once, acknowledged when kept, refused with a reason that a page and a person can use."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts import cookies
from quizzes.models import AnswerStep, Attempt
from quizzes.services import finish_attempt
from tests.factories.quizzes import (
    NOW,
    make_attempt,
    make_learner,
    make_question,
    make_quiz,
    right_choices,
    wrong_choices,
)
from tests.quizzes.conftest import Browser

pytestmark = pytest.mark.django_db


def _given(attempt: Attempt, **changes: Any) -> dict[str, Any]:
    return {
        "key": str(uuid.uuid4()),
        "slot": 1,
        "sequence": 1,
        "response": {"choices": right_choices(attempt, 1)},
        **changes,
    }


def _send(client: Client, attempt: Attempt, body: Any) -> Any:
    address = reverse("quizzes:answer", args=[attempt.pk])
    data = body if isinstance(body, bytes) else json.dumps(body)
    return client.post(address, data, content_type="application/json", headers={"Accept": "application/json"})


def _error(response: Any) -> tuple[int, str]:
    body = json.loads(response.content)
    assert body["message"]
    return response.status_code, body["error"]


def test_an_answer_is_kept_and_acknowledged(browser: Browser) -> None:
    attempt = make_attempt()
    given = _given(attempt, sequence=4)

    response = _send(browser(attempt.learner), attempt, given)

    assert (response.status_code, json.loads(response.content)) == (200, {"ok": True, "sequence": 4})
    step = AnswerStep.objects.get()
    assert (step.attempt_id, step.slot, step.sequence) == (attempt.pk, 1, 4)
    assert (str(step.key), step.response) == (given["key"], given["response"])
    assert step.received_at is not None


def test_an_answer_costs_one_statement_and_touches_no_session(  # type: ignore[no-untyped-def]
    browser: Browser, django_assert_num_queries
) -> None:
    attempt = make_attempt()
    client = browser(attempt.learner)
    _send(client, attempt, _given(attempt))

    with django_assert_num_queries(1) as captured:
        response = _send(client, attempt, _given(attempt, sequence=2))

    assert response.status_code == 200
    assert "INSERT INTO" in captured.captured_queries[0]["sql"]
    assert not response.cookies


def test_the_same_key_again_is_acknowledged_and_kept_once(browser: Browser) -> None:
    attempt = make_attempt()
    client, given = browser(attempt.learner), _given(attempt)
    _send(client, attempt, given)

    response = _send(client, attempt, given)

    assert (response.status_code, json.loads(response.content)) == (200, {"ok": True, "sequence": 1})
    assert AnswerStep.objects.count() == 1


def test_a_retry_after_the_finish_is_acknowledged_because_it_is_kept(browser: Browser) -> None:
    attempt = make_attempt()
    client, given = browser(attempt.learner), _given(attempt)
    _send(client, attempt, given)
    finish_attempt(learner_id=attempt.learner_id, attempt_id=attempt.pk, now=NOW)

    response = _send(client, attempt, given)

    assert response.status_code == 200


def test_the_answer_tells_the_highest_sequence_so_that_a_second_device_catches_up(browser: Browser) -> None:
    attempt = make_attempt()
    _send(browser(attempt.learner), attempt, _given(attempt, sequence=7))

    response = _send(
        browser(attempt.learner),
        attempt,
        _given(attempt, slot=2, sequence=1) | {"response": {"choices": right_choices(attempt, 2)}},
    )

    assert json.loads(response.content)["sequence"] == 7


def test_clearing_all_boxes_is_an_answer(browser: Browser) -> None:
    attempt = make_attempt(quiz=make_quiz(questions=[make_question(kind="multiple", right=2)]))

    response = _send(browser(attempt.learner), attempt, _given(attempt, response={"choices": []}))

    assert response.status_code == 200


def test_without_the_cookie_the_learner_is_unknown(browser: Browser) -> None:
    attempt = make_attempt()

    response = _send(browser(), attempt, _given(attempt))

    assert _error(response) == (403, "unknown_learner")
    assert not AnswerStep.objects.exists()


def test_a_tampered_cookie_is_no_cookie(browser: Browser) -> None:
    attempt = make_attempt()
    client = browser(attempt.learner)
    client.cookies[cookies.NAME] = f"{attempt.learner_id.hex}:forged"

    response = _send(client, attempt, _given(attempt))

    assert _error(response) == (403, "unknown_learner")


def test_somebody_elses_attempt_is_not_found(browser: Browser) -> None:
    attempt = make_attempt()

    response = _send(browser(make_learner()), attempt, _given(attempt))

    assert _error(response) == (404, "no_such_attempt")
    assert not AnswerStep.objects.exists()


def test_an_attempt_that_never_was_is_not_found(browser: Browser) -> None:
    attempt = make_attempt()
    elsewhere = Attempt(pk=uuid.uuid4())

    response = _send(browser(attempt.learner), elsewhere, _given(attempt))

    assert _error(response) == (404, "no_such_attempt")


def test_a_finished_attempt_takes_no_answer(browser: Browser) -> None:
    attempt = make_attempt()
    finish_attempt(learner_id=attempt.learner_id, attempt_id=attempt.pk, now=NOW)

    response = _send(browser(attempt.learner), attempt, _given(attempt))

    assert _error(response) == (409, "finished")
    assert not AnswerStep.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"\xff\xfe",
        b"{}",
        b'{"key": 1, "slot": 1, "sequence": 1, "response": {"choices": []}}',
        b'{"key": "no", "slot": 1, "sequence": 1, "response": {"choices": []}}',
    ],
)
def test_nonsense_is_refused(browser: Browser, body: bytes) -> None:
    attempt = make_attempt()

    response = _send(browser(attempt.learner), attempt, body)

    assert _error(response) == (400, "malformed")


@pytest.mark.parametrize(
    "changes",
    [
        {"slot": 0},
        {"slot": 4},
        {"slot": -1},
        {"slot": True},
        {"slot": "1"},
        {"slot": 1.0},
        {"slot": None},
        {"sequence": 0},
        {"sequence": 2**31},
        {"sequence": "1"},
        {"response": None},
        {"response": []},
        {"response": {"choices": None}},
        {"response": {"choices": "abc"}},
        {"response": {"choices": [1]}},
        {"response": {"choices": [[]]}},
        {"response": {"choices": ["unknown"]}},
    ],
    ids=str,
)
def test_what_does_not_fit_the_attempt_is_refused(browser: Browser, changes: dict[str, Any]) -> None:
    attempt = make_attempt()

    response = _send(browser(attempt.learner), attempt, _given(attempt, **changes))

    assert _error(response) == (400, "malformed")
    assert not AnswerStep.objects.exists()


def test_a_single_choice_takes_one_choice_and_none_twice(browser: Browser) -> None:
    attempt = make_attempt()
    right, wrong = right_choices(attempt, 1)[0], wrong_choices(attempt, 1)[0]

    two = _send(browser(attempt.learner), attempt, _given(attempt, response={"choices": [right, wrong]}))
    twice = _send(browser(attempt.learner), attempt, _given(attempt, response={"choices": [right, right]}))

    assert _error(two) == _error(twice) == (400, "malformed")


def test_a_huge_body_is_refused_before_it_is_read(browser: Browser) -> None:
    attempt = make_attempt()

    response = _send(browser(attempt.learner), attempt, b"x" * 17_000)

    assert _error(response) == (413, "too_large")


def test_another_site_cannot_answer(browser: Browser) -> None:
    attempt = make_attempt()
    client = browser(attempt.learner)
    client.defaults["HTTP_SEC_FETCH_SITE"] = "cross-site"

    response = _send(client, attempt, _given(attempt))

    assert response.status_code == 403
    assert not AnswerStep.objects.exists()


def test_answers_are_posted(browser: Browser) -> None:
    attempt = make_attempt()

    assert browser(attempt.learner).get(reverse("quizzes:answer", args=[attempt.pk])).status_code == 405


def test_a_quiz_taken_back_in_the_middle_can_be_answered_to_the_end(browser: Browser) -> None:
    attempt = make_attempt()
    attempt.quiz.unpublish()

    response = _send(browser(attempt.learner), attempt, _given(attempt))

    assert response.status_code == 200
