"""The words of content files: all that readers see, and what of it we say ourselves. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from lessons.content_body import each
from lessons.content_events import EventFile
from lessons.content_items import Entry
from lessons.content_parts import Callout, Chat, Flags, Flow, Part, Steps, Summary, Table, Text, Timeline

# codes and addresses, and how learners may spell an answer or a term
_NO_WORDS = frozenset(
    (
        *("slug", "code", "key", "url", "date", "facts", "lessons", "see", "contacts", "patterns", "pattern"),
        *("claims", "quiz", "topic", "series", "variants", "alias", "answers"),
    )
)
_OF_OTHERS = frozenset(("claim", "sources"))


def prose(parts: Iterable[Part]) -> list[str]:
    """Return the words of a body that somebody reads, with their marks; rows of figures and charts have none."""
    return [text for part in each(list(parts)) for text in texts_of(part) if text]


def texts_of(part: Part) -> Iterator[str]:
    if isinstance(part, Text):
        yield part.markdown
    elif isinstance(part, Callout):
        yield from (part.title, part.markdown)
    elif isinstance(part, Flags | Summary):
        yield from (part.title, *part.items)
    elif isinstance(part, Steps | Timeline):
        yield from (part.title, *(cell for row in part.rows for cell in row))
    elif isinstance(part, Chat):
        yield from (part.title, *(words for _, words in part.messages))
    elif isinstance(part, Table):
        yield from (part.title, *part.head, *(cell for row in part.rows for cell in row))
    elif isinstance(part, Flow):
        yield from (part.title, *(cell for link in part.links for cell in link))


def own_texts(entry: Entry) -> Iterator[str]:
    """Yield an entry's own words: not what others say in chats, claims, artefacts or wrong options."""
    for name, value in entry.values.items():
        if name not in _OF_OTHERS:
            yield from _strings({name: value})
    for part in each(entry.body):
        if not isinstance(part, Chat):
            yield from texts_of(part)
    for question in entry.questions:
        yield question.content["stem"]
        yield question.content["explanation"]


def shown_texts(entry: Entry | EventFile) -> Iterator[str]:
    """Yield all that a reader may see of an entry, what others say in it as well."""
    if isinstance(entry, EventFile):
        yield from _strings(asdict(entry))
        return
    yield from _strings(entry.values)
    for part in each(entry.body):
        yield from _strings(asdict(part))
    for question in entry.questions:
        yield from _strings(question.content)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in _NO_WORDS:
                yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)
