"""Classes, who teaches them, who is in them, and what teachers did there that pupils may want to know."""

import datetime as dt
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from accounts.models import Learner, User
from schools.models.school import School, StaffMember


class Classroom(models.Model):
    """One class in one school year. Everything of its pupils goes when `keep_until` has passed."""

    class Entry(models.TextChoices):
        OPEN = "open", "เลือกชื่อจากรายชื่อ หรือพิมพ์ชื่อเล่นเอง"
        ROSTER = "roster", "เลือกชื่อจากรายชื่อเท่านั้น"
        SLIP = "slip", "ใช้รหัสส่วนตัวบนสลิปเท่านั้น"

    school = models.ForeignKey(School, models.CASCADE, related_name="classrooms")
    name = models.CharField("ชื่อห้อง", max_length=60, help_text="เช่น ม.2/3")
    year = models.PositiveSmallIntegerField("ปีการศึกษา (พ.ศ.)")
    entry = models.CharField("นักเรียนเข้าห้องอย่างไร", max_length=6, choices=Entry.choices, default=Entry.OPEN)
    code = models.CharField(max_length=10, unique=True)  # schools.codes: digits; a new one shuts the old link
    code_expires_at = models.DateTimeField()
    keep_until = models.DateField("เก็บข้อมูลนักเรียนถึง", help_text="หลังวันนี้ระบบลบรายชื่อและผลของห้องนี้ให้เอง")
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "ห้องเรียน"
        verbose_name_plural = "ห้องเรียน"
        indexes = [
            models.Index(fields=["keep_until"], name="class_to_be_erased"),
        ]

    def __str__(self) -> str:
        return self.name

    def takes_code(self, *, now: dt.datetime) -> bool:
        return self.archived_at is None and now < self.code_expires_at


class ClassTeacher(models.Model):
    """Who may see a class and act in it: nobody else, not even the school's administrator."""

    classroom = models.ForeignKey(Classroom, models.CASCADE, related_name="teaching")
    user = models.ForeignKey(User, models.CASCADE, related_name="teaching")
    staff = models.ForeignKey(StaffMember, models.CASCADE, related_name="teaching")
    is_owner = models.BooleanField(default=False)  # only the owner archives, erases and names co-teachers
    since = models.DateTimeField()

    class Meta:
        verbose_name = "ครูประจำห้อง"
        verbose_name_plural = "ครูประจำห้อง"
        constraints = [models.UniqueConstraint(fields=["classroom", "user"], name="teaches_class_once")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.classroom_id}"


class ClassGroup(models.Model):
    """Some pupils of a class, for work that not all do."""

    classroom = models.ForeignKey(Classroom, models.CASCADE, related_name="groups")
    name = models.CharField("ชื่อกลุ่ม", max_length=60)

    class Meta:
        verbose_name = "กลุ่ม"
        verbose_name_plural = "กลุ่ม"
        constraints = [models.UniqueConstraint(fields=["classroom", "name"], name="group_named_once")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A pupil of a class: what the teacher calls them, and, from the first entry on, the learner who they are.

    Nickname and number are enough. `learner` is made at the first entry, unless the pupil brings one along;
    `learner_is_ours` says that it came into being for a class and goes with the last class it is in.
    """

    classroom = models.ForeignKey(Classroom, models.CASCADE, related_name="pupils")
    learner = models.ForeignKey(Learner, models.CASCADE, null=True, related_name="memberships")
    learner_is_ours = models.BooleanField(default=False)
    number = models.PositiveSmallIntegerField("เลขที่", null=True, blank=True)
    student_code = models.CharField("รหัสนักเรียน", max_length=40, blank=True)
    title = models.CharField("คำนำหน้า", max_length=20, blank=True)
    first_name = models.CharField("ชื่อ", max_length=60, blank=True)
    last_name = models.CharField("นามสกุล", max_length=60, blank=True)
    nickname = models.CharField("ชื่อเล่น", max_length=40, blank=True)
    groups: "models.ManyToManyField[ClassGroup, models.Model]" = models.ManyToManyField(
        ClassGroup, blank=True, related_name="pupils"
    )
    half = models.PositiveSmallIntegerField(default=0)  # 0 or 1: who begins with form A, who with B
    time_factor = models.DecimalField(
        "ตัวคูณเวลา", max_digits=3, decimal_places=2, default=Decimal(1),
        validators=[MinValueValidator(Decimal(1)), MaxValueValidator(Decimal(3))],
    )  # fmt: skip
    pin = models.CharField(max_length=64, blank=True)  # schools.codes.sealed; empty: none asked
    personal_code = models.CharField(max_length=12, unique=True)  # on the slip: opens this pupil's seat
    consent_on = models.DateField("ใบยินยอมของผู้ปกครองลงวันที่", null=True, blank=True)
    joined_at = models.DateTimeField(null=True)  # first entry
    left_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "นักเรียน"
        verbose_name_plural = "นักเรียน"
        constraints = [
            models.UniqueConstraint(
                fields=["classroom", "learner"],
                condition=models.Q(learner__isnull=False),
                name="learner_once_in_class",
            ),
            models.UniqueConstraint(
                fields=["classroom", "student_code"],
                condition=~models.Q(student_code=""),
                name="student_code_once_in_class",
            ),
            models.UniqueConstraint(
                fields=["classroom", "number"],
                condition=models.Q(number__isnull=False, left_at=None),
                name="number_once_in_class",
            ),
            models.CheckConstraint(condition=models.Q(half__in=[0, 1]), name="half_is_one_of_two"),
            models.CheckConstraint(
                condition=models.Q(time_factor__gte=1, time_factor__lte=3), name="time_factor_is_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Return what teachers read in lists."""
        name = f"{self.title}{self.first_name} {self.last_name}".strip()
        if name and self.nickname:
            return f"{name} ({self.nickname})"
        return name or self.nickname or (f"เลขที่ {self.number}" if self.number else "ไม่มีชื่อ")

    @property
    def short_name(self) -> str:
        """Return what others may see: on the page where a pupil picks their own name, on a projector."""
        return self.nickname or self.first_name or self.full_name


class ClassEvent(models.Model):
    """Something a teacher did that bears on pupils' results: never changed, read by the class's teachers."""

    classroom = models.ForeignKey(Classroom, models.CASCADE, related_name="events")
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    pupil = models.ForeignKey(Membership, models.CASCADE, null=True, related_name="events")
    what = models.CharField(max_length=200)  # a Thai sentence without names: the pupil's stands beside it
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "บันทึกของห้อง"
        verbose_name_plural = "บันทึกของห้อง"
        indexes = [models.Index(fields=["classroom", "-at"], name="events_of_class")]

    def __str__(self) -> str:
        return self.what
