"""Carries out the regrades of large quizzes that educators have decided on."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from quizzes.insight import regrade_work


class Command(BaseCommand):
    help = "ปรับคะแนนตามที่ผู้เขียนข้อสอบตัดสินแล้ว ทำซ้ำได้ ไม่ปรับซ้ำ"

    def handle(self, *args: Any, **options: Any) -> None:
        count = regrade_work.work_off(now=timezone.now())
        if options["verbosity"] > 1 or (count and options["verbosity"] > 0):
            self.stdout.write(f"ปรับคะแนนแล้ว {count:,} รายการ")
