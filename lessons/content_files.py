"""The starter curriculum's files, read into plain data with every fault named by file and line. Pure."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from pathlib import PurePosixPath
from typing import Any

from lessons import content_body, content_events
from lessons.content_events import EventFile
from lessons.content_yaml import Fields, Mapped, load
from quizzes import kinds
from quizzes.exchange import fields_of
from quizzes.formats import FileRefused, Format, ImportedQuestion, read

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n(.*)\Z", re.DOTALL)


@dataclass(frozen=True)
class Source:
    title: str
    url: str
    date: str  # as written; an ISO date is shown in the Buddhist era


@dataclass(frozen=True)
class HomeFile:
    title: str
    introduction: str


@dataclass(frozen=True)
class CourseFile:
    slug: str
    code: str
    order: int
    title: str
    introduction: str


@dataclass(frozen=True)
class LessonFile:
    slug: str
    code: str
    course: str
    order: int
    title: str
    duration_minutes: int
    audience: str
    introduction: str
    objectives: list[str]
    reviewed_on: dt.date
    sources: list[Source]
    quiz: str
    body: list[content_body.Part]


@dataclass(frozen=True)
class QuestionFile:
    code: str
    content: dict[str, Any]  # what will be published, of any kind
    fields: dict[str, Any]  # the rest, by the names of the question's fields


@dataclass(frozen=True)
class QuizFile:
    slug: str
    title: str
    introduction: str
    pass_percent: int
    questions: list[QuestionFile]


@dataclass(frozen=True)
class Curriculum:
    home: HomeFile | None = None
    courses: list[CourseFile] = field(default_factory=list)
    lessons: list[LessonFile] = field(default_factory=list)
    quizzes: list[QuizFile] = field(default_factory=list)
    events: list[EventFile] = field(default_factory=list)


@dataclass(frozen=True)
class Problem:
    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class ContentError(Exception):
    """The files cannot be loaded; `problems` says why, in the order of files and lines."""

    def __init__(self, found: Iterable[Problem]) -> None:
        self.problems = sorted(set(found), key=lambda problem: (problem.file, problem.line))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def digest(item: Any) -> str:
    """Return the sha256 of what a file says (a dataclass or plain data), whatever its layout and comments."""
    plain = asdict(item) if is_dataclass(item) and not isinstance(item, type) else item
    canonical = json.dumps(plain, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def parse(files: Mapping[str, str]) -> Curriculum:
    """Return the curriculum of files (POSIX path below the folder → text).

    Raises ContentError with everything that is wrong in all of them.
    """
    reader = _Reader()
    home: HomeFile | None = None
    courses: list[CourseFile] = []
    lessons: list[LessonFile] = []
    quizzes: list[QuizFile] = []
    events: list[EventFile] = []
    for name in sorted(files):
        text = files[name].replace("\r\n", "\n").removeprefix("\ufeff")
        folder, suffix = PurePosixPath(name).parent.as_posix(), PurePosixPath(name).suffix
        reader.file = name
        if name == "home.yaml":
            home = reader.home(text)
        elif (folder, suffix) == ("courses", ".yaml"):
            courses += reader.course(text)
        elif (folder, suffix) == ("lessons", ".md"):
            lessons += reader.lesson(text)
        elif (folder, suffix) == ("quizzes", ".yaml"):
            quizzes += reader.quiz(text)
        elif (folder, suffix) == ("events", ".yaml"):
            events += reader.event(text)
    reader.check_references({course.slug for course in courses}, {quiz.slug for quiz in quizzes})
    if reader.problems:
        raise ContentError(reader.problems)
    courses.sort(key=lambda course: course.order)
    lessons.sort(key=lambda lesson: lesson.order)
    return Curriculum(home, courses, lessons, quizzes, events)


class _Reader:
    def __init__(self) -> None:
        self.file = ""
        self.problems: list[Problem] = []
        self._seen: dict[str, str] = {}
        self._references: list[tuple[str, int, str, str]] = []  # file, line, "course"|"quiz", slug

    def complain(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.file, line, message))

    def _fields(self, mapped: Mapped, known: str) -> Fields:
        return Fields(mapped, self.complain, known=set(known.split()))

    def _slug(self, fields: Fields, key: str, kind: str) -> str:
        slug = fields.text(key)
        if slug and not _SLUG.fullmatch(slug):
            fields.wrong(key, "ใช้ได้เฉพาะ a–z ตัวเลข และขีดกลาง")
        elif slug and (first := self._seen.setdefault(f"{kind}:{slug}", self.file)) != self.file:
            fields.wrong(key, f"{slug} ใช้แล้วใน {first}")
        return slug

    def home(self, text: str) -> HomeFile | None:
        mapped = load(text, first_line=1, complain=self.complain)
        if mapped is None:
            return None
        fields = self._fields(mapped, "title introduction")
        return HomeFile(fields.text("title"), fields.text("introduction"))

    def course(self, text: str) -> list[CourseFile]:
        mapped = load(text, first_line=1, complain=self.complain)
        if mapped is None:
            return []
        fields = self._fields(mapped, "slug code order title introduction")
        return [
            CourseFile(
                slug=self._slug(fields, "slug", "course"),
                code=fields.text("code"),
                order=fields.whole("order", low=0, high=999),
                title=fields.text("title"),
                introduction=fields.text("introduction"),
            )
        ]

    def lesson(self, text: str) -> list[LessonFile]:
        parts = _FRONT_MATTER.match(text)
        if parts is None:
            self.complain(1, "ต้องขึ้นต้นด้วยข้อมูลบทระหว่าง --- สองบรรทัด")
            return []
        mapped = load(parts[1], first_line=2, complain=self.complain)
        if mapped is None:
            return []
        fields = self._fields(
            mapped,
            "slug code course order title duration_minutes audience introduction objectives reviewed_on"
            " sources quiz",
        )
        body = content_body.parse(parts[2], first_line=parts[1].count("\n") + 3, complain=self.complain)
        if not body:
            self.complain(parts[1].count("\n") + 3, "บทเรียนยังไม่มีเนื้อหา")
        for key in ("course", "quiz"):
            if fields.mapped.get(key):
                self._references.append((self.file, fields.line(key), key, str(fields.mapped[key])))
        return [
            LessonFile(
                slug=self._slug(fields, "slug", "lesson"),
                code=fields.text("code"),
                course=fields.text("course"),
                order=fields.whole("order", low=0, high=999),
                title=fields.text("title"),
                duration_minutes=fields.whole("duration_minutes", low=1, high=120),
                audience=fields.text("audience", required=False),
                introduction=fields.text("introduction"),
                objectives=[str(item) for item in fields.items("objectives")],
                reviewed_on=fields.day("reviewed_on"),
                sources=[self._source(item) for item in fields.mappings("sources")],
                quiz=fields.text("quiz", required=False),
                body=body,
            )
        ]

    def _source(self, mapped: Mapped) -> Source:
        fields = self._fields(mapped, "title url date facts")
        url = fields.text("url", required=False)
        if url and not url.startswith(("https://", "http://")):
            fields.wrong("url", "ต้องขึ้นต้นด้วย https://")
        date = mapped.get("date")
        return Source(fields.text("title"), url, "" if date is None else str(date))

    def event(self, text: str) -> list[EventFile]:
        mapped = load(text, first_line=1, complain=self.complain)
        if mapped is None:
            return []
        self._slug(self._fields(mapped, " ".join(mapped)), "slug", "event")
        return [content_events.read(mapped, complain=self.complain)]

    def quiz(self, text: str) -> list[QuizFile]:
        mapped = load(text, first_line=1, complain=self.complain)
        if mapped is None:
            return []
        fields = self._fields(mapped, "slug title introduction pass_percent questions")
        return [
            QuizFile(
                slug=self._slug(fields, "slug", "quiz"),
                title=fields.text("title"),
                introduction=fields.text("introduction", required=False),
                pass_percent=fields.whole("pass_percent", low=0, high=100, default=60),
                questions=self._questions(text, mapped),
            )
        ]

    def _questions(self, text: str, mapped: Mapped) -> list[QuestionFile]:
        """Return the questions of a quiz file, which may be of any kind that our YAML has."""
        try:
            reading = read(Format.YAML, text)
        except FileRefused as refused:
            self.complain(1, str(refused))
            return []
        for problem in reading.problems:
            self.complain(problem.line or 1, f"{problem.question} {problem.sentence_th}".strip())
        written = {item.line: item for item in _mapped_items(mapped, "questions")}
        return [self._question(question, written.get(question.line)) for question in reading.questions]

    def _question(self, question: ImportedQuestion, written: Mapped | None) -> QuestionFile:
        if not _SLUG.fullmatch(question.code):
            self.complain(question.line, f"code {question.code} ใช้ได้เฉพาะ a–z ตัวเลข และขีดกลาง")
        elif (first := self._seen.setdefault(f"question:{question.code}", self.file)) != self.file:
            self.complain(question.line, f"code {question.code} ใช้แล้วใน {first}")
        for problem in kinds.problems(question.content):
            line = _line_at(written, problem.path) or question.line
            self.complain(line, f"ข้อ {question.code}: {problem.sentence_th}")
        return QuestionFile(code=question.code, content=question.content, fields=fields_of(question))

    def check_references(self, courses: set[str], quizzes: set[str]) -> None:
        known = {"course": courses, "quiz": quizzes}
        for file, line, kind, slug in self._references:
            if slug not in known[kind]:
                self.problems.append(Problem(file, line, f"{kind} {slug} ไม่มีไฟล์ใน {kind}"))


def _mapped_items(mapped: Mapped, key: str) -> list[Mapped]:
    value = mapped.get(key)
    return [item for item in value if isinstance(item, Mapped)] if isinstance(value, list) else []


def _line_at(written: Mapped | None, path: str) -> int | None:
    """Return the line of the part that a problem's path speaks of: choices.1.feedback → the second choice."""
    parts = path.split(".")
    if written is None or len(parts) < 2 or not parts[1].isdigit():
        return written.lines.get(parts[0]) if written else None
    rows = _mapped_items(written, parts[0]) or _mapped_items(written, "options")
    return rows[int(parts[1])].line if int(parts[1]) < len(rows) else None
