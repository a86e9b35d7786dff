"""Makes the pictures of docs/teacher-guide (`run.py look --guide`), or looks at every screen (`run.py look --school`)."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PIL import Image
from playwright.sync_api import Browser, BrowserType, Page

from literacy.browser import find_browser
from tests.bench.server import ROOT
from tests.look.looking import faults, picture, sheet
from tests.look.school_screens import Screen, open_screen, screens, walker

FOLDER = ROOT / "docs" / "teacher-guide"
COURSE, LESSON = "ngor", "easy-jobs"  # what the class of the pictures learns
MOST_BYTES = 150_000
HOST = "ruthan.example"  # what teachers read in the pictures, where one's own address stands


@dataclass(frozen=True)
class Shot:
    """One picture of the guide: the screen, how wide, and how high; from which element on (the class's name unless told)."""

    screen: str
    width: int = 900
    height: int = 760
    start: str = ".class-name"


SHOTS = {
    "open-a-class.png": Shot("class-empty", height=900),
    "roster.png": Shot("roster-preview"),
    "slips.png": Shot("slips", height=820),
    "projector.png": Shot("projector", width=1280, height=720, start="h1"),
    "join-code.png": Shot("join", width=360, height=640),
    "join-name.png": Shot("join-class", width=360, height=740),
    "my-class.png": Shot("my-class", width=360, height=820),
    "choose-work.png": Shot("choose", height=860),
    "give-work.png": Shot("give", height=940),
    "exceptions.png": Shot("exceptions", height=900),
    "board.png": Shot("board", width=1280, height=860),
    "report.png": Shot("report", height=900),
    "gain.png": Shot("report-gain", height=760, start="#gain-title"),
    "replay.png": Shot("attempt-report", height=860),
    "gradebook.png": Shot("results", width=1280, height=900),
    "paper.png": Shot("paper", width=1280, height=760),
}


def browser_at_host(chromium: BrowserType, url: str) -> Browser:
    """Return a browser that finds the site of the address at HOST."""
    rule = f"MAP {HOST}:80 {url.removeprefix('http://')}"
    options = ["--no-sandbox", "--disable-gpu", f"--host-resolver-rules={rule}"]
    return chromium.launch(executable_path=find_browser(), args=options)


def make_pictures(browser: Browser, world: Mapping[str, Any], to: Path = FOLDER) -> int:
    """Write every picture of the guide; return how many are too heavy."""
    known = {each.name: each for each in screens(world["ids"])}
    heavy = 0
    for name, shot in SHOTS.items():
        screen = known[shot.screen]
        size = {"width": shot.width, "height": shot.height}
        scale = 2 if shot.width < 700 else 1
        with walker(
            browser, f"http://{HOST}", world["cookies"][screen.who], viewport=size, device_scale_factor=scale
        ) as context:  # fmt: skip
            page = context.new_page()
            open_screen(page, screen)
            page.wait_for_load_state("networkidle")
            heavy += _write(page, shot, to / name)
    return heavy


def _write(page: Page, shot: Shot, path: Path) -> int:
    if shot.width > 700:  # a phone's picture begins at the top
        page.locator(shot.start).first.evaluate(
            "element => window.scrollTo(0, element.getBoundingClientRect().top + scrollY - 4)"
        )
    taken = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    path.parent.mkdir(parents=True, exist_ok=True)
    for colors in (128, 48, 16):
        taken.quantize(colors, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= MOST_BYTES:
            return 0
    return 1


def look_over(browser: Browser, url: str, world: Mapping[str, Any], to: Path, *, only: str = "") -> list[str]:
    """Look at every screen, narrow and wide, light and dark; write pictures; return what is wrong, a line each."""
    found = []
    chosen: list[Screen] = [each for each in screens(world["ids"]) if only in each.name]
    for screen in chosen:
        with walker(browser, url, world["cookies"][screen.who]) as context:
            page = context.new_page()
            page.set_viewport_size({"width": 360, "height": 740})
            open_screen(page, screen)
            for width in (360, 1280):
                for scheme in ("light", "dark"):
                    found += _seen(page, screen, width, scheme, to)  # type: ignore[arg-type]
    return found


def _seen(page: Page, screen: Screen, width: int, scheme: Literal["light", "dark"], to: Path) -> list[str]:
    page.set_viewport_size({"width": width, "height": 740 if width < 700 else 800})
    page.emulate_media(color_scheme=scheme)
    sheet([(screen.name, picture(page))], to / f"{screen.name} {width} {scheme}.png")
    return [f"{width} {scheme} | {screen.name} | {line}" for line in faults(page)]
