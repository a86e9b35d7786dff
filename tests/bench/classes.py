"""Classes that press "เริ่ม" together and answer: are there errors, is anything lost, how long does a pupil wait?

Each pupil is a connection of its own: start, the page of the questions, an answer every few seconds, hand in. Waiting
times count from the moment at which a pupil pressed, also where the answer before was still under way.
"""

import heapq
import itertools
import json
import random
import selectors
import time
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.bench.load import PATIENCE, Line, percentile, request
from tests.bench.server import Server

if TYPE_CHECKING:
    from tests.bench.__main__ import Bench

START_WITHIN, EVERY = 5.0, 3.0  # seconds
CLASS = 40
STARTED = ("302", "303")


@dataclass
class Pupil:
    """One phone: what it asks next, and what the server has said yes to."""

    start: str
    cookie: str
    chance: random.Random
    line: Line | None = None
    due: float = 0.0
    attempt: str = ""
    choices: list[list[str]] = field(default_factory=list)
    step: str = "start"
    sequence: int = 0
    given: dict[str, Any] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)

    def question(self) -> bytes:
        if self.step == "start":
            return request("POST", self.start, Cookie=self.cookie)
        if self.step == "page":
            return request(
                "GET", f"/quiz/attempts/{self.attempt}/", Cookie=self.cookie, Accept_Encoding="identity"
            )
        if self.step == "finish":
            form = "application/x-www-form-urlencoded"
            return request(
                "POST",
                f"/quiz/attempts/{self.attempt}/finish",
                b"action=anyway",
                Cookie=self.cookie,
                Content_Type=form,
            )
        self.sequence += 1
        slot = (self.sequence - 1) % len(self.choices)
        response = {"choices": [self.chance.choice(self.choices[slot])]}
        self.given = {
            "key": str(uuid.uuid4()),
            "slot": slot + 1,
            "sequence": self.sequence,
            "response": response,
        }
        body, kind = json.dumps(self.given).encode(), "application/json"
        path = f"/quiz/attempts/{self.attempt}/answers"
        return request("POST", path, body, Cookie=self.cookie, Content_Type=kind, Accept=kind)

    def take(self, answer: bytes) -> bool:
        """Read an answer and move on; tell whether it was as it should be."""
        from tests.bench.__main__ import body_of, choices_of, header

        status = answer[9:12].decode()
        if self.step == "start" and status in STARTED:
            self.attempt = header(answer, "location").rstrip("/").rsplit("/", 1)[1]
            self.step = "page"
        elif self.step == "page" and status == "200":
            self.choices = choices_of(body_of(answer).decode())
            self.step = "answer"
        elif self.step == "answer" and status == "200":
            self.acknowledged.append(self.given["key"])
        elif self.step == "finish" and status in STARTED:
            self.step = "done"
        else:
            return False
        return True


@dataclass
class Found:
    """Waiting times in seconds by kind of request, and what went wrong."""

    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)


def run(bench: "Bench", *, pupils: int, seconds: float) -> str:
    """Let the classes work and return the table."""
    from tests.bench.__main__ import OURS, say

    say(f"making {pupils} pupils in classes of forty …")
    world = json.loads(bench.module("tests.bench.classes_world", str(pupils)).splitlines()[-1])
    crowd = [Pupil(each["start"], each["cookie"], random.Random(n)) for n, each in enumerate(world["pupils"])]
    with Server(OURS, bench.environment) as server:
        say(f"they start within {START_WITHIN:.0f} s and answer every {EVERY:.0f} s for {seconds:.0f} s …")
        before = server.cpu_seconds()
        found = Work(server, crowd, seconds=seconds).run()
        spent = server.cpu_seconds() - before
    keys = [key for pupil in crowd for key in pupil.acknowledged]
    stored = json.loads(bench.module("tests.bench.classes_kept").splitlines()[-1])
    return _table(
        found, crowd, lost=len(set(keys) - set(stored["keys"])), doubled=stored["doubled"], cpu=spent
    )


class Work:
    """All pupils on one thread: whose turn it is, and whose answer is awaited."""

    def __init__(self, server: Server, crowd: list[Pupil], *, seconds: float) -> None:
        self.server, self.found = server, Found()
        self._selector = selectors.DefaultSelector()
        self._numbers = itertools.count()
        self._turns: list[tuple[float, int, Pupil]] = []
        began = time.perf_counter()
        self.ends = began + START_WITHIN + seconds
        for pupil in crowd:
            self._later(pupil, began + pupil.chance.random() * START_WITHIN)

    def run(self) -> Found:
        with self._selector:
            while self._is_going():
                while self._turns and self._turns[0][0] <= time.perf_counter():
                    due, _, pupil = heapq.heappop(self._turns)
                    self._press(pupil, due)
                pause = self._turns[0][0] - time.perf_counter() if self._turns else 0.5
                for key, _ in self._selector.select(min(max(pause, 0.0), 0.5)):
                    if key.data.line.read():
                        self._answered(key.data)
        return self.found

    def _is_going(self) -> bool:
        is_busy = bool(self._turns or self._selector.get_map())
        return is_busy and time.perf_counter() < self.ends + PATIENCE

    def _later(self, pupil: Pupil, moment: float) -> None:
        heapq.heappush(self._turns, (moment, next(self._numbers), pupil))

    def _press(self, pupil: Pupil, due: float) -> None:
        if pupil.line is None:
            pupil.line = Line(self.server.address)
        if pupil.step == "answer" and due >= self.ends:
            pupil.step = "finish"
        pupil.due = due
        pupil.line.send(pupil.question())
        self._selector.register(pupil.line.socket, selectors.EVENT_READ, pupil)

    def _answered(self, pupil: Pupil) -> None:
        assert pupil.line is not None
        self._selector.unregister(pupil.line.socket)
        step, now, answer = pupil.step, time.perf_counter(), bytes(pupil.line.data)
        self.found.waits[step].append(now - pupil.due)
        if not pupil.take(answer):
            self.found.wrong.append(f"{step}: {answer[:120]!r}")
        if pupil.step == "done":
            pupil.line.socket.close()
        else:
            self._later(pupil, _next(pupil, step, now))


def flat(bench: "Bench", *, pupils: int, answers: int) -> str:
    """Measure the pages of a class alone in the database, and in a country's; return the table."""
    from tests.bench.__main__ import say

    found = []
    for name, (people, given) in {"alone": (CLASS, CLASS * 10), "country": (pupils, answers)}.items():
        say(f"storing {people:,} pupils with {given:,} answers …")
        environment = {**bench.environment, "DATABASE_URL": f"sqlite:///{bench.folder / name}.sqlite3"}
        found.append(
            json.loads(bench.module("tests.bench.country", str(people), str(given), environment=environment))
        )
    few, many = found
    lines = [f"{'CPU ms':<24}{'alone':>9}{'country':>9}{'ratio':>7}{'bytes, brotli':>15}"]
    lines += [
        f"{name:<24}{few[name]['cpu_ms']:>9.1f}{many[name]['cpu_ms']:>9.1f}"
        f"{many[name]['cpu_ms'] / few[name]['cpu_ms']:>7.2f}{many[name]['bytes']:>15,.0f}"
        for name in few
    ]
    return "\n".join(lines)


def _next(pupil: Pupil, step: str, now: float) -> float:
    """Return when the pupil presses again: the page comes at once, an answer every so many seconds."""
    if pupil.step == "page":
        return now
    if step == "page":  # phones do not answer in step
        return now + pupil.chance.random() * EVERY
    return max(pupil.due + EVERY, now)


def _table(found: Found, crowd: list[Pupil], *, lost: int, doubled: int, cpu: float) -> str:
    answers = sum(len(pupil.acknowledged) for pupil in crowd)
    lines = [f"{'':<12}{'requests':>10}{'median ms':>11}{'p95 ms':>9}{'worst ms':>10}"]
    for step in ("start", "page", "answer", "finish"):
        waits = found.waits[step]
        lines.append(
            f"{step:<12}{len(waits):>10,}{1000 * percentile(waits, 0.5):>11.1f}{1000 * percentile(waits, 0.95):>9.1f}"
            f"{1000 * max(waits, default=0):>10.1f}"
        )
    handed_in = sum(pupil.step == "done" for pupil in crowd)
    lines += [
        f"{len(crowd)} pupils, {handed_in} handed in; {answers:,} answers acknowledged, server CPU {cpu:.0f} s",
        f"  answers that were not as they should be: {len(found.wrong)} {found.wrong[:2] or ''}",
        f"  acknowledged and not in the database:    {lost}",
        f"  in the database twice:                   {doubled}",
    ]
    return "\n".join(lines)
