"""A figure of candles as it travels: what a browser can work out is left out, so that a phone loads half as much. Pure.

Prices go as whole numbers of their smallest step: ``c`` as differences from the close before, ``o`` from the close
before, ``h`` and ``l`` as their distance from the body. Times go as a start, a step and where something is missing.
Averages and drawdowns are worked out from the closes. Nothing is lost that the plot would show: ``unpack`` says how it
is read, and static/js/chart-data.js does the same.
"""

import itertools
from collections.abc import Sequence
from typing import Any

from market_data import analysis
from market_data.candles import DAY, HOUR, Candle
from market_data.figures import PLAIN, Look, clock_digits
from market_data.wording import month_name, wall_clock

BANGKOK = 7 * HOUR  # ahead of UTC, all year
VOLUME_DIGITS = 3  # a bar is at most some seventy pixels high


def _scaled(value: float, decimals: int) -> int:
    """Return a price in its smallest steps; one below a step is taken for a step."""
    return max(1, round(round(value, decimals) * float(10**decimals)))


def _differences(values: Sequence[int]) -> list[int]:
    return [value - before for before, value in itertools.pairwise((0, *values))]


def _times(candles: Sequence[Candle], step: int) -> dict[str, Any]:
    """Return the start on Bangkok's clock (ms), the step, and the places after which more than a step passes."""
    shift = 0 if step >= DAY else BANGKOK
    jumps = [
        [place, (after.t - before.t) // step]
        for place, (before, after) in enumerate(itertools.pairwise(candles))
        if after.t - before.t != step
    ]
    return {"start": candles[0].t + shift, "step": step, "jumps": jumps, "digits": clock_digits(step)}


def _months(candles: Sequence[Candle], step: int) -> list[list[Any]]:
    """Return each month's name and how many candles in a row lie in it."""
    names = (month_name(wall_clock(candle.t, step)) for candle in candles)
    return [[name, len(list(run))] for name, run in itertools.groupby(names)]


def _prices(candles: Sequence[Candle], decimals: int, look: Look) -> dict[str, Any]:
    rows = [[_scaled(value, decimals) for value in candle[1:5]] for candle in candles]
    closes = [row[3] for row in rows]
    packed: dict[str, Any] = {"decimals": decimals, "c": _differences(closes)}
    if not look.is_line:
        packed["o"] = [row[0] - before for row, before in zip(rows, [0, *closes], strict=False)]
        packed["h"] = [high - max(o, c) for o, high, _, c in rows]
        packed["l"] = [min(o, c) - low for o, _, low, c in rows]
    return packed


def pack(
    drawing: dict[str, Any], candles: Sequence[Candle], *, step: int, decimals: int, look: Look = PLAIN
) -> dict[str, Any]:
    """Return the figure with its traces' values packed; of ``drawing`` (see ``figures.figure``) only the frame is used."""
    data = []
    for trace in drawing["data"]:
        role = trace.get("meta")
        frame = {
            name: value
            for name, value in trace.items()
            if name not in {"x", "y", "text", "open", "high", "low", "close"}
        }
        if role == "volume":
            frame["y"] = [float(f"{candle.v:.{VOLUME_DIGITS}g}") for candle in candles]
        elif role == "average":
            frame["of"] = look.average
        data.append(frame)
    packed = {
        "times": _times(candles, step),
        "months": _months(candles, step),
        "prices": _prices(candles, decimals, look),
    }
    return {**drawing, "data": data, "packed": packed}


def _summed(differences: Sequence[int]) -> list[int]:
    return list(itertools.accumulate(differences))


def _clocks(times: dict[str, Any], count: int) -> list[str]:
    jumps = dict(times["jumps"])
    t, clocks = times["start"], []
    for place in range(count):
        clocks.append(
            str(wall_clock(t, DAY))[: times["digits"]]
        )  # the shift to Bangkok is in the start already
        t += times["step"] * jumps.get(place, 1)
    return clocks


def unpack(drawing: dict[str, Any]) -> dict[str, Any]:
    """Return the plotly figure of a packed one; another figure comes back as it is."""
    packed = drawing.get("packed")
    if packed is None:
        return drawing
    prices, decimals = packed["prices"], packed["prices"]["decimals"]
    closes = _summed(prices["c"])

    def plain(values: Sequence[int]) -> list[float]:
        return [round(value / 10**decimals, decimals) for value in values]

    shown = plain(closes)
    clocks = _clocks(packed["times"], len(closes))
    text = [name for name, count in packed["months"] for _ in range(count)]
    first: dict[str, Any] = {"x": clocks, "text": text}
    if "o" in prices:
        opens = [less + before for less, before in zip(prices["o"], [0, *closes], strict=False)]
        first["open"] = plain(opens)
        first["high"] = plain(
            [more + max(o, c) for more, o, c in zip(prices["h"], opens, closes, strict=True)]
        )
        first["low"] = plain(
            [min(o, c) - less for less, o, c in zip(prices["l"], opens, closes, strict=True)]
        )
        first["close"] = shown
    else:
        first["y"] = shown
    data = [{**drawing["data"][0], **first}]
    for trace in drawing["data"][1:]:
        rest = {name: value for name, value in trace.items() if name != "of"}
        if trace["meta"] == "average":
            averages = analysis.moving_average(shown, count=trace["of"])
            rest["y"] = [None if value is None else round(value, decimals) for value in averages]
        elif trace["meta"] == "drawdown":
            rest["y"] = [round(fall * 100, 2) for fall in analysis.drawdowns(shown)]
        data.append({**rest, "x": clocks})
    return {**{name: value for name, value in drawing.items() if name != "packed"}, "data": data}
