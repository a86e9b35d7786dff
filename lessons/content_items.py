"""What content files say, as plain data. Pure."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, is_dataclass
from typing import Any

from lessons.content_events import EventFile
from lessons.content_parts import Part
from lessons.content_schema import Values

# the kinds of files, in the order that they are loaded in: what is referred to comes first
KINDS = (
    "fact", "contact", "term", "home", "event", "question", "quiz",
    "course", "lesson", "claim", "pattern", "emergency", "page", "kit",
)  # fmt: skip


@dataclass(frozen=True)
class QuestionFile:
    code: str
    content: dict[str, Any]  # what will be published, of any kind
    fields: dict[str, Any]  # the rest, by the names of the question's fields


@dataclass(frozen=True)
class Entry:
    """One page, snippet or quiz of a file; `values` has the names of lessons.content_schema."""

    kind: str
    slug: str
    values: Values
    body: tuple[Part, ...] = ()
    questions: tuple[QuestionFile, ...] = ()
    file: str = field(default="", compare=False)
    line: int = field(default=1, compare=False)

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.slug}" if self.slug else self.kind

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def get(self, name: str, default: Any = "") -> Any:
        return self.values.get(name, default)


@dataclass(frozen=True)
class Curriculum:
    entries: tuple[Entry, ...] = ()
    events: tuple[EventFile, ...] = ()

    def of(self, kind: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind == kind]


@dataclass(frozen=True)
class Problem:
    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Finding:
    """What an editor should look at in a file that can be loaded."""

    file: str
    message: str
    is_error: bool

    def __str__(self) -> str:
        return f"{'ผิด' if self.is_error else 'เตือน'} {self.file}: {self.message}"


class ContentError(Exception):
    """The files cannot be loaded; `problems` says why, in the order of files and lines."""

    def __init__(self, found: Iterable[Problem]) -> None:
        self.problems = sorted(set(found), key=lambda problem: (problem.file, problem.line))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def digest(item: Any) -> str:
    """Return the sha256 of what a file says (a dataclass or plain data), whatever its layout and comments."""
    plain = asdict(item) if is_dataclass(item) and not isinstance(item, type) else item
    if isinstance(item, Entry):
        plain.pop("file")
        plain.pop("line")
    canonical = json.dumps(plain, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
