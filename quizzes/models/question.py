"""Questions as educators edit them, and their immutable versions."""

import uuid
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
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
from quizzes.content import Content, QuestionKind

KIND_LABELS = {
    QuestionKind.SINGLE: "เลือกตอบข้อเดียว",
    QuestionKind.MULTIPLE: "เลือกได้หลายข้อ",
}


class Difficulty(models.IntegerChoices):
    EASY = 1, "ง่าย"
    MEDIUM = 2, "กลาง"
    HARD = 3, "ยาก"


class Question(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """What an educator writes. Learners never see it: they see the `QuestionVersion` cut at publish."""

    code = models.SlugField("รหัสข้อ", max_length=40, unique=True, help_text="อักษรอังกฤษและตัวเลข เช่น k2-1")
    kind = models.CharField(
        "ชนิดคำถาม", max_length=20, choices=list(KIND_LABELS.items()), default=QuestionKind.SINGLE
    )
    stem = models.TextField("โจทย์")
    explanation = models.TextField("คำอธิบายรวม", blank=True)
    topic = models.CharField("หัวข้อ", max_length=40, blank=True)
    objective = models.CharField("จุดประสงค์ที่วัด", max_length=200, blank=True)
    difficulty = models.PositiveSmallIntegerField(
        "ความยาก", choices=Difficulty.choices, default=Difficulty.EASY
    )
    sources = models.TextField("แหล่งข้อมูล", blank=True, help_text="บรรทัดละหนึ่งแหล่ง")
    reviewed_on = models.DateField("ทบทวนข้อมูลเมื่อ", null=True, blank=True)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="question")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="question",
    )

    search_fields = [
        index.SearchField("stem", boost=3),
        index.SearchField("explanation"),
        index.SearchField("objective"),
        index.SearchField("code"),
        index.SearchField("topic"),
        index.AutocompleteField("stem"),
        index.AutocompleteField("code"),
        index.FilterField("live"),
        index.FilterField("topic"),
        index.FilterField("kind"),
        index.FilterField("difficulty"),
        index.RelatedFields("choices", [index.SearchField("text")]),
    ]

    class Meta:
        verbose_name = "คำถาม"
        verbose_name_plural = "คำถาม"

    def __str__(self) -> str:
        return f"{self.code} · {self.stem[:60]}"

    def snapshot(self) -> Content:
        """Return what a learner would be given of the question as it stands in memory (a draft too)."""
        return {
            "kind": self.kind,
            "stem": self.stem,
            "explanation": self.explanation,
            "choices": [
                {
                    "uid": choice.uid.hex,
                    "text": choice.text,
                    "correct": choice.is_correct,
                    "feedback": choice.feedback,
                }
                for choice in self.choices.all()
            ],
        }

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "quizzes/preview_question.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), **previews.question(self.snapshot())}


class Choice(Orderable):
    """One option of a question; `uid` survives drafts, revisions and versions, primary keys do not."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="choices")
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    text = models.CharField("ตัวเลือก", max_length=500)
    is_correct = models.BooleanField("ถูก", default=False)
    feedback = models.TextField(
        "คำอธิบายของตัวเลือกนี้", blank=True, help_text="ผู้เรียนเห็นหลังส่ง บอกอย่างใจดีว่าทำไมใช่หรือไม่ใช่"
    )

    class Meta(Orderable.Meta):
        verbose_name = "ตัวเลือก"

    def __str__(self) -> str:
        return self.text


class QuestionVersion(models.Model):
    """A question as it was published: immutable, numbered from 1, the only thing that attempts refer to.

    `content` has one shape: {"kind", "stem", "explanation", "choices": [{"uid", "text", "correct", "feedback"}]}.
    The key is a UUID, never reused, so that every process may keep what it has read (quizzes.versions).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    # sha256 of the canonical JSON of `content`; not unique: going back to an older text is a new version
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "ฉบับที่เผยแพร่"
        verbose_name_plural = "ฉบับที่เผยแพร่"
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_version_number"),
        ]

    def __str__(self) -> str:
        return f"ฉบับที่ {self.number}: {self.content['stem'][:60]}"
