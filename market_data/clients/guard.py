"""What stands between ccxt and the network: deadlines, size caps, no redirects, JSON or nothing."""

import contextlib
from collections.abc import Iterator
from typing import Any

import ccxt
import requests

from market_data.clients.sessions import DeadlineSession


class Guard:
    """Mix into a ccxt class: ``class Binance(Guard, ccxt.binance)``."""

    session: requests.Session | None
    timeout: int
    id: str

    @contextlib.contextmanager
    def reading_at_most(self, size: int) -> Iterator[None]:
        """Allow a larger body (bytes) for one question."""
        session = self._guarded_session()
        before, session.most_bytes = session.most_bytes, size
        try:
            yield
        finally:
            session.most_bytes = before

    def _guarded_session(self) -> DeadlineSession:
        if not isinstance(self.session, DeadlineSession):
            session = DeadlineSession()
            session.deadline_seconds = max(0.2, 2 * self.timeout / 1000)
            self.session = session
        return self.session

    def fetch(self, url: str, method: str = "GET", headers: Any = None, body: Any = None) -> Any:
        self._guarded_session()
        answer = super().fetch(url, method, headers, body)  # type: ignore[misc]
        # ccxt raises nothing for a challenge page, half a JSON, an empty body or `null` with status 200
        if not isinstance(answer, dict | list):
            raise ccxt.BadResponse(f"{self.id} answered 200 without JSON: {str(answer)[:80]!r}")
        return answer
