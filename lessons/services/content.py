"""Content files into the CMS: created, updated and published as an educator would, whose edits are left alone."""

import copy
import datetime as dt
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.html import format_html, format_html_join
from wagtail.admin.rich_text.converters.markdown_db import MarkdownConverter
from wagtail.models import Page, Site

from lessons import content_blocks, content_body
from lessons.blocks import CALLOUT_FEATURES, RICH_TEXT_FEATURES
from lessons.content_events import EventFile
from lessons.content_files import (
    CourseFile,
    Curriculum,
    HomeFile,
    LessonFile,
    QuestionFile,
    QuizFile,
    Source,
    digest,
)
from lessons.models import CoursePage, HomePage, ImportedContent, LessonPage
from lessons.services import content_events
from market_data.models import EventChart, Series
from market_data.selectors import series_by_key
from quizzes import exhibits
from quizzes.interaction import block_of, keep_uids
from quizzes.models import Question, Quiz, QuizSlot
from thai.dates import thai_date_short

_IDS = uuid.UUID("6c1f3a52-5a0e-4f0c-9d0b-3f1f5f6f7a10")  # block ids come out the same on every run


@dataclass
class Report:
    """What loading did: keys like ``lesson:anatomy-of-a-scam``."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)  # key, why it was left as it is
    warnings: list[str] = field(default_factory=list)


def load_curriculum(
    *, curriculum: Curriculum, home: HomeFile, site_name: str, hostname: str, port: int
) -> Report:
    """Bring the CMS up to what the files say, all of it or nothing; a second run finds nothing to do.

    `home` is used where the files say nothing about the home page. Raises ValidationError when Wagtail
    refuses to publish something.
    """
    with transaction.atomic():
        loader = _Loader()
        loader.home(curriculum.home or home, site_name=site_name, hostname=hostname, port=port)
        for event in curriculum.events:  # before the questions and lessons that show them
            loader.event(event)
        for quiz in curriculum.quizzes:
            for question in quiz.questions:
                loader.question(question)
            loader.quiz(quiz)
        for course in curriculum.courses:
            loader.course(course)
        for lesson in curriculum.lessons:
            loader.lesson(lesson)
    return loader.report


class _Loader:
    def __init__(self) -> None:
        self.report = Report()
        self.known = {row.key: row for row in ImportedContent.objects.all()}
        self._series: dict[str, Series | None] = {}

    def _bring(
        self,
        key: str,
        mark: str,
        *,
        find: Callable[[int], Any],
        taken: Callable[[], Any],
        create: Callable[[], Any],
        fill: Callable[[Any], None],
    ) -> None:
        """Create or update what `key` stands for, unless an educator has been there or `mark` is as before."""
        known = self.known.get(key)
        if known is None:
            if taken():
                self.report.left.append((key, "มีอยู่แล้วในระบบ และไม่ได้มาจากไฟล์"))
                return
            target = create()
            self.report.created.append(key)
        elif known.digest == mark:
            self.report.unchanged.append(key)
            return
        else:
            target = find(known.object_id)
            if target is None:
                self.report.left.append((key, "ผู้สอนลบออกจากระบบแล้ว"))
                return
            if target.latest_revision_id != known.revision_id:
                self.report.left.append((key, "ผู้สอนแก้ไขไว้ในระบบ จึงไม่เขียนทับ"))
                return
            fill(target)
            self.report.updated.append(key)
        revision = target.save_revision()
        revision.publish()
        self.known[key], _ = ImportedContent.objects.update_or_create(
            key=key, defaults={"digest": mark, "object_id": target.pk, "revision_id": revision.pk}
        )

    def _object_id(self, key: str) -> int | None:
        known = self.known.get(key)
        return known.object_id if known else None

    # --- pages ---------------------------------------------------------------------------------
    def home(self, item: HomeFile, *, site_name: str, hostname: str, port: int) -> None:
        def fill(page: HomePage) -> None:
            page.title, page.introduction = item.title, item.introduction

        def create() -> HomePage:
            root = Page.get_first_root_node()
            page = HomePage(slug="ruthan", live=False)
            fill(page)
            root.add_child(instance=page)
            _take_over_site(page, site_name=site_name, hostname=hostname, port=port)
            return page

        self._bring(
            "home",
            digest(item),
            find=lambda pk: HomePage.objects.filter(pk=pk).first(),
            taken=HomePage.objects.exists,
            create=create,
            fill=fill,
        )

    def course(self, item: CourseFile) -> None:
        def fill(page: CoursePage) -> None:
            page.title, page.code, page.introduction = item.title, item.code, item.introduction

        def create() -> CoursePage:
            page = CoursePage(slug=item.slug, live=False)
            fill(page)
            HomePage.objects.get().add_child(instance=page)
            return page

        self._bring(
            f"course:{item.slug}",
            digest(item),
            find=lambda pk: CoursePage.objects.filter(pk=pk).first(),
            taken=CoursePage.objects.filter(slug=item.slug).exists,
            create=create,
            fill=fill,
        )

    def lesson(self, item: LessonFile) -> None:
        key = f"lesson:{item.slug}"
        missing = self._missing_series(item)
        course = CoursePage.objects.filter(slug=item.course).first() if key not in self.known else None
        if key not in self.known and course is None:
            self.report.left.append((key, f"ไม่มีวิชา {item.course} ในระบบ"))
            return

        def fill(page: LessonPage) -> None:
            page.title, page.code, page.audience = item.title, item.code, item.audience
            page.duration_minutes, page.introduction = item.duration_minutes, item.introduction
            page.objectives = format_html(
                "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line,) for line in item.objectives))
            )
            page.sources, page.reviewed_on = _sources(item.sources), item.reviewed_on
            page.closing_quiz_id = self._object_id(f"quiz:{item.quiz}")
            page.body = self._body(item)

        def create() -> LessonPage:
            page = LessonPage(slug=item.slug, live=False)
            fill(page)
            assert course is not None  # noqa: S101 - checked above
            course.add_child(instance=page)
            return page

        self._bring(
            key,
            # a chart left out today comes in on the run after its series exists
            digest(item) if not missing else f"{digest(item)[:40]} -{len(missing)}",
            find=lambda pk: LessonPage.objects.filter(pk=pk).first(),
            taken=LessonPage.objects.filter(slug=item.slug).exists,
            create=create,
            fill=fill,
        )

    def _missing_series(self, item: LessonFile) -> list[str]:
        missing = []
        for part in item.body:
            if self._block(part) is not None:
                continue
            for name in content_blocks.wanted(part):
                missing.append(name)
                self.report.warnings.append(
                    f"lesson:{item.slug}: ข้ามกราฟ {name} เพราะยังไม่มีชุดราคาหรือเหตุการณ์นี้ในระบบ"
                )
        return missing

    def _find_series(self, key: str) -> Series | None:
        if key not in self._series:
            self._series[key] = series_by_key(key=key)
        return self._series[key]

    def _body(self, item: LessonFile) -> str:
        stream = []
        for index, part in enumerate(item.body):
            block = self._block(part)
            if block is not None:
                name = f"{item.slug}/{index}"
                stream.append({"id": str(uuid.uuid5(_IDS, name)), "type": block[0], "value": block[1]})
        return json.dumps(stream)

    def _block(self, part: content_body.Part) -> tuple[str, Any] | None:
        if isinstance(part, content_body.Text):
            return "text", _rich_text(part.markdown, RICH_TEXT_FEATURES)
        if isinstance(part, content_body.Callout):
            text = _rich_text(part.markdown, CALLOUT_FEATURES)
            return "callout", {"tone": part.tone, "title": part.title, "text": text}
        return content_blocks.block(part, find_series=self._find_series, find_event=self._find_event)

    def _find_event(self, slug: str) -> EventChart | None:
        return EventChart.objects.filter(slug=slug, live=True).first()

    def event(self, item: EventFile) -> None:
        key = f"event:{item.slug}"
        series = self._find_series(item.series) if item.series else None
        missing = content_events.what_is_missing(item, series=series)
        if missing == "series":
            self.report.warnings.append(
                f"{key}: ไม่มีชุดราคา {item.series} ในระบบ กราฟจึงแสดงเฉพาะราคาที่มีแหล่งอ้างอิง"
            )

        def fill(event: EventChart) -> None:
            content_events.fill(event, item, series=None if missing else series)

        def create() -> EventChart:
            event = EventChart(slug=item.slug, live=False)
            fill(event)
            event.save()
            return event

        self._bring(
            key,
            # once the candles are there, the event is cut anew with them
            digest(item) if not missing else f"{digest(item)[:40]} -{missing}",
            find=lambda pk: EventChart.objects.filter(pk=pk).first(),
            taken=EventChart.objects.filter(slug=item.slug).exists,
            create=create,
            fill=fill,
        )

    # --- quizzes -------------------------------------------------------------------------------
    def question(self, item: QuestionFile) -> None:
        def fill(question: Question) -> None:
            for name, value in item.fields.items():
                setattr(question, name, value)
            content = item.content
            if question.pk:
                content = keep_uids(copy.deepcopy(content), question.snapshot())
            question.interaction = json.dumps([block_of(content, block_id=_block_id(question, item.code))])

        def create() -> Question:
            question = Question(code=item.code, live=False)
            fill(question)
            question.save()
            return question

        self._bring(
            f"question:{item.code}",
            self._question_mark(item),
            find=lambda pk: Question.objects.filter(pk=pk).first(),
            taken=Question.objects.filter(code=item.code).exists,
            create=create,
            fill=fill,
        )

    def _question_mark(self, item: QuestionFile) -> str:
        """Return what tells whether a question changed: a new cut of its chart makes a new version of it."""
        name = item.fields["chart"]
        if not name:
            return digest(item)
        exhibit = exhibits.freeze(name, caption="")
        if exhibit is None:
            self.report.warnings.append(f"question:{item.code}: ไม่มีกราฟ {name} เพราะยังไม่มีเหตุการณ์นี้ในระบบ")
        return digest([digest(item), exhibit and exhibit["sha256"]])

    def quiz(self, item: QuizFile) -> None:
        def fill(quiz: Quiz) -> None:
            quiz.title, quiz.introduction = item.title, item.introduction
            quiz.pass_percent = item.pass_percent
            ids = [self._object_id(f"question:{question.code}") for question in item.questions]
            questions = Question.objects.in_bulk([pk for pk in ids if pk])
            quiz.slots.set(
                [
                    QuizSlot(question=questions[pk], sort_order=index)
                    for index, pk in enumerate(ids)
                    if pk in questions
                ]
            )

        def create() -> Quiz:
            quiz = Quiz(slug=item.slug, live=False)
            fill(quiz)
            quiz.save()
            return quiz

        # the questions have their own marks; of them the quiz holds only which and in what order
        own = [item.slug, item.title, item.introduction, item.pass_percent]
        codes = [question.code for question in item.questions]
        self._bring(
            f"quiz:{item.slug}",
            digest([*own, *codes]),
            find=lambda pk: Quiz.objects.filter(pk=pk).first(),
            taken=Quiz.objects.filter(slug=item.slug).exists,
            create=create,
            fill=fill,
        )


def _take_over_site(page: HomePage, *, site_name: str, hostname: str, port: int) -> None:
    """Make the page the site's root in place of Wagtail's welcome page."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.root_page, site.site_name, site.hostname, site.port = page, site_name, hostname, port
    site.save()
    welcome = Page.objects.filter(depth=2, slug="home", content_type__model="page").first()
    if welcome is not None and not welcome.get_children().exists():
        welcome.delete()


def _block_id(question: Question, code: str) -> str:
    """Return the id of the question's one block: as it was, else one that comes out the same on every run."""
    known = question.interaction[0].id if question.interaction else None
    return known or str(uuid.uuid5(_IDS, f"question/{code}"))


def _rich_text(markdown: str, features: list[str]) -> str:
    html: str = MarkdownConverter(features=features).to_database_format(markdown)
    return html


def _sources(sources: list[Source]) -> str:
    return format_html("<ol>{}</ol>", format_html_join("", "<li>{}</li>", ((_source(s),) for s in sources)))


def _source(source: Source) -> str:
    title = format_html('<a href="{}">{}</a>', source.url, source.title) if source.url else source.title
    try:
        date = thai_date_short(dt.date.fromisoformat(source.date))
    except ValueError:
        date = source.date
    return format_html("{} · {}", title, date) if date else format_html("{}", title)
