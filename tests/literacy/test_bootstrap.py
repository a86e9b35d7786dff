"""run.py before anything is installed: what it decides and what it says."""

import subprocess
import sys
from pathlib import Path

import pytest

from literacy import bootstrap, browser

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An empty folder in place of the project's; the steps are written down instead of done."""
    steps: list[str] = []
    for name in ("RUNTIME_LOCK", "DEVELOPMENT_LOCK"):
        lock = tmp_path / f"{name}.lock"
        lock.write_text("a==1 --hash=sha256:0\n")
        monkeypatch.setattr(bootstrap, name, lock)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")

    def make() -> None:
        steps.append("make")
        bootstrap.venv_python().parent.mkdir(parents=True, exist_ok=True)
        bootstrap.venv_python().touch()
        for stamp in bootstrap.VENV.glob(".installed-*"):
            stamp.unlink()

    monkeypatch.setattr(bootstrap, "_make_venv", make)
    monkeypatch.setattr(bootstrap, "_install", lambda lock: steps.append(lock.stem))
    return steps


def test_a_first_start_makes_and_fills_the_environment(workplace: list[str]) -> None:
    bootstrap.ensure(development=False)

    assert workplace == ["make", "RUNTIME_LOCK"]


def test_a_second_start_does_nothing(workplace: list[str]) -> None:
    bootstrap.ensure(development=False)
    workplace.clear()

    bootstrap.ensure(development=False)

    assert workplace == []


def test_testing_adds_only_what_tests_need(workplace: list[str]) -> None:
    bootstrap.ensure(development=False)
    workplace.clear()

    bootstrap.ensure(development=True)

    assert workplace == ["DEVELOPMENT_LOCK"]


def test_a_changed_lock_is_installed_over_the_old(workplace: list[str]) -> None:
    bootstrap.ensure(development=False)
    workplace.clear()
    bootstrap.RUNTIME_LOCK.write_text("a==2 --hash=sha256:0\n")

    bootstrap.ensure(development=False)

    assert workplace == ["RUNTIME_LOCK"]


def test_an_interrupted_installation_begins_again(
    workplace: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(lock: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "_install", stop)
        with pytest.raises(KeyboardInterrupt):
            bootstrap.ensure(development=True)
    workplace.clear()

    bootstrap.ensure(development=True)

    assert workplace == ["make", "RUNTIME_LOCK", "DEVELOPMENT_LOCK"]


def test_another_python_begins_again(workplace: list[str]) -> None:
    bootstrap.ensure(development=False)
    stamp = bootstrap._stamp_file(bootstrap.RUNTIME_LOCK)
    stamp.write_text(f"3.8 {stamp.read_text().split()[1]}")
    workplace.clear()

    bootstrap.ensure(development=False)

    assert workplace == ["make", "RUNTIME_LOCK"]


def test_a_lost_interpreter_begins_again(workplace: list[str]) -> None:
    bootstrap.ensure(development=False)
    bootstrap.venv_python().unlink()
    workplace.clear()

    bootstrap.ensure(development=False)

    assert workplace == ["make", "RUNTIME_LOCK"]


def test_an_old_python_is_told_what_to_do() -> None:
    source = (ROOT / "run.py").read_text(encoding="utf-8")
    pretend = f"import sys; sys.version_info = (3, 9, 1); exec({source!r}, {{'__name__': '__main__', '__file__': 'run.py'}})"

    done = subprocess.run(
        [sys.executable, "-c", pretend], capture_output=True, text=True, encoding="utf-8", check=False
    )

    assert done.returncode == 1
    assert "Python 3.11" in done.stderr
    assert "here is Python 3.9" in done.stderr


@pytest.mark.parametrize(("word", "code"), [("help", 0), ("--help", 0), ("nonsense", 2)])
def test_it_says_what_it_can_do_from_any_folder(word: str, code: int, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "run.py"), word],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip

    assert done.returncode == code
    assert {f"run.py {name}" for name in bootstrap.COMMANDS} <= {
        f"run.py {line.split()[2]}" for line in done.stdout.splitlines() if "run.py " in line
    }


def test_the_named_browser_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "chromium"
    own.touch()
    monkeypatch.setenv("CHROMIUM", str(own))

    assert browser.find_browser() == str(own)


def test_a_machine_without_a_browser_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CHROMIUM", "PATH", "PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.setattr(browser, "_MAC", ())

    assert browser.find_browser() is None
