"""The tables of the quizzes, by noun; each module may import those above it in this list.

question → quiz → attempt → insight, skill
"""

from quizzes.models.attempt import AnswerStep, Attempt, QuizResult
from quizzes.models.question import KIND_LABELS, Choice, Difficulty, Question, QuestionVersion
from quizzes.models.quiz import Quiz, QuizSlot

__all__ = [
    "KIND_LABELS",
    "AnswerStep",
    "Attempt",
    "Choice",
    "Difficulty",
    "Question",
    "QuestionVersion",
    "Quiz",
    "QuizResult",
    "QuizSlot",
]
