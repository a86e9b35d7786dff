"""Courses: what belongs together, in the order that it is learnt."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import get_resolver
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from lessons import library, linked_data, outline, tree
from lessons.models.page import BasePage, taken_addresses
from quizzes.models import Quiz


class CoursePage(BasePage):
    code = models.CharField("รหัสวิชา", max_length=10, blank=True, help_text="เช่น ก")
    introduction = models.TextField("วิชานี้เกี่ยวกับอะไร", blank=True)
    objectives = RichTextField(
        "จุดประสงค์", features=["ul"], blank=True, help_text="เรียนจบวิชาแล้วทำอะไรได้ บรรทัดละหนึ่งข้อ"
    )
    course_quiz = models.ForeignKey(
        Quiz, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="แบบทดสอบท้ายวิชา"
    )
    before_form = models.ForeignKey(
        Quiz, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="แบบวัดก่อนเรียน"
    )
    after_form = models.ForeignKey(
        Quiz, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="แบบวัดหลังเรียน"
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("code"),
        FieldPanel("introduction"),
        FieldPanel("objectives"),
        MultiFieldPanel(
            [FieldPanel("course_quiz"), FieldPanel("before_form"), FieldPanel("after_form")],
            heading="แบบทดสอบของวิชา",
        ),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    parent_page_types = ["lessons.HomePage"]
    subpage_types = ["lessons.LessonPage", "lessons.KitPage"]
    template = "lessons/course_page.html"

    class Meta:
        verbose_name = "วิชา"

    def clean(self) -> None:
        super().clean()
        if self.slug in taken_addresses(get_resolver().url_patterns):
            raise ValidationError({"slug": f"ที่อยู่ “{self.slug}” เป็นของระบบ โปรดเลือกคำอื่น"})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        lessons = next(
            (course["lessons"] for course in outline.read(fresh=True) if course["id"] == self.pk), []
        )
        context = super().get_context(request, *args, **kwargs)
        return {
            **context,
            **self._tests(),
            "structured": linked_data.course(
                origin=self.origin(context),
                url=context["canonical"],
                name=self.title,
                description=self.description,
                lessons=lessons,
            ),
            "lessons": lessons,
            "lesson_ids": tree.lesson_ids(lessons),
            "minutes": tree.minutes(lessons),
            "kit": library.kit_of(outline.url_of(self.url_path) or "/"),
        }

    def _tests(self) -> dict[str, Any]:
        """Return the published quizzes of the course by what they are for. One query, none without any."""
        wanted = {"quiz": self.course_quiz_id, "before": self.before_form_id, "after": self.after_form_id}
        ids = [pk for pk in wanted.values() if pk]
        rows = Quiz.objects.filter(pk__in=ids, live=True).values("pk", "slug", "title") if ids else ()
        found = {row["pk"]: row for row in rows}
        return {name: found.get(pk or 0) for name, pk in wanted.items()}
