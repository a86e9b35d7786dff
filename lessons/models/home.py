"""The first page."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel

from lessons import outline, tree
from lessons.models.page import BasePage


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
        courses = [tree.course_card(course) for course in outline.read(fresh=True)]
        return {**super().get_context(request, *args, **kwargs), "courses": courses}
