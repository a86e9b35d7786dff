"""Teaching kits of content files in the CMS: one below each course."""

from typing import Any

from lessons.content_items import Entry
from lessons.models import CoursePage, KitPage
from lessons.services.curriculum.kinds import Kind, raw, stream_of
from lessons.services.curriculum.pages import PageKind, slug_of_quiz
from lessons.services.curriculum.snippets import lines

SLUG = "kit"  # a fixed address below the course; the file is named by the course


def _course(item: Entry) -> str:
    return str(item.get("course") or item.slug)


class KitKind(PageKind):
    name = "kit"
    model = KitPage

    def parent(self, item: Entry) -> CoursePage | None:
        course: CoursePage | None = CoursePage.objects.filter(slug=_course(item)).first()
        return course

    def refusal(self, item: Entry) -> str | None:
        return None if self.parent(item) else f"ไม่มีวิชา {_course(item)} ในระบบ"

    def same(self, item: Entry) -> KitPage | None:
        course = self.parent(item)
        kit: KitPage | None = KitPage.objects.child_of(course).first() if course else None
        return kit

    def create(self, item: Entry) -> Any:
        page = KitPage(slug=SLUG, live=False)
        self.fill(page, item)
        course = self.parent(item)
        assert course is not None  # noqa: S101 - the loader has asked for the refusal first
        course.add_child(instance=page)
        return page

    def fill(self, target: KitPage, item: Entry) -> None:
        target.title, target.minutes = item["title"], item["minutes"]
        target.goals, target.questions = "\n".join(item["goals"]), "\n".join(item["questions"])
        target.plan = stream_of((("row", row) for row in item["plan"]), f"kit/{item.slug}/row")
        target.print_quiz_id = self.context.object_id(f"quiz:{item.get('print_quiz')}")
        target.notes = item.get("notes")

    def entry(self, target: KitPage) -> Entry:
        parent = target.get_parent()
        course = parent.slug if parent else ""
        values = {
            "course": course,
            "title": target.title,
            "minutes": target.minutes,
            "goals": lines(target.goals),
            "plan": [row["value"] for row in raw(target.plan)],
            "questions": lines(target.questions),
            "print_quiz": slug_of_quiz(target.print_quiz_id),
            "notes": target.notes,
        }
        return Entry("kit", course, values)

    def all(self) -> list[KitPage]:
        return [self.latest(page) for page in KitPage.objects.order_by("path")]


KINDS: tuple[type[Kind], ...] = (KitKind,)
