"""Screens for educators: statistics of quizzes, and what they should look at."""

from django.core.exceptions import PermissionDenied
from django.db.models import Case, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.models import User
from quizzes.insight import author_tasks
from quizzes.models import AuthorTask, Question, QuizAnalysis
from quizzes.reports import charts, reading

Status = AuthorTask.Status
# what a person may make of a task, in the words of the button
ACTIONS = (
    (Status.DOING, "รับไปดู"),
    (Status.DONE, "แก้แล้ว"),
    (Status.DISMISSED, "ดูแล้ว ไม่ต้องแก้"),
    (Status.OPEN, "คืนให้คนอื่นดู"),
)


def _signed_in(request: HttpRequest, permission: str = "quizzes.change_question") -> User:
    if not isinstance(request.user, User) or not request.user.has_perm(permission):
        raise PermissionDenied
    return request.user


class _Report(ReportView):
    permission_policy = ModelPermissionPolicy(Question)
    any_permission_required = ["change"]
    is_searchable = False


class QuizReport(_Report):
    """รายงานข้อสอบ: every quiz that has been taken."""

    page_title = "รายงานข้อสอบ"
    header_icon = "form"
    index_url_name = "quiz_report"
    index_results_url_name = "quiz_report_results"
    default_ordering = "quiz__title"
    list_export = ["quiz.title", "attempts", "computed_at"]
    columns = [
        TitleColumn(
            "quiz", label="แบบทดสอบ", get_url=lambda row: reverse("quiz_report_detail", args=[row.pk])
        ),
        Column("attempts", label="ส่งแล้ว (ครั้ง)"),
        Column("average", label="คะแนนเฉลี่ย", accessor=lambda row: row.figures.get("average")),
        Column("note", label="อ่านได้แค่ไหน", accessor=lambda row: row.figures.get("note") or "พอสรุปได้"),
        DateColumn("computed_at", label="คำนวณเมื่อ"),
    ]

    def get_queryset(self) -> "QuerySet[QuizAnalysis]":
        return (
            QuizAnalysis.objects.filter(computed_at__isnull=False)
            .select_related("quiz")
            .defer("counts")
            .order_by("quiz__title")
        )


class TaskFilters(WagtailFilterSet):
    class Meta:
        model = AuthorTask
        fields = ["status", "severity", "kind", "owner"]


class TaskReport(_Report):
    """งานของผู้เขียนข้อสอบ: what waits comes first."""

    page_title = "งานของผู้เขียนข้อสอบ"
    header_icon = "tasks"
    index_url_name = "author_tasks"
    index_results_url_name = "author_tasks_results"
    filterset_class = TaskFilters
    list_export = ["question.code", "quiz.title", "kind", "severity", "sentence", "n", "status", "owner"]
    columns = [
        TitleColumn("sentence", label="เรื่อง", get_url=lambda row: reverse("author_task", args=[row.pk])),
        Column("question", label="คำถาม", accessor="question.code"),
        Column("severity", label="ความเร่งด่วน", accessor="get_severity_display"),
        Column("status", label="สถานะ", accessor="get_status_display"),
        Column("owner", label="ผู้ดูแล", accessor=lambda row: row.owner or "ยังไม่มี"),
        DateColumn("raised_at", label="พบเมื่อ"),
    ]

    def get_queryset(self) -> "QuerySet[AuthorTask]":
        waiting = Case(When(status__in=author_tasks.TO_DO, then=Value(0)), default=Value(1))
        return AuthorTask.objects.select_related("quiz", "question", "owner").order_by(
            waiting, "-severity", "raised_at", "pk"
        )


@require_safe
def quiz_detail(request: HttpRequest, quiz_id: int) -> HttpResponse:
    """One quiz: chart, and a table of its questions."""
    _signed_in(request)
    analysis = reading.analysis_of(quiz_id=quiz_id)
    if analysis is None or analysis.computed_at is None:
        raise Http404("nothing counted yet")
    context = {
        "header_title": f"รายงานข้อสอบ: {analysis.quiz.title}",
        "page_title": analysis.quiz.title,
        "analysis": analysis,
        "figures": analysis.figures,
        "rows": reading.figures_of_quiz(quiz_id=quiz_id),
        "chart": charts.questions(analysis.figures["slots"]),
        "regrades": reading.regrades_of(quiz_id=quiz_id),
        "may_regrade": request.user.has_perm("quizzes.publish_question"),
    }
    return render(request, "quizzes/insight/quiz_report.html", context)


@require_safe
def task_detail(request: HttpRequest, task_id: int) -> HttpResponse:
    """One task: what was found, on what it rests, and what to make of it."""
    _signed_in(request)
    task = AuthorTask.objects.select_related("quiz", "question", "owner").filter(pk=task_id).first()
    if task is None:
        raise Http404("no such task")
    context = {
        "header_title": "งานของผู้เขียนข้อสอบ",
        "page_title": task.get_kind_display(),
        "task": task,
        "actions": [(status.value, label) for status, label in ACTIONS if status != task.status],
        "editor_url": reverse(Question.snippet_viewset.get_url_name("edit"), args=[task.question_id]),
    }
    return render(request, "quizzes/insight/task.html", context)


@require_POST
def task_change(request: HttpRequest, task_id: int) -> HttpResponse:
    """Take, close or hand back a task."""
    user = _signed_in(request)
    status = request.POST.get("status", "")
    if status not in {action.value for action, _ in ACTIONS}:
        messages.error(request, "ไม่รู้จักสถานะนี้ ลองใหม่อีกครั้ง")
        return redirect("author_task", task_id)
    task = author_tasks.change(task_id=task_id, status=status, by=user, now=timezone.now())
    if task is None:
        raise Http404("no such task")
    messages.success(request, f"บันทึกแล้ว: {task.get_status_display()}")
    return redirect("author_tasks")
