"""What a reader hands back and what it may refuse: questions, problems, limits. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

MAX_BYTES = 10 * 1024 * 1024  # of a file
MAX_QUESTIONS = 2_000  # in a file
MAX_PROBLEMS = 500  # told about a file; then the reader stops
MAX_BLOCK = 200_000  # characters of one question, pictures aside
MAX_PARTS = 60  # options, answers, pairs … of one question (the same as quizzes.kinds)

Content = dict[str, Any]  # the shape of QuestionVersion.content, all kinds
Part = dict[str, Any]  # one option, answer, pair, item, phrase or gap of it


class Format(StrEnum):
    GIFT = "gift"
    MOODLE_XML = "moodle_xml"
    AIKEN = "aiken"
    YAML = "yaml"


class Severity(StrEnum):
    ERROR = "error"  # the question (or the rest of the file) was not read / cannot be written
    WARNING = "warning"  # read or written, but something was left out or wants a look
    NOTE = "note"  # good to know


@dataclass(frozen=True, slots=True)
class Problem:
    line: int  # 1-based; 0 when it is about the whole file or about a question to be written
    question: str  # its name; "" when it has none
    sentence_th: str
    severity: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedQuestion:
    """A question outside the database. `images` are bytes that `[ภาพ: name]` in its texts point to."""

    content: Content
    code: str = ""  # lasts over exports; "" when the file gave none
    name: str = ""
    category: str = ""  # path with "/"
    tags: tuple[str, ...] = ()
    difficulty: int | None = None  # 1–3
    objective: str = ""
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    images: dict[str, bytes] = field(default_factory=dict)
    line: int = field(default=0, compare=False)  # where it starts in the file


@dataclass(frozen=True, slots=True)
class Reading:
    questions: list[ImportedQuestion]
    problems: list[Problem]

    @property
    def is_clean(self) -> bool:
        """Say whether everything in the file was read (for "all or nothing")."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)


class FileRefused(ValueError):  # noqa: N818 - says what happened, as the other refusals do
    """The file as a whole cannot be read; the message is a Thai sentence for the person who sent it."""


class CannotWrite(ValueError):  # noqa: N818
    """Some questions cannot be said in this format; `problems` names each and why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{problem.question}: {problem.sentence_th}" for problem in problems))
        self.problems = problems


class QuestionRefused(ValueError):  # noqa: N818
    """One question cannot be read; the message is a Thai sentence. Stays inside the readers."""

    def __init__(self, sentence_th: str, line: int = 0) -> None:
        super().__init__(sentence_th)
        self.line = line


class Findings:
    """Gathers what a reader finds, and says when it is enough."""

    def __init__(self) -> None:
        self.questions: list[ImportedQuestion] = []
        self.problems: list[Problem] = []
        self.is_full = False

    def say(self, line: int, question: str, sentence_th: str, severity: Severity = Severity.WARNING) -> None:
        """Note a problem; the one that goes over the limit ends the reading."""
        if self.is_full:
            return
        if len(self.problems) >= MAX_PROBLEMS:
            self._stop(line, f"มีปัญหามากกว่า {MAX_PROBLEMS} จุด จึงหยุดอ่านตรงนี้ แก้จุดที่แจ้งไว้ก่อนแล้วลองอีกครั้ง")
            return
        self.problems.append(Problem(line, question[:120], sentence_th, severity))

    def fail(self, line: int, question: str, sentence_th: str) -> None:
        """Note that a question was not read."""
        self.say(line, question, sentence_th, Severity.ERROR)

    def keep(self, question: ImportedQuestion) -> None:
        """Take a question in; the one that goes over the limit ends the reading."""
        if self.is_full:
            return
        if len(self.questions) >= MAX_QUESTIONS:
            self._stop(
                question.line, f"ไฟล์นี้มีเกิน {MAX_QUESTIONS} ข้อ อ่านให้เท่านี้ก่อน แบ่งเป็นหลายไฟล์แล้วนำเข้าส่วนที่เหลือ"
            )
            return
        self.questions.append(question)

    def _stop(self, line: int, sentence_th: str) -> None:
        self.is_full = True
        self.problems.append(Problem(line, "", sentence_th, Severity.ERROR))

    def reading(self) -> Reading:
        """Return what was gathered."""
        return Reading(self.questions, self.problems)


def each_part(content: Content) -> Iterator[tuple[str, str, Part]]:
    """Yield (role, text that tells it apart, part) for every part that carries a uid, in order."""
    for role, key in _PARTS:
        for part in content.get(key) or ():
            yield role, str(next((part[name] for name in _TOLD_BY if name in part), "")), part
            if role == "gap":
                yield from each_part(part)


_PARTS = (
    ("choice", "choices"),
    ("answer", "answers"),
    ("pair", "pairs"),
    ("extra", "extras"),
    ("item", "items"),
    ("phrase", "phrases"),
    ("gap", "gaps"),
)
_TOLD_BY = ("text", "pattern", "value", "left", "kind")
