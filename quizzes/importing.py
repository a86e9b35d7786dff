"""Bringing questions of a file into the bank: what would happen, and doing it. Always as drafts."""

import copy
import datetime as dt
import hashlib
import json
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from io import BytesIO
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.images import get_image_model

from quizzes import kinds
from quizzes.content import KIND_LABELS, Content, QuestionKind
from quizzes.exchange import code_of, fields_of
from quizzes.formats import Format, ImportedQuestion, Reading
from quizzes.formats.images import MARKER, marker
from quizzes.formats.model import each_part
from quizzes.interaction import block_of, keep_uids
from quizzes.models import Question, UploadedQuestions

MOST_AT_ONCE = 500  # questions: all of them in one transaction
_KEPT_FOR = dt.timedelta(days=1)
_TEXTS = ("stem", "explanation", "text", "message", "otherwise", "feedback", "left", "right")


class Fate(StrEnum):
    """What an import does with one question of a file."""

    NEW = "new"
    UPDATE = "update"  # the bank has this code: its draft is written anew
    SAME = "same"  # the bank has exactly this
    SKIP = "skip"  # the bank has this code and keeps its own
    REFUSED = "refused"


FATES = {
    Fate.NEW: "เพิ่มเป็นฉบับร่าง",
    Fate.UPDATE: "แก้ฉบับร่างของข้อเดิม",
    Fate.SAME: "เหมือนในคลังแล้ว",
    Fate.SKIP: "มีรหัสนี้แล้ว ข้ามไป",
    Fate.REFUSED: "นำเข้าไม่ได้",
}


@dataclass(frozen=True)
class Row:
    """One question of a file and what becomes of it."""

    question: ImportedQuestion
    code: str
    fate: Fate
    why: str = ""  # it is refused
    waits_for: tuple[str, ...] = ()  # what is still to be written before it can be published

    @property
    def fate_label(self) -> str:
        return FATES[self.fate]

    @property
    def kind_label(self) -> str:
        return KIND_LABELS[QuestionKind(self.question.content["kind"])]


@dataclass
class Imported:
    """What an import did."""

    count: dict[Fate, int] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)  # code, why

    @property
    def changed(self) -> int:
        return self.count.get(Fate.NEW, 0) + self.count.get(Fate.UPDATE, 0)


class NotImported(Exception):  # noqa: N818 - says what happened, as the other refusals do
    """All or nothing was asked for, and not all could come in: nothing did. The message is a Thai sentence."""


def keep_upload(
    *, name: str, source: Format, data: bytes, user: AbstractBaseUser, now: dt.datetime
) -> UploadedQuestions:
    """Keep a file until its import, and throw old ones away."""
    with transaction.atomic():
        UploadedQuestions.objects.filter(uploaded_at__lt=now - _KEPT_FOR).delete()
        kept: UploadedQuestions = UploadedQuestions.objects.create(
            name=name[:120], format=source, data=data, uploaded_by_id=user.pk, uploaded_at=now
        )
        return kept


def plan(questions: Iterable[ImportedQuestion], *, updates: bool) -> list[Row]:
    """Return what an import would do with each question; writes nothing. Two queries and one per known code."""
    listed = [(question, code_of(question)) for question in questions]
    known = {
        question.code: question
        for question in Question.objects.filter(code__in=[code for _one, code in listed])
    }
    seen: set[str] = set()
    rows = []
    for question, code in listed:
        why = "รหัสนี้มีสองครั้งในไฟล์ แก้รหัสให้ต่างกัน" if code in seen else ""
        seen.add(code)
        rows.append(_row(question, code, known.get(code), updates=updates, why=why))
    return rows


def _row(question: ImportedQuestion, code: str, existing: Question | None, *, updates: bool, why: str) -> Row:
    waits = tuple(problem.sentence_th for problem in kinds.problems(question.content)[:3])
    row = Row(question, code, Fate.NEW, waits_for=waits)
    if why:
        return replace(row, fate=Fate.REFUSED, why=why)
    if existing is None:
        return row
    if not updates:
        return replace(row, fate=Fate.SKIP)
    if existing.locked:
        return replace(row, fate=Fate.REFUSED, why="ข้อนี้ถูกล็อกอยู่ ปลดล็อกก่อน")
    if existing.workflow_in_progress:
        return replace(row, fate=Fate.REFUSED, why="ข้อนี้กำลังรอตรวจ รอผลก่อนแล้วค่อยนำเข้า")
    if question.images:
        images = {name: _known_image(data) for name, data in question.images.items()}
        question = _with_pictures(question, images)
    return replace(row, fate=Fate.UPDATE if _fill(_draft_of(existing), question) else Fate.SAME)


def _draft_of(question: Question) -> Question:
    """Return the newest draft, to be changed in memory only."""
    draft: Question = copy.copy(question.get_latest_revision_as_object())
    return draft


def import_questions(
    *,
    reading: Reading,
    updates: bool,
    is_whole: bool,
    user: AbstractBaseUser,
    has_images: bool = True,
) -> Imported:
    """Bring a file's questions in as drafts, all in one transaction, and return what was done.

    `updates`: write the drafts of questions that the bank has; else those are left alone. `is_whole`: all or nothing.
    `has_images`: the person may add pictures to the library; else their places stay in the text.
    Raises NotImported when all was asked for and something is in the way, and when there are too many questions.
    """
    if len(reading.questions) > MOST_AT_ONCE:
        raise NotImported(
            f"ไฟล์นี้มี {len(reading.questions)} ข้อ นำเข้าได้ครั้งละไม่เกิน {MOST_AT_ONCE} ข้อ แบ่งเป็นหลายไฟล์"
        )
    with transaction.atomic():
        rows = plan(reading.questions, updates=updates)
        outcome = Imported(refused=[(row.code, row.why) for row in rows if row.fate is Fate.REFUSED])
        if is_whole and (outcome.refused or not reading.is_clean):
            raise NotImported("มีข้อที่นำเข้าไม่ได้ จึงยังไม่ได้นำเข้าข้อใดเลย แก้ไฟล์แล้วลองใหม่ หรือเลือก “นำเข้าเฉพาะข้อที่ได้”")
        for row in rows:
            outcome.count[row.fate] = outcome.count.get(row.fate, 0) + 1
            if row.fate in (Fate.NEW, Fate.UPDATE):
                _write(row, user=user, has_images=has_images)
        return outcome


def _write(row: Row, *, user: AbstractBaseUser, has_images: bool) -> None:
    question = row.question
    if question.images and has_images:
        question = _with_pictures(
            question, {name: _image(name, data, row.code, user) for name, data in question.images.items()}
        )
    if row.fate is Fate.NEW:
        made = Question(code=row.code, live=False)
        _fill(made, question)
        made.save()
        made.save_revision(user=user, log_action="wagtail.create", clean=False)
        return
    draft = Question.objects.get(code=row.code).get_latest_revision_as_object()
    _fill(draft, question)
    draft.save_revision(user=user, log_action=True, clean=False)


def _fill(target: Question, question: ImportedQuestion) -> bool:
    """Write a file's question into one of the bank in memory; return whether that changes anything."""
    before = target.snapshot()
    content = copy.deepcopy(question.content)
    block_id = ""
    if target.interaction:
        content = keep_uids(content, before) if before["kind"] else content
        block_id = target.interaction[0].id or ""
    fields = fields_of(question)
    was = {name: getattr(target, name) for name in fields}
    for name, value in fields.items():
        setattr(target, name, value)
    target.interaction = json.dumps([block_of(content, block_id=block_id or str(uuid.uuid4()))])
    return was != fields or _bare(target.snapshot()) != _bare(before)


def _bare(content: Content) -> Content:
    return {key: value for key, value in content.items() if key != "pictures"}


# --- pictures ------------------------------------------------------------------------------------
def _with_pictures(question: ImportedQuestion, images: Mapping[str, Any]) -> ImportedQuestion:
    """Let the texts of a question point to pictures of the library."""
    names = {name: f"img{image.pk}.{name.rpartition('.')[2]}" for name, image in images.items() if image}
    content = copy.deepcopy(question.content)
    for part in [content, *(part for _role, _told_by, part in each_part(content))]:
        _rename(part, names)
    return replace(question, content=content)


def _rename(part: dict[str, Any], names: Mapping[str, str]) -> None:
    for key in _TEXTS:
        if isinstance(part.get(key), str):
            part[key] = MARKER.sub(lambda found: _renamed(found, names), part[key])


def _renamed(found: re.Match[str], names: Mapping[str, str]) -> str:
    return marker(names[found[1]], found[2] or "") if found[1] in names else found[0]


def _known_image(data: bytes) -> Any:
    """Return the library's picture with these bytes, None when there is none."""
    file_hash = hashlib.sha1(data, usedforsecurity=False).hexdigest()  # how Wagtail tells files apart
    return get_image_model().objects.filter(file_hash=file_hash).first()


def _image(name: str, data: bytes, code: str, user: AbstractBaseUser) -> Any:
    """Return the library's picture with these bytes, made if there is none: importing twice adds nothing."""
    if (known := _known_image(data)) is not None:
        return known
    file = ImageFile(BytesIO(data), name=name)
    image = get_image_model()(title=f"{code} {name}"[:255], file=file, uploaded_by_user=user)
    image.save()
    image.get_file_hash()  # kept with the picture, to find it by
    return image
