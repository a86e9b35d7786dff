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
from quizzes.models.question import (
    LEVEL_FIELDS,
    Difficulty,
    Level,
    Question,
    QuestionQuerySet,
    QuestionVersion,
    UploadedQuestions,
)
from quizzes.models.quiz import Quiz, QuizBand, QuizSlot
from quizzes.models.skill import SkillState

__all__ = [
    "LEVEL_FIELDS",
    "AnswerCheck",
    "AnswerStep",
    "Attempt",
    "AuthorTask",
    "Difficulty",
    "Level",
    "Question",
    "QuestionQuerySet",
    "QuestionVersion",
    "Quiz",
    "QuizAnalysis",
    "QuizBand",
    "QuizResult",
    "QuizSlot",
    "Regrade",
    "RegradedMark",
    "SkillState",
    "UncountedAttempt",
    "UploadedQuestions",
    "VersionAnalysis",
]
