"""The curriculum's files, read into plain data with every fault named by file and line. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from lessons import content_body, content_events, content_schema
from lessons.content_check import Known, Reference, check
from lessons.content_events import EventFile
from lessons.content_items import ContentError, Curriculum, Entry, Problem, QuestionFile, digest
from lessons.content_schema import Key, Values
from lessons.content_yaml import Mapped, load, load_list
from quizzes import kinds
from quizzes.exchange import fields_of
from quizzes.formats import FileRefused, Format, ImportedQuestion, read

__all__ = ["ContentError", "Curriculum", "Entry", "Problem", "QuestionFile", "digest", "parse"]

_QUIZ_DEFAULTS = {
    "preset": "practice",
    "shuffle_choices": True,
    "shuffle_questions": False,
}  # as if not written
_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n(.*)\Z", re.DOTALL)
_NOTHING = Known()


def parse(files: Mapping[str, str], *, known: Known = _NOTHING) -> Curriculum:
    """Return the curriculum of files (POSIX path below the folder → text).

    `known` is what the CMS has already: files may refer to it. Raises ContentError with everything that is wrong in
    all of them.
    """
    reader = _Reader()
    texts = {
        name: files[name].replace("\r\n", "\n").removeprefix("\ufeff")
        for name in sorted(files)
        if _reader_of(name) is not None
    }
    entries: list[Entry] = []
    events: list[EventFile] = []
    for name, text in texts.items():
        reader.file = name
        if PurePosixPath(name).parent.as_posix() == "events":
            events += reader.event(text)
        else:
            read_file = _reader_of(name)
            entries += read_file(reader, text) if read_file else []
    entries = _with_card(entries)
    check(
        texts,
        entries=entries,
        questions=[question.code for entry in entries for question in entry.questions],
        references=reader.references,
        known=known,
        complain=reader.complain_of,
    )
    reader.problems += _pool_problems(entries)
    if reader.problems:
        raise ContentError(reader.problems)
    entries.sort(key=lambda entry: (entry.get("order", 0), entry.slug))
    return Curriculum(tuple(entries), tuple(events))


class _Reader:
    def __init__(self) -> None:
        self.file = ""
        self.problems: list[Problem] = []
        self.references: list[Reference] = []
        self._seen: dict[str, str] = {}

    def complain(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.file, line, message))

    def complain_of(self, file: str, line: int, message: str) -> None:
        self.problems.append(Problem(file, line, message))

    def refer(self, line: int, kind: str, slug: str) -> None:
        self.references.append(Reference(self.file, line, kind, slug))

    def take(self, keys: tuple[Key, ...], mapped: Mapped, *, more: str = "") -> Values:
        return content_schema.take(keys, mapped, self.complain, self.refer, more=more)

    def entry(self, kind: str, mapped: Mapped, values: Values, **more: Any) -> Entry:
        """Return the entry, whose slug nobody else may have."""
        slug = str(values.get("slug") or values.get("key") or values.get("id") or "")
        place = f"{self.file}:{mapped.line}"
        if slug and (first := self._seen.setdefault(f"{kind}:{slug}", place)) != place:
            self.complain(mapped.lines.get("slug", mapped.line), f"{slug} ใช้แล้วใน {first}")
        return Entry(kind, slug, values, file=self.file, line=mapped.line, **more)

    def one(self, kind: str, keys: tuple[Key, ...], text: str) -> list[Entry]:
        mapped = load(text, first_line=1, complain=self.complain)
        return [] if mapped is None else [self.entry(kind, mapped, self.take(keys, mapped))]

    def several(self, kind: str, keys: tuple[Key, ...], text: str) -> list[Entry]:
        rows = load_list(text, complain=self.complain)
        return [self.entry(kind, row, self.take(keys, row)) for row in rows]

    def facts(self, text: str) -> list[Entry]:
        entries = self.several("fact", content_schema.FACT_KEYS, text)
        for entry in entries:
            if not content_schema.FACT.fullmatch(entry.slug):
                self.complain(entry.line, f"id {entry.slug} ต้องเป็นแบบ L-32")
            if entry.get("label") != "U":
                for missing in ("statement", "sources", "checked_on"):
                    if not entry.get(missing, None):
                        self.complain(entry.line, f"{entry.slug} ระดับ {entry.get('label')} ต้องมี {missing}")
        return entries

    def page(self, kind: str, keys: tuple[Key, ...], text: str, *, with_prices: bool = False) -> list[Entry]:
        """Read front matter and a body."""
        parts = _FRONT_MATTER.match(text)
        if parts is None:
            self.complain(1, "ต้องขึ้นต้นด้วยข้อมูลระหว่าง --- สองบรรทัด")
            return []
        mapped = load(parts[1], first_line=2, complain=self.complain)
        if mapped is None:
            return []
        first_line = parts[1].count("\n") + 3
        body = content_body.parse(
            parts[2], first_line=first_line, complain=self.complain, with_prices=with_prices
        )
        if not body:
            self.complain(first_line, "ยังไม่มีเนื้อหา")
        for part in content_body.each(body):
            for key in getattr(part, "keys", ()):
                self.refer(first_line, "contact", key)
        return [self.entry(kind, mapped, self.take(keys, mapped), body=tuple(body))]

    def event(self, text: str) -> list[EventFile]:
        mapped = load(text, first_line=1, complain=self.complain)
        if mapped is None:
            return []
        self.entry("event", mapped, self.take((Key("slug", "slug"),), mapped, more=" ".join(mapped)))
        event = content_events.read(mapped, complain=self.complain)
        for cited in [row.cited for row in event.annotations] + [row.cited for row in event.key_points]:
            self.refer(mapped.line, "facts", ",".join(cited.facts))
        return [event]

    def quiz(self, text: str) -> list[Entry]:
        mapped = load(text, first_line=1, complain=self.complain)
        if mapped is None:
            return []
        values = self.take(content_schema.QUIZ, mapped, more="questions")
        questions = self._questions(text, mapped) if "questions" in mapped else []
        if not questions and not values.get("slots"):
            self.complain(1, "แบบทดสอบต้องมี questions หรือ slots")
        for slot, row in zip(values.get("slots", []), _mapped_items(mapped, "slots"), strict=False):
            if ("question" in slot) == ("pool" in slot):
                self.complain(row.line, "แต่ละช่องใน slots ต้องมี question หรือ pool อย่างใดอย่างหนึ่ง")
        defaults = {**_QUIZ_DEFAULTS, "slots": [{"question": question.code} for question in questions]}
        values = {name: value for name, value in values.items() if value != defaults.get(name)}
        values.setdefault("pass_percent", 60)
        return [self.entry("quiz", mapped, values, questions=tuple(questions))]

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
        if not content_schema.SLUG.fullmatch(question.code):
            self.complain(question.line, f"code {question.code} ใช้ได้เฉพาะ a–z ตัวเลข และขีดกลาง")
        place = f"{self.file}:{question.line}"
        if (first := self._seen.setdefault(f"question:{question.code}", place)) != place:
            self.complain(question.line, f"code {question.code} ใช้แล้วใน {first}")
        for problem in kinds.problems(question.content):
            line = _line_at(written, problem.path) or question.line
            self.complain(line, f"ข้อ {question.code}: {problem.sentence_th}")
        fields = fields_of(question)
        lines = written.lines if written else {}
        if fields["facts"]:
            codes = ",".join(fields["facts"].replace(" ", "").split(","))
            self.refer(lines.get("facts", question.line), "facts", codes)
        if fields["scam_pattern"]:
            self.refer(lines.get("pattern", question.line), "pattern", fields["scam_pattern"])
        return QuestionFile(code=question.code, content=question.content, fields=fields)


_ONE = {
    "courses": ("course", content_schema.COURSE),
    "patterns": ("pattern", content_schema.PATTERN),
    "claims": ("claim", content_schema.CLAIM),
    "kits": ("kit", content_schema.KIT),
}
_LISTS = {
    "glossary.yaml": ("term", content_schema.TERM),
    "directory.yaml": ("contact", content_schema.CONTACT),
}
_Read = Callable[[_Reader, str], list[Entry]]


def _reader_of(name: str) -> _Read | None:
    """Return what reads a file; None for files that are not ours to read, such as README.md."""
    path = PurePosixPath(name)
    folder, suffix = path.parent.as_posix(), path.suffix
    if name in _LISTS:
        return lambda reader, text: reader.several(*_LISTS[name], text)
    if folder in _ONE and suffix == ".yaml":
        return lambda reader, text: _named(reader.one(*_ONE[folder], text), path.stem)
    fixed: dict[tuple[str, str], _Read] = {
        (".", "home.yaml"): lambda reader, text: reader.one("home", content_schema.HOME, text),
        (".", "facts.yaml"): _Reader.facts,
        (".", "emergency.md"): lambda reader, text: reader.page("emergency", content_schema.EMERGENCY, text),
        (".", "emergency-card.yaml"): lambda reader, text: reader.one("card", content_schema.CARD, text),
    }
    if (folder, name) in fixed:
        return fixed[folder, name]
    folders: dict[tuple[str, str], _Read] = {
        ("lessons", ".md"): lambda reader, text: reader.page(
            "lesson", content_schema.LESSON, text, with_prices=True
        ),
        ("pages", ".md"): lambda reader, text: reader.page("page", content_schema.PAGE, text),
        ("quizzes", ".yaml"): _Reader.quiz,
        ("events", ".yaml"): lambda _reader, _text: [],
    }
    return folders.get((folder, suffix))


def _named(entries: list[Entry], stem: str) -> list[Entry]:
    """Give a teaching kit, which has no slug of its own, the name of its file: the course's."""
    return [
        Entry(entry.kind, entry.slug or stem, entry.values, file=entry.file, line=entry.line)
        for entry in entries
    ]


def _with_card(entries: list[Entry]) -> list[Entry]:
    """Return the entries with the lines of the printed card in the emergency guide that they belong to."""
    card = next((entry for entry in entries if entry.kind == "card"), None)
    rest = [entry for entry in entries if entry.kind != "card"]
    if card is None:
        return rest
    return [
        Entry(entry.kind, entry.slug, {**entry.values, "card": card.values}, entry.body, file=entry.file)
        if entry.kind == "emergency"
        else entry
        for entry in rest
    ]


def _pool_problems(entries: Iterable[Entry]) -> Iterable[Problem]:
    """Yield what keeps a quiz from drawing as many questions as it says."""
    topics: dict[str, int] = {}
    entries = list(entries)
    for entry in entries:
        for question in entry.questions:
            topics[question.fields["topic"]] = topics.get(question.fields["topic"], 0) + 1
    for entry in entries:
        for slot in entry.get("slots", []) if entry.kind == "quiz" else []:
            pool = slot.get("pool")
            if pool and pool.get("topic") and topics.get(pool["topic"], 0) < pool["count"]:
                had = topics.get(pool["topic"], 0)
                said = f"หัวข้อ “{pool['topic']}” มีคำถาม {had} ข้อ แต่จะสุ่ม {pool['count']} ข้อ"
                yield Problem(entry.file, entry.line, said)


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
