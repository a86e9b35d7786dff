"""Writes, by noun. Only the market's worker goes to a venue; nothing here raises because of one."""

from market_data.services.fetching import (
    Fetched,
    Jitter,
    OpenClient,
    ask_again,
    fetch_due,
    fetch_series,
    record_outcome,
)
from market_data.services.ingest import Ingested, WrongVenueError, ingest_candles
from market_data.services.install import install_defaults

__all__ = [
    "Fetched",
    "Ingested",
    "Jitter",
    "OpenClient",
    "WrongVenueError",
    "ask_again",
    "fetch_due",
    "fetch_series",
    "ingest_candles",
    "install_defaults",
    "record_outcome",
]
