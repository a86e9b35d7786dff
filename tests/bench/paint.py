"""First visits in a real browser on a slow phone: weight, requests, largest paint and layout shift.

`python3 run.py bench --paint`. Chromium is slowed as Lighthouse's "slow 4G" phone is (1.6 Mbit/s, 150 ms a round
trip, CPU ÷ 4) and as a bad line is (400 kbit/s, 400 ms); each page is opened five times with nothing kept.
"""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from literacy.browser import find_browser

LINES = {"slow 4G": (1600, 150), "slow 3G": (400, 400)}  # kbit/s, milliseconds a round trip
TIMES = 5
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


def measure(address: str, pages: Iterable[tuple[str, str]]) -> list[Paint]:
    """Return the medians of five first visits for each page (name, path) and line."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            return [
                _median(name, line, [_visit(browser, address + path, line) for _ in range(TIMES)])
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
    lines = [f"{'':<20}{'line':<10}{'kB':>8}{'requests':>10}{'LCP s':>8}{'CLS':>8}"]
    lines += [
        f"{paint.page:<20}{paint.line:<10}{paint.kilobytes:>8.1f}{paint.requests:>10}"
        f"{paint.largest:>8.2f}{paint.shift:>8.3f}"
        for paint in paints
    ]
    return "\n".join(lines)
