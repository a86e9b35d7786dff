"""Writes the curriculum of the CMS into files, so that schools can share and keep versions of it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lessons.services.curriculum import export
from lessons.services.curriculum.folder import read_folder, site_settings


class Command(BaseCommand):
    help = "เขียนเนื้อหาในระบบออกเป็นไฟล์ โหลดกลับด้วย load_curriculum ได้เหมือนเดิมทุกตัวอักษร"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", nargs="?", type=Path, help="โฟลเดอร์ที่จะเขียน")
        parser.add_argument(
            "--check", action="store_true", help="ไม่เขียน บอกว่าไฟล์ใดต่างจากในระบบ (ไม่ใส่โฟลเดอร์ = content/)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path | None = options["dir"]
        files = export(settings=site_settings(today=timezone.localdate()))
        if options["check"]:
            self._check(files, folder or settings.BASE_DIR / "content")
            return
        if folder is None:
            raise CommandError("โปรดบอกโฟลเดอร์ที่จะเขียน")
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        self.stdout.write(f"เขียน {len(files)} ไฟล์ลงใน {folder}")

    def _check(self, files: dict[str, str], folder: Path) -> None:
        there = read_folder(folder)
        different = sorted(name for name, text in files.items() if there.get(name) != text)
        for name in different:
            self.stdout.write(f"ต่าง: {name}" if name in there else f"ไม่มีไฟล์: {name}")
        if different:
            raise CommandError(f"{len(different)} ไฟล์ไม่ตรงกับในระบบ")
        self.stdout.write(f"ตรงกันทั้ง {len(files)} ไฟล์")
