"""Writes about certificates: made once, named by their learner, revoked by an administrator with a reason."""

import datetime as dt

from django.db import transaction

from accounts.models import Learner
from lessons import tree
from lessons.certificates import selectors
from lessons.models import Certificate


class NotPassed(Exception):  # noqa: N818 — a rule, not a fault
    """The course is not done yet, or is not there."""


def issue(*, learner: Learner, course_id: int, now: dt.datetime) -> Certificate:
    """Return the learner's certificate of a passed course, made when there is none. Raises NotPassed."""
    with transaction.atomic():
        # the learner's row makes a double click one certificate
        Learner.objects.select_for_update().get(pk=learner.pk)
        mine = Certificate.objects.filter(learner=learner).order_by("issued_at")
        made = next((each for each in mine if each.course_id == course_id), None)
        if made is not None:
            return made
        standing = selectors.passed_course(selectors.standings(learner_id=learner.pk), course_id=course_id)
        if standing is None:
            raise NotPassed
        course = standing.course
        return Certificate.objects.create(
            learner=learner,
            course_id=course["id"],
            course_title=course["title"],
            lessons=standing.total,
            minutes=tree.minutes(course["lessons"]),
            passed_at=standing.finished_at or now,
            issued_at=now,
        )


def rename(*, certificate: Certificate, name: str) -> None:
    """Put the name that the learner chose on the certificate; empty takes it off."""
    Certificate.objects.filter(pk=certificate.pk).update(name=name)


def merge(*, source: Learner, target: Learner) -> None:
    """Move certificates to the other learner; two of one course both stay: both links were given away."""
    Certificate.objects.filter(learner=source).update(learner=target)


def take_names_off(*, learner: Learner) -> None:
    Certificate.objects.filter(learner=learner).update(name="")
