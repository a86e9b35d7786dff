"""A whole site in processes of its own: stand-in exchange, market worker, web server, real browser."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 240  # the machine may be busy with other tests
TIMEOUT = 45_000  # milliseconds, for the same reason


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(
    url: str, process: subprocess.Popen[str], log: Path, *, saying: str = "", without: tuple[str, ...] = ()
) -> None:
    """Wait until the address answers and its page says one thing and no longer others."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(url, timeout=5) as response:
                page = response.read().decode()
            if saying in page and not any(text in page for text in without):
                return
        except (URLError, OSError):
            pass
        time.sleep(0.2)
    raise AssertionError(f"{url} did not come up:\n{log.read_text()[-4000:]}")


def until(page: Page, expression: str, *, seconds: float = 45) -> None:
    """Wait until an expression of the page's (a promise too) is true.

    Playwright's own `wait_for_function` asks again by `eval`, which our pages' policy refuses.
    """
    deadline = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"never true: {expression}"
        page.wait_for_timeout(50)


@dataclass(frozen=True)
class Site:
    """Addresses and demo passwords of the running site."""

    url: str
    log: Path

    def password(self, username: str) -> str:
        """Return the password that the site printed, once, for a demo account."""
        found = re.search(rf"^\s*{username}\s+(\S+)$", self.log.read_text(), re.MULTILINE)
        assert found, f"no password printed for {username}:\n{self.log.read_text()[-3000:]}"
        return found[1]


def _stop(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`manage.py up` on an empty SQLite database, fed by the stand-in exchange through real ccxt."""
    home = tmp_path_factory.mktemp("site")
    exchange_port, port = _free_port(), _free_port()
    log = home / "up.log"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "literacy.settings.dev",
        "VAR_DIR": str(home / "var"),
        "DATABASE_URL": "",
        "MARKET_DATA": "real",
        "MARKET_VENUES_URL": f"http://127.0.0.1:{exchange_port}",
        "PYTHONUNBUFFERED": "1",
    }
    with log.open("w") as output:
        exchange = subprocess.Popen(
            [sys.executable, "-m", "tests.market_data.stand_in", "--port", str(exchange_port)],
            cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        up = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--port", str(port)],
            cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        try:
            url = f"http://127.0.0.1:{port}"
            lesson = (
                f"{url}/khor/reading-a-candlestick/"  # wait until both of its charts have their own source
            )
            _wait_for(lesson, up, log, saying="แท่งปิดล่าสุด", without=("แทนทั้งกราฟ", "ยังไม่มีข้อมูล"))
            yield Site(url=url, log=log)
        finally:
            _stop(up)
            _stop(exchange)


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A 360 px phone; every page is watched for CSP violations, script errors and requests to elsewhere."""
    context = browser.new_context(
        base_url=site.url, viewport={"width": 360, "height": 740}, device_scale_factor=2, locale="th-TH"
    )
    context.set_default_timeout(TIMEOUT)
    trouble: list[str] = []
    context.on("weberror", lambda error: trouble.append(str(error.error)))
    context.on(
        "console",
        lambda message: trouble.append(message.text) if "Content Security Policy" in message.text else None,
    )
    context.on(
        "request",
        lambda request: (
            trouble.append(request.url) if not request.url.startswith((site.url, "data:", "blob:")) else None
        ),
    )
    yield context
    context.close()
    assert trouble == []


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    expect.set_options(timeout=TIMEOUT)
    return phone.new_page()
