"""What somebody should look at again: facts, offices of the directory and checked claims, and saying that they still hold."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from wagtail.log_actions import log

from accounts.models import User
from lessons.models import ClaimPage, Contact, Fact, ImportedContent

SOON = dt.timedelta(days=14)
CLAIM_DAYS = 180
STILL_TRUE = "lessons.still_true"  # the action in the CMS's history


class HasDraft(Exception):  # noqa: N818 - says what is the case, as other refusals do
    """Somebody is changing it: a click would publish their unfinished words."""


class NotYours(Exception):  # noqa: N818
    """Whoever clicked may not publish it."""


@dataclass(frozen=True)
class Due:
    kind: str  # fact | contact | claim
    pk: int
    name: str
    owner: str
    checked_on: dt.date | None
    due_on: dt.date | None  # None: nobody has ever looked
    is_overdue: bool
    edit_url: str
    has_draft: bool


_KINDS: dict[str, tuple[type[Any], str]] = {
    "fact": (Fact, "reviewed_on"),
    "contact": (Contact, "checked_on"),
    "claim": (ClaimPage, "checked_on"),
}
_IMPORTED = {"fact": "code", "contact": "key", "claim": "slug"}


def due(*, today: dt.date) -> list[Due]:
    """Return what is overdue, or will be within two weeks, the longest overdue first."""
    rows = [*_facts(today), *_contacts(today), *_claims(today)]
    wanted = [row for row in rows if row.due_on is None or row.due_on <= today + SOON]
    return sorted(wanted, key=lambda row: (row.due_on or dt.date.min, row.kind, row.name))


@dataclass(frozen=True)
class Held:
    """Something that is written and waits for somebody to check it."""

    name: str
    owner: str
    reason: str
    edit_url: str


def held() -> list[Held]:
    """Return the offices that are kept as drafts, and the facts of which a part may not be said yet, with the reason."""
    offices = Contact.objects.filter(live=False).exclude(reason="").select_related("owner")
    facts = Fact.objects.exclude(label=Fact.Label.UNVERIFIED).exclude(reason="").select_related("owner")
    rows = [("contact", office) for office in offices] + [("fact", fact) for fact in facts]
    return [
        Held(str(target), str(target.owner or ""), target.reason, _edit_url(kind, target.pk))
        for kind, target in rows
    ]


def _facts(today: dt.date) -> Iterable[Due]:
    facts = Fact.objects.filter(live=True).exclude(label=Fact.Label.UNVERIFIED).select_related("owner")
    for fact in facts:
        yield _row("fact", fact, str(fact), fact.owner, fact.reviewed_on, fact.due_on, today)


def _contacts(today: dt.date) -> Iterable[Due]:
    for contact in Contact.objects.filter(live=True).select_related("owner"):
        yield _row("contact", contact, contact.name, contact.owner, contact.checked_on, contact.due_on, today)


def _claims(today: dt.date) -> Iterable[Due]:
    for claim in ClaimPage.objects.filter(live=True).select_related("owner"):
        due_on = claim.checked_on + dt.timedelta(days=CLAIM_DAYS)
        yield _row("claim", claim, claim.title, claim.owner, claim.checked_on, due_on, today)


def _row(
    kind: str,
    target: Any,
    name: str,
    owner: Any,
    checked_on: dt.date | None,
    due_on: dt.date | None,
    today: dt.date,
) -> Due:
    return Due(
        kind=kind,
        pk=target.pk,
        name=name,
        owner=str(owner) if owner else "",
        checked_on=checked_on,
        due_on=due_on,
        is_overdue=due_on is None or due_on < today,
        edit_url=_edit_url(kind, target.pk),
        has_draft=target.has_unpublished_changes,
    )


def _edit_url(kind: str, pk: int) -> str:
    name = "wagtailadmin_pages:edit" if kind == "claim" else f"wagtailsnippets_lessons_{kind}:edit"
    return reverse(name, args=[pk])


def confirm(*, kind: str, pk: int, user: User, today: dt.date) -> str:
    """Record that something still holds, publish it with today's day, and return its name.

    Files that are loaded later still know it as theirs. Raises NotYours, HasDraft, and DoesNotExist of its model.
    """
    model, field = _KINDS[kind]
    with transaction.atomic():
        target = model.objects.select_for_update().get(pk=pk)
        if not _may_publish(kind, target, user):
            raise NotYours
        if target.has_unpublished_changes:
            raise HasDraft
        before = target.latest_revision_id
        setattr(target, field, today)
        revision = target.save_revision(user=user)
        revision.publish(user=user)
        log(instance=target, action=STILL_TRUE, user=user)
        ImportedContent.objects.filter(
            key=f"{kind}:{getattr(target, _IMPORTED[kind])}", object_id=pk, revision_id=before
        ).update(revision_id=revision.pk)
    return str(target)


def _may_publish(kind: str, target: Any, user: User) -> bool:
    if kind == "claim":
        return bool(target.permissions_for_user(user).can_publish())
    return user.has_perm(f"lessons.publish_{kind}")
