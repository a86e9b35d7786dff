"""Makes somebody who has learnt: lessons done, a certificate, a result, a quiz half way. Prints what they see as JSON."""

import datetime as dt
import json
import sys
from typing import Any

import django

django.setup()

from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts import cookies  # noqa: E402
from accounts.models import Learner  # noqa: E402
from lessons.certificates import services as certificates  # noqa: E402
from lessons.models import Certificate, CoursePage  # noqa: E402
from quizzes import selectors, services  # noqa: E402
from quizzes.kinds import KINDS  # noqa: E402
from quizzes.models import Attempt  # noqa: E402
from quizzes.plain_form import FormAnswer  # noqa: E402
from tests.factories.question_kinds import attempt_over, content_of  # noqa: E402

PASSED, RESULT, HALF_WAY = "kor", "easy-jobs", "modern-ponzi"
NAME = "ปิ่น ฤทธิ์ธำรงค์"


def main() -> dict[str, Any]:
    now = timezone.now()
    learner = Learner.objects.create(created_at=now)
    course = CoursePage.objects.get(slug=PASSED)
    lessons = course.get_children().specific()
    quizzes = [lesson.closing_quiz.slug for lesson in lessons if getattr(lesson, "closing_quiz", None)]
    quizzes += [course.course_quiz.slug] if course.course_quiz else []
    for place, slug in enumerate(quizzes):
        _take(learner, slug, now=now - dt.timedelta(days=len(quizzes) - place))
    certificate = certificates.issue(learner=learner, course_id=course.pk, now=now)
    Certificate.objects.filter(pk=certificate.pk).update(name=NAME)
    half_way = services.start_attempt(learner=learner, slug=HALF_WAY, now=now)
    _answer(half_way, upto=2, now=now)
    every_kind = attempt_over(*(content_of(kind) for kind in KINDS), learner=learner, started_at=now)
    _answer(every_kind, upto=len(KINDS), now=now, wrong=0)
    return {
        "cookie": cookies.signed(learner.pk),
        "addresses": {
            "attempt": reverse("quizzes:attempt", args=[half_way.pk]),
            "attempt, every kind": reverse("quizzes:attempt", args=[every_kind.pk]),
            "result": reverse("quizzes:result", args=[_take(learner, RESULT, now=now, wrong=2).pk]),
            "certificate": reverse("certificate", args=[certificate.pk]),
        },
    }


def _take(learner: Learner, slug: str, *, now: dt.datetime, wrong: int = 0) -> Attempt:
    attempt = services.start_attempt(learner=learner, slug=slug, now=now)
    _answer(attempt, upto=len(attempt.layout), now=now, wrong=wrong)
    return services.finish_attempt(learner_id=learner.pk, attempt_id=attempt.pk, now=now)


def _answer(attempt: Attempt, *, upto: int, now: dt.datetime, wrong: int = 0) -> None:
    """Answer the first questions right; of the last of these, `wrong` that are about choosing stay wrong."""
    known = selectors.contents_of(attempt)
    answers = {}
    for place in attempt.layout[:upto]:
        content = known[place["version"]]
        response = KINDS[content["kind"]].right_response(content)
        if wrong and content["kind"] == "single":
            wrong -= 1
            response = {"choices": [next(one["uid"] for one in content["choices"] if not one["correct"])]}
        answers[place["slot"]] = FormAnswer(shown="", response=response)
    services.record_form(learner_id=attempt.learner_id, attempt_id=attempt.pk, answers=answers, now=now)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()) + "\n")
