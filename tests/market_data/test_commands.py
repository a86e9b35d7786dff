"""The worker and the probe as an operator meets them."""

import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import OperationalError

from market_data import selectors
from market_data.management.commands import market_fetch
from market_data.models import Candle, Series
from tests.factories import market_data as make
from tests.market_data.stand_in import StandIn

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_one_round_of_the_worker_fills_what_is_due(stand_in: StandIn, settings: LazySettings) -> None:
    settings.MARKET_VENUES_URL = stand_in.url
    stand_in.clock = lambda: int(time.time() * 1000)
    make.series()

    call_command("market_fetch", once=True)

    assert Candle.objects.count() > 400  # what a chart needs, and the first of the history before it
    assert selectors.gaps_for(series=Series.objects.get()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [OperationalError("database is locked"), RuntimeError("a bug")])
def test_the_worker_outlives_the_database_and_its_own_bugs(
    fault: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**kwargs: object) -> None:
        raise fault

    monkeypatch.setattr("market_data.services.fetch_due", fail)
    monkeypatch.setattr(market_fetch, "close_old_connections", lambda: None)
    monkeypatch.setattr("market_data.management.commands.market_fetch.connection.close", lambda: None)

    with caplog.at_level(logging.ERROR):
        pause = market_fetch.Command().safe_turn(market_fetch.Clients(timeout_ms=100))

    assert pause >= 5
    assert str(fault) in caplog.text


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Make a database that a worker process can be started on; return its environment."""
    home = tmp_path_factory.mktemp("desk")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "literacy.settings.dev",
        "VAR_DIR": str(home),
        "DATABASE_URL": f"sqlite:///{home / 'worker.sqlite3'}",
        "MARKET_DATA": "real",
    }
    code = (
        "import django; django.setup(); from django.core.management import call_command as call;"
        "call('migrate', 'market_data', verbosity=0); call('market_defaults')"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True, capture_output=True)
    return environment


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_ends_at_once_even_while_an_exchange_keeps_it_waiting(
    number: signal.Signals, stand_in: StandIn, desk: dict[str, str]
) -> None:
    stand_in.faults.update(binance="slow", kraken="slow", bitkub="slow")
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "market_fetch"],
        cwd=ROOT,
        env={**desk, "MARKET_VENUES_URL": stand_in.url},
        stderr=subprocess.DEVNULL,
    )
    started = time.monotonic()
    while not stand_in.log and worker.poll() is None:
        assert time.monotonic() - started < 60
        stand_in.closing.wait(0.05)

    sent = time.monotonic()
    worker.send_signal(number)

    try:
        assert worker.wait(10) == 0
        assert time.monotonic() - sent < 2
    finally:
        worker.kill()
        worker.wait()


def test_the_probe_is_content_with_one_venue_that_answers(
    stand_in: StandIn, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MARKET_VENUES_URL = stand_in.url
    stand_in.clock = lambda: int(time.time() * 1000)
    stand_in.faults.update(binance="451", kraken="html200")

    call_command("market_probe", timeout=2)

    said = capsys.readouterr().out
    assert "bitkub: ตอบแล้ว" in said
    assert "binance: ไม่ตอบ" in said


def test_the_probe_says_when_no_venue_answers(settings: LazySettings) -> None:
    settings.MARKET_VENUES_URL = "http://127.0.0.1:9"

    with pytest.raises(SystemExit) as left:
        call_command("market_probe", timeout=1)

    assert left.value.code == 3
