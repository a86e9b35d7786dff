"""Puts a lesson with all six blocks into the site of the journeys, or takes it away: run as a process of its own."""

import datetime as dt
import sys

import django

django.setup()

from lessons.models import CoursePage, LessonPage  # noqa: E402
from market_data.models import EventChart, Series  # noqa: E402
from tests.factories.lessons import make_lesson  # noqa: E402

SLUG = "six-blocks"


def _items(values: list[object]) -> list[dict[str, object]]:
    return [{"type": "item", "id": str(place), "value": value} for place, value in enumerate(values)]


def make() -> str:
    """Return the address of the lesson."""
    btc, eth = (
        Series.objects.get(venue__key="binance", symbol=f"{base}/USDT", timeframe="1d")
        for base in ("BTC", "ETH")
    )
    bought_on = (dt.datetime.now(dt.UTC).date() - dt.timedelta(days=200)).isoformat()
    rows = [{"label": "เดือนที่ 1", "value": 1.0}, {"label": "เดือนที่ 12", "value": 3.14}]
    body: list[tuple[str, object]] = [
        ("chart", {"series": btc.pk, "range": "90d", "caption": "กราฟราคา", "kind": "candles", "volume": True,
                   "average": "20", "drawdown": True}),
        ("event", {"event": EventChart.objects.get(slug="luna-2022").pk, "caption": "เหตุการณ์"}),
        ("compare", {"series": _items([btc.pk, eth.pk]), "range": "90d", "caption": "เปรียบเทียบ"}),
        ("ticker", {"series": _items([btc.pk, eth.pk])}),
        ("what_if", {"series": btc.pk, "amount": 10_000, "bought_on": bought_on, "caption": "ถ้าซื้อวันนั้น"}),
        ("data", {"title": "เงินที่ต้องหาเพิ่ม", "kind": "bar", "unit": "ล้านบาท", "rows": _items(list(rows)),
                  "caption": "ยิ่งนานยิ่งมาก", "source": "คำนวณ", "source_url": ""}),
    ]  # fmt: skip
    course = CoursePage.objects.get(slug="khor")
    lesson = make_lesson(course=course, slug=SLUG, title="กราฟหกแบบ", code="ข9", body=body)
    return str(lesson.get_url())


if __name__ == "__main__":
    if sys.argv[1] == "make":
        sys.stdout.write(make() + "\n")
    else:
        LessonPage.objects.get(slug=SLUG).delete()
