"""How the market data is doing, told to operators, probes and inboxes."""

import datetime as dt
import json
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from market_data import health, services
from market_data.breaker import Outcome
from market_data.candles import DAY
from market_data.models import CandleRevision, FetchRun, Series, StopAlert
from tests.factories import lessons as make_page
from tests.factories import market_data as make

pytestmark = pytest.mark.django_db
WEEKS = dt.timedelta(weeks=2)


def _troubled(now: dt.datetime) -> Series:
    """Return a series with a gap, a revision and a failure; another venue's price is far off."""
    series = make.series()
    rows = make.run(40, step=DAY, now=now)
    services.ingest_candles(series=series, venue_key="binance", rows=[*rows[:10], *rows[12:]], now=now)
    services.note_gaps(series=series, now=now)
    services.ingest_candles(series=series, venue_key="binance", rows=[rows[-1]._replace(v=6.5)], now=now)
    other = make.series("kraken")
    make.with_candles(other, count=5, now=now, level=60_000)
    services.cross_check(now=now, simulated=False)
    failed = services.Fetched(series.key, Outcome.UNREACHABLE, detail="no route")
    services.record_outcome(series=series, fetched=failed, now=now, jitter=0.5)
    FetchRun.objects.create(series=series, at=now, outcome="unreachable", detail="no route")
    return series


def test_the_overview_tells_lag_gaps_revisions_disagreements_and_errors(now: dt.datetime) -> None:
    _troubled(now)
    services.take_lease(holder="a", now=now)

    view = health.overview(now=now, simulated=False)

    one = next(one for one in view.series if one.key.startswith("binance"))
    assert (one.state, one.gaps, one.revisions, one.failures, one.lag_hours) == ("fresh", 1, 1, 1, 3.0)
    assert view.is_fetcher_alive
    assert "ต่างจาก kraken" in view.disagreements[0].text
    assert "no route" in view.errors[0].text
    assert "no route" in view.venues[0].last_error
    assert not health.overview(now=now + health.SILENT_AFTER, simulated=False).is_fetcher_alive


def test_a_revision_keeps_what_the_candle_was(now: dt.datetime) -> None:
    _troubled(now)

    revision = CandleRevision.objects.get()

    assert (revision.old[4], revision.new[4], revision.seen_at) == (5.0, 6.5, now)
    assert revision.old[:4] == revision.new[:4]


def test_the_report_costs_the_same_for_many_series(
    now: dt.datetime, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        make.with_candles(make.series(market_id=f"M{number}", symbol=f"A{number}/USDT"), count=5, now=now)

    with django_assert_max_num_queries(12):
        health.overview(now=now, simulated=False)


def test_the_command_prints_what_the_report_shows(
    now: dt.datetime, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    settings.MARKET_DATA = "real"
    _troubled(now)

    with time_machine.travel(now, tick=False):
        call_command("market_health")

    said = capsys.readouterr().out
    for text in ("binance/BTC-USDT/1d", "ช่องว่าง 1", "no route", "ต่างจาก kraken"):
        assert text in said


def test_the_report_is_for_those_who_may_see_series(client: Client, now: dt.datetime, settings: Any) -> None:
    settings.MARKET_DATA = "real"
    _troubled(now)
    address = reverse("market_health_report")
    assert client.get(address).status_code == 302

    client.force_login(get_user_model()._default_manager.create_superuser("boss", "boss@example.org", "x"))
    page = client.get(address)

    assert page.status_code == 200
    text = page.content.decode()
    assert "สุขภาพข้อมูลตลาด" in text
    assert "no route" in text
    assert 'id="market-health-figure"' in text


def test_liveness_asks_nobody(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(0):
        assert client.get("/healthz").json() == {"status": "ok"}


def test_readiness_tells_the_state_and_no_names(client: Client, now: dt.datetime, settings: Any) -> None:
    settings.MARKET_DATA = "real"
    _troubled(now)
    services.take_lease(holder="secret-host:1", now=now)

    with time_machine.travel(now, tick=False):
        told = client.get("/readyz")

    assert told.status_code == 200
    body = told.json()
    assert body["status"] == "ready"
    assert body["market_data"] == {
        "heartbeat_seconds": 0.0,
        "is_fetcher_alive": True,
        "oldest_lag_seconds": 3 * 3600,
        "stopped_series": 0,
    }
    assert "no-store" in told["Cache-Control"]
    assert not any(word in json.dumps(body) for word in ("secret", "binance", "sqlite"))


def test_a_silent_fetcher_degrades_but_readers_are_still_served(
    client: Client, now: dt.datetime, settings: Any
) -> None:
    settings.MARKET_DATA = "real"
    make.with_candles(make.series(), count=5, now=now)

    with time_machine.travel(now + WEEKS, tick=False):
        told = client.get("/readyz")

    assert (told.status_code, told.json()["status"]) == (200, "degraded")
    assert told.json()["market_data"]["stopped_series"] == 1


def test_a_database_that_is_away_or_behind_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("literacy.views._waiting_migrations", lambda: 3)
    assert client.get("/readyz").status_code == 503

    def away() -> int:
        raise OperationalError("postgres://user:secret@host is away")

    monkeypatch.setattr("literacy.views._waiting_migrations", away)
    told = client.get("/readyz")

    assert told.status_code == 503
    assert "secret" not in told.content.decode()


def _used(now: dt.datetime) -> Series:
    series = make.with_candles(make.series(), count=5, now=now)
    chart = {"series": series.pk, "range": "90d", "caption": "ราคา"}
    make_page.make_lesson(title="อ่านแท่งเทียน", body=[("chart", chart)])
    get_user_model()._default_manager.create_superuser("boss", "boss@example.org", "x")
    return series


def test_one_mail_is_sent_per_stop_of_a_series_in_a_published_lesson(now: dt.datetime) -> None:
    series = _used(now)
    assert services.alert_stopped(now=now, simulated=False) == []

    stopped = now + WEEKS
    assert services.alert_stopped(now=stopped, simulated=False) == [series]
    for hours in range(1, 30):
        assert services.alert_stopped(now=stopped + dt.timedelta(hours=hours), simulated=False) == []

    (message,) = mail.outbox
    assert message.to == ["boss@example.org"]
    assert "อ่านแท่งเทียน" in message.body

    make.with_candles(series, count=3, now=stopped)
    services.alert_stopped(now=stopped, simulated=False)
    assert not StopAlert.objects.exists()
    assert services.alert_stopped(now=stopped + WEEKS, simulated=False) == [series]


def test_a_series_that_no_published_lesson_shows_alarms_nobody(now: dt.datetime) -> None:
    make.with_candles(make.series(), count=5, now=now)
    get_user_model()._default_manager.create_superuser("boss", "boss@example.org", "x")

    assert services.alert_stopped(now=now + WEEKS, simulated=False) == []
    assert mail.outbox == []


def test_a_mail_that_could_not_be_sent_is_tried_again_an_hour_later(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    series = _used(now)

    def refuse(*args: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("market_data.services.alerts.send_mail", refuse)
        assert services.alert_stopped(now=now + WEEKS, simulated=False) == []
    assert services.alert_stopped(now=now + WEEKS, simulated=False) == []

    assert services.alert_stopped(now=now + WEEKS + dt.timedelta(hours=1), simulated=False) == [series]
