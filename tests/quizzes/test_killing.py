"""Web processes are killed with -9 while learners answer: what was acknowledged is there, once, in order."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from accounts import cookies
from quizzes.models import AnswerStep
from tests.factories.quizzes import make_attempt, make_quiz
from tests.soaks.killing import Acknowledged, Given, Learner, WebServer, database_url, losses

LEARNERS, ANSWERS = 8, 25
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[WebServer]:
    url = database_url(connection.vendor, connection.settings_dict)
    # as the site is served; starting is what takes long here, and `run.py soak answers` has two on either database
    workers = 1 if connection.vendor == "sqlite" else 2
    server = WebServer(tmp_path, secret_key=settings.SECRET_KEY, url=url, workers=workers)
    yield server
    server.kill()


@pytest.mark.skipif(os.name == "nt", reason="process groups and SIGKILL")
def test_nothing_acknowledged_is_lost_when_web_processes_are_killed(server: WebServer) -> None:
    quiz = make_quiz(questions=5)
    acknowledged = Acknowledged()
    learners = [
        Learner(
            attempt=attempt.pk,
            cookie=f"{cookies.NAME}={cookies.signed(attempt.learner_id)}",
            choices={place["slot"]: place["parts"] for place in attempt.layout},
            answers=ANSWERS,
            port=server.port,
            acknowledged=acknowledged,
        )
        for attempt in (make_attempt(quiz=quiz) for _ in range(LEARNERS))
    ]

    server.start()
    for learner in learners:
        learner.start()
    acknowledged.wait_for(LEARNERS * ANSWERS // 3)
    server.kill()
    server.start()
    acknowledged.wait_for(LEARNERS * ANSWERS)
    for learner in learners:
        learner.join()

    rows = AnswerStep.objects.values_list("attempt", "sequence", "slot", "key", "response")
    kept = [
        Given(pk.hex, sequence, slot, str(key), tuple(response["choices"]))
        for pk, sequence, slot, key, response in rows
    ]
    assert set(losses(acknowledged.answers, kept).values()) == {0}
    assert len(kept) == LEARNERS * ANSWERS


def test_a_loss_would_be_seen() -> None:
    first, second = (Given("a", number, 1, f"key {number}", ("x",)) for number in (1, 2))

    assert losses([first, second], [first]) == {
        "acknowledged and missing": 1,
        "kept and never acknowledged": 0,
        "kept twice": 0,
        "another answer counts": 1,
    }
    assert losses([first], [first, first])["kept twice"] == 1
    assert losses([first], [first, second])["kept and never acknowledged"] == 1
