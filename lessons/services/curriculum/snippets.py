"""Facts, glossary terms and the directory of content files in the CMS."""

import datetime as dt
import re
from typing import Any

from lessons.content_items import Entry
from lessons.models import Contact, Fact, GlossaryTerm
from lessons.models.directory import CONTACT_DAYS
from lessons.services.curriculum.kinds import Kind, raw, stream_of


class FactKind(Kind):
    name = "fact"
    model = Fact

    def same(self, item: Entry) -> Fact | None:
        return Fact.objects.filter(code=item.slug).first()

    def create(self, item: Entry) -> Fact:
        fact = Fact(code=item.slug, live=False)
        self.fill(fact, item)
        fact.save()
        return fact

    def fill(self, target: Fact, item: Entry) -> None:
        target.label, target.statement, target.reason = (
            item["label"],
            item.get("statement"),
            item.get("reason"),
        )
        target.sources = stream_of((("source", row) for row in item.get("sources", [])), f"fact/{item.slug}")
        target.review_days = item.get("review_days", 180)
        target.reviewed_on = newest(target.reviewed_on, item.get("checked_on", None))

    def entry(self, target: Fact) -> Entry:
        values: dict[str, Any] = {"id": target.code, "label": target.label, "reason": target.reason}
        if target.label != Fact.Label.UNVERIFIED:
            values |= {
                "statement": target.statement,
                "sources": [row["value"] for row in raw(target.sources)],
                "review_days": target.review_days,
                "checked_on": target.reviewed_on,
            }
        return Entry("fact", target.code, values)

    def all(self) -> list[Fact]:
        return [self.latest(fact) for fact in Fact.objects.order_by("code")]


class TermKind(Kind):
    name = "term"
    model = GlossaryTerm

    def fill(self, target: GlossaryTerm, item: Entry) -> None:
        target.term, target.english = item["term"], item.get("english")
        target.variants = "\n".join(item.get("variants", []))
        target.definition = item["definition"]
        target.see, target.lessons = item.get("see", []), item.get("lessons", [])

    def entry(self, target: GlossaryTerm) -> Entry:
        values = {
            "slug": target.slug,
            "term": target.term,
            "english": target.english,
            "variants": lines(target.variants),
            "definition": target.definition,
            "see": list(target.see),
            "lessons": list(target.lessons),
        }
        return Entry("term", target.slug, values)


class ContactKind(Kind):
    name = "contact"
    model = Contact
    texts = ("name", "kind", "phone", "url", "hours", "what_for", "note")

    def same(self, item: Entry) -> Contact | None:
        return Contact.objects.filter(key=item.slug).first()

    def create(self, item: Entry) -> Contact:
        contact = Contact(key=item.slug, live=False)
        self.fill(contact, item)
        contact.save()
        return contact

    def fill(self, target: Contact, item: Entry) -> None:
        for name in self.texts:
            setattr(target, name, item.get(name))
        target.facts = ", ".join(item.get("facts", []))
        target.order, target.reason = item["order"], item.get("reason")
        target.review_days = item.get("review_days", CONTACT_DAYS)
        target.checked_on = newest(target.checked_on, item["checked_on"]) or item["checked_on"]

    def entry(self, target: Contact) -> Entry:
        values = {name: getattr(target, name) for name in self.texts}
        values |= {
            "key": target.key,
            "facts": codes(target.facts),
            "checked_on": target.checked_on,
            "review_days": target.review_days if target.review_days != CONTACT_DAYS else None,
            "order": target.order,
            "reason": target.reason,
        }
        return Entry("contact", target.key, values)

    def is_draft(self, item: Entry) -> bool:
        return bool(item.get("reason"))

    def all(self) -> list[Contact]:
        return [self.latest(contact) for contact in Contact.objects.order_by("order", "key")]


def newest(there: dt.date | None, written: dt.date | None) -> dt.date | None:
    """Return the later day: loading a file again takes back no review that an educator has made since."""
    return max(filter(None, (there, written)), default=None)


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def codes(joined: str) -> list[str]:
    return [code for code in re.split(r"[\s,]+", joined) if code]


KINDS: tuple[type[Kind], ...] = (FactKind, ContactKind, TermKind)
