"""Many at once, on the real database: nothing acknowledged is lost, nothing is there twice."""

import json
import threading
import uuid
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from quizzes.models import AnswerStep, Attempt, QuizResult
from quizzes.services import start_attempt
from quizzes.signals import attempt_finished
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

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(jobs: Sequence[Callable[[], None]]) -> None:
    """Run the jobs in threads that begin together; the first fault is raised here."""
    barrier, faults = threading.Barrier(len(jobs)), []

    def run(job: Callable[[], None]) -> None:
        try:
            barrier.wait()
            job()
        except BaseException as fault:  # noqa: BLE001 — raised again below, in the test's thread
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def _send(client: Client, attempt: Attempt, **given: Any) -> int:
    body = {"key": str(uuid.uuid4()), "slot": 1, "sequence": 1, **given}
    response = client.post(
        reverse("quizzes:answer", args=[attempt.pk]), json.dumps(body), content_type="application/json"
    )
    return response.status_code


def test_32_learners_answering_at_once_lose_nothing(browser: Browser) -> None:
    quiz = make_quiz(questions=5)
    attempts = [make_attempt(quiz=quiz) for _ in range(32)]
    acknowledged: list[tuple[uuid.UUID, str]] = []

    def learner(attempt: Attempt) -> Callable[[], None]:
        client = browser(attempt.learner)

        def answer() -> None:
            for sequence in range(1, 11):
                slot, key = (sequence - 1) % 5 + 1, str(uuid.uuid4())
                given = {"key": key, "slot": slot, "sequence": sequence}
                choices = right_choices(attempt, slot) if sequence > 5 else wrong_choices(attempt, slot)[:1]
                for _retry in range(2):  # the network's doubt: everything is sent twice
                    assert _send(client, attempt, **given, response={"choices": choices}) == 200
                acknowledged.append((attempt.pk, key))

        return answer

    _at_once([learner(attempt) for attempt in attempts])

    kept = [(pk, str(key)) for pk, key in AnswerStep.objects.values_list("attempt_id", "key")]
    assert sorted(kept) == sorted(acknowledged)
    assert len(kept) == 320
    for attempt in attempts:
        browser(attempt.learner).post(reverse("quizzes:finish", args=[attempt.pk]))
    assert set(Attempt.objects.values_list("fraction", flat=True)) == {1.0}


def test_an_answer_that_races_the_finish_is_counted_or_refused(browser: Browser) -> None:
    quiz = make_quiz(questions=[make_question()])
    for _ in range(15):
        attempt = make_attempt(quiz=quiz)
        statuses: list[int] = []
        answering, finishing = browser(attempt.learner), browser(attempt.learner)
        right = {"choices": right_choices(attempt, 1)}

        def answer(
            client: Client = answering,
            attempt: Attempt = attempt,
            right: dict[str, Any] = right,
            statuses: list[int] = statuses,
        ) -> None:
            statuses.append(_send(client, attempt, response=right))

        def finish(client: Client = finishing, attempt: Attempt = attempt) -> None:
            client.post(reverse("quizzes:finish", args=[attempt.pk]), {"action": "anyway"})

        _at_once([answer, finish])

        attempt.refresh_from_db()
        expected = {200: 1.0, 409: 0.0}[statuses[0]]
        assert attempt.fraction == expected


def test_two_tabs_finishing_at_once_count_once(browser: Browser) -> None:
    heard: list[uuid.UUID] = []

    def listen(attempt: Attempt, **kwargs: Any) -> None:
        heard.append(attempt.pk)

    attempt_finished.connect(listen)
    attempt = make_attempt()
    clients = [browser(attempt.learner) for _ in range(6)]

    def finish(client: Client) -> Callable[[], None]:
        def go() -> None:
            response = client.post(reverse("quizzes:finish", args=[attempt.pk]), {"action": "anyway"})
            assert response["Location"] == reverse("quizzes:result", args=[attempt.pk])

        return go

    _at_once([finish(client) for client in clients])

    assert heard == [attempt.pk]
    assert QuizResult.objects.get().attempts == 1


def test_a_double_click_on_start_opens_one_attempt() -> None:
    learner, quiz = make_learner(), make_quiz()
    opened: list[uuid.UUID] = []

    def start() -> None:
        opened.append(start_attempt(learner=learner, slug=quiz.slug, now=NOW).pk)

    _at_once([start] * 6)

    assert len(opened) == 6
    assert {Attempt.objects.get().pk} == set(opened)
