"""Loads the curriculum from its files."""

import sys
from argparse import RawDescriptionHelpFormatter
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lessons.content_files import ContentError, parse
from lessons.services.curriculum import Report, load_curriculum
from lessons.services.curriculum.folder import read_folder, site_settings
from lessons.services.curriculum.known import known_content

_BAR = 30


class Command(BaseCommand):
    help = "อ่านบทเรียน แบบทดสอบ และเนื้อหาอื่นจากไฟล์เข้าระบบ ทำซ้ำได้ และไม่เขียนทับสิ่งที่ผู้สอนแก้ไข"

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(
            prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dir", default=settings.BASE_DIR / "content", type=Path, help="โฟลเดอร์เนื้อหา")
        parser.add_argument("--dry-run", action="store_true", help="ไม่เขียนอะไร บอกความต่างระหว่างระบบกับไฟล์")
        parser.add_argument(
            "--only", action="append", default=[], help="เฉพาะไฟล์ที่ชื่อตรง เช่น 'lessons/*' ใส่ได้หลายครั้ง"
        )
        parser.add_argument("--diff", action="store_true", help="บอกความต่างของสิ่งที่เว้นไว้เพราะผู้สอนแก้ไข")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["dir"]
        if not folder.is_dir():
            raise CommandError(f"ไม่พบโฟลเดอร์ {folder}")
        files = read_folder(folder)
        only: list[str] = options["only"]
        if only:
            files = {name: text for name, text in files.items() if any(fnmatch(name, one) for one in only)}
        is_terminal = options["verbosity"] > 0 and hasattr(sys.stderr, "isatty") and sys.stderr.isatty()
        try:
            report = load_curriculum(
                # a part of the files may refer to what was loaded before
                curriculum=parse(files, known=known_content()) if only else parse(files),
                settings=site_settings(today=timezone.localdate()),
                dry_run=options["dry_run"],
                progress=self._progress if is_terminal else None,
            )
        except ContentError as error:
            raise CommandError(f"ยังไม่ได้อ่านไฟล์ใดเข้าระบบ แก้ไขสิ่งต่อไปนี้ก่อน\n{error}") from error
        except ValidationError as error:
            raise CommandError(f"ยังไม่ได้อ่านไฟล์ใดเข้าระบบ ระบบไม่ยอมเผยแพร่: {error.messages}") from error
        for warning in report.warnings:
            self.stderr.write(self.style.WARNING(warning))
        if options["verbosity"]:
            self._tell(report, differences=options["dry_run"] or options["diff"])

    def _tell(self, report: Report, *, differences: bool) -> None:
        for difference in report.differences.values():
            self.stdout.write(difference)
        for left in report.left:
            self.stdout.write(f"เว้นไว้ {left.key}: {left.reason}")
            if differences and left.difference:
                self.stdout.write(left.difference)
        if any(left.difference for left in report.left) and not differences:
            self.stdout.write("ดูความต่างได้ด้วย --diff")
        self.stdout.write(
            f"เนื้อหา: สร้าง {len(report.created)} ปรับปรุง {len(report.updated)}"
            f" เหมือนเดิม {len(report.unchanged)} เว้นไว้ {len(report.left)}"
        )

    def _progress(self, done: int, of: int, what: str) -> None:
        filled = _BAR * done // of if of else _BAR
        bar = "█" * filled + "·" * (_BAR - filled)
        sys.stderr.write(f"\r{bar} {done}/{of} {what[:40]:<40}" + ("\n" if done == of else ""))
        sys.stderr.flush()
