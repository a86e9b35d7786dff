"""The question bank and the quiz builder in the CMS."""

from typing import Any

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import LiveStatusTagColumn, UpdatedAtColumn
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import DeleteView, SnippetViewSet, SnippetViewSetGroup

from quizzes.forms import QuestionForm, QuizForm
from quizzes.models import Question, QuestionVersion, Quiz


class SafeDelete(DeleteView):
    """Deleting what learners have met is refused with a sentence, not with an error page."""

    refusal = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refused = bool(self.usage and self.usage.is_protected)
        if not refused:
            try:
                response: HttpResponse = super().post(request, *args, **kwargs)
                return response
            except ProtectedError:
                pass
        messages.error(request, self.refusal)
        return redirect(self.get_success_url())


class DeleteQuestion(SafeDelete):
    refusal = (
        "ลบไม่ได้: คำถามนี้เคยเผยแพร่แล้วหรืออยู่ในแบบทดสอบ ผู้เรียนอาจตอบไว้ "
        "ให้เอาออกจากแบบทดสอบแล้วกด “เลิกเผยแพร่” แทน คำตอบเดิมจะยังอยู่ครบ"
    )


class DeleteQuiz(SafeDelete):
    refusal = "ลบไม่ได้: มีผู้เรียนทำแบบทดสอบนี้แล้ว ให้กด “เลิกเผยแพร่” แทน ผลเดิมจะยังอยู่ครบ"


class ChoicesPanel(InlinePanel):
    """Begins with two empty rows; that two are needed is said by the form, in Thai, when it is published."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name].update(min_num=2, validate_min=False)
        return options


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    menu_label = "คลังคำถาม"
    menu_name = "questions"
    list_display = ["code", "stem", "kind", "topic", "difficulty", LiveStatusTagColumn(), UpdatedAtColumn()]
    list_filter = ["kind", "topic", "difficulty", "live"]
    list_per_page = 50
    ordering = ["code"]
    copy_view_enabled = True
    inspect_view_enabled = False
    delete_view_class = DeleteQuestion
    search_backend_name = "default"
    edit_handler = ObjectList(
        [
            FieldPanel("code", required_on_save=True),
            FieldPanel("kind"),
            FieldPanel("stem"),
            ChoicesPanel(
                "choices",
                [FieldPanel("text"), FieldPanel("is_correct"), FieldPanel("feedback")],
                heading="ตัวเลือก",
                label="ตัวเลือก",
                help_text="อย่างน้อย 2 ตัวเลือก ทุกตัวเลือกต้องมีคำอธิบายก่อนเผยแพร่",
            ),
            FieldPanel("explanation", help_text="ผู้เรียนเห็นหลังส่ง ไม่ว่าจะเลือกข้อใด"),
            MultiFieldPanel(
                [FieldPanel("topic"), FieldPanel("objective"), FieldPanel("difficulty")],
                heading="จัดหมวด",
            ),
            MultiFieldPanel([FieldPanel("sources"), FieldPanel("reviewed_on")], heading="แหล่งข้อมูล"),
        ],
        base_form_class=QuestionForm,
    )


class QuizViewSet(SnippetViewSet):
    model = Quiz
    icon = "form"
    menu_label = "แบบทดสอบ"
    menu_name = "quiz-list"
    list_display = ["title", "slug", "pass_percent", LiveStatusTagColumn(), UpdatedAtColumn()]
    list_filter = ["live"]
    ordering = ["title"]
    copy_view_enabled = True
    delete_view_class = DeleteQuiz
    search_backend_name = "default"
    edit_handler = ObjectList(
        [
            FieldPanel("title", required_on_save=True),
            FieldPanel("slug", required_on_save=True),
            FieldPanel("introduction"),
            InlinePanel(
                "slots",
                [FieldPanel("question"), FieldPanel("pinned_version")],
                heading="คำถาม",
                label="ข้อ",
                help_text="เรียงตามลำดับที่ผู้เรียนจะเห็น",
            ),
            FieldPanel("pass_percent"),
            FieldPanel("shuffle_choices"),
        ],
        base_form_class=QuizForm,
    )


class QuizGroup(SnippetViewSetGroup):
    items = (QuizViewSet, QuestionViewSet)
    menu_label = "แบบทดสอบ"
    menu_name = "quizzes"
    menu_icon = "form"
    menu_order = 250


register_snippet(QuizGroup)


class VersionChooserViewSet(ChooserViewSet):
    """Chooses the published text that a quiz keeps whatever happens to the question."""

    model = QuestionVersion
    icon = "history"
    choose_one_text = "เลือกฉบับที่จะตรึง"
    choose_another_text = "เลือกฉบับอื่น"
    per_page = 20


version_chooser = VersionChooserViewSet("question_version_chooser")


@hooks.register("register_admin_viewset")
def register_version_chooser() -> VersionChooserViewSet:
    return version_chooser
