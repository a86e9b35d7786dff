"""Counts results that learners may know from now on."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from quizzes import standings


class Command(BaseCommand):
    help = "นับผลที่ถึงเวลาประกาศแล้วเข้าในผลของผู้เรียน ทำซ้ำได้"

    def handle(self, *args: Any, **options: Any) -> None:
        told = standings.tell_due(now=timezone.now())
        if told and options["verbosity"] > 0:
            self.stdout.write(f"นับแล้ว {told:,} ครั้ง")
