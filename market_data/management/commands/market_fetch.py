"""The market worker: brings candles in for as long as it runs, whatever the venues or the database do."""

import logging
import os
import random
import signal
import threading
import time
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from market_data import clients, selectors, services
from market_data.clients import CandleClient

logger = logging.getLogger(__name__)
SHORTEST_SLEEP, LONGEST_SLEEP = 2.0, 15.0  # seconds; a series added in the CMS is noticed within the longer
DATABASE_PAUSE = 5.0


class Stopped(BaseException):
    """The process was asked to end; raised wherever it is, so that no slow exchange holds it up."""


def _stop(number: int, frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)
    raise Stopped


class Clients:
    """One client per venue for the life of the worker: rate limiters live in them."""

    def __init__(self, *, timeout_ms: int) -> None:
        self._timeout_ms = timeout_ms
        self._open: dict[str, CandleClient] = {}

    def __call__(self, venue_key: str) -> CandleClient:
        if venue_key not in self._open:
            self._open[venue_key] = clients.open_client(
                venue_key=venue_key, base_url=settings.MARKET_VENUES_URL, timeout_ms=self._timeout_ms
            )
        return self._open[venue_key]


class Command(BaseCommand):
    help = "ดึงแท่งราคาเข้าระบบเรื่อยไป หยุดด้วย Ctrl-C หรือ SIGTERM"

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
                return
            self.stdout.write(f"ตัวดึงราคาเริ่มทำงาน (ข้อมูล: {settings.MARKET_DATA})")
            while True:
                time.sleep(self.safe_turn(open_client))
        except Stopped:
            connection.close()
            self.stdout.write("ตัวดึงราคาหยุดแล้ว")
            self.stdout.flush()
            os._exit(0)  # nothing is left to do, and Python takes seconds to take ccxt apart

    def safe_turn(self, open_client: services.OpenClient) -> float:
        """Do one turn whatever happens; return the seconds to sleep."""
        try:
            close_old_connections()
            return self.turn(open_client)
        except DatabaseError:
            logger.exception("the database is away; the worker waits")
            connection.close()
            return DATABASE_PAUSE
        except Exception:
            logger.exception("a turn failed; the worker goes on")
            return LONGEST_SLEEP

    def turn(self, open_client: services.OpenClient) -> float:
        simulated = settings.MARKET_DATA == "simulated"
        services.fetch_due(
            now=timezone.now(), simulated=simulated, open_client=open_client, jitter=random.random
        )
        due = selectors.next_due(simulated=simulated)
        wait = (due - timezone.now()).total_seconds() if due else 0.0
        return min(max(wait, SHORTEST_SLEEP), LONGEST_SLEEP)
