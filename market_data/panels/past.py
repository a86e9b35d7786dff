"""Events as they were frozen."""

import datetime as dt
import math
from collections.abc import Sequence
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils.html import format_html

from market_data import charts, figures, lines, wording
from market_data.analysis import Point
from market_data.candles import DAY
from market_data.charts import Badge
from market_data.events import Frozen
from market_data.lines import Line
from market_data.models import EventChart
from market_data.panels.panel import (
    FORM,
    Cited,
    Panel,
    changed,
    rendered,
    tabled,
)
from thai.dates import thai_date_short, thai_moment


def event(*, chart: EventChart | None) -> Panel:
    """Return the event as it was frozen. No query: the freeze comes with the event."""
    if chart is None or chart.frozen is None or not chart.live:
        return Panel("กราฟเหตุการณ์", empty="กราฟเหตุการณ์นี้ยังไม่เผยแพร่ อ่านบทเรียนต่อได้เลย")
    key = f"market:event:{FORM}:{chart.frozen.sha256}"
    found: Panel | None = cache.get(key)
    if found is None:
        frozen = Frozen.read(chart.frozen.content, sha256=chart.frozen.sha256)
        found = event_panel(frozen, frozen_at=chart.frozen.frozen_at)
        cache.set(key, found, charts.KEEP_DRAWN_SECONDS)
    return changed(found, url=reverse("market_data:event", args=[chart.pk, chart.frozen.sha256[:16]]))


def event_panel(frozen: Frozen, *, frozen_at: dt.datetime) -> Panel:
    numbers = [str(place) for place in range(1, len(frozen.moments) + 1)]
    notes = [(moment.t, number) for moment, number in zip(frozen.moments, numbers, strict=True)]
    cited = [
        Cited(number, wording.moment_name(moment.t), moment.text, moment.source, moment.source_title)
        for moment, number in zip(frozen.moments, numbers, strict=True)
    ]
    start, end = (thai_date_short(dt.date.fromisoformat(day)) for day in (frozen.since, frozen.until))
    window = f"{frozen.label} · {start} ถึง {end}"
    said = f"ข้อมูลตรึงไว้ ณ {thai_moment(frozen_at)} ไม่เปลี่ยนตามราคาปัจจุบัน"
    sources = tuple(filter(None, [frozen.provenance, frozen.licence, said]))
    draw = _event_candles if frozen.candles else _event_points
    return changed(
        draw(frozen, notes),
        title=window,
        sources=sources,
        badges=(Badge("", "เหตุการณ์ในอดีต"),),
        cited=tuple(cited),
    )


ABOVE_PLOT = 32  # pixels for the numbers of moments
ROOM = 0.1  # of the prices' span, above and below points


def _room(values: Sequence[float], *, is_log: bool) -> list[float]:
    """Return the ends of a price axis on which every point is seen whole (powers of ten on a logarithmic one)."""
    low, high = min(values), max(values)
    if is_log:
        low, high = math.log10(low), math.log10(high)
    room = (high - low or abs(high) or 1) * ROOM
    return [low - room, high + room]


def _link(address: str, title: str) -> str:
    return format_html('<a href="{}" rel="noopener nofollow">{}</a>', address, title or address)


def _clock(t: int, step: int) -> str:
    """Return where a moment stands on the time axis: candles of less than a day are on Bangkok's clock."""
    if t % DAY == 0:
        return str(wording.wall_clock(t, DAY))[:10]
    return str(wording.wall_clock(t, step))[:16]


def _event_layout(
    drawing: dict[str, Any], frozen: Frozen, notes: Sequence[tuple[int, str]]
) -> dict[str, Any]:
    layout = drawing["layout"]
    if frozen.is_log:
        layout["yaxis"]["type"] = "log"
    days = [(_clock(t, frozen.step), number) for t, number in notes]
    layout["shapes"] = layout.get("shapes", []) + [
        {"type": "line", "name": "moment", "xref": "x", "yref": "paper", "x0": day, "x1": day, "y0": 0, "y1": 1,
         "line": {"width": 1, "dash": "dot"}}
        for day, _ in days
    ]  # fmt: skip
    layout["annotations"] = [
        {"name": "moment", "text": number, "x": day, "y": 1, "yanchor": "bottom", "xref": "x", "yref": "paper",
         "showarrow": False}
        for day, number in days
    ]  # fmt: skip
    if notes:
        layout["margin"]["t"] = ABOVE_PLOT
    return drawing


def _event_candles(frozen: Frozen, notes: Sequence[tuple[int, str]]) -> Panel:
    run, step = frozen.candles, frozen.step
    first, last = run[0], run[-1]
    low = min(run, key=lambda candle: candle.l)
    high = max(run, key=lambda candle: candle.h)
    picture = figures.picture(run, step=step, decimals=frozen.decimals, is_log=frozen.is_log, notes=notes)
    table = wording.table(run, step=step, decimals=frozen.decimals, quote=frozen.unit)
    drawing = figures.figure(run, step=step, decimals=frozen.decimals, simulated=False)
    unit = wording.unit(frozen.unit)
    return Panel(
        kind="กราฟแท่งเทียนของเหตุการณ์ในอดีต",
        sentence=(
            f"จาก {wording.candle_name(first.t, step)} ถึง {wording.candle_name(last.t, step)} "
            f"ราคาสูงสุด {wording.tidy(high.h, frozen.decimals)} {unit} ต่ำสุด {wording.tidy(low.l, frozen.decimals)} {unit} "
            f"เปลี่ยน {wording.percent(last.c / first.o - 1)} จากต้นช่วง"
        ),
        picture=rendered("picture", picture=picture),
        table=rendered("table", table=table),
        notes=(("แกนราคาเป็นสเกลลอการิทึม แต่ละช่องห่างกันเป็นเท่าตัว ไม่ใช่เป็นจำนวนเท่ากัน",) if frozen.is_log else ()),
        is_candles=True,
        drawing=_event_layout(drawing, frozen, notes),
    )


def _event_points(frozen: Frozen, notes: Sequence[tuple[int, str]]) -> Panel:
    kind = "กราฟจุดของเหตุการณ์ในอดีต"
    if not frozen.points:
        return Panel(kind, empty="ยังไม่มีราคาที่มีแหล่งอ้างอิงของช่วงนี้ อ่านบทเรียนต่อได้เลย")
    unit = wording.unit(frozen.unit)
    line = Line("ราคา", [Point(point.t, point.price) for point in frozen.points])
    options = {"step": DAY, "decimals": frozen.decimals, "is_log": frozen.is_log, "are_points": True}
    drawing = lines.figure([line], **options, unit=unit, simulated=False)  # type: ignore[arg-type]
    drawing["layout"]["yaxis"]["range"] = _room(
        [point.price for point in frozen.points], is_log=frozen.is_log
    )
    end = dt.date.fromisoformat(frozen.until) + dt.timedelta(days=1)
    drawing["layout"]["xaxis"]["range"] = [frozen.since, end.isoformat()]
    said = ", ".join(
        f"{wording.moment_name(point.t)} ประมาณ {wording.tidy(point.price, frozen.decimals)} {unit}"
        for point in frozen.points
    )
    rows = [
        [
            wording.moment_name(point.t),
            wording.tidy(point.price, frozen.decimals),
            _link(point.source, point.source_title),
        ]
        for point in frozen.points
    ]
    picture = lines.picture([line], **options, notes=notes)  # type: ignore[arg-type]
    return Panel(
        kind=kind,
        sentence=f"ราคาที่แหล่งข้อมูลรายงานไว้: {said}",
        picture=rendered("lines_picture", picture=picture),
        table=tabled("ราคาสำคัญและแหล่งอ้างอิง", ["วันที่", f"ราคา ({unit})", "แหล่งข้อมูล"], rows),
        notes=("กราฟนี้แสดงเฉพาะราคาสำคัญที่มีแหล่งอ้างอิง ไม่ใช่ราคาทุกวัน จึงไม่ลากเส้นเชื่อม",),
        drawing=_event_layout(drawing, frozen, notes),
    )
