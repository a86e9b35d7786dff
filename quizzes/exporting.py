"""Taking questions out of the bank as a file: the newest draft of each, with its pictures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from quizzes.content import KIND_LABELS, Content
from quizzes.exchange import FIELDS, imported_of
from quizzes.formats import Format, ImportedQuestion, Problem, Severity, check, write
from quizzes.formats.model import each_part
from quizzes.models import Question
from quizzes.pictures import images_in

EXTENSIONS = {
    Format.GIFT: "gift.txt",
    Format.MOODLE_XML: "xml",
    Format.AIKEN: "aiken.txt",
    Format.YAML: "yaml",
}
NAMES = {
    Format.GIFT: "GIFT",
    Format.MOODLE_XML: "Moodle XML",
    Format.AIKEN: "Aiken",
    Format.YAML: "YAML ของเรา",
}


@dataclass(frozen=True)
class Export:
    """A file, and what is not in it or only in part."""

    data: bytes
    written: int
    left: list[Problem]  # questions that the format cannot say: code and why
    lost: list[Problem]  # written, but for this


def export(questions: Iterable[Question], to: Format) -> Export:
    """Return the questions as a file; those that the format cannot say are named and left out."""
    left: list[Problem] = []
    lost: list[Problem] = []
    kept = []
    for question in map(_imported, questions):
        if question.content["kind"] not in KIND_LABELS:
            left.append(Problem(0, question.code, "ยังไม่ได้เลือกชนิดคำถาม", Severity.ERROR))
            continue
        said = [replace(problem, question=question.code) for problem in _check(to, question)]
        errors = [problem for problem in said if problem.severity is Severity.ERROR]
        left += errors[:1]
        if not errors:
            kept.append(question)
            lost += said
    return Export(write(to, kept), len(kept), left, lost)


def _check(to: Format, question: ImportedQuestion) -> list[Problem]:
    try:
        return check(to, [question])
    except (KeyError, TypeError, ValueError, AttributeError):
        # a half-written draft: the formats speak of finished questions
        return [Problem(0, question.code, "ยังเขียนไม่ครบ จึงยังส่งออกไม่ได้", Severity.ERROR)]


def _imported(question: Question) -> ImportedQuestion:
    draft = question.get_latest_revision_as_object()
    content = draft.snapshot()
    made = imported_of(
        code=draft.code, content=content, fields={name: getattr(draft, name) for name in FIELDS}
    )
    return replace(made, images=dict(_pictures(content)))


def _pictures(content: Content) -> Iterator[tuple[str, bytes]]:
    parts = [content, *(part for _role, _told_by, part in each_part(content))]
    texts = [value for part in parts for value in part.values() if isinstance(value, str)]
    for name, image in images_in(texts).items():
        with image.open_file() as file:
            yield name, file.read()
