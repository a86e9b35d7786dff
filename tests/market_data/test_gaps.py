"""Holes: found where they are, asked for again for a week, then named, never filled in."""

import datetime as dt
import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market_data import gaps, selectors, services
from market_data.candles import DAY, Candle
from market_data.clients import Market, Rows
from market_data.gaps import RETRY_AFTER, Hole, Kind, Neighbour
from market_data.models import Gap, Pair, Series, Venue
from tests.factories import market_data as make

HOUR = dt.timedelta(hours=1)


@given(st.sets(st.integers(0, 200)))
def test_holes_and_candles_together_are_the_whole_time(places: set[int]) -> None:
    times = [place * DAY for place in sorted(places)]

    found = gaps.find(times, step=DAY)

    missing = [t for hole in found for t in range(hole.start, hole.end, DAY)]
    whole = list(range(times[0], times[-1] + DAY, DAY)) if times else []
    assert sorted([*times, *missing]) == whole
    assert all(one.end < other.start for one, other in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("neighbours", "is_delisted", "kind"),
    [
        ([], False, Kind.UNKNOWN),
        ([Neighbour(expected=0, found=0)], False, Kind.UNKNOWN),
        ([Neighbour(24, 0), Neighbour(1, 0)], False, Kind.OUTAGE),
        ([Neighbour(24, 0), Neighbour(1, 1)], False, Kind.NO_TRADES),
        ([Neighbour(24, 0)], True, Kind.DELISTED),
    ],
)
def test_a_hole_is_named_by_what_the_venues_other_series_have(
    neighbours: Sequence[Neighbour], is_delisted: bool, kind: Kind
) -> None:
    assert gaps.classify(neighbours=neighbours, is_delisted=is_delisted) is kind


@given(st.integers(0, 400), st.integers(1, 400), st.integers(1, 20))
def test_expected_candles_are_those_that_open_within_the_hole(start: int, length: int, step: int) -> None:
    hole = Hole(start, start + length)
    first = -(-start // step) * step

    assert gaps.expected(hole, step=step, first_aligned=first) == len(
        [t for t in range(start, start + length) if t % step == 0]
    )


class Told:
    """A venue that answers with what it is given."""

    venue_key, most_rows = "binance", 1000

    def __init__(self, rows: Sequence[Candle] = ()) -> None:
        self.rows = rows
        self.asked: list[int] = []

    def candles(self, market: Market, *, timeframe: str, since: int, limit: int) -> Rows:
        self.asked.append(since)
        told: Rows = [row for row in self.rows if row.t >= since]
        return told[:limit]


def _with_hole(series: Series, now: dt.datetime, *, hole: slice = slice(20, 23)) -> list[Candle]:
    """Store fifty days without some; return all fifty."""
    rows = make.run(50, step=DAY, now=now)
    kept = [row for row in rows if row not in rows[hole]]
    services.ingest_candles(series=series, venue_key=series.venue.key, rows=kept, now=now)
    services.note_gaps(series=series, now=now)
    return rows


@pytest.mark.django_db
def test_a_hole_is_noted_once_and_shown_with_a_reason(now: dt.datetime) -> None:
    series = make.series()
    rows = _with_hole(series, now)

    services.note_gaps(series=series, now=now + HOUR)
    services.note_gaps(series=series, now=now + HOUR, since=rows[30].t)

    (gap,) = selectors.gaps_for(series=series)
    assert (gap.start, gap.end, gap.kind) == (rows[20].t, rows[23].t, "unknown")
    assert gap.reason_th
    assert selectors.gaps_for(series=series, since=rows[22].t) == [gap]
    assert selectors.gaps_for(series=series, since=rows[23].t) == []
    assert Gap.objects.get().next_try_at == now + HOUR
    assert len(selectors.candles(series=series)) == 47  # nothing was made up


@pytest.mark.django_db
def test_a_gap_that_fills_goes_and_one_that_splits_keeps_its_tries(now: dt.datetime) -> None:
    series = make.series()
    rows = _with_hole(series, now)
    Gap.objects.update(attempts=2)

    services.ingest_candles(series=series, venue_key="binance", rows=[rows[21]], now=now)
    services.note_gaps(series=series, now=now, since=rows[20].t)
    assert [(gap.start, gap.end, gap.attempts) for gap in Gap.objects.order_by("start")] == [
        (rows[20].t, rows[21].t, 2),
        (rows[22].t, rows[23].t, 2),
    ]

    services.ingest_candles(series=series, venue_key="binance", rows=rows, now=now)
    services.note_gaps(series=series, now=now)
    assert not Gap.objects.exists()


def _retry(client: Told, now: dt.datetime) -> int:
    return services.retry_due_gaps(
        now=now,
        simulated=False,
        open_client=lambda key: client,
        jitter=lambda: 0.5,
    )


@pytest.mark.django_db
def test_a_gap_is_asked_for_on_schedule_and_then_left_alone(now: dt.datetime) -> None:
    series = make.series()
    _with_hole(series, now)
    client, moment = Told(), now

    for number, wait in enumerate(RETRY_AFTER, start=1):
        assert _retry(client, moment + wait - dt.timedelta(seconds=1)) == 0
        moment += wait
        assert _retry(client, moment) == 1
        assert Gap.objects.get().attempts == number

    gap = Gap.objects.get()
    assert gap.next_try_at is None
    assert gap.kind == Kind.UNKNOWN  # the venue has no other series to compare with
    assert _retry(client, moment + dt.timedelta(days=400)) == 0


@pytest.mark.django_db
def test_a_gap_whose_candles_come_at_last_is_gone(now: dt.datetime) -> None:
    series = make.series()
    rows = _with_hole(series, now)

    _retry(Told(rows), now + HOUR)

    assert not Gap.objects.exists()
    assert selectors.candles(series=series) == rows


@pytest.mark.django_db
@pytest.mark.parametrize(("other_misses", "kind"), [(True, Kind.OUTAGE), (False, Kind.NO_TRADES)])
def test_after_the_last_try_a_gap_is_named(other_misses: bool, kind: Kind, now: dt.datetime) -> None:
    series = make.series()
    other = make.series(symbol="ETH/USDT", market_id="ETHUSDT")
    _with_hole(series, now)
    _with_hole(other, now, hole=slice(20, 23) if other_misses else slice(0))
    Gap.objects.filter(series=series).update(attempts=3, next_try_at=now)

    _retry(Told(), now)

    gap = Gap.objects.get(series=series)
    assert gap.kind == kind
    assert gap.note_th == gaps.NOTES_TH[kind]


@pytest.mark.django_db
def test_a_gap_after_the_venue_took_the_pair_off_is_a_delisting(now: dt.datetime) -> None:
    series = make.series()
    rows = _with_hole(series, now)
    Pair.objects.create(
        venue=Venue.objects.get(), market_id=series.market_id, symbol=series.symbol, base="BTC", quote="USDT",
        is_active=False, gone_at=dt.datetime.fromtimestamp(rows[15].t / 1000, tz=dt.UTC),
    )  # fmt: skip

    version = Series.objects.get().version
    assert services.name_gap(gap=Gap.objects.get()) is Kind.DELISTED
    # what is drawn of a series is kept under its version: the new reason must not wait for the next candle
    assert Series.objects.get().version == version + 1
    services.name_gap(gap=Gap.objects.get())
    assert Series.objects.get().version == version + 1
