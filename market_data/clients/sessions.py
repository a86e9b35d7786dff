"""A requests session that bounds the whole answer in time and size and follows no redirects."""

import time
from typing import Any

import requests
from requests.exceptions import ConnectionError as RequestsConnectionError
from requests.exceptions import ContentDecodingError, ReadTimeout
from urllib3.exceptions import HTTPError, ReadTimeoutError


class DeadlineSession(requests.Session):
    """Bound the whole body in time and size, and follow no redirects.

    The timeout of requests is per socket read: a body that drips byte by byte never ends otherwise.
    """

    deadline_seconds = 20.0
    most_bytes = 8 << 20

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self.last_status: int | None = None
        self.last_headers: dict[str, str] = {}

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        self.last_status, self.last_headers = None, {}
        kwargs["stream"], kwargs["allow_redirects"] = True, False
        end = time.monotonic() + self.deadline_seconds
        response = super().send(request, **kwargs)
        self.last_status, self.last_headers = response.status_code, dict(response.headers)
        response._content = self._read(request, response, end)
        response._content_consumed = True  # type: ignore[attr-defined]
        return response

    def _read(self, request: requests.PreparedRequest, response: requests.Response, end: float) -> bytes:
        body = bytearray()
        is_whole = False
        try:
            # read1 returns what is there and never waits for a full buffer
            while chunk := response.raw.read1(65_536, decode_content=True):
                body += chunk
                if time.monotonic() > end:
                    raise ReadTimeout("the body took too long", request=request)
                if len(body) > self.most_bytes:
                    raise ContentDecodingError("the body is too large", request=request)
            is_whole = True
        except ReadTimeoutError as error:
            raise ReadTimeout(str(error), request=request) from error
        except HTTPError as error:
            raise RequestsConnectionError(f"broken body: {error}", request=request) from error
        finally:
            if not is_whole:
                response.close()
        return bytes(body)
