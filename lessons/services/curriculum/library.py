"""The library's pages of content files in the CMS: scam patterns, checked claims, the emergency guide, pages of the site."""

from typing import Any

from wagtail.models import Page

from lessons.content_items import Entry
from lessons.content_markdown import to_html, to_markdown
from lessons.models import (
    ClaimIndexPage,
    ClaimPage,
    DirectoryPage,
    EmergencyPage,
    GlossaryPage,
    HomePage,
    InfoPage,
    PatternIndexPage,
    ScamPatternPage,
)
from lessons.services.curriculum.kinds import Kind, raw, stream_of
from lessons.services.curriculum.pages import PageKind
from lessons.services.curriculum.snippets import codes, lines, newest

# fixed addresses: the site's own pages link to them
_INDEXES: dict[type[Any], tuple[str, str]] = {
    PatternIndexPage: ("scams", "กลโกงที่พบบ่อย"),
    GlossaryPage: ("glossary", "คลังคำศัพท์"),
    ClaimIndexPage: ("claims", "ตรวจสอบคำกล่าว"),
    DirectoryPage: ("help-directory", "แจ้งใคร ถามใคร"),
}
EMERGENCY_SLUG = "just-transferred"


def index_page(model: type[Any]) -> Page | None:
    """Return the index of the library, made and published when it is not there yet."""
    page: Page | None = model.objects.first()
    home = HomePage.objects.first()
    if page is None and home is not None:
        slug, title = _INDEXES[model]
        page = model(slug=slug, title=title, live=False)
        home.add_child(instance=page)
        page.save_revision().publish()
    return page


def make_indexes() -> list[Page]:
    """Return the four index pages of the library, made where they are missing."""
    return [page for model in _INDEXES if (page := index_page(model)) is not None]


class ClaimKind(PageKind):
    name = "claim"
    model = ClaimPage

    def parent(self, item: Entry) -> Page | None:
        return index_page(ClaimIndexPage)

    def fill(self, target: ClaimPage, item: Entry) -> None:
        target.title, target.claim = item["claim"], item["claim"]
        target.verdict, target.short = item["verdict"], item["short"]
        target.why, target.what_to_do = to_html(item["why"]), to_html(item.get("what_to_do"))
        target.facts = ", ".join(item["facts"])
        target.checked_on = newest(target.checked_on, item["checked_on"]) or item["checked_on"]
        target.lessons = item.get("lessons", [])

    def entry(self, target: ClaimPage) -> Entry:
        values = {
            "slug": target.slug,
            "order": self.order(target),
            "claim": target.claim,
            "verdict": target.verdict,
            "short": target.short,
            "why": to_markdown(target.why),
            "what_to_do": to_markdown(target.what_to_do),
            "facts": codes(target.facts),
            "checked_on": target.checked_on,
            "lessons": list(target.lessons),
        }
        return Entry("claim", target.slug, values)


class PatternKind(PageKind):
    name = "pattern"
    model = ScamPatternPage

    def parent(self, item: Entry) -> Page | None:
        return index_page(PatternIndexPage)

    def fill(self, target: ScamPatternPage, item: Entry) -> None:
        name = f"pattern/{item.slug}"
        target.title, target.code, target.summary = item["title"], item["code"], item["summary"]
        target.other_names = "\n".join(item.get("alias", []))
        target.channels, target.targets, target.asset = item["channels"], item["targets"], item["asset"]
        target.steps = stream_of((("step", row) for row in item["steps"]), f"{name}/step")
        target.flags = stream_of((("flag", text) for text in item["flags"]), f"{name}/flag")
        target.cases = stream_of((("case", row) for row in item.get("cases", [])), f"{name}/case")
        target.what_to_do = stream_of((("action", text) for text in item["what_to_do"]), f"{name}/action")
        target.contacts, target.lessons = item.get("contacts", []), item.get("lessons", [])
        target.facts = ", ".join(item.get("facts", []))

    def entry(self, target: ScamPatternPage) -> Entry:
        values = {
            "slug": target.slug,
            "code": target.code,
            "order": self.order(target),
            "title": target.title,
            "alias": lines(target.other_names),
            "summary": target.summary,
            "channels": list(target.channels),
            "targets": list(target.targets),
            "asset": target.asset,
            "steps": [row["value"] for row in raw(target.steps)],
            "flags": [row["value"] for row in raw(target.flags)],
            "cases": [row["value"] for row in raw(target.cases)],
            "what_to_do": [row["value"] for row in raw(target.what_to_do)],
            "contacts": list(target.contacts),
            "lessons": list(target.lessons),
            "facts": codes(target.facts),
        }
        return Entry("pattern", target.slug, values)


class EmergencyKind(PageKind):
    name = "emergency"
    model = EmergencyPage

    def same(self, item: Entry) -> EmergencyPage | None:
        page: EmergencyPage | None = EmergencyPage.objects.first()
        return page

    def create(self, item: Entry) -> Any:
        page = EmergencyPage(slug=EMERGENCY_SLUG, live=False)
        self.fill(page, item)
        HomePage.objects.get().add_child(instance=page)
        return page

    def fill(self, target: EmergencyPage, item: Entry) -> None:
        target.title, target.introduction = item["title"], item["introduction"]
        target.body = self.context.stream(item.body, "emergency")
        target.card_lines = "\n".join(item.get("card", {}).get("lines", []))
        target.reviewed_on = newest(target.reviewed_on, item["reviewed_on"])

    def notes(self, item: Entry) -> dict[str, Any]:
        return {"card_title": item.get("card", {}).get("title", "")}

    def entry(self, target: EmergencyPage) -> Entry:
        values: dict[str, Any] = {
            "title": target.title,
            "introduction": target.introduction,
            "reviewed_on": target.reviewed_on,
        }
        if target.card_lines:
            title = self.context.notes("emergency").get("card_title", "")
            values["card"] = {"title": title, "lines": lines(target.card_lines)}
        return Entry("emergency", "", values, self.parts(target.body))


class InfoKind(PageKind):
    name = "page"
    model = InfoPage

    def fill(self, target: InfoPage, item: Entry) -> None:
        target.title, target.introduction = item["title"], item.get("introduction")
        target.body = self.context.stream(item.body, f"page/{item.slug}")
        target.reviewed_on = newest(target.reviewed_on, item["reviewed_on"])

    def entry(self, target: InfoPage) -> Entry:
        values = {
            "slug": target.slug,
            "title": target.title,
            "introduction": target.introduction,
            "reviewed_on": target.reviewed_on,
        }
        return Entry("page", target.slug, values, self.parts(target.body))


KINDS: tuple[type[Kind], ...] = (ClaimKind, PatternKind, EmergencyKind, InfoKind)
