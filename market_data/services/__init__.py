"""Writes, by noun. Only the market's worker goes to a venue; nothing here raises because of one."""

from market_data.services.alerts import (
    alert_flagged,
    alert_stopped,
    pages_showing,
)
from market_data.services.asking import (
    AsksForCandles,
    BudgetSpentError,
    CountedClient,
    KeepLease,
    LeaseLostError,
    take_request,
)
from market_data.services.backfill import (
    Page,
    backfill_page,
    begin_backfill,
    begin_by_itself,
)
from market_data.services.catching_up import (
    advance_backfills,
    retry_due_gaps,
)
from market_data.services.crosscheck import (
    cross_check,
)
from market_data.services.daily import (
    run_daily,
    scan_for_gaps,
)
from market_data.services.fetching import (
    Fetched,
    Jitter,
    OpenClient,
    ask_again,
    fetch_due,
    fetch_series,
    record_outcome,
    record_venue,
)
from market_data.services.fx import refresh_reference_rates
from market_data.services.gaps import (
    name_gap,
    note_gaps,
    retry_gap,
)
from market_data.services.ingest import (
    Ingested,
    WrongVenueError,
    ingest_candles,
)
from market_data.services.install import (
    install_defaults,
)
from market_data.services.lease import (
    release_lease,
    take_lease,
)
from market_data.services.markets import refresh_markets

__all__ = [
    "AsksForCandles",
    "BudgetSpentError",
    "CountedClient",
    "Fetched",
    "Ingested",
    "Jitter",
    "KeepLease",
    "LeaseLostError",
    "OpenClient",
    "Page",
    "WrongVenueError",
    "advance_backfills",
    "alert_flagged",
    "alert_stopped",
    "ask_again",
    "backfill_page",
    "begin_backfill",
    "begin_by_itself",
    "cross_check",
    "fetch_due",
    "fetch_series",
    "ingest_candles",
    "install_defaults",
    "name_gap",
    "note_gaps",
    "pages_showing",
    "record_outcome",
    "record_venue",
    "refresh_markets",
    "refresh_reference_rates",
    "release_lease",
    "retry_due_gaps",
    "retry_gap",
    "run_daily",
    "scan_for_gaps",
    "take_lease",
    "take_request",
]
