"""A first visit to a lesson on a phone stays light: everything but the live chart, counted over the wire."""

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.journeys.conftest import until

MOST_REQUESTS = 12
MOST_BYTES = 120_000
CHART = re.compile(r"/static/(vendor/plotly/|js/(chart[\w-]*|thai-axis)\.)|/market/figures/")


@pytest.mark.parametrize("lesson", ["/khor/reading-a-candlestick/"])
def test_a_first_visit_to_a_lesson_stays_light(phone: BrowserContext, lesson: str) -> None:
    page = phone.new_page()
    wire = phone.new_cdp_session(page)
    wire.send("Network.enable")
    addresses: dict[str, str] = {}
    weights: dict[str, float] = {}
    wire.on("Network.requestWillBeSent", lambda e: addresses.update({e["requestId"]: e["request"]["url"]}))
    wire.on("Network.loadingFinished", lambda e: weights.update({e["requestId"]: e["encodedDataLength"]}))

    page.goto(lesson)
    expect(page.locator("html[data-lesson-awake]")).to_be_attached()
    until(page, "document.fonts.ready.then(() => document.fonts.status === 'loaded')")
    # the worker comes last: then everything else is there
    until(page, "navigator.serviceWorker.ready.then(() => true)")

    counted = {key: url for key, url in addresses.items() if not CHART.search(url)}
    assert "site." in " ".join(counted.values())  # hashed and whole, as it is served
    assert len(counted) <= MOST_REQUESTS, sorted(counted.values())
    assert sum(weights.get(key, 0) for key in counted) <= MOST_BYTES
