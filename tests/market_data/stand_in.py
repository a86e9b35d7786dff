"""A stand-in for Binance, Kraken and Bitkub on this machine, with realistic bodies and every fault they show.

    python -m tests.market_data.stand_in --port 8099

Venues: ``http://127.0.0.1:8099/<venue>/<the venue's own path>``. Prices are a function of the time alone. Faults are
set from Python (``stand_in.faults["kraken"] = "429"``) or over HTTP (``POST /_fault/kraken/429``, ``…/none``).
Standard library only.
"""

import argparse
import contextlib
import json
import math
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

HOUR, DAY = 3_600_000, 86_400_000
LEVELS = {"BTCUSDT": 98_000.0, "ETHUSDT": 3_600.0, "BTCTHB": 3_300_000.0}
KRAKEN_PAIRS = {"XBTUSDT": "BTCUSDT", "ETHUSDT": "ETHUSDT"}
BINANCE_STEPS = {"1h": HOUR, "4h": 4 * HOUR, "1d": DAY}
KRAKEN_STEPS = {60: HOUR, 240: 4 * HOUR, 1440: DAY}
BITKUB_STEPS = {"60": HOUR, "240": 4 * HOUR, "1D": DAY}
CHALLENGE = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking</body></html>"

# the connection or the body is wrong: nothing can be read
BROKEN = (
    "slow", "drip", "429", "418", "451", "403", "500", "502", "503", "504", "302",
    "html200", "truncated", "truncated200", "empty200", "null", "reset",
)  # fmt: skip
ERROR_PAGE = b"<html><body>error</body></html>"
ERRORS: dict[str, tuple[int, bytes, dict[str, str]]] = {
    "429": (429, b'{"code": -1003, "msg": "Too many requests"}', {"Retry_After": "7"}),
    "418": (418, b'{"code": -1003, "msg": "Way too many requests; IP banned"}', {"Retry_After": "120"}),
    "451": (451, b'{"code": 0, "msg": "Service unavailable from a restricted location"}', {}),
    "302": (302, b"", {"Location": "/binance/api/v3/ping"}),
    "html200": (200, CHALLENGE, {}),
    "empty200": (200, b"", {}),
    "null": (200, b"null", {}),
    **{str(status): (status, ERROR_PAGE, {}) for status in (403, 500, 502, 503, 504)},
}
# the answer can be read, and lies
LYING = ("impossible", "nan", "future", "misaligned", "unsorted", "duplicate", "stale", "no_rows")
Row = tuple[int, float, float, float, float, float]


def price(pair: str, t: int) -> float:
    days = t / DAY
    swing = 0.12 * math.sin(days / 23) + 0.05 * math.sin(days / 5.3) + 0.015 * math.sin(days * 3.1)
    return round(LEVELS[pair] * math.exp(swing + 0.006 * math.sin(days * 37)), 2)


def row(pair: str, t: int, step: int) -> Row:
    points = [price(pair, t + step * part // 4) for part in range(5)]
    spread = 1 + 0.002 * (1 + math.sin(t / HOUR))
    high, low = round(max(points) * spread, 2), round(min(points) / spread, 2)
    return (t, points[0], high, low, points[-1], round(800 + 300 * math.sin(t / HOUR), 5))


def rows(pair: str, *, first: int, last: int, step: int) -> list[Row]:
    """Return the candles that open in ``first`` ≤ t ≤ ``last``."""
    start = -(-first // step) * step
    return [row(pair, t, step) for t in range(start, last + 1, step)]


def _lie(kind: str, told: list[Row], now: int, step: int) -> list[Row]:
    if not told:
        return told
    t, o, h, low, c, v = told[len(told) // 2]
    lies: dict[str, list[Row]] = {
        "impossible": [(t, o, low, h, c, v) for t, o, h, low, c, v in told],
        "nan": [*told[:-1], (t, float("nan"), h, low, c, v)],
        "future": [*told, (now - now % step + 5 * step, o, h, low, c, v)],
        "misaligned": [(t + 1000, o, h, low, c, v) for t, o, h, low, c, v in told],
        "unsorted": [told[-1], *told[:-1]],
        "duplicate": [*told, told[-1]],
        "no_rows": [],
    }
    return lies.get(kind, told)


class Refused(Exception):  # noqa: N818
    """The venue itself says no, in its own words."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(status)
        self.status, self.body = status, body


class StandIn:
    """The three venues, their faults, and a log of (venue, path) of what was asked."""

    def __init__(self, *, clock: Callable[[], int] = lambda: int(time.time() * 1000)) -> None:
        self.clock = clock
        self.faults: dict[str, str] = {}
        self.log: list[tuple[str, str]] = []
        self.closing = threading.Event()
        self.url = ""

    def answer(self, venue: str, path: str, query: dict[str, str]) -> Any:
        """Return the JSON of a venue. Raises Refused, and KeyError for an unknown address."""
        if venue == "binance":
            return self._binance(path, query)
        if venue == "kraken":
            return self._kraken(path, query)
        if venue == "bitkub":
            return self._bitkub(path, query)
        raise KeyError(venue)

    def _told(self, venue: str, pair: str, *, first: int, last: int, step: int) -> list[Row]:
        kind = self.faults.get(venue, "")
        late = 450 * DAY if kind == "stale" else 0  # true candles, of a time that nobody asked for
        told = rows(pair, first=first - late, last=min(last, self.clock()) - late, step=step)
        return _lie(kind, told, self.clock(), step) if kind in LYING else told

    def _binance(self, path: str, query: dict[str, str]) -> Any:
        if path == "/api/v3/ping":
            return {}
        if path != "/api/v3/klines":
            raise KeyError(path)
        pair, step = query.get("symbol", ""), BINANCE_STEPS.get(query.get("interval", ""))
        if pair not in ("BTCUSDT", "ETHUSDT"):
            raise Refused(400, {"code": -1121, "msg": "Invalid symbol."})
        if step is None:
            raise Refused(400, {"code": -1120, "msg": "Invalid interval."})
        limit = min(int(query.get("limit", 500)), 1000)
        first = int(query.get("startTime", self.clock() - limit * step))
        told = self._told("binance", pair, first=first, last=first + limit * step - 1, step=step)
        return [
            [t, *(f"{value:.8f}" for value in (o, h, low, c, v)), t + step - 1,
             f"{v * c:.8f}", 2145, f"{v / 2:.8f}", f"{v * c / 2:.8f}", "0"]
            for t, o, h, low, c, v in told
        ]  # fmt: skip

    def _kraken(self, path: str, query: dict[str, str]) -> Any:
        if path != "/0/public/OHLC":
            raise KeyError(path)
        name, step = query.get("pair", ""), KRAKEN_STEPS.get(int(query.get("interval", 1)))
        if name not in KRAKEN_PAIRS or step is None:
            return {"error": ["EQuery:Unknown asset pair"]}
        now = self.clock()
        first = max(
            int(query.get("since", 0)) * 1000 + 1, now - 720 * step
        )  # the newest 720, whatever is asked
        told = self._told("kraken", KRAKEN_PAIRS[name], first=first, last=now, step=step)
        body = [
            [t // 1000, *(f"{value:.1f}" for value in (o, h, low, c)), f"{c:.1f}", f"{v:.8f}", 91]
            for t, o, h, low, c, v in told
        ]
        return {"error": [], "result": {name: body, "last": body[-2][0] if len(body) > 1 else 0}}

    def _bitkub(self, path: str, query: dict[str, str]) -> Any:
        if path != "/tradingview/history":
            raise KeyError(path)
        step = BITKUB_STEPS.get(query.get("resolution", ""))
        if query.get("symbol") != "BTC_THB" or step is None:
            return {"error": 11, "message": "Invalid symbol"}
        first, last = (int(query[name]) * 1000 for name in ("from", "to"))
        told = self._told("bitkub", "BTCTHB", first=first, last=last, step=step)
        if not told:
            return {"s": "no_data"}
        columns = list(zip(*told, strict=True))
        return {"s": "ok", "t": [t // 1000 for t in columns[0]]} | {
            name: list(column) for name, column in zip("ohlcv", columns[1:], strict=True)
        }


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
            body = json.dumps(stand_in.answer(venue, f"/{path}", query)).encode()
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--port", type=int, default=8099)
    with running(StandIn(), port=parser.parse_args().port) as stand_in:
        print(f"stand-in exchanges on {stand_in.url}", flush=True)  # noqa: T201
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
