"""The background worker: runs the repeating jobs when it is their turn, for as long as it lives."""

import logging
import signal
import threading
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from literacy import beat

logger = logging.getLogger(__name__)
LOOK_EVERY = 5.0  # seconds


class Command(BaseCommand):
    help = "ทำงานเบื้องหลังตามเวลา (เช่น นับสถิติข้อสอบ) หยุดด้วย Ctrl-C หรือ SIGTERM"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="ทำงานที่ถึงเวลาหนึ่งรอบแล้วจบ")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if once:
            self.turn()
            return
        ending = threading.Event()

        def end(number: int, frame: FrameType | None) -> None:
            ending.set()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        while not ending.is_set():
            close_old_connections()
            try:
                self.turn()
            except DatabaseError:
                logger.exception("the database is away; the worker waits")
                connection.close()
            ending.wait(LOOK_EVERY)

    def turn(self) -> None:
        """Run what is due; a job that fails is logged and has its next turn. Raises DatabaseError."""
        for job in beat.due(beat.JOBS, now=timezone.now()):
            try:
                call_command(job.command, verbosity=0)
            except Exception:
                logger.exception("the job %s failed; it has another turn", job.command)
