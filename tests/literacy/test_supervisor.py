"""The supervised pair: what dies is started again, all end together, nothing is left behind.

Real processes; every wait ends as soon as what is waited for has happened.
"""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0

pytestmark = pytest.mark.skipif(os.name == "nt", reason="looks at processes the POSIX way")

# A child that has a child of its own, as the web server has; each writes its number into a file.
CHILD = """
import os, sys, time
from literacy import parent_watch
parent_watch.watch_parent()
os.environ[parent_watch.VARIABLE] = str(os.getpid())
folder = sys.argv[1]
if os.fork() == 0:
    parent_watch.watch_parent()
    name = "grandchild"
else:
    name = "child"
with open(f"{folder}/{name}-{os.getpid()}", "w"):
    pass
while True:
    time.sleep(0.05)
"""

SUPERVISE = """
import os, sys
from literacy.supervisor import Child, Supervisor
child = Child("child", [sys.executable, "child.py", "."], is_vital=True)
broken = Child("broken", [sys.executable, "-c", "raise SystemExit(3)"], is_vital="vital" in sys.argv)
children = [child, broken] if len(sys.argv) > 1 else [child]
say = lambda text: print(text, flush=True)
raise SystemExit(Supervisor(children, environment=dict(os.environ), say=say).run(lambda: True, lambda: say("ready")))
"""


def _until(found: object, what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not found():  # type: ignore[operator]
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def _is_running(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


class Family:
    """A supervisor in a process of its own and what it started."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.folder = folder
        (folder / "child.py").write_text(textwrap.dedent(CHILD))
        (folder / "supervise.py").write_text(textwrap.dedent(SUPERVISE))
        self.log = folder / "log"
        self.output = self.log.open("w")
        self.supervisor = subprocess.Popen(
            [sys.executable, "supervise.py", *words],
            cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=self.output, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def numbers(self, name: str) -> list[int]:
        return [int(path.name.split("-")[1]) for path in self.folder.glob(f"{name}-*")]

    def wait_for(self, count: int) -> None:
        _until(
            lambda: len(self.numbers("grandchild")) == len(self.numbers("child")) == count,
            self.log.read_text(),
        )

    def all_gone(self) -> bool:
        return not any(map(_is_running, [*self.numbers("child"), *self.numbers("grandchild")]))


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Family]:
    family = Family(tmp_path)
    family.wait_for(1)
    yield family
    family.supervisor.kill()
    family.supervisor.wait()
    family.output.close()
    for number in [*family.numbers("child"), *family.numbers("grandchild")]:
        if _is_running(number):
            os.kill(number, signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_whole_family(family: Family, number: signal.Signals) -> None:
    family.supervisor.send_signal(number)

    assert family.supervisor.wait(PATIENCE) == 0
    _until(family.all_gone, "somebody was left behind")


def test_a_child_that_dies_is_started_again_and_said(family: Family) -> None:
    (first,) = family.numbers("child")

    os.kill(first, signal.SIGKILL)
    family.wait_for(2)

    assert "child" in family.log.read_text()
    assert not _is_running(first)
    assert sum(map(_is_running, family.numbers("grandchild"))) == 1


def test_nobody_outlives_a_supervisor_that_was_killed_outright(family: Family) -> None:
    family.supervisor.kill()

    _until(family.all_gone, "somebody was left behind")


def test_grandchildren_do_not_outlive_their_parent(family: Family) -> None:
    family.supervisor.send_signal(signal.SIGSTOP)  # nobody is there to clear up
    os.kill(family.numbers("child")[0], signal.SIGKILL)

    _until(lambda: not _is_running(family.numbers("grandchild")[0]), "the grandchild lives on")
    family.supervisor.send_signal(signal.SIGCONT)


def test_one_that_keeps_failing_does_not_take_the_other_with_it(tmp_path: Path) -> None:
    family = Family(tmp_path, "broken")
    try:
        _until(lambda: family.log.read_text().count("broken") >= 2, family.log.read_text())

        assert all(map(_is_running, family.numbers("child")))
        assert "ready" in family.log.read_text()
    finally:
        family.supervisor.terminate()
        family.supervisor.wait(PATIENCE)
        family.output.close()
    assert family.all_gone()
