"""Attempts, the answers given in them, and where they leave a learner."""

import uuid

from django.db import models

from accounts.models import Learner
from quizzes.models.quiz import Quiz


class Attempt(models.Model):
    """One learner's go at one quiz; everything that it shows was resolved when it started.

    `layout` is [quizzes.selection.Place, …] and never changes, nor does the key come again: processes may keep it
    (quizzes.layouts). The rules that it is taken by were frozen at the start as well: changing a quiz changes no
    attempt that is under way.
    """

    class Preset(models.TextChoices):
        PRACTICE = "practice", "ฝึกทำ"  # each answer may be checked at once, and changed
        ASSIGNED = "assigned", "งานที่มอบหมาย"  # nothing is said before the end

    class State(models.TextChoices):
        OPEN = "open", "กำลังทำ"
        FINISHED = "finished", "ส่งแล้ว"
        # two learners turned out to be one person, and both had this quiz open: see quizzes.merging
        MERGED = "merged", "รวมกับครั้งอื่น"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="attempts")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    seed = models.PositiveIntegerField()
    layout = models.JSONField()
    pass_percent = models.PositiveSmallIntegerField()  # the criterion is frozen when the attempt starts
    preset = models.CharField(max_length=10, choices=Preset.choices, default=Preset.PRACTICE)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    # what it was begun for, as a higher app names it (quizzes.terms); "" = by oneself
    occasion = models.CharField(max_length=40, blank=True, default="")
    started_at = models.DateTimeField()
    deadline = models.DateTimeField(
        null=True
    )  # time limit × the learner's factor; null: takes as long as it takes
    # with an occasion: explained from then on (null: once it has ended), but not while it is held
    feedback_at = models.DateTimeField(null=True)
    is_held = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True)
    ran_out = models.BooleanField(default=False)  # closed because the time was up, not handed in
    fraction = models.FloatField(null=True)  # 0–1, set at finish
    marks = models.JSONField(default=list)  # fraction per slot, set at finish
    # ended before its result may be known: not in the learner's standings yet (quizzes.standings)
    result_waits = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", models.CASCADE, null=True, related_name="merged_from")

    class Meta:
        constraints = [
            # at most one open attempt for an occasion: a second tab or a double click continues the first
            models.UniqueConstraint(
                fields=["learner", "quiz", "occasion"],
                condition=models.Q(state="open"),
                name="one_open_attempt",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", finished_at=None, fraction=None, merged_into=None)
                | models.Q(
                    state="finished",
                    finished_at__isnull=False,
                    fraction__gte=0,
                    fraction__lte=1,
                    merged_into=None,
                )
                | models.Q(
                    state="merged", finished_at__isnull=False, fraction=None, merged_into__isnull=False
                ),
                name="attempt_state_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["learner", "quiz", "-started_at"], name="attempt_of_learner"),
            models.Index(
                fields=["deadline"],
                condition=models.Q(state="open", deadline__isnull=False),
                name="attempt_running_out",
            ),
            models.Index(fields=["occasion", "learner"], name="attempt_of_occasion"),
            models.Index(
                fields=["feedback_at"], condition=models.Q(result_waits=True), name="attempt_result_waits"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class AnswerStep(models.Model):
    """One answer as it was given. Append-only: a changed mind is another row.

    `sequence` is the browser's Lamport clock; for one slot the highest (sequence, id) is what counts.
    `key` makes a retry harmless.
    """

    # no index of its own: the unique constraint below begins with it
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="steps", db_index=False)
    slot = models.PositiveSmallIntegerField()  # 1-based
    sequence = models.PositiveIntegerField()
    key = models.UUIDField()
    response = (
        models.JSONField()
    )  # as its kind takes it (quizzes.kinds), with "confidence" where that is asked
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "key"], name="answer_given_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id} #{self.slot}"


class AnswerCheck(models.Model):
    """A learner in practice asked whether an answer is right, and was told. Marks at the end know nothing of it."""

    step = models.OneToOneField(AnswerStep, models.CASCADE, related_name="check_made")
    fraction = models.FloatField()  # 0–1
    checked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.step_id}: {self.fraction:.2f}"


class QuizResult(models.Model):
    """A learner's standing in one quiz, so that reports never add up attempts. Written by quizzes.standings.

    It knows of an attempt from the moment on at which the learner may know its result.
    """

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="quiz_results")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="results")
    attempts = models.PositiveIntegerField()
    best_fraction = models.FloatField()
    best_attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="+")
    passed_at = models.DateTimeField(null=True)
    last_finished_at = models.DateTimeField()
    # no columns: selectors.result_of sets them for one attempt
    is_about_several = False
    had = 0

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "quiz"], name="one_result_per_quiz")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.quiz_id}"
