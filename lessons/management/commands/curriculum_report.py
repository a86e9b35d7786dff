"""Looks through the curriculum's files as an editor would, and prints the table of lessons. Needs no database."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lessons.content_files import ContentError, parse
from lessons.content_lint import figures, lint
from lessons.services.curriculum.folder import read_folder


class Command(BaseCommand):
    help = "ตรวจไฟล์เนื้อหา: ความยาว ระดับการอ่าน ตัวสะกด น้ำเสียง และคำถาม แล้วพิมพ์ตารางบทเรียน"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dir", default=settings.BASE_DIR / "content", type=Path, help="โฟลเดอร์เนื้อหา")
        parser.add_argument("--check", action="store_true", help="บอกเฉพาะที่ผิด และจบด้วยรหัส 1 ถ้ามี")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            curriculum = parse(read_folder(options["dir"]))
        except ContentError as error:
            raise CommandError(str(error)) from error
        findings = lint(curriculum)
        errors = [finding for finding in findings if finding.is_error]
        if not options["check"]:
            self.stdout.write("| บท | slug | คำ | นาที | ข้อเท็จจริง | คำถาม | ชนิด | คำต่อวลี | อ่านง่าย |")
            self.stdout.write("|---|---|--:|--:|--:|--:|--:|--:|--:|")
            for row in figures(curriculum):
                self.stdout.write(
                    f"| {row.code} | {row.slug} | {row.words} | {row.minutes} | {row.facts} | {row.questions}"
                    f" | {row.kinds} | {row.words_a_clause} | {row.reading} |"
                )
        for finding in errors if options["check"] else findings:
            self.stdout.write(str(finding))
        if errors:
            raise CommandError(f"{len(errors)} จุดต้องแก้ (เตือนอีก {len(findings) - len(errors)})")
        self.stdout.write(f"ไม่มีจุดที่ต้องแก้ (เตือน {len(findings)})")
