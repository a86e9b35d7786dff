"""Questions as educators edit them, their immutable versions, quizzes, attempts and answers."""

import uuid
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

from accounts.models import Learner
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


class Attempt(models.Model):
    """One learner's go at one quiz; everything that it shows was resolved when it started.

    `layout` is [{"slot": 1, "version": hex of QuestionVersion.pk, "kind", "choices": [uid, …as shown]}, …] and
    never changes, nor does the key come again: processes may keep it (quizzes.layouts).
    """

    class State(models.TextChoices):
        OPEN = "open", "กำลังทำ"
        FINISHED = "finished", "ส่งแล้ว"
        # two learners turned out to be one person, and both had this quiz open: see quizzes.merging
        MERGED = "merged", "รวมกับครั้งอื่น"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="attempts")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    seed = models.PositiveIntegerField()
    layout = models.JSONField()
    pass_percent = models.PositiveSmallIntegerField()  # the criterion is frozen when the attempt starts
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    fraction = models.FloatField(null=True)  # 0–1, set at finish
    marks = models.JSONField(default=list)  # fraction per slot, set at finish
    merged_into = models.ForeignKey("self", models.CASCADE, null=True, related_name="merged_from")

    class Meta:
        constraints = [
            # at most one open attempt: a second tab or a double click continues the first
            models.UniqueConstraint(
                fields=["learner", "quiz"], condition=models.Q(state="open"), name="one_open_attempt"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", finished_at=None, fraction=None, merged_into=None)
                | models.Q(
                    state="finished",
                    finished_at__isnull=False,
                    fraction__gte=0,
                    fraction__lte=1,
                    merged_into=None,
                )
                | models.Q(
                    state="merged", finished_at__isnull=False, fraction=None, merged_into__isnull=False
                ),
                name="attempt_state_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["learner", "quiz", "-started_at"], name="attempt_of_learner")]

    def __str__(self) -> str:
        return str(self.pk)


class AnswerStep(models.Model):
    """One answer as it was given. Append-only: a changed mind is another row.

    `sequence` is the browser's Lamport clock; for one slot the highest (sequence, id) is what counts.
    `key` makes a retry harmless.
    """

    # no index of its own: the unique constraint below begins with it
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="steps", db_index=False)
    slot = models.PositiveSmallIntegerField()  # 1-based
    sequence = models.PositiveIntegerField()
    key = models.UUIDField()
    response = models.JSONField()  # {"choices": [uid, …]}
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "key"], name="answer_given_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id} #{self.slot}"


class QuizResult(models.Model):
    """A learner's standing in one quiz, written when an attempt ends, so that reports never add up attempts."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="quiz_results")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="results")
    attempts = models.PositiveIntegerField()
    best_fraction = models.FloatField()
    best_attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="+")
    passed_at = models.DateTimeField(null=True)
    last_finished_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "quiz"], name="one_result_per_quiz")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.quiz_id}"
