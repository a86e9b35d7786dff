"""How often a venue is asked: at most a quarter of what its documentation allows, evenly spread."""

import threading
import time
from collections.abc import Callable

SHARE = 0.25  # of the documented limit: others behind the same address need some too


class Pace:
    """Let one request through per interval; ``wait`` sleeps until the next may go. Zero requests a minute: no limit."""

    def __init__(
        self,
        requests_per_minute: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.interval = 60 / (requests_per_minute * SHARE) if requests_per_minute else 0.0  # seconds
        self._clock, self._sleep = clock, sleep
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self) -> None:
        if not self.interval:
            return
        with self._lock:
            now = self._clock()
            pause = max(0.0, self._next - now)
            self._next = max(now, self._next) + self.interval
        if pause:
            self._sleep(pause)
