"""The European Central Bank's published files of reference rates: one request, guarded as the exchanges are.

Source: ecb.europa.eu, "Euro foreign exchange reference rates": published around 16:00 CET on working days; free to
reuse when the source is named.
"""

import requests

from market_data.breaker import Outcome
from market_data.clients import SourceError
from market_data.clients.sessions import DeadlineSession
from market_data.clients.statuses import OUTCOME_OF_STATUS, retry_after_of

HOST = "https://www.ecb.europa.eu"
NEWEST_DAY = "/stats/eurofxref/eurofxref-daily.xml"
NINETY_DAYS = "/stats/eurofxref/eurofxref-hist-90d.xml"


class EcbClient:
    venue_key = "ecb"

    def __init__(self, *, base_url: str, timeout_ms: int) -> None:
        self._address = f"{base_url.rstrip('/')}/{self.venue_key}" if base_url else HOST
        self._seconds = timeout_ms / 1000
        self._session = DeadlineSession()
        self._session.deadline_seconds = max(0.2, 2 * self._seconds)
        self._session.most_bytes = 2 << 20

    def rates_file(self, *, days: int) -> str:
        path = NEWEST_DAY if days <= 1 else NINETY_DAYS
        try:
            answer = self._session.get(self._address + path, timeout=self._seconds)
        except requests.exceptions.ContentDecodingError as error:
            raise SourceError(Outcome.BAD_BODY, f"{type(error).__name__}: {error}"[:300]) from error
        except requests.RequestException as error:
            raise SourceError(Outcome.UNREACHABLE, f"{type(error).__name__}: {error}"[:300]) from error
        if answer.status_code in OUTCOME_OF_STATUS or answer.status_code >= 500:
            raise SourceError(
                OUTCOME_OF_STATUS.get(answer.status_code, Outcome.UNREACHABLE),
                f"HTTP {answer.status_code}",
                retry_after=retry_after_of(dict(answer.headers)),
            )
        if answer.status_code != 200:
            raise SourceError(Outcome.BAD_BODY, f"HTTP {answer.status_code}")
        return answer.content.decode("utf-8", errors="replace")
