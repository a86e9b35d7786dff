"""Erases the pupils of classes whose time is over."""

import logging
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from schools.services import retention

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "ลบรายชื่อ งาน และคะแนนของนักเรียนในห้องที่พ้นวันเก็บข้อมูลแล้ว"

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        retention.shorten_orphans(now=now)
        classes = retention.erase_overdue(now=now)
        logger.info("erased the pupils of %d classes", classes)
