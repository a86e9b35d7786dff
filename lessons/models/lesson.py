"""Lessons: text, charts, sources and a closing quiz."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from lessons import outline, tree
from lessons.blocks import CalloutBlock, FigureBlock, TextBlock
from lessons.models.page import BasePage
from market_data.blocks import (
    CandleChartBlock,
    CompareBlock,
    DataBlock,
    EventBlock,
    TickerBlock,
    WhatIfBlock,
)
from market_data.together import read_together
from quizzes.models import Quiz
from quizzes.selectors import quiz_summary


class LessonPage(BasePage):
    code = models.CharField("รหัสบท", max_length=10, blank=True, help_text="เช่น ก2")
    duration_minutes = models.PositiveSmallIntegerField("เวลาเรียน (นาที)", default=6)
    audience = models.CharField("เหมาะกับ", max_length=120, blank=True)
    objectives = RichTextField(
        "จุดประสงค์", features=["ul"], blank=True, help_text="เรียนจบแล้วทำอะไรได้ บรรทัดละหนึ่งข้อ"
    )
    introduction = models.TextField("เกริ่นนำ", blank=True, help_text="หนึ่งหรือสองประโยคที่ชวนให้อ่านต่อ")
    body = StreamField(
        [
            ("text", TextBlock()),
            ("callout", CalloutBlock()),
            ("figure", FigureBlock()),
            ("chart", CandleChartBlock()),
            ("event", EventBlock()),
            ("compare", CompareBlock()),
            ("ticker", TickerBlock()),
            ("what_if", WhatIfBlock()),
            ("data", DataBlock()),
        ],
        verbose_name="เนื้อหา",
        blank=True,
    )
    # A claim without a source cannot be published; a draft may still lack both.
    sources = RichTextField(
        "แหล่งข้อมูล",
        features=["ol", "ul", "link"],
        help_text="ต้องมีอย่างน้อยหนึ่งแหล่งจึงจะเผยแพร่ได้ ฉบับร่างเว้นไว้ก่อนได้",
        error_messages={"blank": "บทเรียนต้องบอกแหล่งข้อมูลอย่างน้อยหนึ่งแหล่งก่อนเผยแพร่"},
    )
    reviewed_on = models.DateField(
        "ทบทวนข้อมูลเมื่อ",
        null=True,
        help_text="วันที่ตรวจข้อมูลกับแหล่งข้อมูลครั้งล่าสุด",
        error_messages={"blank": "โปรดบอกวันที่ตรวจข้อมูลครั้งล่าสุดก่อนเผยแพร่"},
    )
    closing_quiz = models.ForeignKey(
        Quiz, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="แบบทดสอบท้ายบท"
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                FieldPanel("code"),
                FieldPanel("duration_minutes"),
                FieldPanel("audience"),
                FieldPanel("objectives"),
            ],
            heading="เกี่ยวกับบทนี้",
        ),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("sources"), FieldPanel("reviewed_on")], heading="แหล่งข้อมูล"),
        FieldPanel("closing_quiz"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    parent_page_types = ["lessons.CoursePage"]
    subpage_types: list[str] = []
    template = "lessons/lesson_page.html"

    class Meta:
        verbose_name = "บทเรียน"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        place = tree.place_of(self.pk, outline.read()) or tree.place_of(self.pk, outline.read(fresh=True))
        context = super().get_context(request, *args, **kwargs)
        read_together(self.body, now=context["now"])
        return {
            **context,
            **(place or self._place_of_draft()),
            "quiz": quiz_summary(quiz_id=self.closing_quiz_id) if self.closing_quiz_id else None,
        }

    def _place_of_draft(self) -> tree.Place:
        """Return where a lesson that nobody can see yet would stand: last in its course."""
        parent = self.get_parent().specific
        course = next((course for course in outline.read() if course["id"] == parent.pk), None)
        if course is None:
            course = tree.CourseItem(
                id=parent.pk,
                title=parent.title,
                url=parent.url or "",
                code=getattr(parent, "code", ""),
                introduction=getattr(parent, "introduction", ""),
                lessons=[],
            )
        lessons = course["lessons"]
        return tree.Place(
            course=course,
            position=len(lessons) + 1,
            lesson_count=len(lessons) + 1,
            previous=lessons[-1] if lessons else None,
            next=None,
        )
