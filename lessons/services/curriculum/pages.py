"""Pages of content files in the CMS: home, courses and lessons."""

import datetime as dt
import re
from html import unescape
from typing import Any

from django.utils.html import format_html, format_html_join
from wagtail.models import Page, Site

from lessons import content_blocks
from lessons.content_items import Curriculum, Entry, digest
from lessons.content_parts import Part
from lessons.content_schema import Values
from lessons.models import CoursePage, HomePage, LessonPage
from lessons.services.curriculum.kinds import Context, Kind, raw
from lessons.services.curriculum.snippets import newest
from market_data.models import EventChart
from quizzes.models import Quiz
from thai.dates import thai_date_short, thai_day

_ITEM = re.compile(r"<li[^>]*>(.*?)</li>", re.DOTALL)
_LINK = re.compile(r'^<a href="(?P<url>[^"]*)">(?P<title>.*?)</a>(?P<rest>.*)$', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


class PageKind(Kind):
    """A page below another one."""

    def parent(self, item: Entry) -> Page | None:
        home: HomePage | None = HomePage.objects.first()
        return home

    def refusal(self, item: Entry) -> str | None:
        return None if self.parent(item) is not None else "ไม่มีหน้าที่หน้านี้จะอยู่ข้างใต้"

    def create(self, item: Entry) -> Any:
        page = self.model(slug=item.slug, live=False)
        self.fill(page, item)
        parent = self.parent(item)
        assert parent is not None  # noqa: S101 - the loader has asked for the refusal first
        parent.add_child(instance=page)
        return page

    def mark(self, item: Entry) -> str:
        """Return the digest; a chart left out today comes in on the run after its series exists."""
        missing = self.context.missing(item.body, f"{self.name}:{item.slug}") if item.body else []
        return digest(item) if not missing else f"{digest(item)[:40]} -{len(missing)}"

    def order(self, target: Page) -> int:
        """Return the place that the file gave it; an educator's own page stands where it stands in the tree."""
        notes = self.context.notes(f"{self.name}:{target.slug}")
        return int(notes.get("order", 0)) or position(target)

    def notes(self, item: Entry) -> dict[str, Any]:
        return {"order": item["order"]} if "order" in item.values else {}

    def parts(self, stream: Any) -> tuple[Part, ...]:
        """Return the parts of a stored body."""
        events = dict(EventChart.objects.values_list("pk", "slug"))
        found = (
            content_blocks.part_of(
                stored,
                series_name=self.context.key_of_series,
                event_name=lambda pk: events.get(pk, str(pk)),
            )
            for stored in raw(stream)
        )
        return tuple(part for part in found if part is not None)


class HomeKind(PageKind):
    name = "home"
    model = HomePage

    def same(self, item: Entry) -> HomePage | None:
        home: HomePage | None = HomePage.objects.first()
        return home

    def refusal(self, item: Entry) -> str | None:
        return None

    def fill(self, target: HomePage, item: Entry) -> None:
        target.title, target.introduction = item["title"], item["introduction"]

    def create(self, item: Entry) -> HomePage:
        page = HomePage(slug="ruthan", live=False)
        self.fill(page, item)
        Page.get_first_root_node().add_child(instance=page)
        _take_over_site(page, self.context)
        return page

    def entry(self, target: HomePage) -> Entry:
        return Entry("home", "", {"title": target.title, "introduction": target.introduction})


def _take_over_site(page: HomePage, context: Context) -> None:
    """Make the page the site's root in place of Wagtail's welcome page."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.root_page, site.site_name = page, context.settings.site_name
    site.hostname, site.port = context.settings.hostname, context.settings.port
    site.save()
    welcome = Page.objects.filter(depth=2, slug="home", content_type__model="page").first()
    if welcome is not None and not welcome.get_children().exists():
        welcome.delete()


class CourseKind(PageKind):
    name = "course"
    model = CoursePage
    quizzes = {"quiz": "course_quiz", "before": "before_form", "after": "after_form"}

    def fill(self, target: CoursePage, item: Entry) -> None:
        target.title, target.code, target.introduction = item["title"], item["code"], item["introduction"]
        target.objectives = bullets(item.get("objectives", []))
        for key, field in self.quizzes.items():
            setattr(target, f"{field}_id", self.context.object_id(f"quiz:{item.get(key)}"))

    def entry(self, target: CoursePage) -> Entry:
        values: Values = {
            "slug": target.slug,
            "code": target.code,
            "order": self.order(target),
            "title": target.title,
            "introduction": target.introduction,
            "objectives": lines_of(target.objectives),
        }
        for key, field in self.quizzes.items():
            values[key] = slug_of_quiz(getattr(target, f"{field}_id"))
        return Entry("course", target.slug, values)

    def all(self) -> list[CoursePage]:
        return [self.latest(page) for page in CoursePage.objects.order_by("path")]


class LessonKind(PageKind):
    name = "lesson"
    model = LessonPage

    def parent(self, item: Entry) -> CoursePage | None:
        course: CoursePage | None = CoursePage.objects.filter(slug=item["course"]).first()
        return course

    def refusal(self, item: Entry) -> str | None:
        return None if self.parent(item) else f"ไม่มีวิชา {item['course']} ในระบบ"

    def fill(self, target: LessonPage, item: Entry) -> None:
        target.title, target.code = item["title"], item["code"]
        target.duration_minutes, target.introduction = item["duration_minutes"], item["introduction"]
        target.objectives = bullets(item["objectives"])
        target.sources = sources(item.get("sources", []))
        target.reviewed_on = newest(target.reviewed_on, item["reviewed_on"])
        target.closing_quiz_id = self.context.object_id(f"quiz:{item.get('quiz')}")
        target.body = self.context.stream(item.body, item.slug)
        for name in ("levels", "patterns", "claims"):
            setattr(target, name, item.get(name, []))

    def entry(self, target: LessonPage) -> Entry:
        parent = target.get_parent()
        values: Values = {
            "code": target.code,
            "slug": target.slug,
            "course": parent.slug if parent else "",
            "order": self.order(target),
            "title": target.title,
            "duration_minutes": target.duration_minutes,
            "levels": list(target.levels),
            "introduction": target.introduction,
            "objectives": lines_of(target.objectives),
            "patterns": list(target.patterns),
            "claims": list(target.claims),
            "reviewed_on": target.reviewed_on,
            "sources": sources_back(target.sources),
            "quiz": slug_of_quiz(target.closing_quiz_id),
        }
        return Entry("lesson", target.slug, values, self.parts(target.body))

    def all(self) -> list[LessonPage]:
        return [self.latest(page) for page in LessonPage.objects.order_by("path")]


def put_in_order(curriculum: Curriculum, context: Context) -> None:
    """Let courses, the lessons of each, and what the library lists stand in the order of the files.

    Others stay where they are, before them.
    """
    for kind in ("course", "pattern", "claim"):
        ids = [context.object_id(entry.key) for entry in curriculum.of(kind)]
        first = Page.objects.filter(pk__in=[pk for pk in ids if pk]).order_by("path").first()
        if first is not None:
            _sort(first.get_parent(), ids)
    for course in curriculum.of("course"):
        page = CoursePage.objects.filter(slug=course.slug).first()
        lessons = [entry for entry in curriculum.of("lesson") if entry["course"] == course.slug]
        if page is not None:
            _sort(page, [context.object_id(entry.key) for entry in lessons])


def _sort(parent: Page, ids: list[int | None]) -> None:
    wanted = {pk: place for place, pk in enumerate(ids) if pk is not None}
    there = [child.pk for child in parent.get_children() if child.pk in wanted]
    if there == sorted(there, key=lambda pk: wanted[pk]):
        return
    for pk in sorted(there, key=lambda pk: wanted[pk]):
        Page.objects.get(pk=pk).move(Page.objects.get(pk=parent.pk), pos="last-child")


def position(page: Page) -> int:
    """Return the place of a page among its likes below the same page, from 1."""
    before = type(page).objects.filter(path__lt=page.path, depth=page.depth)
    count: int = before.filter(path__startswith=page.path[: -Page.steplen]).count()
    return count + 1


def slug_of_quiz(pk: int | None) -> str:
    found = Quiz.objects.filter(pk=pk).values_list("slug", flat=True).first() if pk else None
    return found or ""


def bullets(lines: list[str]) -> str:
    if not lines:
        return ""
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line,) for line in lines)))


def lines_of(html: str) -> list[str]:
    """Return the words of a list's items."""
    return [unescape(_TAG.sub("", item)).strip() for item in _ITEM.findall(html)]


def sources(rows: list[Values]) -> str:
    if not rows:
        return ""
    return format_html("<ol>{}</ol>", format_html_join("", "<li>{}</li>", ((_source(row),) for row in rows)))


def _source(row: Values) -> str:
    title = format_html('<a href="{}">{}</a>', row["url"], row["title"]) if row.get("url") else row["title"]
    try:
        date = thai_date_short(dt.date.fromisoformat(row.get("date", "")))
    except ValueError:
        date = row.get("date", "")
    return format_html(
        "{}{}{}", title, f" · {date}" if date else "", f" · {row['note']}" if row.get("note") else ""
    )


def sources_back(html: str) -> list[Values]:
    rows = []
    for item in _ITEM.findall(html):
        found = _LINK.match(item.strip())
        url = unescape(found["url"]) if found else ""
        title, _, rest = (found["title"], "", found["rest"]) if found else item.partition(" · ")
        date, _, note = unescape(_TAG.sub("", rest)).removeprefix(" · ").partition(" · ")
        day = thai_day(date)
        row = {
            "title": unescape(_TAG.sub("", title)).strip(),
            "url": url,
            "date": day.isoformat() if day else date,
        }
        rows.append({key: value.strip() for key, value in {**row, "note": note}.items() if value.strip()})
    return rows


KINDS: tuple[type[Kind], ...] = (HomeKind, CourseKind, LessonKind)
