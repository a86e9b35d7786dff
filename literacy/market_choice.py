"""Choose between real and simulated prices when nobody said which."""

import subprocess
import sys
import time
from collections.abc import Callable

from django.conf import settings

from literacy import env

PATIENCE = 4.0  # seconds for a venue to answer, at the first start
SHORT_PATIENCE = 1.5  # when none answered the last time
START = 6.0  # seconds that the probe may need to start

OFFLINE = (
    "ติดต่อตลาดไม่ได้ จึงใช้ข้อมูลจำลอง (ไม่ใช่ราคาจริง) ทุกกราฟจะบอกไว้ เมื่อต่ออินเทอร์เน็ตได้แล้วให้เริ่มใหม่\n"
    "(No market answered: charts use simulated data, MARKET_DATA=simulated, and every one says so.)"
)


class MarketChoice:
    """Asks the venues while other work goes on; an answer once found real stays real.

    Real prices that stop are shown as stopped. Simulated ones are only for a place that never had any.
    """

    def __init__(self, asked_for: str | None) -> None:
        self.memory = settings.VAR_DIR / "market-data"
        self.answer = asked_for or (settings.MARKET_DATA if env.given("MARKET_DATA") else None)
        self.process: subprocess.Popen[bytes] | None = None
        self.deadline = 0.0

    def start(self) -> None:
        if self.answer:
            return
        known = self.memory.read_text() if self.memory.exists() else ""
        if known == "real":
            self.answer = known
            return
        patience = SHORT_PATIENCE if known else PATIENCE
        self.deadline = time.monotonic() + patience + START
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "market_probe", "--timeout", str(patience)],
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def finish(self, *, say: Callable[[str], None]) -> str:
        """Return "real" or "simulated"."""
        if self.process is not None:
            try:
                code = self.process.wait(max(0.0, self.deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.process.kill()
                code = self.process.wait()
            self.answer = "simulated" if code else "real"
            self.memory.write_text(self.answer)
            if code:
                say(OFFLINE)
        return self.answer or "real"
