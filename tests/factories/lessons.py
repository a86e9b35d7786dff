"""Pages of the tree for tests, live unless told otherwise; a missing parent is made on the way."""

import datetime as dt
import itertools
import json
from typing import Any

from wagtail.models import Locale, Page, Site

from accounts.models import Learner
from lessons.models import (
    ClaimIndexPage,
    ClaimPage,
    Contact,
    CoursePage,
    DirectoryPage,
    EmergencyPage,
    GlossaryPage,
    GlossaryTerm,
    HomePage,
    InfoPage,
    KitPage,
    LessonPage,
    LessonRecord,
    PatternIndexPage,
    ScamPatternPage,
)
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


def _only(model: type[Page], **fields: Any) -> Any:
    """Return the one page of its kind below the home page."""
    page = model.objects.first()
    if page is None:
        page = model(**fields)
        make_home().add_child(instance=page)
    return page


def make_pattern_index(**fields: Any) -> PatternIndexPage:
    return _only(PatternIndexPage, **{"title": "กลโกงที่พบบ่อย", "slug": "scams", **fields})


def make_pattern(**fields: Any) -> ScamPatternPage:
    number = next(_numbers)
    pattern = ScamPatternPage(
        **{
            "title": f"กลโกงที่ {number}",
            "slug": f"pattern-{number}",
            "code": f"P-{number:02}",
            "summary": "คนแปลกหน้าชวนโอนเงิน",
            "channels": ["line"],
            "targets": ["ผู้สูงอายุ"],
            "asset": "money",
            "steps": stream("step", {"title": "ทัก", "text": "เริ่มด้วยข้อความสุภาพ"}),
            "flags": stream("flag", "เร่งให้โอนคืนนี้"),
            "cases": stream("case", {"text": "มีผู้เสียหายหลายราย", "on": "ม.ค. 2568"}),
            "what_to_do": stream("action", "เล่าให้คนใกล้ตัวฟัง"),
            **fields,
        }
    )
    make_pattern_index().add_child(instance=pattern)
    return pattern


def make_claim_index(**fields: Any) -> ClaimIndexPage:
    return _only(ClaimIndexPage, **{"title": "จริงไหม", "slug": "claims", **fields})


def make_claim(**fields: Any) -> ClaimPage:
    number = next(_numbers)
    claim = ClaimPage(
        **{
            "title": f"คำกล่าวที่ {number}",
            "slug": f"claim-{number}",
            "claim": "ลงทุนแบบนี้ได้กำไรแน่นอน",
            "verdict": "false",
            "short": "ไม่มีการลงทุนใดกำไรแน่นอน",
            "why": "<p>ราคาขึ้นลงได้เสมอ</p>",
            "checked_on": dt.date(2026, 11, 23),
            **fields,
        }
    )
    make_claim_index().add_child(instance=claim)
    return claim


def make_glossary(**fields: Any) -> GlossaryPage:
    return _only(GlossaryPage, **{"title": "คลังคำศัพท์", "slug": "glossary", **fields})


def make_term(**fields: Any) -> GlossaryTerm:
    number = next(_numbers)
    term = GlossaryTerm(
        **{"slug": f"term-{number}", "term": f"คำที่ {number}", "definition": "คำอธิบายสั้น ๆ", **fields}
    )
    term.save()
    term.save_revision().publish()
    return term


def make_directory(**fields: Any) -> DirectoryPage:
    return _only(DirectoryPage, **{"title": "แจ้งใคร ถามใคร", "slug": "help-directory", **fields})


def make_contact(**fields: Any) -> Contact:
    number = next(_numbers)
    contact = Contact(
        **{
            "key": f"office-{number}",
            "name": f"สายด่วนที่ {number}",
            "kind": "report",
            "phone": "1441",
            "what_for": "แจ้งเมื่อถูกหลอกให้โอนเงิน",
            "checked_on": dt.date(2026, 11, 23),
            **fields,
        }
    )
    contact.save()
    contact.save_revision().publish()
    return contact


def make_emergency(**fields: Any) -> EmergencyPage:
    return _only(
        EmergencyPage,
        **{
            "title": "เพิ่งโอนเงินไป",
            "slug": "just-transferred",
            "introduction": "ไม่ใช่ความผิดของคุณ เริ่มจากข้อแรก",
            "body": stream(
                "steps", {"title": "ชั่วโมงแรก", "steps": [{"title": "โทรหาธนาคาร", "text": "บอกเลขบัญชี"}]}
            ),
            "card_lines": "โทรหาธนาคารทันที\nเก็บหลักฐาน",
            "reviewed_on": dt.date(2026, 11, 24),
            **fields,
        },
    )


def make_kit(*, course: CoursePage | None = None, **fields: Any) -> KitPage:
    kit = KitPage(
        **{
            "title": "ชุดสอนตัวอย่าง",
            "slug": "kit",
            "minutes": 50,
            "goals": "บอกได้ว่าใครจ่าย\nถามก่อนโอน",
            "plan": stream(
                "row",
                {"minutes": 20, "title": "ใครจ่าย", "do": "แบ่งกลุ่มแล้ววาดเส้นเงิน"},
                {"minutes": 30, "title": "ถามก่อนโอน", "do": "แสดงแชตจำลองแล้วให้ยกมือ"},
            ),
            "questions": "ทำไมเขาถึงเร่ง\nเราจะบอกใครได้บ้าง",
            "notes": "ไม่ถามยอดเงินของใคร",
            **fields,
        }
    )
    (course or make_course()).add_child(instance=kit)
    return kit


def make_info(**fields: Any) -> InfoPage:
    number = next(_numbers)
    page = InfoPage(
        **{
            "title": f"หน้าข้อมูลที่ {number}",
            "slug": f"info-{number}",
            "introduction": "เกี่ยวกับเว็บนี้",
            "body": stream("text", "<p>เนื้อหา</p>"),
            **fields,
        }
    )
    make_home().add_child(instance=page)
    return page


def stream(name: str, *values: Any) -> str:
    """Return a stream field of blocks of one kind."""
    return json.dumps([{"type": name, "value": value} for value in values])
