"""The tables of market data, by noun: sources, candles, health and frozen events."""

from market_data.models.candle import Backfill, Candle, CandleRevision, CrossCheck, Gap
from market_data.models.event import EventChart, EventFreeze
from market_data.models.health import (
    DailyJob,
    FetcherLease,
    FetchRun,
    RequestBudget,
    SourceHealth,
    StopAlert,
)
from market_data.models.source import Asset, FxRate, Pair, Series, Venue

__all__ = [
    "Asset",
    "Backfill",
    "Candle",
    "CandleRevision",
    "CrossCheck",
    "DailyJob",
    "EventChart",
    "EventFreeze",
    "FetchRun",
    "FetcherLease",
    "FxRate",
    "Gap",
    "Pair",
    "RequestBudget",
    "Series",
    "SourceHealth",
    "StopAlert",
    "Venue",
]
