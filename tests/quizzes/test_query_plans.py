"""What learners and educators do looks nothing up by reading a table that grows with answers from end to end."""

import json
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.insight import counting
from quizzes.models import QuizAnalysis
from quizzes.services import close_overdue
from tests.factories.insight import answered_attempt
from tests.factories.quizzes import NOW, make_attempt, make_quiz, right_choices
from tests.quizzes.conftest import Browser, page

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="EXPLAIN QUERY PLAN is SQLite's"),
]

# `a` and `s`: the attempt and its answers in the statement that records one
GROWING = {
    "a",
    "s",
    "accounts_learner",
    "lessons_lessonrecord",
    "quizzes_answercheck",
    "quizzes_answerstep",
    "quizzes_attempt",
    "quizzes_quizresult",
    "quizzes_regradedmark",
    "quizzes_skillstate",
    "quizzes_uncountedattempt",
}


def _scans(captured: CaptureQueriesContext) -> list[str]:
    """Return the steps of the captured statements' plans that read a growing table from end to end."""
    statements = [
        query["sql"]
        for query in captured.captured_queries
        if re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE)\b", query["sql"])
    ]
    assert statements
    found = []
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
            steps = [row[3] for row in cursor.fetchall()]
            found += [
                f"{step}: {statement[:200]}"
                for step in steps
                if (scan := re.match(r"SCAN (\w+)", step)) and scan[1] in GROWING
            ]
    return found


def _send(client: Client, attempt: Any, slot: int) -> Any:
    given = {
        "key": str(uuid.uuid4()),
        "slot": slot,
        "sequence": slot,
        "response": {"choices": right_choices(attempt, slot)},
    }
    return client.post(page("answer", attempt), json.dumps(given), content_type="application/json")


def test_taking_a_quiz_scans_nothing(browser: Browser) -> None:
    quiz = make_quiz()
    client, attempt = browser(), None
    with CaptureQueriesContext(connection) as captured:
        address = client.post(reverse("quizzes:start", args=[quiz.slug])).headers["Location"]
        attempt = quiz.attempts.get()
        client.get(address)
        for slot in (1, 2, 3):
            assert _send(client, attempt, slot).status_code == 200
        assert client.post(page("finish", attempt), {"action": "finish"}).status_code == 303
        assert client.get(page("result", attempt)).status_code == 200
        assert client.get(page("replay", attempt)).status_code == 200
        client.post(reverse("quizzes:start", args=[quiz.slug]))  # with a past

    assert _scans(captured) == []


def test_the_plain_form_and_the_sweep_scan_nothing(browser: Browser) -> None:
    attempt = make_attempt()
    client = browser(attempt.learner)
    with CaptureQueriesContext(connection) as captured:
        client.post(page("finish", attempt), {"slot-1": right_choices(attempt, 1), "shown-1": ""})
        close_overdue(now=NOW)

    assert _scans(captured) == []


def test_statistics_are_read_and_brought_up_to_date_without_a_scan(admin_client: Client) -> None:
    quiz = make_quiz()
    for right in (True, False):
        answered_attempt(quiz=quiz, right=[right] * 3)
    counting.refresh(now=NOW)
    answered_attempt(quiz=quiz, right=[True] * 3)
    QuizAnalysis.objects.update(needs_recount=True)
    with CaptureQueriesContext(connection) as captured:
        counting.refresh_quiz(quiz_id=quiz.pk, now=NOW)
        assert admin_client.get(reverse("quiz_report_detail", args=[quiz.pk])).status_code == 200

    assert _scans(captured) == []


def test_a_scan_would_be_seen() -> None:
    with CaptureQueriesContext(connection) as captured, connection.cursor() as cursor:
        cursor.execute("SELECT id FROM quizzes_answerstep WHERE slot = 7")

    assert len(_scans(captured)) == 1
