"""A day on which venues go up and down, and what a reader sees every ten minutes of it.

Simulated time in a real chain: stand-in venues over HTTP, real ccxt, the fetcher, the database, the pages. The market
of each venue has its own prices, so that what is shown tells where it came from.
"""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass

import time_machine
from django.test import Client
from django.urls import reverse

from market_data import clients, services
from market_data.candles import HOUR
from market_data.clients import CandleClient, Limits
from market_data.models import Series
from market_data.packing import unpack
from tests.market_data.stand_in import StandIn, row
from tests.market_data.stand_in.prices import Row

STEP = dt.timedelta(minutes=2)  # of the fetcher
LOOK = dt.timedelta(minutes=10)  # of the reader
BANGKOK = dt.timezone(dt.timedelta(hours=7))
SHARES = {"binance": 1.0, "kraken": 1.01, "bitkub": 1.0}
PAIRS = {"binance": "BTCUSDT", "kraken": "BTCUSDT", "bitkub": "BTCTHB"}
FAULTS = ("500", "502", "503", "429", "reset", "html200", "truncated200", "empty200", "null", "302",
          "nan", "impossible", "unsorted", "misaligned", "future", "stale", "no_rows")  # fmt: skip
# whatever chance says: the first choice is away for a working day, and the second is well meanwhile
FORCED = (("binance", "503", 6, 15), ("kraken", "", 8, 14), ("bitkub", "500", 9, 18))  # hours
PATIENCE = dt.timedelta(
    minutes=100
)  # a venue that is well this long has been noticed, whatever it did before


class ChaosMarket(StandIn):
    """Every venue quotes its own prices."""

    def _told(self, venue: str, pair: str, *, first: int, last: int, step: int) -> list[Row]:
        told = super()._told(venue, pair, first=first, last=last, step=step)
        return [_priced(one, venue) for one in told]


def _priced(one: Row, venue: str) -> Row:
    t, o, h, low, c, v = one
    share = SHARES[venue]
    return (t, round(o * share, 1), round(h * share, 1), round(low * share, 1), round(c * share, 1), v)


def true_close(venue: str, t: int) -> float:
    return _priced(row(PAIRS[venue], t, HOUR), venue)[4]


@dataclass
class Venue:
    """Up or down, and since when."""

    key: str
    fault: str = ""
    well_since: dt.datetime | None = None
    until: dt.datetime | None = None

    def turn(self, now: dt.datetime, chance: random.Random) -> None:
        """Go on as it is until its time is over, then change."""
        if self.until is not None and now < self.until:
            return
        if self.fault or chance.random() < 0.25:
            self.fault, length = "", chance.uniform(30, 300)
            self.well_since = now
        else:
            self.fault, length = chance.choice(FAULTS), chance.choice((4, 20, 60, 200, 420))
            self.well_since = None
        self.until = now + dt.timedelta(minutes=length)

    def force(self, fault: str, now: dt.datetime) -> None:
        self.well_since = None if fault else self.well_since or now
        self.fault, self.until = fault, now + LOOK


@dataclass(frozen=True)
class Look:
    """What a reader saw of one chart at one moment, and what was wrong with it."""

    at: dt.datetime
    asked: str
    shown: str
    state: str
    age_hours: float
    faults: dict[str, str]
    problems: tuple[str, ...]

    def __str__(self) -> str:
        down = ", ".join(f"{venue} {fault}" for venue, fault in self.faults.items() if fault) or "all well"
        wrong = f"  WRONG: {'; '.join(self.problems)}" if self.problems else ""
        return (
            f"{self.at:%H:%M} {self.asked} → {self.shown} {self.state} {self.age_hours:.1f} h ({down}){wrong}"
        )


def _true_state(age_hours: float) -> str:
    return "fresh" if age_hours <= 2 else "late" if age_hours <= 6 else "stopped"


class Day:
    """The day: venues, the fetcher, and a reader with a lesson that shows two charts."""

    def __init__(self, market: ChaosMarket, *, start: dt.datetime, seed: int) -> None:
        self.market, self.start, self.now = market, start, start
        self.chance = random.Random(seed)
        self.venues = {key: Venue(key, well_since=start, until=start + LOOK) for key in SHARES}
        market.clock = lambda: int(self.now.timestamp() * 1000)
        self._clients: dict[str, CandleClient] = {}

    def open_client(self, key: str) -> CandleClient:
        if key not in self._clients:
            self._clients[key] = clients.open_client(
                venue_key=key, base_url=self.market.url, timeout_ms=500, limits=Limits(1000, 0)
            )
        return self._clients[key]

    def live(self, look: Callable[[], list[Look]], *, hours: int) -> list[Look]:
        """Let the hours pass; return everything that was seen."""
        seen: list[Look] = []
        end = self.start + dt.timedelta(hours=hours)
        while self.now < end:
            self._turn_venues()
            work = {"simulated": False, "open_client": self.open_client, "jitter": self.chance.random}
            services.fetch_due(now=self.now, **work)  # type: ignore[arg-type]
            services.retry_due_gaps(now=self.now, **work)  # type: ignore[arg-type]
            if (self.now - self.start) % LOOK == dt.timedelta(0):
                with time_machine.travel(self.now, tick=False):
                    seen += look()
            self.now += STEP
        return seen

    def _turn_venues(self) -> None:
        hour = (self.now - self.start) / dt.timedelta(hours=1)
        for key, venue in self.venues.items():
            venue.turn(self.now, self.chance)
            for forced, fault, begin, end in FORCED:
                if key == forced and begin <= hour < end:
                    venue.force(fault, self.now)
            self.market.faults[key] = venue.fault

    def look_at(self, client: Client, asked: Series, page: str) -> Look:
        """Read a page and the figure of one of its charts as a reader's browser does."""
        told = client.get(reverse("market_data:figure", args=[asked.pk, "7d"]))
        body = client.get(page)
        answered = told.status_code == body.status_code == 200
        problems = [] if answered else [f"answers {body.status_code}, {told.status_code}"]
        if not answered:
            return Look(self.now, asked.venue.key, "?", "?", 0, {}, tuple(problems))
        drawing, facts = unpack(told.json()["figure"]), told.json()["facts"]
        shown = next((key for key in SHARES if key.title() in facts["source"]), "?")
        last = dt.datetime.fromisoformat(drawing["data"][0]["x"][-1]).replace(tzinfo=BANGKOK)
        age = (self.now - last).total_seconds() / 3600 - 1
        problems += self._wrong(asked, shown, facts, age, int(last.timestamp() * 1000), drawing)
        if facts["source"] not in body.content.decode():
            problems.append("the page names another source than the figure")
        faults = {key: venue.fault for key, venue in self.venues.items()}
        return Look(self.now, asked.venue.key, shown, facts["state"], age, faults, tuple(problems))

    def _wrong(
        self,
        asked: Series,
        shown: str,
        facts: dict[str, str],
        age: float,
        t: int,
        drawing: dict[str, list[dict]],  # type: ignore[type-arg]
    ) -> list[str]:
        """Compare what is said with what the market really did."""
        found = []
        if facts["state"] != _true_state(age):
            found.append(f"says {facts['state']} at an age of {age:.1f} h")
        if abs(drawing["data"][0]["close"][-1] - true_close(shown, t)) > 0.051:
            found.append(f"the last close is not {shown}'s")
        if bool(facts["switched"]) != (shown != asked.venue.key):
            found.append("a switch that is not said, or said and not done")
        candidates = [asked, *([asked.fallback] if asked.fallback else [])]
        if shown not in {one.venue.key for one in candidates}:
            found.append(f"{shown} was never chosen")
        well_since = self.venues[asked.venue.key].well_since
        if well_since and self.now - well_since >= PATIENCE and (shown != asked.venue.key or age > 2):
            found.append("the venue has long been well again and is not shown fresh")
        return found
