"""Taking questions out of the bank as a file: the newest draft of each, with its pictures."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from wagtail.images import get_image_model

from quizzes.content import KIND_LABELS, Content
from quizzes.exchange import FIELDS, imported_of
from quizzes.formats import Format, ImportedQuestion, Problem, Severity, check, write
from quizzes.formats.images import MARKER
from quizzes.formats.model import each_part
from quizzes.models import Question

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
_PICTURE = re.compile(r"img([0-9]{1,9})\.\w{1,5}")


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
    for name in {found[1] for text in texts for found in MARKER.finditer(text)}:
        known = _PICTURE.fullmatch(name)
        image = get_image_model().objects.filter(pk=int(known[1])).first() if known else None
        if image is not None:
            with image.open_file() as file:
                yield name, file.read()
