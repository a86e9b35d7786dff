"""What pupils did of their work: the attempts, and the one mark that comes of them."""

from django.db import models

from accounts.models import User
from quizzes.models import Attempt
from schools.models.assignment import Assignment, AssignmentItem
from schools.models.classroom import Membership


class Submission(models.Model):
    """One attempt at one item. Made in the transaction in which the attempt starts."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="submissions")
    item = models.ForeignKey(AssignmentItem, models.CASCADE, related_name="submissions")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="submissions")
    attempt = models.OneToOneField(Attempt, models.CASCADE, related_name="submission")
    is_paper = models.BooleanField(default=False)  # answers were typed in by a teacher

    class Meta:
        verbose_name = "งานที่ส่ง"
        verbose_name_plural = "งานที่ส่ง"
        indexes = [models.Index(fields=["assignment", "membership"], name="submissions_of_pupil")]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.membership_id}"


class Mark(models.Model):
    """A pupil's standing in one assignment, written whenever one of its attempts starts, ends or is marked anew.

    Gradebook and board read this table only. Fractions are 0–1: `earned` before the late rule, `fraction` after it;
    `adjusted` is a teacher's own mark, which goes before both.
    """

    class State(models.TextChoices):
        WORKING = "working", "กำลังทำ"
        DONE = "done", "ส่งแล้ว"

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="marks")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="marks")
    state = models.CharField(max_length=7, choices=State.choices, blank=True)  # empty: only a teacher's mark
    items_done = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)  # when the last item that was needed was handed in
    late_days = models.PositiveSmallIntegerField(default=0)
    earned = models.FloatField(null=True)
    fraction = models.FloatField(null=True)
    adjusted = models.FloatField(null=True)
    adjust_reason = models.CharField("เหตุผล", max_length=200, blank=True)
    adjusted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    adjusted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "คะแนนงาน"
        verbose_name_plural = "คะแนนงาน"
        constraints = [
            models.UniqueConstraint(fields=["assignment", "membership"], name="one_mark_per_assignment"),
            models.CheckConstraint(
                condition=models.Q(adjusted=None) | models.Q(adjusted__gte=0, adjusted__lte=1),
                name="adjusted_is_a_fraction",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.membership_id}"

    @property
    def final(self) -> float | None:
        return self.adjusted if self.adjusted is not None else self.fraction
