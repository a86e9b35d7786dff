"""Lines, points and bars: as a plotly figure and as the small picture that is there before it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from market_data.analysis import Point, spread
from market_data.candles import DAY
from market_data.figures import clock_digits, day_marks, hover_name, path, plain_layout
from market_data.scales import (
    BOTTOM,
    HEIGHT,
    LEFT,
    TOP,
    UNDER_NOTES,
    WIDTH,
    Band,
    Mark,
    TimeAxis,
    right_edge,
    scale_of,
)
from market_data.wording import moment_name, month_name, price, tidy, wall_clock

MOST_POINTS = 400  # of one line
MOST_PICTURE_POINTS = 120
DOT = 8  # room for one, in the picture's own units
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")  # lines differ without colour too


class Line(NamedTuple):
    name: str
    points: Sequence[Point]


class Stroke(NamedTuple):
    """A line of a picture and the dots on it; ``style`` is its number."""

    style: int
    line: str
    dots: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class LinesPicture:
    width: int
    height: int
    right: float
    strokes: tuple[Stroke, ...]
    values: tuple[Mark, ...]
    days: tuple[Mark, ...]
    notes: tuple[Mark, ...]
    level: float | None  # where the line of the starting value stands


def picture(
    lines: Sequence[Line],
    *,
    step: int,
    decimals: int,
    level: float | None = None,
    is_log: bool = False,
    are_points: bool = False,
    notes: Sequence[tuple[int, str]] = (),
) -> LinesPicture:
    """Return the picture of lines of which at least one has a point. ``level`` is a value to compare with.

    ``are_points``: only these values are known; no line may be drawn between them.
    """
    thinned = [(line.name, spread(line.points, most=MOST_PICTURE_POINTS)) for line in lines]
    values = [point.value for _, points in thinned for point in points] + ([level] if level else [])
    scale = scale_of(min(values), max(values), is_log=is_log)
    if are_points:  # a dot is seen whole, and not under the number of a moment
        scale = scale._replace(top=UNDER_NOTES if notes else TOP + DOT, bottom=BOTTOM - DOT)
    digits = decimals if scale.high - scale.low < 100 else 0
    marks = [
        Mark(round(scale.y(value), 1), tidy(value, decimals) if scale.is_log else price(value, digits))
        for value in scale.values(5)
    ]
    times = sorted(
        {point.t for _, points in thinned for point in points}
        | ({t for t, _ in notes} if are_points else set())
    )
    axis = TimeAxis(times, right_edge([mark.label for mark in marks]))
    strokes = []
    for index, (_, points) in enumerate(thinned):
        places = [(round(axis.at(point.t), 1), round(scale.y(point.value), 1)) for point in points]
        strokes.append(Stroke(index, "" if are_points else path(places), tuple(places) if are_points else ()))
    return LinesPicture(
        width=WIDTH,
        height=HEIGHT,
        right=round(axis.right, 1),
        strokes=tuple(strokes),
        values=tuple(marks),
        days=day_marks(axis, step),
        notes=tuple(Mark(round(axis.at(t), 1), label) for t, label in notes),
        level=round(scale.y(level), 1) if level else None,
    )


def figure(
    lines: Sequence[Line],
    *,
    step: int,
    decimals: int,
    unit: str,
    simulated: bool,
    level: float | None = None,
    is_log: bool = False,
    are_points: bool = False,
) -> dict[str, Any]:
    """Return a plotly figure of lines; ``meta`` of a trace names the style that the page gives it."""
    digits = clock_digits(step)
    layout = plain_layout(simulated=simulated)
    if is_log:
        layout["yaxis"]["type"] = "log"
    if level is not None:
        layout["shapes"] = [
            {"type": "line", "name": "level", "xref": "paper", "yref": "y", "x0": 0, "x1": 1,
             "y0": level, "y1": level, "line": {"width": 1, "dash": "dot"}}
        ]  # fmt: skip
    data = []
    for index, line in enumerate(lines):
        points = spread(line.points, most=MOST_POINTS)
        clocks = [wall_clock(point.t, step) for point in points]
        name = "%{text}" if are_points else hover_name(step)
        data.append(
            {
                "type": "scatter",
                "mode": "markers" if are_points else "lines",
                "meta": f"line{index}",
                "name": line.name,
                "line": {"dash": DASHES[index % len(DASHES)]},
                "x": [
                    str(clock)[: 16 if are_points and point.t % DAY else digits]
                    for point, clock in zip(points, clocks, strict=True)
                ],
                "y": [round(point.value, decimals) for point in points],
                "text": [
                    moment_name(point.t) if are_points else month_name(clock)
                    for point, clock in zip(points, clocks, strict=True)
                ],
                "hovertemplate": f"{line.name}<br>{name}<br>%{{y:,.{decimals}f}} {unit}<extra></extra>",
            }
        )
    return {"data": data, "layout": layout}


# --- bars and lines of a small table --------------------------------------------------------------


class Datum(NamedTuple):
    label: str
    value: float


class Bar(NamedTuple):
    """A bar of the picture with its words above it."""

    label: str
    shown: str
    text_y: float
    bar: Band
    y: float
    is_negative: bool


@dataclass(frozen=True)
class BarsPicture:
    width: int
    height: int
    bars: tuple[Bar, ...]
    zero: float


ROW, THICKNESS = 42, 16


def plain_number(value: float) -> str:
    """Return a number as people write it, with at most four decimals."""
    shown = tidy(value, 4)
    return "0" if shown == "-0" else shown.replace("-", "−")


def bars(data: Sequence[Datum], *, unit: str) -> BarsPicture:
    """Return horizontal bars, so that a Thai label has the whole width; zero is always on the picture."""
    low, high = min(0.0, *(d.value for d in data)), max(0.0, *(d.value for d in data))
    span = (high - low) or 1.0
    width = WIDTH - 2 * LEFT

    def x(value: float) -> float:
        return LEFT + (value - low) / span * width

    return BarsPicture(
        width=WIDTH,
        height=ROW * len(data) + 4,
        bars=tuple(
            Bar(
                d.label,
                f"{plain_number(d.value)} {unit}".strip(),
                ROW * place + 15,
                Band(round(min(x(0), x(d.value)), 1), max(1.0, round(abs(x(d.value) - x(0)), 1))),
                ROW * place + 21,
                d.value < 0,
            )
            for place, d in enumerate(data)
        ),
        zero=round(x(0), 1),
    )


def table_line(data: Sequence[Datum]) -> LinesPicture:
    """Return the values of a small table as one line, in the order of the table."""
    values = [d.value for d in data]
    scale = scale_of(min(0.0, *values), max(0.0, *values))
    marks = [Mark(round(scale.y(value), 1), plain_number(value)) for value in scale.values(5)]
    axis = TimeAxis(range(len(data)), right_edge([mark.label for mark in marks]))
    places = tuple((round(axis.x(place), 1), round(scale.y(value), 1)) for place, value in enumerate(values))
    ends = (0, len(data) - 1)
    return LinesPicture(
        width=WIDTH,
        height=HEIGHT,
        right=round(axis.right, 1),
        strokes=(Stroke(0, path(places), places),),
        values=tuple(marks),
        days=tuple(Mark(round(axis.x(place), 1), data[place].label) for place in ends),
        notes=(),
        level=round(scale.y(0), 1),
    )


def table_figure(data: Sequence[Datum], *, unit: str, is_line: bool) -> dict[str, Any]:
    """Return a plotly figure of a small table."""
    layout = plain_layout(simulated=False)
    labels, values = [d.label for d in data], [d.value for d in data]
    shown = [f"{d.label}<br>{plain_number(d.value)} {unit}".strip() for d in data]
    layout["xaxis"] = {"automargin": True, "showspikes": False, "type": "category"}
    trace: dict[str, Any] = {"meta": "line0", "hovertemplate": "%{text}<extra></extra>", "text": shown}
    if is_line:
        trace |= {"type": "scatter", "mode": "lines+markers", "x": labels, "y": values}
    else:
        trace |= {"type": "bar", "meta": "bars", "textposition": "none", "x": labels, "y": values}
    return {"data": [trace], "layout": layout}
