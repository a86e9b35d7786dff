"""Ends attempts whose time is up, with what was given."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from quizzes import services


class Command(BaseCommand):
    help = "ปิดครั้งที่หมดเวลาแล้วด้วยคำตอบที่มี ทำซ้ำได้"

    def handle(self, *args: Any, **options: Any) -> None:
        closed = services.close_overdue(now=timezone.now())
        if closed and options["verbosity"] > 0:
            self.stdout.write(f"ปิดแล้ว {closed:,} ครั้ง")
