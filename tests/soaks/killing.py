"""A web server that is killed with -9, and learners who go on sending each answer until it is acknowledged."""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]


def database_url(vendor: str, given: Mapping[str, Any]) -> str:
    """Return the address of a database as another process has to be given it."""
    if vendor == "sqlite":
        return f"sqlite:///{quote(str(given['NAME']))}"
    host, password = quote(given["HOST"], safe=""), quote(given["PASSWORD"], safe="")
    port = f":{given['PORT']}" if given["PORT"] else ""
    return f"postgres://{given['USER']}:{password}@{port}/{given['NAME']}?host={host}"


class WebServer:
    """granian on a port of its own, in a process group that dies at once."""

    def __init__(self, home: Path, *, secret_key: str, url: str, workers: int = 2) -> None:
        self.workers = workers
        self.log = home / "server.log"
        self.kills = 0
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "literacy.settings.dev",
            "SECRET_KEY": secret_key,
            "DATABASE_URL": url,
            "VAR_DIR": str(home),
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self.port)]
        command += ["--blocking-threads", "2"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--workers", str(self.workers), "literacy.wsgi:application"],
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
            self.kills += 1


@dataclass(frozen=True, order=True)
class Given:
    """One answer that the server has said yes to."""

    attempt: str  # hex
    sequence: int
    slot: int
    key: str
    choices: tuple[str, ...]


class Acknowledged:
    """What the server has said yes to, and a way to wait for a number of yeses."""

    def __init__(self) -> None:
        self.answers: list[Given] = []
        self.given_up = threading.Event()
        self._changed = threading.Condition()

    def add(self, answer: Given) -> None:
        with self._changed:
            self.answers.append(answer)
            self._changed.notify_all()

    def wait_for(self, number: int, *, timeout: float = 120) -> None:
        with self._changed:
            enough = self._changed.wait_for(lambda: len(self.answers) >= number, timeout=timeout)
        if not enough:
            self.given_up.set()
            raise AssertionError(f"only {len(self.answers)} of {number} answers were acknowledged")


class Learner(threading.Thread):
    """Gives answers one after another; sends each with one key until it is acknowledged, and now and then once more."""

    def __init__(
        self,
        *,
        attempt: uuid.UUID,
        cookie: str,
        choices: Mapping[int, list[str]],
        answers: int,
        port: int,
        acknowledged: Acknowledged,
    ) -> None:
        super().__init__(daemon=True)
        self.attempt, self.cookie, self.choices = attempt, cookie, choices
        self.answers, self.port, self.acknowledged = answers, port, acknowledged
        self._chance = random.Random(attempt.int)
        self._link: http.client.HTTPConnection | None = None

    def run(self) -> None:
        for sequence in range(1, self.answers + 1):
            slot, key = self._chance.choice(list(self.choices)), str(uuid.uuid4())
            chosen = [self._chance.choice(self.choices[slot])]
            body = {"key": key, "slot": slot, "sequence": sequence, "response": {"choices": chosen}}
            while not self._send(body):
                if self.acknowledged.given_up.wait(0.05):
                    return
            if self._chance.random() < 0.05:
                self._send(body)  # the acknowledgement got lost on its way: sent again
            self.acknowledged.add(Given(self.attempt.hex, sequence, slot, key, tuple(chosen)))
        if self._link:
            self._link.close()

    def _send(self, body: dict[str, Any]) -> bool:
        if self._link is None:
            self._link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Sec-Fetch-Site": "same-origin",
            "Cookie": self.cookie,
        }
        try:
            self._link.request("POST", f"/quiz/attempts/{self.attempt}/answers", json.dumps(body), headers)
            response = self._link.getresponse()
            response.read()
        except (OSError, http.client.HTTPException):
            self._link.close()
            self._link = None
            return False
        return response.status == 200


def losses(acknowledged: list[Given], kept: list[Given]) -> dict[str, int]:
    """Compare what was acknowledged with what is in the database; all zero when nothing was lost.

    An answer that was written when its server died and acknowledged at the next try is in both once; every learner
    went on until the end, so that nothing may be kept which was not acknowledged.
    """
    yes, there = set(acknowledged), set(kept)
    newest = {(one.attempt, one.slot): one for one in sorted(acknowledged)}
    shown = {(one.attempt, one.slot): one for one in sorted(kept)}
    return {
        "acknowledged and missing": len(yes - there),
        "kept and never acknowledged": len(there - yes),
        "kept twice": len(kept) - len({one.key for one in kept}),
        "another answer counts": sum(shown.get(place) != answer for place, answer in newest.items()),
    }
