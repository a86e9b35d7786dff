"""The paper that a learner can show: which course was passed, and when."""

import uuid

from django.db import models

from accounts.models import Learner
from lessons.models.course import CoursePage


class Certificate(models.Model):
    """A passed course, as it was when the certificate was made. Its id is public: whoever has the link may verify it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="certificates")
    course = models.ForeignKey(CoursePage, models.SET_NULL, null=True, related_name="+", verbose_name="วิชา")
    course_title = models.CharField("วิชา", max_length=255)  # stays when the course is renamed or gone
    lessons = models.PositiveSmallIntegerField("จำนวนบท")
    minutes = models.PositiveSmallIntegerField("เวลาเรียน (นาที)")
    name = models.CharField(
        "ชื่อบนใบรับรอง", max_length=80, blank=True
    )  # chosen by the learner; needs an account
    passed_at = models.DateTimeField("เรียนจบเมื่อ")
    issued_at = models.DateTimeField("ออกเมื่อ")
    revoked_at = models.DateTimeField("เพิกถอนเมื่อ", null=True)
    revoked_reason = models.CharField("เหตุผลที่เพิกถอน", max_length=200, blank=True)

    class Meta:
        verbose_name = "ใบรับรอง"
        verbose_name_plural = "ใบรับรอง"
        indexes = [models.Index(fields=["learner", "course"], name="certificate_of_learner")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(revoked_at=None, revoked_reason="")
                | models.Q(revoked_at__isnull=False) & ~models.Q(revoked_reason=""),
                name="revoked_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.course_title} {str(self.pk)[:8]}"
