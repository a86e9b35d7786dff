"""Keep a few child processes running as one: restart what dies, end all together, leave nothing behind."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from literacy.parent_watch import VARIABLE

FIRST_DELAY, LONGEST_DELAY = 1.0, 30.0  # seconds before a dead child is started again
STEADY = 30.0  # seconds after which a child counts as running well
GRACE = 10.0  # seconds to end by itself before it is ended
TICK = 0.1  # seconds
GIVE_UP_AFTER = 5  # quick deaths in a row of a child that the rest cannot do without


@dataclass
class Child:
    """A process to keep alive. `name` is what people read in messages."""

    name: str
    command: Sequence[str]
    is_vital: bool = False
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    restart_at: float | None = None
    deaths: int = field(default=0)  # quick ones in a row


class Supervisor:
    """Runs in the main thread: signals are delivered there.

    `environment` is every child's; `say` prints one line for a person.
    """

    def __init__(
        self, children: Sequence[Child], *, environment: Mapping[str, str], say: Callable[[str], None]
    ) -> None:
        self.children = children
        self.environment = {**environment, VARIABLE: str(os.getpid())}
        self.say = say
        self.stopping = threading.Event()
        self.exit_code = 0

    def run(self, is_ready: Callable[[], bool], on_ready: Callable[[], None]) -> int:
        """Run until a signal asks to end; `is_ready` is asked until it says yes, then `on_ready` is called once."""
        self._catch_signals()
        try:
            for child in self.children:
                self._start(child)
            waiting = True
            while not self.stopping.wait(TICK):
                for child in self.children:
                    self._look_after(child)
                if waiting and is_ready():
                    waiting = False
                    on_ready()
        finally:
            self._stop_all()
        return self.exit_code

    def _catch_signals(self) -> None:
        def stop(number: int, frame: object) -> None:
            self.stopping.set()

        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), stop)

    def _start(self, child: Child) -> None:
        child.restart_at = None
        child.started_at = time.monotonic()
        # A group of its own: Ctrl-C reaches the supervisor only, which then ends the children in order.
        child.process = subprocess.Popen(
            child.command, env=self.environment, stdin=subprocess.DEVNULL, **_own_group()
        )

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.restart_at is not None:
            if now >= child.restart_at:
                self._start(child)
            return
        if child.process is None or child.process.poll() is None:
            return
        _kill_group(child.process)  # what it may have left behind
        child.deaths = 1 if now - child.started_at > STEADY else child.deaths + 1
        if child.is_vital and child.deaths >= GIVE_UP_AFTER:
            self.say(f"{child.name}เริ่มไม่สำเร็จหลายครั้ง ดูข้อความด้านบน (keeps failing; see the messages above)")
            self.exit_code = 1
            self.stopping.set()
            return
        delay = min(FIRST_DELAY * 2 ** (child.deaths - 1), LONGEST_DELAY)
        code = child.process.returncode
        self.say(f"{child.name}หยุดเอง (stopped with {code}) จะเริ่มใหม่ใน {delay:.0f} วินาที")
        child.restart_at = now + delay

    def _stop_all(self) -> None:
        running = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in running:
            _ask_to_end(process)
        deadline = time.monotonic() + GRACE
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
        for child in self.children:
            if child.process:
                _kill_group(child.process)
                child.process.wait()


if sys.platform == "win32":

    def _own_group() -> dict[str, Any]:
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}

    def _ask_to_end(process: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(OSError):
            process.send_signal(signal.CTRL_BREAK_EVENT)

    def _kill_group(process: subprocess.Popen[bytes]) -> None:
        # grandchildren end by their parent watch
        if process.poll() is None:
            process.kill()

else:

    def _own_group() -> dict[str, Any]:
        return {"start_new_session": True}

    def _ask_to_end(process: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()

    def _kill_group(process: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
