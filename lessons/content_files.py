"""The starter curriculum's files, read into plain data with every fault named by file and line. Pure."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from pathlib import PurePosixPath
from typing import Any

from lessons import content_body
from lessons.content_yaml import Fields, Mapped, load
from quizzes.content import ChoiceContent, Content, QuestionKind, choice_problems, problems

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
class ChoiceFile:
    text: str
    correct: bool
    feedback: str


@dataclass(frozen=True)
class QuestionFile:
    code: str
    kind: str
    stem: str
    explanation: str
    topic: str
    objective: str
    difficulty: int
    sources: list[str]
    choices: list[ChoiceFile]


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
    reader.check_references({course.slug for course in courses}, {quiz.slug for quiz in quizzes})
    if reader.problems:
        raise ContentError(reader.problems)
    courses.sort(key=lambda course: course.order)
    lessons.sort(key=lambda lesson: lesson.order)
    return Curriculum(home, courses, lessons, quizzes)


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
                questions=[self._question(item) for item in fields.mappings("questions")],
            )
        ]

    def _question(self, mapped: Mapped) -> QuestionFile:
        fields = self._fields(
            mapped, "code kind stem explanation topic objective difficulty facts sources choices"
        )
        choices = [self._choice(item) for item in fields.mappings("choices")]
        question = QuestionFile(
            code=self._slug(fields, "code", "question"),
            kind=fields.one_of("kind", tuple(kind.value for kind in QuestionKind)),
            stem=fields.text("stem"),
            explanation=fields.text("explanation", required=False),
            topic=fields.text("topic", required=False),
            objective=fields.text("objective", required=False),
            difficulty=fields.whole("difficulty", low=1, high=3, default=1),
            sources=[_source_line(item) for item in fields.items("sources", required=False)],
            choices=choices,
        )
        for message in problems(_content(question)):
            self.complain(mapped.line, f"ข้อ {question.code}: {message}")
        return question

    def _choice(self, mapped: Mapped) -> ChoiceFile:
        fields = self._fields(mapped, "text correct feedback")
        choice = ChoiceFile(
            fields.text("text", required=False),
            fields.truth("correct"),
            fields.text("feedback", required=False),
        )
        for message in choice_problems(_choice_content(choice)).values():
            self.complain(mapped.line, message)
        return choice

    def check_references(self, courses: set[str], quizzes: set[str]) -> None:
        known = {"course": courses, "quiz": quizzes}
        for file, line, kind, slug in self._references:
            if slug not in known[kind]:
                self.problems.append(Problem(file, line, f"{kind} {slug} ไม่มีไฟล์ใน {kind}"))


def _content(question: QuestionFile) -> Content:
    return Content(
        kind=question.kind,
        stem=question.stem,
        explanation=question.explanation,
        choices=[_choice_content(choice) for choice in question.choices],
    )


def _choice_content(choice: ChoiceFile) -> ChoiceContent:
    return ChoiceContent(uid="", text=choice.text, correct=choice.correct, feedback=choice.feedback)


def _source_line(item: Any) -> str:
    if isinstance(item, Mapping):
        return " · ".join(str(item[key]) for key in ("title", "url", "date") if item.get(key))
    return str(item)
