"""First visits in a real browser on a slow phone: weight, requests, largest paint and layout shift.

`python3 run.py bench --paint`, over the site's own curriculum and simulated prices. The first row is a reference: a
page of plain words without style, script or font, so what is above it is ours. Weight and requests end 1.5 s after
the page has loaded; the service worker's own fetches are not counted. Chromium is slowed as Lighthouse's "slow 4G" phone is (1.6 Mbit/s, 150 ms a round
trip, CPU ÷ 4) and as a bad line is (400 kbit/s, 400 ms); each page is opened five times with nothing kept.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from literacy.browser import find_browser
from tests.bench.server import ROOT, Server

LINES = {"slow 4G": (1600, 150), "slow 3G": (400, 400)}  # kbit/s, milliseconds a round trip
TIMES = 5
OURS, BARE = "literacy.wsgi:application", "tests.bench.bare:application"
MAKE = (
    ["migrate", "--verbosity=0"],
    ["collectstatic", "--no-input", "--verbosity=0"],
    ["market_defaults"],
    ["load_curriculum"],
    ["market_fetch", "--once"],
)
PAGES = [
    ("bare page (reference)", "/page"),
    ("home", "/"),
    ("lesson with a chart", "/khor/reading-a-candlestick/"),
    ("lesson", "/ngor/easy-jobs/"),
    ("quiz, introduction", "/quiz/easy-jobs/"),
    ("patterns", "/scams/"),
    ("emergency", "/just-transferred/"),
]
_WATCH = """
window.paint = {largest: 0, shift: 0};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.paint.largest = entry.startTime;
}).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.paint.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


@dataclass(frozen=True)
class Paint:
    page: str
    line: str
    kilobytes: float  # over the wire, before anything is scrolled
    requests: int
    largest: float  # seconds until the largest paint
    shift: float  # cumulative layout shift


def run(*, quick: bool = False) -> str:
    """Make a site of the whole curriculum, visit it and return the table."""
    with tempfile.TemporaryDirectory(prefix="ruthan-paint-") as folder:
        environment = {
            **{key: value for key, value in os.environ.items() if key != "CACHE_URL"},
            "DJANGO_SETTINGS_MODULE": "literacy.settings.dev",
            "VAR_DIR": folder,
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'site.sqlite3'}",
            "MARKET_DATA": "simulated",
            "LOG_LEVEL": "ERROR",
            "PYTHONPATH": str(ROOT),
            "BENCH_BODY": str(Path(folder) / "body"),
        }
        words = "<p>ผลตอบแทนทุกบาทมาจากที่ใดที่หนึ่ง</p>" * 40
        Path(environment["BENCH_BODY"]).write_text(
            f"<!doctype html><title>R</title>{words}", encoding="utf-8"
        )
        for command in MAKE:
            subprocess.run(
                [sys.executable, "manage.py", *command],
                cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        found = []
        for application, pages in ((BARE, PAGES[:1]), (OURS, PAGES[1:])):
            with Server(application, environment) as server:
                host, port = server.address
                found += measure(f"http://{host}:{port}", pages, times=1 if quick else TIMES)
    return table(found)


def measure(address: str, pages: Iterable[tuple[str, str]], *, times: int = TIMES) -> list[Paint]:
    """Return the medians of some first visits for each page (name, path) and line."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            return [
                _median(name, line, [_visit(browser, address + path, line) for _ in range(times)])
                for name, path in pages
                for line in LINES
            ]
        finally:
            browser.close()


def _visit(browser: Browser, url: str, line: str) -> dict[str, Any]:
    speed, delay = LINES[line]
    context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2)
    try:
        page = context.new_page()
        page.add_init_script(_WATCH)
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False, "latency": delay,
                "downloadThroughput": speed * 1000 / 8, "uploadThroughput": speed * 1000 / 8,
            },
        )  # fmt: skip
        wire.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        arrived: list[float] = []
        wire.on("Network.loadingFinished", lambda event: arrived.append(event["encodedDataLength"]))
        page.goto(url, wait_until="load")
        page.wait_for_timeout(1500)  # what comes late also shifts
        painted = page.evaluate("window.paint")
        return {**painted, "bytes": sum(arrived), "requests": len(arrived)}
    finally:
        context.close()


def _median(name: str, line: str, visits: list[dict[str, Any]]) -> Paint:
    def middle(key: str) -> float:
        return float(statistics.median(visit[key] for visit in visits))

    return Paint(
        page=name,
        line=line,
        kilobytes=middle("bytes") / 1000,
        requests=int(middle("requests")),
        largest=middle("largest") / 1000,
        shift=middle("shift"),
    )


def table(paints: Iterable[Paint]) -> str:
    """Return the measurements as lines of text."""
    lines = [f"{'':<24}{'line':<10}{'kB':>8}{'requests':>10}{'LCP s':>8}{'CLS':>8}"]
    lines += [
        f"{paint.page:<24}{paint.line:<10}{paint.kilobytes:>8.1f}{paint.requests:>10}"
        f"{paint.largest:>8.2f}{paint.shift:>8.3f}"
        for paint in paints
    ]
    return "\n".join(lines)
