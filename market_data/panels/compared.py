"""Several series that begin at one hundred."""

import datetime as dt
from collections.abc import Sequence

from django.core.cache import cache
from django.urls import reverse

from market_data import analysis, charts, figures, lines, simulation, windows, wording
from market_data.candles import DAY, STEPS, Candle
from market_data.charts import Badge
from market_data.lines import Line
from market_data.models import Series
from market_data.panels.panel import (
    EMPTY,
    FORM,
    MOST_COMPARED_STEPS,
    Panel,
    changed,
    rendered,
    series_name,
    sources_of,
    state_badges,
    tabled,
    versions_of,
)
from market_data.selectors import to_milliseconds


def _compared(runs: dict[str, Sequence[Candle]], *, step: int, simulated: bool) -> Panel:
    rebased = analysis.rebase(dict(enumerate(runs.values())))
    drawn = [Line(name, rebased[place]) for place, name in enumerate(runs) if rebased]
    if len(drawn) < 2:
        return Panel("กราฟเส้น", empty="ยังไม่มีวันที่ทุกชุดมีราคาครบ จึงยังเปรียบเทียบไม่ได้ อ่านบทเรียนต่อได้เลย")
    first, last = drawn[0].points[0].t, max(line.points[-1].t for line in drawn)
    ends = " ".join(
        f"{line.name} เป็น {line.points[-1].value:,.1f} คือ {wording.percent(line.points[-1].value / 100 - 1)}"
        for line in drawn
    )
    known = [dict(line.points) for line in drawn]
    times = analysis.spread(sorted({t for points in known for t in points}), most=24)
    rows = [
        [wording.candle_name(t, step), *(f"{points[t]:,.1f}" if t in points else "ไม่มี" for points in known)]
        for t in reversed(times)
    ]
    picture = lines.picture(drawn, step=step, decimals=1, level=100)
    return Panel(
        kind="กราฟเส้นเปรียบเทียบ",
        title=f"เริ่มที่ 100 เท่ากัน · {wording.candle_name(first, step)} ถึง {wording.candle_name(last, step)}",
        sentence=f"ถ้าให้ทุกเส้นเริ่มที่ 100 เมื่อ {wording.candle_name(first, step)} ตอนท้าย {ends}",
        picture=rendered("lines_picture", picture=picture, simulated=simulated),
        table=tabled("ค่าที่เริ่มจาก 100 (ใหม่สุดอยู่บน)", ["วันเวลา", *runs], rows),
        notes=("เส้นที่สูงกว่าคือเปลี่ยนไปมากกว่า ไม่ได้แปลว่าราคาแพงกว่าหรือดีกว่า",),
        legend=tuple(runs),
        is_simulated=simulated,
        drawing=lines.figure(drawn, step=step, decimals=2, unit="", simulated=simulated, level=100),
    )


def compare(*, series: Sequence[Series], range_key: str, now: dt.datetime) -> Panel:
    """Return the comparison of series. At most two queries, one of them on the first look after a change."""
    shown = windows.shown_many(series=series, now=now)
    shown = list({one.pk: one for one in shown}.values())
    if len(shown) < 2 or any(one.last_closed_t is None for one in shown):
        return Panel("กราฟเส้น", empty=EMPTY)
    key = f"market:compare:{FORM}:{versions_of(shown)}:{range_key}"
    found: Panel | None = cache.get(key)
    if found is None:
        step = max(STEPS[one.timeframe] for one in shown)
        days = figures.RANGES[range_key][1] or MOST_COMPARED_STEPS
        since = {
            one.pk: one.last_closed_t + step - min(days * DAY, MOST_COMPARED_STEPS * step)
            for one in shown
            if one.last_closed_t is not None
        }
        runs = windows.candles_of(since=since)
        found = _compared(
            {series_name(one): runs[one.pk] for one in shown},
            step=step,
            simulated=any(one.venue.is_simulated for one in shown),
        )
        cache.set(key, found, charts.KEEP_DRAWN_SECONDS)
    ids = "-".join(str(one.pk) for one in series)
    return changed(
        found,
        url=reverse("market_data:compare", args=[ids, range_key]),
        sources=sources_of(shown),
        badges=state_badges(shown, now),
    )


def example_comparison(*, now: dt.datetime) -> Panel:
    until = to_milliseconds(now) - DAY
    runs = {
        f"{symbol} (ตลาดจำลอง)": simulation.candles(
            symbol, "1d", since=until - 90 * DAY, until=until, limit=90
        )
        for symbol in ("BTC/USDT", "ETH/USDT")
    }
    return changed(
        _compared(dict(runs), step=DAY, simulated=True),
        sources=("ตัวอย่างหน้าตากราฟ",),
        badges=(Badge("simulated", "ข้อมูลจำลอง"),),
    )
