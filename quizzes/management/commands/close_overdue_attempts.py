"""Closes attempts whose time is up, with what was given; for a repeating job, and harmless at any time."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from quizzes import services


class Command(BaseCommand):
    help = "ปิดแบบทดสอบที่หมดเวลาแล้ว โดยนับคำตอบที่มาถึงทันเวลา"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--most", type=int, default=1000, help="ปิดไม่เกินกี่ครั้งต่อรอบ")

    def handle(self, *args: Any, most: int, **options: Any) -> None:
        closed = services.close_overdue(now=timezone.now(), most=most)
        self.stdout.write(f"ปิดแบบทดสอบที่หมดเวลา {closed} ครั้ง")
