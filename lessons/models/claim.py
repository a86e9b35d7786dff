"""What people say about digital money, and what is known about it."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from lessons import library, linked_data, outline
from lessons.blocks import RICH_TEXT_FEATURES
from lessons.facts import marks
from lessons.models.lists import ListField
from lessons.models.page import BasePage


class ClaimIndexPage(BasePage):
    introduction = models.TextField("เกริ่นนำ", blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["lessons.HomePage"]
    subpage_types = ["lessons.ClaimPage"]
    template = "lessons/claim_index_page.html"
    max_count = 1

    class Meta:
        verbose_name = "รวมคำกล่าวที่ตรวจแล้ว"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        claims = list(library.read().claims.values())
        return {
            **super().get_context(request, *args, **kwargs),
            "claims": claims,
            "structured": linked_data.faq(
                questions=[(f"จริงไหม: {claim.title}", marks.without(claim.short)) for claim in claims]
            ),
        }


class ClaimPage(BasePage):
    VERDICTS = [
        ("true", "จริง"),
        ("mostly-true", "จริงเป็นส่วนใหญ่"),
        ("misleading", "ชวนเข้าใจผิด"),
        ("false", "ไม่จริง"),
        ("unproven", "ยังไม่มีหลักฐาน"),
        ("outdated", "เคยจริง แต่ตอนนี้เปลี่ยนแล้ว"),
    ]

    claim = models.TextField("คำกล่าว", help_text="อย่างที่คนพูดกัน")
    verdict = models.CharField("ผลตรวจ", max_length=20, choices=VERDICTS)
    short = models.TextField("ตอบสั้น ๆ", help_text="หนึ่งประโยค")
    why = RichTextField("เพราะอะไร", features=RICH_TEXT_FEATURES, help_text="อ้างข้อเท็จจริงด้วย [F-04]")
    what_to_do = RichTextField("ทำอย่างไรดี", features=RICH_TEXT_FEATURES, blank=True)
    facts = models.CharField("รหัสข้อเท็จจริง", max_length=400, blank=True, help_text="เช่น F-04, L-20")
    checked_on = models.DateField("ตรวจเมื่อ")
    lessons = ListField("บทเรียนที่เกี่ยวข้อง", options=outline.lesson_choices)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("claim"),
        MultiFieldPanel(
            [FieldPanel("verdict"), FieldPanel("short"), FieldPanel("checked_on")], heading="ผลตรวจ"
        ),
        FieldPanel("why"),
        FieldPanel("what_to_do"),
        MultiFieldPanel([FieldPanel("lessons"), FieldPanel("facts")], heading="เชื่อมกับ"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("claim", boost=2),
        index.SearchField("short"),
        index.SearchField("why"),
        index.SearchField("what_to_do"),
    ]
    parent_page_types = ["lessons.ClaimIndexPage"]
    subpage_types: list[str] = []
    template = "lessons/claim_page.html"

    class Meta:
        verbose_name = "คำกล่าวที่ตรวจแล้ว"
        verbose_name_plural = "คำกล่าวที่ตรวจแล้ว"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "lessons": outline.lessons_of(self.lessons, claim=self.slug),
            "structured": linked_data.claim_review(
                origin=self.origin(context),
                url=context["canonical"],
                claim=marks.without(self.claim),
                verdict=self.verdict,
                verdict_name=self.get_verdict_display(),
                short=marks.without(self.short),
                checked_on=self.checked_on,
            ),
        }
