"""History is read backwards from the oldest candle, without a hole at any moment."""

import datetime as dt
from collections.abc import Sequence

import pytest
from django.core.management import CommandError, call_command

from market_data import selectors, services
from market_data.breaker import Outcome
from market_data.candles import DAY, Candle
from market_data.clients import Market, Rows, SourceError
from market_data.models import Backfill, Series, SourceHealth
from tests.factories import market_data as make

pytestmark = pytest.mark.django_db


class Archive:
    """A venue with a history; ``fail_at`` are the requests that it fails."""

    venue_key = "binance"

    def __init__(self, rows: Sequence[Candle], *, most_rows: int = 50, fail_at: Sequence[int] = ()) -> None:
        self.rows, self.most_rows, self.fail_at = rows, most_rows, fail_at
        self.asked = 0

    def candles(self, market: Market, *, timeframe: str, since: int, limit: int) -> Rows:
        self.asked += 1
        if self.asked in self.fail_at:
            raise SourceError(Outcome.UNREACHABLE, "no route")
        told: Rows = [row for row in self.rows if row.t >= since]
        return told[:limit]


def _recent(now: dt.datetime, *, have: int, history: int) -> tuple[Series, list[Candle]]:
    """Store the newest candles of a longer history; return the series and all of it."""
    series = make.series()
    rows = make.run(history, step=DAY, now=now)
    services.ingest_candles(series=series, venue_key="binance", rows=rows[-have:], now=now)
    return series, rows


def _contiguous(series: Series) -> bool:
    times = [candle.t for candle in selectors.candles(series=series)]
    return times == list(range(times[0], times[-1] + DAY, DAY))


def test_every_page_leaves_a_run_without_a_hole_until_all_is_there(now: dt.datetime) -> None:
    series, rows = _recent(now, have=10, history=230)
    archive = Archive(rows)
    backfill = services.begin_backfill(series=series, since=rows[0].t, now=now)
    seen = [backfill.percent]

    while backfill.state == Backfill.State.RUNNING:
        services.backfill_page(backfill=backfill, client=archive, now=now)
        assert _contiguous(series)
        seen.append(backfill.percent)

    assert selectors.candles(series=series) == rows
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0, 100)
    assert archive.asked == 5


def test_a_second_request_goes_on_where_the_first_was(now: dt.datetime) -> None:
    series, rows = _recent(now, have=10, history=230)
    first = services.begin_backfill(series=series, since=rows[0].t, now=now)
    services.backfill_page(backfill=first, client=Archive(rows), now=now)

    again = services.begin_backfill(series=series, since=rows[0].t, now=now)

    assert again.cursor == first.cursor < rows[-10].t
    assert again.percent > 0


def test_two_processes_on_one_back_fill_neither_skip_nor_finish_early(now: dt.datetime) -> None:
    series, rows = _recent(now, have=10, history=230)
    one = services.begin_backfill(series=series, since=rows[0].t, now=now)
    other = Backfill.objects.get()

    services.backfill_page(backfill=one, client=Archive(rows), now=now)
    services.backfill_page(backfill=other, client=Archive(rows), now=now)

    assert other.cursor == one.cursor
    assert _contiguous(series)


def test_a_venue_that_has_nothing_older_ends_it(now: dt.datetime) -> None:
    series, rows = _recent(now, have=10, history=100)
    backfill = services.begin_backfill(series=series, since=rows[0].t - 3000 * DAY, now=now)
    archive = Archive(rows)

    while backfill.state == Backfill.State.RUNNING:
        services.backfill_page(backfill=backfill, client=archive, now=now)

    assert backfill.state == Backfill.State.EXHAUSTED
    assert selectors.candles(series=series) == rows
    assert archive.asked < 8


def test_history_is_not_wanted_beyond_the_depth_of_the_venue_or_the_asset(now: dt.datetime) -> None:
    series, rows = _recent(now, have=10, history=230)
    series.venue.history_rows = 120
    assert services.begin_backfill(series=series, since=0, now=now).since == rows[-1].t - 117 * DAY

    series.venue.history_rows = None
    series.valid_from = dt.datetime.fromtimestamp(rows[40].t / 1000, tz=dt.UTC)
    assert services.begin_backfill(series=series, since=0, now=now).since == rows[40].t


def test_a_newly_added_series_is_filled_by_itself_and_shows_how_far(now: dt.datetime) -> None:
    series, rows = _recent(now, have=10, history=2000)
    archive = Archive(rows, most_rows=200)

    assert services.begin_by_itself(now=now, simulated=False) == 1
    assert services.begin_by_itself(now=now, simulated=False) == 0
    services.advance_backfills(now=now, simulated=False, open_client=lambda key: archive, jitter=lambda: 0.5)

    backfill = Backfill.objects.get(series=series)
    assert 0 < backfill.percent < 100
    assert len(selectors.candles(series=series)) == 10 + 5 * 200


def test_a_failing_venue_rests_and_the_back_fill_waits_with_it(now: dt.datetime) -> None:
    series, rows = _recent(now, have=10, history=230)
    backfill = services.begin_backfill(series=series, since=rows[0].t, now=now)
    archive = Archive(rows, fail_at=[2])

    for _ in range(3):
        services.advance_backfills(
            now=now, simulated=False, open_client=lambda key: archive, jitter=lambda: 0.5
        )

    health = SourceHealth.objects.get()
    assert archive.asked == 2
    assert health.failures == 1
    backfill.refresh_from_db()
    assert backfill.state == Backfill.State.RUNNING
    assert _contiguous(series)


@pytest.mark.parametrize(
    ("key", "since"), [("nowhere/BTC-USDT/1d", "2022-05-01"), ("binance/BTC-USDT/1d", "last year")]
)
def test_a_wrong_name_or_date_is_said(key: str, since: str) -> None:
    make.series()

    with pytest.raises(CommandError):
        call_command("market_backfill", key, since=since)
