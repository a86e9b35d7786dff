"""Quizzes: which questions, in which order, and what counts as passed."""

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from quizzes import previews
from quizzes.models.question import Question, QuestionVersion


class Quiz(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """An ordered list of questions with a pass mark."""

    slug = models.SlugField("ที่อยู่", max_length=60, unique=True, help_text="อักษรอังกฤษ ตัวเลข และขีดกลาง")
    title = models.CharField("ชื่อแบบทดสอบ", max_length=200)
    introduction = models.TextField("คำชวนก่อนเริ่ม", blank=True)
    pass_percent = models.PositiveSmallIntegerField(
        "เกณฑ์ผ่าน (ร้อยละ)", default=60, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    shuffle_choices = models.BooleanField("สลับลำดับตัวเลือก", default=True)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="quiz")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="quiz",
    )

    search_fields = [
        index.SearchField("title", boost=3),
        index.SearchField("introduction"),
        index.SearchField("slug"),
        index.AutocompleteField("title"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = "แบบทดสอบ"
        verbose_name_plural = "แบบทดสอบ"

    def __str__(self) -> str:
        return self.title

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "quizzes/preview_quiz.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        slots = self.slots.all()
        contents = [slot.question.snapshot() for slot in slots if slot.question_id]
        return {**super().get_preview_context(request, mode_name), **previews.quiz(contents)}


class QuizSlot(Orderable):
    """One place in a quiz. Without a pinned version it shows the question's latest published one."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="slots")
    question = models.ForeignKey(Question, models.PROTECT, related_name="slots", verbose_name="คำถาม")
    pinned_version = models.ForeignKey(
        QuestionVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ตรึงฉบับ",
        help_text="เว้นว่างไว้เพื่อใช้ฉบับล่าสุดเสมอ",
    )

    class Meta(Orderable.Meta):
        verbose_name = "ข้อ"
