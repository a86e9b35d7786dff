"""Lessons: text, charts, sources and a closing quiz."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.html import strip_tags
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from lessons import library, linked_data, outline, tree
from lessons.blocks import BODY, LEVELS
from lessons.facts import marks
from lessons.models.lists import ListField
from lessons.models.page import BasePage
from lessons.page_form import LessonForm
from market_data.together import read_together
from quizzes.models import Quiz
from quizzes.selectors import quiz_summary


class LessonPage(BasePage):
    code = models.CharField("รหัสบท", max_length=10, blank=True, help_text="เช่น ก2")
    duration_minutes = models.PositiveSmallIntegerField("เวลาเรียน (นาที)", default=6)
    levels = ListField("ระดับ", options=LEVELS)
    patterns = ListField("กลโกงที่เกี่ยวข้อง", options=library.pattern_choices)
    claims = ListField("คำกล่าวที่ตรวจแล้ว", options=library.claim_choices)
    objectives = RichTextField(
        "จุดประสงค์", features=["ul"], blank=True, help_text="เรียนจบแล้วทำอะไรได้ บรรทัดละหนึ่งข้อ"
    )
    introduction = models.TextField("เกริ่นนำ", blank=True, help_text="หนึ่งหรือสองประโยคที่ชวนให้อ่านต่อ")
    body = StreamField(BODY, verbose_name="เนื้อหา", blank=True)
    sources = RichTextField(
        "แหล่งข้อมูล",
        features=["ol", "ul", "link"],
        blank=True,
        help_text="แหล่งที่ไม่มีรหัสข้อเท็จจริง บทเรียนต้องบอกแหล่งอย่างน้อยหนึ่งแหล่ง หรืออ้างข้อเท็จจริงในเนื้อหา เช่น [L-32] จึงจะเผยแพร่ได้",
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
                FieldPanel("levels"),
                FieldPanel("objectives"),
            ],
            heading="เกี่ยวกับบทนี้",
        ),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("sources"), FieldPanel("reviewed_on")], heading="แหล่งข้อมูล"),
        FieldPanel("closing_quiz"),
        MultiFieldPanel([FieldPanel("patterns"), FieldPanel("claims")], heading="เชื่อมกับ"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    parent_page_types = ["lessons.CoursePage"]
    subpage_types: list[str] = []
    template = "lessons/lesson_page.html"

    base_form_class = LessonForm
    is_being_drafted = False  # set by the form while a draft is saved

    class Meta:
        verbose_name = "บทเรียน"

    def clean(self) -> None:
        """A claim without a source cannot be published; a draft may still lack both."""
        super().clean()
        if not (self.is_being_drafted or strip_tags(self.sources).strip() or self.cites_a_fact()):
            raise ValidationError({"sources": "บทเรียนต้องบอกแหล่งข้อมูลอย่างน้อยหนึ่งแหล่งก่อนเผยแพร่"})

    def cites_a_fact(self) -> bool:
        return bool(marks.codes_in([json.dumps(self.body.get_prep_value(), ensure_ascii=False)]))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        place = tree.place_of(self.pk, outline.read()) or tree.place_of(self.pk, outline.read(fresh=True))
        context = super().get_context(request, *args, **kwargs)
        read_together(self.body, now=context["now"])
        quiz = quiz_summary(quiz_id=self.closing_quiz_id) if self.closing_quiz_id else None
        return {
            **context,
            **(place or self._place_of_draft()),
            **self._links(),
            "quiz": quiz,
            "levels": LEVELS if any(raw["type"] == "section" for raw in self.body.raw_data) else [],
            "structured": linked_data.lesson(
                origin=self.origin(context),
                url=context["canonical"],
                name=self.title,
                description=self.description,
                minutes=self.duration_minutes,
                reviewed_on=self.reviewed_on,
                quiz=quiz.title if quiz else None,
            ),
        }

    def _links(self) -> dict[str, Any]:
        """Return the scam patterns and checked claims that the lesson names; nothing is read for none."""
        if not (self.patterns or self.claims):
            return {}
        known = library.read()
        return {
            "related_patterns": [known.patterns[slug] for slug in self.patterns if slug in known.patterns],
            "related_claims": [known.claims[slug] for slug in self.claims if slug in known.claims],
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
