"""A process that ends when the one that started it is gone, also when that one was killed outright.

Standard library only: the web server's main process does not load Django.
"""

import os
import signal
import sys
import threading
import time

VARIABLE = "PARENT_PID"
GRACE = 8.0  # seconds between asking this process to end and ending it
_POLL = 0.5  # seconds


def watch_parent() -> None:
    """Start watching the process named by PARENT_PID; without that variable do nothing.

    The variable is taken out of the environment: it speaks of this process only, not of its children.
    """
    parent = int(os.environ.pop(VARIABLE, "0"))
    if parent:
        threading.Thread(target=_end_with, args=(parent,), name="parent-watch", daemon=True).start()


def _end_with(parent: int) -> None:
    _wait_until_gone(parent)
    # Windows has no signal that a process can catch from itself
    if sys.platform != "win32":
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE)
    os._exit(1)


if sys.platform == "win32":

    def _wait_until_gone(parent: int) -> None:
        import ctypes

        synchronize, infinite = 0x00100000, 0xFFFFFFFF
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(synchronize, False, parent)  # noqa: FBT003
        if handle:
            kernel.WaitForSingleObject(handle, infinite)
            kernel.CloseHandle(handle)

else:

    def _wait_until_gone(parent: int) -> None:
        while os.getppid() == parent:
            time.sleep(_POLL)
