"""The page cache alone: a small WSGI application behind it, a clock and a publication number to turn by hand."""

import gzip
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from literacy.page_cache import Environ, PageCache, StartResponse

BODY = "<p>บทเรียน</p>".encode() * 50
PUBLIC = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "public, max-age=60"}


@dataclass
class Site:
    """A stand-in for Django that counts how often it renders."""

    headers: dict[str, str] = field(default_factory=lambda: dict(PUBLIC))
    status: str = "200 OK"
    body: bytes = BODY
    rendered: int = 0
    closed: int = 0
    seen: list[Environ] = field(default_factory=list)
    hold: threading.Event | None = None

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        self.rendered += 1
        self.seen.append(environ)
        if self.hold:
            self.hold.wait(10)
        start_response(self.status, [*self.headers.items(), ("Content-Length", str(len(self.body)))])
        return Answer(self)


class Answer:
    def __init__(self, site: Site) -> None:
        self.site = site

    def __iter__(self) -> Any:
        return iter([self.site.body])

    def close(self) -> None:
        self.site.closed += 1


@dataclass
class Got:
    status: str
    headers: dict[str, str]
    body: bytes


class Visitor:
    """Asks the cache; `seconds` and `generation` are turned by the test."""

    def __init__(self, site: Site, **limits: int) -> None:
        self.seconds = 0.0
        self.generation = 1
        self.changes = 0
        self.cache = PageCache(
            site, generation=self._read, on_change=self._changed, clock=lambda: self.seconds, **limits
        )
        self.reads = 0
        self.is_database_away = False

    def _read(self) -> int:
        self.reads += 1
        if self.is_database_away:
            raise OSError("database away")
        return self.generation

    def _changed(self) -> None:
        self.changes += 1

    def get(self, path: str = "/", query: str = "", method: str = "GET", **headers: str) -> Got:
        got: list[Any] = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "localhost",
            "wsgi.url_scheme": "http",
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        answer = self.cache(environ, lambda status, sent, exc_info=None: got.extend((status, sent)))
        body = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        return Got(got[0], dict(got[1]), body)


def test_a_public_page_is_rendered_once() -> None:
    site = Site()
    visitor = Visitor(site)

    first, second = visitor.get(), visitor.get()

    assert (first.status, first.body) == (second.status, second.body) == ("200 OK", BODY)
    assert site.rendered == site.closed == 1


def test_a_visitor_who_is_signed_in_shares_it() -> None:
    site = Site()
    visitor = Visitor(site)
    visitor.get(cookie="sessionid=1")

    visitor.get()

    assert site.rendered == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": "private, max-age=60"},
        {"Cache-Control": "public, no-cache, max-age=60"},
        {"Cache-Control": "public, max-age=60, no-store"},
        {"Cache-Control": "public"},
        {"Cache-Control": "public, max-age=0, must-revalidate"},
        {"Cache-Control": "max-age=60"},
        {**PUBLIC, "Set-Cookie": "csrftoken=1"},
        {**PUBLIC, "Vary": "Cookie"},
        {**PUBLIC, "Vary": "Accept-Encoding, Accept-Language"},
        {**PUBLIC, "Content-Encoding": "gzip"},
    ],
    ids=str,
)
def test_what_is_not_marked_as_the_same_for_all_is_never_kept(headers: dict[str, str]) -> None:
    site = Site(headers=headers)
    visitor = Visitor(site)

    visitor.get()
    visitor.get()

    assert site.rendered == site.closed == 2


@pytest.mark.parametrize("status", ["404 Not Found", "302 Found", "500 Internal Server Error"])
def test_only_success_is_kept(status: str) -> None:
    site = Site(status=status)
    visitor = Visitor(site)

    visitor.get()
    got = visitor.get()

    assert got.status == status
    assert site.rendered == 2


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/pages/3/", "/accounts/login/", "/static/a.css", "/api/me"]
)
def test_personal_and_static_addresses_pass(path: str) -> None:
    site = Site()
    visitor = Visitor(site)

    visitor.get(path)
    visitor.get(path)

    assert site.rendered == 2
    assert visitor.reads == 0


def test_another_method_passes() -> None:
    site = Site()
    visitor = Visitor(site)
    visitor.get()

    visitor.get(method="POST")

    assert site.rendered == 2


@pytest.mark.parametrize(
    "other",
    [{"path": "/b"}, {"query": "page=2"}, {"host": "b.example"}, {"x_forwarded_proto": "https"}],
    ids=str,
)
def test_another_address_is_another_page(other: dict[str, str]) -> None:
    site = Site()
    visitor = Visitor(site)
    visitor.get()

    visitor.get(**other)

    assert site.rendered == 2


def test_where_the_visitor_came_from_makes_no_other_page() -> None:
    site = Site()
    visitor = Visitor(site)
    visitor.get(query="a=1")

    visitor.get(query="utm_source=line&a=1&fbclid=xyz")

    assert site.rendered == 1


def test_it_is_rendered_again_when_its_age_is_over() -> None:
    site = Site(headers={**PUBLIC, "Cache-Control": "public, max-age=5, s-maxage=60"})
    visitor = Visitor(site)
    visitor.get()
    visitor.seconds = 59.9
    visitor.get()
    assert site.rendered == 1

    visitor.seconds = 60
    visitor.get()

    assert site.rendered == 2


def test_it_says_how_old_it_is() -> None:
    visitor = Visitor(Site())
    visitor.get()
    visitor.seconds = 7.5

    assert visitor.get().headers["Age"] == "7"


def test_publishing_makes_it_fresh_within_a_second() -> None:
    site = Site()
    visitor = Visitor(site)
    visitor.get()
    site.body, visitor.generation, visitor.seconds = b"new", 2, 1.0

    got = visitor.get()

    assert got.body == b"new"
    assert visitor.changes == 1


def test_the_publication_number_is_read_at_most_once_a_second() -> None:
    visitor = Visitor(Site())

    for tenth in range(30):
        visitor.seconds = tenth / 10
        visitor.get()

    assert visitor.reads == 3


def test_a_page_rendered_while_something_is_published_is_not_kept_for_long() -> None:
    site = Site(body=b"old")
    visitor = Visitor(site)
    visitor.get("/other")
    visitor.seconds = 0.5
    visitor.get()  # rendered from the old content, while number 2 is being written
    site.body, visitor.generation, visitor.seconds = b"new", 2, 1.2

    assert visitor.get().body == b"new"


def test_kept_pages_stay_when_the_database_is_away() -> None:
    site = Site()
    visitor = Visitor(site)
    visitor.get()
    visitor.is_database_away, visitor.seconds = True, 30

    got = visitor.get()

    assert got.body == BODY
    assert site.rendered == 1


def test_an_unchanged_page_is_not_sent_again() -> None:
    site = Site()
    visitor = Visitor(site)
    tag = visitor.get(accept_encoding="gzip, br").headers["ETag"]

    got = visitor.get(if_none_match=f'W/"other", {tag}', accept_encoding="gzip")

    assert (got.status, got.body) == ("304 Not Modified", b"")
    assert "Content-Length" not in got.headers
    assert site.rendered == 1


def test_a_first_visit_with_a_tag_still_fills_the_cache() -> None:
    site = Site()
    visitor = Visitor(site)

    visitor.get(if_none_match='"old"')
    visitor.get()

    assert site.rendered == 1
    assert "HTTP_IF_NONE_MATCH" not in site.seen[0]


def test_the_page_is_asked_for_plain() -> None:
    site = Site()
    visitor = Visitor(site)

    visitor.get(accept_encoding="br")

    assert "HTTP_ACCEPT_ENCODING" not in site.seen[0]


def test_a_tag_of_the_page_itself_is_kept() -> None:
    visitor = Visitor(Site(headers={**PUBLIC, "ETag": '"series-7"'}))

    assert visitor.get().headers["ETag"] == '"series-7"'
    assert visitor.get(accept_encoding="br").headers["ETag"] == '"series-7-br"'


def test_head_gets_the_headers_of_get() -> None:
    visitor = Visitor(Site())
    full = visitor.get()

    got = visitor.get(method="HEAD")

    assert got.body == b""
    assert got.headers == full.headers


def test_it_is_compressed_as_the_browser_likes() -> None:
    visitor = Visitor(Site())

    small, smaller, plain = (
        visitor.get(accept_encoding=accepted) for accepted in ("gzip", "gzip, br", "br;q=0")
    )

    assert gzip.decompress(small.body) == BODY
    assert brotli.decompress(smaller.body) == BODY
    assert plain.body == BODY
    assert [got.headers.get("Content-Encoding") for got in (small, smaller, plain)] == ["gzip", "br", None]
    assert {got.headers["Vary"] for got in (small, smaller, plain)} == {"Accept-Encoding"}
    assert len({got.headers["ETag"] for got in (small, smaller, plain)}) == 3


def test_pictures_are_not_compressed_again() -> None:
    visitor = Visitor(Site(headers={**PUBLIC, "Content-Type": "image/webp"}))

    assert "Content-Encoding" not in visitor.get(accept_encoding="br").headers


def test_a_stream_passes_unread() -> None:
    def stream(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", list(PUBLIC.items()))
        return iter([b"a", b"b"])

    visitor = Visitor(stream)  # type: ignore[arg-type]

    assert visitor.get().body == b"ab"
    assert "ETag" not in visitor.get().headers


@given(
    paths=st.lists(st.integers(0, 9), max_size=60), encodings=st.lists(st.sampled_from(["", "br", "gzip"]))
)
def test_it_never_holds_more_than_it_may(paths: list[int], encodings: list[str]) -> None:
    visitor = Visitor(Site(), max_pages=4, max_bytes=6000)
    encodings = encodings or [""]

    for turn, path in enumerate(paths):
        visitor.get(f"/{path}", accept_encoding=encodings[turn % len(encodings)])
        visitor.seconds += 0.3

    cache = visitor.cache
    assert len(cache._pages) <= 4
    assert cache._bytes == sum(page.size for page in cache._pages.values())


def test_the_page_used_longest_ago_goes_first() -> None:
    site = Site()
    visitor = Visitor(site, max_pages=2)
    for path in ("/a", "/b", "/a", "/c"):
        visitor.get(path)
    assert site.rendered == 3

    visitor.get("/a")
    visitor.get("/b")

    assert site.rendered == 4


def test_a_crowd_at_a_new_page_makes_it_once() -> None:
    site = Site(hold=threading.Event())
    visitor = Visitor(site)
    bodies: list[bytes] = []
    crowd = [threading.Thread(target=lambda: bodies.append(visitor.get().body)) for _ in range(8)]
    for one in crowd:
        one.start()

    assert site.hold
    site.hold.set()
    for one in crowd:
        one.join(10)

    assert bodies == [BODY] * 8
    assert site.rendered == 1


def test_a_page_that_fails_lets_the_next_visitor_try() -> None:
    def broken(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        raise RuntimeError("no")

    visitor = Visitor(broken)  # type: ignore[arg-type]

    for _ in range(2):
        with pytest.raises(RuntimeError):
            visitor.get()
