"""An event is frozen at publish: nothing that happens to the candles afterwards reaches the learner."""

import datetime as dt
import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from market_data.candles import DAY, Candle
from market_data.events import Frozen, KeyPoint, Moment, TamperedError, checksum, midnight
from market_data.models import Candle as CandleRow
from market_data.models import EventChart, EventFreeze, Series
from market_data.services.events import freeze_event
from tests.factories import market_data as make

LAST_DAY = dt.date(2022, 5, 13)
REBORN = dt.date(2022, 5, 31)
PRICES = [85.0, 80.0, 68.13, 64.0, 30.0, 17.0, 1.0769, 0.00032, 0.00005]


def _luna(*, valid_to: dt.datetime | None = None) -> Series:
    series = make.series(symbol="LUNA/USDT")
    Series.objects.filter(pk=series.pk).update(valid_to=valid_to, price_decimals=8)
    days = [LAST_DAY - dt.timedelta(days=back) for back in range(len(PRICES) - 1, -1, -1)]
    rows = [(midnight(day), price) for day, price in zip(days, PRICES, strict=True)]
    rows.append((midnight(REBORN), 25.0))  # Terra 2.0 under the same symbol
    CandleRow.objects.bulk_create(
        CandleRow(series=series, t=t, o=price, h=price, l=price, c=price, v=1.0) for t, price in rows
    )
    return Series.objects.get(pk=series.pk)


def _event(series: Series | None, **fields: Any) -> EventChart:
    event = EventChart(
        **{
            "title": "LUNA ล่ม", "slug": "luna-2022", "series": series, "label": "LUNA (Terra เดิม) / USDT",
            "decimals": 8, "since": dt.date(2022, 5, 5), "until": dt.date(2022, 6, 5), "provenance": "Binance",
            "annotations": json.dumps(
                [{"type": "moment", "value": {"on": "2022-05-09", "text": "UST หลุด", "source": "https://example.org/a"}}]
            ),
            "key_points": json.dumps(
                [{"type": "point", "value": {"on": "2022-05-05", "price": 85, "source": "https://example.org/b"}}]
            ),
            "live": False,
            **fields,
        }
    )  # fmt: skip
    event.save()
    return event


def _publish(event: EventChart) -> Frozen:
    event.save_revision().publish()
    event = EventChart.objects.get(pk=event.pk)
    assert event.frozen is not None
    return Frozen.read(event.frozen.content, sha256=event.frozen.sha256)


def _cut(event: EventChart) -> Frozen:
    """Freeze without the checks that would have refused to publish."""
    row = freeze_event(event=event, now=dt.datetime(2026, 11, 24, tzinfo=dt.UTC))
    return Frozen.read(row.content, sha256=row.sha256)


pytestmark = pytest.mark.django_db


def test_publishing_freezes_candles_moments_and_points_with_a_checksum() -> None:
    frozen = _publish(_event(_luna()))

    assert frozen.candles[0].c == 85.0
    assert frozen.moments[0].text == "UST หลุด"
    assert frozen.points[0].price == 85
    assert frozen.series == "binance/LUNA-USDT/1d"


def test_a_later_revision_of_the_candles_changes_nothing() -> None:
    event = _event(_luna())
    before = _publish(event)

    CandleRow.objects.update(v=99.0)
    CandleRow.objects.filter(t=midnight(LAST_DAY)).delete()

    row = EventFreeze.objects.get(event=event)
    assert Frozen.read(row.content, sha256=row.sha256) == before


def test_a_draft_changes_nothing_until_it_is_published() -> None:
    event = _event(_luna())
    _publish(event)
    event.refresh_from_db()
    event.title = "ชื่อใหม่"
    revision = event.save_revision()

    shown = EventChart.objects.get(pk=event.pk).frozen
    assert shown is not None
    assert "LUNA ล่ม" in shown.content

    revision.publish()

    shown = EventChart.objects.get(pk=event.pk).frozen
    assert shown is not None
    assert shown.number == 2
    assert "ชื่อใหม่" in shown.content
    assert EventFreeze.objects.filter(event=event, number=1).exists()


def test_the_window_of_luna_ends_before_terra_2() -> None:
    end = dt.datetime(2022, 5, 14, tzinfo=dt.UTC)

    frozen = _cut(_event(_luna(valid_to=end)))

    assert max(candle.t for candle in frozen.candles) == midnight(LAST_DAY)
    assert frozen.candles[-1].c == 0.00005


def test_a_window_beyond_the_assets_own_time_is_refused() -> None:
    event = _event(_luna(valid_to=dt.datetime(2022, 5, 14, tzinfo=dt.UTC)))

    with pytest.raises(ValidationError, match="สินทรัพย์อื่น"):
        event.clean()


def test_simulated_prices_are_never_frozen() -> None:
    series = make.series("simulated")
    CandleRow.objects.create(series=series, t=midnight(dt.date(2022, 5, 6)), o=1, h=1, l=1, c=1, v=1)
    event = _event(series)

    with pytest.raises(ValidationError, match="ข้อมูลจริงเท่านั้น"):
        event.clean()
    assert _cut(event).candles == ()


def test_publishing_again_after_the_candles_are_gone_keeps_those_that_were_frozen() -> None:
    event = _event(_luna())
    before = _publish(event)
    CandleRow.objects.all().delete()
    event.refresh_from_db()
    event.title = "แก้คำผิด"

    after = _publish(event)

    assert after.candles == before.candles
    assert after.title == "แก้คำผิด"


def test_an_event_without_series_needs_a_cited_price() -> None:
    with pytest.raises(ValidationError, match="อย่างน้อยหนึ่งจุด"):
        _event(None, key_points="[]").clean()


PRICE = st.floats(1e-9, 1e9)


@given(st.lists(PRICE, max_size=5), st.text(max_size=40), st.booleans())
def test_what_was_frozen_reads_back_exactly(prices: list[float], text: str, is_log: bool) -> None:
    frozen = Frozen(
        title=text, label=text, unit="USDT", decimals=2, step=DAY, is_log=is_log, since="2022-05-05",
        until="2022-05-13", series="", provenance=text, licence="",
        moments=(Moment(0, text, "https://example.org/"),),
        points=tuple(KeyPoint(place * DAY, price, "") for place, price in enumerate(prices)),
        candles=tuple(Candle(place * DAY, p, p, p, p, 0.0) for place, p in enumerate(prices)),
    )  # fmt: skip
    written = frozen.write()

    assert Frozen.read(written, sha256=checksum(written)) == frozen
    with pytest.raises(TamperedError):
        Frozen.read(written + " ", sha256=checksum(written))


def test_an_educator_writes_and_publishes_an_event_in_the_cms(admin_client: Client) -> None:
    luna = _luna()
    add = reverse(EventChart.snippet_viewset.get_url_name("add"))  # type: ignore[attr-defined]
    assert admin_client.get(add).status_code == 200

    data = {
        "title": "LUNA ล่ม", "slug": "luna", "series": luna.pk, "label": "LUNA", "unit": "USDT", "decimals": 8,
        "since": "2022-05-05", "until": "2022-05-13", "provenance": "Binance", "annotations-count": 0,
        "key_points-count": 0,
    }  # fmt: skip
    point = {
        "key_points-count": 1, "key_points-0-type": "point", "key_points-0-order": 0, "key_points-0-deleted": "",
        "key_points-0-id": "", "key_points-0-value-on": "2022-05-05", "key_points-0-value-at": "",
        "key_points-0-value-price": 85, "key_points-0-value-source": "https://example.org/b",
    }  # fmt: skip
    title, late = (
        {"key_points-0-value-source_title": "ข่าว (6 พ.ค. 2565)"},
        {"key_points-0-value-on": "2023-01-01"},
    )
    publish = {"action-publish": "1"}

    for lacking in ({}, point | {"key_points-0-value-source_title": ""}, point | title | late):
        refused = admin_client.post(add, data | lacking | publish)
        assert "key_points" in refused.context["form"].errors
    saved = admin_client.post(add, data | point | title | publish)

    assert saved.status_code == 302
    event = EventChart.objects.get(slug="luna")
    assert event.frozen is not None
    assert len(Frozen.read(event.frozen.content, sha256=event.frozen.sha256).candles) == len(PRICES)
