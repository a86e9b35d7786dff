"""Bars as a picture that is there at once, a plotly figure that replaces it, and a table that says the same."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

import orjson
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from market_data import lines

_WHOLE = lines.Datum("", 100.0)
_MOST_LETTERS = 40  # without vowels and marks above and below


@dataclass(frozen=True)
class Bars:
    """What templates/schools/bars.html shows."""

    title: str
    sentence: str
    picture: SafeString
    recipe: str  # JSON for static/js/chart.js
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # of the table


def _fitting(label: str) -> str:
    """Return so much of a label as leaves room for its value above a bar; the table has it whole."""
    room = _MOST_LETTERS
    for place, letter in enumerate(label):
        room -= unicodedata.category(letter) != "Mn"
        if room < 0:
            return label[:place].rstrip() + "…"
    return label


def percent_bars(
    *,
    title: str,
    sentence: str,
    data: Sequence[tuple[str, float]],
    head: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
) -> Bars | None:
    """Return horizontal bars of fractions on a scale of 0–100 per cent; None where there is nothing to draw."""
    if not data:
        return None
    shown = [lines.Datum(label, round(fraction * 100)) for label, fraction in data]
    fitting = [each._replace(label=_fitting(each.label)) for each in shown]
    picture = lines.bars([*fitting, _WHOLE], unit="%")  # the whole sets the scale and is not drawn
    picture = replace(picture, bars=picture.bars[:-1], height=picture.height - lines.ROW)
    figure = lines.table_figure(shown, unit="%", is_line=False)
    figure["layout"]["xaxis"]["range"] = [0, 100]
    facts = {"title": title, "sentence": sentence, "is_simulated": False, "switched": ""}
    return Bars(
        title=title,
        sentence=sentence,
        picture=SafeString(render_to_string("market_data/bars_picture.html", {"picture": picture})),
        recipe=orjson.dumps({"figure": figure, "facts": facts}).decode(),
        head=head,
        rows=tuple(rows),
    )
