"""Ask each venue for one candle: is there a market within reach of this machine?"""

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from market_data import clients, defaults
from market_data.candles import DAY, align
from market_data.clients import CandleClient, Market, SourceError

NOTHING_ANSWERS = 3


def _probe(client: CandleClient, market: Market, *, now: int) -> str:
    """Return an empty text when the venue answers with candles, else what went wrong."""
    try:
        rows = client.candles(market, timeframe="1d", since=align(now - 3 * DAY, DAY), limit=5)
    except SourceError as error:
        return error.detail
    return "" if rows else "ไม่มีแท่งในคำตอบ"


class Command(BaseCommand):
    help = "ดูว่าแหล่งราคาใดตอบจากเครื่องนี้ (จบด้วย 0 เมื่อมีอย่างน้อยหนึ่งแห่ง, 3 เมื่อไม่มีเลย)"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--timeout", type=float, default=5.0, help="วินาทีที่รอแต่ละแห่ง")

    def handle(self, *args: Any, **options: Any) -> None:
        now = int(timezone.now().timestamp() * 1000)
        # half for the connection, since a whole body may take twice the socket's time-out
        timeout_ms = max(100, int(options["timeout"] * 500))
        markets = {
            default.venue: Market(default.market_id, f"{default.base}/{default.quote}")
            for default in reversed(defaults.SERIES)  # the first pair of each venue stays
            if default.venue != "simulated"
        }
        # opened here, not in the threads: several of them importing ccxt at once find half of it
        opened = {
            key: clients.open_client(
                venue_key=key, base_url=settings.MARKET_VENUES_URL, timeout_ms=timeout_ms
            )
            for key in markets
        }
        with ThreadPoolExecutor(len(markets)) as pool:
            asked = {
                key: pool.submit(_probe, opened[key], market, now=now) for key, market in markets.items()
            }
        faults = {key: answer.result() for key, answer in asked.items()}
        for key, fault in faults.items():
            self.stdout.write(f"{key}: ไม่ตอบ ({fault[:120]})" if fault else f"{key}: ตอบแล้ว")
        if all(faults.values()):
            sys.exit(NOTHING_ANSWERS)
