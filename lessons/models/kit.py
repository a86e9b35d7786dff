"""What a teacher needs to teach a course in one period: a plan, questions to talk about, a paper to hand out."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from lessons import lexicon, outline
from lessons.models.page import BasePage
from quizzes.models import Quiz


class PlanBlock(blocks.StructBlock):
    minutes = blocks.IntegerBlock(label="นาที", min_value=0, max_value=300)
    title = blocks.CharBlock(label="ช่วงนี้ชื่อว่า", max_length=120)
    do = blocks.TextBlock(label="ครูทำอะไร", rows=4)

    class Meta:
        icon = "time"
        label = "ช่วง"
        template = "lessons/blocks/plan_block.html"
        description = "หนึ่งช่วงของคาบ: กี่นาที ชื่ออะไร ทำอะไร"
        preview_value = {"minutes": 5, "title": "ถามก่อนเริ่ม", "do": "ให้เวลาคิดสามวินาทีแล้วยกมือ"}


class KitPage(BasePage):
    """One kit a course, at the fixed address `kit` below it."""

    minutes = models.PositiveSmallIntegerField(
        "ใช้เวลา (นาที)", default=50, validators=[MinValueValidator(1), MaxValueValidator(300)]
    )
    goals = models.TextField("จบคาบแล้วผู้เรียนทำอะไรได้", help_text="บรรทัดละหนึ่งข้อ")
    plan = StreamField([("row", PlanBlock())], verbose_name="แผนการสอน")
    questions = models.TextField("คำถามชวนคุย", blank=True, help_text="บรรทัดละหนึ่งคำถาม")
    print_quiz = models.ForeignKey(
        Quiz, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="แบบทดสอบสำหรับพิมพ์"
    )
    notes = models.TextField("ข้อควรรู้ก่อนสอน", blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("minutes"),
        FieldPanel("goals"),
        FieldPanel("plan"),
        MultiFieldPanel([FieldPanel("questions"), FieldPanel("notes")], heading="ชวนคุย"),
        FieldPanel("print_quiz"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("goals"), index.SearchField("questions")]
    parent_page_types = ["lessons.CoursePage"]
    subpage_types: list[str] = []
    template = "lessons/kit_page.html"
    max_count_per_parent = 1

    class Meta:
        verbose_name = "ชุดสอน"

    def clean(self) -> None:
        super().clean()
        total = sum(int(row.value.get("minutes") or 0) for row in self.plan)
        if self.plan and total != self.minutes:
            sentence = f"แต่ละช่วงรวมกันได้ {total} นาที แต่ตั้งไว้ {self.minutes} นาที แก้ให้ตรงกันก่อน"
            raise ValidationError({"minutes": sentence})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        own = outline.url_of(self.url_path) or ""
        course = next((course for course in outline.read() if own.startswith(course["url"])), None)
        return {
            **super().get_context(request, *args, **kwargs),
            "course": course,
            "goals": lexicon.lines(self.goals),
            "questions": lexicon.lines(self.questions),
            "quiz": self._quiz(),
        }

    @property
    def description(self) -> str:
        return self.search_description or f"แผนการสอน {self.minutes} นาที พร้อมคำถามชวนคุยและแบบทดสอบสำหรับพิมพ์"

    def _quiz(self) -> dict[str, Any] | None:
        """Return the published quiz that is handed out, with the address of its key in the CMS."""
        rows = Quiz.objects.filter(pk=self.print_quiz_id, live=True).values("pk", "slug", "title")
        quiz: dict[str, Any] | None = rows.first() if self.print_quiz_id else None
        return {**quiz, "key_url": reverse("quizzes_key", args=[quiz["pk"]])} if quiz else None
