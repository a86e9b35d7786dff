"""The tables of the quizzes, by noun; each module may import those above it in this list.

question → quiz → attempt → insight, skill
"""

from quizzes.models.attempt import AnswerCheck, AnswerStep, Attempt, QuizResult
from quizzes.models.insight import (
    AuthorTask,
    QuizAnalysis,
    Regrade,
    RegradedMark,
    UncountedAttempt,
    VersionAnalysis,
)
from quizzes.models.question import KIND_LABELS, Choice, Difficulty, Question, QuestionVersion
from quizzes.models.quiz import Quiz, QuizSlot
from quizzes.models.skill import SkillState

__all__ = [
    "KIND_LABELS",
    "AnswerCheck",
    "AnswerStep",
    "Attempt",
    "AuthorTask",
    "Choice",
    "Difficulty",
    "Question",
    "QuestionVersion",
    "Quiz",
    "QuizAnalysis",
    "QuizResult",
    "QuizSlot",
    "Regrade",
    "RegradedMark",
    "SkillState",
    "UncountedAttempt",
    "VersionAnalysis",
]
