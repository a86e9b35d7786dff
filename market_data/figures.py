"""Candles as a plotly figure and as the small picture that is there before it. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from market_data.candles import DAY, HOUR, WEEK, Candle, thin
from market_data.wording import SIMULATED, day_name, month_name, price, wall_clock

MOST_CANDLES = 1_500  # plotly draws one SVG node a candle
MOST_PICTURE_CANDLES = 72

RANGES: dict[str, tuple[str, int | None]] = {
    "7d": ("7 วัน", 7),
    "30d": ("30 วัน", 30),
    "90d": ("90 วัน", 90),
    "1y": ("1 ปี", 365),
    "all": ("ทั้งหมดที่มี", None),
}


class Freshness(StrEnum):
    EMPTY = "empty"
    FRESH = "fresh"
    LATE = "late"
    STOPPED = "stopped"


def freshness(last_closed_t: int | None, *, step: int, now: int) -> Freshness:
    """Judge by the newest closed candle, not by the last call: an exchange can answer happily with old news."""
    if last_closed_t is None:
        return Freshness.EMPTY
    age = now - (last_closed_t + step)
    if age <= 2 * step:
        return Freshness.FRESH
    return Freshness.LATE if age <= 6 * step else Freshness.STOPPED


def window_start(range_key: str, *, last_closed_t: int, step: int) -> int | None:
    """Return the first open time that a range shows; None means everything. Raises KeyError for an unknown range."""
    days = RANGES[range_key][1]
    return None if days is None else last_closed_t + step - days * DAY


_HOVER_NAMES = {
    HOUR: "%{x|%-d} %{text} %{x|%H:%M} น.",
    4 * HOUR: "%{x|%-d} %{text} %{x|%H:%M} น.",
    DAY: "%{x|%-d} %{text}",
    WEEK: "สัปดาห์ %{x|%-d} %{text}",
}


def figure(candles: Sequence[Candle], *, step: int, decimals: int, simulated: bool) -> dict[str, Any]:
    """Return a plotly figure as plain lists and dicts; colours are the page's business.

    Rising candles are hollow and falling ones filled, so that colour is not the only sign.
    Times are those on the wall in Bangkok (see wall_clock): plotly knows no time zones.
    """
    clocks = [wall_clock(candle.t, step) for candle in candles]
    digits = 10 if step >= DAY else 16  # of 2026-11-24 10:00:00+07:00
    number = f",.{decimals}f"
    trace = {
        "type": "candlestick",
        "x": [str(clock)[:digits] for clock in clocks],
        "open": [round(candle.o, decimals) for candle in candles],
        "high": [round(candle.h, decimals) for candle in candles],
        "low": [round(candle.l, decimals) for candle in candles],
        "close": [round(candle.c, decimals) for candle in candles],
        # day and hour come from x: a month's name repeated compresses to nothing, whole dates do not
        "text": [month_name(clock) for clock in clocks],
        # no <b>: plotly writes it as a style attribute, which our Content-Security-Policy forbids
        "hovertemplate": (
            f"{_HOVER_NAMES[step]}<br>เปิด %{{open:{number}}}<br>สูงสุด %{{high:{number}}}"
            f"<br>ต่ำสุด %{{low:{number}}}<br>ปิด %{{close:{number}}}<extra></extra>"
        ),
        "increasing": {"fillcolor": "rgba(0,0,0,0)"},
    }
    layout: dict[str, Any] = {
        "template": "none",
        "separators": ".,",
        "showlegend": False,
        "hovermode": "x",
        # plotly adds a label on the axis, in English and the common era; ours in the hovertemplate is enough
        "hoverlabel": {"bgcolor": "rgba(0,0,0,0)", "bordercolor": "rgba(0,0,0,0)", "font": {"size": 1}},
        "margin": {"l": 8, "r": 8, "t": 8, "b": 36},
        "xaxis": {
            "type": "date",
            "hoverformat": " ",
            "showspikes": False,
            "rangeslider": {"visible": False},
            "automargin": True,
        },
        "yaxis": {
            "side": "right",
            "automargin": True,
            "nticks": 6,
            "exponentformat": "none",
            "separatethousands": True,
        },
    }
    if simulated:
        layout["annotations"] = [
            {
                "text": SIMULATED,
                "showarrow": False,
                "xref": "paper",
                "yref": "paper",
                "x": 0.5,
                "y": 0.5,
                "font": {"size": 16},
                "opacity": 0.9,
            }
        ]
    return {"data": [trace], "layout": layout}


class Mark(NamedTuple):
    """A label of the picture and where it stands, in the picture's own units."""

    at: float
    label: str


@dataclass(frozen=True)
class Picture:
    """A candlestick picture as numbers and path data; a template turns it into SVG with classes only."""

    width: int
    height: int
    right: float  # where the plot ends and the price labels begin
    baseline: float  # where the plot ends and the date labels begin
    up_wicks: str
    up_bodies: str
    down_wicks: str
    down_bodies: str
    prices: tuple[Mark, ...]
    days: tuple[Mark, ...]


def _round_values(low: float, high: float, most: int) -> list[float]:
    """Return round values inside low…high, about ``most`` of them."""
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((power * factor for factor in (1, 2, 5) if power * factor >= rough), power * 10)
    first, last = math.ceil(low / step), math.floor(high / step)
    return [place * step for place in range(first, min(last, first + 2 * most) + 1)]


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


class _Scale(NamedTuple):
    low: float
    high: float
    top: float
    bottom: float

    def y(self, value: float) -> float:
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)


def _wick(candle: Candle, x: float, scale: _Scale) -> str:
    """Draw the shadow above and below the body, so that a hollow body stays hollow."""
    upper, lower = max(candle.o, candle.c), min(candle.o, candle.c)
    parts = [(candle.h, upper), (lower, candle.l)]
    return "".join(
        f"M{_number(x)} {_number(scale.y(start))}V{_number(scale.y(end))}"
        for start, end in parts
        if start > end
    )


def _body(candle: Candle, x: float, width: float, scale: _Scale) -> str:
    top, bottom = scale.y(max(candle.o, candle.c)), scale.y(min(candle.o, candle.c))
    height = max(bottom - top, 0.6)
    return f"M{_number(x - width / 2)} {_number(top)}h{_number(width)}v{_number(height)}h-{_number(width)}z"


def picture(candles: Sequence[Candle], *, step: int, decimals: int) -> Picture:
    """Return the picture of at least one candle; neighbours are merged when there are too many."""
    shown = thin(candles, most=MOST_PICTURE_CANDLES)
    low, high = min(candle.l for candle in shown), max(candle.h for candle in shown)
    if high - low < low * 1e-6:  # a flat line; closer marks than this would be one mark
        low, high = low * 0.99, high * 1.01
    scale = _Scale(low, high, top=8, bottom=186)
    values = _round_values(low, high, 5)
    digits = decimals if high - low < 100 else 0
    labels = [price(value, digits) for value in values]
    right = 360 - 8 - 7.4 * max(map(len, labels), default=0)
    slot = (right - 4) / len(shown)
    width = max(1.2, min(12.0, slot * 0.64))
    xs = [4 + slot * (place + 0.5) for place in range(len(shown))]
    drawn = [
        (candle.c >= candle.o, _wick(candle, x, scale), _body(candle, x, width, scale))
        for candle, x in zip(shown, xs, strict=True)
    ]
    places = sorted({0, len(shown) // 2, len(shown) - 1}) if len(shown) > 4 else [0]
    return Picture(
        width=360,
        height=212,
        right=round(right, 1),
        baseline=190,
        up_wicks="".join(wick for up, wick, _ in drawn if up),
        up_bodies="".join(body for up, _, body in drawn if up),
        down_wicks="".join(wick for up, wick, _ in drawn if not up),
        down_bodies="".join(body for up, _, body in drawn if not up),
        prices=tuple(
            Mark(round(scale.y(value), 1), label) for value, label in zip(values, labels, strict=True)
        ),
        days=tuple(Mark(round(xs[place], 1), day_name(shown[place].t, step)) for place in places),
    )
