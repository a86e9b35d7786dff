"""Bring a database and the static files up to date, skipping what was done before."""

import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from literacy.models import SetUpStep

Say = Callable[[str], None]


def digest(folders: Iterable[Path], pattern: str = "*") -> str:
    """Return a sha256 over the names and bytes of every file below the folders that fits the pattern."""
    total = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                total.update(path.relative_to(folder).as_posix().encode() + b"\0")
                total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def migrate(*, say: Say) -> None:
    """Migrate when there is something to migrate."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        say(f"เตรียมฐานข้อมูล {len(missing)} ขั้น … (migrating the database)")
        call_command("migrate", interactive=False, verbosity=0)


def fill(*, say: Say) -> None:
    """Load the default markets, the starter content and the demo accounts, each only when its source changed."""
    done = dict(SetUpStep.objects.values_list("name", "digest"))
    code = [settings.BASE_DIR / app for app in ("lessons", "quizzes", "market_data", "literacy")]
    defaults = digest([settings.BASE_DIR / "market_data"], "*.py")
    content = digest([settings.BASE_DIR / "content"]) + digest(code, "load_curriculum.py")
    content = hashlib.sha256((content + defaults).encode()).hexdigest()
    if done.get("market_defaults") != defaults:
        call_command("market_defaults", verbosity=0)
        _remember("market_defaults", defaults)
    if done.get("content") != content:
        say("โหลดบทเรียนเริ่มต้น … (loading the starter lessons)")
        call_command("load_curriculum", verbosity=0)
        call_command("update_index", verbosity=0)
        _remember("content", content)
    if settings.DEMO_ACCOUNTS and "demo_accounts" not in done:
        call_command("demo_accounts")
        _remember("demo_accounts", "1")


def _remember(name: str, value: str) -> None:
    SetUpStep.objects.update_or_create(name=name, defaults={"digest": value})


class StaticFiles:
    """Collects static files beside the other steps, in a process of its own, when any of them changed."""

    def __init__(self) -> None:
        self.stamp = settings.VAR_DIR / "static.stamp"
        self.wanted = self._wanted()
        self.process: subprocess.Popen[bytes] | None = None

    @staticmethod
    def _wanted() -> str:
        lock = (settings.BASE_DIR / "requirements.lock").read_bytes()  # packages bring static files too
        return hashlib.sha256(digest(settings.STATICFILES_DIRS).encode() + lock).hexdigest()

    def start(self, *, say: Say) -> None:
        known = self.stamp.read_text() if self.stamp.exists() else ""
        if known == self.wanted and (settings.STATIC_ROOT / "staticfiles.json").exists():
            return
        say("เตรียมไฟล์ของหน้าเว็บ … (collecting static files)")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
        )

    def finish(self) -> None:
        """Wait for the files; raises CalledProcessError when they could not be collected."""
        if self.process is None:
            return
        code = self.process.wait()
        if code:
            raise subprocess.CalledProcessError(code, "collectstatic")
        self.stamp.write_text(self.wanted)
