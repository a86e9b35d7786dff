"""One page as one person sees it: what axe finds, what is cut or wider than the window, and a picture."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page

from literacy.browser import find_browser

# axe would copy imported sheets into the page as inline styles, which our policy refuses
EVERY_RULE: dict[str, Any] = {"preload": False, "resultTypes": ["violations"]}
# all that light and dark change; also stricter for small letters than for large ones
COLOURS: dict[str, Any] = {
    **EVERY_RULE,
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
MOST_HEIGHT = 9000  # of a picture: a long glossary says nothing new after that

# Text is cut where its box hides what goes over the edge, or where it stands outside the window. What scrolls on its
# own (a wide table), what is there for screen readers only, and what waits outside until it is focused are not cut.
_CUT = """() => {
  const said = (element) => `${element.localName}.${element.className || element.id} "${element.textContent.trim().slice(0, 30)}"`;
  const unseen = (element) =>
    element.closest(".visually-hidden, .skip, .js-plotly-plot, svg, select, [popover]:not(:popover-open)")
    || !element.checkVisibility({checkVisibilityCSS: true});
  const found = new Set();
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = words.nextNode(); node; node = words.nextNode()) {
    if (!node.data.trim() || unseen(node.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const seen = [...range.getClientRects()];
    let scrolls = false;
    for (let at = node.parentElement; at !== document.body; at = at.parentElement) {
      const {overflowX, overflowY, display} = getComputedStyle(at);
      if (/auto|scroll/.test(overflowX)) scrolls = true;
      if (scrolls || display === "inline") continue;
      const box = at.getBoundingClientRect();
      if (box.width <= 1) { scrolls = true; continue; } // for screen readers only
      const over = seen.some((rect) => (/hidden|clip/.test(overflowX) && (rect.right > box.right + 2 || rect.left < box.left - 2))
        || (/hidden|clip/.test(overflowY) && (rect.bottom > box.bottom + 6 || rect.top < box.top - 6)));
      if (over) found.add(`cut by ${at.localName}.${at.className}: ${said(node.parentElement)}`);
    }
    if (!scrolls && seen.some((rect) => rect.right > innerWidth + 1 || rect.left < -1))
      found.add(`outside the window: ${said(node.parentElement)}`);
  }
  return [...found];
}"""


@dataclass(frozen=True)
class Eyes:
    """How somebody looks. `letters`: as they come, at the largest of our own control, or doubled by the browser."""

    width: int
    scheme: Literal["light", "dark"] = "light"
    letters: Literal["plain", "largest", "doubled"] = "plain"
    forced_colors: bool = False

    @property
    def name(self) -> str:
        colors = "forced colours" if self.forced_colors else self.scheme
        return f"{self.width} {colors} {self.letters}"


def browser_of(chromium: BrowserType, eyes: Eyes) -> Browser:
    """Return a Chromium; twice the browser's own 16 px is what the setting "very large" asks for."""
    doubled = ["--blink-settings=defaultFontSize=32"] if eyes.letters == "doubled" else []
    return chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu", *doubled])


def context_of(
    browser: Browser, url: str, eyes: Eyes, *, cookie: str = "", sharpness: int = 1
) -> BrowserContext:
    """Return a browser of somebody with these eyes; `cookie`: the learner who learns on it."""
    context = browser.new_context(
        base_url=url,
        viewport={"width": eyes.width, "height": 740 if eyes.width < 700 else 800},
        device_scale_factor=sharpness,
        locale="th-TH",
        color_scheme=eyes.scheme,
        reduced_motion="reduce",
        forced_colors="active" if eyes.forced_colors else "none",
        service_workers="block",
    )
    context.set_default_timeout(60_000)
    if eyes.letters == "largest":
        context.add_init_script("localStorage.setItem('ruthan.textSize', 'largest')")
    if cookie:
        context.add_cookies([{"name": "learner", "value": cookie, "url": url}])
    return context


def barriers(page: Page, rules: dict[str, Any] = EVERY_RULE, *, within: str | None = None) -> list[str]:
    """Return the names of the rules that the open page, or a part of it, breaks."""
    return [fault["id"] for fault in Axe().run(page, within, rules).response["violations"]]


def faults(page: Page, rules: dict[str, Any] = EVERY_RULE) -> list[str]:
    """Return what is wrong with the page that is open, each in a line."""
    found = []
    for fault in Axe().run(page, options=rules).response["violations"]:
        targets = ", ".join(str(node["target"]) for node in fault["nodes"][:3])
        found.append(f"axe {fault['id']}: {targets}")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wide > 0:
        found.append(f"scrolls sideways by {wide} px")
    cut: list[str] = page.evaluate(_CUT)
    return found + cut


def picture(page: Page, *, most: int = MOST_HEIGHT) -> Image.Image:
    """Return the whole page as a picture, at most so high."""
    options: dict[str, Any] = {"full_page": True}
    height = page.evaluate("document.documentElement.scrollHeight")
    if height > most:
        width = page.evaluate("innerWidth")
        options["clip"] = {"x": 0, "y": 0, "width": width, "height": most}
    return Image.open(io.BytesIO(page.screenshot(**options))).convert("RGB")


def sheet(pictures: list[tuple[str, Image.Image]], path: Path, *, height: int = 1500) -> None:
    """Write pictures side by side, each cut into columns of one height."""
    columns = []
    for _name, image in pictures:
        columns += [
            image.crop((0, top, image.width, min(top + height, image.height)))
            for top in range(0, image.height, height)
        ]
        columns.append(Image.new("RGB", (14, height), (200, 30, 30)))
    whole = Image.new("RGB", (sum(column.width + 8 for column in columns), height), (120, 120, 120))
    left = 0
    for column in columns:
        whole.paste(column, (left, 0))
        left += column.width + 8
    path.parent.mkdir(parents=True, exist_ok=True)
    whole.save(path)
