"""Fixtures used by several apps: no network beyond this machine, a clean cache, a fixed clock."""

import datetime as dt
import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker

from literacy.browser import find_browser

# no test is a race: a busy machine may take its time over an example
hypothesis_settings.register_profile("unhurried", deadline=None)
hypothesis_settings.load_profile("unhurried")

NOW = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)  # 10:00 in Bangkok
_LOOPBACK = ("127.", "::1", "localhost", "/")


@pytest.fixture
def now() -> dt.datetime:
    return NOW


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else str(address)
        if self.family != socket.AF_UNIX and not str(host).startswith(_LOOPBACK):
            raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Path | None:
    """Set the database up, and keep a copy as migrations leave it for processes of their own (SQLite only)."""
    if connection.vendor != "sqlite":
        return None
    kept = tmp_path_factory.mktemp("migrated") / "site.sqlite3"
    with django_db_blocker.unblock(), closing(sqlite3.connect(kept)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    return kept


@pytest.fixture(autouse=True)
def _clean_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys through the running site share it, so one worker does them; those with a server of their own, another.

    pytest-xdist 3.8 hands groups on in a field that pytest 9.2 no longer reads: with these two, each worker starts a
    site of its own, which costs a minute and changes nothing else.
    """
    for item in items:
        if "journeys" in Path(item.path).parts and isinstance(item, pytest.Function):
            served = "running site" if "site" in item.fixturenames else "own server"
            item.add_marker(pytest.mark.xdist_group(f"journeys: {served}"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium. Without one the journeys are skipped with the reason; on CI that is a failure."""
    path = find_browser()
    if path is None:
        reason = "no Chromium found: install one, set CHROMIUM to its path, or start `python3 run.py test`"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    # Playwright's loop runs in this thread for the rest of the session; Django takes that for an async caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield chromium
        chromium.close()
