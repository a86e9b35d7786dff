"""Pages about the site itself: who makes it, what it keeps of a visitor, how accessible it is."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from lessons.blocks import WORDS
from lessons.models.page import BasePage


class InfoPage(BasePage):
    introduction = models.TextField("เกริ่นนำ", blank=True)
    body = StreamField(WORDS, verbose_name="เนื้อหา", blank=True)
    reviewed_on = models.DateField("ทบทวนเมื่อ", null=True, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("reviewed_on"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    parent_page_types = ["lessons.HomePage"]
    subpage_types: list[str] = []
    template = "lessons/info_page.html"

    class Meta:
        verbose_name = "หน้าข้อมูล"
