"""The CMS is Thai: every string has its line, every line is compiled and whole, no screen falls back to English."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, Workflow

from literacy import roles
from quizzes.models import Question, Quiz
from tests.factories.accounts import make_user
from tests.factories.lessons import make_lesson
from tests.factories.quizzes import make_quiz
from tests.literacy.catalogues import BLANK, OURS, TAG, compiled, english_in, read_po, sources
from tests.quizzes.cms import url

# Where Wagtail's own template or field is English, heard by screen readers only; by the name of the screen below.
HARD_CODED = {
    "home": {"Search"},
    "choose a page": {"Search"},
    "workflow": {"Page"},
    "wagtailadmin_workflows:add": {"Page"},
    "wagtailusers_groups:add": {"Page"},
}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
class TestCatalogue:
    def test_what_is_compiled_is_what_is_written(self, domain: str) -> None:
        entries = read_po(OURS / f"{domain}.po")

        assert {entry.key: entry.thai for entry in entries} == compiled(OURS / f"{domain}.mo")
        assert len({entry.key for entry in entries}) == len(entries)

    def test_no_blank_and_no_tag_is_lost_or_made_up(self, domain: str) -> None:
        wrong = [
            entry.msgid
            for entry in read_po(OURS / f"{domain}.po")
            for what in (BLANK, TAG)
            if set(what.findall(entry.thai)) != set(what.findall(entry.plural or entry.msgid))
        ]

        assert wrong == []

    def test_wagtail_says_nothing_for_which_there_is_no_thai(self, domain: str) -> None:
        english = {
            entry.key
            for source, thai in sources(domain)
            for entry in read_po(source)
            if entry.key not in compiled(thai)
        }

        assert english - set(compiled(OURS / f"{domain}.mo")) == set()


def test_one_thing_has_one_name() -> None:
    assert _("Request changes") == _("Reject") == "ขอให้แก้"
    assert _("Awaiting your review") == "รอคุณตรวจ"
    assert _("Draft") == "ฉบับร่าง"
    assert _("Unpublish") == "เลิกเผยแพร่"
    assert ngettext("%(num)d minute", "%(num)d minutes", 3) % {"num": 3} == "3 นาที"


class TestTheNet:
    """The search for English finds English."""

    @pytest.mark.parametrize(
        "html",
        [
            "<button>Save draft</button>",
            '<button aria-label="Toggle sidebar"></button>',
            '<input type="submit" value="Publish">',
            '<div data-props=\'{"items": [{"label": "Reports"}]}\'></div>',
            '<script type="application/json">["Page explorer"]</script>',
            "<p>Locked by <b>กานต์</b> at <b>10:00</b></p>",
            "<p>The page 'x' is not currently awaiting moderation.</p>",
        ],
    )
    def test_english_is_caught(self, html: str) -> None:
        assert english_in(html)

    def test_thai_and_names_are_not(self) -> None:
        assert not english_in(
            '<p data-type="page">บันทึกฉบับร่าง</p><td>Bitcoin</td><script>"Save draft"</script>'
        )


@pytest.fixture
def site() -> dict[str, Any]:
    """Return a lesson, a question and a quiz with histories, and a picture."""
    roles.create_roles()
    lesson = make_lesson(title="บทเรียนหนึ่ง")
    for title in ("บทเรียนสอง", "บทเรียนสาม"):
        lesson.title = title
        lesson.save_revision(log_action=True).publish()
    quiz = make_quiz(title="แบบทดสอบหนึ่ง")
    image = get_image_model().objects.create(title="ภาพหนึ่ง", file=get_test_image_file())
    document = get_document_model().objects.create(title="เอกสารหนึ่ง", file="documents/none.pdf")
    return {
        "lesson": lesson,
        "quiz": quiz,
        "question": quiz.slots.all()[0].question,
        "image": image,
        "document": document,
    }


@pytest.fixture
def educator(client: Client, site: dict[str, Any]) -> Client:
    user = make_user(first_name="ครู")
    user.groups.set(roles.groups_of_an_educator())
    client.force_login(user)
    return client


@pytest.fixture
def administrator(client: Client, site: dict[str, Any]) -> Client:
    client.force_login(make_user(is_superuser=True, is_staff=True, first_name="ผู้ดูแล"))
    return client


def _says(client: Client, addresses: dict[str, str]) -> dict[str, set[str]]:
    """Return the English of every screen, also of the fragments that come as JSON."""
    found = {}
    for name, address in addresses.items():
        response = client.get(address, follow=True)
        assert response.status_code == 200, (name, address, response.status_code)
        html = (
            response.json().get("html", "")
            if "json" in response["Content-Type"]
            else response.content.decode()
        )
        if english := english_in(html) - HARD_CODED.get(name, set()):
            found[name] = english
    return found


@pytest.mark.django_db
@pytest.mark.filterwarnings(
    "ignore::ResourceWarning"
)  # Wagtail leaves files of renditions open until collected
class TestScreens:
    def test_an_educator_meets_no_english_around_pages(self, educator: Client, site: dict[str, Any]) -> None:
        lesson = site["lesson"]
        one, two = (revision.pk for revision in lesson.revisions.order_by("pk"))

        assert not _says(
            educator,
            {
                "home": reverse("wagtailadmin_home"),
                "explorer root": reverse("wagtailadmin_explore_root"),
                "explorer": reverse("wagtailadmin_explore", args=[lesson.get_parent().pk]),
                "explorer of a leaf": reverse("wagtailadmin_explore", args=[lesson.pk]),
                "search": reverse("wagtailadmin_pages:search") + "?q=ไม่มีคำนี้",
                "edit": reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
                "add": reverse(
                    "wagtailadmin_pages:add", args=["lessons", "lessonpage", lesson.get_parent().pk]
                ),
                "add below": reverse("wagtailadmin_pages:add_subpage", args=[lesson.get_parent().pk]),
                "copy": reverse("wagtailadmin_pages:copy", args=[lesson.pk]),
                "move": reverse("wagtailadmin_pages:move", args=[lesson.pk]),
                "delete": reverse("wagtailadmin_pages:delete", args=[lesson.pk]),
                "unpublish": reverse("wagtailadmin_pages:unpublish", args=[lesson.pk]),
                "usage": reverse("wagtailadmin_pages:usage", args=[lesson.pk]),
                "history": reverse("wagtailadmin_pages:history", args=[lesson.pk]),
                "review history": reverse("wagtailadmin_pages:workflow_history", args=[lesson.pk]),
                "compare": reverse("wagtailadmin_pages:revisions_compare", args=[lesson.pk, one, two]),
                "revert": reverse("wagtailadmin_pages:revisions_revert", args=[lesson.pk, one]),
                "choose a page": reverse("wagtailadmin_choose_page") + "?page_type=wagtailcore.page",
                "link elsewhere": reverse("wagtailadmin_choose_page_external_link"),
                "account": reverse("wagtailadmin_account"),
            },
        )

    @pytest.mark.parametrize("model", [Question, Quiz])
    def test_an_educator_meets_no_english_around_questions(
        self, educator: Client, site: dict[str, Any], model: type[Question | Quiz]
    ) -> None:
        item = site["question"] if model is Question else site["quiz"]
        screens = {name: url(model, name) for name in ("list", "add")}
        screens |= {
            name: url(model, name, item.pk)
            for name in ("edit", "history", "usage", "copy", "unpublish", "workflow_history")
        }

        assert not _says(educator, screens | {"nothing found": url(model, "list") + "?q=zzzz"})

    def test_an_educator_meets_no_english_around_pictures(
        self, educator: Client, site: dict[str, Any]
    ) -> None:
        assert not _says(
            educator,
            {
                "list": reverse("wagtailimages:index"),
                "nothing found": reverse("wagtailimages:index") + "?q=zzzz",
                "add": reverse("wagtailimages:add_multiple"),
                "edit": reverse("wagtailimages:edit", args=[site["image"].pk]),
                "usage": reverse("wagtailimages:image_usage", args=[site["image"].pk]),
                "choose": reverse("wagtailimages_chooser:choose"),
                "format": reverse("wagtailimages_chooser:select_format", args=[site["image"].pk]),
            },
        )

    def test_an_educator_meets_no_english_in_what_a_review_says(
        self, educator: Client, site: dict[str, Any]
    ) -> None:
        lesson, question = site["lesson"], site["question"]
        author = make_user()
        for item in (Page.objects.get(pk=lesson.pk), question):
            item.get_workflow().start(item, author)
        state = lesson.current_workflow_state

        assert not _says(
            educator,
            {
                "home": reverse("wagtailadmin_home"),
                "edit": reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
                "question": url(Question, "edit", question.pk),
                "review": reverse("wagtailadmin_pages:workflow_history_detail", args=[lesson.pk, state.pk]),
                "refuse": reverse(
                    "wagtailadmin_pages:collect_workflow_action_data",
                    args=[lesson.pk, "reject", state.current_task_state.pk],
                ),
                "reviews": reverse("wagtailadmin_reports:workflow"),
                "steps": reverse("wagtailadmin_reports:workflow_tasks"),
            },
        )

    def test_an_administrator_meets_no_english(self, administrator: Client, site: dict[str, Any]) -> None:
        workflow = Workflow.objects.get(name=roles.WORKFLOW)
        names = [
            "locked_pages",
            "workflow",
            "workflow_tasks",
            "site_history",
            "aging_pages",
            "page_types_usage",
        ]
        lists = [
            *(f"wagtailadmin_reports:{name}" for name in names),
            "wagtailadmin_workflows:index", "wagtailadmin_workflows:add", "wagtailadmin_workflows:task_index",
            "wagtailadmin_workflows:select_task_type", "wagtailadmin_workflows:task_chooser",
            "wagtailadmin_collections:index", "wagtailadmin_collections:add", "wagtailsites:index", "wagtailsites:add",
            "wagtailredirects:index", "wagtailredirects:add", "wagtailredirects:start_import", "wagtailusers_users:index",
            "wagtailusers_users:add", "wagtailusers_groups:index", "wagtailusers_groups:add", "wagtaildocs:index",
            "wagtaildocs:add_multiple", "wagtaildocs_chooser:choose", "wagtailsnippets:index", "wagtailadmin_account",
        ]  # fmt: skip
        user = make_user()

        assert not _says(
            administrator,
            {
                **{name: reverse(name) for name in lists},
                "workflow": reverse("wagtailadmin_workflows:edit", args=[workflow.pk]),
                "step": reverse("wagtailadmin_workflows:edit_task", args=[workflow.tasks[0].pk]),
                "user": reverse("wagtailusers_users:edit", args=[user.pk]),
                "delete user": reverse("wagtailusers_users:delete", args=[user.pk]),
                "document": reverse("wagtaildocs:edit", args=[site["document"].pk]),
                "privacy": reverse("wagtailadmin_pages:set_privacy", args=[site["lesson"].pk]),
                "delete page": reverse("wagtailadmin_pages:delete", args=[site["lesson"].get_parent().pk]),
                "delete picture": reverse("wagtailimages:delete", args=[site["image"].pk]),
            },
        )

    def test_what_scripts_are_given_is_thai(self, educator: Client) -> None:
        catalog = educator.get(reverse("wagtailadmin_javascript_catalog")).content.decode()

        missing = [
            text for text in compiled(OURS / "djangojs.mo").values() if json.dumps(text) not in catalog
        ]

        assert missing == []
