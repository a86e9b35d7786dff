"""Add the venues and pairs that a new site follows; harmless to run again."""

from typing import Any

from django.core.management.base import BaseCommand

from market_data import services


class Command(BaseCommand):
    help = "เพิ่มแหล่งราคาและชุดราคาเริ่มต้นที่ยังไม่มี (รันซ้ำได้ ไม่ทับสิ่งที่แก้ไว้)"

    def handle(self, *args: Any, **options: Any) -> None:
        added = services.install_defaults()
        self.stdout.write(f"ชุดราคาเริ่มต้น: เพิ่ม {added} ชุด" if added else "ชุดราคาเริ่มต้น: ครบแล้ว")
