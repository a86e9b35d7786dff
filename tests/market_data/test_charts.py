"""What a reader of a page meets: the figure in the HTML, the JSON behind it, and every state between."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from django.conf import LazySettings
from django.contrib.auth.models import Permission
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from market_data import charts, services
from market_data.blocks import CandleChartBlock
from market_data.breaker import Outcome
from market_data.models import Series
from market_data.packing import unpack
from tests.factories import market_data as make

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
LABEL = "ข้อมูลจำลอง ไม่ใช่ราคาจริง"


def _html(series: Series | None, now: dt.datetime, range_key: str = "30d") -> str:
    block = CandleChartBlock()
    value = block.to_python(
        {"series": series.pk if series else None, "range": range_key, "caption": "มองหาแท่งที่ยาวกว่าปกติ"}
    )
    return str(block.render(value, context={"now": now}))


def _url(series: Series, range_key: str = "30d") -> str:
    return reverse("market_data:figure", args=[series.pk, range_key])


def _json(client: Client, series: Series, range_key: str = "30d", **headers: str) -> Any:
    response = client.get(_url(series, range_key), headers=headers)
    assert response.status_code == 200
    return json.loads(response.content)


# --- the figure in the page --------------------------------------------------------------------


def test_the_figure_says_everything_without_a_script(now: dt.datetime) -> None:
    series = make.with_candles(make.series(), count=40, now=now)

    html = _html(series, now)

    for said in (
        "มองหาแท่งที่ยาวกว่าปกติ", "BTC/USDT รายวัน", "30 วันที่ผ่านมา ราคาสูงสุด", "ข้อมูลราคาสาธารณะจาก Binance",
        "แท่งปิดล่าสุด", "24 พ.ย. 2569 07:00 น.", "ดึงเมื่อ", "24 พ.ย. 2569 10:00 น.", "ข้อมูลสด",
        "กราฟนี้คือประวัติ ไม่ใช่คำทำนาย", "<svg", "<table>",
    ):  # fmt: skip
        assert said in html, said
    assert html.count('<th scope="row">') == 30
    assert LABEL not in html


def test_the_figure_keeps_to_the_strict_policy(now: dt.datetime) -> None:
    html = _html(make.with_candles(make.series(), count=40, now=now), now)

    assert "style=" not in html
    assert "<style" not in html
    assert "<script" not in html


def test_a_series_without_candles_says_so_and_keeps_the_page(now: dt.datetime) -> None:
    html = _html(make.series(), now)

    assert "ยังไม่มีข้อมูลราคา" in html
    assert "กราฟนี้คือประวัติ ไม่ใช่คำทำนาย" in html
    assert "<svg" not in html


def test_a_series_that_was_deleted_leaves_a_kind_gap(now: dt.datetime) -> None:
    series = make.with_candles(make.series(), count=3, now=now)
    block = CandleChartBlock()
    value = block.to_python({"series": series.pk, "range": "30d", "caption": "กราฟ"})
    Series.objects.all().delete()

    assert "ยังไม่มีข้อมูลราคา" in str(block.render(value, context={"now": now}))


@pytest.mark.parametrize(("days", "badge"), [(0, "ข้อมูลสด"), (4, "ข้อมูลล่าช้า"), (30, "หยุดอัปเดต")])
def test_the_badge_follows_the_age_of_the_last_closed_candle(days: int, badge: str, now: dt.datetime) -> None:
    series = make.with_candles(make.series(), count=40, now=now)

    assert badge in _html(series, now + dt.timedelta(days=days))


def test_a_stopped_figure_never_speaks_of_now(now: dt.datetime) -> None:
    series = make.with_candles(make.series(), count=40, now=now)

    html = _html(series, now + dt.timedelta(days=30))

    assert "ไม่ใช่ราคาตอนนี้" in html
    assert "ที่ผ่านมา" not in html


def test_a_second_look_reads_nothing_but_the_series(
    now: dt.datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    series = make.with_candles(make.series(), count=40, now=now)
    with django_assert_num_queries(2):
        _html(series, now)

    with django_assert_num_queries(1):
        _html(series, now)


def test_many_charts_cost_one_query_for_their_series(
    now: dt.datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    block = CandleChartBlock()
    made = [make.series(), make.series("kraken"), make.series("bitkub", "BTC/THB")]
    for series in made:
        _html(make.with_candles(series, count=10, now=now), now)

    with django_assert_num_queries(1):
        values = block.bulk_to_python(
            [{"series": series.pk, "range": "30d", "caption": "กราฟ"} for series in made]
        )
        html = [str(block.render(value, context={"now": now})) for value in values]

    assert all("<svg" in one for one in html)


# --- another series instead --------------------------------------------------------------------


def test_when_a_series_stops_the_whole_chart_switches_to_its_fallback_and_names_it(now: dt.datetime) -> None:
    spare = make.with_candles(make.series("kraken"), count=40, now=now, level=70_000)
    series = make.with_candles(
        make.series(fallback=spare), count=40, now=now - dt.timedelta(days=20), level=50_000
    )

    html = _html(Series.objects.get(pk=series.pk), now)

    assert "จาก Kraken แทนทั้งกราฟ" in html
    assert "ข้อมูลราคาสาธารณะจาก Kraken" in html
    assert "70,0" in html
    assert "50,0" not in html


def test_a_fallback_that_has_stopped_too_is_no_better(now: dt.datetime) -> None:
    before = now - dt.timedelta(days=20)
    spare = make.with_candles(make.series("kraken"), count=5, now=before)
    series = make.with_candles(make.series(fallback=spare), count=5, now=before)

    html = _html(Series.objects.get(pk=series.pk), now)

    assert "แทนทั้งกราฟ" not in html
    assert "หยุดอัปเดต" in html


def test_simulated_mode_shows_the_twin_and_says_so_in_caption_badge_and_picture(
    now: dt.datetime, settings: LazySettings, client: Client
) -> None:
    settings.MARKET_DATA = "simulated"
    series = make.with_candles(make.series(), count=40, now=now, level=50_000)
    make.with_candles(make.series("simulated"), count=40, now=now, level=70_000)

    html = _html(series, now)
    figcaption = html.partition("<figcaption>")[2].partition("</figcaption>")[0]
    svg = html.partition("<svg")[2].partition("</svg>")[0]

    assert LABEL in figcaption
    assert LABEL in svg
    assert '<span class="badge simulated" data-chart-badge>ข้อมูลจำลอง</span>' in html
    assert "ข้อมูลสด" not in html
    assert "50,0" not in html
    answer = _json(client, series)
    assert answer["facts"]["is_simulated"] is True
    assert answer["figure"]["layout"]["annotations"][0]["text"] == LABEL


# --- the JSON behind it ------------------------------------------------------------------------


def test_the_json_is_a_figure_that_plotly_accepts(now: dt.datetime, client: Client) -> None:
    series = make.with_candles(make.series(), count=400, now=now)

    answer = _json(client, series, "1y")

    assert len(go.Figure(unpack(answer["figure"])).data[0].x) == 365
    assert answer["facts"]["title"] == "BTC/USDT รายวัน · 1 ปี"


def test_a_reader_who_has_it_gets_304_without_a_query(
    now: dt.datetime, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    series = make.with_candles(make.series(), count=40, now=now)
    first = client.get(_url(series))

    with django_assert_num_queries(0):
        second = client.get(_url(series), headers={"If-None-Match": first["ETag"]})

    assert second.status_code == 304
    assert second.content == b""
    assert second["ETag"] == first["ETag"]
    assert second["Cache-Control"] == first["Cache-Control"]
    assert "public" in second["Cache-Control"]
    assert not second.cookies


def test_new_candles_make_a_new_etag(now: dt.datetime, client: Client) -> None:
    series = make.with_candles(make.series(), count=40, now=now)
    head = charts.figure_head(series_id=series.pk, now=now)
    make.with_candles(series, count=41, now=now + dt.timedelta(days=1))
    from django.core.cache import cache

    cache.delete(f"market:head:{series.pk}")
    newer = charts.figure_head(series_id=series.pk, now=now)

    assert head is not None
    assert newer is not None
    assert head.etag(range_key="30d", now=now) != newer.etag(range_key="30d", now=now)


def test_growing_old_makes_a_new_etag_too(now: dt.datetime) -> None:
    head = charts.figure_head(series_id=make.with_candles(make.series(), count=40, now=now).pk, now=now)

    assert head is not None
    tags = {head.etag(range_key="30d", now=now + dt.timedelta(days=days)) for days in (0, 4, 30)}
    assert len(tags) == 3


def test_however_much_is_stored_no_view_holds_more_than_can_be_drawn(
    now: dt.datetime, client: Client
) -> None:
    series = make.with_candles(make.series(timeframe="1h"), count=4_000, now=now)

    answer = _json(client, series, "all")

    assert len(unpack(answer["figure"])["data"][0]["x"]) <= 1_500
    assert "ราย 4 ชั่วโมง" in answer["facts"]["title"]


def test_an_empty_series_answers_without_a_figure(client: Client) -> None:
    answer = _json(client, make.series())

    assert answer["figure"] is None
    assert answer["facts"]["state"] == "empty"


@pytest.mark.parametrize("path", ["/market/figures/999999/30d.json", "/market/figures/1/2d.json"])
def test_a_figure_that_does_not_exist_is_not_found(path: str, client: Client) -> None:
    assert client.get(path).status_code == 404


# --- the editor --------------------------------------------------------------------------------


def _preview(now: dt.datetime) -> str:
    block = CandleChartBlock()
    value = block.get_preview_value()
    context = block.get_preview_context(value, parent_context={"now": now})
    return str(block.render(value, context=context))


def test_the_block_picker_shows_a_chart_on_an_empty_site(now: dt.datetime) -> None:
    html = _preview(now)

    assert "<svg" in html
    assert LABEL in html


def test_the_block_picker_shows_real_candles_when_there_are_some(now: dt.datetime) -> None:
    make.with_candles(make.series("kraken"), count=40, now=now)

    html = _preview(now)

    assert "Kraken" in html
    assert LABEL not in html


def test_market_data_is_managed_in_the_cms(admin_client: Client, now: dt.datetime) -> None:
    series = make.with_candles(make.series(), count=5, now=now)
    services.record_outcome(
        series=series, fetched=services.Fetched(series.key, Outcome.OK), now=now, jitter=0.5
    )
    Series.objects.update(needs_human=True, problem="BadSymbol")

    listing = admin_client.get(reverse("market_series:index"))
    assert "BTC/USDT" in listing.content.decode()
    for name in ("market_venues:index", "market_assets:index", "market_health:index"):
        assert admin_client.get(reverse(name)).status_code == 200
    chooser = admin_client.get(reverse("series_chooser:choose"))
    assert "BTC/USDT" in chooser.json()["html"]

    saved = admin_client.post(
        reverse("market_series:edit", args=[series.pk]),
        {
            "venue": series.venue_id, "base": series.base_id, "quote": "USDT", "timeframe": "1d",
            "symbol": "BTC/USDT", "market_id": "BTCUSDT", "price_decimals": 2, "is_enabled": "on",
        },
    )  # fmt: skip

    assert saved.status_code == 302
    series.refresh_from_db()
    assert not series.needs_human


def test_what_the_worker_writes_cannot_be_edited(admin_client: Client) -> None:
    assert admin_client.get(reverse("market_health:add")).status_code in {302, 403}


# --- the house ---------------------------------------------------------------------------------


def test_a_web_process_holds_no_exchange_library() -> None:
    """Import everything that a served site imports, in a process of its own, and draw a chart."""
    code = (
        "import django, sys; django.setup();"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        "import market_data.services, market_data.charts, market_data.views;"
        "print([name for name in ('ccxt', 'pandas', 'plotly', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
        env={**__import__("os").environ, "DJANGO_SETTINGS_MODULE": "literacy.settings.test"},
    )  # fmt: skip

    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_an_author_who_may_only_look_can_choose_a_series(client: Client, now: dt.datetime) -> None:
    make.with_candles(make.series(), count=5, now=now)
    author = User.objects.create_user("author", password="x")
    author.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_series"]))
    client.force_login(author)

    chooser = client.get(reverse("series_chooser:choose"))

    assert "BTC/USDT" in chooser.json()["html"]
    assert client.get(reverse("market_venues:index")).status_code in {302, 403}


def test_the_block_picker_preview_is_a_whole_page_with_the_sites_own_look(now: dt.datetime) -> None:
    block = CandleChartBlock()
    value = block.get_preview_value()
    context = block.get_preview_context(value, parent_context={"now": now})

    page = render_to_string(
        block.get_preview_template(value, context), {**context, "bound_block": value, "block_def": block}
    )

    assert "css/blocks/chart.css" in page


def test_a_series_whose_asset_has_left_the_market_says_when_it_ended(
    now: dt.datetime, client: Client
) -> None:
    series = make.with_candles(make.series(), count=40, now=now)
    end = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    Series.objects.update(valid_to=end, fallback=make.with_candles(make.series("kraken"), count=40, now=now))
    series.refresh_from_db()

    html = _html(series, now + dt.timedelta(days=900))

    assert '<span class="badge ended" data-chart-badge>จบแล้ว 23 พ.ย. 2569</span>' in html
    assert "หยุดอัปเดต" not in html
    assert "ไม่มีการซื้อขายในชื่อนี้อีก" in html
    assert "Binance" in html  # history is not replaced by another source's present
    answer = _json(client, series)["facts"]
    assert (answer["badge"], answer["badge_kind"]) == ("จบแล้ว 23 พ.ย. 2569", "ended")
