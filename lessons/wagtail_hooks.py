"""What lessons adds to the CMS."""

from wagtail import hooks
from wagtail.admin.ui.tables import LiveStatusTagColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from lessons.certificates.admin import CertificateViewSet
from lessons.models import Contact, Fact, GlossaryTerm


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
    list_display = ["name", "kind", "phone", "checked_on", LiveStatusTagColumn()]
    list_filter = ["kind"]
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
