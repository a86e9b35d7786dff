"""Sends requests over kept-alive raw sockets, many at a time, from one thread. Standard library only."""

import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

Address = tuple[str, int]
PATIENCE = 30.0  # seconds for the last answers


@dataclass
class Outcome:
    """What one run gave: answers per second, latencies in seconds, answers that were not as expected."""

    count: int = 0
    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    wrong: int = 0
    first_wrong: bytes = b""

    @property
    def per_second(self) -> float:
        return self.count / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        return percentile(self.latencies, share)


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    headers = {"Accept_Encoding": "br", **headers}
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if method == "POST":
        lines += [f"Content-Length: {len(body)}", "Sec-Fetch-Site: same-origin"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Line:
    """One connection: the answer being read, and when its question was sent."""

    def __init__(self, address: Address) -> None:
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.clear()

    def clear(self) -> None:
        self.data = bytearray()
        self.missing = -1

    def send(self, question: bytes) -> None:
        self.clear()
        self.sent = time.perf_counter()
        self.socket.sendall(question)

    def read(self) -> bool:
        """Read what is there; return whether the answer is whole."""
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError("the server closed the line")
        self.data += part
        if self.missing < 0:
            end = self.data.find(b"\r\n\r\n")
            if end < 0:
                return False
            head = bytes(self.data[:end]).lower()
            place = head.find(b"content-length: ")
            length = int(head[place + 16 :].split(b"\r\n", 1)[0]) if place >= 0 else 0
            self.missing = end + 4 + length
        return len(self.data) >= self.missing


def run(
    address: Address, questions: Iterator[bytes], *, lines: int, seconds: float, status: int = 200
) -> Outcome:
    """Ask until the time is over or the questions are; every line has one question under way.

    Answers that are still under way then are waited for and counted, so that the next run meets an idle server.
    """
    outcome = Outcome()
    expected = f" {status} ".encode()
    with selectors.DefaultSelector() as selector:
        for question, _ in zip(questions, range(lines), strict=False):
            line = Line(address)
            selector.register(line.socket, selectors.EVENT_READ, line)
            line.send(question)
        started = time.perf_counter()
        while selector.get_map() and time.perf_counter() - started < seconds + PATIENCE:
            for key, _ in selector.select(1.0):
                line = key.data
                if not line.read():
                    continue
                _count(outcome, line, expected)
                is_over = time.perf_counter() - started >= seconds
                following = None if is_over else next(questions, None)
                if following is None:
                    selector.unregister(line.socket)
                    line.socket.close()
                else:
                    line.send(following)
        outcome.seconds = time.perf_counter() - started
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    return outcome


def _count(outcome: Outcome, line: Line, expected: bytes) -> None:
    outcome.count += 1
    outcome.latencies.append(time.perf_counter() - line.sent)
    if expected not in line.data[:16]:
        outcome.wrong += 1
        outcome.first_wrong = outcome.first_wrong or bytes(line.data[:2000])


def one(address: Address, question: bytes) -> bytes:
    """Ask one question on a line of its own and return the whole answer."""
    line = Line(address)
    try:
        line.send(question)
        while not line.read():
            pass
        return bytes(line.data)
    finally:
        line.socket.close()
