"""People: accounts, learners with or without one, what they agreed to, and who looked at what they did."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models

# Django's own rule refuses Thai vowels and tone marks: to Python they are no letters
_USERNAME = RegexValidator(
    r"^[\w\u0e00-\u0e7f.@+-]+\Z", "ชื่อผู้ใช้มีได้เฉพาะตัวอักษร ตัวเลข และ @ . + - _ โดยไม่เว้นวรรค"
)


class User(AbstractUser):  # type: ignore[django-manager-missing]  # Wagtail's mixins carry no types
    """Somebody with a password: a learner who wants to sync, an educator, an administrator."""

    username = models.CharField(
        "ชื่อผู้ใช้",
        max_length=150,
        unique=True,
        validators=[_USERNAME],
        error_messages={"unique": "มีผู้ใช้ชื่อนี้แล้ว ลองชื่ออื่น"},
    )

    class Meta:
        verbose_name = "ผู้ใช้"
        verbose_name_plural = "ผู้ใช้"


class AgeBand(models.TextChoices):
    """As much as Thai law (PDPA, section 20) makes us ask; never a birth date."""

    CHILD = "child", "ไม่เกิน 10 ปี"
    MINOR = "minor", "11–19 ปี"
    ADULT = "adult", "20 ปีขึ้นไป"

    @property
    def needs_guardian(self) -> bool:
        return self is not AgeBand.ADULT


class Learner(models.Model):
    """A person who learns. Created at the first answer, named by a signed cookie, joined to an account later.

    Holds nothing about the person but an age band, where one was asked: no name, no birth date.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, models.CASCADE, null=True, blank=True, related_name="learner")
    age_band = models.CharField("ช่วงอายุ", max_length=5, choices=AgeBand.choices, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "ผู้เรียน"
        verbose_name_plural = "ผู้เรียน"

    def __str__(self) -> str:
        return str(self.pk)


class Consent(models.Model):
    """What a learner, or a guardian for the learner, agreed to: which text, when, and when it was taken back."""

    class GivenBy(models.TextChoices):
        SELF = "self", "ผู้เรียนเอง"
        GUARDIAN = "guardian", "ผู้ปกครอง"

    class How(models.TextChoices):
        ON_DEVICE = "device", "กดยินยอมบนหน้าเว็บ"
        SCHOOL = "school", "โรงเรียนเก็บใบยินยอมไว้"

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="consents")
    text_version = models.CharField(max_length=20)  # accounts.consent_text
    age_band = models.CharField(max_length=5, choices=AgeBand.choices)  # as it was then
    given_by = models.CharField(max_length=8, choices=GivenBy.choices)
    guardian = models.CharField(max_length=40, blank=True)  # who they are to the learner: แม่, ปู่; no name
    how = models.CharField(max_length=6, choices=How.choices, default=How.ON_DEVICE)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "ความยินยอม"
        verbose_name_plural = "ความยินยอม"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(age_band="adult", given_by="self") | models.Q(given_by="guardian"),
                name="minors_have_a_guardian",
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.text_version}"


class AccessLog(models.Model):
    """Somebody of the staff or a school opened what one learner did (`accounts.services.note_access`)."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="accesses")
    viewer = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=40)  # stays when the viewer is gone: ครูประจำชั้น, ผู้ดูแลระบบ
    what = models.CharField(max_length=80)  # which page or report, in Thai: the learner reads it
    looked_at = models.DateTimeField()

    class Meta:
        verbose_name = "การเปิดดูข้อมูลผู้เรียน"
        verbose_name_plural = "การเปิดดูข้อมูลผู้เรียน"
        indexes = [models.Index(fields=["learner", "-looked_at"], name="access_of_learner")]

    def __str__(self) -> str:
        return f"{self.role}: {self.what}"
