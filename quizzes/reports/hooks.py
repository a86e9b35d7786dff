"""Where the educators' screens hang in the CMS."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from quizzes.reports import panels, regrade_views, views


class EducatorItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("quizzes.change_question"))


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    return [
        path("reports/quizzes/", views.QuizReport.as_view(), name="quiz_report"),
        path(
            "reports/quizzes/results/",
            views.QuizReport.as_view(results_only=True),
            name="quiz_report_results",
        ),
        path("reports/quizzes/<int:quiz_id>/", views.quiz_detail, name="quiz_report_detail"),
        path(
            "reports/quizzes/<int:quiz_id>/regrade/<int:question_id>/", regrade_views.regrade, name="regrade"
        ),
        path("reports/author-tasks/", views.TaskReport.as_view(), name="author_tasks"),
        path(
            "reports/author-tasks/results/",
            views.TaskReport.as_view(results_only=True),
            name="author_tasks_results",
        ),
        path("reports/author-tasks/<int:task_id>/", views.task_detail, name="author_task"),
        path("reports/author-tasks/<int:task_id>/change/", views.task_change, name="author_task_change"),
    ]


@hooks.register("register_reports_menu_item")
def quiz_report_item() -> MenuItem:
    return EducatorItem(
        "รายงานข้อสอบ", reverse("quiz_report"), name="quiz-report", icon_name="form", order=100
    )


@hooks.register("register_reports_menu_item")
def author_tasks_item() -> MenuItem:
    return EducatorItem(
        "งานของผู้เขียนข้อสอบ", reverse("author_tasks"), name="author-tasks", icon_name="tasks", order=110
    )


@hooks.register("construct_homepage_panels")
def tasks_on_home(request: HttpRequest, shown: list[Any]) -> None:
    if request.user.has_perm("quizzes.change_question"):
        shown.append(panels.TasksOnHome())
