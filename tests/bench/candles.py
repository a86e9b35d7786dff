"""Does the cost of a chart grow with what is stored? One site with a thousand candles, one with many, side by side.

    python -m tests.bench.candles    a hundred thousand: a minute
    python -m tests.soak candles     five million: some minutes, half a gigabyte of disk for a while

CPU time of this process, the best of several rounds; only the ratios mean something on another machine.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FEW, MANY, VERY_MANY = 1_000, 100_000, 5_000_000
HOURS_OF_ONE = 60_000  # hourly candles of one series: almost seven years
AT_ONCE = 50_000
MOST_RATIO = 1.5  # what a busy machine's noise may make of "the same"


def _grow(rows: int, series: list[Any], last: int) -> None:
    """Store ``rows`` hourly candles, as many as one series can have before the next one gets some."""
    from django.db import connection, transaction

    from market_data.candles import HOUR

    columns = "series_id, t, o, h, l, c, v"
    sql = f"INSERT OR IGNORE INTO market_data_candle ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
    connection.ensure_connection()
    database = connection.connection
    for one in series:
        count = min(rows, HOURS_OF_ONE)
        for start in range(0, count, AT_ONCE):
            places = range(start, min(count, start + AT_ONCE))
            with transaction.atomic():  # else every row is written to disk by itself
                database.executemany(
                    sql, ((one.pk, last - p * HOUR, 100 + p % 7, 120.0, 90.0, 101.5, 3.25) for p in places)
                )
        rows -= count
        if rows <= 0:
            break


def _best(work: Callable[[], object], *, rounds: int = 7, times: int = 5) -> float:
    """Return the least CPU milliseconds that one run took."""
    work()
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        for _ in range(times):
            work()
        best = min(best, (time.process_time() - started) / times * 1000)
    return round(best, 3)


def _get(path: str) -> Callable[[], object]:
    from django.core.handlers.wsgi import WSGIHandler

    site = WSGIHandler()

    def ask() -> bytes:
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "SERVER_NAME": "localhost", "SERVER_PORT": "80",
            "HTTP_HOST": "localhost", "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http",
        }  # fmt: skip
        told: list[str] = []
        answer = site(environ, lambda status, headers: told.append(status))
        body = b"".join(answer)
        assert told[0].startswith("200"), told
        return body

    return ask


def measure(rows: int) -> dict[str, float]:
    """Run in a process of its own: make a site with that many candles and measure it."""
    import django

    django.setup()
    from django.core.cache import cache
    from django.core.management import call_command
    from django.utils import timezone

    from market_data import services
    from market_data.candles import HOUR, align
    from market_data.models import Candle, Series
    from tests.factories import lessons, market_data

    for command in ("migrate", "collectstatic"):
        call_command(command, interactive=False, verbosity=0)
    now = timezone.now()
    last = align(int(now.timestamp() * 1000), HOUR) - HOUR
    daily = market_data.with_candles(market_data.series(), count=400, now=now)
    hourly = market_data.series(timeframe="1h")
    others = [
        market_data.series(symbol=f"X{n}/USDT", timeframe="1h") for n in range(max(0, rows // HOURS_OF_ONE))
    ]
    _grow(rows - 400, [hourly, *others], last)
    Series.objects.filter(timeframe="1h").update(last_closed_t=last, last_fetched_at=now)
    stored = Candle.objects.count()
    chart = {"series": daily.pk, "range": "1y", "caption": "ราคา"}
    lesson = lessons.make_lesson(body=[("chart", chart)])

    def anew(path: str) -> Callable[[], object]:
        ask = _get(path)
        return lambda: (cache.clear(), ask())

    page = _get(lesson.get_url())
    fresh = [[last + HOUR * p, 100.5, 101.0, 100.0, 100.7, 3.25] for p in range(-3, 1)]

    def turn() -> None:
        fresh[-1][5] += 1  # the venue has revised its newest candle
        services.ingest_candles(series=hourly, venue_key="binance", rows=fresh, now=now)

    block = [0]

    def thousand() -> None:
        block[0] += 1
        first = last - HOURS_OF_ONE * HOUR * 2 - block[0] * 1000 * HOUR
        run = [[first + HOUR * p, 100.5, 101.0, 100.0, 100.7, 3.25] for p in range(1000)]
        services.ingest_candles(series=hourly, venue_key="binance", rows=run, now=now)

    figures = "/market/figures"
    found = {
        "figure of 365 days, drawn anew": _best(anew(f"{figures}/{daily.pk}/1y.json")),
        "figure of 7 days in hours, drawn anew": _best(anew(f"{figures}/{hourly.pk}/7d.json")),
        "figure, kept": _best(_get(f"{figures}/{daily.pk}/1y.json"), times=50),
        "lesson with a chart, chart drawn anew": _best(anew(lesson.get_url())),
        "lesson with a chart, chart kept": _best(page, times=20),
        "a turn of the fetcher: 4 candles, 1 revised": _best(turn),
        "a thousand candles of history stored": _best(thousand, times=1),
    }
    return {"rows": stored, **found}


def _in_a_process(rows: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **{key: value for key, value in os.environ.items() if key != "CACHE_URL"},
            "DJANGO_SETTINGS_MODULE": "literacy.settings.dev",
            "VAR_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
            "MARKET_DATA": "real",
            "LOG_LEVEL": "ERROR",
            "PYTHONPATH": str(ROOT),
        }
        code = f"import json; from tests.bench.candles import measure; print(json.dumps(measure({rows})))"
        told = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
    found: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return found


def report(many: int = MANY) -> int:
    """Print the table; return 1 when something grew with what is stored."""
    few, lots = _in_a_process(FEW), _in_a_process(many)
    print(
        f"{'CPU in milliseconds, candles stored:':46}{int(few.pop('rows')):>12,}{int(lots.pop('rows')):>12,}   ratio"
    )
    worst = 0.0
    for name, before in few.items():
        ratio = lots[name] / before
        worst = max(worst, ratio)
        print(f"{name:46}{before:>12.2f}{lots[name]:>12.2f}{ratio:>8.2f}")
    print(f"worst ratio {worst:.2f} (a cost that grew with the rows would show {many / FEW:,.0f})")
    return 0 if worst <= MOST_RATIO else 1


def soak() -> int:
    """Compare a thousand with five million."""
    return report(VERY_MANY)


if __name__ == "__main__":
    sys.exit(report(int(sys.argv[1]) if len(sys.argv) > 1 else MANY))
