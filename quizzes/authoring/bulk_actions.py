"""What can be done with many questions at once: tag, hand to the reviewers, delete what nobody has met."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from quizzes import bank
from quizzes.models import LEVEL_FIELDS, Difficulty, Level, Question, Quiz

_SHOWN = 20  # questions named in one message


class TagForm(forms.Form):
    topic = forms.CharField(label="หัวข้อ", max_length=40, required=False, help_text="เว้นว่าง = ไม่เปลี่ยน")
    scam_pattern = forms.CharField(
        label="แบบกลโกง", max_length=60, required=False, help_text="เว้นว่าง = ไม่เปลี่ยน"
    )
    difficulty = forms.TypedChoiceField(
        label="ความยาก",
        choices=[("", "ไม่เปลี่ยน"), *Difficulty.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    levels = forms.MultipleChoiceField(
        label="ระดับผู้เรียน",
        choices=Level.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="ไม่ติ๊กเลย = ไม่เปลี่ยน",
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not any(data.get(name) for name in ("topic", "scam_pattern", "difficulty", "levels")):
            raise forms.ValidationError("ยังไม่ได้เลือกว่าจะติดป้ายอะไร ใส่อย่างน้อยหนึ่งช่อง")
        return data

    def tags(self) -> dict[str, Any]:
        """Return the fields to set."""
        given = self.cleaned_data
        tags = {name: given[name] for name in ("topic", "scam_pattern", "difficulty") if given.get(name)}
        if given.get("levels"):
            tags |= {field: level in given["levels"] for level, field in LEVEL_FIELDS.items()}
        return tags


class QuestionBulkAction(SnippetBulkAction):
    models = [Question]
    template_name = "quizzes/admin/bulk_action.html"
    sentence = button = ""

    def check_perm(self, snippet: Question) -> bool:
        allowed: bool = self.permission_policy.user_has_permission_for_instance(
            self.request.user, "change", snippet
        )
        return allowed

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"heading": self.display_name, "sentence": self.sentence, "button": self.button}
        return {**super().get_context_data(**kwargs), **words}


class TagQuestions(QuestionBulkAction):
    display_name = "ติดป้าย"
    aria_label = "ติดป้ายคำถามที่เลือก"
    action_type = "tag"
    action_priority = 10
    form_class = TagForm
    sentence = "ป้ายใช้ค้นหาและสุ่มข้อ ผู้เรียนไม่เห็น ข้อที่เผยแพร่แล้วยังเป็นฉบับเดิม"
    button = "ติดป้าย"

    def get_execution_context(self) -> dict[str, Any]:
        return {"tags": self.cleaned_form.tags(), "user": self.request.user}

    @classmethod
    def execute_action(cls, objects: list[Question], **kwargs: Any) -> tuple[int, int]:
        user = kwargs["user"]
        publishes = user.has_perm("quizzes.publish_question")
        return bank.tag_questions(questions=objects, tags=kwargs["tags"], user=user, publishes=publishes), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return f"ติดป้ายแล้ว {num_parent_objects} ข้อ"


class SubmitQuestions(QuestionBulkAction):
    display_name = "ส่งตรวจ"
    aria_label = "ส่งคำถามที่เลือกให้ผู้ตรวจ"
    action_type = "submit"
    action_priority = 20
    sentence = "ข้อที่ยังไม่ครบจะยังไม่ถูกส่ง และจะบอกว่าขาดอะไร"
    button = "ส่งตรวจ"

    def get_execution_context(self) -> dict[str, Any]:
        return {"action": self}

    @classmethod
    def execute_action(cls, objects: list[Question], **kwargs: Any) -> tuple[int, int]:
        request = kwargs["action"].request
        outcome = bank.submit_questions(questions=objects, user=request.user)
        if outcome.left:
            rows = format_html_join(
                "", "<li>{}: {}</li>", ((question.code, why) for question, why in outcome.left[:_SHOWN])
            )
            messages.warning(
                request, format_html("ยังไม่ได้ส่ง {} ข้อ<ul>{}</ul>", len(outcome.left), rows), extra_tags="safe"
            )
        return outcome.done, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        return f"ส่งให้ผู้ตรวจแล้ว {num_parent_objects} ข้อ" if num_parent_objects else None


class ExportQuestions(QuestionBulkAction):
    display_name = "ส่งออก"
    aria_label = "ส่งออกคำถามที่เลือกเป็นไฟล์"
    action_type = "export"
    action_priority = 25

    def check_perm(self, snippet: Question) -> bool:
        return bool(self.request.user.has_perm("quizzes.view_question"))

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        questions, _others = self.get_actionable_objects()
        ids = urlencode([("id", question.pk) for question in questions])
        return redirect(f"{reverse('quizzes_export')}?{ids}")

    @classmethod
    def execute_action(cls, objects: list[Question], **kwargs: Any) -> tuple[int, int]:
        return 0, 0  # the export screen does the work


class DeleteMany(DeleteBulkAction):
    """Deleting what learners have met is refused with a sentence, not with an error page."""

    models = [Question, Quiz]

    def get_execution_context(self) -> dict[str, Any]:
        return {"user": self.request.user, "self": self}

    @classmethod
    def execute_action(cls, objects: list[Any], user: Any = None, **kwargs: Any) -> tuple[int, int]:
        deleted, kept = 0, []
        for item in objects:
            try:
                with transaction.atomic():
                    item.delete()
                deleted += 1
            except ProtectedError:
                kept.append(item)
        if kept:
            rows = format_html_join(
                "", '<li><a href="{}">{}</a></li>', ((_usage_url(item), str(item)) for item in kept[:_SHOWN])
            )
            messages.error(
                kwargs["self"].request,
                format_html(
                    "ลบไม่ได้ {} รายการ เพราะเคยเผยแพร่ อยู่ในแบบทดสอบ หรือมีผู้เรียนทำแล้ว ให้กด “เลิกเผยแพร่” แทน<ul>{}</ul>",
                    len(kept),
                    rows,
                ),
                extra_tags="safe",
            )
        return deleted, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        return f"ลบแล้ว {num_parent_objects} รายการ" if num_parent_objects else None


def _usage_url(item: Question | Quiz) -> str:
    return reverse(item.snippet_viewset.get_url_name("usage"), args=[quote(item.pk)])
