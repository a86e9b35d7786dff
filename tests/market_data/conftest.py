"""A stand-in exchange at the tests' own time, and clients that wait a quarter of a second at most."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest

from market_data import clients
from market_data.clients import CandleClient
from tests.market_data.stand_in import StandIn, running

TIMEOUT_MS = 250


@pytest.fixture
def stand_in(now: dt.datetime) -> Iterator[StandIn]:
    with running(StandIn(clock=lambda: int(now.timestamp() * 1000))) as started:
        yield started


@pytest.fixture
def open_client(stand_in: StandIn) -> Callable[[str], CandleClient]:
    opened: dict[str, CandleClient] = {}

    def open_once(venue_key: str) -> CandleClient:
        if venue_key not in opened:
            opened[venue_key] = clients.open_client(
                venue_key=venue_key, base_url=stand_in.url, timeout_ms=TIMEOUT_MS
            )
        return opened[venue_key]

    return open_once
