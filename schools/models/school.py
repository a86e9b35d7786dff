"""Schools, and who works there."""

from django.db import models

from accounts.models import User


class School(models.Model):
    """A school as its teachers named it. `join_code` lets another teacher ask to join; an administrator decides."""

    name = models.CharField("ชื่อโรงเรียน", max_length=120)
    province = models.CharField("จังหวัด", max_length=40, blank=True)
    join_code = models.CharField(max_length=10, unique=True)  # schools.codes: digits
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "โรงเรียน"
        verbose_name_plural = "โรงเรียน"

    def __str__(self) -> str:
        return self.name


class StaffMember(models.Model):
    """An account that works at a school, or asks to. Only an active one may do anything there."""

    class Role(models.TextChoices):
        TEACHER = "teacher", "ครู"
        ADMINISTRATOR = "administrator", "ผู้ดูแลโรงเรียน"

    class State(models.TextChoices):
        WAITING = "waiting", "รออนุมัติ"
        ACTIVE = "active", "อยู่ในโรงเรียน"

    school = models.ForeignKey(School, models.CASCADE, related_name="staff")
    user = models.ForeignKey(User, models.CASCADE, related_name="schools")
    name = models.CharField("ชื่อที่เพื่อนครูและนักเรียนเห็น", max_length=60)
    role = models.CharField(max_length=13, choices=Role.choices, default=Role.TEACHER)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "บุคลากร"
        verbose_name_plural = "บุคลากร"
        constraints = [models.UniqueConstraint(fields=["school", "user"], name="one_post_per_school")]

    def __str__(self) -> str:
        return self.name
