"""What a chart of a series shows: drawn once per version of the series, judged at every look. Reads only."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from market_data import analysis, figures, gaps, packing, simulation, wording
from market_data.candles import DAY, STEPS, Candle, Summary, fit, summarise
from market_data.figures import PLAIN, Freshness, Look
from market_data.gaps import Hole
from market_data.models import Series
from market_data.selectors import candles, freshness_of, gaps_for, shown_series, to_milliseconds
from thai.dates import thai_date_short, thai_moment

FORM = 7  # goes up when the shape of a drawn chart changes, so that no cache keeps an old one
KEEP_DRAWN_SECONDS = 24 * 3600
MOST_HOLES_TOLD = 3
FIGURE_SHORT_MEMORY_SECONDS = 10  # how late a web process may notice a new candle
BADGES = {
    Freshness.FRESH: "ข้อมูลสด",
    Freshness.LATE: "ข้อมูลล่าช้า",
    Freshness.STOPPED: "หยุดอัปเดต",
    Freshness.EMPTY: "ยังไม่มีข้อมูล",
    Freshness.ENDED: "จบแล้ว",
}
SIMULATED_BADGE = "ข้อมูลจำลอง"


class Badge(NamedTuple):
    kind: str  # how it looks
    text: str


def badge_of(series: Series, state: Freshness) -> Badge:
    """Return the one badge of a series: prices that are made up are never called live, those that ended not late."""
    text = BADGES[state]
    if series.venue.is_simulated:
        return Badge(
            "simulated", SIMULATED_BADGE if state is Freshness.FRESH else f"{SIMULATED_BADGE} · {text}"
        )
    if state is Freshness.ENDED and series.last_day:
        text = f"{text} {thai_date_short(series.last_day)}"
    return Badge(state.value, text)


@dataclass(frozen=True)
class Shape:
    """What the words beside a chart are made of."""

    summary: Summary
    step: int  # of the candles drawn; longer than the series' own when there were too many
    notes: tuple[str, ...]  # what is shaded and what the extra lines mean


@dataclass(frozen=True)
class Drawn(Shape):
    """What a page needs of a run of candles, as HTML, made once per version of the series.

    Sixty rows of a table cost more than the rest of a lesson: they are not rendered at every look.
    """

    picture: SafeString
    table: SafeString


def _window(series: Series, range_key: str) -> Sequence[Candle]:
    if series.last_closed_t is None:
        return []
    step = STEPS[series.timeframe]
    return candles(
        series=series,
        since=figures.window_start(range_key, last_closed_t=series.last_closed_t, step=step),
    )


def _cache_key(kind: str, series: Series, range_key: str, look: Look) -> str:
    return (
        f"market:{kind}:{FORM}:{series.pk}:{series.version}:{series.price_decimals}:{range_key}:{look.slug}"
    )


Reasons = Mapping[int, str]  # why there is a hole, by its first missing open time


def _reasons(series: Series, holes: Sequence[Hole]) -> Reasons:
    """Return what is known of the holes. No query when there is none."""
    if not holes:
        return {}
    return {known.start: known.reason_th for known in gaps_for(series=series, since=holes[0].start)}


def _hole_notes(holes: Sequence[Hole], *, step: int, reasons: Reasons) -> list[str]:
    unknown = gaps.NOTES_TH[gaps.Kind.UNKNOWN]
    told = [
        wording.hole_sentence(hole.start, hole.end, step, reasons.get(hole.start) or unknown)
        for hole in holes[-MOST_HOLES_TOLD:]
    ]
    more = len(holes) - len(told)
    return [*told, f"และแถบแรเงาก่อนหน้านั้นอีก {more} ช่วง"] if more else told


def _notes(
    run: Sequence[Candle],
    fitted: Sequence[Candle],
    holes: Sequence[Hole],
    *,
    steps: tuple[int, int],
    look: Look,
    base: str,
    reasons: Reasons,
) -> tuple[str, ...]:
    """Return what the picture needs said. ``steps`` are those of the stored and of the drawn candles."""
    notes = _hole_notes(holes, step=steps[0], reasons=reasons)
    if look.average:
        notes.append(wording.average_sentence(look.average))
    if look.volume:
        notes.append(wording.volume_sentence(base))
    if look.drawdown:
        fall = analysis.worst_fall([candle.c for candle in fitted])
        notes.append(
            wording.fall_sentence(fall.change, fitted[fall.top].t, fitted[fall.bottom].t, steps[1])
            if fall
            else wording.NEVER_FELL
        )
    return tuple(notes)


@dataclass(frozen=True)
class Source:
    """What a drawing has to know of where its candles come from."""

    timeframe: str
    decimals: int
    base: str
    quote: str
    simulated: bool

    @classmethod
    def of(cls, series: Series) -> Self:
        return cls(
            series.timeframe, series.price_decimals, series.base.code, series.quote, series.venue.is_simulated
        )


def _draw(run: Sequence[Candle], *, source: Source, look: Look, series: Series | None = None) -> Drawn | None:
    step = STEPS[source.timeframe]
    summary = summarise(run)
    if summary is None:
        return None
    fitted, fitted_step = fit(run, step=step, most=figures.MOST_CANDLES)
    holes = gaps.find((candle.t for candle in run), step=step)
    reasons = _reasons(series, holes) if series else {}
    picture = figures.picture(fitted, step=fitted_step, decimals=source.decimals, look=look, holes=holes)
    table = wording.table(run, step=step, decimals=source.decimals, quote=source.quote)
    return Drawn(
        summary=summary,
        step=fitted_step,
        notes=_notes(
            run, fitted, holes, steps=(step, fitted_step), look=look, base=source.base, reasons=reasons
        ),
        picture=render_to_string(
            "market_data/picture.html", {"picture": picture, "simulated": source.simulated}
        ),
        table=render_to_string("market_data/table.html", {"table": table}),
    )


def drawn(*, series: Series, range_key: str, look: Look = PLAIN) -> Drawn | None:
    """Return the static parts of a chart; None when there is no candle. At most one query."""
    if series.last_closed_t is None:
        return None
    key = _cache_key("drawn", series, range_key, look)
    found: Drawn | None = cache.get(key)
    if found is None:
        found = _draw(_window(series, range_key), source=Source.of(series), look=look, series=series)
        if found is not None:
            cache.set(key, found, KEEP_DRAWN_SECONDS)
    return found


@dataclass(frozen=True)
class ChartFacts:
    """What stands beside a chart and grows old with the clock, in Thai."""

    title: str
    sentence: str
    state: Freshness
    badge: str
    badge_kind: str
    source: str
    last_closed: str
    fetched: str
    is_simulated: bool
    switched: str  # why another series than the one asked for is shown; empty when it is not
    notes: tuple[str, ...] = ()


def _switched(asked: Series, shown: Series) -> str:
    if shown.pk == asked.pk or shown.venue.is_simulated:
        return ""
    return f"{asked.venue.name} ยังไม่ส่งข้อมูลใหม่ จึงแสดง {shown.symbol} จาก {shown.venue.name} แทนทั้งกราฟ"


def _sentence(chart: Shape | None, shown: Series, *, is_stopped: bool) -> str:
    if chart is None:
        return ""
    return wording.sentence(
        chart.summary,
        step=STEPS[shown.timeframe],
        decimals=shown.price_decimals,
        quote=shown.quote,
        stopped=is_stopped,
    )


def chart_facts(
    *, asked: Series, shown: Series, range_key: str, now: dt.datetime, chart: Shape | None
) -> ChartFacts:
    step = STEPS[shown.timeframe]
    state = freshness_of(shown, now=now) if chart else Freshness.EMPTY
    badge = badge_of(shown, state)
    return ChartFacts(
        title=f"{shown.symbol} {wording.step_word(chart.step if chart else step)} · {figures.RANGES[range_key][0]}",
        sentence=_sentence(chart, shown, is_stopped=state in {Freshness.STOPPED, Freshness.ENDED}),
        state=state,
        badge=badge.text,
        badge_kind=badge.kind,
        source=shown.venue.attribution_th,
        last_closed=wording.closed_at(chart.summary.last_t, step) if chart else "",
        fetched=thai_moment(shown.last_fetched_at) if shown.last_fetched_at else "",
        is_simulated=shown.venue.is_simulated,
        switched=_switched(asked, shown),
        notes=chart.notes if chart else (),
    )


def figure(*, series: Series, range_key: str, look: Look = PLAIN) -> tuple[dict[str, object], Shape] | None:
    """Return the packed figure of a series (see ``packing``) and its shape; None when there is no candle. One query."""
    run = _window(series, range_key)
    summary = summarise(run)
    if summary is None:
        return None
    stored_step = STEPS[series.timeframe]
    fitted, step = fit(run, step=stored_step, most=figures.MOST_CANDLES)
    holes = gaps.find((candle.t for candle in run), step=stored_step)
    shape = {"step": step, "decimals": series.price_decimals, "look": look}
    # of one candle: the values go packed
    frame = figures.figure(fitted[:1], simulated=series.venue.is_simulated, holes=holes, **shape)  # type: ignore[arg-type]
    drawing = packing.pack(frame, fitted, **shape)  # type: ignore[arg-type]
    reasons = _reasons(series, holes)
    notes = _notes(
        run, fitted, holes, steps=(stored_step, step), look=look, base=series.base.code, reasons=reasons
    )
    return drawing, Shape(summary, step, notes)


@dataclass(frozen=True)
class FigureHead:
    """Just enough to tell whether a reader already has the newest figure, without touching the database."""

    shown_id: int
    version: int
    decimals: int
    last_closed_t: int | None
    end: int | None
    fetched: int
    step: int
    source: str

    def etag(self, *, range_key: str, now: dt.datetime, look: Look = PLAIN) -> str:
        """Return a weak ETag (whoever stands in front may compress the body); it also changes when the data grows old."""
        state = figures.freshness(self.last_closed_t, step=self.step, now=to_milliseconds(now), end=self.end)
        parts = (FORM, self.shown_id, self.version, self.decimals, self.fetched, state, range_key, look.slug)
        return f'W/"{"-".join(map(str, parts))}"'


def figure_head(*, series_id: int, now: dt.datetime) -> FigureHead | None:
    """Return the head of the figure shown for a series; None for an unknown one. Remembered for a few seconds."""
    key = f"market:head:{series_id}"
    head: FigureHead | None = cache.get(key)
    if head is None:
        series = Series.objects.filter(pk=series_id).first()
        if series is None:
            return None
        shown = shown_series(series=series, now=now)
        head = FigureHead(
            shown_id=shown.pk,
            version=shown.version,
            decimals=shown.price_decimals,
            last_closed_t=shown.last_closed_t,
            end=shown.valid_to_t,
            fetched=int(shown.last_fetched_at.timestamp()) if shown.last_fetched_at else 0,
            step=STEPS[shown.timeframe],
            source=shown.venue.key,
        )
        cache.set(key, head, FIGURE_SHORT_MEMORY_SECONDS)
    return head


class RangeLink(NamedTuple):
    """A range that a reader may switch to, and the address of its figure."""

    key: str
    label: str
    url: str


@dataclass(frozen=True)
class Chart:
    """Everything that the figure in a page says. ``series_id`` is None when there is nothing to ask again for."""

    series_id: int | None
    range_key: str
    facts: ChartFacts
    drawn: Drawn | None
    look: Look = PLAIN

    @property
    def url(self) -> str:
        return self._url(self.range_key)

    @property
    def ranges(self) -> list[RangeLink]:
        return [RangeLink(key, label, self._url(key)) for key, (label, _) in figures.RANGES.items()]

    def _url(self, range_key: str) -> str:
        if self.look == PLAIN:
            return reverse("market_data:figure", args=[self.series_id, range_key])
        return reverse("market_data:figure", args=[self.series_id, range_key, self.look.slug])


def chart_of(*, series: Series, range_key: str, now: dt.datetime, look: Look = PLAIN) -> Chart:
    """Return the chart of a series as a page shows it now. At most one query when neither twin nor cache is needed."""
    shown = shown_series(series=series, now=now)
    chart = drawn(series=shown, range_key=range_key, look=look)
    facts = chart_facts(asked=series, shown=shown, range_key=range_key, now=now, chart=chart)
    return Chart(series.pk, range_key, facts, chart, look)


def empty_chart(*, range_key: str) -> Chart:
    """Return the chart of a series that is gone or was never chosen."""
    facts = ChartFacts(
        title="", sentence="", state=Freshness.EMPTY, badge=BADGES[Freshness.EMPTY], badge_kind="", source="",
        last_closed="", fetched="", is_simulated=False, switched="",
    )  # fmt: skip
    return Chart(None, range_key, facts, None)


def example_run(*, days: int, now: dt.datetime) -> Sequence[Candle]:
    """Return daily candles of the simulated market up to yesterday."""
    until = to_milliseconds(now) - DAY
    return simulation.candles("BTC/USDT", "1d", since=until - days * DAY, until=until, limit=days)


def example_chart(*, range_key: str, now: dt.datetime, look: Look = PLAIN) -> Chart:
    """Return a chart of the simulated market, for showing an educator what the block looks like on an empty site."""
    run = example_run(days=figures.RANGES[range_key][1] or 365, now=now)
    chart = _draw(run, source=Source("1d", 2, "BTC", "USDT", simulated=True), look=look)
    if chart is None:
        return empty_chart(range_key=range_key)
    facts = ChartFacts(
        title=f"BTC/USDT {wording.step_word(DAY)} · {figures.RANGES[range_key][0]}",
        sentence=wording.sentence(chart.summary, step=DAY, decimals=2, quote="USDT", stopped=False),
        state=Freshness.FRESH,
        badge=SIMULATED_BADGE,
        badge_kind="simulated",
        source="ตัวอย่างหน้าตากราฟ",
        last_closed=wording.closed_at(chart.summary.last_t, DAY),
        fetched=thai_moment(now),
        is_simulated=True,
        switched="",
        notes=chart.notes,
    )
    return Chart(None, range_key, facts, chart, look)
