"""Answers on paper, typed in by a teacher."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from quizzes import assigning
from quizzes.models import Attempt, Quiz
from quizzes.terms import Terms
from schools.models import Assignment, Membership, Submission
from schools.services import events, seats
from schools.terms import Rule, effective


def record_row(
    *,
    assignment: Assignment,
    pupil: Membership,
    quiz: Quiz,
    edition: Sequence[str],
    responses: Mapping[int, dict[str, Any]],
    actor: User,
    now: dt.datetime,
) -> Attempt:
    """Enter one pupil's sheet as an ended attempt. A pupil who was never in gets a learner for it.

    The attempt limit does not hold a teacher back: a sheet that was typed wrongly is typed again. Raises what
    quizzes.assigning.record_paper does.
    """
    with transaction.atomic():
        pupil = Membership.objects.select_for_update(of=("self",)).get(pk=pupil.pk)
        attempt = assigning.record_paper(
            learner=seats.learner_of(seat=pupil, now=now),
            slug=quiz.slug,
            responses={slot: dict(each) for slot, each in responses.items() if each},
            terms=_terms(assignment),
            edition=edition,
            received_at=now,
            now=now,
        )
        Submission.objects.filter(attempt=attempt).update(is_paper=True)
        events.note(
            classroom=assignment.classroom,
            actor=actor,
            what=f"กรอกคำตอบจากกระดาษ “{assignment.title[:80]}”",
            pupil=pupil,
            now=now,
        )
        return attempt


def _terms(assignment: Assignment) -> Terms:
    """Return when the result may be told; of the rest nothing binds what lies on the teacher's table."""
    rule = Rule(
        opens_at=assignment.opens_at,
        due_at=assignment.due_at,
        closes_at=assignment.closes_at,
        answers=assignment.answers,
        released_at=assignment.released_at,
    )
    found = effective(rule)
    return Terms(
        occasion=assignment.occasion,
        preset=assignment.preset,
        feedback_at=found.feedback_at,
        is_held=found.is_held,
    )
