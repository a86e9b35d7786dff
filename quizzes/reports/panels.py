"""Statistics and tasks where educators are already looking: at the question itself, and on the first page."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.panels import Panel
from wagtail.admin.ui.components import Component

from quizzes.insight import author_tasks
from quizzes.reports import reading

MOST_ON_HOME = 5


class StatisticsPanel(Panel):
    """What answers say about the question that is being edited. Nothing for a question that was never asked."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "quizzes/insight/question_panel.html"

        @cached_property
        def rows(self) -> list[reading.VersionFigures]:
            return reading.figures_of_question(question_id=self.instance.pk) if self.instance.pk else []

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.rows)

        def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {
                **context,
                "rows": self.rows,
                "tasks": reading.tasks_of_question(question_id=self.instance.pk),
                "may_regrade": self.request.user.has_perm("quizzes.publish_question"),
            }


class TasksOnHome(Component):
    """The most serious tasks that wait, for those who may edit questions."""

    name = "author_tasks"
    template_name = "quizzes/insight/home_panel.html"
    order = 220

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        tasks = list(author_tasks.to_do()[: MOST_ON_HOME + 1])
        return {"tasks": tasks[:MOST_ON_HOME], "has_more": len(tasks) > MOST_ON_HOME}
