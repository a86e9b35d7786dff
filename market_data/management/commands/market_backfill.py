"""Bring in the history of one series; may be killed at any moment and started again."""

import datetime as dt
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from market_data import clients, selectors, services
from market_data.candles import UntrustworthyAnswerError
from market_data.clients import Limits, SourceError, UnknownVenueError
from market_data.models import Backfill, Series
from thai.dates import from_milliseconds, thai_date_short

BAR = 30
PAUSE = 1.0  # seconds, while the venue has had its share of this minute
MOST_FAILURES = 5  # in a row
AFTER_FAILURE = 2.0


def _date(text: str) -> dt.datetime:
    try:
        return dt.datetime.combine(dt.date.fromisoformat(text), dt.time.min, tzinfo=dt.UTC)
    except ValueError as error:
        raise CommandError(f"วันที่ต้องเขียนแบบ 2022-05-01 (not a date: {text})") from error


class Command(BaseCommand):
    help = "ดึงประวัติราคาของหนึ่งชุด หยุดกลางคันได้ แล้วสั่งซ้ำเพื่อทำต่อ"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("series", help="เช่น binance/BTC-USDT/1d")
        parser.add_argument("--since", required=True, help="วันแรกที่ต้องการ เช่น 2022-05-01")
        parser.add_argument("--timeout", type=float, default=clients.TIMEOUT_MS / 1000, help="วินาที")

    def handle(self, *args: Any, **options: Any) -> None:
        series = selectors.series_by_key(key=options["series"])
        if series is None:
            raise CommandError(f"ไม่มีชุดราคาชื่อ {options['series']} (no such series)")
        since = int(_date(options["since"]).timestamp() * 1000)
        try:
            client = clients.open_client(
                venue_key=series.venue.key,
                base_url=settings.MARKET_VENUES_URL,
                timeout_ms=int(options["timeout"] * 1000),
                limits=Limits(series.venue.most_rows, series.venue.requests_per_minute),
            )
        except UnknownVenueError as error:
            raise CommandError(f"ยังไม่มีโปรแกรมอ่านแหล่งราคา {series.venue}") from error
        backfill = services.begin_backfill(series=series, since=since, now=timezone.now())
        self._run(backfill, services.CountedClient(client, venue=series.venue, now=timezone.now))
        self._say(backfill, series)

    def _run(self, backfill: Backfill, client: services.AsksForCandles) -> None:
        """Read page after page; a failing venue gets a few more chances, a spent share is waited for."""
        failures = 0
        while backfill.state == Backfill.State.RUNNING:
            try:
                services.backfill_page(backfill=backfill, client=client, now=timezone.now())
                failures = 0
            except services.BudgetSpentError:
                time.sleep(PAUSE)
            except (SourceError, UntrustworthyAnswerError) as error:
                failures += 1
                if failures == MOST_FAILURES:
                    raise CommandError(
                        f"แหล่งราคายังไม่ตอบ สั่งใหม่ภายหลังเพื่อทำต่อจากเดิม ({str(error)[:200]})"
                    ) from error
                time.sleep(AFTER_FAILURE)
            self._draw(backfill)

    def _draw(self, backfill: Backfill) -> None:
        if not sys.stdout.isatty():
            return
        done = backfill.percent * BAR // 100
        bar = "█" * done + "·" * (BAR - done)
        self.stdout.write(f"\r{bar} {backfill.percent:3}%", ending="")
        self.stdout.flush()

    def _say(self, backfill: Backfill, series: Series) -> None:
        first = selectors.first_open_time(series=series)
        begin = thai_date_short(from_milliseconds(first)) if first is not None else "ไม่มีแท่ง"
        self.stdout.write(f"\n{series.key}: {Backfill.State(backfill.state).label} มีข้อมูลตั้งแต่ {begin}")
