"""Writes about people: a learner comes into being, joins an account, or becomes one with another learner.

A view that is about to record something asks `learner_for_start` and then `accounts.cookies.remember`s the
answer; `claim_learner` runs at sign-in (accounts.receivers). What people agreed to and who looked at their work is
noted here as well; leaving and erasing is in accounts.leaving.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection, models, transaction
from django.db.models import QuerySet, Value

from accounts import consent_text
from accounts.models import AccessLog, AgeBand, Consent, Learner, User
from accounts.signals import claim_asked, learners_merged


def create_learner(*, now: dt.datetime, user: User | None = None) -> Learner:
    """Return a new learner; without a user it belongs to whoever holds its cookie."""
    return Learner.objects.create(created_at=now, user=user)


def learner_for_start(
    *, learner_id: uuid.UUID | None, user: User | AnonymousUser | None, now: dt.datetime
) -> Learner:
    """Return the learner whom an answer given now belongs to, creating one when there is none.

    `learner_id` is what the cookie names, `user` the request's user. Signed in: the account's learner, joined
    with the cookie's when that one is nobody's. Not signed in: the cookie's learner, else a new one.
    """
    if isinstance(user, User):
        return learner_of_account(learner_id=learner_id, user=user, now=now)
    learner = Learner.objects.filter(pk=learner_id).first() if learner_id else None
    return learner or create_learner(now=now)


def learner_of_account(*, learner_id: uuid.UUID | None, user: User, now: dt.datetime) -> Learner:
    """Return the account's learner, joined with the cookie's when that one is nobody's; made when there is none."""
    learner = claim_learner(learner_id=learner_id, user=user, now=now)
    return learner or _create_for(user, now=now)


def claim_learner(*, learner_id: uuid.UUID | None, user: User, now: dt.datetime) -> Learner | None:
    """Join the cookie's learner to the account and return the account's learner, None when it has none.

    A learner of another account is left alone (a shared phone), and so is one whom an app above says to be somebody
    else (signal `claim_asked`). When both the account and the cookie have
    one, everything of the cookie's moves to the account's (signal `learners_merged`) and the cookie's is gone.
    """
    own = Learner.objects.filter(user=user).first()
    if own is not None and learner_id in {None, own.pk}:
        return own  # nothing to join, so nothing to lock
    with transaction.atomic():
        # the account's row serialises two devices that sign in at the same moment
        User.objects.select_for_update().get(pk=user.pk)
        own = Learner.objects.filter(user=user).first()
        found = (
            Learner.objects.select_for_update().filter(pk=learner_id, user=None).first()
            if learner_id and (own is None or own.pk != learner_id)
            else None
        )
        if found is None or _is_somebody_else(found, user, own):
            return own
        if own is None:
            found.user = user
            found.save(update_fields=["user"])
            return found
        _merge(source=found, target=own)
        learners_merged.send(sender=Learner, source=found, target=own, now=now)
        found.delete()
        return own


def renew_learner(*, learner: Learner, now: dt.datetime) -> Learner:
    """Return a new learner without an account who has everything of `learner`, which is gone then.

    Every device that went on as the old one has to come in anew. ValueError for the learner of an account.
    """
    with transaction.atomic():
        source = Learner.objects.select_for_update().get(pk=learner.pk)
        if source.user_id is not None:
            raise ValueError("an account's learner stays")
        target = create_learner(now=now)
        _merge(source=source, target=target)
        learners_merged.send(sender=Learner, source=source, target=target, now=now)
        source.delete()
        return target


def _is_somebody_else(found: Learner, user: User, own: Learner | None) -> bool:
    asked = claim_asked.send(sender=Learner, learner=found, user=user, own=own)
    return any(answer for _receiver, answer in asked)


def _merge(*, source: Learner, target: Learner) -> None:
    """Move what accounts itself keeps of `source`; the account's own age band goes before the device's."""
    Consent.objects.filter(learner=source).update(learner=target)
    AccessLog.objects.filter(learner=source).update(learner=target)
    if source.age_band and not target.age_band:
        target.age_band = source.age_band
        target.save(update_fields=["age_band"])


def _create_for(user: User, *, now: dt.datetime) -> Learner:
    learner, _ = Learner.objects.get_or_create(user=user, defaults={"created_at": now})
    return learner


def give_consent(*, learner: Learner, age_band: str, guardian: str, now: dt.datetime) -> Consent:
    """Note that the learner agreed to the current text, or the guardian (`guardian`: who that is) for the learner."""
    young = AgeBand(age_band).needs_guardian
    with transaction.atomic():
        Learner.objects.filter(pk=learner.pk).update(age_band=age_band)
        return Consent.objects.create(
            learner=learner,
            text_version=consent_text.CURRENT,
            age_band=age_band,
            given_by=Consent.GivenBy.GUARDIAN if young else Consent.GivenBy.SELF,
            guardian=guardian if young else "",
            given_at=now,
        )


def keep_school_consent(*, learner: Learner, given_at: dt.datetime) -> Consent:
    """Note that the school holds the guardian's consent of that day, on paper. Once, however often it is told.

    Schools are not asked for the pupil's age band: it stays empty where the learner never gave one.
    """
    consent, _ = Consent.objects.get_or_create(
        learner=learner,
        given_by=Consent.GivenBy.GUARDIAN,
        how=Consent.How.SCHOOL,
        given_at=given_at,
        defaults={"text_version": consent_text.CURRENT, "age_band": learner.age_band},
    )
    return consent


def note_access(
    *, viewer: User, role: str, what: str, learner_ids: Iterable[uuid.UUID], now: dt.datetime
) -> None:
    """Note that somebody opened what these learners did (one statement). `what` is Thai: the learners read it."""
    AccessLog.objects.bulk_create(
        AccessLog(learner_id=learner_id, viewer=viewer, role=role, what=what, looked_at=now)
        for learner_id in learner_ids
    )


def note_access_to(
    *, viewer: User, role: str, what: str, learners: "QuerySet[Any]", now: dt.datetime
) -> None:
    """Note the same for everybody whose learner id a query finds in its column `learner`: one statement for any number."""
    text = models.CharField()
    rows = learners.filter(learner__isnull=False).annotate(
        noted_viewer=Value(viewer.pk, models.BigIntegerField()),
        noted_role=Value(role, text),
        noted_what=Value(what, text),
        noted_at=Value(now, models.DateTimeField()),
    )
    columns = ("learner_id", "noted_viewer", "noted_role", "noted_what", "noted_at")
    statement, values = rows.order_by().values_list(*columns).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO accounts_accesslog (learner_id, viewer_id, role, what, looked_at) {statement}",
            values,
        )
