"""What a learner knows now, and when it is due to be met again."""

from django.db import models

from accounts.models import Learner
from quizzes.skills import LEVEL_LABELS, Level


class SkillState(models.Model):
    """A learner's standing in one objective (quizzes.skills.Skill). Only answers move it, never time."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="skills")
    objective = models.CharField(max_length=200)  # as questions name it
    level = models.PositiveSmallIntegerField(choices=[(level.value, LEVEL_LABELS[level]) for level in Level])
    best = models.PositiveSmallIntegerField()  # highest level ever; never falls
    changed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # of the next short review; null when none is planned
    rung = models.PositiveSmallIntegerField(default=0)
    memory = models.JSONField(default=dict)  # the scheduler's
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        # also serves "what is due": a learner has few objectives
        constraints = [models.UniqueConstraint(fields=["learner", "objective"], name="one_skill_state")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.objective}: {self.level}"
