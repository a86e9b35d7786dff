"""Measure and print the table. `python3 run.py bench [--seconds 5] [--learners 400] [--paint]`.

Speeds of a shared machine drift: compare only the ratios of one run, and CPU time before requests per second.
"""

import argparse
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import classes, load, paint, stored
from tests.bench.load import request
from tests.bench.server import ROOT, Server

LINES = 32
OURS = "literacy.wsgi:application"
BARE = "tests.bench.bare:application"


@dataclass(frozen=True)
class Row:
    name: str
    per_second: float
    cpu_ms: float  # of the server, per request
    p95_ms: float
    note: str = ""


class Bench:
    def __init__(self, folder: Path, *, seconds: float, learners: int) -> None:
        self.folder, self.seconds, self.learners = folder, seconds, learners
        self.rows: dict[str, Row] = {}
        self.environment = {
            **{key: value for key, value in os.environ.items() if key != "CACHE_URL"},
            "DJANGO_SETTINGS_MODULE": "literacy.settings.dev",
            "VAR_DIR": str(folder),
            "DATABASE_URL": os.environ.get("DATABASE_URL") or f"sqlite:///{folder / 'site.sqlite3'}",
            "MARKET_DATA": "real",
            "LOG_LEVEL": "ERROR",
            "PYTHONPATH": str(ROOT),
            "BENCH_BODY": str(folder / "body"),
        }
        self.world: dict[str, Any] = {}

    def make(self) -> None:
        say("making a site to measure …")
        made = self.module("tests.bench.world", str(self.learners))
        self.world = json.loads(made.splitlines()[-1])

    def module(self, name: str, *words: str, environment: dict[str, str] | None = None) -> str:
        """Run a module of the bench, on the site's database unless another is named; return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", name, *words],
            cwd=ROOT, env=environment or self.environment, stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    def run(self) -> None:
        self.make()
        with Server(OURS, self.environment) as server:
            question = request("GET", self.world["lesson"])
            packed, whole = (
                load.one(server.address, question),
                body_of(load.one(server.address, plain(question))),
            )
            assert b" 200 " in packed[:16], packed[:2000]
            (self.folder / "body").write_bytes(whole)
            say(f"lesson: {len(whole)} bytes, {len(body_of(packed))} compressed")
        with Server(BARE, self.environment) as server:
            self.measure("R bare view, same bytes", server, same(request("GET", "/page")))
            self.measure("U bare checked upsert", server, self.answers("/upsert/{id}"))
        with Server(OURS, self.environment) as server:
            self._ours(server)

    def _ours(self, server: Server) -> None:
        lesson, figure = self.world["lesson"], self.world["figure"]
        cookie = self.world["attempts"][0]["cookie"]
        self.measure("lesson page, kept", server, same(request("GET", lesson)))
        self.measure(
            "lesson page, rendered", server, (request("GET", f"{lesson}?n={n}") for n in itertools.count())
        )
        self.measure("figure of 365 candles, kept", server, same(request("GET", figure)))
        self.measure("state call /api/me", server, same(request("GET", "/api/me", Cookie=cookie)))
        self.measure("record one answer", server, self.answers("/quiz/attempts/{id}/answers"))
        self._attempts(server)

    def measure(self, name: str, server: Server, questions: Iterator[bytes], *, status: int = 200) -> None:
        load.run(server.address, questions, lines=LINES, seconds=1.0, status=status)  # warm
        before = server.cpu_seconds()
        outcome = load.run(server.address, questions, lines=LINES, seconds=self.seconds, status=status)
        spent = server.cpu_seconds() - before
        if outcome.wrong:
            say(
                f"{name}: {outcome.wrong} of {outcome.count} answers were not {status}:\n{outcome.first_wrong[:600]!r}"
            )
        count = max(outcome.count, 1)
        self.rows[name] = Row(name, outcome.per_second, 1000 * spent / count, 1000 * outcome.percentile(0.95))
        say(f"  {name}")

    def answers(self, path: str, attempts: list[dict[str, Any]] | None = None) -> Iterator[bytes]:
        """Answers of all learners in turn, each another than the one before it: SQLite writes no row that says the same."""
        attempts = attempts or self.world["attempts"]
        for number in itertools.count():
            attempt = attempts[number % len(attempts)]
            turn, slot = divmod(number // len(attempts), 10)
            yield self._answer(attempt, path, slot=slot + 1, sequence=number + 1, turn=turn)

    def _answer(
        self, attempt: dict[str, Any], path: str, *, slot: int, sequence: int, turn: int = 0
    ) -> bytes:
        choices = attempt["choices"][slot - 1]
        given = {
            "key": str(uuid.uuid4()),
            "slot": slot,
            "sequence": sequence,
            "response": {"choices": [choices[turn % len(choices)]]},
        }
        return request(
            "POST",
            path.format(id=attempt["id"]),
            json.dumps(given).encode(),
            Cookie=attempt["cookie"],
            Content_Type="application/json",
            Accept="application/json",
        )

    def _attempts(self, server: Server) -> None:
        """Whole attempts, one after another: start, questions, ten answers, finish, result, by a new learner each."""
        count = 30
        before = server.cpu_seconds()
        for _ in range(count):
            self.one_attempt(server)
        spent = server.cpu_seconds() - before
        self.rows["whole attempt, 10 questions"] = Row(
            "whole attempt, 10 questions", 0, 1000 * spent / count, 0
        )

    def one_attempt(self, server: Server) -> tuple[str, str]:
        """Take a quiz from start to result as a new learner; return the result's address and the learner's cookie."""
        started = load.one(server.address, request("POST", f"/quiz/{self.world['quiz']}/start"))
        location = header(started, "location")
        cookie = header(started, "set-cookie").split(";")[0]
        identity = location.rstrip("/").rsplit("/", 1)[1]
        page = load.one(server.address, plain(request("GET", location, Cookie=cookie))).decode(
            errors="replace"
        )
        attempt = {"id": identity, "cookie": cookie, "choices": choices_of(page)}
        for slot in range(1, 11):
            question = self._answer(attempt, "/quiz/attempts/{id}/answers", slot=slot, sequence=slot)
            answer = load.one(server.address, question)
            assert b" 200 " in answer[:16], answer[-400:]
        finish = request(
            "POST", f"/quiz/attempts/{identity}/finish", b"action=finish", Cookie=cookie,
            Content_Type="application/x-www-form-urlencoded",
        )  # fmt: skip
        assert load.one(server.address, finish)[9:12] in {b"302", b"303"}
        address = f"/quiz/attempts/{identity}/result/"
        result = load.one(server.address, request("GET", address, Cookie=cookie))
        assert b" 200 " in result[:16], result[:400]
        return address, cookie


def choices_of(page: str) -> list[list[str]]:
    """Return the uids of the options of each question on the attempt's page."""
    seen: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([0-9a-f]{32})"', tag)
        if name and value:
            seen.setdefault(name[1], []).append(value[1])
    return list(seen.values())


def body_of(answer: bytes) -> bytes:
    return answer.partition(b"\r\n\r\n")[2]


def header(answer: bytes, name: str) -> str:
    lines = answer.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    return next(line.split(": ", 1)[1] for line in lines[1:] if line.lower().startswith(f"{name}: "))


def plain(question: bytes) -> bytes:
    return question.replace(b"Accept-Encoding: br", b"X-Plain: 1")


def same(question: bytes) -> Iterator[bytes]:
    return itertools.repeat(question)


def say(text: str) -> None:
    print(text, flush=True)


def table(rows: dict[str, Row]) -> str:
    reference, upsert = rows["R bare view, same bytes"], rows["U bare checked upsert"]
    lines = [f"{'':<32}{'req/s':>8}{'÷ R':>7}{'÷ U':>7}{'CPU ms':>9}{'CPU ÷ R':>9}{'p95 ms':>8}"]
    for row in rows.values():
        speed = (
            f"{row.per_second:>8.0f}{row.per_second / reference.per_second:>7.2f}"
            if row.per_second
            else " " * 15
        )
        by_upsert = f"{row.per_second / upsert.per_second:>7.2f}" if row.per_second else " " * 7
        lines.append(
            f"{row.name:<32}{speed}{by_upsert}{row.cpu_ms:>9.3f}{row.cpu_ms / reference.cpu_ms:>9.2f}"
            f"{row.p95_ms:>8.1f}"
        )
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each measurement (at most 60)")
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument(
        "--stored", type=int, default=0, help="with so many stored answers (5000000), compared with few"
    )
    parser.add_argument("--paint", action="store_true", help="first visits in a browser on a slow phone")
    parser.add_argument(
        "--classes", type=int, default=0, metavar="PUPILS",
        help="so many pupils (400) press start within 5 s and answer every 3 s for --seconds (300)",
    )  # fmt: skip
    parser.add_argument(
        "--country", type=int, default=0, metavar="PUPILS",
        help="teachers' and pupils' pages with so many pupils in the database (100000), 100 answers each",
    )  # fmt: skip
    options = parser.parse_args()
    if options.paint:
        paint.run(quick=options.seconds < 1)
        return 0
    if not Path("/proc/self/stat").exists():
        say("bench reads the CPU time of processes from /proc: it runs on Linux only")
        return 2
    with tempfile.TemporaryDirectory(prefix="ruthan-bench-") as folder:
        bench = Bench(Path(folder), seconds=min(options.seconds, 60.0), learners=options.learners)
        if options.country:
            found = classes.flat(bench, pupils=options.country, answers=options.country * 100)
        elif options.classes:
            found = classes.run(bench, pupils=options.classes, seconds=min(options.seconds, 600.0))
        elif options.stored:
            found = stored.run(bench, options.stored)
        else:
            bench.run()
            found = table(bench.rows)
    database = (
        "PostgreSQL" if "postgres" in bench.environment["DATABASE_URL"] else "SQLite with synchronous=FULL"
    )
    say(f"\n{found}\n\ngranian, 1 worker × 2 threads, {database}, {options.classes or LINES} connections")
    return 0


if __name__ == "__main__":
    sys.exit(main())
