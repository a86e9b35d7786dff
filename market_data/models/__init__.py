"""The tables of market data, by noun: sources, candles, health and frozen events."""

from market_data.models.candle import Candle
from market_data.models.health import SourceHealth
from market_data.models.source import Asset, Series, Venue

__all__ = ["Asset", "Candle", "Series", "SourceHealth", "Venue"]
