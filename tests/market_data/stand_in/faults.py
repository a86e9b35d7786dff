"""Every fault that a venue shows: broken answers, and answers that can be read and lie."""

from tests.market_data.stand_in.prices import Row

CHALLENGE = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking</body></html>"

# the connection or the body is wrong: nothing can be read
BROKEN = (
    "slow", "drip", "429", "418", "451", "401", "403", "407", "500", "502", "503", "504", "520", "302",
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
    "wrong_shape": (200, b'{"unexpected": [1, 2, {"a": null}]}', {}),
    **{str(status): (status, ERROR_PAGE, {}) for status in (401, 403, 404, 407, 500, 502, 503, 504, 520)},
}
# the answer can be read, and lies
LYING = (
    "impossible", "nan", "future", "misaligned", "unsorted", "duplicate", "stale", "holes", "off_tick", "no_rows", "wrong_shape",
)  # fmt: skip


def lie(kind: str, told: list[Row], now: int, step: int) -> list[Row]:
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
        "holes": [line for place, line in enumerate(told) if place % 3 != 1],
        # a price between two ticks, as made-up candles have over an outage
        "off_tick": [(t, o, h, low, c + 0.00371, v) if line[0] == t else line for line in told],
        "no_rows": [],
    }
    return lies.get(kind, told)
