"""Figures for plotly as plain JSON, from figures that the worker wrote. Pure."""

from typing import Any

_READABLE, _PALE, _MARK = "#1f6f63", "#b9cfca", "#8a4b08"


def questions(slots: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the chart of a quiz: per place how many got it right (bars) and how it tells apart (marks), per cent."""
    names = [f"ข้อ {slot['slot']}" for slot in slots]
    facility = [_percent(slot["facility"]) for slot in slots]
    return {
        "data": [
            {
                "type": "bar",
                "name": "ทำได้เฉลี่ย (ร้อยละ)",
                "x": names,
                "y": facility,
                "marker": {"color": [_READABLE if slot["n"] >= 30 else _PALE for slot in slots]},
                "hovertemplate": "%{x}: ทำได้เฉลี่ยร้อยละ %{y}<extra></extra>",
            },
            {
                "type": "scatter",
                "mode": "markers",
                "name": "อำนาจจำแนก (ร้อยละ)",
                "x": names,
                "y": [slot["discrimination"] for slot in slots],
                "marker": {"color": _MARK, "size": 11, "symbol": "diamond"},
                "hovertemplate": "%{x}: อำนาจจำแนก %{y}<extra></extra>",
            },
        ],
        "layout": {
            "margin": {"l": 48, "r": 16, "t": 16, "b": 48},
            "height": 320,
            "legend": {"orientation": "h", "y": 1.15},
            "yaxis": {"range": [min(0, *(slot["discrimination"] or 0 for slot in slots), 0) - 5, 105]},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
        },
    }


def _percent(rate: float | None) -> float | None:
    return None if rate is None else round(rate * 100, 1)
