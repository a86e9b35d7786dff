"""Every venue × every fault, through real ccxt and the worker's own turn. Run with ``-s`` to see the matrix.

For each: no row is stored that the market did not do, no exception leaves the turn, the breaker stands as it should,
the venue is left alone meanwhile, and all is well once the venue is.
"""

import datetime as dt
import time
from collections.abc import Iterator

import pytest

from market_data import clients, selectors, services
from market_data.breaker import BAN_WAIT, BLOCK_WAIT, OPEN_AFTER, RATE_LIMIT_WAIT, Outcome, State
from market_data.candles import DAY
from market_data.clients import Client
from market_data.models import Candle, Series, SourceHealth
from market_data.services import fetching
from tests.factories import market_data as make
from tests.market_data import stand_in as fake
from tests.market_data.stand_in import BROKEN, LYING, StandIn, running
from tests.market_data.test_venues import MARKETS

pytestmark = pytest.mark.django_db
UNREACHABLE, BAD_BODY, BLOCKED = Outcome.UNREACHABLE, Outcome.BAD_BODY, Outcome.BLOCKED
BROKEN_OUTCOMES = {
    "slow": UNREACHABLE, "drip": UNREACHABLE, "truncated": UNREACHABLE, "reset": UNREACHABLE,
    "500": UNREACHABLE, "502": UNREACHABLE, "503": UNREACHABLE, "504": UNREACHABLE, "520": UNREACHABLE,
    "302": BAD_BODY, "html200": BAD_BODY, "truncated200": BAD_BODY, "empty200": BAD_BODY, "null": BAD_BODY,
    "429": Outcome.RATE_LIMITED, "418": Outcome.BANNED,
    "401": BLOCKED, "403": BLOCKED, "407": BLOCKED, "451": BLOCKED,
}  # fmt: skip
PATIENT, HURRIED = 5_000, 150  # milliseconds; only faults of time need to be waited for
MATRIX: dict[tuple[str, str], str] = {}
CLIENTS: dict[tuple[str, int], Client] = {}  # as in the worker: one for all of its life
MARKS = {
    UNREACHABLE: "wait", BAD_BODY: "body", Outcome.RATE_LIMITED: "429+", Outcome.BANNED: "ban1h", BLOCKED: "24h",
    Outcome.OK: "ok",
}  # fmt: skip


@pytest.fixture(scope="module")
def running_stand_in() -> Iterator[StandIn]:
    with running(StandIn()) as started:
        yield started
    CLIENTS.clear()


@pytest.fixture
def stand_in(running_stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """The one server of this module, well again; a short history keeps the matrix fast."""
    monkeypatch.setitem(fetching.HISTORY, "1d", 60 * DAY)
    running_stand_in.faults.clear()
    running_stand_in.log.clear()
    return running_stand_in


@pytest.fixture(scope="module", autouse=True)
def _matrix() -> Iterator[None]:
    started = time.monotonic()
    yield
    faults = sorted({fault for _, fault in MATRIX}, key=[*BROKEN_OUTCOMES, *LYING].index)
    lines = [f"{'fault':13}" + "".join(f"{venue:>17}" for venue in MARKETS)]
    lines += [
        f"{fault:13}" + "".join(f"{MATRIX.get((venue, fault), '·'):>17}" for venue in MARKETS)
        for fault in faults
    ]
    lines += [
        "wait = back-off, opens after 5 · body = answer not believed, back-off · 429+ = max(Retry-After, 60 s)",
        "ban1h = 1 h doubling · 24h = closed to us, a day · kept n = n true rows of a partly lying answer · none = nothing",
        f"every one: no wrong row, no exception, left alone, recovered · {time.monotonic() - started:.0f} s",
    ]
    print("\n" + "\n".join(lines))  # noqa: T201


def _series(venue: str) -> Series:
    market, _ = MARKETS[venue]
    series = make.series(venue, market.symbol, market_id=market.market_id)
    series.tick = 0.01
    series.save()
    return series


def _turn(venue: str, stand_in: StandIn, moment: dt.datetime, *, fault: str = "") -> list[services.Fetched]:
    """Do what the worker does at ``moment``, with the venue at that fault."""
    stand_in.clock = lambda: int(moment.timestamp() * 1000)
    stand_in.faults[venue] = fault
    patience = HURRIED if fault in {"slow", "drip"} else PATIENT
    if (venue, patience) not in CLIENTS:
        CLIENTS[venue, patience] = clients.open_client(
            venue_key=venue, base_url=stand_in.url, timeout_ms=patience
        )
    client = CLIENTS[venue, patience]
    return services.fetch_due(now=moment, simulated=False, open_client=lambda key: client, jitter=lambda: 0.5)


def _assert_only_the_truth_is_stored(series: Series, moment: dt.datetime) -> int:
    """Compare every stored row with what the stand-in's market did; Kraken quotes one decimal."""
    _, pair = MARKETS[series.venue.key]
    stored = selectors.candles(series=series)
    for candle in stored:
        exactness = 0.06 if series.venue.key == "kraken" else 1e-6
        assert candle == pytest.approx(fake.row(pair, candle.t, DAY), rel=0, abs=exactness)
        assert candle.t + DAY <= moment.timestamp() * 1000
    return len(stored)


def _assert_rest(health: SourceHealth, outcome: Outcome, moment: dt.datetime) -> None:
    """The breaker is what the table of outcomes says after one failure."""
    assert health.open_until is not None
    rest = health.open_until - moment
    expected = {
        UNREACHABLE: (State.CLOSED, dt.timedelta(seconds=15), dt.timedelta(minutes=2)),
        BAD_BODY: (State.CLOSED, dt.timedelta(seconds=15), dt.timedelta(minutes=2)),
        Outcome.RATE_LIMITED: (State.OPEN, RATE_LIMIT_WAIT, RATE_LIMIT_WAIT),
        Outcome.BANNED: (State.OPEN, BAN_WAIT, BAN_WAIT),
        BLOCKED: (State.OPEN, BLOCK_WAIT, BLOCK_WAIT),
    }
    state, least, most = expected[outcome]
    assert (health.state, health.failures) == (state, 1)
    assert least <= rest <= most


def test_the_matrix_names_every_fault_of_the_stand_in() -> None:
    assert set(BROKEN_OUTCOMES) == set(BROKEN)


@pytest.mark.parametrize("fault", BROKEN_OUTCOMES)
@pytest.mark.parametrize("venue", MARKETS)
def test_a_broken_answer(venue: str, fault: str, now: dt.datetime, stand_in: StandIn) -> None:
    series = _series(venue)

    (fetched,) = _turn(venue, stand_in, now, fault=fault)

    assert fetched.outcome is BROKEN_OUTCOMES[fault]
    assert not Candle.objects.exists()
    health = SourceHealth.objects.get(venue=series.venue)
    _assert_rest(health, fetched.outcome, now)
    assert health.last_error
    asked = len(stand_in.log)
    assert _turn(venue, stand_in, now) == []
    assert len(stand_in.log) == asked  # left alone, however well it is by now

    assert health.open_until is not None
    (recovered,) = _turn(venue, stand_in, health.open_until)

    assert recovered.outcome is Outcome.OK
    health.refresh_from_db()
    assert (health.state, health.failures, health.open_until) == (State.CLOSED, 0, None)
    assert _assert_only_the_truth_is_stored(series, health.last_ok_at or now) >= 35
    MATRIX[venue, fault] = MARKS[fetched.outcome]


@pytest.mark.parametrize("fault", LYING)
@pytest.mark.parametrize("venue", MARKETS)
@pytest.mark.parametrize("has_history", [True, False])
def test_a_lying_answer(
    venue: str, fault: str, has_history: bool, now: dt.datetime, stand_in: StandIn
) -> None:
    series = _series(venue)
    if has_history:
        _turn(venue, stand_in, now - dt.timedelta(days=3))

    results = _turn(venue, stand_in, now, fault=fault)

    assert [fetched.outcome in {Outcome.OK, BAD_BODY} for fetched in results] == [True]
    kept = _assert_only_the_truth_is_stored(series, now)
    health = SourceHealth.objects.get(venue=series.venue)
    assert (health.open_until is None) is (results[0].outcome is Outcome.OK)

    later = max(health.open_until or now, now + dt.timedelta(hours=1))
    (recovered,) = _turn(venue, stand_in, later)[-1:] or [None]

    if recovered is not None:  # else the lie cost nothing and nothing is due
        assert recovered.outcome is Outcome.OK
    series.refresh_from_db()
    assert series.last_closed_t is not None
    assert series.last_closed_t + 2 * DAY > later.timestamp() * 1000
    assert _assert_only_the_truth_is_stored(series, later) >= 35
    health.refresh_from_db()
    assert health.state == State.CLOSED
    if not has_history:
        MATRIX[venue, fault] = f"kept {kept}" if kept else "none"


@pytest.mark.parametrize("venue", MARKETS)
def test_a_venue_that_stays_away_opens_its_breaker_and_one_probe_closes_it(
    venue: str, now: dt.datetime, stand_in: StandIn
) -> None:
    series = _series(venue)
    moment = now
    for _ in range(OPEN_AFTER):
        _turn(venue, stand_in, moment, fault="503")
        health = SourceHealth.objects.get(venue=series.venue)
        assert health.open_until is not None
        moment = health.open_until
    assert health.state == State.OPEN
    asked = len(stand_in.log)

    _turn(venue, stand_in, moment, fault="503")
    assert len(stand_in.log) == asked + 1  # one probe, and back to rest
    health.refresh_from_db()
    assert health.state == State.OPEN

    assert health.open_until is not None
    _turn(venue, stand_in, health.open_until)
    health.refresh_from_db()
    assert (health.state, health.failures) == (State.CLOSED, 0)
    _assert_only_the_truth_is_stored(series, health.last_ok_at or moment)
