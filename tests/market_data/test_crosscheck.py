"""Two venues that disagree by more than three in a hundred are pointed out."""

import datetime as dt

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMessage
from hypothesis import given
from hypothesis import strategies as st

from market_data import crosscheck, services
from market_data.models import CrossCheck, DailyJob, Series
from tests.factories import market_data as make

PRICES = st.floats(1e-8, 1e8)


@given(PRICES, PRICES)
def test_the_order_of_venues_does_not_matter(one: float, other: float) -> None:
    assert crosscheck.deviation(one, other) == crosscheck.deviation(other, one) >= 0
    assert crosscheck.deviation(one, one) == 0


@pytest.mark.parametrize(
    ("other", "is_flagged"), [(102.9, False), (103.1, True), (97.2, False), (96.9, True)]
)
def test_more_than_three_per_cent_is_suspicious(other: float, is_flagged: bool) -> None:
    assert crosscheck.is_suspicious(100.0, other) is is_flagged


@pytest.mark.django_db
def test_the_same_asset_is_compared_across_venues_and_dollars_but_not_with_baht(now: dt.datetime) -> None:
    make.with_candles(make.series("binance"), count=5, now=now, level=50_000)
    make.with_candles(make.series("kraken"), count=5, now=now, level=50_100)
    make.with_candles(make.series("bitstamp", "BTC/USD"), count=5, now=now, level=60_000)
    make.with_candles(make.series("bitkub", "BTC/THB"), count=5, now=now, level=1_700_000)

    services.cross_check(now=now, simulated=False)
    services.cross_check(now=now, simulated=False)

    assert CrossCheck.objects.count() == 3
    assert CrossCheck.objects.filter(is_flagged=True).count() == 2


@pytest.mark.django_db
def test_the_operator_is_told_once_a_week_which_venues_disagree(
    now: dt.datetime, mailoutbox: list[EmailMessage], settings: LazySettings
) -> None:
    settings.ADMINS = [("ผู้ดูแล", "operator@example.org")]
    make.with_candles(make.series("binance"), count=5, now=now, level=50_000)
    make.with_candles(make.series("kraken"), count=5, now=now, level=60_000)
    services.cross_check(now=now, simulated=False)

    services.alert_flagged(now=now, simulated=False)
    services.alert_flagged(now=now + dt.timedelta(hours=1), simulated=False)

    assert len(mailoutbox) == 1
    assert "Binance" in mailoutbox[0].body
    assert "Kraken" in mailoutbox[0].body
    assert "20.0%" in mailoutbox[0].body
    assert "/admin/reports/market-health/" in mailoutbox[0].body
    for later in (1, 8):
        for venue in ("binance", "kraken"):
            series = Series.objects.get(venue__key=venue)
            level = 50_000 if venue == "binance" else 60_000
            make.with_candles(series, count=5, now=now + dt.timedelta(days=later), level=level)
        services.cross_check(now=now + dt.timedelta(days=later), simulated=False)
        services.alert_flagged(now=now + dt.timedelta(days=later), simulated=False)
    assert len(mailoutbox) == 2


@pytest.mark.django_db
def test_a_mail_about_a_disagreement_that_was_not_sent_is_tried_again(
    now: dt.datetime, mailoutbox: list[EmailMessage], settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ADMINS = [("ผู้ดูแล", "operator@example.org")]
    make.with_candles(make.series("binance"), count=5, now=now, level=50_000)
    make.with_candles(make.series("kraken"), count=5, now=now, level=60_000)
    services.cross_check(now=now, simulated=False)

    def refuse(*_: object) -> None:
        raise OSError("the mail server is away")

    with monkeypatch.context() as patch:
        patch.setattr("market_data.services.alerts.send_mail", refuse)
        assert services.alert_flagged(now=now, simulated=False) == []
    services.alert_flagged(now=now, simulated=False)

    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_a_series_that_stopped_is_not_compared_with_its_past(now: dt.datetime) -> None:
    make.with_candles(make.series("binance"), count=5, now=now)
    make.with_candles(make.series("kraken"), count=5, now=now - dt.timedelta(days=9), level=90_000)

    assert services.cross_check(now=now, simulated=False) == []


@pytest.mark.django_db
def test_daily_jobs_run_once_a_day_and_one_that_fails_is_tried_again(now: dt.datetime) -> None:
    runs: list[int] = []

    def fail() -> None:
        runs.append(1)
        raise ValueError("not today")

    first = services.run_daily(now=now, simulated=False, extra={"fail": fail})
    again = services.run_daily(now=now, simulated=False, extra={"fail": fail})

    assert "cross_check" in first
    assert again == []
    assert len(runs) == 2
    assert "cross_check" in services.run_daily(now=now + dt.timedelta(days=1), simulated=False)
    assert DailyJob.objects.filter(name="cross_check").count() == 1
