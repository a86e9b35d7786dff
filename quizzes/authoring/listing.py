"""The list of questions: what it shows of each and how it is narrowed."""

import itertools
from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from quizzes.insight import boosters
from quizzes.models import Difficulty, Level, Question, Quiz, QuizSlot

_STATUSES = [
    ("live", "เผยแพร่แล้ว"),
    ("draft", "ฉบับร่าง ยังไม่เคยเผยแพร่หรือเลิกเผยแพร่"),
    ("changed", "เผยแพร่แล้ว มีฉบับร่างใหม่"),
    ("review", "กำลังรอตรวจ"),
]


def with_uses(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Add `uses`: in how many quizzes each question stands, drafts of quizzes aside."""
    counted = (
        QuizSlot.objects.filter(question=OuterRef("pk"))
        .order_by()
        .values("question")
        .annotate(many=Count("quiz", distinct=True))
        .values("many")
    )
    counting: QuerySet[Question] = questions.annotate(
        uses=Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    )
    return counting


def written(quizzes: QuerySet[Quiz]) -> QuerySet[Quiz]:
    """Return the quizzes that people wrote: the one that all short reviews belong to is the system's own."""
    return quizzes.exclude(slug=boosters.SLUG)


def free_name(name: str, *, taken: Iterable[str], most: int) -> str:
    """Return the name that a copy begins with: "k2-1" → "k2-1-2", the first number that nobody has."""
    used = set(taken)
    for number in itertools.count(2):
        end = f"-{number}"
        if (free := name[: most - len(end)] + end) not in used:
            return free
    raise AssertionError("numbers do not end")


class UsesColumn(Column):
    """“ใช้ใน 3 แบบทดสอบ”"""

    def get_value(self, instance: Question) -> str:
        uses = getattr(instance, "uses", 0)
        return f"ใช้ใน {uses} แบบทดสอบ" if uses else "ยังไม่ได้ใช้"


class StemColumn(Column):
    def get_value(self, instance: Question) -> str:
        stem: str = instance.stem
        return stem if len(stem) <= 90 else f"{stem[:90]}…"


class QuestionFilterSet(WagtailFilterSet):
    topic = django_filters.ChoiceFilter(label="หัวข้อ", choices=lambda: _distinct("topic"))
    scam_pattern = django_filters.ChoiceFilter(label="แบบกลโกง", choices=lambda: _distinct("scam_pattern"))
    level = django_filters.ChoiceFilter(label="ระดับ", choices=Level.choices, method="filter_level")
    difficulty = django_filters.ChoiceFilter(label="ความยาก", choices=Difficulty.choices)
    status = django_filters.ChoiceFilter(label="สถานะ", choices=_STATUSES, method="filter_status")

    class Meta:
        model = Question
        fields = ["kind"]

    def filter_level(self, questions: Any, name: str, value: str) -> Any:
        return questions.for_level(value)

    def filter_status(self, questions: Any, name: str, value: str) -> Any:
        if value == "review":
            return questions.filter(workflow_states__status="in_progress").distinct()
        if value == "changed":
            return questions.filter(live=True, has_unpublished_changes=True)
        return questions.filter(live=value == "live")


def _distinct(field: str) -> list[tuple[str, str]]:
    values = Question.objects.exclude(**{field: ""}).order_by(field).values_list(field, flat=True).distinct()
    return [(value, value) for value in values]
