"""Make ready what a command of run.py needs, then start it. Standard library only: it runs before anything else."""

import hashlib
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from literacy.browser import find_browser, install_browser

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
RUNTIME_LOCK = ROOT / "requirements.lock"
DEVELOPMENT_LOCK = ROOT / "requirements-dev.lock"

HELP = """\
รู้ทันคริปโต

  python3 run.py              ติดตั้งสิ่งที่ต้องใช้ แล้วเปิดเว็บไซต์     set up, then serve the site
  python3 run.py test [...]   ทดสอบทั้งหมด (คำต่อท้ายส่งให้ pytest)    run the tests; words go to pytest
  python3 run.py check        ตรวจระเบียบของโค้ดทุกข้อ                 run every gate
  python3 run.py bench        วัดความเร็วเป็นอัตราส่วน                  measure speed as ratios
  python3 run.py look         ดูทุกแบบของหน้าในเบราว์เซอร์              look at every kind of page in a browser
  python3 run.py soak         ทดสอบระยะยาว                            long runs
  python3 run.py help         ข้อความนี้                               this text

คำสั่งแรกรับ --host, --port และ --market real|simulated
The first one takes --host, --port and --market real|simulated.
"""


class SetUpError(Exception):
    """Something that a person has to put right; the text says what."""


def say(text: str) -> None:
    print(text, flush=True)


# --- the environment in .venv ------------------------------------------------------------------
def venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _stamp(lock: Path) -> str:
    """Name what an installation of a lock consists of: its text and the Python that it was made for."""
    version = ".".join(str(part) for part in sys.version_info[:2])
    return f"{version} {hashlib.sha256(lock.read_bytes()).hexdigest()}"


def _stamp_file(lock: Path) -> Path:
    return VENV / f".installed-{lock.stem}"


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _same_python(stamp: str) -> bool:
    return stamp.split(" ")[0] == _stamp(RUNTIME_LOCK).split(" ")[0]


def ensure(*, development: bool) -> None:
    """Make .venv hold exactly the locked packages; does nothing when it already does."""
    locks = [RUNTIME_LOCK, *([DEVELOPMENT_LOCK] if development else [])]
    missing = [lock for lock in locks if _read(_stamp_file(lock)) != _stamp(lock)]
    if venv_python().exists() and not missing:
        return
    # An installation that was cut short, or one made by another Python, cannot be mended: begin again.
    if not venv_python().exists() or not _same_python(_read(_stamp_file(RUNTIME_LOCK))):
        _make_venv()
        missing = locks
    for lock in missing:
        _stamp_file(lock).unlink(missing_ok=True)
        _install(lock)
        _stamp_file(lock).write_text(_stamp(lock), encoding="utf-8")


def _make_venv() -> None:
    if Path(sys.prefix).resolve() == VENV.resolve():
        raise SetUpError(
            "กรุณาใช้ Python ของเครื่อง ไม่ใช่ตัวใน .venv\n"
            "Please start run.py with the system's Python, not with the one in .venv."
        )
    say("เตรียมที่ติดตั้ง .venv … (making .venv)")
    base = [sys.executable, "-m", "venv", "--clear"]
    whole = subprocess.run([*base, str(VENV)], capture_output=True, check=False)
    if whole.returncode == 0:
        return
    # Debian splits ensurepip off: an environment without pip still works, filled by the pip outside it
    bare = subprocess.run(
        [*base, "--without-pip", str(VENV)], capture_output=True, text=True, errors="replace", check=False
    )
    if bare.returncode != 0:
        raise SetUpError(f"สร้าง .venv ไม่สำเร็จ (could not make .venv):\n{bare.stdout}{bare.stderr}")


def _pip() -> list[str]:
    inside = [str(venv_python()), "-m", "pip"]
    outside = [sys.executable, "-m", "pip"]
    for command, arguments in ((inside, []), (outside, ["--python", str(venv_python())])):
        if subprocess.run([*command, "--version"], capture_output=True, check=False).returncode == 0:
            return [*command, *arguments]
    raise SetUpError(
        "เครื่องนี้ยังไม่มี pip กรุณาติดตั้งก่อน แล้วสั่ง python3 run.py อีกครั้ง\n"
        "This Python has neither ensurepip nor pip. Install one of them, then start again:\n"
        "    Debian, Ubuntu:  sudo apt install python3-venv\n"
        "    Fedora:          sudo dnf install python3-pip"
    )


def _install(lock: Path) -> None:
    wanted = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
    say(f"ติดตั้ง {wanted} แพ็กเกจจาก {lock.name} … (installing; the first time takes about a minute)")
    # --no-compile: Python compiles what is really imported, at its first import. --no-deps: the lock names them all.
    command = [
        *_pip(), "install", "--require-hashes", "--only-binary=:all:", "--no-compile", "--no-input",
        "--disable-pip-version-check", "--progress-bar=off", "--no-deps", "-r", str(lock),
    ]  # fmt: skip
    tail: deque[str] = deque(maxlen=30)
    count = 0
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        env=child_environment(),
    ) as process:  # fmt: skip
        for line in process.stdout or ():
            tail.append(line)
            if line.startswith("Collecting"):
                count += 1
                _progress(f"{count}/{wanted} {line.split()[1].split('==')[0]}", count)
            elif line.startswith("Installing"):
                _progress("วางไฟล์ลงที่ … (putting files in place)\n", 0)
    if process.returncode != 0:
        raise SetUpError(
            f"{''.join(tail)}\nติดตั้งไม่สำเร็จ ครั้งแรกต้องต่ออินเทอร์เน็ต ลองใหม่ได้โดยไม่เสียหาย\n"
            "The installation failed (see above). The first start needs the internet; it is safe to start again."
        )


def _progress(text: str, count: int) -> None:
    if sys.stdout.isatty():
        print(f"\r  {text:<60}", end="", flush=True)
    elif count % 20 == 0:
        say(f"  {text.strip()}")


# --- commands ----------------------------------------------------------------------------------
def child_environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    # Bytecode is written whatever the machine's habit is: without it every start compiles every package again.
    fixed = {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": ""}
    return {**os.environ, **fixed, **(more or {})}


def _run(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> int:
    """Hand over to a command in .venv; on Windows, where exec does not wait, stay as its parent."""
    command = [str(venv_python()), *arguments]
    sys.stdout.flush()
    if os.name != "nt":
        os.execve(command[0], command, child_environment(environment))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the child gets Ctrl-C as well and ends in its own time
    return subprocess.run(command, env=child_environment(environment), check=False).returncode


def serve(arguments: Sequence[str]) -> int:
    ensure(development=False)
    return _run(["manage.py", "up", *arguments])


def test(arguments: Sequence[str]) -> int:
    ensure(development=True)
    environment = {"DJANGO_SETTINGS_MODULE": "literacy.settings.test"}
    browser = find_browser() or install_browser(venv_python(), child_environment())
    if browser:
        environment["CHROMIUM"] = browser
    chosen_workers = any(word.startswith(("-n", "--numprocesses")) for word in arguments)
    workers = [] if chosen_workers else ["-n", str(min(os.cpu_count() or 1, 4))]
    return _run(["-m", "pytest", *workers, "--dist=loadgroup", *arguments], environment)


def check(arguments: Sequence[str]) -> int:
    ensure(development=True)
    return _run(["-m", "tests.gates", *arguments])


def bench(arguments: Sequence[str]) -> int:
    ensure(development=True)
    return _run(["-m", "tests.bench", *arguments])


def look(arguments: Sequence[str]) -> int:
    ensure(development=True)
    return _run(["-m", "tests.look", *arguments])


def soak(arguments: Sequence[str]) -> int:
    ensure(development=True)
    return _run(["-m", "tests.soak", *arguments])


def show_help(arguments: Sequence[str]) -> int:
    say(HELP)
    return 0


COMMANDS = {"test": test, "check": check, "bench": bench, "look": look, "soak": soak, "help": show_help}


def main(arguments: Sequence[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    os.chdir(ROOT)
    word = arguments[0] if arguments else ""
    try:
        if word in {"-h", "--help"}:
            return show_help(arguments)
        if not word or word.startswith("-"):
            return serve(arguments)
        if word not in COMMANDS:
            say(f"ไม่รู้จักคำสั่ง {word} (unknown word)\n\n{HELP}")
            return 2
        return COMMANDS[word](arguments[1:])
    except SetUpError as error:
        say(f"\n{error}")
        return 1
    except KeyboardInterrupt:
        say("\nหยุดแล้ว สั่งใหม่ได้ทุกเมื่อ (stopped; it is safe to start again)")
        return 130
