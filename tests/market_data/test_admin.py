"""An educator follows a pair by choosing venue and name; an operator sees what is known about each source."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from market_data import services
from market_data.models import Asset, Backfill, Pair, Series, Venue
from tests.factories import market_data as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def venue(now: dt.datetime) -> Venue:
    binance = make.venue()
    Venue.objects.update(pairs_checked_at=now)
    for base, extra in (("BTC", {}), ("SOL", {}), ("HALT", {"is_active": False}), ("GONE", {"gone_at": now})):
        Pair.objects.create(
            venue=binance,
            market_id=f"{base}USDT",
            symbol=f"{base}/USDT",
            base=base,
            quote="USDT",
            tick=0.001,
            **extra,
        )
    binance.refresh_from_db()
    return binance


def _add(client: Client, venue: Venue, name: str, **more: object) -> str:
    """Post the form; return the page, or nothing when the series was added."""
    answer = client.post(
        reverse("market_series:add"),
        {"venue": venue.pk, "pair_name": name, "timeframe": "1d", "is_enabled": "on", **more},
    )
    return "" if answer.status_code == 302 else answer.content.decode()


@pytest.mark.parametrize("name", ["SOL/USDT", "sol/usdt", "SOL-USDT", "sol_usdt", " SOLUSDT "])
def test_venue_and_pair_are_enough_to_follow_a_market(name: str, venue: Venue, admin_client: Client) -> None:
    assert _add(admin_client, venue, name) == ""

    series = Series.objects.get()
    assert (series.symbol, series.market_id, series.quote, series.price_decimals) == (
        "SOL/USDT",
        "SOLUSDT",
        "USDT",
        3,
    )
    assert series.base.code == "SOL"
    assert series.next_fetch_at is None  # at once; history follows by itself
    assert series.key == "binance/SOL-USDT/1d"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SOLL/USDT", "SOL/USDT"),
        ("HALT/USDT", "พักการซื้อขาย"),
        ("GONE/USDT", "เลิกซื้อขาย"),
        ("<script>", "ไม่มีคู่"),
        ("x" * 40, "ไม่มีคู่"),
        ("", "พิมพ์ชื่อคู่"),
    ],
)
def test_a_pair_that_the_venue_does_not_trade_is_refused_in_thai(
    name: str, said: str, venue: Venue, admin_client: Client
) -> None:
    page = _add(admin_client, venue, name)

    assert said in page
    assert "<script>”" not in page
    assert not Series.objects.exists()
    assert not Asset.objects.exists()


def test_before_the_first_list_the_form_says_to_wait(venue: Venue, admin_client: Client) -> None:
    Venue.objects.update(pairs_checked_at=None)

    assert "ยังไม่มีรายชื่อคู่" in _add(admin_client, venue, "BTC/USDT")


def test_the_same_market_is_not_followed_twice(venue: Venue, admin_client: Client) -> None:
    make.series()

    assert "อยู่แล้ว" in _add(admin_client, venue, "BTC/USDT")
    assert _add(admin_client, venue, "BTC/USDT", timeframe="1h") == ""


def test_a_ticker_that_was_two_assets_can_be_followed_as_each(venue: Venue, admin_client: Client) -> None:
    new = Asset.objects.create(code="SOL2", name_th="อีกสินทรัพย์")
    assert _add(admin_client, venue, "SOL/USDT", valid_to="2022-05-14 00:00") == ""

    assert _add(admin_client, venue, "SOL/USDT", base=new.pk, valid_from="2022-05-31 00:00") == ""

    assert set(Series.objects.values_list("symbol", "market_id")) == {
        ("SOL/USDT", "SOLUSDT"),
        ("SOL2/USDT", "SOLUSDT"),
    }


def test_validity_must_run_forward(venue: Venue, admin_client: Client) -> None:
    page = _add(admin_client, venue, "SOL/USDT", valid_from="2022-05-14 00:00", valid_to="2022-05-13 00:00")

    assert "วันเริ่มต้องมาก่อนวันสิ้นสุด" in page


def test_venues_that_are_off_are_not_offered(venue: Venue, admin_client: Client) -> None:
    services.install_defaults()

    page = admin_client.get(reverse("market_series:add")).content.decode()

    assert ">Binance</option>" in page
    for name in ("Upbit TH", "Binance TH", "ธนาคารกลางยุโรป (ECB)"):
        assert f">{name}</option>" not in page


def test_the_list_says_how_far_history_has_come(venue: Venue, admin_client: Client, now: dt.datetime) -> None:
    series = make.series()
    Backfill.objects.create(series=series, since=0, upper=100, cursor=60, started_at=now, moved_at=now)

    html = admin_client.get(reverse("market_series:index")).content.decode()
    assert "กำลังดึงย้อนหลัง 40%" in html
    assert '<progress max="100" value="40"' in html
    assert f'href="{reverse("market_health_report")}"' in html


def test_what_the_stored_candles_are_cannot_be_changed(venue: Venue, admin_client: Client) -> None:
    series = make.series()
    Series.objects.update(needs_human=True, problem="BadSymbol")

    saved = admin_client.post(
        reverse("market_series:edit", args=[series.pk]),
        {"is_enabled": "on", "price_decimals": 4, "symbol": "ETH/USDT", "market_id": "ETHUSDT"},
    )

    assert saved.status_code == 302
    series.refresh_from_db()
    assert (series.symbol, series.market_id, series.price_decimals) == ("BTC/USDT", "BTCUSDT", 4)
    assert not series.needs_human


def test_a_licence_needs_a_source_and_a_day(admin_client: Client) -> None:
    services.install_defaults()
    bitkub = Venue.objects.get(key="bitkub")
    form = {
        "name": "Bitkub", "attribution_th": "ข้อมูลจาก Bitkub", "is_enabled": "on", "most_rows": 500,
        "requests_per_minute": 6000, "licence": "licensed",
    }  # fmt: skip

    page = admin_client.post(reverse("market_venues:edit", args=[bitkub.pk]), form).content.decode()
    assert "บอกลิงก์แหล่งที่ตรวจและวันที่ตรวจ" in page

    form |= {"licence_source_url": "https://www.sec.or.th/", "licence_reviewed_on": "2026-11-24"}
    assert admin_client.post(reverse("market_venues:edit", args=[bitkub.pk]), form).status_code == 302
    bitkub.refresh_from_db()
    assert bitkub.licence == "licensed"


def test_venues_are_neither_added_nor_deleted_by_hand(admin_client: Client) -> None:
    services.install_defaults()
    bitkub = Venue.objects.get(key="bitkub")

    listing = admin_client.get(reverse("market_venues:index")).content.decode()
    assert "ยังไม่ได้ตรวจ" in listing
    assert "ยังไม่เปิดใช้" in listing  # Binance TH and Upbit TH say why
    assert admin_client.get(reverse("market_venues:add")).status_code in {302, 403}
    assert admin_client.post(reverse("market_venues:delete", args=[bitkub.pk])).status_code in {302, 403}
    assert Venue.objects.filter(key="bitkub").exists()
