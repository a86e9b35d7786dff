"""What each learner has done in the page tree."""

from django.db import models

from accounts.models import Learner
from lessons.models.lesson import LessonPage


class LessonRecord(models.Model):
    """What one learner has done with one lesson. Made when the closing quiz is opened for the first time."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="lesson_records")
    lesson = models.ForeignKey(LessonPage, models.CASCADE, related_name="records")
    started_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)  # the closing quiz was finished once; never taken back
    best_fraction = models.FloatField(null=True)  # 0–1, best result of the closing quiz
    touched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "lesson"], name="one_record_per_lesson"),
            models.CheckConstraint(
                condition=models.Q(best_fraction=None) | models.Q(best_fraction__gte=0, best_fraction__lte=1),
                name="best_fraction_is_a_fraction",
            ),
        ]
        indexes = [models.Index(fields=["learner", "-touched_at"], name="record_of_learner")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.lesson_id}"
