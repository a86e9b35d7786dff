"""Public pages kept as bytes in front of Django.

Whatever Django marks `Cache-Control: public` with an age is the same for every visitor; it is rendered once and
sent from memory until its age is over or something is published (`generation` goes up). Everything else passes.
Measured in reference to a bare Django view in `run.py bench`.
"""

import gzip
import hashlib
import logging
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

import brotli

logger = logging.getLogger(__name__)

Headers = list[tuple[str, str]]
Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

BYPASSED = ("/admin/", "/accounts/", "/static/", "/media/", "/documents/", "/api/", "/healthz", "/readyz")
LARGEST_BODY = 1024 * 1024  # bytes; larger ones are rare and would push many pages out
RECHECK = 1.0  # seconds between looks at the generation
PATIENCE = 10.0  # seconds to wait for somebody else's rendering of the same page
_COMPRESSIBLE = re.compile(r"text/|application/(json|javascript|manifest\+json|xml)|image/svg")
_NOISE = re.compile(
    r"utm_\w+|fbclid|gclid|igshid|mc_[ce]id"
)  # says where the visitor came from, not what to show
_AGE = re.compile(r"(?:^|[\s,])(s-maxage|max-age)=(\d+)")
_NOT_SHARED = re.compile(r"(?:^|[\s,])(no-store|no-cache|private)\b")
_HOP = {"content-length", "etag", "vary", "age", "date", "server", "connection"}


@dataclass
class Page:
    """One public answer in its encodings; `etag` without quotes and without the encoding's suffix."""

    status: str
    headers: Headers
    body: bytes
    etag: str
    born: float  # monotonic seconds
    expires: float
    generation: int
    variants: dict[str, bytes] = field(default_factory=dict)
    is_kept: bool = False

    @property
    def size(self) -> int:
        return len(self.body) + sum(map(len, self.variants.values())) + 1000


@dataclass
class _Captured:
    status: str = ""
    headers: Headers = field(default_factory=list)


class PageCache:
    """WSGI middleware; safe for several threads.

    `generation` returns the current publication number; it is asked at most once a second, by one thread, outside
    Django's request cycle. `on_change` is called after it has changed. `clock` counts seconds and never goes back.
    """

    def __init__(
        self,
        application: Application,
        *,
        generation: Callable[[], int],
        on_change: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
        max_pages: int = 2000,
        max_bytes: int = 64 * 1024 * 1024,
    ) -> None:
        self.application = application
        self.read_generation = generation
        self.on_change = on_change
        self.clock = clock
        self.max_pages = max_pages
        self.max_bytes = max_bytes
        self._pages: OrderedDict[tuple[str, ...], Page] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._rendering: dict[tuple[str, ...], threading.Event] = {}
        self._generation = -1
        self._checked = float("-inf")
        self._checking = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = _key(environ)
        if key is None:
            return self.application(environ, start_response)
        page = self._find(key)
        if page is None:
            return self._render(key, environ, start_response)
        return self._send(page, environ, start_response)

    # --- what is kept --------------------------------------------------------------------------
    def _find(self, key: tuple[str, ...]) -> Page | None:
        generation = self._current_generation()
        with self._lock:
            page = self._pages.get(key)
            if page is None:
                return None
            if page.generation != generation or page.expires <= self.clock():
                self._forget(key)
                return None
            self._pages.move_to_end(key)
            return page

    def _forget(self, key: tuple[str, ...]) -> None:
        page = self._pages.pop(key)
        page.is_kept = False
        self._bytes -= page.size

    def _keep(self, key: tuple[str, ...], page: Page) -> None:
        with self._lock:
            if key in self._pages:
                self._forget(key)
            self._pages[key] = page
            page.is_kept = True
            self._bytes += page.size
            while len(self._pages) > self.max_pages or self._bytes > self.max_bytes:
                self._forget(next(iter(self._pages)))

    def _current_generation(self) -> int:
        if self.clock() - self._checked < RECHECK or not self._checking.acquire(
            blocking=self._generation < 0
        ):
            return self._generation
        try:
            if self.clock() - self._checked >= RECHECK:
                self._look_again()
        finally:
            self._checking.release()
        return self._generation

    def _look_again(self) -> None:
        try:
            found = self.read_generation()
        except Exception:
            # a database that is away must not take the kept pages with it
            logger.warning("the publication number could not be read; kept pages stay", exc_info=True)
            found = max(self._generation, 0)
        changed = self._generation not in {-1, found}
        self._generation, self._checked = found, self.clock()
        if changed:
            with self._lock:
                for key in list(self._pages):
                    self._forget(key)
            self.on_change()

    # --- making a page -------------------------------------------------------------------------
    def _render(
        self, key: tuple[str, ...], environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        with self._lock:
            others = self._rendering.get(key)
            if others is None:
                self._rendering[key] = threading.Event()
        if others is None:
            try:
                return self._render_first(key, environ, start_response)
            finally:
                with self._lock:
                    self._rendering.pop(key).set()
        others.wait(PATIENCE)
        page = self._find(key)
        if page is None:  # it was not for keeping
            return self.application(environ, start_response)
        return self._send(page, environ, start_response)

    def _render_first(
        self, key: tuple[str, ...], environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        generation = self._generation
        wanted = dict(environ)
        if environ["REQUEST_METHOD"] == "GET":
            # the whole page is wanted, plain, for keeping; the visitor's own question is answered from it
            for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_ACCEPT_ENCODING"):
                wanted.pop(name, None)
        captured = _Captured()

        def capture(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], None]:
            captured.status, captured.headers = status, headers
            return lambda data: None

        answer = self.application(wanted, capture)
        seconds = _shareable_seconds(captured)
        if seconds == 0 or environ["REQUEST_METHOD"] != "GET":
            start_response(captured.status, captured.headers)
            return answer
        try:
            body = b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()
        now = self.clock()
        page = _page(captured, body, now, now + seconds, generation)
        self._keep(key, page)
        return self._send(page, environ, start_response)

    # --- sending -------------------------------------------------------------------------------
    def _send(self, page: Page, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        encoding = _encoding(environ.get("HTTP_ACCEPT_ENCODING", ""), page)
        tag = f'"{page.etag}{"-" + encoding if encoding else ""}"'
        headers = [*page.headers, ("ETag", tag), ("Age", str(int(self.clock() - page.born)))]
        if _matches(environ.get("HTTP_IF_NONE_MATCH", ""), page.etag):
            start_response("304 Not Modified", [header for header in headers if header[0] != "Content-Type"])
            return []
        body = self._variant(page, encoding)
        if encoding:
            headers.append(("Content-Encoding", encoding))
        headers.append(("Content-Length", str(len(body))))
        start_response(page.status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _variant(self, page: Page, encoding: str) -> bytes:
        """Return the body in an encoding, made once and kept with the page."""
        if not encoding:
            return page.body
        if encoding not in page.variants:
            # two threads may both make it: the same bytes, counted once
            made = _compress(page.body, encoding)
            with self._lock:
                if encoding not in page.variants:
                    page.variants[encoding] = made
                    self._bytes += len(made) if page.is_kept else 0
        return page.variants[encoding]


def _key(environ: Environ) -> tuple[str, ...] | None:
    """Return what tells this request's public answer from others, or None when it cannot have one."""
    path = environ.get("PATH_INFO", "")
    if (
        environ["REQUEST_METHOD"] not in {"GET", "HEAD"}
        or path.startswith(BYPASSED)
        or "HTTP_AUTHORIZATION" in environ
        or "HTTP_RANGE" in environ
    ):
        return None
    query = environ.get("QUERY_STRING", "")
    if query:
        query = _without_noise(query)
    scheme = environ.get("HTTP_X_FORWARDED_PROTO") or environ.get("wsgi.url_scheme", "")
    return (environ.get("HTTP_HOST", ""), scheme, path, query)


def _without_noise(query: str) -> str:
    # latin-1 keeps every byte apart, whatever it may mean
    pairs = parse_qsl(query, keep_blank_values=True, encoding="latin-1")
    return urlencode([pair for pair in pairs if not _NOISE.fullmatch(pair[0])], encoding="latin-1")


def _header(headers: Headers, name: str) -> str:
    return ", ".join(value for key, value in headers if key.lower() == name)


def _shareable_seconds(captured: _Captured) -> int:
    """Return for how many seconds an answer may be given to others; 0 when not at all."""
    control = _header(captured.headers, "cache-control").lower()
    length = _header(captured.headers, "content-length")
    varies = {name.strip().lower() for name in _header(captured.headers, "vary").split(",")} - {
        "",
        "accept-encoding",
    }
    if (
        not captured.status.startswith("200")
        or "public" not in control
        or _NOT_SHARED.search(control)
        or varies
        or _header(captured.headers, "set-cookie")
        or _header(captured.headers, "content-encoding")
        or not length.isdigit()  # a stream
        or int(length) > LARGEST_BODY
    ):
        return 0
    ages: dict[str, str] = dict(_AGE.findall(control))
    return int(ages.get("s-maxage") or ages.get("max-age") or 0)


def _page(captured: _Captured, body: bytes, born: float, expires: float, generation: int) -> Page:
    given = _header(captured.headers, "etag").removeprefix("W/").strip('"')
    headers = [(name, value) for name, value in captured.headers if name.lower() not in _HOP]
    headers.append(("Vary", "Accept-Encoding"))
    etag = given or hashlib.sha256(body).hexdigest()[:24]
    return Page(captured.status, headers, body, etag, born, expires, generation)


def _encoding(accepted: str, page: Page) -> str:
    if len(page.body) < 200 or not _COMPRESSIBLE.match(_header(page.headers, "content-type")):
        return ""
    allowed = {
        word.split(";")[0].strip()
        for word in accepted.split(",")
        if not re.search(r";\s*q=0(\.0*)?$", word.strip())
    }
    return next((name for name in ("br", "gzip") if name in allowed), "")


def _compress(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(body, quality=6))
    return gzip.compress(body, 6, mtime=0)


def _matches(asked: str, etag: str) -> bool:
    """Tell whether If-None-Match names this page in any encoding; weak comparison, as RFC 9110 asks for."""
    if asked.strip() == "*":
        return True
    return any(tag in {etag, f"{etag}-br", f"{etag}-gzip"} for tag in re.findall(r'"([^"]*)"', asked))
