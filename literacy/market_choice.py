"""Choose between real and simulated prices when nobody said which."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable

from django.conf import settings

from literacy import env

PATIENCE = 4.0  # seconds for a venue to answer
START = 8.0  # seconds that the probe may need to start and end, on a slow machine

OFFLINE = (
    "ติดต่อตลาดไม่ได้ จึงใช้ข้อมูลจำลอง (ไม่ใช่ราคาจริง) ทุกกราฟจะบอกไว้\n"
    "(No market answered: charts use simulated data, MARKET_DATA=simulated, and every one says so.)"
)
BACK = "ติดต่อตลาดได้แล้ว หยุดแล้วเริ่มใหม่เพื่อใช้ราคาจริง\n(A market answers now: stop and start again for real prices.)"

Say = Callable[[str], None]


class MarketChoice:
    """Asks the venues while other work goes on; an answer once found real stays real.

    Real prices that stop are shown as stopped. Simulated ones are only for a place that never had any.
    """

    def __init__(self, asked_for: str | None) -> None:
        self.memory = settings.VAR_DIR / "market-data"
        self.known = self.memory.read_text() if self.memory.exists() else ""
        self.answer = asked_for or (settings.MARKET_DATA if env.given("MARKET_DATA") else None)
        if not self.answer and self.known == "real":
            self.answer = self.known
        self.process: subprocess.Popen[bytes] | None = None
        self.deadline = 0.0

    def start(self) -> None:
        """Begin to ask, unless the answer is known."""
        if self.answer:
            return
        self.deadline = time.monotonic() + PATIENCE + START
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "market_probe", "--timeout", str(PATIENCE)],
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def finish(self, *, say: Say) -> str:
        """Return "real" or "simulated".

        Waits for the venues at the first start only; later the last answer holds until they have answered.
        """
        if self.answer or self.process is None:
            return self.answer or "real"
        if self.known and self.process.poll() is None:
            threading.Thread(target=self._tell_when_back, args=[say], daemon=True).start()
            say(OFFLINE)
            return self.known
        answer = self._answer_of_probe()
        self.memory.write_text(answer)
        if answer == "simulated":
            say(OFFLINE)
        return answer

    def _answer_of_probe(self) -> str:
        assert self.process is not None  # noqa: S101 — for the reader and mypy
        try:
            code = self.process.wait(max(0.0, self.deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        return "simulated" if code else "real"

    def _tell_when_back(self, say: Say) -> None:
        if self._answer_of_probe() == "real":
            self.memory.write_text("real")
            say(BACK)
