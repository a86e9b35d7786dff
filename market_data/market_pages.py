"""What the public market pages show. Reads only."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple, cast

from market_data import charts, panels, windows
from market_data.mentions import Mention
from market_data.models import Asset, EventChart, Series
from market_data.panels import LastPrice
from market_data.signals import mentions_wanted


class Row(NamedTuple):
    series: Series
    last: LastPrice


class Group(NamedTuple):
    asset: Asset
    rows: list[Row]


def overview(*, simulated: bool, now: dt.datetime) -> list[Group]:
    """Return what is followed, by asset. Two queries, however much there is."""
    series = windows.public_series(simulated=simulated)
    prices = panels.last_prices(series=series, now=now, as_they_are=True)
    groups: dict[int, Group] = {}
    for one, last in zip(series, prices, strict=True):
        groups.setdefault(one.base_id, Group(one.base, [])).rows.append(Row(one, last))
    return list(groups.values())


@dataclass(frozen=True)
class AssetPage:
    asset: Asset
    rows: list[Row]
    chart: charts.Chart | None
    mentions: list[Mention]
    events: list[EventChart]


def asset(*, code: str, simulated: bool, now: dt.datetime) -> AssetPage | None:
    """Return the page of an asset; None when nothing of it is followed."""
    code = code.upper()
    every = list(Series.objects.filter(base__code=code).order_by(*Series.IN_LISTS))
    series = [
        one
        for one in every
        if one.venue.is_simulated == simulated and one.is_enabled and one.venue.is_enabled
    ]
    if not series:
        return None
    prices = panels.last_prices(series=series, now=now, as_they_are=True)
    events = list(EventChart.objects.filter(series__in=[one.pk for one in every], live=True))
    answers = mentions_wanted.send(
        sender=Asset,
        series_ids=[one.pk for one in every],
        event_ids=[one.pk for one in events],
    )
    mentions: list[Mention] = []
    for _, answer in answers:
        mentions += cast("list[Mention]", answer or [])
    daily = next((one for one in series if one.timeframe == Series.Timeframe.DAY), series[0])
    return AssetPage(
        asset=series[0].base,
        rows=[Row(one, last) for one, last in zip(series, prices, strict=True)],
        chart=charts.chart_of(series=daily, range_key="90d", now=now),
        mentions=mentions,
        events=events,
    )
