"""A stand-in for every venue on this machine, with realistic bodies and every fault they show.

    python -m tests.market_data.stand_in --port 8099

Venues: ``http://127.0.0.1:8099/<venue>/<the venue's own path>``. Prices are a function of the time alone. Faults are
set from Python (``stand_in.faults["kraken"] = "429"``) or over HTTP (``POST /_fault/kraken/429``, ``…/none``).
Standard library only.
"""

from tests.market_data.stand_in.faults import BROKEN, LYING
from tests.market_data.stand_in.prices import row, rows
from tests.market_data.stand_in.server import StandIn, running

__all__ = ["BROKEN", "LYING", "StandIn", "row", "rows", "running"]
