"""Who may do what in the CMS: ผู้เขียน writes and submits, บรรณาธิการ reviews and publishes."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from lessons.models import Contact, Fact, GlossaryTerm
from quizzes.models import Question, Quiz

AUTHOR, EDITOR, WORKFLOW = "ผู้เขียน", "บรรณาธิการ", "ตรวจก่อนเผยแพร่"
# No role deletes questions: attempts refer to them.
_AUTHOR_VERBS = ("add", "change", "view")
_EDITOR_VERBS = (*_AUTHOR_VERBS, "publish", "lock", "unlock")
_PAGE_VERBS = {
    AUTHOR: ("add", "change"),
    EDITOR: ("add", "change", "publish", "bulk_delete", "lock", "unlock"),
}


def create_roles() -> None:
    """Create or mend both groups, their permissions and the workflow; safe to repeat."""
    author, _ = Group.objects.get_or_create(name=AUTHOR)
    editor, _ = Group.objects.get_or_create(name=EDITOR)
    _grant(author, _AUTHOR_VERBS)
    _grant(editor, _EDITOR_VERBS)
    _assign_workflow(editor)


def groups_of_an_educator() -> list[Group]:
    """Return the groups of somebody who writes and publishes alone, as in the demo."""
    return list(Group.objects.filter(name__in=[AUTHOR, EDITOR]))


def _grant(group: Group, verbs: tuple[str, ...]) -> None:
    snippets = [
        f"{verb}_{model._meta.model_name}"
        for verb in verbs
        for model in (Question, Quiz, GlossaryTerm, Contact, Fact)
    ]
    group.permissions.add(
        *Permission.objects.filter(content_type__app_label__in=["quizzes", "lessons"], codename__in=snippets),
        *Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin"),
        *Permission.objects.filter(content_type__app_label="market_data", codename="view_series"),
    )
    root = Page.get_first_root_node()
    for permission in _permissions("wagtailcore", [f"{verb}_page" for verb in _PAGE_VERBS[group.name]]):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    collection = Collection.get_first_root_node()
    for permission in _permissions("wagtailimages", ["add_image", "change_image", "choose_image"]):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def _permissions(app: str, codenames: list[str]) -> list[Permission]:
    return list(Permission.objects.filter(content_type__app_label=app, codename__in=codenames))


def _assign_workflow(editor: Group) -> None:
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW)
    task, _ = GroupApprovalTask.objects.get_or_create(name="บรรณาธิการตรวจ")
    task.groups.set([editor])
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})
    for model in (Question, Quiz):
        WorkflowContentType.objects.update_or_create(
            content_type=ContentType.objects.get_for_model(model), defaults={"workflow": workflow}
        )
