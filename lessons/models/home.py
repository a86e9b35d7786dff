"""The first page."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel

from lessons import library, linked_data, outline, tree
from lessons.blocks import LEVELS
from lessons.models.page import BasePage
from market_data import panels, windows
from market_data.models import Series
from market_data.panels import LastPrice

_SHOWN = ("BTC", "ETH", "USDT", "XRP")  # the best known ones; no ranking, no advice


class HomePage(BasePage):
    introduction = models.TextField("ประโยคแนะนำเว็บไซต์", blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "lessons.CoursePage",
        "lessons.PatternIndexPage",
        "lessons.GlossaryPage",
        "lessons.ClaimIndexPage",
        "lessons.DirectoryPage",
        "lessons.EmergencyPage",
        "lessons.InfoPage",
    ]
    template = "lessons/home_page.html"
    max_count = 1

    class Meta:
        verbose_name = "หน้าแรก"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        courses = outline.read(fresh=True)
        return {
            **context,
            "courses": [tree.course_card(course) for course in courses],
            "paths": tree.paths(courses, LEVELS),
            "newest_patterns": library.newest_patterns(3),
            "kits": library.read().kits,
            "practice_paper": library.read().practice_paper,
            "prices": _prices(context["now"]),
            "structured": linked_data.website(origin=self.origin(context), description=self.description),
        }


def _prices(now: dt.datetime) -> list[LastPrice]:
    """Return the newest closed price of a few assets, one of each."""
    is_simulated = settings.MARKET_DATA == "simulated"
    first: dict[str, Series] = {}
    for series in windows.public_series(simulated=is_simulated):
        first.setdefault(series.base.code, series)
    shown = [first[code] for code in _SHOWN if code in first]
    return panels.last_prices(series=shown, now=now, as_they_are=True) if shown else []
