"""Authoring forms: drafts may be incomplete, publishing may not."""

from collections.abc import Sequence
from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from quizzes import exhibits, kinds
from quizzes.blocks.errors import errors_of
from quizzes.insight import boosters
from quizzes.interaction import content_of
from quizzes.kinds.base import Problem
from quizzes.models import Question, QuizSlot
from quizzes.pools import Drawn, shortages

_OWN_FIELDS = ("stem", "explanation", "ask_confidence")


def _kept_forms(formset: Any) -> list[Any]:
    """Return the child forms that will be saved.

    A cluster form is cleaned before its formsets: `is_valid` cleans each child now (its result is kept).
    """
    return [form for form in formset.forms if form.is_valid() and not form.cleaned_data.get("DELETE")]


def _charts(chosen: str) -> list[tuple[str, str]]:
    """Return what the chart's list offers; a chosen chart that is no longer published stays in it, and says so."""
    offered = [(offer.name, offer.label) for offer in exhibits.offers()]
    if chosen and chosen not in dict(offered):
        offered.append((chosen, f"{chosen} (ยังไม่ได้เผยแพร่)"))
    return [("", "ไม่มีกราฟ"), *offered]


class QuestionForm(WagtailAdminModelForm):
    """Says in Thai what keeps a question from being published; says nothing while it is saved as a draft."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "chart" in self.fields:
            self.fields["chart"].widget = forms.Select(choices=_charts(self.initial.get("chart") or ""))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if self.is_deferred_validation:
            return data
        if data.get("chart") and data["chart"] not in (offer.name for offer in exhibits.offers()):
            self.add_error("chart", "กราฟเหตุการณ์นี้ยังไม่ได้เผยแพร่หรือถูกลบไปแล้ว เผยแพร่กราฟก่อน หรือเลือกกราฟอื่น")
        if "interaction" not in data:
            return data
        stream = data["interaction"]
        if not stream:
            self.add_error("interaction", "ยังไม่ได้เลือกชนิดคำถาม กดเพิ่มแล้วเลือกหนึ่งชนิด")
            return data
        content = content_of(
            stream.get_prep_value()[0],
            stem=data.get("stem") or "-",  # an empty one is said at the field itself
            explanation=data.get("explanation") or "",
            ask_confidence=bool(data.get("ask_confidence")),
        )
        self._say(kinds.problems(content), kind=content["kind"])
        return data

    def _say(self, problems: Sequence[Problem], *, kind: str) -> None:
        own = [problem for problem in problems if problem.path in _OWN_FIELDS]
        for problem in own:
            self.add_error(problem.path, problem.sentence_th)
        rest = [problem for problem in problems if problem not in own]
        if rest:
            block = self.instance._meta.get_field("interaction").stream_block
            self.add_error("interaction", errors_of(rest, kind=kind, block=block))


class QuizForm(WagtailAdminModelForm):
    """Says in Thai what keeps a quiz from being published."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if self.is_deferred_validation:
            return data
        forms = _kept_forms(self.formsets["slots"])
        if not forms:
            self.add_error(None, "ยังไม่มีคำถามในแบบทดสอบ เพิ่มอย่างน้อย 1 ข้อก่อนเผยแพร่")
        pools = [form for form in forms if form.cleaned_data.get("kind") == QuizSlot.Kind.POOL]
        fixed = _check_fixed([form for form in forms if form not in pools])
        _check_pools(pools, fixed)
        self._check_bands()
        parallel = data.get("parallel_form")
        if parallel is not None and parallel.pk == self.instance.pk:
            self.add_error("parallel_form", "แบบคู่ขนานต้องเป็นแบบทดสอบอื่น เลือกใหม่หรือเว้นว่าง")
        return data

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug == boosters.SLUG:
            raise forms.ValidationError("ที่อยู่นี้ระบบใช้กับการทบทวนสั้น ๆ เลือกคำอื่น")
        return slug

    def _check_bands(self) -> None:
        seen: set[int] = set()
        for form in _kept_forms(self.formsets["bands"]) if "bands" in self.formsets else []:
            low = form.cleaned_data.get("min_percent")
            if low in seen:
                form.add_error("min_percent", "มีช่วงคะแนนที่เริ่มตรงนี้แล้ว เปลี่ยนตัวเลขให้ต่างกัน")
            seen.add(low)


def _check_fixed(forms: Sequence[Any]) -> set[int]:
    """Say what is wrong with the chosen questions; return them."""
    seen: set[int] = set()
    for form in forms:
        question, pinned = form.cleaned_data.get("question"), form.cleaned_data.get("pinned_version")
        if question is None:
            form.add_error("question", "ยังไม่ได้เลือกคำถาม เลือกหนึ่งข้อ หรือเปลี่ยนแบบเป็น “สุ่มจากคลัง”")
            continue
        if question.pk in seen:
            form.add_error("question", "คำถามนี้อยู่ในแบบทดสอบแล้ว เลือกคำถามอื่น")
        seen.add(question.pk)
        if not question.live:
            form.add_error("question", "คำถามนี้ยังไม่ได้เผยแพร่ เผยแพร่คำถามก่อน แล้วกลับมาเผยแพร่แบบทดสอบ")
        if pinned is not None and pinned.question_id != question.pk:
            form.add_error("pinned_version", "ฉบับที่ตรึงไว้เป็นของคำถามอื่น เลือกใหม่หรือเว้นว่าง")
    return seen


def _check_pools(forms: Sequence[Any], fixed: set[int]) -> None:
    """Say which pools ask for more than the bank is sure to have."""
    drawn = []
    for form in forms:
        given = form.cleaned_data
        form.instance.question = form.instance.pinned_version = None  # left from before it became a pool
        members = Question.objects.in_pool(
            topic=given.get("pool_topic") or "", level=given.get("pool_level") or ""
        )
        drawn.append(
            Drawn(given.get("pool_count") or 0, frozenset(members.values_list("pk", flat=True)) - fixed)
        )
    for form, count, available in zip(forms, (one.count for one in drawn), shortages(drawn), strict=True):
        if not count:
            form.add_error("pool_count", "ยังไม่ได้บอกว่าจะสุ่มกี่ข้อ ใส่ตัวเลขตั้งแต่ 1")
        elif available is not None:
            form.add_error(
                "pool_count",
                f"คลังมีข้อที่เผยแพร่แล้วตรงเงื่อนไขนี้เหลือให้สุ่ม {available} ข้อ (ขอไว้ {count}) ลดจำนวนหรือเปิดเงื่อนไขให้กว้างขึ้น",
            )
