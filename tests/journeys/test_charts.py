"""A reader uses a chart: another range, a log scale, by keyboard; without a script nothing is offered that cannot work."""

import itertools
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from market_data.packing import unpack
from tests.journeys.conftest import ROOT, Site

LESSON = "/khor/reading-a-candlestick/"


def test_a_range_is_chosen_by_keyboard_and_the_words_follow(page: Page) -> None:
    page.goto(LESSON)
    figure = page.locator("[data-chart][data-refresh]").first
    figure.scroll_into_view_if_needed()
    expect(figure).to_have_attribute("data-chart-state", "live")

    figure.get_by_role("button", name="7 วัน").focus()
    page.keyboard.press("Enter")

    expect(figure.locator("[data-chart-title]")).to_have_text(re.compile("7 วัน"))
    expect(figure.get_by_role("button", name="7 วัน")).to_have_attribute("aria-pressed", "true")
    figure.get_by_role("button", name="สเกลลอการิทึม").click()
    expect(figure.locator("[data-chart-status]")).to_contain_text("เท่าตัว")


def test_the_market_page_leads_to_an_asset_and_on_to_its_lessons(page: Page) -> None:
    page.goto("/market/")

    page.get_by_role("link", name="บิตคอยน์").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("บิตคอยน์")
    expect(page.locator(f"a[href$='{LESSON}']")).to_be_visible()


def test_without_a_script_the_picture_is_there_and_no_dead_button(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(LESSON)

    expect(page.locator(".chart-picture").first).to_be_visible()
    expect(page.locator("[data-chart-controls]").first).to_be_hidden()
    context.close()


def test_the_browser_reads_a_packed_figure_as_it_was_written(page: Page) -> None:
    page.goto(LESSON)
    plain = page.locator("[data-chart][data-refresh]").first.get_attribute("data-figure") or ""
    address = plain.replace(".json", "/candles-volume-ma20-drawdown.json")

    packed, read = page.evaluate(
        """async ([address, module]) => {
          const { figure } = await (await fetch(address)).json();
          return [figure, (await import(module)).unpacked(figure)];
        }""",
        [address, "/static/js/chart-data.js"],
    )

    wanted = unpack(packed)
    assert len(wanted["data"][0]["x"]) >= 90
    for name in ("x", "text", "open", "high", "low", "close"):
        assert read["data"][0][name] == wanted["data"][0][name]
    for ours, theirs in zip(read["data"][1:], wanted["data"][1:], strict=True):
        assert ours["x"] == theirs["x"]
        known = [place for place, value in enumerate(theirs["y"]) if value is not None]
        assert [place for place, value in enumerate(ours["y"]) if value is not None] == known
        assert [ours["y"][place] for place in known] == pytest.approx(
            [theirs["y"][place] for place in known], abs=0.011
        )
    assert read["layout"] == wanted["layout"]


SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (360, 1280)


def _process(site: Site, word: str) -> str:
    home = site.log.parent / "var"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "literacy.settings.dev",
        "VAR_DIR": str(home),
        "DATABASE_URL": "",
        "MARKET_DATA": "real",
        "LOG_LEVEL": "ERROR",
    }
    return subprocess.run(
        [sys.executable, "-m", "tests.journeys.six_blocks", word],
        cwd=ROOT, env=environment, check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip


@pytest.fixture(scope="module")
def six_blocks(site: Site) -> Iterator[str]:
    """The address of a lesson with all six blocks; the site has it only as long as these tests run."""
    yield _process(site, "make")
    _process(site, "take away")


def _faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_six_blocks_have_no_fault_in_any_light_or_width(
    six_blocks: str, browser: Browser, site: Site, scripts: bool
) -> None:
    faults: dict[str, list[str]] = {}
    trouble: list[str] = []
    for width, scheme in itertools.product(WIDTHS, SCHEMES):
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=scripts,
        )
        context.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
        context.on("weberror", lambda error: trouble.append(str(error.error)))
        page = context.new_page()
        page.goto(six_blocks)
        expect(page.locator("figure.chart")).to_have_count(5)
        expect(page.locator("section.ticker")).to_be_visible()
        if scripts:
            for place in range(5):
                figure = page.locator("[data-chart]").nth(place)
                figure.scroll_into_view_if_needed()
                expect(figure).to_have_attribute("data-chart-state", "live", timeout=30_000)
            faults[f"{width} {scheme}"] = _faults(page)
        else:  # axe itself is a script: what is judged here is that all is there to be seen
            for place in range(5):
                expect(page.locator("figure.chart").nth(place).locator(".chart-plot svg")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width if scripts else True
        context.close()

    assert all(not found for found in faults.values()), faults
    assert trouble == []


def test_on_paper_every_figure_has_its_drawing(six_blocks: str, browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(six_blocks)
    figure = page.locator("[data-chart]").first
    figure.scroll_into_view_if_needed()
    expect(figure).to_have_attribute("data-chart-state", "live", timeout=30_000)

    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})  # A4 at 96 dots an inch

    drawing = figure.locator(".main-svg").first
    expect(drawing).to_have_attribute("viewBox", re.compile(r"^0 0 \d+ \d+$"))
    expect(figure.locator(".chart-controls")).to_be_hidden()
    assert (drawing.bounding_box() or {"height": 0})["height"] <= 345  # nine centimetres
    assert page.pdf(format="A4")[:4] == b"%PDF"
    context.close()
