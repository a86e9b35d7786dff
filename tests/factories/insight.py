"""Many finished attempts for tests of what they say."""

import datetime as dt
import random
import uuid
from collections.abc import Sequence
from typing import Any

from accounts.models import Learner
from quizzes.models import AnswerStep, Attempt, Question, Quiz, QuizResult, UncountedAttempt
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
    AnswerStep.objects.bulk_create(_steps(attempt, contents=contents_of(attempt), right=right, now=now))


def _steps(
    attempt: Attempt, *, contents: Any, right: Sequence[bool | None], now: dt.datetime
) -> list[AnswerStep]:
    return [
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
    ]


def _choice(content: Any, *, right: bool) -> str:
    return next(str(choice["uid"]) for choice in content["choices"] if choice["correct"] is right)


def crowd(*, quiz: Quiz, size: int, wrong_key_at: int | None = None) -> list[Attempt]:
    """Return attempts of learners from weak to strong; at one slot only the weak choose what the key says.

    The first is taken as learners take it; the rest are written beside it, which takes a fiftieth of the time.
    """
    chance = random.Random(size)
    count = len(quiz.slots.all())
    answers = []
    for number in range(size):
        ability = (number + 0.5) / size
        right = [chance.random() < ability for _ in range(count)]
        if wrong_key_at is not None:
            right[wrong_key_at - 1] = chance.random() > ability
        answers.append(right)
    first = answered_attempt(quiz=quiz, right=answers[0])
    return [first, *_beside(first, answers[1:])]


def _beside(first: Attempt, answers: Sequence[Sequence[bool]]) -> list[Attempt]:
    """Write what the services write of finished attempts, but for what learners know; results are all due."""
    learners = Learner.objects.bulk_create(Learner(created_at=NOW) for _ in answers)
    attempts = Attempt.objects.bulk_create(
        Attempt(
            learner=learner,
            quiz_id=first.quiz_id,
            seed=first.seed,
            layout=first.layout,
            pass_percent=first.pass_percent,
            state=Attempt.State.FINISHED,
            started_at=first.started_at,
            finished_at=first.finished_at,
            fraction=sum(right) / len(right),
            marks=[float(is_right) for is_right in right],
        )
        for learner, right in zip(learners, answers, strict=True)
    )
    contents = contents_of(first)
    AnswerStep.objects.bulk_create(
        step
        for attempt, right in zip(attempts, answers, strict=True)
        for step in _steps(attempt, contents=contents, right=right, now=NOW)
    )
    QuizResult.objects.bulk_create(
        QuizResult(
            learner=attempt.learner, quiz_id=attempt.quiz_id, attempts=1, best_fraction=attempt.fraction,
            best_attempt=attempt, last_finished_at=NOW,
        )
        for attempt in attempts
    )  # fmt: skip
    UncountedAttempt.objects.bulk_create(
        UncountedAttempt(attempt=attempt, quiz_id=attempt.quiz_id) for attempt in attempts
    )
    return attempts


def move_key(question: Question) -> None:
    """Publish the question with the key moved from its first choice to its second."""
    content = dict(question.snapshot())
    content["choices"] = [
        {**choice, "correct": number == 1} for number, choice in enumerate(content["choices"])
    ]
    question.interaction = stream(content)
    publish(question)
