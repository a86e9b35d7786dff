"""How the market data is doing, in numbers and in Thai: for the report, the command and the readiness probe. Reads only."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from market_data.candles import STEPS
from market_data.figures import Freshness
from market_data.models import (
    Backfill,
    CandleRevision,
    CrossCheck,
    FetcherLease,
    FetchRun,
    Gap,
    Series,
    SourceHealth,
)
from market_data.selectors import freshness_of, last_close_moment, to_milliseconds
from market_data.wording import duration
from thai.dates import from_milliseconds, thai_moment

SILENT_AFTER = dt.timedelta(minutes=5)  # the fetcher renews its lease at every turn
RECENT = dt.timedelta(days=14)
MOST_LISTED = 20
STATES_TH = {
    Freshness.FRESH: "สด",
    Freshness.LATE: "ล่าช้า",
    Freshness.STOPPED: "หยุดอัปเดต",
    Freshness.EMPTY: "ยังไม่มีข้อมูล",
    Freshness.ENDED: "จบแล้ว",
}


@dataclass(frozen=True)
class SeriesHealth:
    """One followed series. ``lag_hours`` is the time since its newest candle closed; None without any."""

    key: str
    name: str
    state: Freshness
    state_th: str
    lag_hours: float | None
    lag_th: str
    last_closed: str
    gaps: int
    revisions: int  # within RECENT
    failures: int  # turns that went wrong within RECENT
    backfill_percent: int | None
    problem: str


@dataclass(frozen=True)
class VenueHealth:
    name: str
    state: str
    state_th: str
    failures: int
    open_until: str
    last_ok: str
    last_error: str


@dataclass(frozen=True)
class Note:
    """One line of a list: what it is about, and what happened."""

    about: str
    text: str


@dataclass(frozen=True)
class Overview:
    """Everything that the report says at one moment."""

    fetcher: str
    is_fetcher_alive: bool
    series: tuple[SeriesHealth, ...]
    venues: tuple[VenueHealth, ...]
    gaps: tuple[Note, ...]
    revisions: tuple[Note, ...]
    disagreements: tuple[Note, ...]
    errors: tuple[Note, ...]

    @property
    def states(self) -> dict[str, int]:
        return dict(Counter(one.state_th for one in self.series))


def _moment(moment: dt.datetime | None) -> str:
    return thai_moment(moment) if moment else ""


def _counts(model: type[Gap] | type[CandleRevision] | type[FetchRun], *, where: Q) -> dict[int, int]:
    rows = model._default_manager.filter(where).order_by().values_list("series_id").annotate(Count("pk"))
    return dict(rows)


def _followed(*, simulated: bool) -> list[Series]:
    followed = Series.objects.filter(is_enabled=True, venue__is_enabled=True, venue__is_simulated=simulated)
    return list(followed.order_by(*Series.IN_LISTS))


def _lag(series: Series, now: dt.datetime) -> int | None:
    """Return the milliseconds since the newest candle closed."""
    if series.last_closed_t is None or series.is_over(now):
        return None
    return max(0, to_milliseconds(now) - series.last_closed_t - STEPS[series.timeframe])


def _series_health(*, now: dt.datetime, simulated: bool) -> tuple[SeriesHealth, ...]:
    since = now - RECENT
    gaps = _counts(Gap, where=Q())
    revisions = _counts(CandleRevision, where=Q(seen_at__gte=since))
    failures = _counts(FetchRun, where=Q(at__gte=since) & ~Q(outcome="ok"))
    backfills = {backfill.series_id: backfill.percent for backfill in Backfill.objects.all()}
    found = []
    for one in _followed(simulated=simulated):
        state, lag = freshness_of(one, now=now), _lag(one, now)
        found.append(
            SeriesHealth(
                key=one.key,
                name=str(one),
                state=state,
                state_th=STATES_TH[state],
                lag_hours=None if lag is None else round(lag / 3_600_000, 2),
                lag_th="" if lag is None else duration(lag),
                last_closed=_moment(last_close_moment(one)),
                gaps=gaps.get(one.pk, 0),
                revisions=revisions.get(one.pk, 0),
                failures=failures.get(one.pk, 0),
                backfill_percent=backfills.get(one.pk),
                problem=f"รอคนตรวจ: {one.problem}" if one.needs_human else one.problem,
            )
        )
    return tuple(found)


def _venue_health(*, now: dt.datetime, simulated: bool) -> tuple[VenueHealth, ...]:
    rows = SourceHealth.objects.filter(venue__is_simulated=simulated).select_related("venue")
    return tuple(
        VenueHealth(
            name=row.venue.name,
            state=row.state,
            state_th=row.get_state_display(),
            failures=row.failures,
            open_until=_moment(row.open_until) if row.open_until and row.open_until > now else "",
            last_ok=_moment(row.last_ok_at),
            last_error=row.last_error,
        )
        for row in rows.order_by("venue__name")
    )


def _span(start: int, end: int) -> str:
    return f"{thai_moment(from_milliseconds(start))} – {thai_moment(from_milliseconds(end))}"


def _gap_notes(*, simulated: bool) -> tuple[Note, ...]:
    rows = Gap.objects.filter(series__venue__is_simulated=simulated)
    rows = rows.select_related("series__venue").order_by("-start")[:MOST_LISTED]
    return tuple(
        Note(
            gap.series.key,
            f"{_span(gap.start, gap.end)}: {gap.get_kind_display()} (ลองแล้ว {gap.attempts} ครั้ง)",
        )
        for gap in rows
    )


def _revision_notes(*, simulated: bool) -> tuple[Note, ...]:
    rows = CandleRevision.objects.filter(series__venue__is_simulated=simulated)
    return tuple(
        Note(
            row.series.key,
            f"แท่ง {thai_moment(from_milliseconds(row.t))} ปิด {row.old[3]:g} → {row.new[3]:g} "
            f"ปริมาณ {row.old[4]:g} → {row.new[4]:g} (พบ {thai_moment(row.seen_at)})",
        )
        for row in rows.select_related("series__venue").order_by("-seen_at", "-pk")[:MOST_LISTED]
    )


def _disagreements(*, now: dt.datetime, simulated: bool) -> tuple[Note, ...]:
    rows = CrossCheck.objects.filter(
        is_flagged=True, checked_at__gte=now - RECENT, series__venue__is_simulated=simulated
    ).select_related("series__venue", "other__venue")
    return tuple(
        Note(
            row.series.key,
            f"ต่างจาก {row.other.key} {row.deviation:.1%} ที่แท่ง {thai_moment(from_milliseconds(row.t))} "
            f"({row.close:,.2f} กับ {row.other_close:,.2f})",
        )
        for row in rows.order_by("-checked_at", "-pk")[:MOST_LISTED]
    )


def _errors(*, now: dt.datetime, simulated: bool) -> tuple[Note, ...]:
    rows = FetchRun.objects.filter(at__gte=now - RECENT, series__venue__is_simulated=simulated)
    rows = rows.exclude(outcome="ok").select_related("series__venue").order_by("-at", "-pk")
    return tuple(
        Note(run.series.key, f"{thai_moment(run.at)} {run.outcome}: {run.detail}")
        for run in rows[:MOST_LISTED]
    )


def heartbeat() -> dt.datetime | None:
    """Return when the active fetcher last gave a sign of life."""
    last: dt.datetime | None = FetcherLease.objects.aggregate(last=Max("renewed_at"))["last"]
    return last


def is_alive(beat: dt.datetime | None, *, now: dt.datetime) -> bool:
    return beat is not None and now - beat < SILENT_AFTER


def overview(*, now: dt.datetime, simulated: bool) -> Overview:
    """Return how everything is doing; a fixed number of queries however many series there are."""
    beat = heartbeat()
    alive = is_alive(beat, now=now)
    fetcher = f"{'ทำงานอยู่' if alive else 'เงียบไป'} (สัญญาณล่าสุด {thai_moment(beat)})" if beat else "ยังไม่เคยเริ่ม"
    return Overview(
        fetcher=fetcher,
        is_fetcher_alive=alive,
        series=_series_health(now=now, simulated=simulated),
        venues=_venue_health(now=now, simulated=simulated),
        gaps=_gap_notes(simulated=simulated),
        revisions=_revision_notes(simulated=simulated),
        disagreements=_disagreements(now=now, simulated=simulated),
        errors=_errors(now=now, simulated=simulated),
    )


@dataclass(frozen=True)
class Pulse:
    """What a probe from outside may know: ages in seconds, no names."""

    heartbeat_seconds: float | None
    is_fetcher_alive: bool
    oldest_lag_seconds: float | None
    stopped_series: int


def pulse(*, now: dt.datetime, simulated: bool) -> Pulse:
    """Return the pulse of the market data. Two queries."""
    beat = heartbeat()
    followed = [one for one in _followed(simulated=simulated) if not one.is_over(now)]
    lags = [lag for one in followed if (lag := _lag(one, now)) is not None]
    poor = {Freshness.STOPPED, Freshness.EMPTY}
    return Pulse(
        heartbeat_seconds=None if beat is None else round((now - beat).total_seconds(), 1),
        is_fetcher_alive=is_alive(beat, now=now),
        oldest_lag_seconds=max(lags) / 1000 if lags else None,
        stopped_series=sum(freshness_of(one, now=now) in poor for one in followed),
    )


def plot(view: Overview) -> dict[str, object]:
    """Return a plotly figure of the lags, worst at the top; colours are the page's business."""
    rows = sorted(
        (one for one in view.series if one.lag_hours is not None), key=lambda one: one.lag_hours or 0.0
    )
    longest = (
        max((one.lag_hours or 0.0 for one in rows), default=0.0) or 1.0
    )  # with room for the words after it
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": [one.lag_hours for one in rows],
                "y": [one.key for one in rows],
                "text": [f"{one.state_th} · {one.lag_th}" for one in rows],
                "textposition": "outside",
                "cliponaxis": False,
                "hoverinfo": "skip",
                "marker": {"pattern": {"shape": ["" if one.state == "fresh" else "/" for one in rows]}},
            }
        ],
        "layout": {
            "template": "none",
            "height": 80 + 26 * len(rows),
            "margin": {"l": 8, "r": 8, "t": 8, "b": 40},
            "xaxis": {
                "title": {"text": "ชั่วโมงตั้งแต่แท่งล่าสุดปิด"},
                "range": [0, longest * 1.3],
                "fixedrange": True,
            },
            "yaxis": {"automargin": True, "fixedrange": True},
        },
    }
