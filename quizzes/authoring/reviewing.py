"""What the reviewer wrote, where the author mends it: at the head of the form, not behind a history."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.panels import Panel
from wagtail.models import TaskState, WorkflowState


class ReviewerPanel(Panel):
    """The newest request for changes, until the draft is handed in again. Nothing otherwise."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "quizzes/admin/reviewer.html"

        @cached_property
        def refusal(self) -> TaskState | None:
            state = self.instance.current_workflow_state if self.instance.pk else None
            if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
                return None
            refused = state.task_states.filter(status=TaskState.STATUS_REJECTED)
            return refused.select_related("finished_by").order_by("-finished_at").first()

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.refusal)

        def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "refusal": self.refusal}
