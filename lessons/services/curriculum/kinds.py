"""What the loader and the exporter know of one kind of thing: how it is found, filled and read back."""

import datetime as dt
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lessons import content_blocks
from lessons.content_items import Entry, digest
from lessons.content_parts import Part, Section
from lessons.content_writing import text_of
from lessons.models import ImportedContent
from market_data.models import EventChart, Series
from market_data.selectors import series_by_key

IDS = uuid.UUID("6c1f3a52-5a0e-4f0c-9d0b-3f1f5f6f7a10")  # block ids come out the same on every run


@dataclass(frozen=True)
class Settings:
    """What the site is called and where it stands, for the first load."""

    site_name: str
    hostname: str
    port: int
    today: dt.date


@dataclass
class Context:
    """What is known of the CMS while files are loaded or written."""

    settings: Settings
    known: dict[str, ImportedContent] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    _series: dict[str, Series | None] = field(default_factory=dict)
    _events: dict[str, EventChart | None] = field(default_factory=dict)

    _files: dict[int, str] | None = None

    def files_of_questions(self) -> dict[int, str]:
        """Return the file of every question that came from one, in the order that they were loaded in."""
        if self._files is None:
            rows = ImportedContent.objects.filter(key__startswith="question:").order_by("pk")
            self._files = dict(rows.values_list("object_id", "file"))
        return self._files

    def claim(self, question: int, file: str) -> bool:
        """Give a question that came from no file to one; tell whether it was free."""
        return self.files_of_questions().setdefault(question, file) == file

    def object_id(self, key: str) -> int | None:
        known = self.known.get(key)
        return known.object_id if known else None

    def notes(self, key: str) -> dict[str, Any]:
        """Return what a file said that the CMS has no field for."""
        known = self.known.get(key)
        return known.notes if known else {}

    def key_of_series(self, pk: int) -> str:
        """Return how content files call a series."""
        return Series.objects.get(pk=pk).key

    def series(self, key: str) -> Series | None:
        if key not in self._series:
            self._series[key] = series_by_key(key=key)
        return self._series[key]

    def event(self, slug: str) -> EventChart | None:
        if self._events.get(slug) is None:
            self._events[slug] = EventChart.objects.filter(slug=slug, live=True).first()
        return self._events[slug]

    def block(self, part: Part) -> tuple[str, Any] | None:
        return content_blocks.block(part, find_series=self.series, find_event=self.event)

    def missing(self, parts: Iterable[Part], key: str) -> list[str]:
        """Return the names of series and events that the parts show and that are not there; warns of each."""
        names = []
        for part in parts:
            if isinstance(part, Section):
                names += self.missing(part.parts, key)
            elif self.block(part) is None:
                for name in content_blocks.wanted(part):
                    names.append(name)
                    self.warnings.append(f"{key}: ข้ามกราฟ {name} เพราะยังไม่มีชุดราคาหรือเหตุการณ์นี้ในระบบ")
        return names

    def stream(self, parts: Iterable[Part], name: str) -> str:
        """Return a body as its StreamField stores it."""
        return json.dumps(self.blocks(parts, name))

    def blocks(self, parts: Iterable[Part], name: str) -> list[dict[str, Any]]:
        found = []
        for index, part in enumerate(parts):
            place = f"{name}/{index}"
            if isinstance(part, Section):
                value = {"levels": list(part.levels), "body": self.blocks(part.parts, place)}
                block: tuple[str, Any] | None = ("section", value)
            else:
                block = self.block(part)
            if block is not None:
                found.append({"id": str(uuid.uuid5(IDS, place)), "type": block[0], "value": block[1]})
        return found


class Kind:
    """One kind of thing. `model` has revisions; `order` is settled by the loader."""

    name: str
    model: Any

    def __init__(self, context: Context) -> None:
        self.context = context

    def mark(self, item: Any) -> str:
        """Return what tells whether the file has changed since it was loaded."""
        return digest(item)

    def find(self, pk: int) -> Any:
        return self.model.objects.filter(pk=pk).first()

    def same(self, item: Any) -> Any:
        """Return what has the item's name in the CMS already, whoever made it; None when there is nothing."""
        return self.model.objects.filter(slug=item.slug).first()

    def refusal(self, item: Any) -> str | None:
        """Return why the item cannot be made now."""
        return None

    def is_draft(self, item: Any) -> bool:
        """Tell whether the file keeps the item from being published."""
        return False

    def create(self, item: Any) -> Any:
        target = self.model(slug=item.slug, live=False)
        self.fill(target, item)
        target.save()
        return target

    def fill(self, target: Any, item: Any) -> None:
        raise NotImplementedError

    def notes(self, item: Any) -> dict[str, Any]:
        """Return what the item's file says that the CMS has no field for."""
        return {}

    def entry(self, target: Any) -> Any:
        """Return what a file would say of the CMS's thing."""
        raise NotImplementedError

    def text(self, item: Any) -> str:
        """Return an item as its file has it."""
        assert isinstance(item, Entry)  # noqa: S101 - kinds of other items say so themselves
        return text_of(item)

    def all(self) -> list[Any]:
        """Return everything of this kind that belongs into files, in the order of the files."""
        return [self.latest(target) for target in self.model.objects.order_by("slug")]

    def latest(self, target: Any) -> Any:
        """Return the newest draft: what an educator sees."""
        return target.get_latest_revision_as_object() if target.latest_revision_id else target


def listed(values: Iterable[str], name: str) -> list[dict[str, Any]]:
    """Return the items of a list block, their ids the same on every run."""
    return [
        {"type": "item", "id": str(uuid.uuid5(IDS, f"{name}/{place}")), "value": value}
        for place, value in enumerate(values)
    ]


def stream_of(rows: Iterable[tuple[str, Any]], name: str) -> str:
    """Return a flat StreamField's rows (name of the block, value) as it stores them."""
    return json.dumps(
        [
            {"type": kind, "id": str(uuid.uuid5(IDS, f"{name}/{place}")), "value": value}
            for place, (kind, value) in enumerate(rows)
        ]
    )


def raw(stream: Any) -> list[dict[str, Any]]:
    """Return a StreamField's rows as stored."""
    value = stream.get_prep_value() if hasattr(stream, "get_prep_value") else json.loads(stream or "[]")
    return list(value)
