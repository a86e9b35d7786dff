"""People: accounts, and learners with or without one."""

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


class Learner(models.Model):
    """A person who learns. Created at the first answer, named by a signed cookie, joined to an account later.

    Holds nothing about the person: no name, no birth date.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, models.CASCADE, null=True, blank=True, related_name="learner")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "ผู้เรียน"
        verbose_name_plural = "ผู้เรียน"

    def __str__(self) -> str:
        return str(self.pk)
