"""Loads the starter curriculum from its files."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lessons.content_files import ContentError, HomeFile, parse
from lessons.services.content import load_curriculum

HOME = HomeFile(
    title=settings.WAGTAIL_SITE_NAME,
    introduction="เรียนเรื่องเงินดิจิทัลให้รู้เท่าทัน บทละไม่กี่นาที ไม่ต้องสมัครสมาชิก",
)


class Command(BaseCommand):
    help = "อ่านบทเรียนและแบบทดสอบจากไฟล์เข้าระบบ ทำซ้ำได้ และไม่เขียนทับสิ่งที่ผู้สอนแก้ไข"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dir", default=settings.BASE_DIR / "content", type=Path, help="โฟลเดอร์เนื้อหา")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["dir"]
        if not folder.is_dir():
            raise CommandError(f"ไม่พบโฟลเดอร์ {folder}")
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        try:
            report = load_curriculum(
                curriculum=parse(_read(folder)),
                home=HOME,
                site_name=settings.WAGTAIL_SITE_NAME,
                hostname=address.hostname or "localhost",
                port=address.port or (443 if address.scheme == "https" else 80),
            )
        except ContentError as error:
            raise CommandError(f"ยังไม่ได้อ่านไฟล์ใดเข้าระบบ แก้ไขสิ่งต่อไปนี้ก่อน\n{error}") from error
        except ValidationError as error:
            raise CommandError(f"ยังไม่ได้อ่านไฟล์ใดเข้าระบบ ระบบไม่ยอมเผยแพร่: {error.messages}") from error
        for warning in report.warnings:
            self.stderr.write(self.style.WARNING(warning))
        if not options["verbosity"]:
            return
        for key, reason in report.left:
            self.stdout.write(f"เว้นไว้ {key}: {reason}")
        self.stdout.write(
            f"เนื้อหา: สร้าง {len(report.created)} ปรับปรุง {len(report.updated)}"
            f" เหมือนเดิม {len(report.unchanged)} เว้นไว้ {len(report.left)}"
        )


def _read(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".yaml", ".md"}
    }
