"""Finding. Reads only; what is not public never comes into it, for results are taken from the kept public trees."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.html import strip_tags
from wagtail.models import Page
from wagtail.search import index
from wagtail.search.query import Or, PlainText

from lessons import lexicon, library, outline
from lessons.facts import marks
from lessons.lexicon import Term
from lessons.models import BasePage, ClaimPage, LessonPage, ScamPatternPage
from lessons.searching import words
from lessons.searching.words import Piece
from thai.segmentation import segment

_MOST_PAGES = 100  # looked at of what the index finds
_MOST_HITS = 20  # shown of each kind


class Hit(NamedTuple):
    title: list[Piece]
    url: str
    about: str  # e.g. วิชา ก · 6 นาที
    excerpt: list[Piece]


class Group(NamedTuple):
    kind: str
    label: str
    hits: list[Hit]
    more: int  # found and not shown


@dataclass(frozen=True)
class Results:
    question: str
    also: list[str]  # other ways to write it that were looked for too
    groups: list[Group]

    @property
    def count(self) -> int:
        return sum(len(group.hits) + group.more for group in self.groups)


class Suggestion(NamedTuple):
    label: str
    kind: str
    url: str


class _Found(NamedTuple):
    page_id: int
    title: str
    url: str
    about: str


def search(typed: str) -> Results:
    """Return what the words typed are found in. Four queries at most, however much there is."""
    question = words.asked(typed)
    if not question:
        return Results(question, [], [])
    questions = words.alternatives(question, _names())
    looked_for = words.needles(questions)
    ids = _found_ids(questions)
    groups = [
        _page_group("lesson", "บทเรียน", LessonPage, _lessons(), ids, looked_for),
        _page_group("pattern", "กลโกง", ScamPatternPage, _patterns(), ids, looked_for),
        _term_group(questions, looked_for),
        _page_group("claim", "จริงไหม", ClaimPage, _claims(), ids, looked_for),
    ]
    return Results(question, questions[1:], [group for group in groups if group.hits])


def suggest(typed: str, *, most: int = 8) -> list[Suggestion]:
    """Return titles and terms that hold what was typed so far. No query: from the kept trees."""
    question = words.asked(typed)
    if len(question) < 2:
        return []
    everything = [
        *((term.term, [term.term, term.english, *term.variants], "คำศัพท์", term.url) for term in _terms()),
        *((one.title, [one.title], "กลโกง", one.url) for one in _patterns()),
        *((one.title, [one.title], "บทเรียน", one.url) for one in _lessons()),
        *((one.title, [one.title], "จริงไหม", one.url) for one in _claims()),
    ]
    found: list[tuple[bool, int, Suggestion]] = []
    for label, names, kind, url in everything:
        places = [place for name in names if (place := name.lower().find(question)) >= 0]
        if places:
            found.append((min(places) > 0, len(found), Suggestion(label, kind, url)))
    return [suggestion for *_, suggestion in sorted(found)[:most]]


def _names() -> Mapping[str, Sequence[str]]:
    """Return all names of each term by each of its names."""
    names: dict[str, Sequence[str]] = {}
    for term in _terms():
        own = [name.lower() for name in (term.term, term.english, *term.variants) if name]
        names |= dict.fromkeys(own, own)
    return names


def _terms() -> Iterable[Term]:
    return lexicon.read().terms.values()


def _lessons() -> list[_Found]:
    return [
        _Found(
            lesson["id"],
            lesson["title"],
            lesson["url"],
            f"{course['title']} · {lesson['duration_minutes']} นาที",
        )
        for course in outline.read()
        for lesson in course["lessons"]
    ]


def _patterns() -> list[_Found]:
    return [_Found(one.id, one.title, one.url, "") for one in library.read().patterns.values()]


def _claims() -> list[_Found]:
    names = dict(ClaimPage.VERDICTS)
    return [
        _Found(one.id, one.title, one.url, names.get(one.verdict, ""))
        for one in library.read().claims.values()
    ]


def _found_ids(questions: Sequence[str]) -> dict[int, int]:
    """Return the ids of pages that hold every word of one of the questions, with their rank. One query."""
    queries = [PlainText(words_of, operator="and") for one in questions if (words_of := segment(one).strip())]
    if not queries:
        return {}
    found = Page.objects.filter(live=True).search(queries[0] if len(queries) == 1 else Or(queries))
    return {page.pk: rank for rank, page in enumerate(found[:_MOST_PAGES])}


def _page_group(
    kind: str,
    label: str,
    model: type[BasePage],
    public: Iterable[_Found],
    ids: Mapping[int, int],
    looked_for: Sequence[str],
) -> Group:
    found = sorted((one for one in public if one.page_id in ids), key=lambda one: ids[one.page_id])
    pages = model.objects.in_bulk([one.page_id for one in found[:_MOST_HITS]]) if found else {}
    hits = [
        Hit(
            title=words.marked(one.title, looked_for),
            url=one.url,
            about=one.about,
            excerpt=words.excerpt(_text_of(pages[one.page_id], looked_for), looked_for),
        )
        for one in found[:_MOST_HITS]
        if one.page_id in pages
    ]
    return Group(kind, label, hits, more=len(found) - len(hits))


def _text_of(page: BasePage, looked_for: Sequence[str]) -> str:
    """Return the searchable field that holds what is looked for, else the first one that holds anything."""
    texts = [text for text in map(_plain, _values(page)) if text]
    for needle in looked_for:
        for text in texts:
            if needle in text.lower():
                return text
    return texts[0] if texts else ""


def _values(page: BasePage) -> Iterable[Any]:
    for field in page.get_search_fields():
        if isinstance(field, index.SearchField) and field.field_name != "title":
            yield field.get_value(page)


def _plain(value: Any) -> str:
    text = " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")
    return " ".join(marks.without(strip_tags(text.replace("<", " <"))).split())


def _term_group(questions: Sequence[str], looked_for: Sequence[str]) -> Group:
    found = []
    for term in _terms():
        names = " ".join((term.term, term.english, *term.variants)).lower()
        text = marks.without(term.definition)
        if any(one in names for one in questions):
            found.append((0, term, text))
        elif any(one in text.lower() for one in questions):
            found.append((1, term, text))
    found.sort(key=lambda entry: entry[0])
    hits = [
        Hit(
            title=words.marked(term.term, looked_for),
            url=term.url,
            about=term.english,
            excerpt=words.excerpt(text, looked_for),
        )
        for _, term, text in found[:_MOST_HITS]
    ]
    return Group("term", "คำศัพท์", hits, more=max(0, len(found) - _MOST_HITS))
