"""Authoring forms (drafts may be incomplete, publishing may not)."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from quizzes.content import ChoiceContent, Content, choice_problems, problems


def _kept_forms(formset: Any) -> list[Any]:
    """Return the child forms that will be saved.

    A cluster form is cleaned before its formsets: `is_valid` cleans each child now (its result is kept).
    """
    return [form for form in formset.forms if form.is_valid() and not form.cleaned_data.get("DELETE")]


class QuestionForm(WagtailAdminModelForm):
    """Says in Thai what keeps a question from being published; says nothing while it is saved as a draft."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if self.is_deferred_validation:
            return data
        choices: list[ChoiceContent] = []
        for form in _kept_forms(self.formsets["choices"]):
            given = form.cleaned_data
            choice = ChoiceContent(
                uid="",
                text=given.get("text", ""),
                correct=bool(given.get("is_correct")),
                feedback=given.get("feedback", ""),
            )
            choices.append(choice)
            for field, sentence in choice_problems(choice).items():
                form.add_error(field, sentence)
        content = Content(
            kind=data.get("kind", ""),
            stem=data.get("stem", "") or "-",  # an empty one is said at the field itself
            explanation="",
            choices=choices,
        )
        for sentence in problems(content):
            self.add_error(None, sentence)
        return data


class QuizForm(WagtailAdminModelForm):
    """Says in Thai what keeps a quiz from being published."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if self.is_deferred_validation:
            return data
        forms = _kept_forms(self.formsets["slots"])
        if not forms:
            self.add_error(None, "ยังไม่มีคำถามในแบบทดสอบ เพิ่มอย่างน้อย 1 ข้อก่อนเผยแพร่")
        seen: set[int] = set()
        for form in forms:
            question, pinned = form.cleaned_data.get("question"), form.cleaned_data.get("pinned_version")
            if question is None:
                continue
            if question.pk in seen:
                form.add_error("question", "คำถามนี้อยู่ในแบบทดสอบแล้ว เลือกคำถามอื่น")
            seen.add(question.pk)
            if not question.live:
                form.add_error("question", "คำถามนี้ยังไม่ได้เผยแพร่ เผยแพร่คำถามก่อน แล้วกลับมาเผยแพร่แบบทดสอบ")
            if pinned is not None and pinned.question_id != question.pk:
                form.add_error("pinned_version", "ฉบับที่ตรึงไว้เป็นของคำถามอื่น เลือกใหม่หรือเว้นว่าง")
        return data
