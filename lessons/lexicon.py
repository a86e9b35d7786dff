"""The glossary and the directory of contacts as plain data: read in two queries, kept for a moment.

Below the models, as `outline` is, so that pages, blocks and marks in their text can use it.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.core.cache import cache
from django.db import transaction

_KEY = "lessons.lexicon"
_SECONDS = 30  # how long another process may still show a word as it was before a publish
GLOSSARY_URL = "/glossary/"


class Term(NamedTuple):
    slug: str
    term: str
    english: str
    variants: tuple[str, ...]
    definition: str  # plain text, with marks
    see: tuple[str, ...]
    lessons: tuple[str, ...]

    @property
    def url(self) -> str:
        return f"{GLOSSARY_URL}#{self.slug}"


class ContactItem(NamedTuple):
    key: str
    name: str
    kind: str
    phone: str
    url: str
    hours: str
    what_for: str
    note: str
    facts: str
    checked_on: dt.date | None


class Lexicon(NamedTuple):
    terms: dict[str, Term]  # by slug
    names: dict[str, str]  # any name, folded → slug
    contacts: dict[str, ContactItem]  # by key, in the order of the directory


def read(*, fresh: bool = False) -> Lexicon:
    """Return what is published; `fresh` reads the database even when a copy is at hand."""
    known: Lexicon | None = None if fresh else cache.get(_KEY)
    if known is None:
        known = _load()
        cache.set(_KEY, known, _SECONDS)
    return known


def forget(**kwargs: Any) -> None:
    """Drop the kept copy, now and once more when the running transaction is over."""
    cache.delete(_KEY)
    transaction.on_commit(lambda: cache.delete(_KEY))


def find_term(name: str) -> Term | None:
    """Return the term with this slug, or called so in Thai, in English or in a way that people type it."""
    lexicon = read()
    return lexicon.terms.get(name) or lexicon.terms.get(lexicon.names.get(folded(name), ""))


def contact(key: str) -> ContactItem | None:
    return read().contacts.get(key)


def contact_choices() -> list[tuple[str, str]]:
    """Return the directory as the CMS offers it."""
    return [(item.key, item.name) for item in read().contacts.values()]


def term_choices() -> list[tuple[str, str]]:
    return [(term.slug, term.term) for term in read().terms.values()]


def folded(name: str) -> str:
    return " ".join(name.casefold().split())


def lines(text: str) -> tuple[str, ...]:
    """Return the lines that hold something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _load() -> Lexicon:
    terms = [
        Term(
            slug=row["slug"],
            term=row["term"],
            english=row["english"],
            variants=lines(row["variants"]),
            definition=row["definition"],
            see=tuple(row["see"]),
            lessons=tuple(row["lessons"]),
        )
        for row in apps.get_model("lessons", "GlossaryTerm")
        .objects.filter(live=True)
        .values("slug", "term", "english", "variants", "definition", "see", "lessons")
    ]
    contacts = [
        ContactItem(**row)
        for row in apps.get_model("lessons", "Contact")
        .objects.filter(live=True)
        .order_by("order", "name")
        .values(*ContactItem._fields)
    ]
    return Lexicon(
        terms={term.slug: term for term in terms},
        names=dict(_names(terms)),
        contacts={item.key: item for item in contacts},
    )


def _names(terms: Iterable[Term]) -> Iterable[tuple[str, str]]:
    """Yield every name with its slug; of two terms with one name the one whose own term it is comes last and wins."""
    terms = list(terms)
    for term in terms:
        yield from ((folded(name), term.slug) for name in (*term.variants, term.english) if name)
    for term in terms:
        yield folded(term.term), term.slug
