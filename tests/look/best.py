"""The pictures of docs/screenshots: six windows that show a stranger what this is."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import BrowserType, Page

from tests.bench.server import ROOT
from tests.look.looking import Eyes, browser_of, context_of

FOLDER = ROOT / "docs" / "screenshots"
MOST_BYTES = 250_000
COLORS = 160  # flat grounds and text: nobody sees a difference
CHART = "figure[data-chart-state]"


def _as_it_is(page: Page) -> None:
    """Show the top of the page."""


def _chart(page: Page) -> None:
    figure = page.locator(CHART).filter(has=page.locator("[data-chart-badge]")).first
    figure.scroll_into_view_if_needed()
    figure.locator(".plot-container").wait_for()
    figure.locator(".chart-live .main-svg").first.wait_for()
    page.wait_for_timeout(3000)  # plotly draws in steps
    figure.evaluate("figure => scrollTo(0, figure.getBoundingClientRect().top + scrollY - 110)")


def _spot(page: Page) -> None:
    page.locator("[data-question]:visible").wait_for()
    slot = page.locator("[data-question][data-kind=spot]").first.get_attribute("data-question")
    page.locator(f"[data-go='{slot}']").click()
    question = page.locator("[data-question]:visible")
    for place in (1, 2):
        question.locator(".phrase input").nth(place).check(force=True)
    question.get_by_text("บันทึกแล้ว").wait_for()
    page.evaluate("document.activeElement.blur()")
    question.evaluate("question => scrollTo(0, question.getBoundingClientRect().top + scrollY - 24)")


@dataclass(frozen=True)
class Window:
    """One picture: what is opened, by whom, what is done first, and how much of the page is seen."""

    name: str
    path: str  # or the name of one of the world's addresses
    eyes: Eyes
    height: int
    known: bool = True  # looked at by the learner of the world
    prepare: Callable[[Page], None] = _as_it_is


WINDOWS = (
    Window("home-360", "/", Eyes(360), 1260, known=False),
    Window("lesson-chart-1280", "/khor/reading-a-candlestick/", Eyes(1280), 860, prepare=_chart),
    Window("quiz-spot-360", "attempt", Eyes(360), 1100, prepare=_spot),
    Window("result-360-dark", "result", Eyes(360, "dark"), 1260),
    Window("pattern-1280", "/scams/task-scam/", Eyes(1280), 1080),
    Window("my-learning-360", "/my-learning/", Eyes(360), 1260),
)


def make(chromium: BrowserType, url: str, world: dict[str, Any], *, only: str = "") -> list[Path]:
    """Write the pictures and return where they are; raises ValueError for one that is too heavy."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    written = []
    for window in WINDOWS:
        if only in window.name:
            path = FOLDER / f"{window.name}.png"
            _write(_seen(chromium, url, world, window), path)
            written.append(path)
    return written


def _seen(chromium: BrowserType, url: str, world: dict[str, Any], window: Window) -> Image.Image:
    browser = browser_of(chromium, window.eyes)
    try:
        cookie = world["cookie"] if window.known else ""
        context = context_of(
            browser, url, window.eyes, cookie=cookie, sharpness=2 if window.eyes.width < 700 else 1
        )
        page = context.new_page()
        page.set_viewport_size({"width": window.eyes.width, "height": window.height})
        page.goto(world["addresses"].get(window.path, window.path), wait_until="networkidle")
        window.prepare(page)
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(300)
        return Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    finally:
        browser.close()


def _write(image: Image.Image, path: Path) -> None:
    image.quantize(COLORS, dither=Image.Dither.NONE).save(path, optimize=True)
    weight = path.stat().st_size
    if weight > MOST_BYTES:
        raise ValueError(f"{path.name} has {weight} bytes, more than {MOST_BYTES}")
