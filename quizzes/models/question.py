"""Questions as educators edit them, and their immutable versions."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from quizzes import exhibits, pictures, previews
from quizzes.blocks import InteractionBlock
from quizzes.content import KIND_LABELS, Content, texts_of
from quizzes.interaction import content_of


class Level(models.TextChoices):
    """Whom a question is written for, in the words of the curriculum."""

    PUBLIC = "ป", "ประชาชนทั่วไป"
    LOWER = "มต", "ม.ต้น"
    UPPER = "มป", "ม.ปลาย"
    SENIOR = "ส", "ผู้สูงวัย"


LEVEL_FIELDS = {
    Level.PUBLIC: "for_public",
    Level.LOWER: "for_lower",
    Level.UPPER: "for_upper",
    Level.SENIOR: "for_senior",
}


class Difficulty(models.IntegerChoices):
    EASY = 1, "ง่าย"
    MEDIUM = 2, "กลาง"
    HARD = 3, "ยาก"


class QuestionQuerySet(models.QuerySet["Question"]):
    def for_level(self, level: str) -> "QuestionQuerySet":
        """Return the questions that suit a level; one that names none suits all."""
        if not level:
            return self
        nobody_named = dict.fromkeys(LEVEL_FIELDS.values(), False)
        return self.filter(Q(**{LEVEL_FIELDS[Level(level)]: True}) | Q(**nobody_named))

    def in_pool(self, *, topic: str = "", level: str = "") -> "QuestionQuerySet":
        """Return the published questions that a quiz may draw from; an empty topic or level means any."""
        questions = self.filter(live=True).for_level(level)
        return questions.filter(topic=topic) if topic else questions


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

    code = models.SlugField(
        "รหัสข้อ", max_length=40, unique=True, allow_unicode=True, help_text="ตัวอักษร ตัวเลข และขีด เช่น k2-1"
    )
    stem = models.TextField("โจทย์")
    explanation = models.TextField("คำอธิบายรวม", blank=True)
    interaction = StreamField(InteractionBlock(), verbose_name="ชนิดและคำตอบ", blank=True)
    # follows the interaction: for lists, filters and pools
    kind = models.CharField(
        "ชนิด", max_length=20, choices=list(KIND_LABELS.items()), blank=True, editable=False
    )
    ask_confidence = models.BooleanField(
        "ถามความแน่ใจด้วย", default=False, help_text="ไม่แน่ใจ / ค่อนข้างแน่ใจ / แน่ใจมาก ไม่มีผลต่อคะแนน"
    )
    # of an exhibit (quizzes.exhibits); what it shows is kept with the version
    chart = models.CharField("กราฟเหตุการณ์", max_length=60, blank=True)
    chart_caption = models.CharField(
        "คำบรรยายกราฟ",
        max_length=200,
        blank=True,
        help_text="บอกว่ากราฟนี้คืออะไร โดยไม่เฉลยคำตอบ เว้นว่างไว้ = ใช้ชื่อเหตุการณ์",
    )
    topic = models.CharField("หัวข้อ", max_length=40, blank=True)
    objective = models.CharField("จุดประสงค์ที่วัด", max_length=200, blank=True)
    scam_pattern = models.CharField("แบบกลโกง", max_length=60, blank=True, help_text="เช่น แอปเทรดปลอม")
    for_public = models.BooleanField(Level.PUBLIC.label, default=False)
    for_lower = models.BooleanField(Level.LOWER.label, default=False)
    for_upper = models.BooleanField(Level.UPPER.label, default=False)
    for_senior = models.BooleanField(Level.SENIOR.label, default=False)
    keywords = models.CharField("ป้ายอื่น ๆ", max_length=300, blank=True, help_text="คั่นด้วยจุลภาค")
    facts = models.CharField("รหัสข้อเท็จจริง", max_length=200, blank=True, help_text="คั่นด้วยจุลภาค เช่น F-01, L-08")
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

    objects = QuestionQuerySet.as_manager()

    search_fields = [
        index.SearchField("stem", boost=3),
        index.SearchField("explanation"),
        index.SearchField("objective"),
        index.SearchField("code"),
        index.SearchField("topic"),
        index.SearchField("scam_pattern"),
        index.SearchField("keywords"),
        index.AutocompleteField("stem"),
        index.AutocompleteField("code"),
        index.FilterField("live"),
        index.FilterField("topic"),
        index.FilterField("kind"),
        index.FilterField("difficulty"),
        index.FilterField("for_public"),
        index.FilterField("for_lower"),
        index.FilterField("for_upper"),
        index.FilterField("for_senior"),
        index.SearchField("interaction"),
        index.AutocompleteField("interaction"),  # lists of the CMS look in these only
    ]

    class Meta:
        verbose_name = "คำถาม"
        verbose_name_plural = "คำถาม"

    def __str__(self) -> str:
        return f"{self.code} · {self.stem[:60]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.kind = self.interaction[0].block_type if self.interaction else ""
        if kwargs.get("update_fields") and "interaction" in kwargs["update_fields"]:
            kwargs["update_fields"] = {*kwargs["update_fields"], "kind"}
        super().save(*args, **kwargs)

    @property
    def levels(self) -> list[Level]:
        """Whom it is for; empty means everybody."""
        return [level for level, field in LEVEL_FIELDS.items() if getattr(self, field)]

    def snapshot(self) -> Content:
        """Return what a learner would be given of the question as it stands in memory (a draft too)."""
        blocks = self.interaction.get_prep_value()
        content = content_of(
            blocks[0] if blocks else None,
            stem=self.stem,
            explanation=self.explanation,
            ask_confidence=self.ask_confidence,
        )
        beside = {
            "exhibit": exhibits.freeze(self.chart, caption=self.chart_caption) if self.chart else None,
            "pictures": pictures.shown(texts_of(content)),
        }
        return content | {name: found for name, found in beside.items() if found}

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "quizzes/preview_question.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), **previews.question(self.snapshot())}


class QuestionVersion(models.Model):
    """A question as it was published: immutable, numbered from 1, the only thing that attempts refer to.

    `content` is {"kind", "stem", "explanation", "ask_confidence"} and what its kind reads (quizzes.kinds).
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


class UploadedQuestions(models.Model):
    """A file of questions between its dry run and its import; thrown away after a day (quizzes.importing)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    format = models.CharField(max_length=20)  # quizzes.formats.Format
    data = models.BinaryField()
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
