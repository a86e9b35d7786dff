"""Questions as educators edit them, their immutable versions, quizzes, attempts and answers."""

import uuid

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
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


class QuestionKind(models.TextChoices):
    SINGLE = "single", "เลือกตอบข้อเดียว"
    MULTIPLE = "multiple", "เลือกได้หลายข้อ"


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
        "ชนิดคำถาม", max_length=20, choices=QuestionKind.choices, default=QuestionKind.SINGLE
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

    class Meta:
        verbose_name = "คำถาม"
        verbose_name_plural = "คลังคำถาม"

    def __str__(self) -> str:
        return f"{self.code} · {self.stem[:60]}"


class Choice(Orderable):
    """One option of a question; `uid` survives drafts, revisions and versions, primary keys do not."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="choices")
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    text = models.CharField("ตัวเลือก", max_length=500)
    is_correct = models.BooleanField("ถูก", default=False)
    feedback = models.TextField("คำอธิบายของตัวเลือกนี้", blank=True)


class QuestionVersion(models.Model):
    """A question as it was published: immutable, numbered from 1, the only thing that attempts refer to.

    `content` has one shape: {"kind", "stem", "explanation", "choices": [{"uid", "text", "correct", "feedback"}]}.
    """

    question = models.ForeignKey(Question, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # sha256 of the canonical JSON of `content`
    content = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_version_number"),
            models.UniqueConstraint(fields=["question", "digest"], name="question_version_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} v{self.number}"


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

    class Meta:
        verbose_name = "แบบทดสอบ"
        verbose_name_plural = "แบบทดสอบ"

    def __str__(self) -> str:
        return self.title


class QuizSlot(Orderable):
    """One place in a quiz. Without a pinned version it shows the question's latest published one."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="slots")
    question = models.ForeignKey(Question, models.PROTECT, related_name="slots", verbose_name="คำถาม")
    pinned_version = models.ForeignKey(
        QuestionVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ตรึงฉบับ"
    )


class Attempt(models.Model):
    """One learner's go at one quiz; everything that it shows was resolved when it started.

    `layout` is [{"slot": 1, "version": QuestionVersion.pk, "choices": [uid, …in the order shown]}, …].
    """

    class State(models.TextChoices):
        OPEN = "open", "กำลังทำ"
        FINISHED = "finished", "ส่งแล้ว"

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

    class Meta:
        constraints = [
            # at most one open attempt: a second tab or a double click continues the first
            models.UniqueConstraint(
                fields=["learner", "quiz"], condition=models.Q(state="open"), name="one_open_attempt"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", finished_at=None, fraction=None)
                | models.Q(state="finished", finished_at__isnull=False, fraction__gte=0, fraction__lte=1),
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

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="steps")
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
