"""What lessons adds to the CMS."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import LiveStatusTagColumn
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from lessons.authoring import reviews
from lessons.certificates.admin import CertificateViewSet
from lessons.models import Contact, Fact, GlossaryTerm
from lessons.services.reviews import STILL_TRUE


@hooks.register("register_admin_viewset")
def certificates() -> CertificateViewSet:
    return CertificateViewSet()


class GlossaryTermViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "openquote"
    list_display = ["term", "english", "slug", LiveStatusTagColumn()]
    search_fields = ["term", "english", "variants"]


class ContactViewSet(SnippetViewSet):
    model = Contact
    icon = "mobile-alt"
    list_display = ["name", "kind", "phone", "owner", "checked_on", LiveStatusTagColumn()]
    list_filter = ["kind", "owner"]
    search_fields = ["name", "key", "what_for"]


class FactViewSet(SnippetViewSet):
    model = Fact
    icon = "success"
    list_display = ["code", "statement", "label", "owner", "reviewed_on", LiveStatusTagColumn()]
    list_filter = ["label", "owner"]
    list_per_page = 50


class LibraryViewSetGroup(SnippetViewSetGroup):
    menu_label = "คลังความรู้"
    menu_icon = "list-ul"
    menu_order = 250
    items = (GlossaryTermViewSet, ContactViewSet, FactViewSet)


register_snippet(LibraryViewSetGroup)


class ReviewsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return reviews.may_review(request.user)


@hooks.register("register_reports_menu_item")
def reviews_item() -> MenuItem:
    return ReviewsItem(
        "ถึงกำหนดทบทวน", reverse("lessons_reviews"), name="reviews", icon_name="calendar-check", order=110
    )


@hooks.register("register_admin_urls")
def reviews_urls() -> list[URLPattern]:
    return [
        path("reports/reviews/", reviews.report, name="lessons_reviews"),
        path("reports/reviews/<str:kind>/<int:pk>/", reviews.confirm, name="lessons_still_true"),
    ]


@hooks.register("register_log_actions")
def still_true(actions: LogActionRegistry) -> None:
    actions.register_action(STILL_TRUE, "ยังถูกต้อง", "ตรวจแล้วว่ายังถูกต้อง")
