"""The event chart inside a question: offered in its form, kept with its version, drawn from what was kept."""

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

import orjson
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from market_data import charts, panels
from market_data.events import Frozen, TamperedError
from market_data.models import EventChart
from market_data.panels import Panel
from quizzes.exhibits import Exhibit, Offer

_log = logging.getLogger(__name__)
_FORM = 1  # goes up when the shape of a panel changes, so that no cache keeps an old one
_UNREADABLE = Panel("กราฟเหตุการณ์", empty="กราฟของข้อนี้เปิดไม่ได้ในตอนนี้ ผู้ดูแลระบบได้รับแจ้งแล้ว")


class EventCharts:
    """Published events of the market."""

    def offers(self) -> list[Offer]:
        """Return the published events, newest first. One query."""
        events = EventChart.objects.filter(live=True, frozen__isnull=False)
        return [Offer(event.slug, f"{event.title} · {event.label}") for event in events]

    def frozen(self, name: str) -> Mapping[str, Any] | None:
        """Return the newest cut of a published event: a copy, because an event may be deleted. One query."""
        event = EventChart.objects.filter(slug=name, live=True).first()
        if event is None or event.frozen is None:
            return None
        return {
            "title": event.title,
            "freeze": event.frozen.number,
            "sha256": event.frozen.sha256,
            "frozen_at": event.frozen.frozen_at.isoformat(),
            "content": event.frozen.content,  # canonical text, which the checksum is of
        }

    def html(self, exhibit: Exhibit) -> SafeString:
        """Return the figure as lessons show it, with its drawing in the page: it needs no network and no event."""
        panel = _panel(exhibit)
        recipe = (
            orjson.dumps({"figure": panel.drawing, "facts": panel.facts}).decode() if panel.drawing else ""
        )
        value = {"caption": exhibit.get("caption") or exhibit.get("title") or ""}
        return render_to_string(
            "market_data/panel.html", {"panel": panel, "name": "event", "value": value, "recipe": recipe}
        )


def _panel(exhibit: Exhibit) -> Panel:
    # the time belongs to the key: the same candles frozen again say another day
    key = f"lessons:exhibit:{_FORM}:{exhibit['sha256']}:{exhibit['frozen_at']}".replace("+", "_")
    found: Panel | None = cache.get(key)
    if found is None:
        try:
            frozen = Frozen.read(exhibit["content"], sha256=exhibit["sha256"])
        except TamperedError:
            _log.exception("the chart of a published question does not fit its checksum")
            return _UNREADABLE
        found = panels.event_panel(frozen, frozen_at=dt.datetime.fromisoformat(exhibit["frozen_at"]))
        cache.set(key, found, charts.KEEP_DRAWN_SECONDS)
    return found
