"""Back-fills that are killed with -9 at random moments, over and over: python -m tests.soak kills.

A parent with everything imported forks a real process for each life, so that a kill lands in the work and not in the
start-up. The exchange is the stand-in, in the process of whoever runs this. After every kill the stored candles are
checked: none twice, no hole, the cursor exactly at the oldest one.
"""

import contextlib
import itertools
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from market_data.candles import HOUR
from tests.market_data.stand_in import StandIn, running

ROOT = Path(__file__).resolve().parents[2]
SERIES = "binance/BTC-USDT/1h"
SINCE = "2008-01-01"  # long enough to be killed fifty times before it is read
# reads a line per life: fork, run the command in the child, answer with its process id and then its exit
_PARENT = """
import os, sys, django
django.setup()
from django.core.management import call_command
from django.db import connections
from market_data.clients import venues
from market_data.models import Venue
for app in ("market_data", "literacy"):  # a newer candle makes the pages of literacy old
    call_command("migrate", app, verbosity=0)
call_command("market_defaults", stdout=open(os.devnull, "w"))
Venue.objects.update(requests_per_minute=1_000_000, most_rows=1000)
for line in sys.stdin:
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            call_command("market_backfill", sys.argv[1], since=sys.argv[2], stdout=open(os.devnull, "w"))
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    print(pid, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


@dataclass
class Told:
    """What came of it."""

    kills: int = 0
    lives: int = 0
    candles: int = 0
    problems: list[str] = field(default_factory=list)


def environment(home: Path, url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "literacy.settings.dev",
        "VAR_DIR": str(home),
        "DATABASE_URL": f"sqlite:///{home / 'kills.sqlite3'}",
        "MARKET_DATA": "real",
        "MARKET_VENUES_URL": url,
        "PYTHONPATH": str(ROOT),
    }


def stored(home: Path) -> tuple[list[int], dict[str, int | str]]:
    """Return the open times and the back-fill's row, read by another process's eyes."""
    database = sqlite3.connect(home / "kills.sqlite3")
    try:
        times = [
            t
            for (t,) in database.execute(
                "SELECT t FROM market_data_candle WHERE series_id = (SELECT series_id FROM market_data_backfill) ORDER BY t"
            )
        ]
        row = database.execute("SELECT since, cursor, state FROM market_data_backfill").fetchone()
    finally:
        database.close()
    return times, dict(zip(("since", "cursor", "state"), row, strict=True)) if row else {}


def problems(times: list[int], backfill: dict[str, int | str]) -> list[str]:
    """Say what is wrong with what a killed process has left behind."""
    found = []
    if len(set(times)) != len(times):
        found.append("a candle is there twice")
    if any(later - earlier != HOUR for earlier, later in itertools.pairwise(times)):
        found.append("there is a hole")
    if times and backfill and times[0] != backfill["cursor"]:
        found.append(f"the cursor is at {backfill['cursor']}, the oldest candle at {times[0]}")
    return found


def _line(stream: IO[str] | None) -> str:
    line = stream.readline() if stream else ""
    if not line:
        raise RuntimeError("the parent of the back-fills has died")
    return line


def _live(parent: "subprocess.Popen[str]", chance: random.Random, told: Told, *, kill: bool) -> int:
    """Let one back-fill live, for a while or to its end; return its exit code."""
    assert parent.stdin is not None
    parent.stdin.write("go\n")
    parent.stdin.flush()
    pid = int(_line(parent.stdout))
    told.lives += 1
    if kill:
        time.sleep(chance.uniform(0.02, 0.4))
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, 9)
    return int(_line(parent.stdout))


def run(*, kills: int, home: Path, seed: int, since: str = SINCE) -> Told:
    """Kill back-fills ``kills`` times, then let one finish; return what came of it."""
    told, chance = Told(), random.Random(seed)
    with running(StandIn()) as stand_in:
        env = environment(home, stand_in.url)
        with subprocess.Popen(
            [sys.executable, "-c", _PARENT, SERIES, since],
            cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        ) as parent:  # fmt: skip
            try:
                while told.kills < kills:
                    code = _live(parent, chance, told, kill=True)
                    told.kills += code == -9
                    told.problems += [f"after kill {told.kills}: {one}" for one in problems(*stored(home))]
                    if code == 0 or told.lives > 4 * kills:
                        break  # it finished before the next kill: the history asked for was too short
                code = _live(parent, chance, told, kill=False)
                if code != 0:
                    told.problems.append(f"the last one ended with {code}")
            finally:
                parent.kill()
    times, backfill = stored(home)
    told.problems += [f"at the end: {one}" for one in problems(times, backfill)]
    told.candles = len(times)
    if backfill.get("state") != "done" or (times and times[0] != backfill["since"]):
        told.problems.append(f"at the end: not finished {json.dumps(backfill)}")
    return told


def soak() -> int:
    """Fifty kills; a minute or two."""
    with tempfile.TemporaryDirectory() as home:
        started = time.monotonic()
        told = run(kills=50, home=Path(home), seed=int(time.time()))
    print(  # noqa: T201
        f"{told.kills} kills in {told.lives} lives, {told.candles} candles, "
        f"{time.monotonic() - started:.0f} s, {len(told.problems)} problems"
    )
    for problem in told.problems:
        print(problem)  # noqa: T201
    return 1 if told.problems or told.kills < 50 else 0
