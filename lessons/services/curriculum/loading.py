"""Content files into the CMS: created, updated and published as an educator would, whose edits are left alone."""

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from lessons.content_items import KINDS, Curriculum
from lessons.models import ImportedContent
from lessons.services.curriculum import registry
from lessons.services.curriculum.indexing import indexed_once
from lessons.services.curriculum.kinds import Context, Kind, Settings
from lessons.services.curriculum.library import make_indexes
from lessons.services.curriculum.pages import put_in_order

__all__ = ["Left", "Report", "Settings", "load_curriculum"]

Progress = Callable[[int, int, str], None]  # done, of, what comes next


@dataclass(frozen=True)
class Left:
    """Something that was left as it is."""

    key: str
    reason: str
    difference: str = ""  # unified diff from what the CMS says to what the file says


@dataclass
class Report:
    """What loading did (or would do): keys like ``lesson:anatomy-of-a-scam``."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    differences: dict[str, str] = field(default_factory=dict)  # of what is created or updated, in a dry run


def load_curriculum(
    *,
    curriculum: Curriculum,
    settings: Settings,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Bring the CMS up to what the files say, all of it or nothing; a second run finds nothing to do.

    A dry run writes nothing and tells the differences. Raises ValidationError when Wagtail refuses to publish something.
    """
    with transaction.atomic(), indexed_once() as loaded:
        loader = _Loader(settings, loaded, dry_run=dry_run)
        steps = list(_steps(curriculum, loader.kinds, has_home="home" in loader.context.known))
        for done, (kind, item) in enumerate(steps):
            if progress:
                progress(done, len(steps), f"{kind.name}:{item.slug}")
            loader.bring(kind, item)
        if progress:
            progress(len(steps), len(steps), "")
        if loader.report.created and not dry_run:
            loaded.extend(make_indexes())
            put_in_order(curriculum, loader.context)
    return loader.report


def _steps(curriculum: Curriculum, kinds: dict[str, Kind], *, has_home: bool) -> Iterator[tuple[Kind, Any]]:
    """Yield everything in an order in which what is referred to comes first."""
    for name in KINDS:
        kind = kinds.get(name)
        if kind is None:
            continue
        if name == "event":
            yield from ((kind, event) for event in curriculum.events)
        elif name == "question":
            for quiz in curriculum.of("quiz"):
                yield from ((kind, registry.at(quiz.file, question)) for question in quiz.questions)
        elif name == "quiz":
            # what is only drawn from comes first: forms and course quizzes may refer to questions of any file
            yield from ((kind, entry) for entry in sorted(curriculum.of(name), key=registry.quiz_order))
        elif name == "home":
            yield from (
                (kind, entry)
                for entry in curriculum.of(name) or ([] if has_home else [registry.DEFAULT_HOME])
            )
        else:
            yield from ((kind, entry) for entry in curriculum.of(name))


class _Loader:
    def __init__(self, settings: Settings, loaded: list[Any], *, dry_run: bool) -> None:
        self.report = Report()
        self.loaded = loaded
        self.dry_run = dry_run
        known = {row.key: row for row in ImportedContent.objects.all()}
        self.context = Context(settings, known, self.report.warnings)
        self.kinds = registry.kinds(self.context)

    def bring(self, kind: Kind, item: Any) -> None:
        """Create or update what an item stands for, unless an educator has been there or its mark is as before."""
        key = registry.key_of(kind, item)
        mark = kind.mark(item)
        known = self.context.known.get(key)
        if known is None:
            self._create(kind, item, key, mark)
        elif known.digest == mark:
            self.report.unchanged.append(key)
        else:
            self._update(kind, item, key, mark, known)

    def _create(self, kind: Kind, item: Any, key: str, mark: str) -> None:
        taken = kind.same(item)
        if taken is not None:
            difference = self._difference(kind, taken, item)
            self.report.left.append(Left(key, "มีอยู่แล้วในระบบ และไม่ได้มาจากไฟล์", difference))
            return
        # what a dry run would have made is not there: it asks nothing
        if not self.dry_run and (refused := kind.refusal(item)):
            self.report.left.append(Left(key, refused))
            return
        self.report.created.append(key)
        if self.dry_run:
            self.report.differences[key] = _diff("", kind.text(item), key)
            return
        self._publish(kind, kind.create(item), item, key, mark)

    def _update(self, kind: Kind, item: Any, key: str, mark: str, known: ImportedContent) -> None:
        target = kind.find(known.object_id)
        if target is None:
            self.report.left.append(Left(key, "ผู้สอนลบออกจากระบบแล้ว"))
            return
        if target.latest_revision_id != known.revision_id:
            difference = self._difference(kind, target, item)
            self.report.left.append(Left(key, "ผู้สอนแก้ไขไว้ในระบบ จึงไม่เขียนทับ", difference))
            return
        self.report.updated.append(key)
        if self.dry_run:
            self.report.differences[key] = self._difference(kind, target, item)
            return
        kind.fill(target, item)
        self._publish(kind, target, item, key, mark)

    def _publish(self, kind: Kind, target: Any, item: Any, key: str, mark: str) -> None:
        revision = target.save_revision()
        if not kind.is_draft(item):
            revision.publish()
        elif target.live:
            target.unpublish()
        self.loaded.append(target)
        self.context.known[key], _ = ImportedContent.objects.update_or_create(
            key=key,
            defaults={
                "digest": mark,
                "object_id": target.pk,
                "revision_id": revision.pk,
                "file": getattr(item, "file", ""),
                "notes": kind.notes(item),
            },
        )

    def _difference(self, kind: Kind, target: Any, item: Any) -> str:
        try:
            there = kind.text(kind.entry(kind.latest(target)))
        except (AttributeError, KeyError, TypeError, ValueError):
            return ""  # an educator's half-finished draft cannot be said as a file
        return _diff(there, kind.text(item), registry.key_of(kind, item))


def _diff(there: str, wanted: str, key: str) -> str:
    return "".join(
        difflib.unified_diff(
            there.splitlines(keepends=True),
            wanted.splitlines(keepends=True),
            f"ระบบ/{key}",
            f"ไฟล์/{key}",
            n=1,
        )
    )
