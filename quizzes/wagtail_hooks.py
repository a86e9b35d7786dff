"""The question bank and the quiz builder in the CMS."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import Button
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import CopyView, DeleteView, SnippetViewSet, SnippetViewSetGroup

from quizzes.authoring.bulk_actions import DeleteMany, ExportQuestions, SubmitQuestions, TagQuestions
from quizzes.authoring.files import check_upload, export_questions, upload
from quizzes.authoring.keys import print_key
from quizzes.authoring.listing import (
    QuestionFilterSet,
    StemColumn,
    UsesColumn,
    free_name,
    with_uses,
    written,
)
from quizzes.authoring.reviewing import ReviewerPanel
from quizzes.authoring.trying import try_out
from quizzes.forms import QuestionForm, QuizForm
from quizzes.models import LEVEL_FIELDS, Question, QuestionVersion, Quiz
from quizzes.reports import hooks as report_hooks  # noqa: F401 — registers the reports
from quizzes.reports.panels import StatisticsPanel

_TRY = "ลองทำเหมือนผู้เรียน"
_KEY = "พิมพ์พร้อมเฉลย"


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


class CopyQuestion(CopyView):
    """A copy begins with a code of its own: two questions never share one."""

    def get_initial_form_instance(self) -> Question:
        question: Question = super().get_initial_form_instance()
        codes = Question.objects.filter(code__startswith=question.code[:30]).values_list("code", flat=True)
        question.code = free_name(question.code, taken=codes, most=40)
        return question


class CopyQuiz(CopyView):
    """A copy begins with an address of its own."""

    def get_initial_form_instance(self) -> Quiz:
        quiz: Quiz = super().get_initial_form_instance()
        slugs = Quiz.objects.filter(slug__startswith=quiz.slug[:50]).values_list("slug", flat=True)
        quiz.slug = free_name(quiz.slug, taken=slugs, most=60)
        return quiz


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    menu_label = "คลังคำถาม"
    menu_name = "questions"
    list_display = [
        "code",
        StemColumn("stem", label="โจทย์", sort_key="stem"),
        Column("get_kind_display", label="ชนิด", sort_key="kind"),
        Column("topic", label="หัวข้อ", sort_key="topic"),
        Column("get_difficulty_display", label="ความยาก", sort_key="difficulty"),
        UsesColumn("uses", label="การใช้", sort_key="uses"),
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    ]
    filterset_class = QuestionFilterSet
    list_per_page = 50
    ordering = ["code"]
    copy_view_enabled = True
    inspect_view_enabled = False
    delete_view_class = DeleteQuestion
    copy_view_class = CopyQuestion

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return with_uses(Question.objects.all())

    search_backend_name = "default"
    edit_handler = ObjectList(
        [
            ReviewerPanel(heading="จากผู้ตรวจ"),
            FieldPanel("code", required_on_save=True),
            FieldPanel("stem"),
            FieldPanel(
                "interaction", help_text="เลือกหนึ่งชนิด แล้วเขียนคำตอบพร้อมคำอธิบายของทุกตัว (เผยแพร่ไม่ได้ถ้าขาด)"
            ),
            MultiFieldPanel(
                [FieldPanel("chart"), FieldPanel("chart_caption")],
                heading="กราฟใต้โจทย์ (ไม่ใส่ก็ได้)",
                help_text="กราฟถูกตรึงไปกับคำถามตอนเผยแพร่ แม้แก้กราฟทีหลัง ข้อที่เผยแพร่แล้วก็ยังเหมือนเดิม",
            ),
            FieldPanel("explanation", help_text="ผู้เรียนเห็นหลังส่ง ไม่ว่าจะตอบอย่างไร"),
            FieldPanel("ask_confidence"),
            MultiFieldPanel(
                [
                    FieldPanel("topic"),
                    FieldPanel("objective"),
                    FieldPanel("scam_pattern"),
                    FieldPanel("difficulty"),
                    FieldRowPanel([FieldPanel(name) for name in LEVEL_FIELDS.values()], heading="ระดับผู้เรียน"),
                    FieldPanel("keywords"),
                ],
                heading="จัดหมวด",
            ),
            MultiFieldPanel(
                [FieldPanel("sources"), FieldPanel("facts"), FieldPanel("reviewed_on")], heading="แหล่งข้อมูล"
            ),
            StatisticsPanel(heading="คำตอบของผู้เรียนบอกอะไร"),
        ],
        base_form_class=QuestionForm,
    )


class QuizChooseView(ChooseView):
    def get_object_list(self) -> QuerySet[Quiz]:
        return written(super().get_object_list())


class QuizChooseResultsView(ChooseResultsView):
    def get_object_list(self) -> QuerySet[Quiz]:
        return written(super().get_object_list())


class QuizChooserViewSet(SnippetChooserViewSet):
    choose_view_class = QuizChooseView
    choose_results_view_class = QuizChooseResultsView


class QuizViewSet(SnippetViewSet):
    model = Quiz
    chooser_viewset_class = QuizChooserViewSet
    icon = "form"
    menu_label = "แบบทดสอบ"
    menu_name = "quiz-list"
    list_display = ["title", "slug", "pass_percent", LiveStatusTagColumn(), UpdatedAtColumn()]
    list_filter = ["live"]
    ordering = ["title"]
    copy_view_enabled = True
    delete_view_class = DeleteQuiz
    copy_view_class = CopyQuiz

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quiz]:
        return written(Quiz.objects.all())

    search_backend_name = "default"
    edit_handler = ObjectList(
        [
            ReviewerPanel(heading="จากผู้ตรวจ"),
            FieldPanel("title", required_on_save=True),
            FieldPanel("slug", required_on_save=True),
            FieldPanel("introduction"),
            InlinePanel(
                "slots",
                [
                    FieldPanel("kind"),
                    FieldPanel("question"),
                    FieldPanel("pinned_version"),
                    FieldPanel("part"),
                    FieldRowPanel(
                        [FieldPanel("pool_topic"), FieldPanel("pool_level"), FieldPanel("pool_count")],
                        heading="เมื่อสุ่มจากคลัง",
                    ),
                ],
                heading="คำถาม",
                label="ข้อ",
                help_text="เรียงตามลำดับที่ผู้เรียนจะเห็น ข้อหนึ่งเลือกเอง หรือให้สุ่มจากคลังก็ได้ ทุกข้อมีน้ำหนักเท่ากัน",
            ),
            MultiFieldPanel(
                [
                    FieldPanel("preset"),
                    FieldPanel("pass_percent"),
                    FieldPanel("attempts_allowed"),
                    FieldPanel("time_limit_minutes"),
                    FieldPanel("closes_at"),
                    FieldPanel("shuffle_questions"),
                    FieldPanel("shuffle_choices"),
                ],
                heading="กติกา",
            ),
            InlinePanel(
                "bands",
                [FieldPanel("min_percent"), FieldPanel("title"), FieldPanel("text")],
                heading="ข้อความตามคะแนน",
                label="ช่วงคะแนน",
                help_text="ใช้ช่วงสูงสุดที่คะแนนถึง เช่น 0, 60 และ 90",
            ),
            FieldPanel("parallel_form"),
        ],
        base_form_class=QuizForm,
    )


class _PermittedItem(MenuItem):
    def __init__(self, label: str, url: str, permission: str, **kwargs: Any) -> None:
        super().__init__(label, url, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self.permission))


class QuizGroup(SnippetViewSetGroup):
    items = (QuizViewSet, QuestionViewSet)
    menu_label = "แบบทดสอบ"
    menu_name = "quizzes"
    menu_icon = "form"
    menu_order = 250

    def get_submenu_items(self) -> list[MenuItem]:
        """Return the lists, and the two screens for files."""
        items: list[MenuItem] = super().get_submenu_items()
        return [
            *items,
            _PermittedItem(
                "นำเข้า", reverse("quizzes_import"), "quizzes.add_question", icon_name="upload", order=800
            ),
            _PermittedItem(
                "ส่งออก", reverse("quizzes_export"), "quizzes.view_question", icon_name="download", order=810
            ),
        ]


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


for action in (TagQuestions, SubmitQuestions, ExportQuestions, DeleteMany):
    hooks.register(
        "register_bulk_action", action, order=100
    )  # after Wagtail: our way of deleting replaces its own


@hooks.register("insert_global_admin_css")
def own_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/quiz-admin.css"))


@hooks.register("register_admin_urls")
def own_urls() -> list[URLPattern]:
    return [
        path("quizzes/import/", upload, name="quizzes_import"),
        path("quizzes/import/<uuid:upload_id>/", check_upload, name="quizzes_import_check"),
        path("quizzes/export/", export_questions, name="quizzes_export"),
        path("quizzes/<int:quiz_id>/key/", print_key, name="quizzes_key"),
        path("quizzes/<int:quiz_id>/try/", try_out, name="quizzes_try"),
    ]


@hooks.register("register_snippet_listing_buttons")
def try_from_the_list(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Quiz):
        yield Button(_TRY, reverse("quizzes_try", args=[snippet.pk]), icon_name="view", priority=15)
        yield Button(_KEY, reverse("quizzes_key", args=[snippet.pk]), icon_name="key", priority=16)


class TryItem(ActionMenuItem):
    """Leads from the editor to the draft as a learner meets it."""

    name = "action-try"
    label = _TRY
    icon_name = "view"
    order = 5

    def is_shown(self, context: Any) -> bool:
        return context["view"] == "edit" and context["model"] is Quiz

    def get_url(self, context: Any) -> str:
        return reverse("quizzes_try", args=[context["instance"].pk])


class KeyItem(TryItem):
    """Leads from the editor to what is printed, with its key."""

    name = "action-key"
    label = _KEY
    icon_name = "key"
    order = 6

    def get_url(self, context: Any) -> str:
        return reverse("quizzes_key", args=[context["instance"].pk])


@hooks.register("register_snippet_action_menu_item")
def key_from_the_editor(model: Any) -> KeyItem | None:
    return KeyItem() if model is Quiz else None


@hooks.register("register_snippet_action_menu_item")
def try_from_the_editor(model: Any) -> TryItem | None:
    return TryItem() if model is Quiz else None
