"""Baht for a dollar: out of the bank's file, across the euro, and never a rate that cannot be believed."""

import datetime as dt
import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market_data import clients, services
from market_data.breaker import Outcome, State
from market_data.clients import RateClient
from market_data.models import FxRate, SourceHealth, Venue
from market_data.reference_rates import LEAST, MOST, UntrustworthyRatesError, read_rates
from market_data.services import fx
from tests.market_data.stand_in import StandIn
from tests.market_data.stand_in.venues import rates_of

FILE = (
    '<?xml version="1.0"?><gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" '
    'xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><Cube>{}</Cube></gesmes:Envelope>'
)
DAY = (
    '<Cube time="{}"><Cube currency="USD" rate="{}"/><Cube currency="CHF" rate="0.93"/>'
    '<Cube currency="THB" rate="{}"/></Cube>'
)
TODAY = dt.date(2026, 11, 24)


def _file(*days: tuple[object, object, object]) -> str:
    return FILE.format("".join(DAY.format(*day) for day in days))


def test_baht_for_a_dollar_is_baht_for_a_euro_divided_by_dollars_for_a_euro() -> None:
    # the bank's rates of 12 May 2022: 1.0408 dollars and 36.150 baht for a euro
    assert read_rates(_file(("2022-05-12", "1.0408", "36.150")), today=TODAY) == [
        (dt.date(2022, 5, 12), 34.732898)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html><body>Just a moment...</body></html>",
        _file(),
        _file(("2022-05-12", "1.0408", "36.150"))[:-40],
        _file(("2022-05-12", "1.0408", "NaN")),
        _file(("2022-05-12", "0", "36.150")),
        _file(("2022-05-12", "-1.04", "36.150")),
        _file(("2022-05-12", "inf", "36.150")),
        _file(("2022-05-12", "1,0408", "36.150")),
        _file(("2022-05-12", "36.150", "1.0408")),  # the columns changed places
        _file(("2026-11-25", "1.0408", "36.150")),
        _file(("yesterday", "1.0408", "36.150")),
        FILE.format('<Cube time="2022-05-12"><Cube currency="USD" rate="1.0408"/></Cube>'),
        '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + _file(("2022-05-12", "1.0408", "36.150")),
    ],
)
def test_a_file_that_cannot_be_believed_is_refused_whole(text: str) -> None:
    with pytest.raises(UntrustworthyRatesError):
        read_rates(text, today=TODAY)


@given(st.text(max_size=200), st.floats(), st.floats())
def test_whatever_the_file_holds_only_plausible_rates_come_out(junk: str, dollar: float, baht: float) -> None:
    for text in (junk, _file(("2022-05-12", dollar, baht))):
        try:
            rates = read_rates(text, today=TODAY)
        except UntrustworthyRatesError:
            continue
        assert all(math.isfinite(rate.baht) and LEAST <= rate.baht <= MOST for rate in rates)


@pytest.fixture
def source() -> Venue:
    services.install_defaults()
    return Venue.objects.get(key="ecb")


@pytest.fixture
def open_bank(stand_in: StandIn) -> Callable[[], RateClient]:
    return lambda: clients.open_rate_client(base_url=stand_in.url, timeout_ms=2_000)


def _at(stand_in: StandIn, moment: dt.datetime) -> dt.datetime:
    stand_in.clock = lambda: int(moment.timestamp() * 1000)
    return moment


@pytest.mark.django_db
def test_a_new_site_gets_ninety_days_and_then_one_day_at_a_time(
    source: Venue, now: dt.datetime, stand_in: StandIn, open_bank: Callable[[], RateClient]
) -> None:
    first = fx.refresh_reference_rates(now=now, open_client=open_bank)

    assert first is not None
    assert first.changed == FxRate.objects.count() == 64
    newest = FxRate.objects.first()
    assert newest is not None
    dollar, baht = rates_of(newest.day)
    assert newest.rate == pytest.approx(baht / dollar, abs=1e-6)
    assert fx.refresh_reference_rates(now=now + dt.timedelta(hours=5), open_client=open_bank) is None

    tomorrow = _at(stand_in, now + dt.timedelta(days=1))
    second = fx.refresh_reference_rates(now=tomorrow, open_client=open_bank)

    assert second is not None
    assert second.changed == 1
    assert [path.rpartition("/")[2] for _, path in stand_in.log] == [
        "eurofxref-hist-90d.xml",
        "eurofxref-daily.xml",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fault", ["500", "404", "html200", "truncated", "truncated200", "reset", "451", "429", "302"]
)
def test_a_bank_that_fails_changes_nothing_is_left_alone_and_recovers(
    fault: str, source: Venue, now: dt.datetime, stand_in: StandIn, open_bank: Callable[[], RateClient]
) -> None:
    stand_in.faults["ecb"] = fault

    failed = fx.refresh_reference_rates(now=now, open_client=open_bank)

    assert failed is not None
    assert failed.outcome is not Outcome.OK
    assert not FxRate.objects.exists()
    health = SourceHealth.objects.get(venue=source)
    assert health.open_until is not None
    assert fx.refresh_reference_rates(now=now, open_client=open_bank) is None

    stand_in.faults.clear()
    recovered = fx.refresh_reference_rates(now=_at(stand_in, health.open_until), open_client=open_bank)

    assert recovered is not None
    assert recovered.outcome is Outcome.OK
    health.refresh_from_db()
    assert health.state == State.CLOSED


@pytest.mark.django_db
def test_a_source_that_is_switched_off_is_not_asked(
    source: Venue, now: dt.datetime, stand_in: StandIn, open_bank: Callable[[], RateClient]
) -> None:
    Venue.objects.filter(pk=source.pk).update(is_enabled=False)

    assert fx.refresh_reference_rates(now=now, open_client=open_bank) is None
    assert stand_in.log == []
