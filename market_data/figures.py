"""Candles as a plotly figure and as the small picture that is there before it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from market_data import analysis
from market_data.candles import DAY, HOUR, WEEK, Candle, thin
from market_data.gaps import Hole
from market_data.scales import (
    BOTTOM,
    HEIGHT,
    UNDER_NOTES,
    WIDTH,
    Band,
    Mark,
    Scale,
    TimeAxis,
    number,
    right_edge,
    scale_of,
)
from market_data.wording import SIMULATED, day_name, month_name, price, tidy, wall_clock

MOST_CANDLES = 1_500  # plotly draws one SVG node a candle
MOST_PICTURE_CANDLES = 72

RANGES: dict[str, tuple[str, int | None]] = {
    "7d": ("7 วัน", 7),
    "30d": ("30 วัน", 30),
    "90d": ("90 วัน", 90),
    "1y": ("1 ปี", 365),
    "all": ("ทั้งหมดที่มี", None),
}
AVERAGES = (7, 20, 50)


class Freshness(StrEnum):
    EMPTY = "empty"
    FRESH = "fresh"
    LATE = "late"
    STOPPED = "stopped"
    ENDED = "ended"  # the asset has left this market: history, not late


def freshness(last_closed_t: int | None, *, step: int, now: int, end: int | None = None) -> Freshness:
    """Judge by the newest closed candle, not by the last call: an exchange can answer happily with old news.

    ``end`` is when the asset leaves this market (ms).
    """
    if last_closed_t is None:
        return Freshness.EMPTY
    if end is not None and end <= now:
        return Freshness.ENDED
    age = now - (last_closed_t + step)
    if age <= 2 * step:
        return Freshness.FRESH
    return Freshness.LATE if age <= 6 * step else Freshness.STOPPED


def window_start(range_key: str, *, last_closed_t: int, step: int) -> int | None:
    """Return the first open time that a range shows; None means everything. Raises KeyError for an unknown range."""
    days = RANGES[range_key][1]
    return None if days is None else last_closed_t + step - days * DAY


@dataclass(frozen=True)
class Look:
    """What a chart shows of its candles."""

    is_line: bool = False
    volume: bool = False
    average: int = 0  # of how many candles; 0 for none
    drawdown: bool = False

    @property
    def slug(self) -> str:
        """Return how an address names the look, e.g. ``candles-volume-ma20``."""
        parts = [
            "line" if self.is_line else "candles",
            "volume" if self.volume else "",
            f"ma{self.average}" if self.average else "",
            "drawdown" if self.drawdown else "",
        ]
        return "-".join(filter(None, parts))

    @classmethod
    def parse(cls, slug: str) -> Self | None:
        """Return the look of an address; None when it is not written exactly so."""
        words = slug.split("-")
        average = next((count for count in AVERAGES if f"ma{count}" in words), 0)
        look = cls("line" in words, "volume" in words, average, "drawdown" in words)
        return look if look.slug == slug else None


PLAIN = Look()

_HOVER_NAMES = {
    HOUR: "%{x|%-d} %{text} %{x|%H:%M} น.",
    4 * HOUR: "%{x|%-d} %{text} %{x|%H:%M} น.",
    DAY: "%{x|%-d} %{text}",
    WEEK: "สัปดาห์ %{x|%-d} %{text}",
}


def hover_name(step: int) -> str:
    """Return the plotly template of a candle's name; ``text`` is its month."""
    return _HOVER_NAMES[step]


def clock_digits(step: int) -> int:
    return 10 if step >= DAY else 16  # of 2026-11-24 10:00:00+07:00


def plain_layout(*, simulated: bool) -> dict[str, Any]:
    """Return what all plots share; colours are the page's business."""
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
    return layout


def shown_price(value: float, decimals: int) -> float:
    """Return a price rounded; one that would become nothing stays as it is, a logarithmic axis has no place for 0."""
    return round(value, decimals) or value


def _price_trace(
    candles: Sequence[Candle], xs: list[str], *, step: int, decimals: int, is_line: bool
) -> dict[str, Any]:
    shown = f",.{decimals}f"
    # day and hour come from x: a month's name repeated compresses to nothing, whole dates do not
    common = {"x": xs, "text": [month_name(wall_clock(candle.t, step)) for candle in candles]}
    if is_line:
        return {
            "type": "scatter",
            "mode": "lines",
            "meta": "price",
            **common,
            "y": [shown_price(candle.c, decimals) for candle in candles],
            "hovertemplate": f"{_HOVER_NAMES[step]}<br>ปิด %{{y:{shown}}}<extra></extra>",
        }
    return {
        "type": "candlestick",
        **common,
        "open": [shown_price(candle.o, decimals) for candle in candles],
        "high": [shown_price(candle.h, decimals) for candle in candles],
        "low": [shown_price(candle.l, decimals) for candle in candles],
        "close": [shown_price(candle.c, decimals) for candle in candles],
        # no <b>: plotly writes it as a style attribute, which our Content-Security-Policy forbids
        "hovertemplate": (
            f"{_HOVER_NAMES[step]}<br>เปิด %{{open:{shown}}}<br>สูงสุด %{{high:{shown}}}"
            f"<br>ต่ำสุด %{{low:{shown}}}<br>ปิด %{{close:{shown}}}<extra></extra>"
        ),
        "increasing": {"fillcolor": "rgba(0,0,0,0)"},
    }


def _add_panes(figure: dict[str, Any], candles: Sequence[Candle], xs: list[str], look: Look) -> None:
    """Put volume and drawdown below the prices, on the same times."""
    closes = [candle.c for candle in candles]
    panes = []
    if look.volume:
        volumes = [float(f"{candle.v:.4g}") for candle in candles]
        panes.append({"type": "bar", "meta": "volume", "x": xs, "y": volumes, "hoverinfo": "skip"})
    if look.drawdown:
        falls = [round(fall * 100, 2) for fall in analysis.drawdowns(closes)]
        panes.append(
            {"type": "scatter", "mode": "lines", "fill": "tozeroy", "meta": "drawdown", "x": xs, "y": falls,
             "hovertemplate": "ต่ำกว่าจุดสูงสุดก่อนหน้า %{y:.1f}%<extra></extra>"}
        )  # fmt: skip
    layout = figure["layout"]
    share = 0.2  # of the height, for each pane and the room above it
    layout["yaxis"]["domain"] = [share * len(panes) + 0.04 * bool(panes), 1]
    for place, pane in enumerate(panes):
        top = share * (len(panes) - place)
        axis = f"{place + 2}"
        figure["data"].append({**pane, "yaxis": f"y{axis}"})
        layout[f"yaxis{axis}"] = {
            "side": "right", "automargin": True, "nticks": 3, "exponentformat": "none",
            "domain": [round(top - share, 2), round(top - 0.04, 2)],
            "ticksuffix": "%" if pane["meta"] == "drawdown" else "",
            "tickformat": "~s" if pane["meta"] == "volume" else "",
        }  # fmt: skip
        layout["xaxis"]["anchor"] = f"y{axis}"


def shaded(holes: Sequence[Hole], *, step: int) -> list[dict[str, Any]]:
    """Return plotly shapes over the times that have no candle."""
    digits = clock_digits(step)
    return [
        {
            "type": "rect",
            "name": "hole",
            "xref": "x",
            "yref": "paper",
            "x0": str(wall_clock(hole.start, step))[:digits],
            "x1": str(wall_clock(hole.end, step))[:digits],
            "y0": 0,
            "y1": 1,
            "layer": "below",
            "line": {"width": 0},
        }
        for hole in holes
    ]


def figure(
    candles: Sequence[Candle],
    *,
    step: int,
    decimals: int,
    simulated: bool,
    look: Look = PLAIN,
    holes: Sequence[Hole] = (),
) -> dict[str, Any]:
    """Return a plotly figure as plain lists and dicts; colours are the page's business.

    Rising candles are hollow and falling ones filled, so that colour is not the only sign.
    Times are those on the wall in Bangkok (see wall_clock): plotly knows no time zones.
    """
    digits = clock_digits(step)
    xs = [str(wall_clock(candle.t, step))[:digits] for candle in candles]
    trace = _price_trace(candles, xs, step=step, decimals=decimals, is_line=look.is_line)
    drawing: dict[str, Any] = {"data": [trace], "layout": plain_layout(simulated=simulated)}
    if look.average:
        averages = analysis.moving_average([candle.c for candle in candles], count=look.average)
        drawing["data"].append(
            {"type": "scatter", "mode": "lines", "meta": "average", "hoverinfo": "skip", "x": xs,
             "y": [None if value is None else round(value, decimals) for value in averages]}
        )  # fmt: skip
    if look.volume or look.drawdown:
        _add_panes(drawing, candles, xs, look)
    if holes:
        drawing["layout"]["shapes"] = shaded(holes, step=step)
    return drawing


@dataclass(frozen=True)
class Picture:
    """A candlestick or line picture as numbers and path data; a template turns it into SVG with classes only."""

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
    line: str = ""
    average: str = ""
    volumes: str = ""
    holes: tuple[Band, ...] = ()
    notes: tuple[Mark, ...] = ()  # numbered moments


def _wick(candle: Candle, x: float, scale: Scale) -> str:
    """Draw the shadow above and below the body, so that a hollow body stays hollow."""
    upper, lower = max(candle.o, candle.c), min(candle.o, candle.c)
    parts = [(candle.h, upper), (lower, candle.l)]
    return "".join(
        f"M{number(x)} {number(scale.y(start))}V{number(scale.y(end))}" for start, end in parts if start > end
    )


def _body(candle: Candle, x: float, width: float, scale: Scale) -> str:
    top, bottom = scale.y(max(candle.o, candle.c)), scale.y(min(candle.o, candle.c))
    height = max(bottom - top, 0.6)
    return f"M{number(x - width / 2)} {number(top)}h{number(width)}v{number(height)}h-{number(width)}z"


def path(places: Sequence[tuple[float, float]]) -> str:
    """Return a line through places of a picture."""
    return "".join(f"{'L' if place else 'M'}{number(x)} {number(y)}" for place, (x, y) in enumerate(places))


def _volumes(shown: Sequence[Candle], xs: Sequence[float], width: float) -> str:
    most = max(candle.v for candle in shown) or 1
    return "".join(
        f"M{number(x - width / 2)} {BOTTOM}v-{number(candle.v / most * 34)}h{number(width)}V{BOTTOM}z"
        for candle, x in zip(shown, xs, strict=True)
        if candle.v > 0
    )


def _average(candles: Sequence[Candle], count: int, axis: TimeAxis, scale: Scale) -> str:
    averages = analysis.moving_average([candle.c for candle in candles], count=count)
    known = {
        axis.at(candle.t): min(max(average, scale.low), scale.high)
        for candle, average in zip(candles, averages, strict=True)
        if average is not None
    }
    return path([(x, scale.y(value)) for x, value in known.items()])


def _value_labels(scale: Scale, decimals: int) -> list[Mark]:
    """Return the labels of the price axis, with no more decimals than tell them apart."""
    digits = decimals if scale.high - scale.low < 100 else 0
    marks = []
    for value in scale.values(5):
        label = tidy(value, decimals) if scale.is_log else price(value, digits)
        marks.append(Mark(round(scale.y(value), 1), label))
    return marks


def day_marks(axis: TimeAxis, step: int) -> tuple[Mark, ...]:
    """Return the names of the first, the middle and the last day."""
    count = len(axis.times)
    places = sorted({0, count // 2, count - 1}) if count > 4 else [0]
    return tuple(Mark(round(axis.x(place), 1), day_name(axis.times[place], step)) for place in places)


def picture(
    candles: Sequence[Candle],
    *,
    step: int,
    decimals: int,
    look: Look = PLAIN,
    is_log: bool = False,
    holes: Sequence[Hole] = (),
    notes: Sequence[tuple[int, str]] = (),
) -> Picture:
    """Return the picture of at least one candle; neighbours are merged when there are too many.

    ``notes`` are moments (ms) and the numbers by which the text calls them.
    """
    shown = thin(candles, most=MOST_PICTURE_CANDLES)
    scale = scale_of(min(candle.l for candle in shown), max(candle.h for candle in shown), is_log=is_log)
    if notes:
        scale = scale._replace(top=UNDER_NOTES)
    prices = _value_labels(scale, decimals)
    axis = TimeAxis([candle.t for candle in shown], right_edge([mark.label for mark in prices]))
    width = max(1.2, min(12.0, axis.slot * 0.64))
    xs = [axis.x(place) for place in range(len(shown))]
    drawn = [] if look.is_line else [
        (candle.c >= candle.o, _wick(candle, x, scale), _body(candle, x, width, scale))
        for candle, x in zip(shown, xs, strict=True)
    ]  # fmt: skip
    closes = [(x, scale.y(candle.c)) for x, candle in zip(xs, shown, strict=True)]
    half = axis.slot / 2
    return Picture(
        width=WIDTH,
        height=HEIGHT,
        right=round(axis.right, 1),
        baseline=190,
        up_wicks="".join(wick for up, wick, _ in drawn if up),
        up_bodies="".join(body for up, _, body in drawn if up),
        down_wicks="".join(wick for up, wick, _ in drawn if not up),
        down_bodies="".join(body for up, _, body in drawn if not up),
        prices=tuple(prices),
        days=day_marks(axis, step),
        line=path(closes) if look.is_line else "",
        average=_average(candles, look.average, axis, scale) if look.average else "",
        volumes=_volumes(shown, xs, width) if look.volume else "",
        # what is missing lies between the candle before and the candle after it
        holes=tuple(
            Band(
                round(axis.at(hole.start) + half - 1, 1),
                max(2.0, round(axis.at(hole.end) - axis.at(hole.start) - 2 * half + 2, 1)),
            )
            for hole in holes
        ),
        notes=tuple(Mark(round(axis.at(t), 1), label) for t, label in notes),
    )
