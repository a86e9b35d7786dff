"""Every gate of `run.py check`, cheapest first; ends in a table and with 1 when any is red. Standard library only."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
APPS = ("literacy", "schools", "lessons", "market_data", "quizzes", "accounts", "thai")
# What production needs to start; nothing here is a secret of anybody.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "literacy.settings.production",
    "SECRET_KEY": "for-this-check-only-" + "0123456789abcdefghij" * 3,
    "ALLOWED_HOSTS": "example.org",
    "SITE_URL": "https://example.org",
}
TEST = {"DJANGO_SETTINGS_MODULE": "literacy.settings.test"}


@dataclass(frozen=True)
class Gate:
    name: str
    command: Sequence[str]
    environment: dict[str, str] | None = None


@dataclass(frozen=True)
class Outcome:
    gate: Gate
    code: int
    seconds: float
    output: str


def tool(name: str) -> str:
    return str(BIN / (f"{name}.exe" if os.name == "nt" else name))


def manage(*words: str) -> list[str]:
    return [sys.executable, "manage.py", *words]


def gates() -> list[Gate]:
    templates = ["templates"]
    return [
        Gate("mypy", [tool("mypy"), *APPS, "run.py", "manage.py"]),
        Gate("format", [tool("ruff"), "format", "--check", "."]),
        Gate("lint", [tool("ruff"), "check", "."]),
        Gate("locks", [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "tests/site/test_locks.py"], TEST),
        Gate("template lint", [tool("djlint"), "--lint", "--quiet", *templates]),
        Gate("template indent", [tool("djhtml"), "--check", "--tabwidth", "2", *templates]),
        Gate("import contracts", [tool("lint-imports")]),
        Gate("migrations", manage("makemigrations", "--check", "--dry-run"), TEST),
        Gate("content", manage("curriculum_report", "--check"), TEST),
        Gate("site checks", manage("check", "--fail-level", "WARNING"), TEST),
        Gate("production checks", manage("check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    ]  # fmt: skip


def run(gate: Gate) -> Outcome:
    started = time.monotonic()
    done = subprocess.run(
        gate.command,
        cwd=ROOT,
        env={**os.environ, **(gate.environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return Outcome(gate, done.returncode, time.monotonic() - started, done.stdout)


def report(outcomes: Sequence[Outcome], say: Callable[[str], None]) -> int:
    """Print what was wrong, then the table; return the exit code."""
    for outcome in outcomes:
        if outcome.code:
            say(f"\n── {outcome.gate.name} ──\n{outcome.output.rstrip()}")
    say(f"\n{'gate':<20}{'':<6}{'seconds':>8}")
    for outcome in outcomes:
        say(f"{outcome.gate.name:<20}{'RED' if outcome.code else 'ok':<6}{outcome.seconds:>8.1f}")
    return 1 if any(outcome.code for outcome in outcomes) else 0


def main(wanted: Sequence[str]) -> int:
    chosen = [gate for gate in gates() if not wanted or gate.name in wanted]
    if not chosen:
        print(f"no such gate; there are: {', '.join(gate.name for gate in gates())}")
        return 2
    (Path(os.environ.get("VAR_DIR") or ROOT / "var")).mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, 4)) as pool:
        outcomes = list(pool.map(run, chosen))
    return report(outcomes, lambda text: print(text, flush=True))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
