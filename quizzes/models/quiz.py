"""Quizzes: which questions, in which order, and what counts as passed."""

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
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
from quizzes.models.question import Level, Question, QuestionQuerySet, QuestionVersion


class Quiz(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """Questions in order, fixed or drawn from the bank, and the rules that they are taken by."""

    class Preset(models.TextChoices):
        PRACTICE = "practice", "ฝึกทำ: ตรวจได้ทันที มีคำอธิบายทุกข้อ ทำใหม่ได้"
        ASSIGNED = "assigned", "งานที่มอบหมาย: เฉลยหลังปิดรับ"

    slug = models.SlugField("ที่อยู่", max_length=60, unique=True, help_text="อักษรอังกฤษ ตัวเลข และขีดกลาง")
    title = models.CharField("ชื่อแบบทดสอบ", max_length=200)
    introduction = models.TextField("คำชวนก่อนเริ่ม", blank=True)
    pass_percent = models.PositiveSmallIntegerField(
        "เกณฑ์ผ่าน (ร้อยละ)", default=60, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    preset = models.CharField("ใช้แบบ", max_length=10, choices=Preset.choices, default=Preset.PRACTICE)
    shuffle_choices = models.BooleanField("สลับลำดับตัวเลือก", default=True)
    shuffle_questions = models.BooleanField("สลับลำดับข้อ", default=False)
    attempts_allowed = models.PositiveSmallIntegerField(
        "ทำได้กี่ครั้ง", null=True, blank=True, validators=[MinValueValidator(1)], help_text="เว้นว่าง = ไม่จำกัด"
    )
    time_limit_minutes = models.PositiveSmallIntegerField(
        "เวลา (นาที)",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text="เว้นว่าง = ไม่จับเวลา ผู้ที่ต้องการเวลาเพิ่มจะได้เพิ่มตามที่ครูตั้งไว้",
    )
    closes_at = models.DateTimeField(
        "ปิดรับคำตอบ", null=True, blank=True, help_text="งานที่มอบหมาย: เฉลยเปิดให้ดูหลังเวลานี้ เว้นว่าง = หลังส่ง"
    )
    parallel_form = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="parallel_of",
        verbose_name="แบบคู่ขนาน",
        help_text="ชุดที่วัดเรื่องเดียวกันด้วยข้ออื่น ใช้คู่กันก่อนและหลังเรียน",
    )

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
        index.FilterField("slug"),
    ]

    class Meta:
        verbose_name = "แบบทดสอบ"
        verbose_name_plural = "แบบทดสอบ"

    def __str__(self) -> str:
        return self.title

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "quizzes/preview_quiz.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        entries = [slot.preview_entry() for slot in self.slots.all()]
        return {**super().get_preview_context(request, mode_name), **previews.quiz(entries)}


class QuizSlot(Orderable):
    """One place in a quiz: a question (its latest version unless one is pinned), or so many drawn from a pool."""

    class Kind(models.TextChoices):
        FIXED = "fixed", "คำถามที่เลือก"
        POOL = "pool", "สุ่มจากคลัง"

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="slots")
    kind = models.CharField("แบบ", max_length=5, choices=Kind.choices, default=Kind.FIXED)
    question = models.ForeignKey(
        Question, models.PROTECT, null=True, blank=True, related_name="slots", verbose_name="คำถาม"
    )
    pinned_version = models.ForeignKey(
        QuestionVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ตรึงฉบับ",
        help_text="เว้นว่างไว้เพื่อใช้ฉบับล่าสุดเสมอ",
    )
    part = models.CharField(
        "เป็นส่วนของ",
        max_length=60,
        blank=True,
        help_text="ใช้รวมข้อจากหลายหัวข้อเป็นเรื่องเดียวในผลแยกตามเรื่อง เว้นว่าง = ตามหัวข้อของคำถาม",
    )
    pool_topic = models.CharField("หัวข้อ", max_length=40, blank=True, help_text="เว้นว่าง = ทุกหัวข้อ")
    pool_level = models.CharField("ระดับ", max_length=2, choices=Level.choices, blank=True)
    pool_count = models.PositiveSmallIntegerField(
        "สุ่มกี่ข้อ", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta(Orderable.Meta):
        verbose_name = "ข้อ"

    def __str__(self) -> str:
        if self.kind == self.Kind.POOL:
            return f"สุ่ม {self.pool_count or 0} ข้อ: {self.pool_topic or 'ทุกหัวข้อ'}"
        return str(self.question or "ยังไม่ได้เลือกคำถาม")

    def pool(self) -> QuestionQuerySet:
        """Return the published questions that this place draws from."""
        return Question.objects.in_pool(topic=self.pool_topic, level=self.pool_level)

    def preview_entry(self) -> previews.Entry:
        """Return what the preview of a quiz shows here."""
        if self.kind == self.Kind.POOL:
            return previews.DrawnPlaces(str(self), self.pool_count or 0)
        return self.question.snapshot() if self.question is not None else None


class QuizBand(Orderable):
    """What is said to those whose score reaches `min_percent` but no higher band: feedback that ends in a next step."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="bands")
    min_percent = models.PositiveSmallIntegerField("ตั้งแต่ร้อยละ", validators=[MaxValueValidator(100)])
    title = models.CharField("หัวข้อ", max_length=120)
    text = RichTextField(
        "ข้อความและก้าวต่อไป",
        features=["bold", "ul", "link"],
        blank=True,
        help_text="บอกอย่างใจดีว่าทำได้แค่ไหน แล้วชวนทำอะไรต่อ ใส่ลิงก์ไปบทเรียนได้",
    )

    class Meta(Orderable.Meta):
        verbose_name = "ช่วงคะแนน"

    def __str__(self) -> str:
        return f"{self.min_percent}%: {self.title}"
