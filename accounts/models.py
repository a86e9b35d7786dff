"""People: accounts, and learners with or without one."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Somebody with a password: a learner who wants to sync, an educator, an administrator."""

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
