"""Marks in finished HTML: facts become numbered links to the page's sources, terms and contacts what they stand for. Pure."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lessons.facts.items import UNVERIFIED, FactItem, SourceItem
from lessons.facts.marks import MARK, ContactMark, FactMark, TermMark, mark_of
from thai.dates import thai_date_short

_OVERDUE = '<span class="under-review">กำลังทบทวน</span>'
# inside these only words may stand: no link in a link, no button in a button, no tag in a script or a title
_WORDS_ONLY = frozenset(
    ("a", "button", "summary", "label", "option", "script", "style", "svg", "textarea", "title")
)
_TOKEN = re.compile(
    rf"<!--.*?-->|<(?P<slash>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)[^>]*>|{MARK.pattern}", re.DOTALL
)
_ANY = re.compile(r"\[\[|\[[A-Z]-\d|\{contact:")

ShowTerm = Callable[[str, str, int], str]  # name, what is shown, number on the page → HTML
ShowContact = Callable[[str], str]  # key → HTML


@dataclass(frozen=True)
class CitedFact:
    """One entry of the page's list of sources."""

    number: int
    code: str
    sources: tuple[SourceItem, ...]  # dates as shown
    is_overdue: bool


@dataclass(frozen=True)
class Rendered:
    html: str
    sources: list[CitedFact]


@dataclass
class _Page:
    known: Mapping[str, FactItem]
    today: dt.date
    show_term: ShowTerm
    show_contact: ShowContact
    name_contact: ShowContact  # in words alone
    cited: dict[str, CitedFact] = field(default_factory=dict)
    terms: int = 0
    closed: list[str] = field(default_factory=list)  # open elements in which only words may stand

    def token(self, found: re.Match[str]) -> str:
        if found["tag"] or found[0].startswith("<"):
            return self._tag(found)
        mark = mark_of(found)
        if isinstance(mark, FactMark):
            return "" if self.closed else self._facts(mark)
        if isinstance(mark, ContactMark):
            return (self.name_contact if self.closed else self.show_contact)(mark.key)
        if self.closed:
            return mark.shown
        self.terms += 1
        return self.show_term(mark.name, mark.shown, self.terms)

    def _tag(self, found: re.Match[str]) -> str:
        tag = (found["tag"] or "").lower()
        if tag in _WORDS_ONLY:
            if not found["slash"]:
                if not found[0].endswith("/>"):
                    self.closed.append(tag)
            elif tag in self.closed:
                self.closed.remove(tag)
        return self.words(found[0]) if _ANY.search(found[0]) else found[0]

    def words(self, text: str) -> str:
        return MARK.sub(self._word, text)

    def _word(self, found: re.Match[str]) -> str:
        mark = mark_of(found)
        if isinstance(mark, TermMark):
            return mark.shown
        return self.name_contact(mark.key) if isinstance(mark, ContactMark) else ""

    def _facts(self, mark: FactMark) -> str:
        cited = [one for code in mark.codes if (one := self._cite(code)) is not None]
        if not cited:
            return ""
        links = " ".join(
            f'<a href="#source-{one.number}" aria-label="แหล่งข้อมูล {one.number}">{one.number}</a>'
            for one in cited
        )
        overdue = f" {_OVERDUE}" if any(one.is_overdue for one in cited) else ""
        return f'<sup class="cite">{links}</sup>{overdue}'

    def _cite(self, code: str) -> CitedFact | None:
        fact = self.known.get(code)
        if fact is None or fact.label == UNVERIFIED:
            return None  # withdrawn since the page was published: better no source than a wrong one
        if code not in self.cited:
            self.cited[code] = cited_fact(fact, number=len(self.cited) + 1, today=self.today)
        return self.cited[code]


def cited_fact(fact: FactItem, *, number: int, today: dt.date) -> CitedFact:
    sources = tuple(source._replace(date=shown_date(source.date)) for source in fact.sources)
    return CitedFact(number, fact.code, sources, fact.is_overdue(today))


def shown_date(written: str) -> str:
    """Return an ISO date in the Buddhist era, anything else as it was written."""
    try:
        return thai_date_short(dt.date.fromisoformat(written))
    except ValueError:
        return written


def render(
    html: str,
    *,
    known: Mapping[str, FactItem],
    today: dt.date,
    show_term: ShowTerm,
    show_contact: ShowContact,
    name_contact: ShowContact,
) -> Rendered:
    """Return the HTML with its marks replaced, and the facts that it cites in the order of first use."""
    page = _Page(known, today, show_term, show_contact, name_contact)
    if not _ANY.search(html):
        return Rendered(html, [])
    return Rendered(_TOKEN.sub(page.token, html), list(page.cited.values()))
