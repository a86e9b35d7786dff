"""Counts finished attempts into the statistics of their quizzes."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone


class Command(BaseCommand):
    help = "นับครั้งที่ส่งแล้วเข้าสถิติของแบบทดสอบ ทำซ้ำได้ ไม่นับซ้ำ"

    def handle(self, *args: Any, **options: Any) -> None:
        from quizzes.insight import counting  # numpy and pandas: only when it runs

        counted = counting.refresh(now=timezone.now())
        if options["verbosity"] > 1 or (counted and options["verbosity"] > 0):
            self.stdout.write(f"นับแล้ว {sum(counted.values()):,} ครั้ง ใน {len(counted)} แบบทดสอบ")
