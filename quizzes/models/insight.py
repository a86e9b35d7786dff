"""What many answers say about a question: statistics, tasks for authors, regrades."""

from django.conf import settings
from django.db import models

from quizzes.models.attempt import Attempt
from quizzes.models.question import Question, QuestionVersion
from quizzes.models.quiz import Quiz
from quizzes.regrading import LABELS as POLICY_LABELS
from quizzes.regrading import Policy
from quizzes.statistics.findings import LABELS as KIND_LABELS
from quizzes.statistics.findings import SEVERITY_LABELS, Kind, Severity


class UncountedAttempt(models.Model):
    """A finished attempt that the statistics have not seen. Written as it ends, deleted as it is counted.

    Both happen in the transaction of what they stand for, so nothing is counted twice or forgotten, whoever is
    killed and in whatever order transactions commit (a watermark over times would miss late ones).
    """

    attempt = models.OneToOneField(Attempt, models.CASCADE, primary_key=True, related_name="+")
    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.attempt_id)


class QuizAnalysis(models.Model):
    """What has been counted of a quiz, and its statistics as screens show them. Written by the worker only."""

    quiz = models.OneToOneField(Quiz, models.CASCADE, primary_key=True, related_name="analysis")
    counts = models.JSONField(null=True)  # quizzes.statistics.counts.Counts.as_json
    needs_recount = models.BooleanField(default=False)  # marks were changed: begin anew
    attempts = models.PositiveIntegerField(default=0)  # as shown
    figures = models.JSONField(default=dict)  # quizzes.insight.figures.of_quiz
    computed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "สถิติของแบบทดสอบ"
        verbose_name_plural = "สถิติของแบบทดสอบ"

    def __str__(self) -> str:
        return f"{self.quiz_id}: {self.attempts}"


class VersionAnalysis(models.Model):
    """The statistics of one published version of a question in one quiz."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="version_analyses")
    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="analyses")
    n = models.PositiveIntegerField()
    figures = models.JSONField()  # quizzes.insight.figures.of_question

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quiz", "version"], name="one_analysis_per_version")]

    def __str__(self) -> str:
        return f"{self.quiz_id} {self.version_id}: {self.n}"


class AuthorTask(models.Model):
    """Something an author should look at. It stays closed until the evidence is new (quizzes.insight.tasks)."""

    class Status(models.TextChoices):
        OPEN = "open", "รอคนดู"
        DOING = "doing", "กำลังดู"
        DONE = "done", "แก้แล้ว"
        DISMISSED = "dismissed", "ดูแล้ว ไม่ต้องแก้"
        SETTLED = "settled", "หมดเหตุแล้ว"  # the evidence is gone, or a newer version is published

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="tasks", verbose_name="แบบทดสอบ")
    question = models.ForeignKey(Question, models.CASCADE, related_name="tasks", verbose_name="คำถาม")
    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="+")
    kind = models.CharField("เรื่อง", max_length=40, choices=[(kind.value, KIND_LABELS[kind]) for kind in Kind])
    option = models.CharField(max_length=64, blank=True)  # uid, where it is about one option
    severity = models.PositiveSmallIntegerField(
        "ความเร่งด่วน", choices=[(severity.value, SEVERITY_LABELS[severity]) for severity in Severity]
    )
    sentence = models.TextField()
    n = models.PositiveIntegerField()  # answers that it rests on
    evidence = models.JSONField(default=dict)
    status = models.CharField("สถานะ", max_length=10, choices=Status.choices, default=Status.OPEN)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ผู้ดูแล",
    )
    closed_n = models.PositiveIntegerField(null=True)  # answers there were when somebody closed it
    closed_severity = models.PositiveSmallIntegerField(null=True)
    raised_at = models.DateTimeField()
    changed_at = models.DateTimeField()  # of the status or the owner

    class Meta:
        verbose_name = "งานของผู้เขียนข้อสอบ"
        verbose_name_plural = "งานของผู้เขียนข้อสอบ"
        constraints = [
            models.UniqueConstraint(fields=["quiz", "version", "kind", "option"], name="task_raised_once")
        ]
        indexes = [models.Index(fields=["status", "-severity"], name="task_by_status")]

    def __str__(self) -> str:
        return self.sentence


class Regrade(models.Model):
    """One decision to mark a question of a quiz anew. A large one waits for the worker (quizzes.insight.regrade_work).

    The worker goes through the quiz's attempts by key; `given` and `changed` are what it has met so far.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "กำลังปรับคะแนน"
        DONE = "done", "ปรับครบแล้ว"

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="regrades")
    question = models.ForeignKey(Question, models.PROTECT, related_name="regrades")
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")  # whose key is the current
    policy = models.CharField(
        max_length=20, choices=[(policy.value, POLICY_LABELS[policy]) for policy in Policy]
    )
    only_if_better = models.BooleanField()
    reason = models.CharField(max_length=200)  # learners read it
    given = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DONE)
    seen_up_to = models.UUIDField(null=True)  # Attempt.pk

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "question"], condition=models.Q(state="waiting"), name="one_regrade_waits"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.policy}: {self.changed}"


class RegradedMark(models.Model):
    """One attempt whose mark a regrade changed, with what it was before. Fractions 0–1."""

    regrade = models.ForeignKey(Regrade, models.CASCADE, related_name="marks")
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="regraded_marks")
    slot = models.PositiveSmallIntegerField()
    old = models.FloatField()
    new = models.FloatField()
    old_whole = models.FloatField()
    new_whole = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regrade", "attempt", "slot"], name="one_mark_per_regrade")
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} #{self.slot}: {self.old:.3f} → {self.new:.3f}"
