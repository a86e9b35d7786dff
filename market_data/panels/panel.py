"""What a figure beside the price chart is made of."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from market_data import charts
from market_data.candles import DAY
from market_data.charts import Badge
from market_data.figures import Freshness
from market_data.models import Series
from market_data.selectors import freshness_of

FORM = 1
NO_PICTURE = SafeString()
MOST_COMPARED_STEPS = 400
LATEST_FIRST_DAY = 7 * DAY  # a "what if" whose first price comes later than this is refused
EMPTY = "ยังไม่มีข้อมูลราคาสำหรับกราฟนี้ ระบบจะดึงให้เองเมื่อติดต่อแหล่งราคาได้ อ่านบทเรียนต่อได้เลย"


class Cited(NamedTuple):
    """A numbered moment or point and who says so."""

    number: str
    when: str
    text: str
    source: str
    source_title: str = ""


@dataclass(frozen=True)
class Panel:
    """Everything that the figure in a page says."""

    kind: str  # of chart, for those who cannot see it
    title: str = ""
    sentence: str = ""
    picture: SafeString = NO_PICTURE
    table: SafeString = NO_PICTURE
    url: str = ""  # of the figure as JSON; empty when there is nothing to ask for
    recipe: str = ""  # or the figure itself, when it is small
    sources: tuple[str, ...] = ()
    badges: tuple[Badge, ...] = ()
    notes: tuple[str, ...] = ()
    legend: tuple[str, ...] = ()
    cited: tuple[Cited, ...] = ()
    empty: str = ""
    is_simulated: bool = False
    is_candles: bool = False
    drawing: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def facts(self) -> dict[str, object]:
        """Return what the page's script may write anew."""
        return {
            "title": self.title, "sentence": self.sentence, "is_simulated": self.is_simulated, "switched": "",
        }  # fmt: skip


def rendered(template: str, **context: object) -> SafeString:
    return mark_safe(render_to_string(f"market_data/{template}.html", context).strip())  # noqa: S308 - our template


def series_name(series: Series) -> str:
    return f"{series.symbol} ({series.venue.name})"


def tabled(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> SafeString:
    return rendered("plain_table", title=title, head=head, rows=rows)


def state_badges(shown: Sequence[Series], now: dt.datetime) -> tuple[Badge, ...]:
    """Return the poorest state of all: a figure is as fresh as its oldest part."""
    order = [Freshness.EMPTY, Freshness.STOPPED, Freshness.LATE, Freshness.FRESH, Freshness.ENDED]
    judged = sorted(
        ((freshness_of(series, now=now), series) for series in shown), key=lambda one: order.index(one[0])
    )
    badges = [charts.badge_of(judged[0][1], judged[0][0])]
    if judged[0][0] is not Freshness.ENDED:  # what has ended says so beside the rest
        badges += [charts.badge_of(one, state) for state, one in judged if state is Freshness.ENDED]
    return tuple(badges)


def sources_of(shown: Sequence[Series]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(series.venue.attribution_th for series in shown))


def versions_of(shown: Sequence[Series]) -> str:
    return "-".join(f"{series.pk}.{series.version}" for series in shown)


def changed(panel: Panel, **changes: Any) -> Panel:
    return Panel(**{name: getattr(panel, name) for name in Panel.__dataclass_fields__} | changes)
