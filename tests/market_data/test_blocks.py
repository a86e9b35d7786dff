"""The blocks beside the price chart: what each says, in every state, and what a lesson with all of them costs."""

import datetime as dt
import json
from typing import Any

import plotly.graph_objects as go
import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.blocks import StructBlock
from wagtail.blocks.struct_block import StructBlockValidationError

from lessons.models import LessonPage
from market_data import blocks, gaps
from market_data.candles import DAY
from market_data.models import EventChart, FxRate, Gap, Series
from market_data.packing import unpack
from market_data.selectors import candles
from market_data.services.events import freeze_event
from tests.factories import lessons as make_pages
from tests.factories import market_data as make

pytestmark = pytest.mark.django_db
HISTORY = "คือประวัติ ไม่ใช่คำทำนาย"


def _items(*values: object) -> list[dict[str, object]]:
    return [{"type": "item", "id": f"{place}", "value": value} for place, value in enumerate(values)]


def _html(block: StructBlock, value: dict[str, Any], now: dt.datetime) -> str:
    return str(block.render(block.to_python(value), context={"now": now}))


def _compare(*series: Series) -> dict[str, Any]:
    return {"series": _items(*(one.pk for one in series)), "range": "30d", "caption": "เทียบกัน"}


def _what_if(series: Series, day: dt.date, amount: int = 10_000) -> dict[str, Any]:
    return {"series": series.pk, "amount": amount, "bought_on": day.isoformat(), "caption": "ถ้าซื้อ"}


def _event(slug: str = "luna") -> EventChart:
    event = EventChart.objects.create(
        title="LUNA ล่ม", slug=slug, label="LUNA / USDT", decimals=5, since=dt.date(2022, 5, 5),
        until=dt.date(2022, 5, 13), provenance="รายงานข่าว", is_log=True,
        annotations=json.dumps(
            [{"type": "moment", "value": {"on": "2022-05-09", "text": "UST หลุด", "source": "https://example.org/a"}}]
        ),
        key_points=json.dumps(
            [{"type": "point", "value": {"on": f"2022-05-{day:02}", "price": price, "source": "https://example.org/b"}}
             for day, price in ((5, 85.0), (13, 0.0005))]
        ),
    )  # fmt: skip
    freeze_event(event=event, now=dt.datetime(2026, 11, 24, tzinfo=dt.UTC))
    return EventChart.objects.get(pk=event.pk)


DATA = {
    "title": "ความเสียหาย", "kind": "bar", "unit": "ล้านบาท", "caption": "เพิ่มขึ้นทุกปี", "source": "ตำรวจไซเบอร์",
    "rows": _items({"label": "ปี 2566", "value": 100.5}, {"label": "ปี 2567", "value": 250}),
}  # fmt: skip


def _policy_holds(html: str) -> bool:
    return "style=" not in html and "<style" not in html and "<script" not in html


# --- compare ------------------------------------------------------------------------------------


def test_a_comparison_starts_every_line_at_a_hundred(now: dt.datetime) -> None:
    one = make.with_candles(make.series(), count=40, now=now)
    other = make.with_candles(make.series("kraken"), count=40, now=now, level=70_000)

    html = _html(blocks.CompareBlock(), _compare(one, other), now)

    for said in ("เริ่มที่ 100 เท่ากัน", "Binance", "Kraken", "<svg", "<table>", HISTORY, "ข้อมูลสด"):
        assert said in html, said
    assert _policy_holds(html)


def test_a_comparison_without_a_common_day_says_so(now: dt.datetime) -> None:
    one = make.with_candles(make.series(), count=4, now=now)
    other = make.with_candles(make.series("kraken"), count=4, now=now - dt.timedelta(days=90))

    assert "ยังเปรียบเทียบไม่ได้" in _html(blocks.CompareBlock(), _compare(one, other), now)


def test_a_comparison_of_an_empty_series_keeps_the_page(now: dt.datetime) -> None:
    one = make.with_candles(make.series(), count=4, now=now)

    assert "ยังไม่มีข้อมูลราคา" in _html(blocks.CompareBlock(), _compare(one, make.series("kraken")), now)


def test_a_comparison_is_as_fresh_as_its_oldest_part(now: dt.datetime) -> None:
    one = make.with_candles(make.series(), count=40, now=now)
    other = make.with_candles(make.series("kraken"), count=40, now=now - dt.timedelta(days=12))

    assert "หยุดอัปเดต" in _html(blocks.CompareBlock(), _compare(one, other), now)


def test_hours_and_days_are_not_compared() -> None:
    block = blocks.CompareBlock()
    value = block.to_python(_compare(make.series(), make.series("kraken", timeframe="1h")))

    with pytest.raises(StructBlockValidationError):
        block.clean(value)


# --- ticker -------------------------------------------------------------------------------------


def test_a_ticker_says_price_time_and_source(now: dt.datetime) -> None:
    series = make.with_candles(make.series("bitkub", "BTC/THB"), count=3, now=now)

    html = _html(blocks.TickerBlock(), {"series": _items(series.pk, make.series().pk)}, now)

    for said in ("BTC/THB", "50,012.00 บาท", "24 พ.ย. 2569 07:00 น.", "Bitkub", "ยังไม่มีราคา", HISTORY):
        assert said in html, said


def test_a_dollar_price_in_baht_is_called_a_calculation_with_its_rate_and_day(now: dt.datetime) -> None:
    source = make.venue("ecb")
    FxRate.objects.create(pair="USD/THB", day=dt.date(2026, 11, 23), rate=32.5, source=source)
    series = make.with_candles(make.series(), count=3, now=now, level=100)

    html = _html(blocks.TickerBlock(), {"series": _items(series.pk)}, now)

    assert "คำนวณเป็นเงินบาทราว 3,640.00 บาท" in html
    assert "1 ดอลลาร์ = 32.50 บาท" in html
    assert "23 พ.ย. 2569" in html
    assert "1 USDT เท่ากับ 1 ดอลลาร์" in html


def test_simulated_prices_say_so(now: dt.datetime, settings: LazySettings) -> None:
    settings.MARKET_DATA = "simulated"
    series = make.with_candles(make.series(), count=3, now=now)
    make.with_candles(make.series("simulated"), count=3, now=now, level=70_000)

    html = _html(blocks.TickerBlock(), {"series": _items(series.pk)}, now)

    assert "ข้อมูลจำลอง ไม่ใช่ราคาจริง" in html
    assert "70,0" in html


# --- what if ------------------------------------------------------------------------------------


def test_what_a_dollar_purchase_became_is_told_in_baht_with_both_rates(now: dt.datetime) -> None:
    series = make.with_candles(make.series(), count=60, now=now)
    day = now.date() - dt.timedelta(days=30)
    source = make.venue("ecb")
    FxRate.objects.create(pair="USD/THB", day=day - dt.timedelta(days=1), rate=30, source=source)
    block = _what_if(series, day)

    html = _html(blocks.WhatIfBlock(), block, now)
    assert "ยังไม่ได้คิดเป็นเงินบาท เพราะระบบไม่มีอัตราแลกเปลี่ยนของวันสุดท้าย" in html

    FxRate.objects.create(pair="USD/THB", day=dt.date(2026, 11, 22), rate=33, source=source)
    cache.clear()
    html = _html(blocks.WhatIfBlock(), block, now)
    assert "คำนวณเป็นเงินบาท" in html
    assert "300,000 บาท (1 ดอลลาร์ = 30.00 บาท" in html
    assert "33.00 บาท" in html
    assert "22 พ.ย. 2569" in html
    assert "โดยถือว่า 1 USDT เท่ากับ 1 ดอลลาร์" in html


def test_a_purchase_before_the_first_rate_is_not_told_in_baht(now: dt.datetime) -> None:
    series = make.with_candles(make.series(), count=60, now=now)
    FxRate.objects.create(pair="USD/THB", day=dt.date(2026, 11, 22), rate=33, source=make.venue("ecb"))

    html = _html(blocks.WhatIfBlock(), _what_if(series, now.date() - dt.timedelta(days=30)), now)

    assert "ระบบไม่มีอัตราแลกเปลี่ยนของวันที่ซื้อ" in html
    assert "คำนวณเป็นเงินบาท" not in html


def test_a_gain_is_told_with_its_lowest_moment_and_what_is_left_out(now: dt.datetime) -> None:
    series = make.with_candles(make.series("bitkub", "BTC/THB"), count=40, now=now, level=1_000)

    html = _html(blocks.WhatIfBlock(), _what_if(series, now.date() - dt.timedelta(days=30)), now)

    for said in ("ถ้าซื้อ BTC 10,000 บาท", "กำไร", "ต่ำสุดเคยเหลือ", "ไม่รวมค่าธรรมเนียม", HISTORY):
        assert said in html, said
    assert "ขาดทุน" not in html


def test_a_loss_is_told_as_plainly(now: dt.datetime) -> None:
    series = make.series("bitkub", "BTC/THB")
    make.with_candles(series, count=40, now=now - dt.timedelta(days=40), level=5_000)
    make.with_candles(series, count=40, now=now, level=1_000)

    html = _html(blocks.WhatIfBlock(), _what_if(series, now.date() - dt.timedelta(days=60)), now)

    assert "ขาดทุน" in html
    assert "กำไร" not in html
    assert "ระหว่างทางเคยลดจากยอดสูงสุด −" in html


def test_a_day_before_the_first_price_is_not_made_up(now: dt.datetime) -> None:
    series = make.with_candles(make.series(), count=10, now=now)

    html = _html(blocks.WhatIfBlock(), _what_if(series, dt.date(2020, 1, 1)), now)

    assert "ยังคำนวณไม่ได้" in html


# --- event --------------------------------------------------------------------------------------


def test_an_event_without_candles_draws_cited_points_and_says_so(now: dt.datetime) -> None:
    html = _html(blocks.EventBlock(), {"event": _event().pk, "caption": "มองหา"}, now)

    for said in (
        "เฉพาะราคาสำคัญที่มีแหล่งอ้างอิง", "UST หลุด", "https://example.org/a", "0.0005", "ข้อมูลตรึงไว้ ณ", HISTORY,
        "chart-dot", "5 พ.ค. 2565",
    ):  # fmt: skip
        assert said in html, said
    assert "chart-line-0" not in html
    assert _policy_holds(html)


def test_an_event_that_is_not_published_leaves_a_kind_gap(now: dt.datetime) -> None:
    event = _event()
    EventChart.objects.update(live=False)

    assert "ยังไม่เผยแพร่" in _html(blocks.EventBlock(), {"event": event.pk, "caption": "มองหา"}, now)


def test_the_json_of_an_event_can_be_kept_for_ever(client: Client) -> None:
    event = _event()
    assert event.frozen is not None

    response = client.get(reverse("market_data:event", args=[event.pk, event.frozen.sha256[:16]]))

    assert "immutable" in response["Cache-Control"]
    assert len(go.Figure(json.loads(response.content)["figure"]).data[0].x) == 2
    other = reverse("market_data:event", args=[event.pk, "0" * 16])
    assert client.get(other).status_code == 404


# --- data ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["bar", "line"])
def test_a_small_table_is_drawn_with_its_source(kind: str, now: dt.datetime) -> None:
    html = _html(blocks.DataBlock(), {**DATA, "kind": kind}, now)

    for said in ("ตำรวจไซเบอร์", "100.5", "ล้านบาท", "<svg", "<table>", "data-recipe", HISTORY):
        assert said in html, said
    assert _policy_holds(html)


def test_a_table_without_a_source_cannot_be_saved() -> None:
    block = blocks.DataBlock()

    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python({**DATA, "source": ""}))

    assert "source" in refused.value.block_errors


# --- addresses ----------------------------------------------------------------------------------


def test_the_json_of_comparison_and_what_if_is_a_figure_and_then_304(
    now: dt.datetime, client: Client
) -> None:
    one = make.with_candles(make.series(), count=40, now=now)
    other = make.with_candles(make.series("kraken"), count=40, now=now)
    day = now.date() - dt.timedelta(days=20)

    for url in (
        reverse("market_data:compare", args=[f"{one.pk}-{other.pk}", "30d"]),
        reverse("market_data:what_if", args=[one.pk, day.isoformat(), 10_000]),
    ):
        response = client.get(url)
        assert go.Figure(json.loads(response.content)["figure"]).data
        assert "public" in response["Cache-Control"]
        assert client.get(url, headers={"If-None-Match": response["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "compare/1/30d.json", "compare/1-2/2d.json", "compare/1-2-3-4-5-6/30d.json", "compare/a-b/30d.json",
        "what-if/999999/2025-01-01/10000.json", "what-if/1/2025-13-01/1.json", "what-if/1/2025-01-01/0.json",
        "what-if/1/2025-01-01/99999999999.json", "events/999999/0123456789abcdef.json", "nothing/",
        "figures/1/30d/ma20-candles.json", "figures/1/30d/.json",
    ],
)  # fmt: skip
def test_an_address_that_means_nothing_is_not_found(path: str, client: Client) -> None:
    assert client.get(f"/market/{path}").status_code == 404


def test_a_look_with_everything_is_a_figure_too(now: dt.datetime, client: Client) -> None:
    series = make.with_candles(make.series(), count=80, now=now)

    response = client.get(f"/market/figures/{series.pk}/90d/line-volume-ma20-drawdown.json")

    figure = go.Figure(unpack(json.loads(response.content)["figure"]))
    assert [trace.meta for trace in figure.data] == ["price", "average", "volume", "drawdown"]
    notes = json.loads(response.content)["facts"]["notes"]
    assert len(notes) == 3


def test_missing_days_are_shaded_and_explained(now: dt.datetime, client: Client) -> None:
    series = make.with_candles(make.series(), count=5, now=now)
    make.with_candles(series, count=5, now=now - dt.timedelta(days=12))

    html = _html(blocks.CandleChartBlock(), {"series": series.pk, "range": "30d", "caption": "ก"}, now)
    response = client.get(f"/market/figures/{series.pk}/30d.json")

    assert "chart-hole" in html
    assert "แถบแรเงา" in html
    assert json.loads(response.content)["figure"]["layout"]["shapes"][0]["name"] == "hole"


def test_a_named_gap_tells_its_reason(now: dt.datetime) -> None:
    series = make.with_candles(make.series(), count=5, now=now)
    make.with_candles(series, count=5, now=now - dt.timedelta(days=12))
    run = candles(series=series)
    hole = gaps.find((candle.t for candle in run), step=DAY)[0]
    Gap.objects.all().delete()
    Gap.objects.create(series=series, start=hole.start, end=hole.end, note_th="แหล่งราคาหยุด", found_at=now)
    cache.clear()

    html = _html(blocks.CandleChartBlock(), {"series": series.pk, "range": "30d", "caption": "ก"}, now)

    assert "แหล่งราคาหยุด" in html


# --- the lesson and the market pages ----------------------------------------------------------------


def _all_six(now: dt.datetime) -> list[tuple[str, dict[str, Any]]]:
    one = make.with_candles(make.series(), count=90, now=now)
    other = make.with_candles(make.series("kraken"), count=90, now=now, level=70_000)
    return [
        ("chart", {"series": one.pk, "range": "30d", "caption": "กราฟ"}),
        ("event", {"event": _event().pk, "caption": "เหตุการณ์"}),
        ("compare", _compare(one, other)),
        ("ticker", {"series": _items(one.pk, other.pk)}),
        ("what_if", _what_if(one, now.date() - dt.timedelta(days=60))),
        ("data", DATA),
    ]


def test_more_charts_cost_a_lesson_no_more_queries(
    now: dt.datetime, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    body = _all_six(now)
    once, thrice = make_pages.make_lesson(body=body), make_pages.make_lesson(body=body * 3)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(thrice.url)
    client.get(once.url)
    with CaptureQueriesContext(connection) as few:
        client.get(once.url)
    with django_assert_num_queries(len(few)):
        html = client.get(thrice.url).content.decode()

    assert html.count("data-chart-plot") == 15
    assert len(few) <= 6, "\n".join(query["sql"] for query in few.captured_queries)


def test_the_market_page_names_every_price_with_its_source(
    now: dt.datetime, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for venue in ("binance", "kraken"):
        make.with_candles(make.series(venue), count=3, now=now)
    cache.clear()

    with django_assert_num_queries(2):
        response = client.get("/market/")

    html = response.content.decode()
    assert "ข้อมูลราคาสาธารณะจาก Binance" in html
    assert "ข้อมูลราคาสาธารณะจาก Kraken" in html
    assert "public" in response["Cache-Control"]
    assert not response.cookies


def test_the_page_of_an_asset_links_to_the_lessons_that_show_it(now: dt.datetime, client: Client) -> None:
    series = make.with_candles(make.series(), count=30, now=now)
    value = {"series": _items(series.pk), "range": "30d", "caption": "เทียบกัน"}
    lesson: LessonPage = make_pages.make_lesson(title="บทที่ใช้บิตคอยน์", body=[("compare", value)])
    make_pages.make_lesson(title="บทที่ไม่ใช้")

    html = client.get("/market/btc/").content.decode()

    assert lesson.url in html
    assert "บทที่ใช้บิตคอยน์" in html
    assert "บทที่ไม่ใช้" not in html
    assert "<svg" in html
