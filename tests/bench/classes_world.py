"""Makes what a school's load is measured on: classes of forty with one piece of work. Prints it as JSON."""

import datetime as dt
import json
import sys
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts import cookies  # noqa: E402
from tests.factories import accounts, quizzes, schools  # noqa: E402

CLASS_SIZE, QUESTIONS = 40, 10


def main(pupils: int) -> dict[str, Any]:
    for command in ("migrate", "collectstatic"):
        call_command(command, interactive=False, verbosity=0)
    now = timezone.now()
    with transaction.atomic():
        quiz = quizzes.make_quiz(questions=QUESTIONS)
        teacher = schools.make_staff()
        found = []
        for first in range(0, pupils, CLASS_SIZE):
            classroom = schools.make_classroom(
                teacher=teacher,
                code_expires_at=now + dt.timedelta(days=30),
                keep_until=now.date() + dt.timedelta(days=300),
            )
            work = schools.make_assignment(
                classroom=classroom, quiz=quiz, opens_at=now - dt.timedelta(hours=1)
            )
            start = reverse("schools:start_work", args=[work.pk])
            for number in range(first, min(first + CLASS_SIZE, pupils)):
                learner = accounts.make_learner(created_at=now)
                schools.make_pupil(classroom=classroom, learner=learner, number=number - first + 1)
                cookie = f"{cookies.NAME}={cookies.signed(learner.pk)}"
                found.append({"start": start, "cookie": cookie})
    return {"pupils": found}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))) + "\n")
