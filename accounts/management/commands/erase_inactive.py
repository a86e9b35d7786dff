"""Erases learners without an account who have not come back, accounts that never woke, sessions that are over."""

import datetime as dt
import logging
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts import leaving, passkeys

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "ลบผู้เรียนที่ไม่มีบัญชีและไม่กลับมานานเกินกำหนด (LEARNER_RETENTION_DAYS) และ session ที่หมดอายุ"

    def handle(self, *args: Any, **options: Any) -> None:
        days = settings.LEARNER_RETENTION_DAYS
        if days:
            gone = leaving.erase_away(now=timezone.now(), after=dt.timedelta(days=days))
            logger.info("erased %d learners who were away for %d days", gone, days)
        passkeys.remove_never_woken(before=timezone.now() - dt.timedelta(days=1))
        call_command("clearsessions", verbosity=0)
