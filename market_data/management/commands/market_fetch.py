"""The market worker: brings candles in for as long as it runs, whatever the venues or the database do."""

import logging
import os
import random
import signal
import socket
import threading
import time
import uuid
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from market_data import clients, selectors, services
from market_data.clients import Client, Limits
from market_data.models import Venue

logger = logging.getLogger(__name__)
SHORTEST_SLEEP, LONGEST_SLEEP = 2.0, 15.0  # seconds; a series added in the CMS is noticed within the longer
STANDBY_SLEEP = 10.0
DATABASE_PAUSE = 5.0
OpenClient = Callable[[str], Client]
HOUSEKEEPING = 300.0  # seconds between looks at the daily jobs and at who must be told


class Stopped(BaseException):
    """The process was asked to end; raised wherever it is, so that no slow exchange holds it up."""


def _stop(number: int, frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)
    raise Stopped


def limits_of(venue_key: str) -> Limits | None:
    """Return what the operator has written down as the venue's limits."""
    row = Venue.objects.filter(key=venue_key).values_list("most_rows", "requests_per_minute").first()
    return Limits(*row) if row else None


class Clients:
    """One client per venue for the life of the worker: rate limiters live in them."""

    def __init__(self, *, timeout_ms: int) -> None:
        self._timeout_ms = timeout_ms
        self._open: dict[str, tuple[Limits | None, Client]] = {}

    def __call__(self, venue_key: str) -> Client:
        """Return the venue's client; a new one when an operator has changed what the venue allows."""
        limits = limits_of(venue_key)
        known = self._open.get(venue_key)
        if known is None or known[0] != limits:
            client = clients.open_client(
                venue_key=venue_key,
                base_url=settings.MARKET_VENUES_URL,
                timeout_ms=self._timeout_ms,
                limits=limits,
            )
            known = self._open[venue_key] = (limits, client)
        return known[1]


class Command(BaseCommand):
    help = "ดึงแท่งราคาเข้าระบบเรื่อยไป หยุดด้วย Ctrl-C หรือ SIGTERM"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.holder = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"
        self._is_active = False
        self._housekeeping_at = 0.0

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="ดึงทุกชุดที่ถึงเวลาหนึ่งรอบแล้วจบ")
        parser.add_argument("--timeout", type=float, default=clients.TIMEOUT_MS / 1000, help="วินาที")

    def handle(self, *args: Any, **options: Any) -> None:
        open_client = Clients(timeout_ms=int(options["timeout"] * 1000))
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, _stop)
            signal.signal(signal.SIGINT, _stop)
        try:
            if options["once"]:
                self.turn(open_client)
                services.release_lease(holder=self.holder, now=timezone.now())
                return
            self.stdout.write(f"ตัวดึงราคาเริ่มทำงาน (ข้อมูล: {settings.MARKET_DATA})")
            while True:
                time.sleep(self.safe_turn(open_client))
        except Stopped:
            self._leave()
            self.stdout.write("ตัวดึงราคาหยุดแล้ว")
            self.stdout.flush()
            os._exit(0)  # nothing is left to do, and Python takes seconds to take ccxt apart

    def _leave(self) -> None:
        """Let a standby begin at once. The old connection may stand in the middle of a transaction: it goes."""
        try:
            connection.close()
            services.release_lease(holder=self.holder, now=timezone.now())
            connection.close()
        except DatabaseError:
            logger.warning("the lease could not be given back; it runs out by itself")

    def safe_turn(self, open_client: OpenClient) -> float:
        """Do one turn whatever happens; return the seconds to sleep."""
        try:
            close_old_connections()
            return self.turn(open_client)
        except services.LeaseLostError:
            self._say_active(active=False)
            return STANDBY_SLEEP
        except DatabaseError:
            logger.exception("the database is away; the worker waits")
            connection.close()
            return DATABASE_PAUSE
        except Exception:
            logger.exception("a turn failed; the worker goes on")
            return LONGEST_SLEEP

    def _keep_lease(self) -> bool:
        return services.take_lease(holder=self.holder, now=timezone.now())

    def _say_active(self, *, active: bool) -> None:
        if active != self._is_active:
            logger.info("this fetcher is %s", "the active one" if active else "on standby")
        self._is_active = active

    def turn(self, open_client: OpenClient) -> float:
        """Fetch what is due, then a piece of history and of the gaps. Raises LeaseLostError on standby."""
        if not self._keep_lease():
            raise services.LeaseLostError
        self._say_active(active=True)
        simulated = settings.MARKET_DATA == "simulated"
        work: dict[str, Any] = {
            "simulated": simulated,
            "open_client": open_client,
            "jitter": random.random,
            "keep_lease": self._keep_lease,
        }
        services.fetch_due(now=timezone.now(), **work)
        services.begin_by_itself(now=timezone.now(), simulated=simulated)
        running = services.advance_backfills(now=timezone.now(), **work)
        services.retry_due_gaps(now=timezone.now(), **work)
        self._keep_house(simulated=simulated, open_client=open_client)
        if running:
            return SHORTEST_SLEEP
        due = selectors.next_due(simulated=simulated)
        wait = (due - timezone.now()).total_seconds() if due else 0.0
        return min(max(wait, SHORTEST_SLEEP), LONGEST_SLEEP)

    def _keep_house(self, *, simulated: bool, open_client: OpenClient) -> None:
        if time.monotonic() < self._housekeeping_at:
            return
        self._housekeeping_at = time.monotonic() + HOUSEKEEPING
        services.run_daily(now=timezone.now(), simulated=simulated)
        services.alert_stopped(now=timezone.now(), simulated=simulated)
        services.alert_flagged(now=timezone.now(), simulated=simulated)
        services.refresh_markets(
            now=timezone.now(),
            simulated=simulated,
            open_client=lambda key: self._leased(open_client, key),
            jitter=random.random,
        )
        if not simulated and self._keep_lease():
            services.refresh_reference_rates(now=timezone.now(), jitter=random.random)

    def _leased(self, open_client: OpenClient, venue_key: str) -> Client:
        """Several large lists take their time: make sure before each that this is still the active fetcher."""
        if not self._keep_lease():
            raise services.LeaseLostError
        return open_client(venue_key)
