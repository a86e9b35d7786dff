"""Freezing an event chart: what lessons show of it is cut once, at publish."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max

from market_data import figures
from market_data.candles import DAY, STEPS, Candle, fit
from market_data.events import Frozen, KeyPoint, Moment, checksum, midnight, moment
from market_data.models import EventChart, EventFreeze, Series
from market_data.windows import candles_between


def _ends(series: Series, *, since: dt.date, until: dt.date) -> tuple[int, int]:
    """Return the open time of the window's first candle and the end of its last one (ms UTC)."""
    start, end = midnight(since), midnight(until) + DAY
    return max(start, series.valid_from_t or start), min(end, series.valid_to_t or end)


def _candles(event: EventChart) -> tuple[tuple[Candle, ...], int, str]:
    """Return the stored candles of the event's window, their step and their series' key.

    A ticker can pass from one asset to another: nothing outside the series' own time is taken.
    """
    series = event.series
    if series is None or series.venue.is_simulated:
        return (), DAY, ""
    start, end = _ends(series, since=event.since, until=event.until)
    found = candles_between(series=series, start=start, end=end)
    fitted, step = fit(found, step=STEPS[series.timeframe], most=figures.MOST_CANDLES)
    return tuple(fitted), step, series.key if fitted else ""


def has_candles(*, series: Series, since: dt.date, until: dt.date) -> bool:
    """Say whether the series has candles from the first to the last of these days, so far as they are its own."""
    start, end = _ends(series, since=since, until=until)
    found, step, _ = _candles(EventChart(series=series, since=since, until=until))
    return bool(found) and found[0].t <= start and found[-1].t + step >= end


def _is_same_window(event: EventChart, old: Frozen) -> bool:
    same_days = (old.since, old.until) == (event.since.isoformat(), event.until.isoformat())
    return same_days and bool(event.series) and old.series == getattr(event.series, "key", "")


def _when(value: Any) -> int:
    return moment(value["on"], value["at"])


def _content(event: EventChart) -> Frozen:
    candles, step, key = _candles(event)
    if not candles and event.frozen:
        # the shop may have been emptied since: what was frozen of the same window stays good
        old = Frozen.read(event.frozen.content, sha256=event.frozen.sha256)
        if old.candles and _is_same_window(event, old):
            candles, step, key = old.candles, old.step, old.series
    return Frozen(
        title=event.title,
        label=event.label,
        unit=event.unit,
        decimals=event.decimals,
        step=step,
        is_log=event.is_log,
        since=event.since.isoformat(),
        until=event.until.isoformat(),
        series=key,
        provenance=event.provenance,
        licence=event.licence,
        moments=tuple(
            sorted(
                (
                    Moment(_when(b.value), b.value["text"], b.value["source"], b.value["source_title"] or "")
                    for b in event.annotations
                ),
                key=lambda told: told.t,
            )
        ),
        points=tuple(
            sorted(
                (
                    KeyPoint(
                        _when(b.value), float(b.value["price"]), b.value["source"], b.value["source_title"] or ""
                    )
                    for b in event.key_points
                ),
                key=lambda point: point.t,
            )
        ),
        candles=candles,
    )  # fmt: skip


@transaction.atomic
def freeze_event(*, event: EventChart, now: dt.datetime) -> EventFreeze:
    """Cut what lessons show of an event from now on. Earlier cuts stay."""
    # a revision carries the cut of the day it was written: the newest is the one to compare with
    event.frozen = EventFreeze.objects.filter(event=event).order_by("-number").first()
    content = _content(event)
    text = content.write()
    number = (EventFreeze.objects.filter(event=event).aggregate(most=Max("number"))["most"] or 0) + 1
    frozen = EventFreeze.objects.create(
        event=event, number=number, content=text, sha256=checksum(text), frozen_at=now
    )
    event.frozen = frozen
    EventChart.objects.filter(pk=event.pk).update(frozen=frozen)
    return frozen
