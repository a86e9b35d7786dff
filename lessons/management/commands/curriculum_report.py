"""Looks through the curriculum's files as an editor would, and prints the table of lessons. Needs no database."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lessons.content_files import ContentError, parse
from lessons.content_items import Curriculum
from lessons.content_lint import lint
from lessons.content_reading import figures, paragraphs
from lessons.content_words import Dictionary, read_words
from lessons.services.curriculum.folder import read_folder

HARDEST = 10  # paragraphs that the report shows


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
        findings = lint(curriculum, dictionary=_dictionary(options["dir"]))
        errors = [finding for finding in findings if finding.is_error]
        if not options["check"]:
            self._tables(curriculum)
        for finding in errors if options["check"] else findings:
            self.stdout.write(str(finding))
        if errors:
            raise CommandError(f"{len(errors)} จุดต้องแก้ (เตือนอีก {len(findings) - len(errors)})")
        self.stdout.write(f"ไม่มีจุดที่ต้องแก้ (เตือน {len(findings)})")

    def _tables(self, curriculum: Curriculum) -> None:
        rows = figures(curriculum)
        self.stdout.write(
            "| บท | slug | คำ | นาที | ข้อเท็จจริง | คำถาม | ชนิด | คำต่อวลี | คำที่ใช้ครั้งเดียว | อ่านง่าย |"
        )
        self.stdout.write("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|")
        for row in rows:
            self.stdout.write(
                f"| {row.code} | {row.slug} | {row.words} | {row.minutes} | {row.facts} | {row.questions}"
                f" | {row.kinds} | {row.words_a_clause} | {len(row.rare)} | {row.reading} |"
            )
        self.stdout.write(f"\nย่อหน้าที่อ่านยากที่สุด {HARDEST} ย่อหน้า (คำ · คำต่อวลี · วลียาวที่สุด · อ่านง่าย)")
        for one in paragraphs(curriculum)[:HARDEST]:
            measured = f"{one.words} · {one.words_a_clause} · {one.longest_clause} · {one.reading}"
            self.stdout.write(f"- {one.code} ({measured}): {one.text[:100]}")
        self.stdout.write("\nคำที่ทั้งหลักสูตรใช้ครั้งเดียวและไม่มีในคลังคำศัพท์")
        for row in rows:
            if row.rare:
                self.stdout.write(f"- {row.code}: {' '.join(row.rare)}")
        self.stdout.write("")


def _dictionary(folder: Path) -> Dictionary:
    """Return the dictionary with the folder's own list of words, or else ours."""
    own = folder / "known_words.txt"
    path = own if own.exists() else settings.BASE_DIR / "content" / "known_words.txt"
    return Dictionary(read_words(path.read_text(encoding="utf-8")))
