"""How people leave: erased at once, or without their account only; and learners who never came back."""

import datetime as dt

from django.db import transaction

from accounts.models import Consent, Learner, User
from accounts.personal_data import Person, away_since, erasers, holders
from accounts.signals import account_closed


class LastAdministrator(Exception):  # noqa: N818 — a rule, not a fault
    """Nobody could look after the site any more."""


def erase_person(*, person: Person) -> None:
    """Delete everything that is kept of the person, in one transaction. Statistics that name nobody stay.

    Raises LastAdministrator when the account is the only superuser left.
    """
    with transaction.atomic():
        _refuse_last_administrator(person.user)
        for erase in erasers():
            erase(person)
        for holder in holders():
            if holder.cut:
                holder.of(person).update(**{holder.cut: None})
        if person.learner is not None:
            person.learner.delete()
        if person.user is not None:
            person.user.delete()


def close_account(*, user: User, now: dt.datetime) -> Learner | None:
    """Take consent back: the account goes with its name and e-mail, the work stays with this device's learner.

    Apps above drop what named the person (signal `account_closed`). Raises LastAdministrator.
    """
    with transaction.atomic():
        learner = Learner.objects.filter(user=user).first()
        if learner is not None:
            learner.user = None
            learner.age_band = ""
            learner.save(update_fields=["user", "age_band"])
            Consent.objects.filter(learner=learner, withdrawn_at=None).update(withdrawn_at=now)
            account_closed.send(sender=Learner, learner=learner, now=now)
        erase_person(person=Person(user=User.objects.get(pk=user.pk)))
        return learner


def _refuse_last_administrator(user: User | None) -> None:
    others = User.objects.filter(is_superuser=True, is_active=True)
    if user is not None and user.is_superuser and not others.exclude(pk=user.pk).exists():
        raise LastAdministrator


def erase_away(*, now: dt.datetime, after: dt.timedelta, at_most: int = 500) -> int:
    """Erase learners without an account who have done nothing for `after`; return how many.

    Each has its own transaction, so that a killed job has kept what it did and answers never wait for it long.
    """
    gone = 0
    for learner in list(away_since(when=now - after)[:at_most]):
        erase_person(person=Person(learner=learner))
        gone += 1
    return gone
