"""Many finished attempts for tests of what they say."""

import datetime as dt
import random
import uuid
from collections.abc import Sequence
from typing import Any

from accounts.models import Learner
from quizzes.models import AnswerStep, Attempt, Question, Quiz
from quizzes.selectors import contents_of
from quizzes.services import finish_attempt
from tests.factories.quizzes import NOW, make_attempt, make_learner, publish, stream


def answered_attempt(
    *, quiz: Quiz, right: Sequence[bool | None], learner: Learner | None = None, now: dt.datetime = NOW
) -> Attempt:
    """Return an attempt finished with a right or a wrong answer per slot, or none (None)."""
    attempt = make_attempt(quiz=quiz, learner=learner or make_learner())
    answer(attempt, right=right, now=now)
    return finish_attempt(learner_id=attempt.learner_id, attempt_id=attempt.pk, now=now)


def answer(attempt: Attempt, *, right: Sequence[bool | None], now: dt.datetime) -> None:
    """Give a right or a wrong answer per slot, or none (None)."""
    contents = contents_of(attempt)
    AnswerStep.objects.bulk_create(
        AnswerStep(
            attempt=attempt,
            slot=place["slot"],
            sequence=place["slot"],
            key=uuid.uuid4(),
            response={"choices": [_choice(contents[place["version"]], right=is_right)]},
            received_at=now,
        )
        for place, is_right in zip(attempt.layout, right, strict=True)
        if is_right is not None
    )


def _choice(content: Any, *, right: bool) -> str:
    return next(str(choice["uid"]) for choice in content["choices"] if choice["correct"] is right)


def crowd(*, quiz: Quiz, size: int, wrong_key_at: int | None = None) -> list[Attempt]:
    """Return attempts of learners from weak to strong; at one slot only the weak choose what the key says."""
    chance = random.Random(size)
    count = len(quiz.slots.all())
    attempts = []
    for number in range(size):
        ability = (number + 0.5) / size
        right = [chance.random() < ability for _ in range(count)]
        if wrong_key_at is not None:
            right[wrong_key_at - 1] = chance.random() > ability
        attempts.append(answered_attempt(quiz=quiz, right=right))
    return attempts


def move_key(question: Question) -> None:
    """Publish the question with the key moved from its first choice to its second."""
    content = dict(question.snapshot())
    content["choices"] = [
        {**choice, "correct": number == 1} for number, choice in enumerate(content["choices"])
    ]
    question.interaction = stream(content)
    publish(question)
