"""Questions and quizzes of content files in the CMS."""

import copy
import json
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lessons.content_items import Entry, QuestionFile, digest
from lessons.content_markdown import to_html, to_markdown
from lessons.content_questions import values_of
from lessons.content_schema import Values
from lessons.content_writing import dump
from lessons.services.curriculum.kinds import IDS, Kind
from quizzes import exhibits
from quizzes.exchange import FIELDS
from quizzes.interaction import block_of, keep_uids
from quizzes.models import Question, Quiz, QuizBand, QuizSlot

_FORM = re.compile(r"-[ab]$")
_SETTINGS: dict[str, Any] = {
    "pass_percent": 60,
    "preset": Quiz.Preset.PRACTICE.value,
    "shuffle_choices": True,
    "shuffle_questions": False,
    "attempts_allowed": None,
    "time_limit_minutes": None,
}


@dataclass(frozen=True)
class QuestionAt:
    """A question with the file that it stands in."""

    slug: str  # its code
    question: QuestionFile
    file: str


class QuestionKind(Kind):
    name = "question"
    model = Question

    def mark(self, item: QuestionAt) -> str:
        """Return what tells whether a question changed: a new cut of its chart makes a new version of it."""
        name = item.question.fields["chart"]
        if not name:
            return digest(item.question)
        exhibit = exhibits.freeze(name, caption="")
        if exhibit is None:
            self.context.warnings.append(f"question:{item.slug}: ไม่มีกราฟ {name} เพราะยังไม่มีเหตุการณ์นี้ในระบบ")
        return digest([digest(item.question), exhibit and exhibit["sha256"]])

    def same(self, item: QuestionAt) -> Question | None:
        return Question.objects.filter(code=item.slug).first()

    def create(self, item: QuestionAt) -> Question:
        question = Question(code=item.slug, live=False)
        self.fill(question, item)
        question.save()
        return question

    def fill(self, target: Question, item: QuestionAt) -> None:
        for name, value in item.question.fields.items():
            setattr(target, name, value)
        content = item.question.content
        if target.pk:
            content = keep_uids(copy.deepcopy(content), target.snapshot())
        known = target.interaction[0].id if target.interaction else None
        block_id = known or str(uuid.uuid5(IDS, f"question/{item.slug}"))
        target.interaction = json.dumps([block_of(content, block_id=block_id)])

    def entry(self, target: Question) -> QuestionAt:
        return QuestionAt(target.code, question_of(target), "")

    def text(self, item: QuestionAt) -> str:
        return dump([values_of(item.question)])


def question_of(target: Question) -> QuestionFile:
    """Return what a file would say of a question."""
    fields = {name: getattr(target, name) for name in FIELDS}
    return QuestionFile(target.code, target.snapshot(), fields)


class QuizKind(Kind):
    name = "quiz"
    model = Quiz

    def mark(self, item: Entry) -> str:
        # the questions have their own marks; of them the quiz holds only which and in what order
        return digest([item.values, [question.code for question in item.questions]])

    def fill(self, target: Quiz, item: Entry) -> None:
        target.title, target.introduction = item["title"], item.get("introduction")
        for name, default in _SETTINGS.items():
            setattr(target, name, item.get(name, default))
        target.parallel_form = None
        if item.get("form") == "B" and item.get("pair"):  # the form that comes after names the one before
            target.parallel_form = Quiz.objects.filter(slug=item["pair"]).first()
        target.slots.set([slot for slot in self._slots(item) if slot is not None])
        target.bands.set(
            [
                QuizBand(
                    min_percent=band["min_percent"],
                    title=band["title"],
                    text=to_html(band.get("text", "")),
                    sort_order=place,
                )
                for place, band in enumerate(item.get("bands", []))
            ]
        )

    def _slots(self, item: Entry) -> Iterable[QuizSlot | None]:
        rows = item.get("slots", []) or [{"question": question.code} for question in item.questions]
        codes = [row["question"] for row in rows if "question" in row]
        questions = {question.code: question for question in Question.objects.filter(code__in=codes)}
        for place, row in enumerate(rows):
            part = row.get("part", "")
            if "pool" in row:
                pool = row["pool"]
                yield QuizSlot(
                    part=part,
                    kind=QuizSlot.Kind.POOL,
                    pool_topic=pool.get("topic", ""),
                    pool_level=pool.get("level", ""),
                    pool_count=pool["count"],
                    sort_order=place,
                )
            else:
                question = questions.get(row["question"])
                yield QuizSlot(part=part, question=question, sort_order=place) if question else None

    def entry(self, target: Quiz) -> Entry:
        values: Values = {"slug": target.slug, "title": target.title, "introduction": target.introduction}
        values |= self._form(target)
        for name, default in _SETTINGS.items():
            value = getattr(target, name)
            if value != default or name == "pass_percent":
                values[name] = value
        values["bands"] = [
            {"min_percent": band.min_percent, "title": band.title, "text": to_markdown(band.text)}
            for band in target.bands.all()
        ]
        slots = [_slot(slot) for slot in target.slots.all()]
        own = self._own_questions(target)
        if slots != [{"question": question.code} for question in own]:
            values["slots"] = slots
        return Entry("quiz", target.slug, values, questions=tuple(own))

    def _form(self, target: Quiz) -> Values:
        after = Quiz.objects.filter(parallel_form=target.pk).order_by("pk").first()
        pair = target.parallel_form or after
        course_quiz = _FORM.sub("", target.slug)
        if pair is None or course_quiz == target.slug:
            return {}
        return {
            "form_of": course_quiz,
            "form": "A" if target.parallel_form is None else "B",
            "pair": pair.slug,
        }

    def _own_questions(self, target: Quiz) -> list[QuestionFile]:
        """Return the questions that stand in the quiz's file: those that came from it, and an educator's own."""
        file = f"quizzes/{target.slug}.yaml"
        places = self.context.files_of_questions()
        ids = [pk for pk, place in places.items() if place == file]
        fixed = [slot.question_id for slot in target.slots.all() if slot.question_id]
        new = [pk for pk in fixed if pk not in places and self.context.claim(pk, file)]
        found = {question.pk: question for question in Question.objects.filter(pk__in=[*ids, *new])}
        in_quiz = {pk: place for place, pk in enumerate(fixed)}
        ordered = sorted(
            found, key=lambda pk: (in_quiz.get(pk, len(fixed)), ids.index(pk) if pk in ids else 0)
        )
        return [question_of(self.latest(found[pk])) for pk in ordered]


def _slot(slot: QuizSlot) -> Values:
    part = {"part": slot.part} if slot.part else {}
    if slot.kind == QuizSlot.Kind.POOL:
        pool = {"topic": slot.pool_topic, "level": slot.pool_level, "count": slot.pool_count}
        return {**part, "pool": {key: value for key, value in pool.items() if value}}
    return {**part, "question": slot.question.code if slot.question else ""}


KINDS: tuple[type[Kind], ...] = (QuestionKind, QuizKind)
