"""First visits in a real browser on a slow phone: weight, requests, largest paint and layout shift.

`python3 run.py bench --paint`, over the site's own curriculum and simulated prices. The first row is a reference: a
page of plain words without style, script or font, so what is above it is ours. Weight and requests end 1.2 s after
the page has loaded; the service worker comes later and is left out. Chromium is slowed as Lighthouse's "slow 4G" phone
is (1.6 Mbit/s, 150 ms a round trip, CPU ÷ 4) and as a bad line is (400 kbit/s, 400 ms). Each page is opened five and
three times with nothing kept, after one visit that is not counted; about four minutes. On a machine that does other
things at the same time the seconds say nothing: weight, requests and shifts do.
"""

import statistics
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, sync_playwright

from literacy.browser import find_browser
from tests.bench import curriculum
from tests.bench.server import Server

OURS, BARE = "literacy.wsgi:application", "tests.bench.bare:application"
MOST_SECONDS = 60  # of one visit: then something is wrong, and the run ends with it
LATE = 1200  # milliseconds
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
class Line:
    """How somebody is connected, and how often a page is visited so: a bad line takes long and varies little."""

    name: str
    speed: int  # kbit/s
    delay: int  # milliseconds a round trip
    times: int


LINES = (Line("slow 4G", 1600, 150, times=5), Line("slow 3G", 400, 400, times=3))
HEAD = f"{'':<24}{'line':<10}{'kB':>8}{'requests':>10}{'LCP s':>8}{'CLS':>8}"


@dataclass(frozen=True)
class Paint:
    page: str
    line: str
    kilobytes: float  # over the wire, before anything is scrolled
    requests: int
    largest: float  # seconds until the largest paint
    shift: float  # cumulative layout shift

    def __str__(self) -> str:
        return (
            f"{self.page:<24}{self.line:<10}{self.kilobytes:>8.1f}{self.requests:>10}"
            f"{self.largest:>8.2f}{self.shift:>8.3f}"
        )


def run(*, quick: bool = False) -> None:
    """Make a site of the whole curriculum, visit it and print a line for each page as it comes."""
    with tempfile.TemporaryDirectory(prefix="ruthan-paint-") as folder:
        print("making a site to visit …", flush=True)
        environment = {**curriculum.make(Path(folder)), "BENCH_BODY": str(Path(folder) / "body")}
        words = "<p>ผลตอบแทนทุกบาทมาจากที่ใดที่หนึ่ง</p>" * 40
        Path(environment["BENCH_BODY"]).write_text(
            f"<!doctype html><title>R</title>{words}", encoding="utf-8"
        )
        print(HEAD, flush=True)
        for application, pages in ((BARE, PAGES[:1]), (OURS, PAGES[1:])):
            with Server(application, environment) as server:
                host, port = server.address
                for paint in measure(f"http://{host}:{port}", pages, quick=quick):
                    print(paint, flush=True)


def measure(address: str, pages: Iterable[tuple[str, str]], *, quick: bool = False) -> Iterator[Paint]:
    """Give the medians of some first visits for each page (name, path) and line."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            for name, path in pages:
                _visit(browser, address + path, None)  # the server renders and keeps it: not what is measured
                for line in LINES:
                    times = 1 if quick else line.times
                    yield _median(name, line, [_visit(browser, address + path, line) for _ in range(times)])
        finally:
            browser.close()


def _visit(browser: Browser, url: str, line: Line | None) -> dict[str, float]:
    """Open a page in a browser that keeps nothing; without a line as fast as this machine can."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, device_scale_factor=2, service_workers="block"
    )
    context.set_default_timeout(MOST_SECONDS * 1000)
    try:
        page = context.new_page()
        page.add_init_script(_WATCH)
        wire = context.new_cdp_session(page)
        arrived: list[float] = []
        wire.on("Network.loadingFinished", lambda event: arrived.append(event["encodedDataLength"]))
        wire.send("Network.enable")
        if line is not None:
            _slow_down(wire, line)
        page.goto(url, wait_until="load")
        page.wait_for_timeout(LATE if line else 0)  # what comes late also shifts
        painted = page.evaluate("window.paint")
        return {**painted, "bytes": sum(arrived), "requests": len(arrived)}
    finally:
        context.close()


def _slow_down(wire: CDPSession, line: Line) -> None:
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False, "latency": line.delay,
            "downloadThroughput": line.speed * 1000 / 8, "uploadThroughput": line.speed * 1000 / 8,
        },
    )  # fmt: skip
    wire.send("Emulation.setCPUThrottlingRate", {"rate": 4})


def _median(name: str, line: Line, visits: list[dict[str, float]]) -> Paint:
    def middle(key: str) -> float:
        return float(statistics.median(visit[key] for visit in visits))

    return Paint(
        page=name,
        line=line.name,
        kilobytes=middle("bytes") / 1000,
        requests=int(middle("requests")),
        largest=middle("largest") / 1000,
        shift=middle("shift"),
    )
