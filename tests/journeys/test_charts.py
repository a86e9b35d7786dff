"""A reader uses a chart: another range, a log scale, by keyboard; without a script nothing is offered that cannot work."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from market_data.packing import unpack
from tests.journeys.conftest import Site

LESSON = "/khor/reading-a-candlestick/"


def test_a_range_is_chosen_by_keyboard_and_the_words_follow(page: Page) -> None:
    page.goto(LESSON)
    figure = page.locator("[data-chart]").first
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
