"""Ten thousand turns of the fetcher: does its memory stay flat? And how fast are candles stored? Ten minutes or so.

    python -m tests.soak cycles

The turns are real (stand-in venues over HTTP, real ccxt, a database file) in simulated time of ten minutes each;
faults come and go. Memory is the whole process's resident set.
"""

import datetime as dt
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.market_data.kills import ROOT, environment

CYCLES = 10_000
MOST_MB = 150
MOST_GROWTH_MB = 10  # between the first tenth, when everything has been loaded, and the end
LEAST_A_SECOND = 25_000
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def _resident_mb() -> float:
    pages = Path("/proc/self/statm")
    if pages.exists():
        return int(pages.read_text().split()[1]) * resource.getpagesize() / 2**20
    return (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    )  # at its highest, where there is no /proc


def _turns(cycles: int, url: str) -> int:
    """Run in a process of its own, which holds nothing but the fetcher."""
    import django

    django.setup()

    from market_data import clients, services
    from market_data.clients import CandleClient, Limits
    from market_data.models import Series

    opened: dict[str, CandleClient] = {}

    def open_client(key: str) -> CandleClient:
        if key not in opened:
            opened[key] = clients.open_client(
                venue_key=key, base_url=url, timeout_ms=2000, limits=Limits(500, 0)
            )
        return opened[key]

    chance = random.Random(1)
    seen: list[float] = []
    for cycle in range(cycles):
        now = START + dt.timedelta(minutes=10 * cycle)
        # the stand-in's clock follows through this file's own line
        print(f"clock {int(now.timestamp() * 1000)}", flush=True)  # noqa: T201
        sys.stdin.readline()
        work = {"now": now, "simulated": False, "open_client": open_client, "jitter": chance.random}
        services.fetch_due(**work)  # type: ignore[arg-type]
        services.retry_due_gaps(**work)  # type: ignore[arg-type]
        services.run_daily(now=now, simulated=False)
        if cycle % max(1, cycles // 20) == 0 or cycle == cycles - 1:
            seen.append(_resident_mb())
            print(f"memory {cycle} {seen[-1]:.1f}", flush=True)  # noqa: T201
    stored = Series.objects.exclude(last_closed_t=None).count()
    print(f"end {max(seen):.1f} {seen[-1] - seen[min(2, len(seen) - 1)]:.1f} {stored}", flush=True)  # noqa: T201
    return 0


def _set_up() -> None:
    """Make the tables, in a process of its own: what that needs of memory is not the fetcher's."""
    import django

    django.setup()
    from django.core.management import call_command

    from market_data.models import Venue

    for app in ("market_data", "literacy"):
        call_command("migrate", app, verbosity=0)
    call_command("market_defaults", verbosity=0)
    Venue.objects.update(requests_per_minute=1_000_000)


def _python(code: str, home: Path, url: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, env=environment(home, url), check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip


def _started(home: str, url: str, code: str) -> "subprocess.Popen[str]":
    _python("from tests.market_data.cycles import _set_up; _set_up()", Path(home), url)
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT, env=environment(Path(home), url), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def run(*, cycles: int = CYCLES) -> tuple[float, float, int]:
    """Return the most memory in MB, its growth after the first tenth, and how many series have candles."""
    from tests.market_data.stand_in import StandIn, running

    clock = [int(START.timestamp() * 1000)]
    chance = random.Random(2)
    code = f"from tests.market_data.cycles import _turns; _turns({cycles}, {{url!r}})"
    with (
        tempfile.TemporaryDirectory() as home,
        running(StandIn(clock=lambda: clock[0])) as stand_in,
        _started(home, stand_in.url, code.format(url=stand_in.url)) as fetcher,
    ):
        assert fetcher.stdin is not None
        assert fetcher.stdout is not None
        for line in fetcher.stdout:
            word, *rest = line.split()
            if word == "clock":
                clock[0] = int(rest[0])
                stand_in.log.clear()
                if chance.random() < 0.02:
                    venue = chance.choice(("binance", "kraken", "bitkub", "bitstamp", "coinbaseexchange"))
                    stand_in.faults[venue] = chance.choice(("", "503", "429", "html200", "reset"))
                fetcher.stdin.write("\n")
                fetcher.stdin.flush()
            elif word == "memory":
                print(f"  cycle {rest[0]:>6}: {rest[1]} MB", flush=True)  # noqa: T201
            elif word == "end":
                return float(rest[0]), float(rest[1]), int(rest[2])
    raise RuntimeError("the fetcher has died")


def _ingest() -> None:
    """Run in a process of its own: store two hundred thousand candles in answers of a thousand."""
    import django

    django.setup()
    from django.core.management import call_command

    from market_data import selectors, services
    from market_data.candles import HOUR

    for app in ("market_data", "literacy"):
        call_command("migrate", app, verbosity=0)
    call_command("market_defaults", verbosity=0)
    series = selectors.series_by_key(key="kraken/BTC-USDT/1h")
    assert series is not None
    count, now = 200_000, START
    first = int(now.timestamp() * 1000) - (count + 1) * HOUR
    rows = [[first + place * HOUR, 100.5, 101.0, 100.0, 100.7, 3.25] for place in range(count)]
    started = time.perf_counter()
    for place in range(0, count, 1000):
        services.ingest_candles(series=series, venue_key="kraken", rows=rows[place : place + 1000], now=now)
    print(f"{count / (time.perf_counter() - started):.0f}")  # noqa: T201


def candles_a_second() -> float:
    """Return how many candles a second go through cleaning into a SQLite file."""
    with tempfile.TemporaryDirectory() as home:
        told = _python("from tests.market_data.cycles import _ingest; _ingest()", Path(home), "")
    return float(told.split()[-1])


def soak() -> int:
    """Measure both and say whether they hold."""
    speed = candles_a_second()
    print(f"{speed:,.0f} candles a second into SQLite (at least {LEAST_A_SECOND:,})")  # noqa: T201
    cycles = int(os.environ.get("CYCLES", CYCLES))
    most, growth, stored = run(cycles=cycles)
    print(f"{most:.0f} MB at most (≤ {MOST_MB}), {growth:+.1f} MB after the first tenth, {stored} series")  # noqa: T201
    return 0 if speed >= LEAST_A_SECOND and most <= MOST_MB and growth <= MOST_GROWTH_MB else 1
