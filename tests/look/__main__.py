"""Open every page type as people see it and say what is wrong. `python3 run.py look [--best] [--school] [--guide] [--only WORD]`.

Every page of the list below, on a phone and wide, light and dark, with the largest letters of our own control and
with letters doubled by the browser; then with the colours of a high-contrast system. Each is checked for barriers
(axe), for scrolling sideways and for text that is cut, and its picture goes into var/look/. About ten minutes.
`--school` looks at every screen of teachers and pupils of a class instead, `--guide` makes the pictures of
docs/teacher-guide.
"""

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright, sync_playwright

from tests.bench import curriculum
from tests.bench.server import ROOT, Server
from tests.look import best, guide
from tests.look.looking import Eyes, browser_of, context_of, faults, picture, sheet

PAGES = {
    "home": "/",
    "course": "/ngor/",
    "lesson": "/ngor/easy-jobs/",
    "lesson with charts": "/khor/drawdown/",
    "kit": "/kor/kit/",
    "quiz, introduction": "/quiz/easy-jobs/",
    "quiz on paper": "/quiz/easy-jobs/print/",
    "my learning": "/my-learning/",
    "patterns": "/scams/",
    "pattern": "/scams/task-scam/",
    "glossary": "/glossary/",
    "claims": "/claims/",
    "claim": "/claims/crypto-is-illegal/",
    "directory": "/help-directory/",
    "emergency": "/just-transferred/",
    "search": "/search/?q=บล็อกเชน",
    "search, nothing": "/search/?q=ฮฮฮ",
    "market": "/market/",
    "asset": "/market/btc/",
    "about": "/about/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "my data": "/my-data/",
    "sign in": "/accounts/login/",
    "sign up": "/accounts/signup/",
    "join a class": "/join/",
    "not found": "/nope/",
    "offline": "/offline/",
}
EVERY = [
    Eyes(width, scheme, letters)  # type: ignore[arg-type]
    for width, scheme, letters in itertools.product((360, 1280), ("light", "dark"), ("largest", "doubled"))
] + [Eyes(width, forced_colors=True) for width in (360, 1280)]


def main() -> int:
    parser = argparse.ArgumentParser(prog="run.py look", description=__doc__)
    parser.add_argument("--only", default="", help="pages whose name holds this word")
    parser.add_argument("--eyes", default="", help="only eyes whose name holds this word, as 'dark' or '360'")
    parser.add_argument("--best", action="store_true", help="make the pictures of docs/screenshots")
    parser.add_argument("--to", type=Path, default=ROOT / "var" / "look", help="where pictures go")
    parser.add_argument("--school", action="store_true", help="the screens of teachers and pupils of a class")
    parser.add_argument("--guide", action="store_true", help="make the pictures of docs/teacher-guide")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ruthan-look-") as folder:
        say("making a site to look at …")
        environment = {**curriculum.make(Path(folder)), "ALLOWED_HOSTS": guide.HOST}
        of_class = options.school or options.guide
        world = world_of(
            environment, *(["school_world", guide.COURSE, guide.LESSON] if of_class else ["world"])
        )
        with Server("literacy.wsgi:application", environment) as server:
            host, port = server.address
            url = f"http://{host}:{port}"
            if of_class:
                return look_at_class(url, world, options)
            return make_best(url, world, options) if options.best else look(url, world, options)


def world_of(environment: dict[str, str], module: str, *arguments: str) -> dict[str, Any]:
    made = subprocess.run(
        [sys.executable, "-m", f"tests.look.{module}", *arguments],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(made.stdout.splitlines()[-1])
    return found


def look_at_class(url: str, world: dict[str, Any], options: argparse.Namespace) -> int:
    """Make the guide's pictures, or look at every screen of a class; return 1 when anything is wrong."""
    with sync_playwright() as playwright:
        if options.guide:
            browser = guide.browser_at_host(playwright.chromium, url)
        else:
            browser = browser_of(playwright.chromium, Eyes(360))
        try:
            if options.guide:
                heavy = guide.make_pictures(browser, world)
                say(f"{len(guide.SHOTS)} pictures in {guide.FOLDER}, {heavy} too heavy")
                return 1 if heavy else 0
            wrong = guide.look_over(browser, url, world, options.to, only=options.only)
        finally:
            browser.close()
    for line in wrong:
        say(line)
    say(f"{len(wrong)} wrong; pictures in {options.to}")
    return 1 if wrong else 0


def look(url: str, world: dict[str, Any], options: argparse.Namespace) -> int:
    """Look at the wanted pages with the wanted eyes; return 1 when anything is wrong."""
    pages = {**PAGES, **world["addresses"]}
    wanted = {name: path for name, path in pages.items() if options.only in name}
    wrong = 0
    with sync_playwright() as playwright:
        for eyes in EVERY:
            if options.eyes in eyes.name:
                wrong += _look_with(playwright, url, world, eyes, wanted, options.to)
    say(f"{wrong} wrong; pictures in {options.to}")
    return 1 if wrong else 0


def make_best(url: str, world: dict[str, Any], options: argparse.Namespace) -> int:
    with sync_playwright() as playwright:
        for path in best.make(playwright.chromium, url, world, only=options.only):
            say(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")
    return 0


def _look_with(
    playwright: Playwright, url: str, world: dict[str, Any], eyes: Eyes, pages: dict[str, str], to: Path
) -> int:
    browser = browser_of(playwright.chromium, eyes)
    wrong = 0
    try:
        page = context_of(browser, url, eyes, cookie=world["cookie"]).new_page()
        for name, path in pages.items():
            page.goto(path, wait_until="networkidle")
            found = faults(page)
            sheet([(name, picture(page))], to / f"{name.replace(',', '')} {eyes.name}.png")
            for line in found:
                say(f"{eyes.name} | {name} | {line}")
            wrong += len(found)
    finally:
        browser.close()
    return wrong


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
