"""Pages of the tree for tests, live unless told otherwise; a missing parent is made on the way."""

import datetime as dt
import itertools
import json
from typing import Any

from wagtail.models import Locale, Page, Site

from accounts.models import Learner
from lessons.models import CoursePage, HomePage, LessonPage, LessonRecord
from tests.conftest import NOW

_numbers = itertools.count(1)


def _root() -> Page:
    """Return the tree's root. A test with transactions of its own empties every table, also of what migrations made."""
    Locale.objects.get_or_create(language_code="th")
    return Page.get_first_root_node() or Page.add_root(title="Root", slug="root")


def make_home(**fields: Any) -> HomePage:
    """Return the site's home page; there is only one, so a second call returns the first."""
    existing = HomePage.objects.first()
    if existing is not None:
        return existing
    home = HomePage(**{"title": "รู้ทันคริปโต", "slug": "ruthan", "introduction": "เรียนให้รู้เท่าทัน", **fields})
    _root().add_child(instance=home)
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    return home


def make_course(*, home: HomePage | None = None, **fields: Any) -> CoursePage:
    number = next(_numbers)
    course = CoursePage(
        **{
            "title": f"วิชาที่ {number}",
            "slug": f"course-{number}",
            "code": f"ว{number}",
            "introduction": "เรื่องที่ควรรู้",
            **fields,
        }
    )
    (home or make_home()).add_child(instance=course)
    return course


def make_lesson(
    *, course: CoursePage | None = None, body: list[tuple[str, Any]] | None = None, **fields: Any
) -> LessonPage:
    """Return a lesson; `body` is a list of (block name, value as stored)."""
    number = next(_numbers)
    stream = [{"type": name, "value": value} for name, value in body or [("text", "<p>เนื้อหา</p>")]]
    lesson = LessonPage(
        **{
            "title": f"บทที่ {number}",
            "slug": f"lesson-{number}",
            "code": f"ก{number}",
            "introduction": "เกริ่นนำ",
            "sources": "<ol><li>แหล่งข้อมูล</li></ol>",
            "reviewed_on": dt.date(2026, 11, 24),
            "body": json.dumps(stream),
            **fields,
        }
    )
    (course or make_course()).add_child(instance=lesson)
    return lesson


def make_record(*, learner: Learner, lesson: LessonPage, **fields: Any) -> LessonRecord:
    return LessonRecord.objects.create(
        learner=learner, lesson=lesson, **{"started_at": NOW, "touched_at": NOW, **fields}
    )
