"""Makes what is measured: a lesson of 20 blocks with chart and quiz, learners with open attempts. Prints it as JSON."""

import json
import sys
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import (  # noqa: E402
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    get_user_model,
)
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts import cookies  # noqa: E402
from accounts.models import User  # noqa: E402
from tests.bench.bare_tables import TABLES  # noqa: E402
from tests.factories import lessons, market_data, quizzes  # noqa: E402

QUESTIONS = 10


def main(learners: int) -> dict[str, Any]:
    for command in ("migrate", "collectstatic"):
        call_command(command, interactive=False, verbosity=0)
    now = timezone.now()
    series = market_data.with_candles(market_data.series(), count=365, now=now)
    quiz = quizzes.make_quiz(questions=QUESTIONS)
    body: list[tuple[str, Any]] = [
        ("text", f"<h2 data-block-key='a{n}'>หัวข้อ</h2><p>{'บล็อกเชนคือสมุดบัญชีที่หลายคนถือสำเนาไว้ตรงกัน ' * 6}</p>")
        for n in range(14)
    ]
    callout = {"tone": "caution", "title": "ควรระวัง", "text": "<p>ผลตอบแทนทุกบาทมาจากที่ใดที่หนึ่ง</p>"}
    body += [("callout", callout)] * 5
    body.insert(3, ("chart", {"series": series.pk, "range": "1y", "caption": "บิตคอยน์รายวัน"}))
    lesson = lessons.make_lesson(body=body, closing_quiz=quiz)
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(table)
    attempts = []
    for _ in range(learners):
        learner = quizzes.make_learner()
        attempt = quizzes.start_attempt(learner=learner, slug=quiz.slug, now=now)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_attempt (id, state) VALUES (%s, 'open')", [str(attempt.pk)])
        attempts.append(
            {
                "id": str(attempt.pk),
                "cookie": f"{cookies.NAME}={cookies.signed(learner.pk)}",
                "choices": [place["parts"] for place in attempt.layout],
            }
        )
    return {
        "lesson": lesson.get_url(),
        "quiz": quiz.slug,
        "figure": f"/market/figures/{series.pk}/1y.json",
        "attempts": attempts,
        "statistics": reverse("quiz_report_detail", args=[quiz.pk]),
        "educator": _educator(),
    }


def _educator() -> str:
    """Return the cookie of somebody who may see statistics."""
    return session_of(get_user_model().objects.create_superuser("bench", password="only for this run"))


def session_of(user: User) -> str:
    """Return the cookie of an account that has signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))) + "\n")
