"""Somebody who has used everything, through the pages where there are some: for tests of export and erasure."""

import uuid
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from wagtail.models import ModelLogEntry, PageLogEntry

from accounts import services
from accounts.models import User
from accounts.personal_data import Person
from quizzes.answers import GivenAnswer, record_answer
from quizzes.models import Attempt, Quiz
from quizzes.services import check_answer, finish_attempt, start_attempt
from tests.conftest import NOW
from tests.factories.lessons import make_lesson
from tests.factories.quizzes import make_question, make_quiz, right_choices

SIGN_UP = {
    "password1": "rak-rian-2569",
    "age_band": "minor",
    "agrees": "on",
    "guardian": "แม่",
    "guardian_agrees": "on",
}


@dataclass(frozen=True)
class Life(Person):
    quiz: Quiz | None = None
    attempts: tuple[str, ...] = ()


def a_whole_life(client: Client, *, name: str, address: str) -> Any:
    """Return somebody with an account who has learnt, answered, written a page and been looked at."""
    client.post("/accounts/signup/", {**SIGN_UP, "username": name, "email": address})
    user = User.objects.get(username=name)
    learner = user.learner
    questions = [make_question(objective=f"เป้าหมาย {uuid.uuid4().hex}") for _ in range(2)]
    quiz = make_quiz(questions=questions)
    lesson = make_lesson(closing_quiz=quiz, owner=user)
    done = start_attempt(learner=learner, slug=quiz.slug, now=NOW)
    _answer(done)
    check_answer(learner_id=learner.pk, attempt_id=done.pk, slot=1, now=NOW)
    finish_attempt(learner_id=learner.pk, attempt_id=done.pk, now=NOW)
    opened = start_attempt(learner=learner, slug=quiz.slug, now=NOW)
    _answer(opened)
    services.note_access(viewer=user, role="ครู", what="ผลของชั้น", learner_ids=[learner.pk], now=NOW)
    _of_libraries(user, lesson)
    return Life(
        learner=learner,
        user=user,
        quiz=quiz,
        attempts=(done.pk.hex, str(done.pk), opened.pk.hex, str(opened.pk)),
    )


def _answer(attempt: Attempt) -> None:
    given = GivenAnswer(uuid.uuid4(), 1, 1, {"choices": right_choices(attempt, 1)})
    record_answer(learner_id=attempt.learner_id, attempt_id=attempt.pk, given=given, now=NOW)


def _of_libraries(user: User, page: Any) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "totp-secret"})
    SocialAccount.objects.create(user=user, provider="line", uid=f"U{user.username}")
    EmailAddress.objects.get_or_create(user=user, email=user.email)
    PageLogEntry.objects.create(
        page=page, user=user, action="wagtail.edit", label=page.title, timestamp=NOW,
        content_type=ContentType.objects.get_for_model(page),
    )  # fmt: skip
    ModelLogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(user), object_id=str(user.pk), label=str(user),
        user=user, action="wagtail.edit", timestamp=NOW,
    )  # fmt: skip
