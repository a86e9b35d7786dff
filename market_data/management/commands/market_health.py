"""Print how the market data is doing: the same as the report in the CMS."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from market_data import health
from market_data.health import Note, Overview


class Command(BaseCommand):
    help = "บอกสุขภาพข้อมูลตลาด เหมือนรายงานในระบบจัดการเนื้อหา"

    def handle(self, *args: Any, **options: Any) -> None:
        view = health.overview(now=timezone.now(), simulated=settings.MARKET_DATA == "simulated")
        for line in self._lines(view):
            self.stdout.write(line)

    def _lines(self, view: Overview) -> list[str]:
        lines = [f"ข้อมูล: {settings.MARKET_DATA}", f"ตัวดึงราคา: {view.fetcher}", "", "แหล่งราคา"]
        for venue in view.venues:
            rest = f" พักถึง {venue.open_until}" if venue.open_until else ""
            error = f" ข้อผิดพลาดล่าสุด: {venue.last_error}" if venue.failures else ""
            lines.append(
                f"  {venue.name}: {venue.state_th}{rest} ตอบล่าสุด {venue.last_ok or 'ยังไม่เคย'}{error}"
            )
        lines += ["", "ชุดราคา"]
        for one in view.series:
            percent = one.backfill_percent
            history = "" if percent in {None, 100} else f" ย้อนหลัง {percent}%"
            lines.append(
                f"  {one.key}: {one.state_th} ช้า {one.lag_th or '-'} ช่องว่าง {one.gaps} แก้ {one.revisions} "
                f"พลาด {one.failures}{history} {one.problem}".rstrip()
            )
        for title, notes in (
            ("ช่วงที่ไม่มีข้อมูล", view.gaps),
            ("แท่งที่แหล่งราคาแก้", view.revisions),
            ("ราคาที่ต่างกันระหว่างแหล่ง", view.disagreements),
            ("ข้อผิดพลาดล่าสุด", view.errors),
        ):
            lines += self._section(title, notes)
        return lines

    def _section(self, title: str, notes: tuple[Note, ...]) -> list[str]:
        return ["", title, *(f"  {note.about}: {note.text}" for note in notes)] if notes else []
