"""What a page's body names of the market, read together: one query for all its series. Reads only."""

import datetime as dt
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from wagtail.blocks.stream_block import StreamValue
from wagtail.blocks.struct_block import StructValue

from market_data.models import Series
from market_data.selectors import needs_spare, stand_ins

_known: ContextVar[dict[int, Series] | None] = ContextVar("series_read_together", default=None)


def known_series() -> dict[int, Series] | None:
    """Return the series of the page that is being read by their ids; None when none is."""
    return _known.get()


def _named(value: Any) -> Iterator[int]:
    """Yield the ids of the series that a raw block names: ``series`` is an id or a list block of ids."""
    if isinstance(value, dict):
        series = value.get("series")
        if isinstance(series, int):
            yield series
        elif isinstance(series, list):
            yield from (item["value"] for item in series if isinstance(item, dict) and item.get("value"))
        for raw in value.get("body") or ():  # a block that holds blocks
            yield from _named(raw["value"])


def _look(body: StreamValue) -> None:
    """Have Wagtail read what the blocks name, also those inside a block."""
    for child in body:
        if isinstance(child.value, StructValue):
            for part in child.value.values():
                if isinstance(part, StreamValue):
                    _look(part)


def read_together(body: StreamValue, *, now: dt.datetime) -> None:
    """Read everything that the blocks of a body name, before any is drawn.

    One query for all series, one for all events; one more for stand-ins of the simulated market, or for the
    fallbacks of series that have stopped. Left to itself each kind of block asks anew.
    """
    wanted = {pk for raw in body.raw_data for pk in _named(raw["value"])}
    series = Series.objects.in_bulk(wanted) if wanted else {}
    _lend_stand_ins(list(series.values()), now)
    token = _known.set(series)
    try:
        _look(body)
    finally:
        _known.reset(token)


def _lend_stand_ins(series: list[Series], now: dt.datetime) -> None:
    if settings.MARKET_DATA == "simulated":
        twins = stand_ins(series=series)
        for one in series:
            one.twin = (twins.get((one.symbol, one.timeframe)),)
        return
    poor = [one for one in series if needs_spare(one, now=now)]
    spares = Series.objects.in_bulk({one.fallback_id for one in poor if one.fallback_id}) if poor else {}
    for one in poor:
        one.fallback = spares.get(one.fallback_id or 0)
