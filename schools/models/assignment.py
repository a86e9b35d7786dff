"""What a class is asked to do, and who is let off what."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from accounts.models import User
from lessons.models import LessonPage
from quizzes.models import Attempt, Quiz
from schools.models.classroom import ClassGroup, Classroom, Membership


class Assignment(models.Model):
    """One piece of work for a class, some of its groups or single pupils (nobody named: the whole class).

    Moments are absolute. What a pupil may do follows from these fields and the pupil's overrides
    (schools.terms.effective); editing them reaches those who have begun as well (services.assigning).
    """

    class Kind(models.TextChoices):
        QUIZ = "quiz", "แบบทดสอบ"
        LESSON = "lesson", "บทเรียนพร้อมแบบทดสอบ"
        COURSE = "course", "ทั้งวิชา"
        BEFORE = "before", "แบบทดสอบก่อนเรียน"
        AFTER = "after", "แบบทดสอบหลังเรียน"
        BOOSTER = "booster", "ทบทวนสั้น ๆ"

    class Answers(models.TextChoices):
        FINISH = "finish", "ทันทีที่ส่ง"
        CLOSE = "close", "หลังปิดรับ"
        RELEASE = "release", "เมื่อครูประกาศผล"

    class Late(models.TextChoices):
        ACCEPT = "accept", "รับ ไม่หักคะแนน"
        PERCENT = "percent", "รับ หักต่อวัน"
        REFUSE = "refuse", "ไม่รับหลังกำหนดส่ง"

    classroom = models.ForeignKey(Classroom, models.CASCADE, related_name="assignments")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    title = models.CharField("ชื่องาน", max_length=120)
    message = models.TextField("ข้อความถึงนักเรียน", blank=True, max_length=1000)
    opens_at = models.DateTimeField("เปิด")
    due_at = models.DateTimeField("กำหนดส่ง", null=True, blank=True)
    closes_at = models.DateTimeField("ปิดรับ", null=True, blank=True)
    attempts_allowed = models.PositiveSmallIntegerField("ทำได้กี่ครั้ง", null=True, blank=True, default=1)
    preset = models.CharField(
        "ใช้แบบ", max_length=10, choices=Attempt.Preset.choices, default=Attempt.Preset.ASSIGNED
    )
    answers = models.CharField("เฉลยให้ดูเมื่อไร", max_length=7, choices=Answers.choices, default=Answers.CLOSE)
    released_at = models.DateTimeField(null=True)
    late = models.CharField("ส่งช้า", max_length=7, choices=Late.choices, default=Late.ACCEPT)
    late_percent = models.PositiveSmallIntegerField(
        "หักวันละ (ร้อยละของคะแนนที่ได้)", default=10, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    late_floor = models.PositiveSmallIntegerField(
        "แต่เหลือไม่ต่ำกว่า (ร้อยละของคะแนนที่ได้)", default=50, validators=[MaxValueValidator(100)]
    )
    waits_for_bell = models.BooleanField("เริ่มพร้อมกันเมื่อครูกดเริ่ม", default=False)
    rung_at = models.DateTimeField(null=True)
    objectives = models.JSONField(default=list)  # of a booster: which objectives it asks about
    groups: "models.ManyToManyField[ClassGroup, models.Model]" = models.ManyToManyField(
        ClassGroup, blank=True, related_name="assignments"
    )
    pupils: "models.ManyToManyField[Membership, models.Model]" = models.ManyToManyField(
        Membership, blank=True, related_name="assignments"
    )
    before = models.OneToOneField("self", models.SET_NULL, null=True, related_name="after")
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = "งานที่มอบหมาย"
        verbose_name_plural = "งานที่มอบหมาย"
        indexes = [models.Index(fields=["classroom", "opens_at"], name="assignments_of_class")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_at=None) | models.Q(due_at__gt=models.F("opens_at")),
                name="due_after_opening",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at=None) | models.Q(closes_at__gt=models.F("opens_at")),
                name="closes_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def occasion(self) -> str:
        """Return what quizzes knows this work by (quizzes.terms.Terms.occasion)."""
        return f"assignment-{self.pk}"


class AssignmentItem(models.Model):
    """One step of a piece of work: a lesson to read, a quiz to take, or a lesson with its quiz.

    `swapped_quiz` is what the second half of the class takes instead: parallel forms, so that neighbours have
    different ones and the two forms' difficulty cancels out. A booster has one item with neither.
    """

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    lesson = models.ForeignKey(LessonPage, models.SET_NULL, null=True, related_name="+")
    quiz = models.ForeignKey(Quiz, models.PROTECT, null=True, related_name="+")
    swapped_quiz = models.ForeignKey(Quiz, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "position"], name="one_item_per_position")
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} #{self.position}"


class Override(models.Model):
    """Something made easier for a pupil or a group, with the reason. Of several the kindest wins, field by field.

    A null field changes nothing; `no_due`, `no_close` and `no_attempt_limit` lift the rule altogether.
    """

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="overrides")
    pupil = models.ForeignKey(Membership, models.CASCADE, null=True, related_name="overrides")
    group = models.ForeignKey(ClassGroup, models.CASCADE, null=True, related_name="overrides")
    opens_at = models.DateTimeField("เปิด", null=True, blank=True)
    due_at = models.DateTimeField("กำหนดส่ง", null=True, blank=True)
    closes_at = models.DateTimeField("ปิดรับ", null=True, blank=True)
    attempts_allowed = models.PositiveSmallIntegerField("ทำได้กี่ครั้ง", null=True, blank=True)
    no_due = models.BooleanField("ไม่มีกำหนดส่ง", default=False)
    no_close = models.BooleanField("ไม่ปิดรับ", default=False)
    no_attempt_limit = models.BooleanField("ทำกี่ครั้งก็ได้", default=False)
    reason = models.CharField("เหตุผล", max_length=200)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "ข้อยกเว้น"
        verbose_name_plural = "ข้อยกเว้น"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pupil=None, group__isnull=False)
                | models.Q(pupil__isnull=False, group=None),
                name="override_is_for_one",
            )
        ]

    def __str__(self) -> str:
        return self.reason
