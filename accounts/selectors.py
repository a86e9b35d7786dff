"""Reads about people."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Value

from accounts import consent_text
from accounts.models import AccessLog, Consent, Learner, User
from accounts.personal_data import Person, holders


def get_learner(*, learner_id: uuid.UUID | None) -> Learner | None:
    """Return the learner that a cookie names; None when there is none, or when it was merged into another."""
    if learner_id is None:
        return None
    return Learner.objects.filter(pk=learner_id).first()


@dataclass(frozen=True)
class Visitor:
    """Whose data this browser may see. `is_locked`: its learner has an account, and nobody is signed in."""

    person: Person
    is_locked: bool = False


def visitor(*, learner_id: uuid.UUID | None, user: User | AnonymousUser | None) -> Visitor:
    """Return whose data may be shown and changed: the account's when signed in, else the cookie's if nobody's."""
    if isinstance(user, User):
        return Visitor(Person(learner=Learner.objects.filter(user=user).first(), user=user))
    learner = get_learner(learner_id=learner_id)
    if learner is not None and learner.user_id is not None:
        return Visitor(Person(), is_locked=True)
    return Visitor(Person(learner=learner))


def without_account(*, learner_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of the learners who exist and belong to no account."""
    return set(Learner.objects.filter(pk__in=list(learner_ids), user=None).values_list("pk", flat=True))


@dataclass(frozen=True)
class Kept:
    """One kind of thing that is kept of a person, and how many."""

    title: str
    count: int


def kept_of(*, person: Person) -> list[Kept]:
    """Return what the page of one's data counts, in the list's order; one query, however many tables there are."""
    shown = [holder for holder in holders() if holder.is_shown]
    if person.is_nobody or not shown:
        return []
    first, *others = (
        holder.of(person)
        .order_by()
        .annotate(place=Value(place))
        .values("place")
        .annotate(count=Count("pk"))
        .values_list("place", "count")
        for place, holder in enumerate(shown)
    )
    counts = dict(first.union(*others, all=True))
    return [Kept(holder.title, counts[place]) for place, holder in enumerate(shown) if counts.get(place)]


@dataclass(frozen=True)
class ConsentState:
    """The consent that holds now, if any, and whether newer words wait to be read."""

    given: Consent | None
    text: tuple[str, ...]  # as it was agreed to, or the current one
    is_current: bool


def consent_of(*, learner: Learner) -> ConsentState:
    given = learner.consents.filter(withdrawn_at=None).order_by("-given_at", "-pk").first()
    version = given.text_version if given else consent_text.CURRENT
    return ConsentState(
        given=given,
        text=consent_text.TEXTS.get(version, consent_text.TEXTS[consent_text.CURRENT]),
        is_current=given is not None and version == consent_text.CURRENT,
    )


def accesses_of(*, learner: Learner, at_most: int = 20) -> list[AccessLog]:
    """Return who looked last, newest first."""
    return list(learner.accesses.order_by("-looked_at", "-pk")[:at_most])
