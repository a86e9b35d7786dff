"""Web processes are killed with -9 while learners answer: what was acknowledged is there, once, in order."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from accounts import cookies
from quizzes.models import AnswerStep, Attempt
from tests.factories.quizzes import make_attempt, make_quiz, right_choices

ROOT = Path(__file__).resolve().parents[2]
LEARNERS, ANSWERS = 8, 25
pytestmark = pytest.mark.django_db(transaction=True)


def _database_url() -> str:
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(given['NAME']))}"
    host, password = quote(given["HOST"], safe=""), quote(given["PASSWORD"], safe="")
    return f"postgres://{given['USER']}:{password}@/{given['NAME']}?host={host}".replace(
        "@/", f"@:{given['PORT']}/" if given["PORT"] else "@/"
    )


class WebServer:
    """granian with two workers on a port of its own, in a process group that dies at once."""

    def __init__(self, home: Path) -> None:
        self.log = home / "server.log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "literacy.settings.dev",
            "SECRET_KEY": settings.SECRET_KEY,
            "DATABASE_URL": _database_url(),
            "VAR_DIR": str(home),
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--workers", "2", "literacy.wsgi:application"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@pytest.fixture
def server(tmp_path: Path) -> Iterator[WebServer]:
    server = WebServer(tmp_path)
    yield server
    server.kill()


class Learner(threading.Thread):
    """Gives answers one after another; sends each with one key until it is acknowledged."""

    def __init__(self, attempt: Attempt, port: int, acknowledged: "Acknowledged") -> None:
        super().__init__(daemon=True)
        self.attempt, self.port, self.acknowledged = attempt, port, acknowledged
        self.choices = {place["slot"]: right_choices(attempt, place["slot"]) for place in attempt.layout}

    def run(self) -> None:
        for sequence in range(1, ANSWERS + 1):
            slot, key = sequence % len(self.choices) + 1, str(uuid.uuid4())
            body = {
                "key": key,
                "slot": slot,
                "sequence": sequence,
                "response": {"choices": self.choices[slot]},
            }
            while not self._send(body):
                if self.acknowledged.given_up.wait(0.05):
                    return
            self.acknowledged.add(self.attempt.pk, sequence, key)

    def _send(self, body: dict[str, Any]) -> bool:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Sec-Fetch-Site": "same-origin",
            "Cookie": f"{cookies.NAME}={cookies.signed(self.attempt.learner_id)}",
        }
        try:
            link.request("POST", f"/quiz/attempts/{self.attempt.pk}/answers", json.dumps(body), headers)
            return link.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            link.close()


class Acknowledged:
    """What the server has said yes to, and a way to wait for a number of yeses."""

    def __init__(self) -> None:
        self.answers: list[tuple[uuid.UUID, int, str]] = []
        self.given_up = threading.Event()
        self._changed = threading.Condition()

    def add(self, attempt: uuid.UUID, sequence: int, key: str) -> None:
        with self._changed:
            self.answers.append((attempt, sequence, key))
            self._changed.notify_all()

    def wait_for(self, number: int) -> None:
        with self._changed:
            enough = self._changed.wait_for(lambda: len(self.answers) >= number, timeout=120)
        if not enough:
            self.given_up.set()
            raise AssertionError(f"only {len(self.answers)} of {number} answers were acknowledged")


@pytest.mark.skipif(os.name == "nt", reason="process groups and SIGKILL")
def test_nothing_acknowledged_is_lost_when_web_processes_are_killed(server: WebServer) -> None:
    quiz = make_quiz(questions=5)
    attempts = [make_attempt(quiz=quiz) for _ in range(LEARNERS)]
    acknowledged = Acknowledged()
    learners = [Learner(attempt, server.port, acknowledged) for attempt in attempts]

    server.start()
    for learner in learners:
        learner.start()
    acknowledged.wait_for(LEARNERS * ANSWERS // 3)
    server.kill()
    server.start()
    acknowledged.wait_for(LEARNERS * ANSWERS)
    for learner in learners:
        learner.join()

    rows = AnswerStep.objects.order_by("attempt", "sequence", "pk")
    kept = [(pk, sequence, str(key)) for pk, sequence, key in rows.values_list("attempt", "sequence", "key")]
    assert kept == sorted(acknowledged.answers, key=lambda answer: (answer[0].hex, answer[1]))
    assert len({key for _, _, key in kept}) == len(kept) == LEARNERS * ANSWERS
