"""The stand-in as a server on this machine, and as a context manager for tests."""

import contextlib
import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.market_data.stand_in.faults import ERRORS, LYING, lie
from tests.market_data.stand_in.prices import DAY, Row, rows
from tests.market_data.stand_in.venues import VENUES, Refused


class StandIn:
    """The venues, their faults, and a log of (venue, path) of what was asked."""

    def __init__(self, *, clock: Callable[[], int] = lambda: int(time.time() * 1000)) -> None:
        self.clock = clock
        self.faults: dict[str, str] = {}
        self.log: list[tuple[str, str]] = []
        self.closing = threading.Event()
        self.url = ""

    def answer(self, venue: str, path: str, query: dict[str, str]) -> Any:
        """Return the JSON (or the bytes) of a venue. Raises Refused, and KeyError for an unknown address."""

        def told(pair: str, *, first: int, last: int, step: int) -> list[Row]:
            return self._told(venue, pair, first=first, last=last, step=step)

        return VENUES[venue](path, query, told, self.clock())

    def _told(self, venue: str, pair: str, *, first: int, last: int, step: int) -> list[Row]:
        kind = self.faults.get(venue, "")
        late = 450 * DAY if kind == "stale" else 0  # true candles, of a time that nobody asked for
        told = rows(pair, first=first - late, last=min(last, self.clock()) - late, step=step)
        return lie(kind, told, self.clock(), step) if kind in LYING else told


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Server"

    def log_message(self, *args: Any) -> None:
        pass

    def _send(self, status: int, body: bytes, kind: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        match = re.fullmatch(r"/_fault/(\w+)/(\w+)", self.path)
        if not match:
            return self._send(404, b"{}")
        self.server.stand_in.faults[match[1]] = "" if match[2] == "none" else match[2]
        return self._send(200, b"{}")

    def do_GET(self) -> None:
        stand_in = self.server.stand_in
        address = urlsplit(self.path)
        _, venue, path = ([*address.path.split("/", 2), ""])[:3]
        stand_in.log.append((venue, self.path))
        query = {name: values[-1] for name, values in parse_qs(address.query).items()}
        try:
            told = stand_in.answer(venue, f"/{path}", query)
            body = told if isinstance(told, bytes) else json.dumps(told).encode()
        except Refused as refused:
            return self._send(refused.status, json.dumps(refused.body).encode())
        except (KeyError, ValueError):
            return self._send(404, b'{"error": "no such address"}')
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._break(stand_in.faults.get(venue, ""), body)
        return None

    def _break(self, fault: str, body: bytes) -> None:
        if fault in ERRORS:
            status, text, headers = ERRORS[fault]
            self._send(status, text, "text/html" if text.startswith(b"<") else "application/json", **headers)
        elif fault == "slow":
            self.server.stand_in.closing.wait(30)
            self.close_connection = True
        elif fault in {"drip", "truncated"}:
            self._begin(fault, body)
        elif fault == "reset":
            # linger 0: the kernel answers with RST instead of closing politely
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
        else:
            self._send(200, body[: len(body) // 2] if fault == "truncated200" else body)

    def _begin(self, fault: str, body: bytes) -> None:
        """Start a good answer and never finish it."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if fault == "truncated":
            self.wfile.write(body[: len(body) // 2])
            return
        for place in range(len(body)):
            self.wfile.write(body[place : place + 1])
            self.wfile.flush()
            if self.server.stand_in.closing.wait(0.02):
                return


class Server(ThreadingHTTPServer):
    daemon_threads = True
    stand_in: StandIn

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # clients hang up on purpose


@contextlib.contextmanager
def running(stand_in: StandIn, *, port: int = 0) -> Iterator[StandIn]:
    """Serve in a thread of this process until the block ends."""
    server = Server(("127.0.0.1", port), Handler)
    server.stand_in = stand_in
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        stand_in.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
